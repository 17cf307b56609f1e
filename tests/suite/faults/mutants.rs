//! Good records of every form, broken in a hundred ways that nobody chose.

use super::*;

const BODY: &str = "The *board* put it **off** again.[^1] See [the dues](https://harbour.example/dues).\n\n## Figures\n\n\
    - one\n- two\n  1. three\n\n> quoted\n\n| a | b |\n|---|--:|\n| 1 | `2` |\n\n<small>A note</small>\n\n[^1]: For the *third* time.\n";

/// A record in each form.
fn forms() -> Vec<(&'static str, String)> {
    let json = serde_json::json!({
        "title": "Dues", "date": "2012-02-23", "authors": [{ "name": "A. Pilot", "bio": "A. Pilot keeps books." }],
        "synopsis": "Short.", "keywords": ["dues"], "body": BODY,
    });
    let front = "title: Dues of *the* harbour\ndate: 2012-02-23\nauthors:\n  - name: A. Pilot\n    bio: >-\n      A. Pilot keeps\n      \
        books.\nsynopsis: Short.\nkeywords: [dues, harbour]\n";
    let indented: String = BODY.lines().map(|line| format!("  {line}\n")).collect();
    let toml = format!(
        "title = 'Dues'\ndate = 2012-02-23\nkeywords = [\"dues\"]\nbody = '''\n{BODY}'''\n[[authors]]\nname = \"A. Pilot\"\n"
    );
    vec![
        ("md", format!("---\n{front}---\n\n{BODY}")),
        ("yaml", format!("{front}body: |\n{indented}")),
        ("toml", toml),
        ("json", serde_json::to_string_pretty(&json).expect("a value can be written")),
        ("jsonl", format!("{json}\n{json}\n")),
    ]
}

/// Numbers that look random and are the same in every run (xorshift, Marsaglia 2003).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit.max(1)
    }
}

fn broken(mut bytes: Vec<u8>, dice: &mut Dice) -> Vec<u8> {
    const INSERTS: [&[u8]; 16] = [
        b"\0",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\r\n",
        b"\t",
        b"---\n",
        b"\"",
        b"'",
        b"{",
        b"]",
        b": ",
        b"\x1b[31m",
        "\u{202e}".as_bytes(),
        "\u{2028}".as_bytes(),
        b"&a *a",
        b"\\ud800",
    ];
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len());
        let end = (at + 1 + dice.below(40)).min(bytes.len());
        match dice.below(6) {
            0 => drop(bytes.drain(at..end)),
            1 => drop(bytes.splice(at..at, INSERTS[dice.below(INSERTS.len())].iter().copied())),
            2 => bytes.truncate(at),
            3 => {
                let again = bytes[at..end].to_vec();
                let to = dice.below(bytes.len());
                bytes.splice(to..to, again);
            }
            4 => bytes[at..end].reverse(),
            _ => bytes[at] ^= 1 << dice.below(8),
        }
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}

#[test]
fn a_hundred_broken_records_stop_no_good_one() {
    let shelf = Shelf::of(5);
    let mut dice = Dice(0x2012_0223);
    for (ending, text) in forms() {
        for number in 0..20 {
            let bytes = broken(text.clone().into_bytes(), &mut dice);
            shelf.write(&format!("records/broken-{ending}-{number:02}.{ending}"), bytes);
        }
    }
    let before = entries(&shelf.path("."));
    let told = shelf.build();
    told.ends(1, &["records have errors"]);
    assert!(!told.said.contains("E0801") && !told.said.contains("panicked"), "{told:?}");
    let pdfs = shelf.pdfs("dist");
    assert!(["1", "2", "3", "4", "5"].iter().all(|good| pdfs.iter().any(|pdf| pdf == good)), "{pdfs:?}");
    // Every broken one is built or told.
    for (ending, _) in forms().into_iter().filter(|(ending, _)| *ending != "jsonl") {
        for number in 0..20 {
            let name = format!("broken-{ending}-{number:02}");
            let is_told = told.said.lines().any(|line| {
                line.contains(&name) && (line.contains("error[") || line.contains("note[E0140]"))
            });
            assert_ne!(pdfs.contains(&name), is_told, "{name}: {told:?}");
        }
    }
    let mut after = entries(&shelf.path("."));
    after.retain(|name| name != "dist");
    assert_eq!(before, after);
    shelf.run(&["verify", "dist", "--records", "records"]).ends(0, &[]);
}

fn entries(folder: &Path) -> Vec<String> {
    let listed = fs::read_dir(folder).expect("it can be listed").flatten();
    let mut names: Vec<String> =
        listed.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
