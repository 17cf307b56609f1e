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
    let kin = kin(entries);
    for (at, entry) in entries.iter().enumerate() {
        let height = job.pages.pages.get(entry.page).map_or(0.0, |page| page.size.height.0);
        let mut dictionary = dictionary! {
            "Title" => text(&entry.title),
            "Parent" => kin[at].parent.map_or(root, |parent| ids[parent]),
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
        if let Some(previous) = kin[at].previous {
            dictionary.set("Prev", ids[previous]);
        }
        if let Some(next) = kin[at].next {
            dictionary.set("Next", ids[next]);
        }
        set_kids(&mut dictionary, &kin[at].kids, &ids);
        graph.set_object(ids[at], dictionary);
    }
    let mut dictionary = dictionary! { "Type" => "Outlines" };
    set_kids(&mut dictionary, &top(&kin), &ids);
    graph.set_object(root, dictionary);
    Some(root)
}

/// How an entry stands to the others, by their places.
#[derive(Clone, Debug, Default)]
struct Kin {
    parent: Option<usize>,
    previous: Option<usize>,
    next: Option<usize>,
    kids: Kids,
}

/// What stands below an entry.
#[derive(Clone, Debug, Default)]
struct Kids {
    first: Option<usize>,
    last: Option<usize>,
    /// All below it, at any depth.
    count: i64,
}

/// Finds how entries stand to each other: each is below the nearest one before it of a smaller level.
fn kin(entries: &[OutlineEntry]) -> Vec<Kin> {
    let mut kin: Vec<Kin> = vec![Kin::default(); entries.len()];
    let mut open: Vec<usize> = Vec::new();
    let mut last_at_top = None;
    for (at, entry) in entries.iter().enumerate() {
        while open.last().is_some_and(|&last| entries[last].level >= entry.level) {
            open.pop();
        }
        let parent = open.last().copied();
        let previous = match parent {
            Some(parent) => kin[parent].kids.last.replace(at),
            None => last_at_top.replace(at),
        };
        if let Some(parent) = parent {
            kin[parent].kids.first.get_or_insert(at);
        }
        if let Some(previous) = previous {
            kin[previous].next = Some(at);
        }
        open.iter().for_each(|&above| kin[above].kids.count += 1);
        (kin[at].parent, kin[at].previous) = (parent, previous);
        open.push(at);
    }
    kin
}

/// What stands below the outline itself.
fn top(kin: &[Kin]) -> Kids {
    let is_top = |at: &usize| kin[*at].parent.is_none();
    Kids {
        first: (0..kin.len()).find(is_top),
        last: (0..kin.len()).rev().find(is_top),
        count: i64::try_from(kin.len()).unwrap_or(i64::MAX),
    }
}

/// Names an entry's first and last kid and counts all below it, which are shown opened.
fn set_kids(dictionary: &mut Dictionary, kids: &Kids, ids: &[ObjectId]) {
    let (Some(first), Some(last)) = (kids.first, kids.last) else { return };
    dictionary.set("First", ids[first]);
    dictionary.set("Last", ids[last]);
    dictionary.set("Count", Object::Integer(kids.count));
}
