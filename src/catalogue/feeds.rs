//! Which feeds there are, for OPDS of either version: a start, all records, and records by year, topic,
//! region and author, each in pages.

use std::collections::BTreeMap;

use super::entry::{Entry, SubjectKind};
use super::listing::Listing;

/// How many links of a group a feed of records shows; the group's own feed has all of them.
const FACETS_SHOWN: usize = 50;

/// A group of facets.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// What a reader sees: `Year`.
    pub title: &'static str,
    /// The file name of its own feed: `year`.
    pub name: &'static str,
    /// Its facets in order.
    pub facets: Vec<Facet>,
}

/// The records that share a year, a topic, a region or an author.
#[derive(Clone, Debug)]
pub(super) struct Facet {
    /// What a reader sees.
    pub title: String,
    /// The file name of its feed without ending: `year/2012`.
    pub path: String,
    /// Its records, by their place in the listing.
    pub entries: Vec<usize>,
}

/// A feed, as one file.
#[derive(Clone, Debug)]
pub(super) struct Feed {
    /// The file name without ending: `all-2`.
    pub path: String,
    /// What a reader sees.
    pub title: String,
    /// What it holds.
    pub content: Content,
    /// The feed above it.
    pub up: Option<String>,
}

/// What a feed holds.
#[derive(Clone, Debug)]
pub(super) enum Content {
    /// Links to other feeds: title, path, number of records.
    Navigation(Vec<(String, String, usize)>),
    /// A page of records.
    Page(Page),
}

/// A page of records.
#[derive(Clone, Debug)]
pub(super) struct Page {
    /// Its records, by their place in the listing.
    pub entries: Vec<usize>,
    /// Which page it is, from 1.
    pub number: usize,
    /// How many pages there are.
    pub pages: usize,
    /// How many records there are on all of them.
    pub total: usize,
    /// The path of the first page.
    pub stem: String,
    /// Whether it shows facets: an author's few records need no further choice.
    pub has_facets: bool,
}

impl Page {
    /// Returns the path of a page of the same records.
    pub(super) fn path(&self, number: usize) -> String {
        if number == 1 { self.stem.clone() } else { format!("{}-{number}", self.stem) }
    }
}

impl Group {
    /// Returns the facets that feeds of records show: the most used, in their order.
    pub(super) fn shown(&self) -> Vec<&Facet> {
        let mut by_use: Vec<usize> = (0..self.facets.len()).collect();
        by_use.sort_by_key(|&at| (std::cmp::Reverse(self.facets[at].entries.len()), at));
        by_use.truncate(FACETS_SHOWN);
        by_use.sort_unstable();
        by_use.into_iter().map(|at| &self.facets[at]).collect()
    }
}

/// Returns the groups that have anything in them.
pub(super) fn groups(listing: &Listing) -> Vec<Group> {
    let terms = |kind| move |entry: &Entry| entry.terms(kind).map(|subject| subject.term.clone()).collect();
    let authors = |entry: &Entry| entry.authors().map(|person| person.file_as.clone()).collect();
    let mut years =
        group(listing, "Year", "year", |entry| entry.year().map(str::to_owned).into_iter().collect());
    // The newest year first, as the records are.
    years.facets.reverse();
    let groups = [
        years,
        group(listing, "Topic", "topic", terms(SubjectKind::Topic)),
        group(listing, "Region", "region", terms(SubjectKind::Region)),
        group(listing, "Author", "author", authors),
    ];
    groups.into_iter().filter(|group| !group.facets.is_empty()).collect()
}

fn group(
    listing: &Listing,
    title: &'static str,
    name: &'static str,
    terms: impl Fn(&Entry) -> Vec<String>,
) -> Group {
    let mut found: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (at, entry) in listing.entries.iter().enumerate() {
        for term in terms(entry) {
            found.entry((term.to_lowercase(), term)).or_default().push(at);
        }
    }
    let mut slugs: BTreeMap<String, usize> = BTreeMap::new();
    let facet = |((_, title), entries): ((String, String), Vec<usize>)| {
        let mut slug = slug(&title);
        let count = slugs.entry(slug.clone()).or_default();
        *count += 1;
        // Two dots cannot come of a term, so no other slug and no page can have this name.
        if *count > 1 {
            slug = format!("{slug}..{count}");
        }
        Facet { title, path: format!("{name}/{slug}"), entries }
    };
    Group { title, name, facets: found.into_iter().map(facet).collect() }
}

/// Returns a term as a file name; one without letters and digits is told by its code points. Its words are joined by
/// dots, since pages are counted after a hyphen.
pub(super) fn slug(term: &str) -> String {
    let lower = term.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return term.chars().map(|c| format!("u{:x}", u32::from(c))).collect::<Vec<_>>().join(".");
    }
    let slug: String = words.join(".").chars().take(60).collect();
    slug.trim_end_matches('.').to_owned()
}

/// Returns every feed.
pub(super) fn plan(listing: &Listing, groups: &[Group]) -> Vec<Feed> {
    let total = listing.entries.len();
    let mut start = vec![("All, newest first".to_owned(), "all".to_owned(), total)];
    start.extend(
        groups
            .iter()
            .map(|group| (format!("By {}", group.title.to_lowercase()), group.name.to_owned(), total)),
    );
    let title = listing.about.title.clone();
    let mut feeds =
        vec![Feed { path: "index".to_owned(), title, content: Content::Navigation(start), up: None }];
    let size = listing.about.page_size.max(1);
    let up = || Some("index".to_owned());
    let all =
        Facet { title: listing.about.title.clone(), path: "all".to_owned(), entries: (0..total).collect() };
    pages(&mut feeds, size, &all, true, up());
    for group in groups {
        let links =
            group.facets.iter().map(|facet| (facet.title.clone(), facet.path.clone(), facet.entries.len()));
        let content = Content::Navigation(links.collect());
        feeds.push(Feed { path: group.name.to_owned(), title: group.title.to_owned(), content, up: up() });
        for facet in &group.facets {
            let has_facets = group.name != "author";
            let up = Some(group.name.to_owned());
            pages(&mut feeds, size, facet, has_facets, up);
        }
    }
    feeds
}

fn pages(feeds: &mut Vec<Feed>, size: usize, facet: &Facet, has_facets: bool, up: Option<String>) {
    let entries = facet.entries.as_slice();
    let chunks: Vec<&[usize]> = if entries.is_empty() { vec![&[]] } else { entries.chunks(size).collect() };
    for (number, chunk) in (1..).zip(&chunks) {
        let page = Page {
            entries: chunk.to_vec(),
            number,
            pages: chunks.len(),
            total: entries.len(),
            stem: facet.path.clone(),
            has_facets,
        };
        let (path, title) = (page.path(number), facet.title.clone());
        feeds.push(Feed { path, title, content: Content::Page(page), up: up.clone() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_file_names_and_never_a_page() {
        assert_eq!(slug("Central Asia & the \"Caspian\""), "central.asia.the.caspian");
        assert_eq!(slug("../../etc"), "etc");
        assert_eq!(slug("中亚"), "中亚");
        assert_eq!(slug("&"), "u26");
        assert_eq!(slug("Year-2"), "year.2");
    }
}
