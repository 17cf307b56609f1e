//! Sections: their text, their space, and their headings, which hang in the margin or stand above.

use super::walk::{Setter, Setup, galley_lines};
use super::{ABOVE, Anchor, Break, GalleyLine, Ground, Setting};
use crate::document::inline::plain_text;
use crate::document::{Direction, Section, SectionRole};
use crate::geometry::{Point, Pt};
use crate::layout::frame::{DestinationName, Item};
use crate::layout::paragraph::Measure;
use crate::layout::structure::{ElementId, Tag};
use crate::style::{Align, TextStyle};

impl<'a> Setter<'a> {
    /// Text of sections, by what they are.
    fn section_text(&self, role: SectionRole) -> &'a TextStyle {
        let texts = &self.style.text;
        match role {
            SectionRole::Disclaimer => &texts.disclaimer,
            SectionRole::Changes | SectionRole::Notices => &texts.notice,
            SectionRole::Synopsis => &texts.synopsis,
            SectionRole::Commentary => &texts.body,
            SectionRole::About => &texts.about,
            SectionRole::Citation | SectionRole::Rights => &texts.citation,
        }
    }

    /// Sets a section: its heading, then its blocks.
    pub(super) fn section(&mut self, section: &'a Section, root: ElementId, space: f64) {
        let style = self.style;
        self.space = self.space.max(self.grid(space));
        self.gives.is_head = !self.galley.lines.is_empty();
        let element = self.tree.add(Some(root), Tag::Sect);
        let text = self.section_text(section.role);
        let mut setup = Setup {
            parent: element,
            text,
            x: Pt::ZERO,
            width: style.measure(),
            direction: self.document.direction,
            list_level: 0,
            gap: self.grid(style.paragraph.gap),
            indent: style.paragraph.indent.at(text.size),
            ground: None,
            is_snapped: style.paragraph.gap.fract() == 0.0,
            lift: u8::from(section.heading.is_none()),
        };
        let first = self.galley.lines.len();
        if section.role == SectionRole::Citation && style.blocks.has_citation_rule {
            self.light_rule(&setup);
        }
        self.section_heading(section, &setup);
        self.starts_section = true;
        let padding = (section.role == SectionRole::Disclaimer)
            .then_some(style.colours.disclaimer_ground)
            .flatten()
            .map(|colour| {
                setup.ground = Some(Ground { colour, x: setup.x, width: setup.width });
                style.blocks.padding
            });
        if let Some(padding) = padding {
            setup = setup.inset(padding, padding);
            self.starts_section = false;
            self.pad(&setup, padding, true);
        }
        let lead_in = section.role == SectionRole::Commentary && style.paragraph.lead_in;
        self.blocks_led(&section.blocks, &setup, lead_in);
        if !self.side_head.is_empty() {
            self.push(GalleyLine { below: self.grid(1.0 - ABOVE), ..GalleyLine::strut(self.grid(ABOVE)) });
        }
        if let Some(padding) = padding {
            self.pad(&setup, padding, false);
        }
        self.reach_past_side_head(section, first);
        self.starts_section = false;
    }

    /// Keeps a side-head of many lines from running into the next section's.
    fn reach_past_side_head(&mut self, section: &Section, first: usize) {
        let Some(side) = self.style.page.side_head else { return };
        let Some(heading) = &section.heading else { return };
        let text = self.heading_text(section.role);
        // A rough count is enough: it only makes room.
        let words = plain_text(heading);
        let count = (words.chars().count() as f64 * text.size.0 * 0.55 / side.width.0).ceil();
        let wanted = text.leading * count;
        let depth: Pt = self.galley.lines[first..].iter().map(|line| line.above + line.below).sum();
        if depth.0 + 1e-6 < wanted.0 {
            let mut strut = GalleyLine::strut(wanted - depth);
            strut.break_before = Break::Never;
            self.galley.lines.push(strut);
        }
    }

    /// The space above a section, in steps of the grid.
    pub(super) fn space_before(&self, role: SectionRole, before: Option<SectionRole>) -> f64 {
        let is_small = |role| matches!(role, SectionRole::Citation | SectionRole::Rights);
        match before {
            None => self.style.space.before_sections,
            // Citation and rights are one block of small type.
            Some(before) if is_small(role) && is_small(before) => self.style.space.before_section / 4.0,
            Some(_) => self.style.space.before_section,
        }
    }

    fn heading_text(&self, role: SectionRole) -> &'a TextStyle {
        match role {
            SectionRole::Disclaimer | SectionRole::Citation | SectionRole::Rights => {
                &self.style.text.quiet_heading
            }
            _ => &self.style.text.section_heading,
        }
    }

    /// Sets a section's heading: in the margin, or above the text.
    fn section_heading(&mut self, section: &Section, setup: &Setup<'_>) {
        let words = section.heading.as_deref().map(plain_text);
        let outline = words.clone().map(|words| (2, words));
        self.tree.get_mut(setup.parent).title = words;
        let name = Some(DestinationName::Id(section.id.clone()));
        self.tree.get_mut(setup.parent).id = Some(section.id.clone());
        self.anchors.push(Anchor { name, element: setup.parent, outline });
        let Some(heading) = &section.heading else { return };
        let text = self.heading_text(section.role);
        let element = self.tree.add(Some(setup.parent), Tag::H(2));
        let shaped = self.shape(heading, element, text, setup.direction, false);
        match self.style.page.side_head {
            Some(side) => self.side_head = shaped.set(&Measure::new(side.width, text.align)),
            None => {
                let measure = Measure::new(setup.width, text.align);
                let setting = Setting { measure, x: setup.x, leading: text.leading };
                let lines = self.lines(shaped.set(&measure), &setting);
                self.push_block(lines, true, setup);
                self.keep = self.style.makeup.lines_after_heading;
            }
        }
        self.place_notes(setup);
    }

    /// Hangs a heading beside a line, and before it in reading order.
    pub(super) fn hang_side_head(&mut self, line: &mut GalleyLine) {
        let Some(side) = self.style.page.side_head else { return };
        let head = std::mem::take(&mut self.side_head);
        let quiet = &self.style.text.quiet_heading;
        let size = head.iter().flat_map(|line| &line.items).find_map(|placed| match &placed.item {
            Item::Run(run) => Some(run.size),
            _ => None,
        });
        let is_quiet = size.is_some_and(|size| (size.0 - quiet.size.0).abs() < 1e-6);
        let leading = if is_quiet { quiet.leading } else { self.style.text.section_heading.leading };
        let x = match self.document.direction {
            Direction::Ltr => -(side.width + side.gap),
            Direction::Rtl => self.style.measure() + side.gap,
        };
        // Beside what is no text (a figure) the heading stands at the top.
        let first = if line.is_text { Pt::ZERO } else { leading * ABOVE - line.above };
        let setting = Setting { measure: Measure::new(side.width, Align::Start), x, leading };
        let text_items = std::mem::take(&mut line.items);
        for (at, mut part) in galley_lines(head, &setting).into_iter().enumerate() {
            part.shift(Point { x: Pt::ZERO, y: first + leading * at as f64 });
            line.items.append(&mut part.items);
            line.links.append(&mut part.links);
            line.marks.append(&mut part.marks);
        }
        line.items.extend(text_items);
    }
}
