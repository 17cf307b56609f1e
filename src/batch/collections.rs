//! The collections of a run: which are out of date, and the binding of those.
//!
//! They come after the records, since a member that cannot be built withholds them. One collection is bound on
//! all cores, so they come one after another.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;
use std::sync::atomic::Ordering;

use super::bind::{self, Candidate, Chosen};
use super::faces::SYSTEM_FONTS;
use super::manifest::{BoundEntry, BoundMember, Entry, Manifest};
use super::plan::{self, State};
use super::run::{Observer, Request, write_files};
use super::scan::{RecordFile, Scanned};
use super::workshop::{Made, Workshop, ending};
use super::{clashes, digest, inputs};
use crate::collection::Members;
use crate::diagnostics::codes::{batch as batch_codes, collection as codes};
use crate::diagnostics::{Diagnostic, Severity};
use crate::guard::guarded;
use crate::project::{Collection, Format};

/// The folder of collections below the output folder.
pub const FOLDER: &str = "collections";

/// A collection and what is to be done with it.
#[derive(Clone, Debug)]
pub struct PlannedCollection {
    /// Its name.
    pub name: String,
    /// Its members, as places among all records of the run.
    members: Vec<usize>,
    /// The headings of its sections, each with how many members stand below it.
    divisions: Vec<(Option<String>, usize)>,
    /// What it depends on but the images of its members, by kind.
    inputs: BTreeMap<String, String>,
    /// The paths of its artefacts below the output folder, by format.
    pub outputs: Vec<(Format, String)>,
    /// What is to be done, and why; nothing where it is withheld.
    pub state: Option<State>,
    /// Whether no record of the run belongs to it, as where one record of a project is built alone: what was bound
    /// before is left, as the files of records are that the run does not have.
    is_left: bool,
}

impl PlannedCollection {
    /// One that is withheld, as long as nothing else is known of it.
    fn withheld(name: &str, collection: &Collection, workshop: &Workshop<'_>) -> Self {
        Self {
            name: name.to_owned(),
            members: Vec::new(),
            divisions: Vec::new(),
            inputs: BTreeMap::new(),
            outputs: outputs(name, collection, workshop),
            state: None,
            is_left: false,
        }
    }
}

/// Every record of a run that can be asked, whatever part of it this machine builds.
#[derive(Debug, Default)]
pub struct Askable {
    /// The file of each, and who it is.
    pub records: Vec<(usize, Scanned)>,
    /// How many files gave no record.
    pub unreadable: usize,
    /// Keys of the manifest whose records are there and cannot be read.
    pub withheld: BTreeSet<String>,
}

impl Askable {
    fn candidates(&self) -> Vec<Candidate<'_>> {
        self.records
            .iter()
            .filter_map(|(file, scanned)| {
                Some(Candidate { file: *file, scanned, facts: scanned.facts.facts.as_ref()? })
            })
            .collect()
    }

    fn chosen(&self, planned: &PlannedCollection) -> Chosen<'_> {
        let candidates = self.candidates();
        Chosen {
            divisions: planned.divisions.clone(),
            members: planned.members.iter().filter_map(|&at| candidates.get(at).copied()).collect(),
        }
    }
}

/// Compares the project's collections with what was built.
pub fn plan(
    request: &Request,
    workshop: &Workshop<'_>,
    known: &Manifest,
    askable: &Askable,
    observer: &dyn Observer,
) -> Vec<PlannedCollection> {
    let order = request.files.len() << 24;
    let mut planned = Vec::new();
    let mut clashing = clashes::of_collections(&request.files, askable, workshop);
    for (nth, (name, collection)) in workshop.project.collections.iter().enumerate() {
        if request.shard.is_some_and(|shard| !shard.holds(&format!("{FOLDER}/{name}"))) {
            continue;
        }
        let (one, told) = match clashing.remove(name) {
            Some(fault) => (PlannedCollection::withheld(name, collection, workshop), vec![fault]),
            None => plan_one(name, collection, request, workshop, known, askable),
        };
        observer.tell(order + nth, &told);
        planned.push(one);
    }
    planned
}

fn plan_one(
    name: &str,
    collection: &Collection,
    request: &Request,
    workshop: &Workshop<'_>,
    known: &Manifest,
    askable: &Askable,
) -> (PlannedCollection, Vec<Diagnostic>) {
    let mut planned = PlannedCollection::withheld(name, collection, workshop);
    let entry = known.collections.get(name);
    let lost: Vec<&str> = entry
        .into_iter()
        .flat_map(|entry| &entry.members)
        .map(|member| member.key.as_str())
        .filter(|key| askable.withheld.contains(*key))
        .collect();
    if !lost.is_empty() {
        return (planned, vec![bind::withheld(name, collection, &lost)]);
    }
    let candidates = askable.candidates();
    let chosen = match bind::choose(name, collection, workshop, &candidates) {
        Ok(Some(chosen)) => chosen,
        Ok(None) => {
            planned.is_left = !request.prune;
            let fault = bind::memberless(name, collection, candidates.len(), Severity::Warning);
            return (planned, vec![fault]);
        }
        Err(faults) => return (planned, faults),
    };
    let mut told = Vec::new();
    if askable.unreadable > 0 && matches!(collection.members, Members::Query(_)) {
        told.push(unasked(name, collection, askable.unreadable));
    }
    let places: BTreeMap<&str, usize> =
        candidates.iter().enumerate().map(|(at, candidate)| (candidate.scanned.key.as_str(), at)).collect();
    let place = |member: &Candidate<'_>| places.get(member.scanned.key.as_str()).copied();
    planned.members = chosen.members.iter().filter_map(place).collect();
    planned.inputs = depends(collection, workshop, &chosen, &planned.outputs);
    planned.divisions.clone_from(&chosen.divisions);
    let mut now = planned.inputs.clone();
    if let Some(entry) = entry {
        now.insert("images".to_owned(), images_now(entry, &chosen, &request.files));
        if entry.inputs.contains_key(SYSTEM_FONTS)
            && let Some(fonts) = workshop.faces.of_system(workshop.fonts, entry.fonts.keys(), true)
        {
            now.insert(SYSTEM_FONTS.to_owned(), fonts);
        }
    }
    let wanted: Vec<String> = planned.outputs.iter().map(|(_, path)| path.clone()).collect();
    let built = entry.map(|entry| Entry {
        inputs: entry.inputs.clone(),
        outputs: entry.outputs.clone(),
        ..Entry::default()
    });
    planned.state = Some(match plan::state(built.as_ref(), &now, &wanted, &request.output) {
        State::Unchanged if request.is_forced => State::Changed(vec!["forced".to_owned()]),
        state => state,
    });
    (planned, told)
}

/// Returns the paths of a collection's artefacts below the output folder, by format.
pub(super) fn outputs(name: &str, collection: &Collection, workshop: &Workshop<'_>) -> Vec<(Format, String)> {
    let mut formats: Vec<Format> = match &collection.formats[..] {
        [] => workshop.formats.clone(),
        own => own.iter().copied().filter(|format| workshop.formats.contains(format)).collect(),
    };
    // The EPUB takes its page numbers from the PDF.
    formats.sort_unstable();
    formats.into_iter().map(|format| (format, format!("{FOLDER}/{name}.{}", ending(format)))).collect()
}

fn unasked(name: &str, collection: &Collection, count: usize) -> Diagnostic {
    let files = if count == 1 { "1 record file".to_owned() } else { format!("{count} record files") };
    let message =
        format!("{files} could not be read, so that nobody knows whether the query of `{name}` fits them");
    Diagnostic::warning(&codes::MEMBERS_UNKNOWN, message).at(bind::place(collection))
}

/// Returns the digests of everything that a volume depends on but its members' images.
fn depends(
    collection: &Collection,
    workshop: &Workshop<'_>,
    chosen: &Chosen<'_>,
    outputs: &[(Format, String)],
) -> BTreeMap<String, String> {
    let style = workshop.volume_style(collection, chosen).to_owned();
    let of_members: Vec<BTreeMap<String, String>> = chosen
        .members
        .iter()
        .map(|member| inputs::of(&member.scanned.facts, workshop.project, &style, &workshop.inputs))
        .collect();
    // What all members share is the volume's own; what differs is digested member by member.
    let mut depends = of_members.first().cloned().unwrap_or_default();
    let own = ["record", "series", "disclaimer"];
    depends.retain(|kind, _| !own.contains(&kind.as_str()));
    let each = |kind: &str| {
        let digests = of_members.iter().map(|of_member| of_member.get(kind).map_or("", String::as_str));
        digest::of_parts(digests.map(str::as_bytes))
    };
    for (kind, name) in own.into_iter().zip(["records", "series", "disclaimer"]) {
        depends.insert(name.to_owned(), each(kind));
    }
    let keys = chosen.members.iter().map(|member| member.scanned.key.as_bytes());
    depends.insert("members".to_owned(), digest::of_parts(keys));
    let formats: Vec<Format> = outputs.iter().map(|(format, _)| *format).collect();
    depends.insert("settings".to_owned(), settings_digest(collection, &chosen.divisions, &formats));
    depends
}

/// Returns the digest of what a collection asks for itself.
pub fn settings_digest(
    collection: &Collection,
    divisions: &[(Option<String>, usize)],
    formats: &[Format],
) -> String {
    digest::of_input(format!("{} {divisions:?} {formats:?}", collection.settings()).as_bytes())
}

/// Returns the digest of the members' images as they are now; one that is gone gives another digest.
fn images_now(entry: &BoundEntry, chosen: &Chosen<'_>, files: &[RecordFile]) -> String {
    let folders: BTreeMap<&str, &Path> = chosen
        .members
        .iter()
        .map(|member| {
            let record = &files[member.file].path;
            (member.scanned.key.as_str(), record.parent().unwrap_or(Path::new(".")))
        })
        .collect();
    let mut now: Vec<(&String, String)> = Vec::new();
    for member in &entry.members {
        let folder = folders.get(member.key.as_str()).copied().unwrap_or(Path::new("."));
        now.extend(member.images.keys().map(|path| (path, plan::image_digest(folder, path))));
    }
    plan::join_digests(now.iter().map(|(path, digest)| (*path, digest)))
}

fn images_built(members: &[BoundMember]) -> String {
    plan::join_digests(members.iter().flat_map(|member| &member.images))
}

/// What became of the collections of a run.
#[derive(Debug, Default)]
pub struct BuiltCollections {
    /// Those that were bound, by name.
    pub entries: BTreeMap<String, BoundEntry>,
    /// Those whose artefacts must not stay.
    pub withheld: BTreeSet<String>,
}

/// Binds what is out of date; `faulty` are the keys of records that could not be built.
pub fn build(
    request: &Request,
    workshop: &Workshop<'_>,
    planned: &[PlannedCollection],
    askable: &Askable,
    faulty: &BTreeSet<String>,
    observer: &dyn Observer,
) -> BuiltCollections {
    let mut built = BuiltCollections::default();
    let order = (request.files.len() << 24) + workshop.project.collections.len();
    for (nth, planned) in planned.iter().enumerate() {
        if observer.is_interrupted().load(Ordering::Relaxed) {
            break;
        }
        let Some(collection) = workshop.project.collections.get(&planned.name) else { continue };
        let chosen = askable.chosen(planned);
        let lost: Vec<&str> = chosen
            .members
            .iter()
            .map(|member| member.scanned.key.as_str())
            .filter(|key| faulty.contains(*key))
            .collect();
        let told = match &planned.state {
            // Why was told with the plan.
            None if planned.is_left => continue,
            None => {
                built.withheld.insert(planned.name.clone());
                continue;
            }
            Some(_) if !lost.is_empty() => vec![bind::withheld(&planned.name, collection, &lost)],
            Some(State::Unchanged) => continue,
            Some(_) => build_one(request, workshop, planned, collection, &chosen, &mut built),
        };
        observer.advance();
        if told.iter().any(Diagnostic::is_error) {
            built.withheld.insert(planned.name.clone());
        }
        observer.tell(order + nth, &told);
    }
    built
}

fn build_one(
    request: &Request,
    workshop: &Workshop<'_>,
    planned: &PlannedCollection,
    collection: &Collection,
    chosen: &Chosen<'_>,
    built: &mut BuiltCollections,
) -> Vec<Diagnostic> {
    // A defect of ours in one collection must not take the others with it.
    let bound =
        guarded(|| workshop.bind(&planned.name, collection, &request.files, chosen, &planned.outputs));
    let (made, mut told) = match bound {
        Ok(bound) => bound,
        Err(said) => {
            let message = format!("offprint itself failed at collection `{}`: {said}", planned.name);
            let told = Diagnostic::error(&batch_codes::DEFECT, message).at(bind::place(collection));
            return vec![told.hint("please report this with the records")];
        }
    };
    let Some(made) = made else { return told };
    match write(request, made) {
        Ok(mut entry) => {
            entry.title.clone_from(&collection.title);
            entry.inputs.extend(planned.inputs.clone());
            entry.warnings = told.iter().map(|one| format!("{}: {}", one.code.code, one.message)).collect();
            built.entries.insert(planned.name.clone(), entry);
        }
        Err((path, error)) => {
            let message = format!("`{path}` cannot be written: {error}");
            told.push(Diagnostic::error(&batch_codes::UNWRITABLE, message).at(bind::place(collection)));
        }
    }
    told
}

fn write(request: &Request, made: Made) -> Result<BoundEntry, (String, io::Error)> {
    let mut entry = BoundEntry { members: made.members, fonts: made.fonts, ..BoundEntry::default() };
    entry.inputs.insert("images".to_owned(), images_built(&entry.members));
    entry.inputs.extend(made.system_fonts.map(|digest| (SYSTEM_FONTS.to_owned(), digest)));
    entry.outputs = write_files(request, made.files)?;
    Ok(entry)
}
