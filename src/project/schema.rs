//! The JSON Schema (draft 2020-12) of a project file, for editors that complete keys.

use serde_json::{Map, Value, json};

use super::catalogue::LIST_NAMES;
use super::collections::{ORDERS, SECTIONS};
use super::editions::{AUTHORITIES, EXEMPTIONS};
use super::lints::LEVELS;
use crate::record::lint;
use crate::record::vocabulary::REQUIRABLE;

/// The schema of `offprint.toml`.
#[must_use]
pub fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:offprint:schema:project",
        "title": "offprint project file",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "publisher": publisher(),
            "series": { "type": "object", "additionalProperties": series() },
            "output": table(json!({
                "formats": { "type": "array", "items": { "enum": ["pdf", "epub"] }, "description": "What is made of each record" },
                "directory": text("The folder, relative to the project file"),
                "name": text("A pattern for file names, such as {year}/{number}"),
                "cover": { "type": "boolean", "default": true, "description": "Whether EPUBs get a cover" },
            })),
            "epub": table(epub()),
            "subjects": { "type": "object", "additionalProperties": subject() },
            "catalogue": table(json!({
                "title": text("Its title"),
                "url": { "type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://", "description": "Where the output folder is published" },
                "formats": { "type": "array", "items": { "enum": LIST_NAMES }, "description": "Which lists" },
                "page-size": { "type": "integer", "minimum": 1, "maximum": 1000, "default": 50 },
            })),
            "lint": table(lints()),
            "labels": {
                "type": "object",
                "description": "Labels by language that differ from the built-in ones",
                "additionalProperties": { "type": "object", "additionalProperties": { "type": "string" } },
            },
            "fonts": table(json!({
                "paths": texts("Files and folders with fonts"),
                "system": { "type": "boolean", "default": true, "description": "Whether fonts of the system are used" },
            })),
            "collection": { "type": "object", "additionalProperties": collection() },
        },
    })
}

fn series() -> Value {
    table(json!({
        "title": text("The title, by which records may name the series"),
        "issn": { "type": "string", "pattern": "^([Ii][Ss][Ss][Nn] )?[0-9]{4}-?[0-9]{3}[0-9Xx]$" },
        "lang": text("The language of records that name none"),
        "number": text("A regular expression that numbers match whole"),
        "required": { "type": "array", "items": { "enum": REQUIRABLE }, "description": "What a record must give" },
        "style": text("The style's name"),
        "topics": texts("The controlled list of topics"),
        "regions": texts("The controlled list of regions"),
        "disclaimers": { "type": "array", "items": disclaimer() },
        "publisher": publisher(),
    }))
}

fn publisher() -> Value {
    table(json!({
        "name": text("The name in full"),
        "address": texts("The address, line by line"),
        "url": { "type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://", "description": "The web address" },
        "email": text("Fills {email} in disclaimers"),
        "rights": text("Who holds the rights unless a record says otherwise"),
    }))
}

fn disclaimer() -> Value {
    let mut table = table(json!({
        "name": text("By which a record can pin it"),
        "from": { "description": "The first day it is in force; a TOML date or text" },
        "text": text("CommonMark with {email} and {publisher}"),
    }));
    table["required"] = json!(["name", "text"]);
    table
}

fn epub() -> Value {
    json!({
        "fonts": { "type": "boolean", "default": false, "description": "Whether the style's faces travel inside" },
        "certifier": text("Who stands for the claim of accessibility"),
        "report": text("The web address of a report on it"),
        "exemption": { "enum": EXEMPTIONS, "description": "From the European Accessibility Act" },
    })
}

fn subject() -> Value {
    let address = json!({ "type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://" });
    let mut table = table(json!({
        "authority": { "anyOf": [{ "enum": AUTHORITIES }, address], "description": "The scheme the term is from" },
        "term": text("The term's code or address in it"),
    }));
    table["required"] = json!(["authority", "term"]);
    table
}

fn lints() -> Value {
    let level = json!({ "oneOf": [
        { "enum": LEVELS },
        {
            "type": "object",
            "additionalProperties": false,
            "required": ["level"],
            "properties": { "level": { "enum": LEVELS }, "reason": { "type": "string", "minLength": 1 } },
        },
    ]});
    let names = lint::all().flat_map(|lint| [lint.name, lint.code.code]);
    Value::Object(names.map(|name| (name.to_owned(), level.clone())).collect::<Map<_, _>>())
}

fn collection() -> Value {
    table(json!({
        "title": text("Its title"),
        "subtitle": text("The line below the title"),
        "query": text("Which records belong to it, such as year = 2012 and region = \"Central Asia\""),
        "numbers": texts("Or their numbers"),
        "order": { "enum": ORDERS },
        "sections": { "enum": SECTIONS },
        "disclaimer": { "enum": ["once", "each"], "default": "once" },
        "introduction": {
            "description": "CommonMark, or a file of it",
            "oneOf": [
                { "type": "string", "minLength": 1 },
                { "type": "object", "additionalProperties": false, "required": ["file"], "properties": { "file": text("Inside the project") } },
            ],
        },
        "formats": { "type": "array", "items": { "enum": ["pdf", "epub"] } },
        "editors": texts("Who chose the records"),
        "lang": text("The language of its own words"),
        "style": text("The style's name"),
    }))
}

fn table(properties: Value) -> Value {
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}

fn text(description: &str) -> Value {
    json!({ "type": "string", "minLength": 1, "description": description })
}

fn texts(description: &str) -> Value {
    json!({ "type": "array", "items": { "type": "string", "minLength": 1 }, "description": description })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::{catalogue, collections, editions, read, series};

    fn keys(value: &Value) -> Vec<&str> {
        value["properties"]
            .as_object()
            .map(|map| map.keys().map(String::as_str).collect())
            .unwrap_or_default()
    }

    #[test]
    fn the_schema_has_the_readers_keys() {
        let schema = schema();
        assert_eq!(keys(&schema), read::KEYS);
        let properties = &schema["properties"];
        assert_eq!(keys(&properties["publisher"]), read::PUBLISHER_KEYS);
        assert_eq!(keys(&properties["output"]), read::OUTPUT_KEYS);
        assert_eq!(keys(&properties["epub"]), editions::EPUB_KEYS);
        assert_eq!(keys(&properties["subjects"]["additionalProperties"]), editions::SUBJECT_KEYS);
        assert_eq!(keys(&properties["catalogue"]), catalogue::CATALOGUE_KEYS);
        assert_eq!(keys(&properties["fonts"]), read::FONT_KEYS);
        let series_schema = &properties["series"]["additionalProperties"];
        assert_eq!(keys(series_schema), series::SERIES_KEYS);
        assert_eq!(keys(&series_schema["properties"]["disclaimers"]["items"]), series::DISCLAIMER_KEYS);
        assert_eq!(keys(&properties["collection"]["additionalProperties"]), collections::COLLECTION_KEYS);
    }
}
