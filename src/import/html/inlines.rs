//! The text within a block.

use scraper::{ElementRef, Node};

use super::blocks::Walker;
use crate::import::inline::{self, Inline, Mark};
use crate::import::report::{Action, excerpt};

impl Walker<'_> {
    /// Reads the inlines below an element.
    pub(super) fn inlines(&mut self, element: ElementRef<'_>) -> Vec<Inline> {
        let mut result = Vec::new();
        for child in element.children() {
            match child.value() {
                Node::Text(text) => result.push(Inline::Text(fold(text))),
                Node::Element(_) => {
                    if let Some(child) = ElementRef::wrap(child) {
                        self.inline(child, &mut result);
                    }
                }
                _ => {}
            }
        }
        inline::tidy(result)
    }

    /// Reads one inline element.
    pub(super) fn inline(&mut self, element: ElementRef<'_>, result: &mut Vec<Inline>) {
        if self.is_dropped(element) {
            return;
        }
        if let Some(address) = element.attr("data-cfemail").and_then(unmask) {
            let message = format!("unmasked an e-mail address: `{address}`");
            self.report.add(Action::Repaired, self.page.line(element), None, message);
            result.push(Inline::Text(address));
            return;
        }
        let name = element.value().name();
        let marked = |mark: Mark, children| Inline::Marked(mark, children);
        match name {
            "br" => result.push(Inline::Break),
            "wbr" => {}
            "img" => result.extend(self.image(element)),
            "code" | "kbd" | "samp" | "tt" => result.push(Inline::Code(element.text().collect())),
            "a" => self.link(element, result),
            "em" | "i" | "cite" | "dfn" => {
                let children = self.inlines(element);
                result.push(marked(Mark::Emphasis, children));
            }
            "strong" | "b" => {
                let children = self.inlines(element);
                result.push(marked(Mark::Strong, children));
            }
            "del" | "s" | "strike" => {
                let children = self.inlines(element);
                result.push(marked(Mark::Strike, children));
            }
            "sup" | "sub" => self.script(element, name, result),
            "q" => {
                result.push(Inline::Text("“".to_owned()));
                result.extend(self.inlines(element));
                result.push(Inline::Text("”".to_owned()));
            }
            _ => {
                let children = self.inlines(element);
                match self.language(element) {
                    Some(tag) if name != "body" => result.push(marked(Mark::Lang(tag), children)),
                    _ => result.extend(children),
                }
            }
        }
    }

    fn script(&mut self, element: ElementRef<'_>, name: &str, result: &mut Vec<Inline>) {
        let children = self.inlines(element);
        if children.iter().all(|inline| matches!(inline, Inline::Note(_))) {
            result.extend(children);
        } else if name == "sup" {
            result.push(Inline::Marked(Mark::Superscript, children));
        } else {
            result.push(Inline::Marked(Mark::Subscript, children));
        }
    }

    fn link(&mut self, element: ElementRef<'_>, result: &mut Vec<Inline>) {
        let href = element.attr("href").unwrap_or_default().trim();
        if let Some(target) =
            href.split_once('#').map(|(_, target)| target).filter(|target| !target.is_empty())
        {
            if let Some(label) = self.note_of(target) {
                result.push(Inline::Note(label));
                return;
            }
            if self.is_back_link(element, target) {
                return;
            }
        }
        let children = self.inlines(element);
        if let Some(url) = self.absolute(href) {
            result.push(Inline::Link { url, children });
            return;
        }
        let words = inline::plain(&children);
        if !words.is_empty() && !href.is_empty() {
            let message = format!(
                "the link of `{}` to `{}`, which is no address by itself",
                excerpt(&words),
                excerpt(href)
            );
            self.report.add(Action::Dropped, self.page.line(element), None, message);
        }
        result.extend(children);
    }
}

/// Folds white space as a browser does.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, ' ' | '\n' | '\t' | '\r' | '\u{c}') {
            if !folded.ends_with(' ') {
                folded.push(' ');
            }
        } else {
            folded.push(c);
        }
    }
    folded
}

/// Takes the mask off an address: bytes in hexadecimal, each combined with the first by exclusive or.
fn unmask(code: &str) -> Option<String> {
    let bytes: Vec<u8> = (0..code.len())
        .step_by(2)
        .map(|at| code.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()))
        .collect::<Option<_>>()?;
    let (key, rest) = bytes.split_first()?;
    let address = String::from_utf8(rest.iter().map(|byte| byte ^ key).collect()).ok()?;
    crate::record::identifier::is_email(&address).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masked_addresses_are_read() {
        let key = 0x2a_u8;
        let code: String = std::iter::once(key)
            .chain("a@b.example".bytes().map(|b| b ^ key))
            .map(|b| format!("{b:02x}"))
            .collect();
        assert_eq!(unmask(&code).as_deref(), Some("a@b.example"));
        assert_eq!(unmask("zz"), None);
    }

    #[test]
    fn white_space_is_folded_and_no_break_spaces_stay() {
        assert_eq!(fold("a \n\t b\u{a0} c"), "a b\u{a0} c");
    }
}
