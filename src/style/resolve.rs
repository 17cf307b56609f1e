//! From tokens to a [`Style`]: every token asked for by name, typed, and checked against the others.

use std::sync::Arc;

use super::text::{Align, Family, Figures, Optical, TextStyle, Weight};
use super::tokens::{Length, Tokens};
use super::{
    BlockStyle, Colour, Colours, MakeupStyle, PageStyle, ParagraphStyle, SideHead, SpaceStyle, Style,
    TextStyles, Typefaces, contrast, hyphenation,
};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::style as codes;
use crate::document::SectionRole;
use crate::geometry::{Pt, Size};

/// Makes a style of its tokens, or tells every fault.
pub(super) fn resolve(name: &str, mut tokens: Tokens) -> Result<Style, Vec<Diagnostic>> {
    tokens.take_text("inherits");
    let page = page(&mut tokens);
    let typefaces = typefaces(&mut tokens);
    let style = Style {
        name: name.to_owned(),
        description: tokens.text("description"),
        paragraph: paragraph(&mut tokens),
        text: texts(&mut tokens, page.grid, &typefaces),
        space: space(&mut tokens),
        colours: colours(&mut tokens),
        sections: sections(&mut tokens),
        makeup: makeup(&mut tokens),
        blocks: blocks(&mut tokens),
        typefaces,
        page,
    };
    tokens.report_unknown();
    if tokens.faults.is_empty() {
        check_page(&style, &mut tokens);
        check_contrast(&style, &mut tokens);
    }
    if tokens.faults.is_empty() { Ok(style) } else { Err(tokens.faults) }
}

fn page(tokens: &mut Tokens) -> PageStyle {
    let grid = tokens.points("page.grid");
    if !(4.0..=200.0).contains(&grid.0) {
        tokens.fault("page.grid", "a leading from 4pt to 200pt");
    }
    let side_head = tokens.flag("page.side-heads").then(|| SideHead {
        width: tokens.points("page.side-head-width"),
        gap: tokens.points("page.side-head-gap"),
    });
    tokens.has("page.side-head-width");
    tokens.has("page.side-head-gap");
    PageStyle {
        size: size(tokens),
        margin_top: tokens.points("page.margin-top"),
        margin_bottom: tokens.points("page.margin-bottom"),
        margin_left: tokens.points("page.margin-left"),
        margin_right: tokens.points("page.margin-right"),
        grid,
        columns: tokens.count("page.columns", 1..=4),
        column_gap: tokens.points("page.column-gap"),
        side_head,
        head_baseline: tokens.points("page.head-baseline"),
        foot_baseline: tokens.points("page.foot-baseline"),
        has_masthead: tokens.flag("page.masthead"),
        has_running_head: tokens.flag("page.running-head"),
        has_foot: tokens.flag("page.foot"),
        has_foot_rule: tokens.flag("page.foot-rule"),
    }
}

/// The sheet: a name that printers know, or two lengths.
fn size(tokens: &mut Tokens) -> Size {
    let known: &[(&str, (f64, f64))] = &[
        ("a4", (210.0, 297.0)),
        ("a5", (148.0, 210.0)),
        ("b5", (176.0, 250.0)),
        ("letter", (215.9, 279.4)),
        ("legal", (215.9, 355.6)),
    ];
    if tokens.has("page.width") || tokens.has("page.height") {
        tokens.has("page.sheet");
        return Size { width: tokens.points("page.width"), height: tokens.points("page.height") };
    }
    let (width, height) = tokens.choice("page.sheet", known);
    Size { width: Pt::from_mm(width), height: Pt::from_mm(height) }
}

fn paragraph(tokens: &mut Tokens) -> ParagraphStyle {
    ParagraphStyle {
        indent: tokens.ems("paragraph.indent"),
        gap: tokens.number("paragraph.gap", 0.0..=4.0),
        hyphenate: tokens.flag("paragraph.hyphenate"),
        hyphen_minimum: (
            tokens.count("paragraph.hyphen-before", 1..=10),
            tokens.count("paragraph.hyphen-after", 1..=10),
        ),
        exceptions: hyphenation::exceptions(tokens),
        hyphen_penalty: tokens.number("paragraph.hyphen-penalty", 0.0..=10_000.0),
        consecutive_hyphen_demerits: tokens.number("paragraph.consecutive-hyphens", 0.0..=1e6),
        final_hyphen_demerits: tokens.number("paragraph.final-hyphen", 0.0..=1e6),
        fitness_demerits: tokens.number("paragraph.fitness", 0.0..=1e6),
        tolerances: tokens.numbers("paragraph.tolerances"),
        flex_tolerance: tokens.number("paragraph.flex-tolerance", 0.0..=10_000.0),
        space_stretch: tokens.number("paragraph.space-stretch", 0.0..=3.0),
        space_shrink: tokens.number("paragraph.space-shrink", 0.0..=0.6),
        protrusion: tokens.flag("paragraph.protrusion"),
        expansion: tokens.number("paragraph.expansion", 0.0..=0.05),
        last_line_minimum: tokens.ems("paragraph.last-line-minimum"),
        lead_in: tokens.flag("paragraph.lead-in"),
    }
}

fn typefaces(tokens: &mut Tokens) -> Typefaces {
    let mut named = |name: &str| tokens.optional_text(name).map(Arc::from);
    Typefaces { serif: named("font.serif"), sans: named("font.sans"), mono: named("font.mono") }
}

fn texts(tokens: &mut Tokens, grid: Pt, typefaces: &Typefaces) -> TextStyles {
    let body_size = match tokens.length("text.body.size") {
        Length::Pt(size) => size,
        _ => {
            tokens.fault("text.body.size", "a length in pt");
            Pt(10.0)
        }
    };
    let mut of = |name: &str| {
        let text = text(tokens, name, body_size, grid);
        TextStyle { typeface: typefaces.named(text.family).cloned(), ..text }
    };
    TextStyles {
        body: of("body"),
        masthead_series: of("masthead-series"),
        masthead_facts: of("masthead-facts"),
        title: of("title"),
        subtitle: of("subtitle"),
        byline: of("byline"),
        section_heading: of("section-heading"),
        quiet_heading: of("quiet-heading"),
        headings: [of("heading-3"), of("heading-4"), of("heading-5"), of("heading-6")],
        disclaimer: of("disclaimer"),
        notice: of("notice"),
        synopsis: of("synopsis"),
        about: of("about"),
        citation: of("citation"),
        quote: of("quote"),
        code: of("code"),
        table: of("table"),
        table_head: of("table-head"),
        caption: of("caption"),
        note: of("note"),
        running_head: of("running-head"),
        foot: of("foot"),
    }
}

/// A text of the style; what it leaves open is as the body has it.
fn text(tokens: &mut Tokens, element: &str, body_size: Pt, grid: Pt) -> TextStyle {
    let mut name = |token: &str| {
        let own = format!("text.{element}.{token}");
        if tokens.has(&own) { own } else { format!("text.body.{token}") }
    };
    let names = [
        name("family"),
        name("optical"),
        name("weight"),
        name("italic"),
        name("size"),
        name("leading"),
        name("colour"),
        name("figures"),
        name("small-capitals"),
        name("tracking"),
        name("align"),
    ];
    let size = match tokens.length(&names[4]) {
        Length::Pt(size) => size,
        Length::Em(em) => em.at(body_size),
        Length::Grid(steps) => grid * steps,
    };
    let leading = match tokens.length(&names[5]) {
        Length::Pt(leading) => leading,
        Length::Em(em) => em.at(size),
        Length::Grid(steps) => grid * steps,
    };
    if !(3.0..=144.0).contains(&size.0) {
        tokens.fault(&names[4], "a size from 3pt to 144pt");
    }
    if leading.0 < size.0 * 0.9 || leading.0 > size.0 * 4.0 {
        tokens.fault(&names[5], &format!("a leading that suits {:.1}pt", size.0));
    }
    TextStyle {
        family: tokens.choice(&names[0], FAMILIES),
        typeface: None,
        optical: tokens.choice(&names[1], OPTICALS),
        weight: tokens.choice(&names[2], WEIGHTS),
        italic: tokens.flag(&names[3]),
        size,
        leading,
        colour: tokens.colour(&names[6]),
        figures: tokens.choice(&names[7], FIGURES),
        small_capitals: tokens.flag(&names[8]),
        tracking: tokens.ems(&names[9]),
        align: tokens.choice(&names[10], ALIGNMENTS),
    }
}

const FAMILIES: &[(&str, Family)] =
    &[("serif", Family::Serif), ("sans", Family::Sans), ("mono", Family::Mono)];
const OPTICALS: &[(&str, Optical)] = &[
    ("text", Optical::Text),
    ("caption", Optical::Caption),
    ("subhead", Optical::Subhead),
    ("display", Optical::Display),
];
const WEIGHTS: &[(&str, Weight)] =
    &[("regular", Weight::Regular), ("semibold", Weight::Semibold), ("bold", Weight::Bold)];
const FIGURES: &[(&str, Figures)] =
    &[("old-style", Figures::OldStyle), ("lining", Figures::Lining), ("tabular", Figures::Tabular)];
const ALIGNMENTS: &[(&str, Align)] = &[
    ("justify", Align::Justify),
    ("start", Align::Start),
    ("centre", Align::Centre),
    ("end", Align::End),
    ("balance", Align::Balance),
];
const SECTIONS: &[(&str, SectionRole)] = &[
    ("disclaimer", SectionRole::Disclaimer),
    ("notices", SectionRole::Notices),
    ("synopsis", SectionRole::Synopsis),
    ("commentary", SectionRole::Commentary),
    ("about", SectionRole::About),
    ("citation", SectionRole::Citation),
    ("rights", SectionRole::Rights),
];

fn space(tokens: &mut Tokens) -> SpaceStyle {
    let mut steps = |name: &str| tokens.number(name, 0.0..=20.0);
    SpaceStyle {
        before_title: steps("space.before-title"),
        before_byline: steps("space.before-byline"),
        before_sections: steps("space.before-sections"),
        before_section: steps("space.before-section"),
        before_heading: steps("space.before-heading"),
        after_heading: steps("space.after-heading"),
        around_block: steps("space.around-block"),
        quote_indent: tokens.ems("space.quote-indent"),
        list_indent: tokens.ems("space.list-indent"),
        heavy_rule: tokens.points("space.heavy-rule"),
        light_rule: tokens.points("space.light-rule"),
    }
}

fn colours(tokens: &mut Tokens) -> Colours {
    Colours {
        ground: tokens.colour("colour.ground"),
        masthead_rule: tokens.colour("colour.masthead-rule"),
        rule: tokens.colour("colour.rule"),
        link: tokens.colour("colour.link"),
        code_ground: tokens.optional_colour("colour.code-ground"),
        disclaimer_ground: tokens.optional_colour("colour.disclaimer-ground"),
    }
}

fn sections(tokens: &mut Tokens) -> Vec<SectionRole> {
    let mut roles = Vec::new();
    for word in tokens.texts("sections") {
        match SECTIONS.iter().find(|(known, _)| *known == word) {
            Some((_, role)) if roles.contains(role) => {
                tokens.refuse("sections", format!("`sections` names \"{word}\" twice"));
            }
            Some((_, role)) => roles.push(*role),
            None => {
                let list: Vec<&str> = SECTIONS.iter().map(|(known, _)| *known).collect();
                tokens.refuse(
                    "sections",
                    format!("`sections` names \"{word}\", expected some of \"{}\"", list.join("\", \"")),
                );
            }
        }
    }
    if !roles.contains(&SectionRole::Commentary) {
        tokens.refuse("sections", "`sections` leaves out \"commentary\", the text itself".into());
    }
    roles
}

fn makeup(tokens: &mut Tokens) -> MakeupStyle {
    MakeupStyle {
        orphan_lines: tokens.count("makeup.orphan-lines", 1..=6),
        widow_lines: tokens.count("makeup.widow-lines", 1..=6),
        lines_after_heading: tokens.count("makeup.lines-after-heading", 1..=6),
        last_page_lines: tokens.count("makeup.last-page-lines", 1..=20),
        short_page: tokens.number("makeup.short-page", 0.0..=1e6),
        hyphen_at_end: tokens.number("makeup.hyphen-at-end", 0.0..=1e6),
        looseness: tokens.number("makeup.looseness", 0.0..=1e6),
        stretch: tokens.number("makeup.stretch", 0.0..=1e6),
        stretch_lines: tokens.count("makeup.stretch-lines", 0..=6),
        page: tokens.number("makeup.page", 0.0..=1e6),
    }
}

fn blocks(tokens: &mut Tokens) -> BlockStyle {
    BlockStyle {
        note_rule: tokens.number("block.note-rule", 0.0..=1.0),
        figure_resolution: tokens.number("block.figure-resolution", 36.0..=1200.0),
        figure_height: tokens.number("block.figure-height", 0.1..=1.0),
        table_gap: tokens.ems("block.table-gap"),
        table_sizes: tokens.numbers("block.table-sizes"),
        padding: tokens.points("block.padding"),
        bullets: tokens.texts("block.bullets"),
        ornament: tokens.text("block.ornament"),
        code_turn: tokens.text("block.code-turn"),
        has_citation_rule: tokens.flag("block.citation-rule"),
    }
}

/// Checks that the margins leave room for text.
fn check_page(style: &Style, tokens: &mut Tokens) {
    let page = &style.page;
    let measure = style.measure();
    let shortest = style.text.body.size * 12.0;
    if measure.0 < shortest.0 {
        let message = format!(
            "the measure is {:.1}pt, expected at least {:.0}pt (12 em of the body's size)",
            measure.0, shortest.0
        );
        tokens.refuse("page.margin-left", message);
    }
    let depth = page.size.height - page.margin_top - page.margin_bottom;
    if depth.0 < page.grid.0 * 10.0 {
        let message = format!("the type area is {:.1}pt high, expected room for ten lines at least", depth.0);
        tokens.refuse("page.margin-top", message);
    }
    if page.columns > 1 && page.side_head.is_some() {
        tokens.refuse("page.columns", "side-heads need a page of one column".into());
    }
    if page.head_baseline.0 > page.margin_top.0 || page.foot_baseline.0 > page.margin_bottom.0 {
        tokens.refuse("page.head-baseline", "the running head or foot stands within the type area".into());
    }
    if (style.text.body.leading.0 - page.grid.0).abs() > 1e-6 {
        let message = format!(
            "the body's leading is {:.2}pt, expected the grid's step of {:.2}pt",
            style.text.body.leading.0, page.grid.0
        );
        tokens.refuse("text.body.leading", message);
    }
    if style.blocks.bullets.is_empty() {
        tokens.fault("block.bullets", "at least one mark");
    }
}

/// Checks every text's colour against what lies below it.
fn check_contrast(style: &Style, tokens: &mut Tokens) {
    let ground = style.colours.ground;
    for (name, text) in named_texts(&style.text) {
        let own = match name {
            "code" => style.colours.code_ground,
            "disclaimer" => style.colours.disclaimer_ground,
            _ => None,
        };
        let below = own.unwrap_or(ground);
        let token = format!("text.{name}.colour");
        let token = if tokens.has(&token) { token } else { "text.body.colour".into() };
        check_pair(&token, text.colour, below, contrast::wanted(text), tokens);
    }
    check_pair("colour.link", style.colours.link, ground, 4.5, tokens);
}

fn check_pair(token: &str, colour: Colour, below: Colour, wanted: f64, tokens: &mut Tokens) {
    let ratio = contrast(colour, below);
    if ratio < wanted {
        let message = format!(
            "`{token}` is {colour}, which stands out from {below} by {ratio:.1} to 1, expected {wanted} to 1"
        );
        let mut fault = Diagnostic::error(&codes::LOW_CONTRAST, message);
        fault.span = tokens.span(token);
        tokens.faults.push(fault);
    }
}

/// Every text of a style under its token's name.
fn named_texts(texts: &TextStyles) -> [(&'static str, &TextStyle); 25] {
    let [third, fourth, fifth, sixth] = &texts.headings;
    [
        ("body", &texts.body),
        ("masthead-series", &texts.masthead_series),
        ("masthead-facts", &texts.masthead_facts),
        ("title", &texts.title),
        ("subtitle", &texts.subtitle),
        ("byline", &texts.byline),
        ("section-heading", &texts.section_heading),
        ("quiet-heading", &texts.quiet_heading),
        ("heading-3", third),
        ("heading-4", fourth),
        ("heading-5", fifth),
        ("heading-6", sixth),
        ("disclaimer", &texts.disclaimer),
        ("notice", &texts.notice),
        ("synopsis", &texts.synopsis),
        ("about", &texts.about),
        ("citation", &texts.citation),
        ("quote", &texts.quote),
        ("code", &texts.code),
        ("table", &texts.table),
        ("table-head", &texts.table_head),
        ("caption", &texts.caption),
        ("note", &texts.note),
        ("running-head", &texts.running_head),
        ("foot", &texts.foot),
    ]
}
