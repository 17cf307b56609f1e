//! Packs the faces that few records ask for, so that the program stays small.
//!
//! Of each it writes two files: `NAME.deflate`, the length of the font (four bytes, little-endian) and the font itself,
//! deflated; and `NAME.front`, the font without all but the tables that tell what the face is and what it covers. The
//! choice of a face reads the front alone; the whole is inflated when the face sets its first word.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use flate2::{Compression, write::ZlibEncoder};

/// Folders of `fonts/` whose faces are packed, and faces of others; `src/font/embedded.rs` names the same.
const FOLDERS: [&str; 5] =
    ["noto-emoji", "noto-naskh-arabic", "noto-serif-sc", "noto-serif-tamil", "source-code-pro"];

/// The tables of a front.
const TABLES: [&[u8; 4]; 7] = [b"OS/2", b"cmap", b"head", b"hhea", b"maxp", b"name", b"post"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    for folder in FOLDERS {
        let folder = Path::new("fonts").join(folder);
        println!("cargo::rerun-if-changed={}", folder.display());
        let entries = fs::read_dir(&folder).expect("the folder of a family");
        let paths = entries.map(|entry| entry.expect("an entry of the folder").path());
        for path in paths.filter(|path| path.extension().is_some_and(|ending| ending == "ttf")) {
            let font = fs::read(&path).expect("a font of the folder");
            let name = path.file_stem().expect("it ends in ttf").to_string_lossy().into_owned();
            fs::write(out.join(format!("{name}.deflate")), deflated(&font)).expect("OUT_DIR can be written");
            fs::write(out.join(format!("{name}.front")), front(&font)).expect("OUT_DIR can be written");
        }
    }
}

fn deflated(font: &[u8]) -> Vec<u8> {
    let length = u32::try_from(font.len()).expect("fonts are small").to_le_bytes();
    let mut encoder = ZlibEncoder::new(length.to_vec(), Compression::best());
    encoder.write_all(font).expect("in memory");
    encoder.finish().expect("in memory")
}

/// A font file of the tables above: its directory says where each of them lies (OpenType, "Table Directory").
fn front(font: &[u8]) -> Vec<u8> {
    let count = usize::from(u16::from_be_bytes([font[4], font[5]]));
    let records: Vec<&[u8]> = font[12..].chunks_exact(16).take(count).collect();
    assert!(records.iter().any(|record| record.starts_with(b"glyf")), "its outlines are TrueType");
    let kept: Vec<&[u8]> =
        records.into_iter().filter(|record| TABLES.iter().any(|tag| record.starts_with(*tag))).collect();
    assert_eq!(kept.len(), TABLES.len(), "it has every table of a front");
    let mut front = font[..12].to_vec();
    front[4..6].copy_from_slice(&(TABLES.len() as u16).to_be_bytes());
    let mut tables = Vec::new();
    for record in kept {
        let number = |at: usize| {
            u32::from_be_bytes([record[at], record[at + 1], record[at + 2], record[at + 3]]) as usize
        };
        let (offset, length) = (number(8), number(12));
        front.extend(&record[..8]);
        front.extend(((12 + 16 * TABLES.len() + tables.len()) as u32).to_be_bytes());
        front.extend(&record[12..16]);
        tables.extend(&font[offset..offset + length]);
        // Every table starts at a multiple of four.
        tables.resize(tables.len().next_multiple_of(4), 0);
    }
    front.extend(tables);
    front
}
