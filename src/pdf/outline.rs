//! The outline, nested as the headings are.

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::Job;
use super::link::destination;
use super::object::text;
use super::second::go_to;
use super::structure::Structure;
use crate::layout::frame::OutlineEntry;

/// Adds the outline to the graph; nothing where there are no entries.
pub fn build(
    job: &Job<'_>,
    graph: &mut lopdf::Document,
    pages: &[ObjectId],
    structure: &Structure,
) -> Option<ObjectId> {
    let entries = &job.pages.outline;
    if entries.is_empty() {
        return None;
    }
    let root = graph.new_object_id();
    let ids: Vec<ObjectId> = entries.iter().map(|_| graph.new_object_id()).collect();
    let parents = parents(entries);
    for (at, entry) in entries.iter().enumerate() {
        let height = job.pages.pages.get(entry.page).map_or(0.0, |page| page.size.height.0);
        let mut dictionary = dictionary! {
            "Title" => text(&entry.title),
            "Parent" => parents[at].map_or(root, |parent| ids[parent]),
        };
        let place = destination(pages, entry.page, entry.at, height);
        let element = structure.elements.get(entry.element.0 as usize).copied().flatten();
        match element {
            Some(element) if job.options.standard.is_second() => {
                dictionary.set("A", go_to(&place, element));
            }
            _ => dictionary.set("Dest", place),
        }
        if let Some(element) = element {
            dictionary.set("SE", element);
        }
        let siblings = |other: &usize| parents[*other] == parents[at];
        if let Some(previous) = (0..at).rev().find(siblings) {
            dictionary.set("Prev", ids[previous]);
        }
        if let Some(next) = (at + 1..entries.len()).find(siblings) {
            dictionary.set("Next", ids[next]);
        }
        set_kids(&mut dictionary, Some(at), &parents, &ids);
        graph.set_object(ids[at], dictionary);
    }
    let mut dictionary = dictionary! { "Type" => "Outlines" };
    set_kids(&mut dictionary, None, &parents, &ids);
    graph.set_object(root, dictionary);
    Some(root)
}

/// Returns the entry that each entry stands below: the nearest one before it of a smaller level.
fn parents(entries: &[OutlineEntry]) -> Vec<Option<usize>> {
    let mut open: Vec<usize> = Vec::new();
    let parent = |(at, entry): (usize, &OutlineEntry)| {
        while open.last().is_some_and(|&last| entries[last].level >= entry.level) {
            open.pop();
        }
        let parent = open.last().copied();
        open.push(at);
        parent
    };
    entries.iter().enumerate().map(parent).collect()
}

/// Names an entry's first and last kid and counts all below it, which are shown opened.
fn set_kids(dictionary: &mut Dictionary, at: Option<usize>, parents: &[Option<usize>], ids: &[ObjectId]) {
    let is_kid = |other: &usize| parents[*other] == at;
    let (Some(first), Some(last)) = ((0..ids.len()).find(is_kid), (0..ids.len()).rev().find(is_kid)) else {
        return;
    };
    let is_below = |other: &usize| {
        let mut up = parents[*other];
        while up.is_some() && up != at {
            up = up.and_then(|up| parents[up]);
        }
        up == at
    };
    dictionary.set("First", ids[first]);
    dictionary.set("Last", ids[last]);
    dictionary.set("Count", Object::Integer((0..ids.len()).filter(is_below).count() as i64));
}
