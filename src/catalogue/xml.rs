//! XML with an element a line, indented, as people who load it into other systems look at it.

use crate::epub::markup::Markup;

/// A document that grows by elements.
pub(super) struct Xml {
    markup: Markup,
    open: Vec<&'static str>,
    /// How deep it will stand in another document.
    depth: usize,
}

/// Attributes; one without a value is left out.
pub(super) type Attributes<'a> = &'a [(&'a str, Option<&'a str>)];

impl Xml {
    /// Begins a document with its declaration.
    pub(super) fn new() -> Self {
        let mut markup = Markup::default();
        markup.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        Self { markup, open: Vec::new(), depth: 0 }
    }

    /// Begins elements that another document will hold, so many elements deep.
    pub(super) fn within_another(depth: usize) -> Self {
        Self { markup: Markup::default(), open: Vec::new(), depth }
    }

    /// Takes in elements that were written apart.
    pub(super) fn raw(&mut self, elements: &str) {
        self.markup.raw(elements);
    }

    /// Opens an element that holds others.
    pub(super) fn open(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.indent();
        self.markup.open(name, attributes);
        self.markup.line();
        self.open.push(name);
    }

    /// Closes the element opened last.
    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.indent();
            self.markup.close(name);
            self.markup.line();
        }
    }

    /// Writes an element that holds others.
    pub(super) fn within(
        &mut self,
        name: &'static str,
        attributes: Attributes<'_>,
        inner: impl FnOnce(&mut Self),
    ) {
        self.open(name, attributes);
        inner(self);
        self.close();
    }

    /// Writes an element that holds text.
    pub(super) fn leaf(&mut self, name: &str, attributes: Attributes<'_>, text: &str) {
        self.indent();
        self.markup.element(name, attributes, text);
        self.markup.line();
    }

    /// Writes an element that holds text, if there is one.
    pub(super) fn leaf_if(&mut self, name: &str, attributes: Attributes<'_>, text: Option<&str>) {
        if let Some(text) = text {
            self.leaf(name, attributes, text);
        }
    }

    /// Writes an element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.indent();
        self.markup.empty(name, attributes);
        self.markup.line();
    }

    /// Returns the document, everything closed.
    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.markup.finish()
    }

    fn indent(&mut self) {
        for _ in 0..self.depth + self.open.len() {
            self.markup.raw("  ");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_indented_and_closed() {
        let mut xml = Xml::new();
        xml.open("a", &[("b", Some("<"))]);
        xml.leaf("c", &[], "d & e");
        xml.empty("f", &[]);
        let written = xml.finish();
        let (_, body) = written.split_once('\n').expect("a declaration");
        assert_eq!(body, "<a b=\"&lt;\">\n  <c>d &amp; e</c>\n  <f/>\n</a>\n");
    }
}
