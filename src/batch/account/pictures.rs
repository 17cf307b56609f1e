//! The first pages of some records, small and in greys.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::batch::manifest::Manifest;
use crate::batch::reread;
use crate::batch::run::Request;
use crate::batch::workshop::Workshop;
use crate::document::inline::plain_text;
use crate::picture::{Thumbnail, thumbnail};

/// How many records are shown, whatever the size of the archive: each costs ten kilobytes of the page.
const SHOWN: usize = 48;
/// Twice the width they are shown in, for sharp screens.
const WIDTH: u32 = 300;

/// The first page of a record.
#[derive(Debug)]
pub struct Picture {
    /// Its key in the manifest.
    pub key: String,
    /// The record's title.
    pub title: String,
    /// The page.
    pub page: Thumbnail,
}

/// Draws the first pages of records that have files, in the order of the manifest: those of `first`, and then
/// others, as many as are shown. Pages are not kept by a run, so these are set once more.
#[must_use]
pub fn pictures(
    request: &Request,
    workshop: &Workshop<'_>,
    manifest: &Manifest,
    first: &BTreeSet<&str>,
) -> Vec<Picture> {
    let (built, others): (Vec<&String>, Vec<&String>) =
        manifest.records.keys().partition(|key| first.contains(key.as_str()));
    let shown: BTreeSet<&String> = built.into_iter().chain(others).take(SHOWN).collect();
    let sources: BTreeSet<&str> =
        shown.iter().filter_map(|key| Some(manifest.records.get(*key)?.source.as_str())).collect();
    let files = request.files.par_iter().filter(|file| sources.contains(file.source().as_str()));
    let mut pictures: Vec<Picture> = files
        .flat_map_iter(|file| {
            let mut pictures = Vec::new();
            reread::each(file, workshop.project, |_, reading| {
                for record in &reading.records {
                    let key = Manifest::key(&file.source(), &record.number);
                    if shown.contains(&key)
                        && let Some((document, pages)) = workshop.pages(record)
                        && let Some(page) = pages.pages.first()
                    {
                        let title = plain_text(&document.title);
                        let page = thumbnail(page, workshop.fonts, WIDTH);
                        pictures.push(Picture { key, title, page });
                    }
                }
            });
            pictures
        })
        .collect();
    pictures.sort_by(|a, b| a.key.cmp(&b.key));
    pictures
}
