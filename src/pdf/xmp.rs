//! The XMP packet (ISO 16684-1): what `Info` says and more, with the claims of conformance.

use quick_xml::escape::escape;

use super::metadata::{self, PRODUCER, xmp_date};
use super::{Job, Standard};
use crate::document::Metadata;
use crate::epub::identity;
use crate::spaces;

/// What stands for the language of a text that may be given in several.
const DEFAULT: &str = "x-default";

/// Schemas that are in use and that ISO 19005 does not know: each must be described in the packet.
const SCHEMAS: [Schema; 2] = [
    Schema {
        prefix: "pdfuaid",
        uri: "http://www.aiim.org/pdfua/ns/id/",
        title: "PDF/UA identification schema",
        properties: &[("part", "Integer", "internal", "Part of the PDF/UA standard")],
    },
    Schema {
        prefix: "prism",
        uri: "http://prismstandard.org/namespaces/basic/2.0/",
        title: "PRISM basic metadata",
        properties: &[
            ("publicationName", "Text", "external", "Title of the series"),
            ("number", "Text", "external", "Number within the series"),
            ("issn", "Text", "external", "ISSN of the series"),
            ("doi", "Text", "external", "Digital object identifier"),
            ("url", "URL", "external", "Canonical address"),
            ("publicationDate", "Text", "external", "Day of publication"),
            ("versionIdentifier", "Text", "external", "Version of the text"),
            ("hasCorrection", "bag Text", "external", "Corrections that the text has had"),
        ],
    },
];

struct Schema {
    prefix: &'static str,
    uri: &'static str,
    title: &'static str,
    /// Name, type, who sets it, what it is.
    properties: &'static [(&'static str, &'static str, &'static str, &'static str)],
}

/// Writes the packet.
pub fn packet(job: &Job<'_>) -> String {
    let mut xml = Packet::begin();
    dublin_core(job, &mut xml);
    basic(job, &mut xml);
    rights(job, &mut xml);
    series(job, &mut xml);
    claims(job, &mut xml);
    xml.end()
}

fn dublin_core(job: &Job<'_>, xml: &mut Packet) {
    let metadata = &job.document.metadata;
    let lang = &job.document.lang;
    xml.value("dc:format", Some("application/pdf"));
    xml.alternative("dc:title", lang, Some(&metadata.title));
    let authors: Vec<&str> = metadata.authors.iter().map(|author| author.name.as_str()).collect();
    xml.list("dc:creator", "Seq", &authors);
    xml.alternative("dc:description", lang, metadata::subject(metadata).as_deref());
    xml.list("dc:subject", "Bag", &metadata::subjects(metadata));
    xml.list("dc:publisher", "Bag", metadata.publisher.as_deref().as_slice());
    xml.list("dc:contributor", "Bag", metadata.translator.as_deref().as_slice());
    xml.list("dc:date", "Seq", metadata.date.as_deref().as_slice());
    xml.list("dc:language", "Bag", &[lang]);
    xml.list("dc:type", "Bag", &[metadata.kind.as_str()]);
    xml.alternative("dc:rights", lang, metadata.rights.as_deref());
    xml.value("dc:identifier", identifier(job).as_deref());
}

/// Returns the name the text is known by: its DOI, else its address, else its number.
fn identifier(job: &Job<'_>) -> Option<String> {
    let metadata = &job.document.metadata;
    let doi = metadata.doi.as_ref().map(|doi| format!("doi:{doi}"));
    let number = || Some(metadata.number.clone()).filter(|number| !number.is_empty());
    doi.or_else(|| metadata.url.clone()).or_else(number)
}

fn basic(job: &Job<'_>, xml: &mut Packet) {
    let metadata = &job.document.metadata;
    xml.value("xmp:CreatorTool", Some(PRODUCER));
    xml.value("xmp:CreateDate", metadata.date.as_deref().map(xmp_date).as_deref());
    // The name by which the EPUB says whose pages its page list has.
    xml.value("xmpMM:DocumentID", Some(&identity::pdf(metadata).urn().to_string()));
    let changed = metadata::changed(metadata).map(xmp_date);
    xml.value("xmp:ModifyDate", changed.as_deref());
    xml.value("xmp:MetadataDate", changed.as_deref());
    xml.value("pdf:Producer", Some(PRODUCER));
    xml.value("pdf:Keywords", Some(&metadata::keywords(metadata)));
}

fn rights(job: &Job<'_>, xml: &mut Packet) {
    let metadata = &job.document.metadata;
    if metadata.rights.is_some() || metadata.license.is_some() {
        xml.value("xmpRights:Marked", Some("True"));
    }
    let license = metadata.license.as_deref();
    let is_address = license.is_some_and(|license| license.starts_with("http"));
    xml.value("xmpRights:WebStatement", license.filter(|_| is_address));
    xml.alternative("xmpRights:UsageTerms", &job.document.lang, license);
}

fn series(job: &Job<'_>, xml: &mut Packet) {
    let metadata = &job.document.metadata;
    xml.value("prism:publicationName", metadata.series_title.as_deref());
    xml.value("prism:number", Some(&metadata.number));
    xml.value("prism:issn", metadata.issn.as_deref());
    xml.value("prism:doi", metadata.doi.as_deref());
    xml.value("prism:url", metadata.url.as_deref());
    xml.value("prism:publicationDate", metadata.date.as_deref());
    xml.value("prism:versionIdentifier", metadata.version.as_deref());
    let corrections: Vec<String> = metadata.corrections.iter().map(correction).collect();
    xml.list("prism:hasCorrection", "Bag", &corrections.iter().map(String::as_str).collect::<Vec<_>>());
    xml.list("dc:relation", "Bag", &relations(metadata).iter().map(String::as_str).collect::<Vec<_>>());
}

/// A correction on one line: its day, its kind, its note.
fn correction((date, kind, note): &(String, String, String)) -> String {
    let note = spaces::folded(note);
    if note.is_empty() { format!("{date}: {kind}") } else { format!("{date}: {kind}: {note}") }
}

/// What the text stands in the place of, what stands in its own place, and what says the same in another language, in
/// Dublin Core's terms.
fn relations(metadata: &Metadata) -> Vec<String> {
    let mut relations = Vec::new();
    relations.extend(metadata.supersedes.as_ref().map(|number| format!("replaces: {number}")));
    relations.extend(metadata.is_superseded.then(|| format!("isReplacedBy: {}", metadata.number)));
    let translations = metadata.translations.iter();
    relations.extend(translations.map(|(number, lang)| format!("hasVersion: {number} ({lang})")));
    relations
}

/// What the file claims, and the schemas it uses for all this.
fn claims(job: &Job<'_>, xml: &mut Packet) {
    let part = match job.options.standard {
        Standard::None => return,
        Standard::Ua2A4f => return claims_of_second(job, xml),
        Standard::Ua1A2a => "2",
        Standard::Ua1A3a => "3",
    };
    xml.value("pdfaid:part", Some(part));
    xml.value("pdfaid:conformance", Some("A"));
    xml.value("pdfuaid:part", Some("1"));
    xml.open("pdfaExtension:schemas");
    xml.open("rdf:Bag");
    for schema in &SCHEMAS {
        xml.describe(schema);
    }
    xml.close("rdf:Bag");
    xml.close("pdfaExtension:schemas");
}

/// The claims of PDF 2.0 (ISO 19005-4, 6.7.3; ISO 14289-2, 5), under which no schema needs to be described.
fn claims_of_second(job: &Job<'_>, xml: &mut Packet) {
    xml.value("pdfaid:part", Some("4"));
    xml.value("pdfaid:rev", Some("2020"));
    xml.value("pdfaid:conformance", job.options.attachment.as_ref().map(|_| "F"));
    xml.value("pdfuaid:part", Some("2"));
    xml.value("pdfuaid:rev", Some("2024"));
}

/// The packet as it grows: one description, every value escaped.
struct Packet {
    xml: String,
}

impl Packet {
    fn begin() -> Self {
        let spaces = [
            ("dc", "http://purl.org/dc/elements/1.1/"),
            ("xmp", "http://ns.adobe.com/xap/1.0/"),
            ("xmpMM", "http://ns.adobe.com/xap/1.0/mm/"),
            ("xmpRights", "http://ns.adobe.com/xap/1.0/rights/"),
            ("pdf", "http://ns.adobe.com/pdf/1.3/"),
            ("pdfaid", "http://www.aiim.org/pdfa/ns/id/"),
            ("pdfaExtension", "http://www.aiim.org/pdfa/ns/extension/"),
            ("pdfaSchema", "http://www.aiim.org/pdfa/ns/schema#"),
            ("pdfaProperty", "http://www.aiim.org/pdfa/ns/property#"),
        ];
        let own = SCHEMAS.iter().map(|schema| (schema.prefix, schema.uri));
        let declared: String = spaces
            .into_iter()
            .chain(own)
            .map(|(prefix, uri)| format!("\n    xmlns:{prefix}=\"{uri}\""))
            .collect();
        // The packet's id is the same in every file (ISO 16684-1, 7.3.2).
        Self {
            xml: format!(
                "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
                 <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
                 <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
                 <rdf:Description rdf:about=\"\"{declared}>\n"
            ),
        }
    }

    fn end(mut self) -> String {
        self.xml.push_str("</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
        self.xml
    }

    fn open(&mut self, name: &str) {
        self.xml.extend(["<", name, ">"]);
    }

    fn close(&mut self, name: &str) {
        self.xml.extend(["</", name, ">\n"]);
    }

    /// A property of one value; left out where there is none.
    fn value(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.open(name);
            self.xml.push_str(&clean(value));
            self.close(name);
        }
    }

    /// A property of several values.
    fn list(&mut self, name: &str, kind: &str, values: &[&str]) {
        if values.is_empty() {
            return;
        }
        self.xml.push_str(&format!("<{name}><rdf:{kind}>"));
        for value in values {
            self.xml.push_str(&format!("<rdf:li>{}</rdf:li>", clean(value)));
        }
        self.xml.push_str(&format!("</rdf:{kind}></{name}>\n"));
    }

    /// A text that may be given in several languages; ours, which is also the default.
    fn alternative(&mut self, name: &str, lang: &str, value: Option<&str>) {
        let Some(value) = value.filter(|value| !value.is_empty()) else { return };
        let value = clean(value);
        self.xml.push_str(&format!("<{name}><rdf:Alt>"));
        for lang in [DEFAULT, lang] {
            self.xml.push_str(&format!("<rdf:li xml:lang=\"{}\">{value}</rdf:li>", escape(lang)));
        }
        self.xml.push_str(&format!("</rdf:Alt></{name}>\n"));
    }

    /// Describes a schema (ISO 19005-2, 6.6.2.3.3).
    fn describe(&mut self, schema: &Schema) {
        let Schema { prefix, uri, title, properties } = schema;
        self.xml.push_str(&format!(
            "<rdf:li rdf:parseType=\"Resource\"><pdfaSchema:schema>{title}</pdfaSchema:schema>\
             <pdfaSchema:namespaceURI>{uri}</pdfaSchema:namespaceURI><pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>\
             <pdfaSchema:property><rdf:Seq>\n"
        ));
        for (name, kind, category, description) in *properties {
            self.xml.push_str(&format!(
                "<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>{name}</pdfaProperty:name>\
                 <pdfaProperty:valueType>{kind}</pdfaProperty:valueType><pdfaProperty:category>{category}</pdfaProperty:category>\
                 <pdfaProperty:description>{description}</pdfaProperty:description></rdf:li>\n"
            ));
        }
        self.xml.push_str("</rdf:Seq></pdfaSchema:property></rdf:li>\n");
    }
}

/// Escapes a value, and leaves out what XML cannot hold at all.
fn clean(value: &str) -> String {
    let allowed: String = value
        .chars()
        .filter(|&c| c >= ' ' || matches!(c, '\t' | '\n' | '\r'))
        .filter(|&c| !matches!(c, '\u{FFFE}' | '\u{FFFF}'))
        .collect();
    escape(allowed.as_str()).into_owned()
}
