//! `manifest.json`: what a run built, of what, and how it can be proved.
//!
//! Sorted, one entry a record, no clock and no absolute path, so that two runs over the same
//! input write the same bytes and a diff shows what changed. It is also all that a later run
//! remembers.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::digest;
use crate::collection::Facts;
use crate::disk;

/// The manifest's file name in the output folder.
pub const FILE_NAME: &str = "manifest.json";
/// The file beside it that `sha256sum -c` reads.
pub const SUMS_NAME: &str = "SHA256SUMS";

/// What a run built.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Manifest {
    /// The version of this format.
    pub version: u32,
    /// The tool that wrote it, with its version.
    pub tool: String,
    /// The records, by the path of their file and their number.
    pub records: BTreeMap<String, Entry>,
    /// The collections, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub collections: BTreeMap<String, BoundEntry>,
    /// The catalogue of all records, where one is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalogue: Option<CatalogueEntry>,
}

/// The lists of a catalogue.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CatalogueEntry {
    /// Digests of everything the lists depend on, by kind.
    pub inputs: BTreeMap<String, String>,
    /// What was made.
    pub outputs: Vec<OutputFile>,
}

/// What was bound of a collection.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BoundEntry {
    /// Its title.
    pub title: String,
    /// Its members, in order.
    pub members: Vec<BoundMember>,
    /// Digests of everything the artefacts depend on, by kind.
    pub inputs: BTreeMap<String, String>,
    /// The faces the PDF is set from, with their digests.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fonts: BTreeMap<String, String>,
    /// What was made.
    pub outputs: Vec<OutputFile>,
    /// Warnings, a line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

/// A member of a collection.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BoundMember {
    /// Its key among the records.
    pub key: String,
    /// The digest of the record it was built from.
    pub record: String,
    /// Images it uses, relative to its folder, with their digests.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub images: BTreeMap<String, String>,
}

/// What was built of a record.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Entry {
    /// The record file, below the folder given.
    pub source: String,
    /// Its number.
    pub number: String,
    /// Its series, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    /// Its date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Its language.
    pub lang: String,
    /// Whether its own status is a draft's.
    #[serde(default, skip_serializing_if = "is_false")]
    pub draft: bool,
    /// Its version, if a later one has taken its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub superseded: Option<String>,
    /// The version of the disclaimer that it pins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disclaimer: Option<String>,
    /// The digest of its body, by which `check` tells a change that the record does not own up to.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The day of its last change, as it says itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revised: Option<String>,
    /// Digests of everything the artefacts depend on, by kind.
    pub inputs: BTreeMap<String, String>,
    /// Images it uses, relative to its folder, with their digests.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub images: BTreeMap<String, String>,
    /// The faces its pages are set from, by PostScript name, with the digests of their files.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fonts: BTreeMap<String, String>,
    /// What was made.
    pub outputs: Vec<OutputFile>,
    /// What collections go by, where the project has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<Facts>,
    /// Words in the text.
    pub words: usize,
    /// Warnings, a line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

/// Tells serde what to leave out.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for this form")]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// A file that was made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OutputFile {
    /// Below the output folder, with forward slashes.
    pub path: String,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// The first 128 bits of BLAKE3 in hexadecimal, by which a later run tells whether the file is still what was
    /// written: it takes a third of the time.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub blake3: String,
    /// In bytes.
    pub size: u64,
    /// Pages, of a PDF.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<usize>,
    /// The standards it claims, after our own checks of them passed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<String>,
}

impl OutputFile {
    /// Takes what a file's bytes say of it.
    #[must_use]
    pub fn of(path: String, bytes: &[u8]) -> Self {
        let (sha256, blake3) = (digest::of_output(bytes), digest::of_input(bytes));
        Self { path, sha256, blake3, size: bytes.len() as u64, ..Self::default() }
    }
}

impl Manifest {
    /// Starts an empty one.
    #[must_use]
    pub fn new() -> Self {
        Self { version: 1, tool: format!("offprint {}", env!("CARGO_PKG_VERSION")), ..Self::default() }
    }

    /// Returns the key of a record's entry: its file, and its number where a file holds several.
    #[must_use]
    pub fn key(source: &str, number: &str) -> String {
        if source.ends_with(".jsonl") { format!("{source}#{number}") } else { source.to_owned() }
    }

    /// Reads the manifest of an output folder; `None` where there is none or none that can be read,
    /// which makes everything out of date.
    #[must_use]
    pub fn read(folder: &Path) -> Option<Self> {
        Self::parse(&disk::read(&folder.join(FILE_NAME), disk::MANIFEST_BYTES).ok()?)
    }

    /// Reads the manifest of an output folder before another takes its place: an empty one where there is none, or a
    /// damaged one.
    ///
    /// # Errors
    ///
    /// If the file is another program's; web applications have one of that name.
    pub fn claim(folder: &Path) -> io::Result<Self> {
        if let Some(manifest) = Self::read(folder) {
            return Ok(manifest);
        }
        let bytes = disk::read(&folder.join(FILE_NAME), disk::MANIFEST_BYTES).unwrap_or_default();
        let found: Option<serde_json::Value> = serde_json::from_slice(&bytes).ok();
        let tool = found.as_ref().map(|value| value.get("tool").and_then(serde_json::Value::as_str));
        match tool {
            Some(tool) if !tool.is_some_and(|tool| tool.starts_with("offprint ")) => {
                let message = format!("its `{FILE_NAME}` is another program's");
                Err(io::Error::new(io::ErrorKind::AlreadyExists, message))
            }
            _ => Ok(Self::default()),
        }
    }

    /// Reads a manifest; `None` of what is none, or names an output that is not below its folder or has no digest: what a
    /// manifest names may be removed, and whoever wrote it might mean harm.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let manifest: Self = serde_json::from_slice(bytes).ok()?;
        let is_below = |path: &str| {
            let mut parts = Path::new(path).components();
            !path.is_empty()
                && !path.contains(|c: char| c == '\\' || c.is_control())
                && parts.all(|part| matches!(part, std::path::Component::Normal(_)))
        };
        // What stands there goes into `SHA256SUMS` as it is, where other words would name another file.
        let is_digest =
            |text: &str, length: usize| text.len() == length && text.bytes().all(|b| b.is_ascii_hexdigit());
        let is_safe = manifest.outputs().all(|file| {
            is_below(&file.path)
                && is_digest(&file.sha256, 64)
                && (file.blake3.is_empty() || is_digest(&file.blake3, 32))
        });
        (manifest.version == 1 && is_safe).then_some(manifest)
    }

    /// Returns the text of the file.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = Vec::new();
        self.write_json(&mut text).expect("a manifest is maps with text keys, and memory takes it");
        String::from_utf8(text).expect("JSON is UTF-8")
    }

    /// Writes the text of the file.
    ///
    /// # Errors
    ///
    /// Those of the writer.
    pub fn write_json(&self, mut out: impl io::Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut out, self)?;
        out.write_all(b"\n")
    }

    /// Returns the text of `SHA256SUMS`, as `sha256sum -c` reads it.
    #[must_use]
    pub fn checksums(&self) -> String {
        let files: BTreeMap<_, _> = self.outputs().map(|file| (&file.path, &file.sha256)).collect();
        let mut text = String::new();
        for (path, sha256) in files {
            writeln!(text, "{sha256}  {path}").expect("writing to a string cannot fail");
        }
        text
    }

    /// Returns every file: of every record, of every collection, then of the catalogue.
    pub fn outputs(&self) -> impl Iterator<Item = &OutputFile> {
        let of_records = self.records.values().flat_map(|entry| &entry.outputs);
        let bound = self.collections.values().flat_map(|entry| &entry.outputs);
        let lists = self.catalogue.iter().flat_map(|entry| &entry.outputs);
        of_records.chain(bound).chain(lists)
    }

    /// Joins the manifests of several shards.
    ///
    /// # Errors
    ///
    /// The key of a record that two of them built differently.
    pub fn merge(parts: impl IntoIterator<Item = Self>) -> Result<Self, String> {
        let mut whole = Self::new();
        for part in parts {
            for (key, entry) in part.records {
                match whole.records.get(&key) {
                    Some(known) if *known != entry => return Err(key),
                    _ => whole.records.insert(key, entry),
                };
            }
            for (name, entry) in part.collections {
                match whole.collections.get(&name) {
                    Some(known) if *known != entry => return Err(name),
                    _ => whole.collections.insert(name, entry),
                };
            }
        }
        Ok(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(source: &str, sha256: &str) -> Manifest {
        let output =
            OutputFile { path: format!("{source}.pdf"), sha256: sha256.into(), ..OutputFile::default() };
        let entry = Entry { source: source.into(), outputs: vec![output], ..Entry::default() };
        let mut manifest = Manifest::new();
        manifest.records.insert(source.into(), entry);
        manifest
    }

    #[test]
    fn shards_merge_to_the_same_text_in_any_order() {
        let one = Manifest::merge([part("a", "1"), part("b", "2")]);
        let other = Manifest::merge([part("b", "2"), part("a", "1")]);
        assert_eq!(one.map(|m| m.to_json()), other.map(|m| m.to_json()));
        assert_eq!(Manifest::merge([part("a", "1"), part("a", "2")]), Err("a".to_owned()));
    }

    #[test]
    fn a_collection_of_one_shard_is_of_the_whole() {
        let bound = |title: &str| {
            let mut manifest = part("a", "1");
            let entry = BoundEntry { title: title.into(), ..BoundEntry::default() };
            manifest.collections.insert("all".into(), entry);
            manifest
        };
        let merged = Manifest::merge([part("b", "2"), bound("All")]).expect("they agree");
        assert_eq!(merged.collections["all"].title, "All");
        assert_eq!(merged.records.len(), 2);
        assert_eq!(Manifest::merge([bound("All"), bound("Some")]), Err("all".to_owned()));
    }

    #[test]
    fn a_manifest_that_names_files_outside_its_folder_is_none() {
        let digest = digest::of_output(b"");
        for path in
            ["../secret.txt", "/etc/passwd", "a/../../b.pdf", "..\\b.pdf", "C:\\b.pdf", "a\nb.pdf", ""]
        {
            let mut manifest = part("a", &digest);
            manifest.records.get_mut("a").expect("it is there").outputs[0].path = path.to_owned();
            assert_eq!(Manifest::parse(manifest.to_json().as_bytes()), None, "{path}");
        }
        assert_eq!(Manifest::parse(part("a", &digest).to_json().as_bytes()), Some(part("a", &digest)));
        for digest in ["", "1", &format!("{}  /etc/passwd", &digest[..51])] {
            assert_eq!(Manifest::parse(part("a", digest).to_json().as_bytes()), None, "{digest}");
        }
    }

    #[test]
    fn checksums_are_as_sha256sum_reads_them() {
        assert_eq!(part("a", "1f").checksums(), "1f  a.pdf\n");
    }
}
