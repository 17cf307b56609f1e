//! Styles and numbering: what a paragraph's or a run's style makes of it.

use std::collections::BTreeMap;

use super::xml::Element;
use crate::import::block::Role;

/// What a style means.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    /// The name, in lower case.
    pub name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    /// List and depth.
    pub list: Option<(String, usize)>,
    pub is_bold: bool,
    pub is_italic: bool,
}

/// All styles, by id.
#[derive(Clone, Debug, Default)]
pub(super) struct Styles(BTreeMap<String, Style>);

/// What a paragraph is by its style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Heading(u8),
    Part(Role),
    Quote,
    Code,
    /// A label such as `Abstract` that the style sets.
    Label,
    Plain,
}

impl Styles {
    /// Reads the part `styles.xml`.
    pub(super) fn read(tree: Option<&Element>) -> Self {
        let Some(tree) = tree else { return Self::default() };
        let one = |style: &Element| {
            let paragraph = style.child("pPr");
            let run = style.child("rPr");
            let outline = paragraph.and_then(|properties| properties.val("outlineLvl")?.parse().ok());
            Some((
                style.attr("styleId")?.to_owned(),
                Style {
                    name: style.val("name").unwrap_or_default().to_lowercase(),
                    based_on: style.val("basedOn").map(str::to_owned),
                    outline,
                    list: paragraph.and_then(list),
                    is_bold: run.is_some_and(|run| is_on(run, "b")),
                    is_italic: run.is_some_and(|run| is_on(run, "i")),
                },
            ))
        };
        Self(tree.all("style").filter_map(one).collect())
    }

    /// Returns a style.
    pub(super) fn get(&self, id: &str) -> Option<&Style> {
        self.0.get(id)
    }

    /// Returns what a paragraph is, by its style or those it is based on.
    pub(super) fn kind(&self, id: &str) -> Kind {
        let mut id = Some(id.to_owned());
        // A style may be based on itself by way of others.
        for _ in 0..10 {
            let Some(style) = id.as_deref().and_then(|id| self.get(id)) else { return Kind::Plain };
            let kind = style.kind();
            if kind != Kind::Plain {
                return kind;
            }
            id = style.based_on.clone();
        }
        Kind::Plain
    }
}

impl Style {
    fn kind(&self) -> Kind {
        let name = self.name.as_str();
        if let Some(level) = name.strip_prefix("heading ").and_then(|level| level.trim().parse().ok()) {
            return Kind::Heading(level);
        }
        match name {
            "title" => Kind::Part(Role::Title),
            "subtitle" => Kind::Part(Role::Subtitle),
            "author" | "byline" => Kind::Part(Role::Byline),
            "date" => Kind::Part(Role::Date),
            "abstract" => Kind::Part(Role::Synopsis),
            "abstract title" | "abstracttitle" => Kind::Label,
            "quote" | "intense quote" | "block text" | "block quotation" | "quotations" => Kind::Quote,
            "source code" | "html preformatted" | "preformatted text" => Kind::Code,
            _ => match self.outline {
                Some(level @ 0..=5) => Kind::Heading(level + 1),
                _ => Kind::Plain,
            },
        }
    }
}

/// Tells whether a property is switched on; without a value it is.
pub(super) fn is_on(properties: &Element, name: &str) -> bool {
    properties.child(name).is_some_and(|one| !matches!(one.attr("val"), Some("0" | "false" | "none" | "off")))
}

/// Returns the list and the depth that paragraph properties name.
pub(super) fn list(properties: &Element) -> Option<(String, usize)> {
    let numbering = properties.child("numPr")?;
    let id = numbering.val("numId")?.to_owned();
    let depth = numbering.val("ilvl").and_then(|depth| depth.parse().ok()).unwrap_or(0);
    // The list 0 takes a paragraph out of the list of its style.
    (id != "0").then_some((id, depth))
}

/// How the items of a list are marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    Bullet,
    Number(u64),
    /// No mark: the paragraph goes on with the item above.
    None,
}

/// All lists: their markers by id and depth.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbering(BTreeMap<(String, usize), Marker>);

impl Numbering {
    /// Reads the part `numbering.xml`.
    pub(super) fn read(tree: Option<&Element>) -> Self {
        let mut markers = BTreeMap::new();
        let Some(tree) = tree else { return Self::default() };
        for list in tree.all("num") {
            let (Some(id), Some(base)) = (list.attr("numId"), list.val("abstractNumId")) else { continue };
            let Some(base) = tree.all("abstractNum").find(|one| one.attr("abstractNumId") == Some(base))
            else {
                continue;
            };
            for level in base.all("lvl") {
                let Some(depth) = level.attr("ilvl").and_then(|depth| depth.parse().ok()) else { continue };
                markers.insert((id.to_owned(), depth), marker(level));
            }
            for change in list.all("lvlOverride") {
                let depth = change.attr("ilvl").and_then(|depth| depth.parse::<usize>().ok());
                let start = change.val("startOverride").and_then(|start| start.parse().ok());
                if let (Some(depth), Some(start)) = (depth, start)
                    && let Some(marker @ Marker::Number(_)) = markers.get_mut(&(id.to_owned(), depth))
                {
                    *marker = Marker::Number(start);
                }
            }
        }
        Self(markers)
    }

    /// Returns the marker of a list at a depth.
    pub(super) fn marker(&self, id: &str, depth: usize) -> Marker {
        self.0.get(&(id.to_owned(), depth)).copied().unwrap_or(Marker::Bullet)
    }
}

fn marker(level: &Element) -> Marker {
    let text = level.val("lvlText").unwrap_or_default();
    match level.val("numFmt") {
        Some("none") => Marker::None,
        _ if text.trim().is_empty() => Marker::None,
        Some("bullet") | None => Marker::Bullet,
        Some(_) => Marker::Number(level.val("start").and_then(|start| start.parse().ok()).unwrap_or(1)),
    }
}
