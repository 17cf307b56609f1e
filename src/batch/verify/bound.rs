//! A bound volume against the records of its collection: each must be there, whole and in its turn.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::Expected;
use super::folder::Library;
use crate::batch::collections::settings_digest;
use crate::batch::manifest::{BoundEntry, Entry};
use crate::collection::select::{Division, arrange, language};
use crate::collection::{Facts, Material, Member, Order, Volume, assemble};
use crate::document::{self, BuildOptions, Siblings};
use crate::project::{Collection, Format, Project};
use crate::record::Record;
use crate::style::labels::Labels;

/// What a volume's artefacts must say, by format; nothing where the collection, or a record of it, is no
/// longer as it was when it was bound.
pub fn expected(name: &str, entry: &BoundEntry, library: &Library) -> Option<BTreeMap<Format, Expected>> {
    let (project, collection) = library.collection(name)?;
    let records: Vec<Record> = entry
        .members
        .iter()
        .map(|member| {
            let source = member.key.split_once(".jsonl#");
            let source = source.map_or(member.key.clone(), |(stem, _)| format!("{stem}.jsonl"));
            let inputs = BTreeMap::from([("record".to_owned(), member.record.clone())]);
            library.find(&Entry { source, inputs, ..Entry::default() }).map(|(_, record)| record)
        })
        .collect::<Option<_>>()?;
    let volume = rebuild(name, entry, project, collection, &records)?;
    let formats = formats(entry);
    Some(formats.into_iter().map(|format| (format, Expected::of_volume(&volume, format))).collect())
}

/// Returns the format that a file's name tells.
pub fn format_of(path: &str) -> Format {
    let is_pdf = Path::new(path).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pdf"));
    if is_pdf { Format::Pdf } else { Format::Epub }
}

fn formats(entry: &BoundEntry) -> Vec<Format> {
    entry.outputs.iter().map(|file| format_of(&file.path)).collect()
}

fn rebuild(
    name: &str,
    entry: &BoundEntry,
    project: &Project,
    collection: &Collection,
    records: &[Record],
) -> Option<Volume> {
    let facts: Vec<Facts> = records.iter().map(|record| Facts::of(record, project)).collect();
    let facts: Vec<&Facts> = facts.iter().collect();
    let lang = language(collection, facts.iter().copied());
    // They are listed as they stand, so that only the headings are to be found again.
    let labels = Labels::of(&lang, &project.labels);
    let places = (0..facts.len()).collect();
    let divisions = arrange(places, &facts, Order::Hand, collection.sections, &labels);
    let divisions: Vec<(Option<String>, usize)> =
        divisions.into_iter().map(|Division { heading, members }| (heading, members.len())).collect();
    let settings = settings_digest(collection, &divisions, &formats(entry));
    if entry.inputs.get("settings") != Some(&settings) {
        return None;
    }
    let siblings: Siblings = records.iter().map(|record| (&*record.number, &*record.lang)).collect();
    let building = BuildOptions { siblings: Arc::new(siblings), ..BuildOptions::default() };
    let members: Vec<Member> = records
        .iter()
        .zip(&facts)
        .zip(&entry.members)
        .map(|((record, &facts), member)| {
            let (document, _) = document::build(record, project, &building);
            Some(Member { facts: facts.clone(), digest: member.record.clone(), document: document? })
        })
        .collect::<Option<_>>()?;
    let material = Material { name, collection, project, building: &building };
    assemble(&material, divisions, members).0
}
