//! What the pages show, and in whose name: marked content by its number, and what each stretch says.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId};

use super::file::{File, text};
use super::font::Font;
use super::lex::{Lexer, Token};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::verify::{CONTENT_NOT_OWNED, UNREADABLE, UNTAGGED_CONTENT};

/// The pages' content.
pub struct Content<'a> {
    /// By page, from 0, and number: what is said there.
    pub pages: Vec<BTreeMap<i64, String>>,
    /// The fonts, in order of first use.
    pub fonts: Vec<Font<'a>>,
}

/// Reads the content of all pages.
pub fn read<'a>(file: &'a File, faults: &mut Vec<Diagnostic>) -> Content<'a> {
    let mut content = Content { pages: Vec::new(), fonts: Vec::new() };
    let mut known = BTreeMap::new();
    for (nth, &page) in file.pages.iter().enumerate() {
        let bytes = match file.content(page) {
            Ok(bytes) => bytes,
            Err(why) => {
                faults
                    .push(Diagnostic::error(&UNREADABLE, format!("the content of page {}: {why}", nth + 1)));
                Vec::new()
            }
        };
        let names = fonts_of(file, page, &mut known, &mut content.fonts);
        let mut reader = Reader::new(nth, &content.fonts, names);
        reader.read(&bytes);
        faults.extend(reader.faults);
        content.pages.push(reader.said);
    }
    content
}

/// Returns which font each of a page's names stands for.
fn fonts_of<'a>(
    file: &'a File,
    page: ObjectId,
    known: &mut BTreeMap<ObjectId, usize>,
    fonts: &mut Vec<Font<'a>>,
) -> BTreeMap<Vec<u8>, usize> {
    let mut names = BTreeMap::new();
    let listed = resources(file, page).and_then(|resources| file.dictionary(resources, b"Font"));
    for (name, object) in listed.into_iter().flat_map(Dictionary::iter) {
        let Some(dictionary) = file.resolve(object).and_then(|object| object.as_dict().ok()) else {
            continue;
        };
        let at = match object {
            Object::Reference(id) => *known.entry(*id).or_insert_with(|| {
                fonts.push(Font::read(file, dictionary));
                fonts.len() - 1
            }),
            _ => {
                fonts.push(Font::read(file, dictionary));
                fonts.len() - 1
            }
        };
        names.insert(name.clone(), at);
    }
    names
}

/// Returns a page's resources, its own or those it takes from the nodes above it.
fn resources(file: &File, page: ObjectId) -> Option<&Dictionary> {
    let mut at = file.object(page)?;
    // A page tree is never this deep; the bound ends a loop of parents.
    for _ in 0..64 {
        if let Some(resources) = file.dictionary(at, b"Resources") {
            return Some(resources);
        }
        at = file.dictionary(at, b"Parent")?;
    }
    None
}

/// A marked-content sequence that is open.
enum Open {
    /// Marked content that says what its `ActualText` says.
    Said,
    /// Real content, by number.
    Marked(i64),
    /// An artifact.
    Artifact,
    /// Something else, with the text that replaces what it shows.
    Other(Option<String>),
}

/// Reads one page.
struct Reader<'c, 'a> {
    page: usize,
    fonts: &'c [Font<'a>],
    names: BTreeMap<Vec<u8>, usize>,
    said: BTreeMap<i64, String>,
    faults: Vec<Diagnostic>,
    open: Vec<Open>,
    font: Option<usize>,
    /// What the codes since the last move of the pen say, in the order they are shown: that of reading, whichever
    /// way the line runs.
    run: String,
    is_untagged_told: bool,
}

impl<'c, 'a> Reader<'c, 'a> {
    fn new(page: usize, fonts: &'c [Font<'a>], names: BTreeMap<Vec<u8>, usize>) -> Self {
        Self {
            page,
            fonts,
            names,
            said: BTreeMap::new(),
            faults: Vec::new(),
            open: Vec::new(),
            font: None,
            run: String::new(),
            is_untagged_told: false,
        }
    }

    fn read(&mut self, bytes: &[u8]) {
        let mut operands: Vec<Token<'_>> = Vec::new();
        let mut lexer = Lexer::new(bytes);
        while let Some(token) = lexer.next() {
            let Token::Word(operator) = token else {
                operands.push(token);
                continue;
            };
            self.operate(operator, &operands);
            if operator == b"ID" {
                lexer.skip_image_data();
            }
            operands.clear();
        }
        self.end_run();
        if !self.open.is_empty() {
            self.fault("marked content is left open".to_owned());
        }
    }

    fn operate(&mut self, operator: &[u8], operands: &[Token<'_>]) {
        match operator {
            b"BDC" | b"BMC" => self.begin(operands),
            b"EMC" => self.end(),
            b"Tf" => {
                if let Some(Token::Name(name)) = operands.first() {
                    self.font = self.names.get(*name).copied();
                }
            }
            b"Tj" | b"TJ" | b"'" | b"\"" => self.show(operands),
            b"Td" | b"TD" | b"Tm" | b"T*" | b"ET" => self.end_run(),
            b"f" | b"F" | b"f*" | b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*" | b"sh" | b"Do" | b"EI"
            | b"ID" => self.paint(),
            _ => {}
        }
    }

    fn begin(&mut self, operands: &[Token<'_>]) {
        // What was said before belongs to what was open before.
        if !self.is_replaced() && !matches!(operands.first(), Some(Token::Name(b"Span"))) {
            self.end_run();
        }
        let property = |key: &[u8]| {
            let at = operands.iter().position(|token| matches!(token, Token::Name(name) if *name == key))?;
            operands.get(at + 1)
        };
        let open = match (property(b"MCID"), operands.first()) {
            (Some(Token::Number(number)), _) => match property(b"ActualText") {
                Some(Token::Text(bytes)) => {
                    // Content that is marked and replaced at once.
                    self.begin_marked(*number as i64);
                    self.said.insert(*number as i64, text(bytes));
                    self.open.push(Open::Said);
                    return;
                }
                _ => Open::Marked(*number as i64),
            },
            (_, Some(Token::Name(b"Artifact"))) => Open::Artifact,
            _ => match property(b"ActualText") {
                Some(Token::Text(bytes)) => Open::Other(Some(text(bytes))),
                _ => Open::Other(None),
            },
        };
        if let Open::Marked(number) = open {
            self.begin_marked(number);
        }
        self.open.push(open);
    }

    fn begin_marked(&mut self, number: i64) {
        let is_inside =
            self.open.iter().any(|open| matches!(open, Open::Said | Open::Marked(_) | Open::Artifact));
        if self.said.insert(number, String::new()).is_some() {
            self.fault(format!("content {number} is marked twice"));
        } else if is_inside {
            self.fault(format!("content {number} stands within other marked content"));
        }
    }

    fn end(&mut self) {
        match self.open.last() {
            Some(Open::Other(Some(_))) if !self.is_replaced_above() => {
                if let Some(Open::Other(Some(text))) = self.open.pop() {
                    self.run.push_str(&text);
                }
            }
            Some(Open::Other(_)) => {
                self.open.pop();
            }
            Some(_) => {
                self.end_run();
                self.open.pop();
            }
            None => self.fault("more marked content is closed than was opened".to_owned()),
        }
    }

    fn is_replaced(&self) -> bool {
        self.open.iter().any(|open| matches!(open, Open::Said | Open::Other(Some(_))))
    }

    fn is_replaced_above(&self) -> bool {
        let above = &self.open[..self.open.len().saturating_sub(1)];
        above.iter().any(|open| matches!(open, Open::Said | Open::Other(Some(_))))
    }

    fn show(&mut self, operands: &[Token<'_>]) {
        self.paint();
        let Some(font) = self.font.and_then(|font| self.fonts.get(font)) else {
            self.fault("text is shown in a font that is not among the page's resources".to_owned());
            return;
        };
        let is_replaced = self.is_replaced();
        for token in operands {
            let Token::Text(codes) = token else { continue };
            let before = self.run.len();
            font.say(codes, &mut self.run);
            if is_replaced {
                self.run.truncate(before);
            }
        }
    }

    /// Gives what was said since the last move to the marked content that is open.
    fn end_run(&mut self) {
        if self.run.is_empty() {
            return;
        }
        let run = std::mem::take(&mut self.run);
        let number = self.open.iter().rev().find_map(|open| match open {
            Open::Marked(number) => Some(*number),
            _ => None,
        });
        let Some(said) = number.and_then(|number| self.said.get_mut(&number)) else { return };
        said.push_str(&run);
    }

    fn paint(&mut self) {
        let is_owned =
            self.open.iter().any(|open| matches!(open, Open::Said | Open::Marked(_) | Open::Artifact));
        if !is_owned && !self.is_untagged_told {
            self.is_untagged_told = true;
            let message =
                format!("page {} paints something that is neither tagged nor an artifact", self.page + 1);
            self.faults.push(Diagnostic::error(&UNTAGGED_CONTENT, message));
        }
    }

    fn fault(&mut self, what: String) {
        self.faults.push(Diagnostic::error(&CONTENT_NOT_OWNED, format!("page {}: {what}", self.page + 1)));
    }
}
