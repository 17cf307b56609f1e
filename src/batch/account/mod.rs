//! An account of a run for people: one page of HTML that needs nothing beside it.
//!
//! 1. [`mod@pictures`] draws the first pages of some records, those built in this run before others.
//! 2. [`kinds`] sorts what was told by its code.
//! 3. [`mod@html`] writes the page.
//!
//! It is the one thing that tells times, so two runs give two accounts: it is no artefact, and the manifest does not
//! list it.

mod html;
mod kinds;
mod pictures;

use std::time::Duration;

pub use html::html;
pub use pictures::{Picture, pictures};

use super::manifest::Manifest;
use super::run::Summary;
use crate::diagnostics::render::Drawn;

/// What the page tells.
#[derive(Debug)]
pub struct Account<'a> {
    /// What the run did.
    pub summary: Summary,
    /// What the output folder holds after it.
    pub manifest: &'a Manifest,
    /// What was told in it.
    pub told: &'a [Drawn],
    /// The records that were built, with the time each took.
    pub took: Vec<(String, Duration)>,
    /// How long the run took.
    pub elapsed: Duration,
    /// The first pages that are shown.
    pub pictures: Vec<Picture>,
    /// From the page to the output folder, empty or ending in a slash.
    pub to_output: String,
}
