//! Import: what others made, to a record file, with a report of everything that was done to it.
//!
//! 1. A reader of the form ([`html`], [`text`], [`docx`], [`markdown`]) makes a [`Manuscript`]:
//!    blocks in reading order, what the file says of itself, images.
//! 2. [`repair`] mends what the making of the page broke.
//! 3. [`arrange`] finds title, authors, dates, synopsis, body and bios, by a [`profile`].
//! 4. [`draft`] writes the record file.
//!
//! Nothing is fetched, and nothing is decided in silence: what was not certain is in the [`report`].
//! Rules about records are `record`'s; it judges the file that comes out.

pub mod arrange;
pub mod block;
mod charset;
mod date;
pub mod docx;
pub mod draft;
pub mod html;
mod images;
pub mod inline;
pub mod limits;
pub mod manuscript;
pub mod markdown;
pub mod profile;
pub(crate) mod repair;
pub mod report;
pub mod text;
mod yaml;

use std::path::Path;

use crate::diagnostics::codes::import as codes;
use crate::diagnostics::{Diagnostic, Source, Span};
use arrange::Missing;
use manuscript::{Image, Manuscript};
use profile::Profile;
use report::Report;

/// The forms that can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A saved web page.
    Html,
    /// The text of a page.
    Text,
    /// A Word manuscript.
    Docx,
    /// Markdown.
    Markdown,
}

impl Form {
    /// Returns the form that a path's ending tells.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        Some(match ending.as_str() {
            "html" | "htm" | "xhtml" => Self::Html,
            "txt" | "text" => Self::Text,
            "docx" => Self::Docx,
            "md" | "markdown" => Self::Markdown,
            _ => return None,
        })
    }
}

/// Opens files beside the page, for its images; gives `None` for what is not there or not below the page's folder.
pub type Shelf<'a> = &'a dyn Fn(&str) -> Option<Vec<u8>>;

/// A record that came of a file.
#[derive(Debug)]
pub struct Imported {
    /// The text of the record file.
    pub text: String,
    /// The record's number, where the file tells one.
    pub number: Option<String>,
    /// Images to save beside the record.
    pub images: Vec<Image>,
    /// The name of the profile that was used.
    pub profile: String,
    /// What was done.
    pub report: Report,
}

/// Imports a file.
///
/// Without a profile, the first that finds its marks in the text is used, or else the general one.
///
/// # Errors
///
/// Why no record came of it.
pub fn import(
    path: &Path,
    bytes: &[u8],
    profile: Option<&Profile>,
    shelf: Shelf<'_>,
) -> Result<Imported, Box<Diagnostic>> {
    let Some(form) = Form::of(path) else {
        let found = path
            .extension()
            .map_or("no ending".to_owned(), |ending| format!("`.{}`", ending.to_string_lossy()));
        return Err(refuse(
            path,
            &codes::UNKNOWN_FORM,
            format!("the file's name has {found}, which cannot be imported"),
        )
        .hint("a page is .html, its text .txt, a manuscript .docx, Markdown .md")
        .into());
    };
    let mut report = Report::default();
    let limit = match form {
        Form::Docx => limits::PACKAGE_BYTES,
        Form::Html => limits::PAGE_BYTES,
        Form::Text | Form::Markdown => limits::TEXT_BYTES,
    };
    if bytes.len() as u64 > limit {
        let message = format!("the file has {} bytes, at most {limit} are allowed", bytes.len());
        return Err(refuse(path, &codes::LIMIT, message).into());
    }
    let fail = |fault: Fault| Box::new(refuse(path, fault.code, fault.message));
    let text = if form == Form::Docx { String::new() } else { charset::decode(bytes, form, &mut report) };
    let detected;
    let profile = match profile {
        Some(profile) => profile,
        None => {
            detected = detect(&text, form);
            &detected
        }
    };
    let mut manuscript = match form {
        Form::Html => html::read(&text, profile, shelf, &mut report).map_err(fail)?,
        Form::Text => text::read(&text, &mut report),
        Form::Docx => docx::read(bytes, &mut report).map_err(fail)?,
        Form::Markdown => markdown::read(&text, shelf, &mut report),
    };
    report.unit = manuscript.unit;
    compose(path, &mut manuscript, profile, report)
}

/// Mends, arranges and writes.
fn compose(
    path: &Path,
    manuscript: &mut Manuscript,
    profile: &Profile,
    mut report: Report,
) -> Result<Imported, Box<Diagnostic>> {
    let repairs = repair::blocks(&mut manuscript.blocks);
    for (_, note) in &mut manuscript.notes {
        repair::blocks(note).tell(&|_| true, &mut report);
    }
    let images = std::mem::take(&mut manuscript.images);
    let draft =
        arrange::arrange(std::mem::take(manuscript), profile, repairs, &mut report).map_err(|missing| {
            let (code, message) = match missing {
                Missing::Title => (&codes::NO_TITLE, "no title was found"),
                Missing::Text => (&codes::NO_TEXT, "no text was found below the title"),
            };
            Box::new(refuse(path, code, message.to_owned()))
        })?;
    let text = draft.text();
    report.sort();
    let number = draft.line("number").map(str::to_owned);
    let is_used = |image: &Image| text.contains(&image.path);
    let images = images.into_iter().filter(is_used).collect();
    Ok(Imported { text, number, images, profile: profile.name.clone(), report })
}

/// Chooses the first profile whose marks are in a text.
fn detect(text: &str, form: Form) -> Profile {
    let text = if form == Form::Html { html::rough_text(text) } else { text.to_owned() };
    let found = Profile::names().filter_map(Profile::embedded).find(|profile| profile.fits(&text));
    found.or_else(|| Profile::embedded("general")).expect("the general profile is embedded")
}

/// Why a reader gave up.
#[derive(Debug)]
pub struct Fault {
    /// The code.
    pub code: crate::diagnostics::Code,
    /// What was found.
    pub message: String,
}

impl Fault {
    fn new(code: crate::diagnostics::Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

fn refuse(path: &Path, code: crate::diagnostics::Code, message: String) -> Diagnostic {
    let source = Source::new(crate::record::display(path), "");
    Diagnostic::error(code, message).at(Span { source, start: 0, end: 0 })
}
