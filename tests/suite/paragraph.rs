//! Cases of `paragraph`: what a compositor would check on the proof.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

use offprint::diagnostics::{Place, Source};
use offprint::document::{
    Direction, Document, Furniture, Inline, Lang, LinkTarget, Masthead, Metadata, Note, NoteId, Text,
};
use offprint::font::{Features, FontBook};
use offprint::geometry::Pt;
use offprint::layout::frame::{AreaTarget, Glyph, GlyphRun, Item, Owner};
use offprint::layout::paragraph::{Composer, ContentOwner, LineFault, Measure, ParagraphInput, SetLine};
use offprint::layout::structure::{Tag, Tree};
use offprint::style::{Align, Style};
use proptest::prelude::*;

static FONTS: LazyLock<FontBook> = LazyLock::new(FontBook::embedded);
static STYLE: LazyLock<Style> =
    LazyLock::new(|| offprint::style::load("house", &[]).expect("the house style is right"));

fn document() -> Document {
    let note = Note { label: "1".to_owned(), blocks: Vec::new(), references: 1 };
    Document {
        source: Source::new("case", "x".repeat(4000)),
        lang: "en-GB".into(),
        direction: Direction::Ltr,
        metadata: Metadata::default(),
        masthead: Masthead::default(),
        title: Vec::new(),
        subtitle: None,
        byline: Vec::new(),
        sections: Vec::new(),
        notes: vec![note],
        images: Vec::new(),
        furniture: Furniture::default(),
    }
}

/// How a case is set.
#[derive(Clone)]
struct Case {
    inlines: Vec<Inline>,
    lang: Lang,
    direction: Direction,
    lead_in: bool,
    measure: Measure,
    style: Style,
}

impl Case {
    fn new(inlines: Vec<Inline>) -> Self {
        Self {
            inlines,
            lang: "en-GB".into(),
            direction: Direction::Ltr,
            lead_in: false,
            measure: Measure::new(Pt(321.0), Align::Justify),
            style: STYLE.clone(),
        }
    }

    fn words(text: &str) -> Self {
        Self::new(vec![words(text)])
    }

    fn width(mut self, width: f64) -> Self {
        self.measure.width = Pt(width);
        self
    }

    fn align(mut self, align: Align) -> Self {
        self.measure.align = align;
        self
    }

    fn with<T>(
        &self,
        then: impl FnOnce(&mut Composer<'_>, &offprint::layout::paragraph::Paragraph<'_>, &Tree) -> T,
    ) -> T {
        let document = document();
        let mut composer = Composer::new(&FONTS, &self.style, &document);
        let mut tree = Tree::default();
        let root = tree.add(None, Tag::P);
        let input = ParagraphInput {
            inlines: &self.inlines,
            style: &self.style.text.body,
            owner: ContentOwner::Element(root),
            lang: self.lang.clone(),
            direction: self.direction,
            hyphenate: true,
            lead_in: self.lead_in,
        };
        let paragraph = composer.shape(&input, &mut tree);
        then(&mut composer, &paragraph, &tree)
    }

    fn lines(&self) -> Vec<SetLine> {
        self.with(|_, paragraph, _| paragraph.set(&self.measure))
    }
}

fn words(text: &str) -> Inline {
    Inline::Text(Text { text: text.to_owned(), place: Place(1), position: 0 })
}

fn runs(line: &SetLine) -> impl Iterator<Item = &GlyphRun> {
    line.items.iter().filter_map(|placed| match &placed.item {
        Item::Run(run) => Some(run),
        _ => None,
    })
}

fn text(line: &SetLine) -> String {
    runs(line).map(|run| &*run.text).collect()
}

fn texts(lines: &[SetLine]) -> Vec<String> {
    lines.iter().map(|line| text(line).trim_end().to_owned()).collect()
}

fn joined(lines: &[SetLine]) -> String {
    lines.iter().map(text).collect()
}

fn glyphs(line: &SetLine) -> impl Iterator<Item = (&GlyphRun, Glyph)> {
    runs(line).flat_map(|run| run.glyphs.iter().map(move |glyph| (run, glyph)))
}

/// The glyph that stands for the nth byte of the only run.
fn glyph_at(line: &SetLine, at: usize) -> u16 {
    let mut before = 0;
    for run in runs(line) {
        if let Some(glyph) = run.glyphs.iter().find(|glyph| (glyph.text.0 as usize + before) == at) {
            return glyph.id;
        }
        before += run.text.len();
    }
    panic!("no glyph at {at} in {:?}", text(line))
}

const PROSE: &str = "Initially sceptical, the US Bureau of South and Central Asia noted the potential for enhanced cooperation in \
    countering terrorism in Eurasia during a Beijing Media Roundtable in March 2011. Moreover, the latest report Central Asia \
    and the Transition in Afghanistan, released by Senate Committee on Foreign Relations on 19 December 2011, acknowledges the \
    SCO’s role in counter-narcotics efforts. While the SCO has demonstrated its contribution towards regional security, external \
    parties are still puzzled as to who is in charge, and how efficient will be the implementation of the organisation’s \
    ambitious goals.";

#[test]
fn specimen_is_set_as_it_was() {
    let mut dump = String::new();
    for (name, case) in [
        ("justified", Case::words(PROSE)),
        ("ragged", Case::words(PROSE).align(Align::Start).width(240.0)),
        (
            "title",
            Case::words("The Shanghai Cooperation Organisation: Challenges in Cyberspace")
                .align(Align::Balance)
                .width(200.0),
        ),
    ] {
        let _ = writeln!(dump, "{name}");
        for line in case.lines() {
            let hyphen = if line.is_hyphenated { " hyphen" } else { "" };
            let _ = writeln!(
                dump,
                "  w={:.1} {:?}{hyphen} stretch={:+.2}",
                line.width.0,
                text(&line).trim_end(),
                line.ratio
            );
        }
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/paragraph/specimen.txt");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(path, &dump).expect("the specimen can be written");
    }
    let expected = std::fs::read_to_string(path).expect("the specimen is there; UPDATE_EXPECT=1 writes it");
    assert_eq!(dump, expected);
}

#[test]
fn lines_joined_are_the_paragraph() {
    assert_eq!(joined(&Case::words(PROSE).lines()), PROSE);
}

#[test]
fn justified_lines_fill_the_measure_but_the_last() {
    let lines = Case::words(PROSE).lines();
    let (last, full) = lines.split_last().expect("there are lines");
    assert!(full.len() > 4);
    for line in full {
        assert!((line.width.0 - 321.0).abs() < 0.01, "{:?} is {}", text(line), line.width.0);
    }
    assert!(last.width.0 <= 321.01);
}

#[test]
fn glyphs_add_up_to_the_width_with_what_hangs() {
    for line in Case::words(PROSE).lines() {
        let sum: f64 = glyphs(&line).map(|(_, glyph)| glyph.advance.0).sum();
        let start = runs(&line).next().map_or(0.0, |run| run.origin.x.0);
        assert!(sum >= line.width.0 - 0.01, "{:?}", text(&line));
        assert!(start <= 0.0 && sum - line.width.0 < 12.0);
    }
}

#[test]
fn a_full_stop_hangs_in_the_margin() {
    let case = Case::words("“Hanging” is what is asked for.").width(100.0);
    let line = &case.lines()[0];
    let first = runs(line).next().expect("a run");
    assert!(first.origin.x.0 < -0.5, "the opening quote hangs by {}", first.origin.x.0);
    let mut flat = case.clone();
    flat.style.paragraph.protrusion = false;
    assert!(runs(&flat.lines()[0]).next().expect("a run").origin.x.0.abs() < 1e-9);
}

#[test]
fn expansion_is_even_over_a_line_and_within_its_limit() {
    let lines = Case::words(PROSE).lines();
    for line in &lines {
        let stretches: Vec<f64> = runs(line).map(|run| run.stretch).collect();
        assert!(stretches.iter().all(|stretch| (stretch - stretches[0]).abs() < 1e-12));
        assert!((0.98 - 1e-9..=1.02 + 1e-9).contains(&stretches[0]));
    }
    let mut plain = Case::words(PROSE);
    plain.style.paragraph.expansion = 0.0;
    assert!(
        plain
            .lines()
            .iter()
            .flat_map(|line| runs(line).map(|run| run.stretch).collect::<Vec<_>>())
            .all(|stretch| stretch == 1.0)
    );
}

#[test]
fn a_hyphen_that_was_put_there_stands_for_nothing() {
    let lines = Case::words(PROSE).width(180.0).lines();
    let hyphenated = lines.iter().find(|line| line.is_hyphenated).expect("a narrow measure needs a hyphen");
    let (_, last) = glyphs(hyphenated).last().expect("glyphs");
    assert_eq!(last.text.0, last.text.1);
    assert!(last.advance.0 > 1.0);
    assert!(!text(hyphenated).ends_with('-'));
    assert_eq!(joined(&lines), PROSE);
}

#[test]
fn no_last_line_is_a_short_word() {
    for width in [200.0, 230.0, 260.0, 290.0, 321.0, 360.0, 400.0] {
        let lines = Case::words(&PROSE.replace("ambitious goals.", "goals in Asia.")).width(width).lines();
        let last = texts(&lines).pop().unwrap_or_default();
        assert!(last.contains(' ') || last.len() > 6, "{last:?} at {width}");
    }
}

#[test]
fn kerning_and_ligatures_are_on() {
    let line = &Case::words("AVAVAVAV office").lines()[0];
    let widths: Vec<f64> =
        glyphs(line).map(|(run, glyph)| glyph.advance.0 / run.size.0 / run.stretch).collect();
    let plain = &Case::words("AAAAVVVV").lines()[0];
    let even: Vec<f64> =
        glyphs(plain).map(|(run, glyph)| glyph.advance.0 / run.size.0 / run.stretch).collect();
    assert!(widths[0] < even[0] - 0.01, "A before V is kerned");
    assert!(glyphs(line).count() < "AVAVAVAV office".len(), "ffi is one glyph");
}

#[test]
fn figures_in_text_are_old_style() {
    let mut lining = Case::words("2011");
    lining.style.text.body.figures = offprint::style::Figures::Lining;
    assert_ne!(glyph_at(&Case::words("2011").lines()[0], 0), glyph_at(&lining.lines()[0], 0));
}

#[test]
fn tabular_figures_have_one_width() {
    let mut case = Case::words("1110 0123456789");
    case.style.text.body.figures = offprint::style::Figures::Tabular;
    let line = &case.lines()[0];
    let widths: Vec<f64> = glyphs(line)
        .filter(|(run, glyph)| &run.text[glyph.text.0 as usize..glyph.text.1 as usize] != " ")
        .map(|(_, glyph)| glyph.advance.0)
        .collect();
    assert!(widths.iter().all(|width| (width - widths[0]).abs() < 1e-9));
}

#[test]
fn emphasis_within_emphasis_is_upright() {
    let inner = Inline::Emphasis(vec![words("upright")]);
    let case = Case::new(vec![words("a "), Inline::Emphasis(vec![words("slanted "), inner]), words(" b")]);
    let line = &case.lines()[0];
    let face_of = |word: &str| {
        let run = runs(line).find(|run| run.text.contains(word)).expect("the word is set");
        FONTS.face(run.face).is_italic()
    };
    assert!(face_of("slanted"));
    assert!(!face_of("upright"));
}

#[test]
fn italic_correction_keeps_an_italic_from_its_upright_neighbour() {
    let tight = Case::new(vec![Inline::Emphasis(vec![words("f")]), words(")")]);
    let line = &tight.lines()[0];
    let (run, glyph) = glyphs(line).next().expect("a glyph");
    let alone = Case::new(vec![Inline::Emphasis(vec![words("f")])]);
    let line = &alone.lines()[0];
    let (_, plain) = glyphs(line).next().expect("a glyph");
    assert!(FONTS.face(run.face).is_italic());
    assert!(glyph.advance.0 > plain.advance.0 + 0.2, "{} after {}", glyph.advance.0, plain.advance.0);
}

#[test]
fn strong_is_bold_and_code_is_mono_at_the_same_height() {
    let case =
        Case::new(vec![Inline::Strong(vec![words("strong")]), words(" "), Inline::Code(Text::new("code"))]);
    let line = &case.lines()[0];
    let strong = runs(line).find(|run| &*run.text == "strong").expect("strong");
    let code = runs(line).find(|run| &*run.text == "code").expect("code");
    assert_eq!(FONTS.face(strong.face).weight, 700);
    assert!(FONTS.face(code.face).is_monospaced);
    let height = |run: &GlyphRun| FONTS.face(run.face).x_height_em() * run.size.0;
    assert!(
        (height(code) - FONTS.face(FONTS.choose(&STYLE.text.body)).x_height_em() * STYLE.text.body.size.0)
            .abs()
            < 0.05
    );
}

#[test]
fn superscripts_are_the_fonts_own_and_others_are_raised() {
    let case = Case::new(vec![
        words("n"),
        Inline::Superscript(vec![words("2")]),
        Inline::Superscript(vec![words("Ж")]),
    ]);
    let line = &case.lines()[0];
    let all: Vec<&GlyphRun> = runs(line).collect();
    assert_eq!(all[1].size, all[0].size, "the font has a superior two");
    assert!(all[2].size.0 < all[0].size.0 && all[2].origin.y.0 < 0.0, "it has no superior Ж");
}

#[test]
fn lead_in_is_small_capitals_with_the_records_case() {
    let mut case = Case::words("IS THE Shanghai Cooperation Organisation a vehicle?");
    case.lead_in = true;
    let set = &case.lines()[0];
    assert!(text(set).starts_with("IS THE Shanghai"));
    let plain = &Case::words("IS THE Shanghai Cooperation Organisation a vehicle?").lines()[0];
    assert_eq!(glyph_at(set, 0), glyph_at(plain, 0), "the first letter stays a capital");
    assert_ne!(glyph_at(set, 1), glyph_at(plain, 1), "the second is a small capital");
    assert_eq!(glyph_at(set, 7), glyph_at(plain, 7), "what follows is as it was");
}

#[test]
fn a_number_and_its_unit_share_a_line() {
    for width in 60..140 {
        let lines = Case::words("They build a line of 80 km with Dr Tan, on p. 12, by 23 February")
            .width(f64::from(width))
            .align(Align::Start)
            .lines();
        for line in texts(&lines) {
            for tail in ["80", "Dr", "p.", "23"] {
                assert!(!line.ends_with(&format!(" {tail}")) && line != tail, "{line:?} at {width}");
            }
        }
    }
}

#[test]
fn addresses_break_after_their_punctuation_without_a_hyphen() {
    let address = "https://www.example.org/publications/commentaries/2012/shanghai-cooperation";
    let case = Case::words(address).width(120.0);
    let lines = case.lines();
    assert!(lines.len() > 2);
    assert!(
        lines.iter().all(|line| !line.is_hyphenated && line.overfull == Pt::ZERO && line.fault.is_none())
    );
    for line in &texts(&lines)[..lines.len() - 1] {
        assert!(line.ends_with(['/', '.', '-']), "{line:?}");
    }
    assert_eq!(joined(&lines), address);
}

#[test]
fn a_word_wider_than_the_measure_is_broken_and_told() {
    let case = Case::words("a XxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxXX b").width(80.0);
    case.with(|composer, paragraph, _| {
        let lines = paragraph.set(&case.measure);
        assert!(lines.iter().all(|line| line.overfull == Pt::ZERO));
        assert!(lines.iter().any(|line| matches!(line.fault, Some(LineFault::BrokenWord { .. }))));
        composer.tell_faults(&lines);
        assert_eq!(composer.diagnostics[0].code.code, "E0552");
        assert!(composer.diagnostics[0].span.is_some());
    });
}

#[test]
fn a_long_word_goes_to_a_line_of_its_own_before_it_passes_the_measure() {
    let lines = Case::words("An incomprehensibilities").align(Align::Justify).width(95.0).lines();
    assert!(lines.iter().all(|line| line.overfull == Pt::ZERO), "{:?}", texts(&lines));
    let natural = Case::words("UNINTELLIGIBILITY").with(|_, paragraph, _| paragraph.natural_width());
    let mut whole = Case::words("A UNINTELLIGIBILITY").width(natural.0 + 0.5);
    whole.style.paragraph.hyphenate = false;
    assert_eq!(texts(&whole.lines()), ["A", "UNINTELLIGIBILITY"]);
}

#[test]
fn a_character_no_face_covers_is_an_error_with_its_place() {
    Case::words("abc \u{12000}").with(|composer, _, _| {
        let found = &composer.diagnostics[0];
        assert!(found.is_error());
        assert!(
            found.message.contains("U+12000") && found.message.contains("Cuneiform"),
            "{}",
            found.message
        );
        assert_eq!(found.span.as_ref().map(|span| span.start), Some(5));
    });
}

#[test]
fn a_title_is_set_in_lines_of_like_length() {
    let title = "Security Norms and Energy Pipelines of Central Asia and Eurasia";
    let lines = Case::words(title).align(Align::Balance).width(240.0).lines();
    let widths: Vec<f64> = lines.iter().map(|line| line.width.0).collect();
    assert_eq!(lines.len(), 2);
    assert!((widths[0] - widths[1]).abs() < 60.0, "{:?}", texts(&lines));
}

#[test]
fn a_title_breaks_where_the_sense_pauses() {
    let title = "The Shanghai Cooperation Organisation: Challenges in Cyberspace";
    let lines = Case::words(title).align(Align::Balance).width(200.0).lines();
    assert_eq!(texts(&lines), ["The Shanghai Cooperation Organisation:", "Challenges in Cyberspace"]);
}

#[test]
fn a_hard_break_ends_a_line_and_leaves_a_space() {
    let case = Case::new(vec![words("one"), Inline::HardBreak, words("two")]);
    let lines = case.lines();
    assert_eq!(texts(&lines), ["one", "two"]);
    assert_eq!(joined(&lines), "one two");
}

#[test]
fn notes_and_links_know_their_places_and_elements() {
    let target = LinkTarget::Address("https://example.org/".to_owned());
    let link = Inline::Link { target: target.clone(), title: None, inlines: vec![words("the page")] };
    let note = Inline::NoteReference { place: Place(1), note: NoteId(0), occurrence: 0 };
    let case = Case::new(vec![words("See "), link, words(" there."), note]);
    case.with(|_, paragraph, tree| {
        let line = &paragraph.set(&case.measure)[0];
        assert_eq!(line.notes.len(), 1);
        assert_eq!(tree.get(line.notes[0].element).tag, Tag::Reference);
        assert!(line.notes[0].x.0 > 60.0);
        assert_eq!(line.links.len(), 2);
        assert_eq!(line.links[0].target, AreaTarget::Link(target.clone()));
        assert_eq!(line.links[0].contents, "the page");
        assert_eq!(tree.get(line.links[0].element).tag, Tag::Link);
        assert_eq!(line.links[1].target, AreaTarget::Note(NoteId(0)));
        assert_eq!(text(line), "See the page there.1");
    });
}

#[test]
fn a_link_can_be_clicked_whatever_it_says() {
    // A mark upon the letter before; one of two marks that close up; one that is drawn as a box.
    for (before, says, after) in
        [("e", "\u{301}", " "), ("“", "（", "人"), ("。", "」", "。"), ("ൻ", "ർ", "ൽ")]
    {
        let target = LinkTarget::Address("https://example.org/".to_owned());
        let link = Inline::Link { target, title: None, inlines: vec![words(says)] };
        let case = Case {
            lang: "zh-Hans".into(),
            ..Case::new(vec![words(before), link, words(after), words("人")])
        };
        let links = case.with(|composer, _, _| {
            composer.allows_missing_glyphs = true;
            case.lines().remove(0).links
        });
        assert!(links.len() == 1 && links[0].width.0 > 1.0, "{before}[{says}]{after}: {links:?}");
    }
}

#[test]
fn every_glyph_belongs_to_a_leaf_of_its_innermost_element() {
    let case = Case::new(vec![words("a "), Inline::Code(Text::new("b")), words(" c")]);
    case.with(|_, paragraph, tree| {
        let line = &paragraph.set(&case.measure)[0];
        let tags: Vec<Tag> = line
            .items
            .iter()
            .map(|placed| match placed.owner {
                Owner::Leaf(leaf) => tree.get(tree.leaves[leaf.0 as usize]).tag,
                _ => panic!("content is no artifact"),
            })
            .collect();
        assert_eq!(tags, [Tag::P, Tag::Code, Tag::P]);
        assert_eq!(tree.leaves.len(), 3);
    });
}

#[test]
fn looseness_sets_a_line_more_or_fewer_with_no_hyphen_more_and_no_space_that_is_seen() {
    let mut found = 0;
    for count in 2..9 {
        let mut case = Case::words(&PROSE.repeat(count));
        for width in 0..12 {
            case.measure.width = Pt(300.0 + 7.0 * f64::from(width));
            case.with(|_, paragraph, _| {
                let best = paragraph.set(&case.measure);
                let hyphens = |lines: &[SetLine]| {
                    lines.iter().filter(|line| text(line).trim_end().ends_with('-')).count()
                };
                let widest = |lines: &[SetLine]| lines.iter().map(|line| line.ratio).fold(0.0, f64::max);
                assert!(paragraph.set_with(&case.measure, 12).is_none());
                for by in [-1, 1] {
                    let Some(lines) = paragraph.set_with(&case.measure, by) else { continue };
                    found += 1;
                    assert_eq!(lines.len() as i32, best.len() as i32 + by);
                    assert_eq!(joined(&lines), PROSE.repeat(count));
                    assert!(lines.iter().all(|line| line.overfull == Pt::ZERO));
                    assert!(hyphens(&lines) <= hyphens(&best), "{:?}", texts(&lines));
                    assert!(
                        widest(&lines) <= widest(&best).max(0.3) + 1e-9,
                        "{} {}",
                        widest(&lines),
                        widest(&best)
                    );
                }
            });
        }
    }
    assert!(found > 0, "{found} can be set in a line more or fewer");
}

#[test]
fn code_keeps_its_spaces_and_has_no_ligatures() {
    let document = document();
    let mut composer = Composer::new(&FONTS, &STYLE, &document);
    let style = &STYLE.text.code;
    let code = composer.shape_code("\tif a  !=  b { fi() }", style, Owner::Layout, 0, Place(1));
    let lines = code.set(&Measure::new(Pt(321.0), Align::Start));
    assert_eq!(joined(&lines), "        if a  !=  b { fi() }");
    assert_eq!(glyphs(&lines[0]).count(), 28);
    let advances: Vec<f64> = glyphs(&lines[0]).map(|(_, glyph)| glyph.advance.0).collect();
    assert!(
        advances.iter().all(|advance| (advance - advances[0]).abs() < 1e-9),
        "mono stays mono: {advances:?}"
    );
}

#[test]
fn right_to_left_words_stand_in_visual_order() {
    // No embedded face has Hebrew, so the order is checked on boxes.
    let case = Case { direction: Direction::Rtl, lang: "he".into(), ..Case::words("אב גד 12") };
    let mut case = case;
    case.measure.align = Align::Start;
    let line = &case.lines()[0];
    let starts: Vec<(f64, String)> = runs(line).map(|run| (run.origin.x.0, run.text.to_string())).collect();
    let figures = starts.iter().find(|(_, text)| text.contains("12")).expect("figures").0;
    let letters = starts.iter().find(|(_, text)| text.contains('א')).expect("letters").0;
    assert!(figures < letters, "the figures stand left of the words: {starts:?}");
    assert!(
        (starts.iter().map(|(x, _)| *x).fold(f64::INFINITY, f64::min) - (321.0 - line.width.0)).abs() < 0.5
    );
}

#[test]
fn position_names_each_lines_first_byte() {
    let lines = Case::words(PROSE).lines();
    let mut before = 0;
    for line in &lines {
        assert_eq!(line.position as usize, before);
        before += text(line).len();
    }
}

#[test]
fn the_same_paragraph_is_set_the_same_by_many_threads() {
    let expected = format!("{:?}", Case::words(PROSE).lines());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(format!("{:?}", Case::words(PROSE).lines()), expected));
        }
    });
}

#[test]
fn a_run_in_another_language_says_so() {
    let lang: Lang = Arc::from("ms");
    let case = Case { lang, ..Case::words("Pertubuhan Kerjasama Shanghai") };
    let line = &case.lines()[0];
    assert_eq!(runs(line).next().and_then(|run| run.lang.as_deref()), Some("ms"));
}

#[test]
fn a_soft_hyphen_is_drawn_at_a_lines_end_and_nowhere_else() {
    let source = "con\u{ad}sti\u{ad}tu\u{ad}tion\u{ad}al ".repeat(12);
    let mut parted = 0;
    for line in &Case::words(source.trim_end()).width(90.0).lines() {
        let said: Vec<&str> = glyphs(line)
            .map(|(run, glyph)| &run.text[glyph.text.0 as usize..glyph.text.1 as usize])
            .collect();
        let (last, others) = said.split_last().expect("a line has glyphs");
        assert!(!others.contains(&"\u{ad}"), "{said:?}");
        assert_eq!(line.is_hyphenated, *last == "\u{ad}", "{said:?}");
        parted += usize::from(line.is_hyphenated);
    }
    assert!(parted > 2, "{parted} lines end in a hyphen");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_whatever_the_words(
        words in proptest::collection::vec("[a-zA-Z0-9’“”.,;:/@–-]{1,24}|[a-eA-E\u{ad}\u{200b}]{1,24}|[äöüßéñçÅΩжщ]{1,9}|[\\p{Hebrew}]{1,6}|.{1,6}", 1..40),
        width in 30.0..500.0_f64,
        align in prop_oneof![Just(Align::Justify), Just(Align::Start), Just(Align::Balance), Just(Align::End)],
    ) {
        let source = words.join(" ").replace(['\u{fffc}'], "x");
        let case = Case::words(&source).width(width).align(align);
        let lines = case.lines();
        // Right-to-left words stand in another order within their line, so bytes are compared sorted.
        let sorted = |text: &str| { let mut bytes = text.as_bytes().to_vec(); bytes.sort_unstable(); bytes };
        if !lines.is_empty() {
            prop_assert_eq!(sorted(&joined(&lines)), sorted(&source));
        }
        for line in &lines {
            let is_told = line.overfull.0 > 0.0 && line.fault.is_some();
            prop_assert!(line.width.0 <= width + 0.1 || is_told, "{:?} is {}", text(line), line.width.0);
            for (run, glyph) in glyphs(line) {
                prop_assert!(run.text.is_char_boundary(glyph.text.0 as usize) && run.text.is_char_boundary(glyph.text.1 as usize));
                prop_assert!(glyph.advance.0.is_finite());
            }
        }
    }
}

#[test]
fn words_are_shaped_as_harfbuzz_shapes_them() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut fonts = FontBook::embedded();
    fonts.add_from_path(&root.join("tests/suite/paragraph/fonts")).expect("the fonts of the test are there");
    compare_with_harfbuzz(&mut fonts, include_str!("paragraph/hb-shape.txt"));
}

#[test]
#[ignore = "needs what HarfBuzz makes of the words: tests/conformance/shaping"]
fn words_of_every_script_are_shaped_as_harfbuzz_shapes_them() {
    let path = std::env::var_os("OFFPRINT_SHAPES").expect("tests/conformance/shaping names its file");
    let expected = std::fs::read_to_string(path).expect("the file is there");
    assert!(expected.lines().count() > 10_000, "there are words enough");
    compare_with_harfbuzz(&mut FontBook::embedded(), &expected);
}

/// Compares glyph by glyph: lines of face, language, script, direction, word and `hb-shape`'s glyphs. Faces that the
/// book lacks are added.
fn compare_with_harfbuzz(fonts: &mut FontBook, expected: &str) {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut ids: BTreeMap<&str, offprint::font::FaceId> = BTreeMap::new();
    for line in expected.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [file, lang, script, direction, word, glyphs] = fields[..] else {
            panic!("six fields, not {line}");
        };
        if !ids.contains_key(file) {
            let data = std::fs::read(root.join(file)).expect("the face is there");
            let known = fonts.faces().find(|(_, face)| *face.data == *data).map(|(id, _)| id);
            let id = known.unwrap_or_else(|| {
                fonts.add_from_path(&root.join(file)).expect("the face is a font");
                fonts.faces().last().map(|(id, _)| id).expect("it was added")
            });
            ids.insert(file, id);
        }
        let id = ids[file];
        let face = fonts.face(id);
        let script: [u8; 4] = script.as_bytes().try_into().expect("four letters");
        let setting = fonts.setting(id, Features::default(), script, direction == "rtl", lang);
        let units = f64::from(face.units_per_em);
        let shaped: Vec<String> = setting
            .shape(word)
            .glyphs
            .iter()
            .map(|glyph| {
                let [advance, dx, dy] = [glyph.advance, glyph.dx, glyph.dy].map(|ems| (ems * units).round());
                let offset = if (dx, dy) == (0.0, 0.0) { String::new() } else { format!("@{dx},{dy}") };
                format!("{}={}{offset}+{advance}", glyph.id, glyph.start)
            })
            .collect();
        assert_eq!(format!("[{}]", shaped.join("|")), glyphs, "{word} in {file}");
    }
}

#[test]
fn figures_beside_letters_without_lower_case_are_lining() {
    let figure = |lang: &str| {
        let lines = Case { lang: lang.into(), ..Case::words("3") }.lines();
        glyphs(&lines[0]).next().map(|(_, glyph)| glyph.id)
    };
    assert_ne!(figure("en"), figure("ta"));
    assert_eq!(figure("ar"), figure("ta"));
}

#[test]
fn chinese_lines_begin_and_end_with_what_may_stand_there() {
    let sentence = "“人人生而自由”，在尊严和权利上一律平等。《宣言》说：“他们赋有理性和良心”，并应以兄弟关系的精神相对待（第１条）。";
    let case = Case { lang: "zh-Hans".into(), ..Case::words(&sentence.repeat(12)) };
    for width in [90.0, 150.0, 321.0] {
        let lines = case.clone().width(width).lines();
        for line in &lines {
            let line = text(line);
            assert!(!line.starts_with(['”', '，', '。', '》', '：', '）']), "{line}");
            assert!(!line.ends_with(['“', '《', '（']), "{line}");
        }
        for line in &lines[..lines.len() - 1] {
            assert!((line.width.0 - width).abs() < 0.01 && line.overfull.0 == 0.0, "{}", text(line));
        }
    }
}

#[test]
fn han_characters_fill_a_line_by_the_space_between_them() {
    let case = Case {
        lang: "zh-Hans".into(),
        ..Case::words(&"人人生而自由在尊严和权利上一律平等".repeat(8))
    };
    let lines = case.width(200.5).lines();
    let mut advances: Vec<f64> =
        runs(&lines[0]).flat_map(|run| run.glyphs.iter().map(|glyph| glyph.advance.0)).collect();
    advances.pop();
    let size = STYLE.text.body.size.0;
    assert!(advances.iter().all(|advance| (advance - advances[0]).abs() < 1e-6 && *advance > size));
    assert!(runs(&lines[0]).all(|run| run.stretch == 1.0));
}

#[test]
fn a_substitute_changes_no_line_and_stands_as_tall() {
    let plain = Case::words("The office in Singapore said so").lines();
    let mixed = Case::words("The office in 新加坡 said so").lines();
    assert_eq!(plain[0].rise, mixed[0].rise);
    let sizes: Vec<f64> = runs(&mixed[0]).map(|run| run.size.0).collect();
    let body = STYLE.text.body.size.0;
    assert!(sizes.iter().all(|size| (0.9 * body..=1.1 * body).contains(size)), "{sizes:?}");
}

#[test]
fn a_bracket_is_set_in_the_face_of_what_it_opens() {
    let case = Case { lang: "ta".into(), ..Case::words("(மனித) (human)") };
    let lines = case.lines();
    let faces: Vec<&str> = runs(&lines[0]).map(|run| FONTS.face(run.face).postscript_name.as_str()).collect();
    assert_eq!(faces, ["NotoSerifTamil-Regular", "SourceSerif4-Regular"]);
}

#[test]
fn a_missing_character_is_told_once_with_its_name_and_uses() {
    let case = Case::words("ก and ก and ข");
    let found = case.with(|composer, _, _| {
        composer.diagnostics.iter().map(|found| found.message.clone()).collect::<Vec<_>>()
    });
    assert_eq!(
        found,
        [
            "no font covers U+0E01 THAI CHARACTER KO KAI (script: Thai), the character `ก` (used once more)",
            "no font covers U+0E02 THAI CHARACTER KHO KHAI (script: Thai), the character `ข`",
        ]
    );
}

#[test]
fn compounds_get_no_second_hyphen_and_names_seldom_one() {
    for width in (60..200).step_by(7) {
        let case = Case::words(
            "the inter-regional counter-terrorism non-governmental cross-border organisations of it",
        );
        for line in case.width(f64::from(width)).lines().iter().filter(|line| line.is_hyphenated) {
            let shown = text(line);
            let last = shown.rsplit(' ').next().unwrap_or_default().to_owned();
            assert!("organisations".starts_with(last.trim_end_matches('-')), "{shown}");
        }
    }
}

#[test]
fn a_space_after_an_emoji_is_a_words_space() {
    let lines = Case::words("done ✅ and").align(Align::Start).lines();
    let spaces: Vec<f64> = runs(&lines[0])
        .flat_map(|run| {
            run.glyphs
                .iter()
                .filter(|glyph| run.text.get(glyph.text.0 as usize..glyph.text.1 as usize) == Some(" "))
        })
        .map(|glyph| glyph.advance.0)
        .collect();
    assert_eq!(spaces.len(), 2);
    assert_eq!(spaces[0], spaces[1]);
}

#[test]
fn a_chinese_name_stays_whole_in_english() {
    let name =
        Inline::Span { lang: Some("zh-Hans".into()), direction: None, inlines: vec![words("新加坡")] };
    for width in (120..320).step_by(10) {
        let inlines =
            vec![words("Names in four scripts and more: "), name.clone(), words(" and then some more words")];
        for line in Case::new(inlines).align(Align::Start).width(f64::from(width)).lines() {
            let shown = text(&line);
            assert_eq!(shown.contains('新'), shown.contains('坡'), "{shown}");
        }
    }
}
