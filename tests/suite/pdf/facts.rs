//! What a written file says, read back from its objects.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

/// A file read back.
pub struct Facts {
    pub graph: Document,
    pub pages: Vec<ObjectId>,
    /// By page and number: what the content says by its codes, and instead of them.
    pub said: BTreeMap<(ObjectId, i64), Said>,
    /// By page: what artifacts say.
    pub furniture: Vec<String>,
}

/// What marked content says.
#[derive(Clone, Debug, Default)]
pub struct Said {
    pub codes: String,
    pub actual: Option<String>,
    pub lang: Option<String>,
}

impl Said {
    pub fn text(&self) -> &str {
        self.actual.as_deref().unwrap_or(&self.codes)
    }
}

impl Facts {
    pub fn of(bytes: &[u8]) -> Self {
        let graph = Document::load_mem(bytes).expect("it is read back");
        let pages: Vec<ObjectId> = graph.page_iter().collect();
        let mut facts = Self { graph, pages, said: BTreeMap::new(), furniture: Vec::new() };
        for page in facts.pages.clone() {
            facts.read_page(page);
        }
        facts
    }

    pub fn catalogue(&self) -> &Dictionary {
        self.graph.catalog().expect("there is a catalogue")
    }

    /// Follows a path of keys and, where a step is a number, of places in arrays.
    pub fn follow<'a>(&'a self, from: &'a Dictionary, path: &[&str]) -> &'a Object {
        let mut at = self.get(from, path[0]);
        for step in &path[1..] {
            at = match (at, step.parse::<usize>()) {
                (Object::Array(items), Ok(nth)) => self.resolve(&items[nth]),
                (object, _) => self.get(dictionary(object), step),
            };
        }
        at
    }

    fn get<'a>(&'a self, dictionary: &'a Dictionary, key: &str) -> &'a Object {
        self.resolve(dictionary.get(key.as_bytes()).unwrap_or_else(|_| panic!("no {key} in {dictionary:?}")))
    }

    pub fn resolve<'a>(&'a self, object: &'a Object) -> &'a Object {
        self.graph.dereference(object).expect("the reference leads somewhere").1
    }

    pub fn content(&self, page: usize) -> String {
        let bytes = self.graph.get_page_content(self.pages[page]);
        bytes.iter().map(|&byte| char::from(byte)).collect()
    }

    /// The embedded fonts: their `Type0` dictionaries, in the order of their names.
    pub fn fonts(&self) -> Vec<&Dictionary> {
        let resources =
            self.follow(self.graph.get_dictionary(self.pages[0]).expect("a page"), &["Resources", "Font"]);
        let mut named: Vec<_> = dictionary(resources).iter().collect();
        named.sort_by_key(|(name, _)| (*name).clone());
        named.into_iter().map(|(_, font)| dictionary(self.resolve(font))).collect()
    }

    fn read_page(&mut self, page: ObjectId) {
        let bytes = self.graph.get_page_content(page);
        let content = Content::decode(&bytes).expect("the content is read");
        let fonts = self.unicode_of(page);
        let mut font = BTreeMap::new();
        let mut open: Option<(Option<i64>, Said)> = None;
        for operation in &content.operations {
            match operation.operator.as_str() {
                "BDC" => {
                    assert!(open.is_none(), "marked content is nested");
                    let properties = dictionary(&operation.operands[1]);
                    let text = |key: &[u8]| properties.get(key).ok().map(text_string);
                    let said =
                        Said { codes: String::new(), actual: text(b"ActualText"), lang: text(b"Lang") };
                    open = Some((properties.get(b"MCID").and_then(Object::as_i64).ok(), said));
                }
                "EMC" => match open.take().expect("marked content is open") {
                    (Some(number), said) => {
                        assert!(
                            self.said.insert((page, number), said).is_none(),
                            "number {number} twice on a page"
                        );
                    }
                    (None, said) => self.furniture.push(said.codes),
                },
                "Tf" => font = fonts[operation.operands[0].as_name().expect("a name")].clone(),
                "TJ" => {
                    let said = &mut open.as_mut().expect("text stands in marked content").1;
                    for part in operation.operands[0].as_array().expect("an array") {
                        let Object::String(codes, _) = part else { continue };
                        for code in codes.chunks_exact(2) {
                            said.codes.push_str(&font[&u16::from_be_bytes([code[0], code[1]])]);
                        }
                    }
                }
                _ => {}
            }
        }
        assert!(open.is_none(), "marked content is left open");
    }

    /// By font name: what each code says.
    fn unicode_of(&self, page: ObjectId) -> BTreeMap<Vec<u8>, BTreeMap<u16, String>> {
        let fonts = self.follow(self.graph.get_dictionary(page).expect("a page"), &["Resources", "Font"]);
        let read = |font: &Object| {
            let map = self.get(dictionary(self.resolve(font)), "ToUnicode").as_stream().expect("a stream");
            let map = String::from_utf8(map.decompressed_content().expect("it is unpacked")).expect("ASCII");
            map.lines().filter_map(mapping).collect()
        };
        dictionary(fonts).iter().map(|(name, font)| (name.clone(), read(font))).collect()
    }

    /// The structure tree, one element a line, with what each says.
    pub fn tree(&self) -> String {
        let mut lines = String::new();
        self.add_kids(self.follow(self.catalogue(), &["StructTreeRoot", "K"]), None, 0, &mut lines);
        lines
    }

    fn add_kids(&self, kids: &Object, page: Option<ObjectId>, depth: usize, lines: &mut String) {
        match self.resolve(kids) {
            Object::Array(kids) => kids.iter().for_each(|kid| self.add_kids(kid, page, depth, lines)),
            Object::Integer(number) => {
                self.add_said(page.expect("a number stands on a page"), *number, depth, lines);
            }
            Object::Dictionary(kid) if kid.has_type(b"MCR") => {
                let page = kid.get(b"Pg").and_then(Object::as_reference).expect("a page");
                self.add_said(
                    page,
                    kid.get(b"MCID").and_then(Object::as_i64).expect("a number"),
                    depth,
                    lines,
                );
            }
            Object::Dictionary(kid) if kid.has_type(b"OBJR") => {
                let annotation = dictionary(self.get(kid, "Obj"));
                let contents = text_string(self.get(annotation, "Contents"));
                lines.push_str(&format!("{:depth$}-> {contents}\n", "", depth = depth * 2));
            }
            Object::Dictionary(element) => self.add_element(element, depth, lines),
            other => panic!("no kid of an element: {other:?}"),
        }
    }

    fn add_said(&self, page: ObjectId, number: i64, depth: usize, lines: &mut String) {
        let said = &self.said[&(page, number)];
        let lang = said.lang.as_ref().map_or_else(String::new, |lang| format!(" [{lang}]"));
        lines.push_str(&format!("{:depth$}{:?}{lang}\n", "", said.text(), depth = depth * 2));
    }

    fn add_element(&self, element: &Dictionary, depth: usize, lines: &mut String) {
        let name = String::from_utf8_lossy(self.get(element, "S").as_name().expect("a name")).into_owned();
        lines.push_str(&format!("{:depth$}{name}", "", depth = depth * 2));
        for key in ["ID", "T", "Lang", "Alt", "E"] {
            if let Ok(value) = element.get(key.as_bytes()) {
                lines.push_str(&format!(" {key}={}", text_string(value)));
            }
        }
        if let Ok(Object::Dictionary(attributes)) = element.get(b"A") {
            for (key, value) in attributes.iter().filter(|(key, _)| *key != b"O") {
                lines.push_str(&format!(" {}={}", String::from_utf8_lossy(key), plain(value)));
            }
        }
        lines.push('\n');
        let page = element.get(b"Pg").and_then(Object::as_reference).ok();
        if let Ok(kids) = element.get(b"K") {
            self.add_kids(kids, page, depth + 1, lines);
        }
    }
}

fn plain(value: &Object) -> String {
    match value {
        Object::Name(name) => String::from_utf8_lossy(name).into_owned(),
        Object::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(","),
        other => other.as_float().map_or_else(|_| format!("{other:?}"), |number| number.to_string()),
    }
}

pub fn dictionary(object: &Object) -> &Dictionary {
    match object {
        Object::Dictionary(dictionary) => dictionary,
        Object::Stream(stream) => &stream.dict,
        other => panic!("no dictionary: {other:?}"),
    }
}

/// Reads a text string.
pub fn text_string(object: &Object) -> String {
    let bytes = object.as_str().expect("a string");
    match bytes.strip_prefix(&[0xFE, 0xFF]) {
        Some(units) => utf16(units),
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|unit| u16::from_be_bytes([unit[0], unit[1]])).collect();
    String::from_utf16_lossy(&units)
}

/// Reads a line `<0001> <00660069>` of a character map.
fn mapping(line: &str) -> Option<(u16, String)> {
    let (code, text) = line.strip_prefix('<')?.strip_suffix('>')?.split_once("> <")?;
    let bytes: Option<Vec<u8>> =
        (0..text.len() / 2).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()).collect();
    Some((u16::from_str_radix(code, 16).ok()?, utf16(&bytes?)))
}
