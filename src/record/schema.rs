//! The JSON Schema (draft 2020-12) of a record, for editors that complete keys.
//!
//! Built from the same word lists as the validator. What a schema cannot say (check digits, the calendar, a
//! series' own rules) stays with `offprint check`.

use serde_json::{Map, Value, json};

use super::lint;
use super::vocabulary::{CORRECTION_KINDS, KEYS, ROLES, STATUSES};

/// The schema of the keys that a record has; the body of a `.md` file stands outside them.
#[must_use]
pub fn schema() -> Value {
    let mut properties = Map::new();
    for key in KEYS {
        properties.insert(key.to_owned(), property(key));
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:offprint:schema:record",
        "title": "offprint record",
        "description": "A commentary. In a .md file these are the keys of the front matter and the body stands below.",
        "type": "object",
        "additionalProperties": false,
        "required": ["title"],
        "properties": properties,
        "$defs": {
            "date": {
                "description": "Year, month, day: 2012-02-23",
                "type": "string",
                "format": "date",
                "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            },
            "lang": {
                "description": "A BCP 47 tag: en, en-GB, zh-Hans",
                "type": "string",
                "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$",
            },
            "line": { "description": "One line of text", "type": "string", "minLength": 1, "pattern": "^[^\\n\\r]*$" },
            "identifier": { "type": ["string", "integer"], "minLength": 1 },
            "lines": { "type": "array", "items": { "$ref": "#/$defs/line" } },
            "author": author(),
            "correction": correction(),
            "translation": translation(),
        },
    })
}

fn property(key: &str) -> Value {
    let described =
        |kind: &str, text: &str| json!({ "$ref": format!("#/$defs/{kind}"), "description": text });
    let list = |kind: &str, text: &str| json!({ "type": "array", "items": { "$ref": format!("#/$defs/{kind}") }, "description": text });
    let prose = |text: &str| json!({ "type": "string", "minLength": 1, "description": text });
    match key {
        "title" => {
            json!({ "type": ["string", "number"], "minLength": 1, "description": "In true case; *emphasis* is allowed" })
        }
        "subtitle" => described("line", "As the title"),
        "number" => described(
            "identifier",
            "The identifier within the series; by default the file's name without ending",
        ),
        "series" => described("line", "A series' key in the project file, or its title"),
        "type" => {
            json!({ "type": "string", "default": "commentary", "examples": super::vocabulary::TYPES, "description": "The kind of text" })
        }
        "lang" => described("lang", "The language of the text"),
        "authors" => list("author", "In the order of the byline"),
        "author_note" => prose("One bio for all authors, CommonMark"),
        "translator" => described("line", "Who translated it"),
        "date" => described("date", "The day of publication"),
        "updated" => described("date", "The day of the last change"),
        "synopsis" => prose("The abstract, CommonMark"),
        "topics" => described("lines", "Subjects; a series can have a list of its own"),
        "regions" => described("lines", "Places the text is about; a series can have a list of its own"),
        "keywords" => described("lines", "Free terms"),
        "doi" => {
            json!({ "type": "string", "pattern": "^(?:(?:https?://(?:dx\\.)?)?doi\\.org/|[Dd][Oo][Ii]:)?\\s*10\\.[0-9]{4,9}(\\.[0-9]+)*/\\S+$", "description": "The DOI, with or without a resolver" })
        }
        "url" => {
            json!({ "type": "string", "format": "uri", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://", "description": "The canonical address" })
        }
        "rights" => described("line", "Who holds the rights"),
        "license" => described("line", "An SPDX name, an address, or words"),
        "disclaimer" => {
            described("line", "The name of a disclaimer's version; by default the one in force on the date")
        }
        "corrections" => list("correction", "Notices of change"),
        "translations" => list("translation", "Sibling records in other languages"),
        "supersedes" => described("identifier", "The number of the record that this one replaces"),
        "version" => described("identifier", "Which version of the text it is; a superseded record says so"),
        "status" => {
            json!({ "enum": STATUSES, "default": "final", "description": "Whether it may be published" })
        }
        "lint" => silences(),
        _ => prose(
            "The text, CommonMark with tables and footnotes; in a .md file it stands below the front matter",
        ),
    }
}

/// Lints by name or code, each with a reason.
fn silences() -> Value {
    let names: Vec<Value> =
        lint::all().flat_map(|lint| [lint.name, lint.code.code]).map(Value::from).collect();
    json!({
        "type": "object",
        "propertyNames": { "enum": names },
        "additionalProperties": { "type": "string", "minLength": 1 },
        "description": "Lints that are not told of this record, each with the reason",
    })
}

fn author() -> Value {
    let map = json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["name"],
        "properties": {
            "name": { "$ref": "#/$defs/line", "description": "As the byline has it" },
            "bio": { "type": "string", "minLength": 1, "description": "About the author, CommonMark" },
            "affiliation": { "$ref": "#/$defs/line", "description": "The institution" },
            "orcid": { "type": "string", "pattern": "^(https?://orcid\\.org/|orcid\\.org/)?([0-9]{4}-?){3}[0-9]{3}[0-9Xx]$" },
            "role": { "enum": ROLES, "default": "author", "description": "A MARC relator" },
        },
    });
    json!({ "oneOf": [{ "$ref": "#/$defs/line" }, map] })
}

fn correction() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["date", "kind", "note"],
        "properties": {
            "date": { "$ref": "#/$defs/date" },
            "kind": { "enum": CORRECTION_KINDS, "description": "One of Crossref's update types" },
            "note": { "type": "string", "minLength": 1, "description": "What changed, CommonMark" },
        },
    })
}

fn translation() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["number", "lang"],
        "properties": {
            "number": { "$ref": "#/$defs/identifier" },
            "lang": { "$ref": "#/$defs/lang" },
            "url": property("url"),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::vocabulary::{AUTHOR_KEYS, CORRECTION_KEYS, TRANSLATION_KEYS};

    fn keys(value: &Value) -> Vec<&str> {
        value.as_object().map(|map| map.keys().map(String::as_str).collect()).unwrap_or_default()
    }

    #[test]
    fn the_schema_has_the_validators_keys() {
        let schema = schema();
        assert_eq!(keys(&schema["properties"]), KEYS);
        assert_eq!(keys(&schema["$defs"]["author"]["oneOf"][1]["properties"]), AUTHOR_KEYS);
        assert_eq!(keys(&schema["$defs"]["correction"]["properties"]), CORRECTION_KEYS);
        let mut translation = keys(&schema["$defs"]["translation"]["properties"]);
        translation.sort_unstable_by_key(|key| TRANSLATION_KEYS.iter().position(|known| known == key));
        assert_eq!(translation, TRANSLATION_KEYS);
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let schema = schema();
        let text = schema.to_string();
        for reference in text.split("\"#/$defs/").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(schema["$defs"].get(reference).is_some(), "{reference}");
        }
    }
}
