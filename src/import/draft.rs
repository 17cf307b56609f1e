//! The record file that is written: front matter in our order of keys, then the body.

use super::manuscript::Person;
use crate::spaces;

/// A record, before anybody judged it.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// By key, in any order.
    pub lines: Vec<(&'static str, String)>,
    /// By key, in any order.
    pub lists: Vec<(&'static str, Vec<String>)>,
    /// In order of the byline.
    pub authors: Vec<Person>,
    /// One bio for all, CommonMark.
    pub author_note: Option<String>,
    /// The abstract, CommonMark.
    pub synopsis: Option<String>,
    /// Fields that could not be decided: key, value, why.
    pub undecided: Vec<(&'static str, String, String)>,
    /// The text, CommonMark.
    pub body: String,
}

/// The keys in the order in which people read them.
const ORDER: [&str; 19] = [
    "series",
    "number",
    "title",
    "subtitle",
    "authors",
    "author_note",
    "date",
    "updated",
    "synopsis",
    "topics",
    "regions",
    "keywords",
    "lang",
    "doi",
    "url",
    "rights",
    "license",
    "translator",
    "status",
];

/// Folded lines of the front matter are filled to this many characters.
const WIDTH: usize = 100;

impl Draft {
    /// Sets a field of one line, unless it is set.
    pub fn set(&mut self, key: &'static str, value: &str) {
        let value = spaces::folded(value);
        if !value.is_empty() && self.line(key).is_none() {
            self.lines.push((key, value));
        }
    }

    /// Returns a field of one line.
    #[must_use]
    pub fn line(&self, key: &str) -> Option<&str> {
        self.lines.iter().find(|(name, _)| *name == key).map(|(_, value)| value.as_str())
    }

    /// Returns the text of the record file.
    #[must_use]
    pub fn text(&self) -> String {
        let mut yaml = String::from("---\n");
        for key in ORDER {
            self.push_key(key, &mut yaml);
        }
        format!("{yaml}---\n\n{}\n", self.body.trim_end())
    }

    fn push_key(&self, key: &'static str, yaml: &mut String) {
        match key {
            "authors" => self.push_authors(yaml),
            "author_note" => self.author_note.iter().for_each(|text| push_prose(key, text, 0, yaml)),
            "synopsis" => self.synopsis.iter().for_each(|text| push_prose(key, text, 0, yaml)),
            _ => {
                if let Some(value) = self.line(key) {
                    yaml.push_str(&format!("{key}: {}\n", scalar(value, key)));
                }
                if let Some((_, list)) = self.lists.iter().find(|(name, _)| *name == key)
                    && !list.is_empty()
                {
                    yaml.push_str(&format!("{key}:\n"));
                    list.iter().for_each(|item| yaml.push_str(&format!("  - {}\n", scalar(item, ""))));
                }
            }
        }
        for (_, value, why) in self.undecided.iter().filter(|(name, ..)| *name == key) {
            yaml.push_str(&format!("# {}\n# {key}: {value}\n", comment(why)));
        }
    }

    fn push_authors(&self, yaml: &mut String) {
        if self.authors.is_empty() {
            return;
        }
        yaml.push_str("authors:\n");
        for author in &self.authors {
            yaml.push_str(&format!("  - name: {}\n", scalar(&author.name, "")));
            for (key, value) in [("affiliation", &author.affiliation), ("orcid", &author.orcid)] {
                if let Some(value) = value {
                    yaml.push_str(&format!("    {key}: {}\n", scalar(value, "")));
                }
            }
            if let Some(bio) = &author.bio {
                push_prose("bio", bio, 4, yaml);
            }
        }
    }
}

/// A comment is one line whatever it quotes.
fn comment(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Writes a value: as it is where YAML cannot take it for something else, or in double quotes.
fn scalar(value: &str, key: &str) -> String {
    let is_date = matches!(key, "date" | "updated");
    let is_plain = value.chars().next().is_some_and(char::is_alphabetic)
        && !value.contains(": ")
        && !value.contains(" #")
        && !value.ends_with([':', ' '])
        && !value
            .chars()
            .any(|c| c.is_control() || matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}'))
        && !["true", "false", "yes", "no", "on", "off", "null", "y", "n"]
            .contains(&value.to_lowercase().as_str());
    if is_date || (is_plain && key != "title" && key != "subtitle") {
        return value.to_owned();
    }
    quoted(value)
}

fn quoted(value: &str) -> String {
    let mut text = String::from("\"");
    for c in value.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            '\n' => text.push_str("\\n"),
            '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{feff}' => {
                text.push_str(&format!("\\u{:04X}", u32::from(c)))
            }
            c if c.is_control() => text.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => text.push(c),
        }
    }
    text.push('"');
    text
}

/// Writes prose as a block: folded where it is one paragraph, as it is where it has several.
fn push_prose(key: &str, text: &str, indent: usize, yaml: &mut String) {
    let pad = " ".repeat(indent);
    let text = text.trim();
    if text.contains('\n') {
        yaml.push_str(&format!("{pad}{key}: |-\n"));
        for line in text.lines() {
            yaml.push_str(format!("{pad}  {line}").trim_end());
            yaml.push('\n');
        }
        return;
    }
    yaml.push_str(&format!("{pad}{key}: >-\n"));
    for line in fill(text, WIDTH.saturating_sub(indent + 2)) {
        yaml.push_str(&format!("{pad}  {line}\n"));
    }
}

/// Breaks a text at single spaces, which folding puts back.
fn fill(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut length = 0;
    for word in text.split(' ') {
        let size = word.chars().count();
        match lines.last_mut() {
            Some(line) if length + 1 + size <= width || word.is_empty() || line.ends_with(' ') => {
                line.push(' ');
                line.push_str(word);
                length += 1 + size;
            }
            _ => {
                lines.push(word.to_owned());
                length = size;
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Project;
    use crate::record::{self, ReadContext};
    use std::path::Path;

    #[test]
    fn what_is_written_is_read_back() {
        let bio = "Ann: a \"poet\" # of `code`. ".repeat(12);
        let mut draft = Draft {
            authors: vec![Person {
                name: "O’Neil: Ann".to_owned(),
                bio: Some(bio.clone()),
                ..Person::default()
            }],
            synopsis: Some("One.\n\nTwo: *three*.".to_owned()),
            lists: vec![("topics", vec!["no".to_owned(), "Law: sea".to_owned(), "- dash".to_owned()])],
            undecided: vec![("updated", "2014-10-01".to_owned(), "or 2014-01-10".to_owned())],
            body: "Text.".to_owned(),
            ..Draft::default()
        };
        draft.set("title", "Dues: \"up\" \\ down # now");
        draft.set("number", "12033");
        draft.set("date", "2012-02-23");
        let project = Project::default();
        let reading = record::read(Path::new("a.md"), draft.text().as_bytes(), &ReadContext::new(&project));
        assert!(reading.diagnostics.iter().all(|one| !one.is_error()), "{:?}", reading.diagnostics);
        let record = &reading.records[0];
        assert_eq!(record.title.text, "Dues: \"up\" \\ down # now");
        assert_eq!(record.number, "12033");
        assert_eq!(record.authors[0].bio.as_ref().map(|bio| bio.text.as_str()), Some(bio.trim()));
        assert_eq!(record.synopsis.as_ref().map(|text| text.text.as_str()), Some("One.\n\nTwo: *three*."));
        assert_eq!(record.topics, ["no", "Law: sea", "- dash"]);
        assert!(draft.text().contains("# or 2014-01-10\n# updated: 2014-10-01\n"));
    }
}
