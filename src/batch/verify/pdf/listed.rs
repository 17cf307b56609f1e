//! The numbers of pages that contents and indexes print: each is that of the page it leads to.

use lopdf::Object;

use super::content::Content;
use super::file::File;
use super::link;
use super::tree::{Kid, Tree};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::verify::NUMBER_WRONG;

/// Checks every entry.
pub fn check(file: &File, tree: &Tree<'_>, content: &Content<'_>, faults: &mut Vec<Diagnostic>) {
    let is_list = |tag: &str| matches!(tag, "TOCI" | "Index");
    let lists: Vec<usize> = (0..tree.elements.len()).filter(|&at| is_list(tree.elements[at].tag)).collect();
    if lists.is_empty() {
        return;
    }
    let list = List { file, tree, content, labels: labels(file) };
    for at in lists {
        let mut links = Vec::new();
        list.links(at, &mut links);
        let told = if tree.elements[at].tag == "TOCI" { list.entry(at, &links) } else { list.index(&links) };
        faults.extend(told.into_iter().map(|message| Diagnostic::error(&NUMBER_WRONG, message)));
    }
}

struct List<'r, 'a> {
    file: &'r File,
    tree: &'r Tree<'a>,
    content: &'r Content<'a>,
    /// The label of each page.
    labels: Vec<String>,
}

impl List<'_, '_> {
    /// Gathers the links below an element, in reading order.
    fn links(&self, at: usize, links: &mut Vec<usize>) {
        for (kid, element) in self.tree.elements_of(at) {
            if element.tag == "Link" {
                links.push(kid);
            } else {
                self.links(kid, links);
            }
        }
    }

    /// An entry of the contents: all its links lead to one page, and the last says that page's number.
    fn entry(&self, at: usize, links: &[usize]) -> Vec<String> {
        let entry = self.said(at);
        let Some(&number) = links.last() else {
            return vec![format!("the entry `{entry}` of the contents has no link to its page")];
        };
        let pages = self.pages(links);
        if pages.iter().any(|page| *page != pages[0]) {
            return vec![format!("the entry `{entry}` of the contents leads to several pages")];
        }
        self.compare(&entry, &self.said(number), pages.first().copied().flatten())
    }

    /// An index: every link is the number of its page.
    fn index(&self, links: &[usize]) -> Vec<String> {
        let check = |&link: &usize| {
            let number = self.said(link);
            self.compare(&number, &number, self.pages(&[link]).first().copied().flatten())
        };
        links.iter().flat_map(check).collect()
    }

    fn compare(&self, entry: &str, number: &str, page: Option<usize>) -> Vec<String> {
        // One that leads to no page is told of as such.
        let Some(label) = page.and_then(|page| self.labels.get(page)) else { return Vec::new() };
        let is_right = number == label;
        let message = || format!("the entry `{entry}` prints page {number} and leads to page {label}");
        (!is_right).then(message).into_iter().collect()
    }

    /// The page that each annotation of links leads to.
    fn pages(&self, links: &[usize]) -> Vec<Option<usize>> {
        let kids = links.iter().flat_map(|&link| &self.tree.elements[link].kids);
        let annotation = |kid: &Kid| match *kid {
            Kid::Object(id) => Some(self.file.object(id).and_then(|link| link::page_of(self.file, link))),
            _ => None,
        };
        kids.filter_map(annotation).collect()
    }

    /// What an element says, without space around it.
    fn said(&self, at: usize) -> String {
        let mut words = String::new();
        self.say(at, &mut words);
        words.trim().to_owned()
    }

    fn say(&self, at: usize, words: &mut String) {
        for kid in &self.tree.elements[at].kids {
            match *kid {
                Kid::Element(kid) => self.say(kid, words),
                Kid::Marked { page, number } => {
                    let said = self.content.pages.get(page).and_then(|marks| marks.get(&number));
                    words.push_str(said.map_or("", String::as_str));
                }
                Kid::Object(_) => {}
            }
        }
    }
}

/// Returns the label of every page (ISO 32000-1, 12.4.2).
fn labels(file: &File) -> Vec<String> {
    let ranges =
        file.dictionary(file.catalogue(), b"PageLabels").and_then(|labels| file.array(labels, b"Nums"));
    let mut labels = vec![String::new(); file.pages.len()];
    for range in ranges.unwrap_or_default().chunks(2) {
        let [start, label] = range else { continue };
        let label = file.resolve(label).and_then(|label| label.as_dict().ok());
        let (Some(start), Some(label)) = (start.as_i64().ok().and_then(|at| usize::try_from(at).ok()), label)
        else {
            continue;
        };
        let before = file.text(label, b"P").unwrap_or_default();
        let first = file.get(label, b"St").and_then(|first: &Object| first.as_i64().ok()).unwrap_or(1);
        for (nth, page) in labels.iter_mut().skip(start).enumerate() {
            let value = first.saturating_add(nth as i64);
            let number = match file.name(label, b"S") {
                Some("D") => value.to_string(),
                Some("r") => roman(value),
                Some("R") => roman(value).to_uppercase(),
                _ => String::new(),
            };
            *page = format!("{before}{number}");
        }
    }
    labels
}

/// A roman number, place by place.
fn roman(value: i64) -> String {
    const PLACES: [[&str; 10]; 3] = [
        ["", "c", "cc", "ccc", "cd", "d", "dc", "dcc", "dccc", "cm"],
        ["", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc"],
        ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"],
    ];
    let Some(value) = usize::try_from(value).ok().filter(|value| *value < 10_000) else {
        return String::new();
    };
    let hundreds = [value / 100 % 10, value / 10 % 10, value % 10];
    let rest = hundreds.iter().zip(PLACES).map(|(&digit, place)| place[digit]);
    std::iter::repeat_n("m", value / 1000).chain(rest).collect()
}

#[cfg(test)]
mod tests {
    use super::roman;

    #[test]
    fn roman_numbers_are_read_as_they_are_printed() {
        let told: Vec<String> = [1, 4, 9, 14, 40, 90, 1999].map(roman).to_vec();
        assert_eq!(told, ["i", "iv", "ix", "xiv", "xl", "xc", "mcmxcix"]);
        assert_eq!(roman(-1), "");
    }
}
