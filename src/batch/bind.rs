//! Binding: the records of a collection, read again and built, as one volume in each format.
//!
//! 1. [`choose`] asks the query of what is known of every record, and puts the members in order.
//! 2. [`Workshop::bind`] builds the members' documents in parallel and assembles the volume.
//! 3. Each format is made of the volume and read back; one that fails is withheld.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use super::manifest::BoundMember;
use super::plan::{Planned, State};
use super::reread;
use super::scan::{RecordFile, Scanned};
use super::verify::Expected;
use super::workshop::{DEFAULT_STYLE, Made, MadeFile, Workshop, claims, images, proof};
use crate::collection::select::{self, Division, Missing};
use crate::collection::{Facts, Material, Member, Members, Volume, assemble};
use crate::diagnostics::codes::collection as codes;
use crate::diagnostics::codes::paragraph::MISSING_GLYPH;
use crate::diagnostics::{Diagnostic, Severity, Span};
use crate::document::{self, BuildOptions, Document, Siblings};
use crate::epub::{self, PageStart};
use crate::layout::volume::Binding;
use crate::project::{Collection, Format};
use crate::record::nearest;
use crate::style::Style;
use crate::style::labels::Labels;
use crate::{layout, pdf};

/// Where pages begin, by part of the volume.
type Starts = BTreeMap<String, Vec<PageStart>>;

/// A record that may belong to a collection.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// Which file it is in.
    pub file: usize,
    /// Who it is.
    pub scanned: &'a Scanned,
    /// What is known of it.
    pub facts: &'a Facts,
}

/// The members of a collection, in order.
#[derive(Clone, Debug, Default)]
pub struct Chosen<'a> {
    /// The headings of the sections, each with how many members stand below it.
    pub divisions: Vec<(Option<String>, usize)>,
    /// All members.
    pub members: Vec<Candidate<'a>>,
}

/// Chooses the members of a collection among records.
///
/// # Errors
///
/// What keeps the collection from being built, such as a number that no record has.
pub fn choose<'a>(
    name: &str,
    collection: &Collection,
    workshop: &Workshop<'_>,
    candidates: &[Candidate<'a>],
) -> Result<Option<Chosen<'a>>, Vec<Diagnostic>> {
    let facts: Vec<&Facts> = candidates.iter().map(|candidate| candidate.facts).collect();
    let members = select::members(&collection.members, &facts).map_err(|missing| {
        missing.into_iter().map(|one| lacking(name, one, collection, &facts)).collect::<Vec<_>>()
    })?;
    if members.is_empty() {
        return Ok(None);
    }
    let lang = select::language(collection, members.iter().map(|&at| facts[at]));
    let labels = Labels::of(&lang, &workshop.project.labels);
    let divisions = select::arrange(members, &facts, collection.order, collection.sections, &labels);
    Ok(Some(Chosen {
        members: divisions.iter().flat_map(|division| &division.members).map(|&at| candidates[at]).collect(),
        divisions: divisions
            .into_iter()
            .map(|Division { heading, members }| (heading, members.len()))
            .collect(),
    }))
}

/// Tells of a collection that no record belongs to, of so many that were asked.
pub fn memberless(name: &str, collection: &Collection, asked: usize, severity: Severity) -> Diagnostic {
    let message = format!("no record belongs to the collection `{name}`, so it is not built");
    let hint = match &collection.members {
        Members::Query(query) => format!("the query is `{query}`; {asked} records were asked"),
        Members::Numbers(_) => "`numbers` lists none".to_owned(),
    };
    let fault = Diagnostic::error(&codes::NO_MEMBERS, message).at(place(collection)).hint(hint);
    Diagnostic { severity, ..fault }
}

/// Where a collection's faults point to.
pub fn place(collection: &Collection) -> Span {
    collection.span.clone()
}

fn lacking(name: &str, missing: Missing, collection: &Collection, facts: &[&Facts]) -> Diagnostic {
    let told = match &missing {
        Missing::Nobody(number) => {
            let message = format!("collection `{name}` lists `{number}`, which no record has as its number");
            let told = Diagnostic::error(&codes::NO_SUCH_MEMBER, message);
            match nearest(number, facts.iter().map(|facts| facts.number.as_str())) {
                Some(near) => told.hint(format!("did you mean `{near}`?")),
                None => told,
            }
        }
        Missing::Several(number, series) => {
            let message =
                format!("collection `{name}` lists `{number}`, which records of several series have");
            let told: Vec<String> = series.iter().map(|series| format!("`{series}/{number}`")).collect();
            Diagnostic::error(&codes::AMBIGUOUS_MEMBER, message)
                .hint(format!("write one of {}", told.join(", ")))
        }
        Missing::Twice(number) => {
            let message = format!("collection `{name}` lists `{number}` twice");
            Diagnostic::error(&codes::MEMBER_TWICE, message).hint("keep one of the two")
        }
    };
    told.at(place(collection))
}

impl Workshop<'_> {
    /// Returns the style that a volume is set in: that of the run, the collection's own, or the one that
    /// all its members share.
    #[must_use]
    pub fn volume_style(&self, collection: &Collection, chosen: &Chosen<'_>) -> &str {
        if let Some(style) = self.style.as_deref() {
            return style;
        }
        if let Some((name, _)) = collection.style.as_ref().and_then(|style| self.styles.get_key_value(style))
        {
            return name;
        }
        let styles: BTreeSet<&str> = chosen
            .members
            .iter()
            .map(|member| self.style_name(member.scanned.facts.series.as_deref()))
            .collect();
        match styles.first() {
            Some(only) if styles.len() == 1 => only,
            _ => DEFAULT_STYLE,
        }
    }

    /// Makes the volume of a collection; `None` when an error withholds it.
    #[must_use]
    pub fn bind(
        &self,
        name: &str,
        collection: &Collection,
        files: &[RecordFile],
        chosen: &Chosen<'_>,
        outputs: &[(Format, String)],
    ) -> (Option<Made>, Vec<Diagnostic>) {
        let (volume, members, mut diagnostics) = volume(self, name, collection, files, chosen);
        let style = self.styles.get(self.volume_style(collection, chosen));
        let (Some(volume), Some(style)) = (volume, style) else { return (None, diagnostics) };
        let mut made = self.make_volume(&volume, style, outputs, &mut diagnostics);
        made.members = members;
        for told in &mut diagnostics {
            told.span.get_or_insert_with(|| place(collection));
        }
        let is_refused = diagnostics.iter().any(Diagnostic::is_error);
        ((!is_refused).then_some(made), diagnostics)
    }

    fn make_volume(
        &self,
        volume: &Volume,
        style: &Style,
        outputs: &[(Format, String)],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Made {
        let mut made = Made::default();
        let mut starts = BTreeMap::new();
        for (format, path) in outputs {
            let file = match format {
                Format::Pdf => {
                    self.volume_pdf(volume, style, path, &mut made, diagnostics).map(|(file, own)| {
                        starts = own;
                        file
                    })
                }
                Format::Epub => self.volume_epub(volume, style, path, &starts),
            };
            let faults = match &file {
                Ok(file) => proof(*format, file, &Expected::of_volume(volume, *format)),
                Err(faults) => faults.clone(),
            };
            // As with a record's own files: one that fails our own reading of it is withheld.
            match file {
                Ok(file) if faults.is_empty() => made.files.push(file),
                _ => diagnostics.extend(faults),
            }
        }
        made
    }

    /// Makes the PDF, and tells where its pages begin.
    fn volume_pdf(
        &self,
        volume: &Volume,
        style: &Style,
        path: &str,
        made: &mut Made,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<(MadeFile, Starts), Vec<Diagnostic>> {
        let alt = epub::cover::alt(&volume.front, &self.project.labels);
        let bound = layout::volume::bind(&Binding {
            volume,
            style,
            fonts: self.fonts,
            options: self.layout,
            ground: epub::cover::ground(style),
            cover_alt: &alt,
        });
        let lacks = bound.diagnostics.iter().any(|one| one.code.code == MISSING_GLYPH.code);
        let (errors, warnings): (Vec<_>, Vec<_>) =
            bound.diagnostics.into_iter().partition(Diagnostic::is_error);
        diagnostics.extend(warnings);
        if !errors.is_empty() {
            return Err(errors);
        }
        made.fonts = self.faces.of_pages(self.fonts, &bound.pages);
        made.system_fonts = self.faces.of_system(self.fonts, made.fonts.keys(), lacks);
        // The whole is written as a document of its own: the title page's facts, everybody's images.
        let document = Document { images: bound.images, ..volume.front.clone() };
        let options = pdf::Options { standard: self.standard, attachment: None };
        let file = pdf::write_volume(pdf::VolumeJob {
            document: &document,
            pages: bound.pages,
            fonts: self.fonts,
            options: &options,
            subsets: &self.subsets,
        })?;
        let claims = claims(self.standard).iter().map(|claim| (*claim).to_owned()).collect();
        let file = MadeFile { path: path.to_owned(), bytes: file.bytes, pages: Some(file.pages), claims };
        let start = |(position, label): (u32, String)| PageStart { position, label };
        let starts = bound.starts.into_iter().map(|(part, own)| (part, own.into_iter().map(start).collect()));
        Ok((file, starts.collect()))
    }

    fn volume_epub(
        &self,
        volume: &Volume,
        style: &Style,
        path: &str,
        starts: &Starts,
    ) -> Result<MadeFile, Vec<Diagnostic>> {
        let draw =
            || epub::cover::draw(&volume.front, style, (self.fonts, &self.masks), &self.project.labels);
        let cover = self.project.output.cover.then(draw).flatten();
        let job = epub::VolumeJob {
            volume,
            style,
            page_starts: starts,
            cover: cover.as_ref(),
            fonts: &[],
            labels: &self.project.labels,
            accessibility: &self.project.editions.accessibility,
        };
        let file = epub::package_volume(&job)?;
        let claims = file.obstacles.is_empty().then(|| epub::CLAIM.to_owned());
        Ok(MadeFile {
            path: path.to_owned(),
            bytes: file.bytes,
            pages: None,
            claims: claims.into_iter().collect(),
        })
    }
}

/// Builds the documents of all members and assembles them.
pub fn volume(
    workshop: &Workshop<'_>,
    name: &str,
    collection: &Collection,
    files: &[RecordFile],
    chosen: &Chosen<'_>,
) -> (Option<Volume>, Vec<BoundMember>, Vec<Diagnostic>) {
    let siblings: Siblings =
        chosen.members.iter().map(|member| (&*member.facts.number, &*member.facts.lang)).collect();
    let building = BuildOptions { siblings: Arc::new(siblings), ..workshop.building.clone() };
    let (members, mut diagnostics) = members(workshop, name, collection, files, chosen, &building);
    if members.len() < chosen.members.len() {
        return (None, Vec::new(), diagnostics);
    }
    let bound = bound_members(chosen, &members);
    let material = Material { name, collection, project: workshop.project, building: &building };
    let (volume, told) = assemble(&material, chosen.divisions.clone(), members);
    diagnostics.extend(told);
    (volume, bound, diagnostics)
}

fn bound_members(chosen: &Chosen<'_>, members: &[Member]) -> Vec<BoundMember> {
    let bound = chosen.members.iter().zip(members).map(|(candidate, member)| BoundMember {
        key: candidate.scanned.key.clone(),
        record: member.digest.clone(),
        images: images(&member.document),
    });
    bound.collect()
}

/// Reads the members again and builds them, on all cores; returns those that could be built, in order.
fn members(
    workshop: &Workshop<'_>,
    name: &str,
    collection: &Collection,
    files: &[RecordFile],
    chosen: &Chosen<'_>,
    building: &BuildOptions,
) -> (Vec<Member>, Vec<Diagnostic>) {
    let mut planned: Vec<Planned> = chosen
        .members
        .iter()
        .map(|member| Planned {
            file: member.file,
            scanned: member.scanned.clone(),
            outputs: Vec::new(),
            state: State::New,
        })
        .collect();
    // Files are read in their order, whatever that of the volume is.
    planned.sort_by_key(|planned| (planned.file, planned.scanned.ordinal));
    let built: Mutex<BTreeMap<String, Result<Document, Vec<Diagnostic>>>> = Mutex::default();
    let planned: Vec<&Planned> = planned.iter().collect();
    reread::for_each(
        files,
        &planned,
        workshop,
        || false,
        |planned, reread| {
            let document = reread.and_then(|(record, _)| {
                // Warnings were told with the record's own artefacts.
                let (document, told) = document::build(&record, workshop.project, building);
                document.ok_or(told)
            });
            let mut built = built.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            built.insert(planned.scanned.key.clone(), document);
        },
    );
    let mut built = built.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut members = Vec::with_capacity(chosen.members.len());
    let mut faulty = Vec::new();
    for candidate in &chosen.members {
        match built.remove(&candidate.scanned.key) {
            Some(Ok(document)) => members.push(Member {
                facts: candidate.facts.clone(),
                digest: candidate.scanned.facts.inputs.get("record").cloned().unwrap_or_default(),
                document,
            }),
            Some(Err(_)) | None => faulty.push(candidate.scanned.key.as_str()),
        }
    }
    let told = (!faulty.is_empty()).then(|| withheld(name, collection, &faulty));
    (members, told.into_iter().collect())
}

/// Tells that a collection is withheld for the sake of members.
pub fn withheld(name: &str, collection: &Collection, faulty: &[&str]) -> Diagnostic {
    const TOLD: usize = 5;
    let list: Vec<String> = faulty.iter().take(TOLD).map(|key| format!("`{key}`")).collect();
    let more = faulty.len().saturating_sub(TOLD);
    let and_more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let message = format!(
        "collection `{name}` is withheld, because of members with errors: {}{and_more}",
        list.join(", ")
    );
    Diagnostic::error(&codes::MEMBER_WITHHELD, message)
        .at(place(collection))
        .hint("mend the records, or leave them out by the query")
}
