//! What elements of an SVG refer to, counted as a renderer would follow it.
//!
//! `use`, clip paths, masks, markers, patterns and filters draw other elements, which may refer on. A few kilobytes can so ask
//! for more elements than there are atoms, or for a chain of calls that no stack holds.

use roxmltree::{Document, Node, NodeId};
use rustc_hash::FxHashMap;
use usvg::roxmltree;

/// Elements that a drawing may have once all references are followed.
pub(super) const DRAWN: u64 = 250_000;

/// Elements and references inside each other; readers of SVG recurse.
pub(super) const DEPTH: u32 = 256;

/// How often a rule of a style sheet is compared with an element: readers try each with each.
pub(super) const COMPARED: usize = 20_000_000;

/// Elements that draw what their `href` names; a link's leads elsewhere.
const DRAWING_HREF: [&str; 9] =
    ["use", "tref", "textPath", "feImage", "pattern", "linearGradient", "radialGradient", "filter", "mpath"];

/// What is wrong with a drawing's references.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// More than [`DRAWN`] elements.
    TooMany,
    /// Deeper than [`DEPTH`].
    TooDeep,
    /// More than [`COMPARED`].
    TooManyRules,
    /// The element of this name draws itself.
    Circle(String),
}

/// Follows all references of a drawing.
pub(super) fn check(document: &Document<'_>) -> Result<(), Fault> {
    let sheets = document.descendants().filter(|node| node.tag_name().name() == "style");
    let rules_in_all: usize = sheets
        .flat_map(|sheet| sheet.children().filter_map(|node| node.text()))
        .map(|text| text.matches('{').count())
        .sum();
    if rules_in_all.saturating_mul(document.descendants().count()) > COMPARED {
        return Err(Fault::TooManyRules);
    }
    let named = document
        .descendants()
        .filter_map(|node| Some((node.attribute("id")?, node)))
        // Of two of a name readers take one or the other; the first is as good as any.
        .fold(FxHashMap::default(), |mut named, (id, node)| {
            named.entry(id).or_insert(node);
            named
        });
    let mut walk = Walk { named, rules: rules(document), known: FxHashMap::default() };
    walk.of(document.root_element(), 1)?;
    // What is never referred to is parsed all the same.
    for node in document.descendants().filter(Node::is_element) {
        walk.of(node, 1)?;
    }
    Ok(())
}

/// What following an element comes to.
#[derive(Clone, Copy)]
enum State {
    /// It is being followed now.
    Open,
    Done {
        /// Elements drawn, itself among them.
        drawn: u64,
        /// How deep it goes, itself being one.
        depth: u32,
    },
}

struct Walk<'d, 'i> {
    named: FxHashMap<&'d str, Node<'d, 'i>>,
    rules: Vec<Rule<'d>>,
    known: FxHashMap<NodeId, State>,
}

impl<'d, 'i> Walk<'d, 'i> {
    fn of(&mut self, node: Node<'d, 'i>, level: u32) -> Result<(u64, u32), Fault> {
        if level > DEPTH {
            return Err(Fault::TooDeep);
        }
        match self.known.get(&node.id()) {
            Some(State::Done { drawn, depth }) if level + depth <= DEPTH + 1 => return Ok((*drawn, *depth)),
            Some(State::Done { .. }) => return Err(Fault::TooDeep),
            Some(State::Open) => {
                return Err(Fault::Circle(node.attribute("id").unwrap_or_default().to_owned()));
            }
            None => {}
        }
        self.known.insert(node.id(), State::Open);
        let (mut drawn, mut depth) = (1_u64, 1);
        for child in node.children().filter(Node::is_element) {
            let (of_child, below) = self.of(child, level + 1)?;
            drawn = drawn.saturating_add(of_child);
            depth = depth.max(below + 1);
        }
        for Reference { id, times, is_written } in self.references(node) {
            let Some(&target) = self.named.get(id) else { continue };
            // A rule of a style sheet may mean fewer elements than it is taken to mean here.
            if !is_written && matches!(self.known.get(&target.id()), Some(State::Open)) {
                continue;
            }
            let (of_target, below) = self.of(target, level + 1)?;
            drawn = drawn.saturating_add(of_target.saturating_mul(times));
            depth = depth.max(below + 1);
        }
        if drawn > DRAWN {
            return Err(Fault::TooMany);
        }
        self.known.insert(node.id(), State::Done { drawn, depth });
        Ok((drawn, depth))
    }

    /// Returns what an element refers to, by attributes and by rules of style sheets.
    fn references(&self, node: Node<'d, 'i>) -> Vec<Reference<'d>> {
        let mut found = Vec::new();
        let name = node.tag_name().name();
        for attribute in node.attributes() {
            let value: &'d str = attribute_value(node, &attribute);
            if attribute.name() == "href" {
                let id = value.trim().strip_prefix('#').filter(|_| DRAWING_HREF.contains(&name));
                found.extend(id.map(|id| Reference { id, times: 1, is_written: true }));
            } else {
                let times = if is_of_markers(attribute.name(), value) { vertices(node) } else { 1 };
                found.extend(fragments(value).map(|id| Reference { id, times, is_written: true }));
            }
        }
        for rule in self.rules.iter().filter(|rule| rule.may_mean(node)) {
            let times = if rule.is_of_markers { vertices(node) } else { 1 };
            found.extend(rule.ids.iter().map(|&id| Reference { id, times, is_written: false }));
        }
        found
    }
}

struct Reference<'d> {
    id: &'d str,
    /// How often it is drawn there.
    times: u64,
    /// Whether it stands at the element, and not in a style sheet.
    is_written: bool,
}

/// An attribute's value for as long as the document is there.
fn attribute_value<'d>(node: Node<'d, '_>, attribute: &roxmltree::Attribute<'_, '_>) -> &'d str {
    match attribute.namespace() {
        Some(space) => node.attribute((space, attribute.name())).unwrap_or_default(),
        None => node.attribute(attribute.name()).unwrap_or_default(),
    }
}

fn is_of_markers(name: &str, value: &str) -> bool {
    name.starts_with("marker") || name == "style" && value.contains("marker")
}

/// How many vertices a shape has at most, at each of which its marker stands.
fn vertices(node: Node<'_, '_>) -> u64 {
    let of = |name: &str| node.attribute(name).unwrap_or_default();
    let written = [of("d"), of("points")];
    let is_part = |c: char| c.is_ascii_digit() || c == '.';
    let numbers = written.iter().map(|path| {
        let bytes = path.as_bytes();
        (0..bytes.len())
            .filter(|&at| is_part(bytes[at] as char) && (at == 0 || !is_part(bytes[at - 1] as char)))
            .count()
    });
    numbers.sum::<usize>() as u64 + 2
}

/// Returns the names in `url(#name)`.
fn fragments(value: &str) -> impl Iterator<Item = &str> {
    value.match_indices("url(").filter_map(|(at, opening)| {
        let inner = value[at + opening.len()..].trim_start_matches([' ', '\t', '\n', '"', '\'']);
        let id = inner.strip_prefix('#')?;
        Some(id[..id.find(['"', '\'', ')', ' ']).unwrap_or(id.len())].trim())
    })
}

/// A rule of a style sheet that refers to elements.
struct Rule<'d> {
    selector: &'d str,
    ids: Vec<&'d str>,
    is_of_markers: bool,
}

impl Rule<'_> {
    /// Tells whether the rule may be of an element: names of classes and elements are compared, not how they combine.
    fn may_mean(&self, node: Node<'_, '_>) -> bool {
        let classes = node.attribute("class").unwrap_or_default();
        self.selector.split(',').any(|selector| {
            let last = selector.split([' ', '>', '+', '~']).rfind(|part| !part.is_empty()).unwrap_or("*");
            let last = last.split([':', '[']).next().unwrap_or_default();
            let mut parts = last.split_inclusive(['.', '#']);
            let mut before = "";
            parts.all(|part| {
                let (sort, name) = (before, part.trim_end_matches(['.', '#']));
                before = &part[name.len()..];
                match sort {
                    "." => classes.split_ascii_whitespace().any(|class| class == name),
                    "#" => node.attribute("id") == Some(name),
                    _ => name.is_empty() || name == "*" || name == node.tag_name().name(),
                }
            })
        })
    }
}

fn rules<'d>(document: &'d Document<'_>) -> Vec<Rule<'d>> {
    let sheets = document.descendants().filter(|node| node.tag_name().name() == "style");
    let texts = sheets.flat_map(|sheet| sheet.children()).filter_map(|node| node.text());
    let rules = texts.flat_map(|text| text.split('}')).filter_map(|rule| {
        let (selector, body) = rule.rsplit_once('{')?;
        let ids: Vec<&str> = fragments(body).collect();
        let selector = selector.rsplit("*/").next().unwrap_or(selector);
        let selector = selector.rsplit(['{', ';']).next().unwrap_or(selector).trim();
        (!ids.is_empty()).then(|| Rule { selector, ids, is_of_markers: body.contains("marker") })
    });
    rules.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(inner: &str) -> Option<Fault> {
        let text = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>{inner}</svg>"
        );
        check(&Document::parse(&text).expect("well formed")).err()
    }

    /// Elements of which each refers to the next in this way.
    fn chain(length: usize, link: impl Fn(usize) -> String) -> String {
        (0..length).map(link).collect()
    }

    #[test]
    fn bombs_of_references_are_found_however_they_are_made() {
        let uses = |nth: usize| {
            format!("<g id='a{nth}'>{}</g>", format!("<use xlink:href='#a{}'/>", nth + 1).repeat(10))
        };
        assert_eq!(fault(&chain(9, uses)), Some(Fault::TooMany));
        let masks = |nth: usize| {
            format!(
                "<mask id='a{nth}'>{}</mask>",
                format!("<path style='mask: url( \"#a{}\" )'/>", nth + 1).repeat(10)
            )
        };
        assert_eq!(fault(&chain(9, masks)), Some(Fault::TooMany));
        let ruled = |nth: usize| {
            format!(
                "<style>/* x */ path.c{nth} {{ fill: url(#a{}) }}</style><pattern id='a{nth}'>{}</pattern>",
                nth + 1,
                format!("<path class='b c{nth}'/>").repeat(10)
            )
        };
        assert_eq!(fault(&chain(9, ruled)), Some(Fault::TooMany));
        let vertices = "1 1 ".repeat(2_000);
        let marker = format!(
            "<marker id='m'>{}</marker><path marker-mid='url(#m)' d='M{vertices}'/>",
            "<path/>".repeat(200)
        );
        assert_eq!(fault(&marker), Some(Fault::TooMany));
    }

    #[test]
    fn style_sheets_are_compared_within_bounds() {
        let sheet = |rules: usize| {
            format!("<style>{}</style>{}", ".a{fill:red}".repeat(rules), "<g/>".repeat(10_000))
        };
        assert_eq!(fault(&sheet(1_000)), None);
        assert_eq!(fault(&sheet(2_500)), Some(Fault::TooManyRules));
    }

    #[test]
    fn long_chains_and_circles_are_found() {
        let clips =
            |nth: usize| format!("<clipPath id='a{nth}' clip-path='url(#a{})'><path/></clipPath>", nth + 1);
        assert_eq!(fault(&chain(100_000, clips)), Some(Fault::TooDeep));
        assert_eq!(fault(&chain(200, clips)), None);
        let backwards = |nth: usize| format!("<g id='b{}'><use href='#b{nth}'/></g>", nth + 1);
        assert_eq!(fault(&chain(1_000, backwards)), Some(Fault::TooDeep));
        assert_eq!(fault("<g id='a'><use href='#a'/></g>"), Some(Fault::Circle("a".into())));
    }

    #[test]
    fn drawings_as_programs_write_them_are_good() {
        let exported = "<defs><style>.a{fill:none;}.b{clip-path:url(#c);}*{stroke:url(#g)}</style>
            <linearGradient id='g'><stop/></linearGradient><linearGradient id='h' xlink:href='#g'/>
            <clipPath id='c'><rect class='a'/></clipPath></defs>
            <g class='b'><rect fill='url(#h)'/><a href='#top'><text id='top'>x</text></a></g>";
        assert_eq!(fault(exported), None);
        let dots = format!("<g id='dot'><circle/></g>{}", "<use href='#dot'/>".repeat(5_000));
        assert_eq!(fault(&dots), None);
    }
}
