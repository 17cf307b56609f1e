//! Dublin Core as RDF/XML: a resource for each commentary, described by DCMI Metadata Terms.
//!
//! Qualified terms rather than the fifteen of `oai_dc`, so that dates, licences, series and translations
//! keep their meaning.

use super::entry::Entry;
use super::listing::Listing;
use super::xml::Xml;

/// Writes every record.
pub(super) fn write(listing: &Listing) -> String {
    let mut xml = Xml::new();
    xml.open(
        "rdf:RDF",
        &[
            ("xmlns:rdf", Some("http://www.w3.org/1999/02/22-rdf-syntax-ns#")),
            ("xmlns:dcterms", Some("http://purl.org/dc/terms/")),
            ("xmlns:foaf", Some("http://xmlns.com/foaf/0.1/")),
        ],
    );
    for entry in &listing.entries {
        xml.within("rdf:Description", &[("rdf:about", Some(&entry.identifier))], |xml| {
            record(xml, listing, entry);
        });
    }
    xml.finish()
}

fn record(xml: &mut Xml, listing: &Listing, entry: &Entry) {
    let lang = [("xml:lang", Some(entry.lang.as_str()))];
    resource(xml, "dcterms:type", "http://purl.org/dc/dcmitype/Text");
    xml.leaf("dcterms:title", &lang, &entry.full_title());
    xml.leaf("dcterms:identifier", &[], &entry.number);
    if let Some(doi) = &entry.doi {
        xml.leaf("dcterms:identifier", &[], &format!("https://doi.org/{doi}"));
    }
    for (term, people) in [
        ("dcterms:creator", entry.authors().collect::<Vec<_>>()),
        ("dcterms:contributor", entry.contributors().collect()),
    ] {
        for person in people {
            let orcid = person.orcid.as_ref().map(|orcid| format!("https://orcid.org/{orcid}"));
            xml.within(term, &[], |xml| {
                xml.within("foaf:Person", &[("rdf:about", orcid.as_deref())], |xml| {
                    xml.leaf("foaf:name", &[], &person.name);
                });
            });
        }
    }
    if let Some(publisher) = &entry.publisher {
        xml.within("dcterms:publisher", &[], |xml| {
            xml.within("foaf:Organization", &[], |xml| xml.leaf("foaf:name", &[], publisher));
        });
    }
    let day = [("rdf:datatype", Some("http://www.w3.org/2001/XMLSchema#date"))];
    xml.leaf_if("dcterms:issued", &day, entry.date.as_deref());
    xml.leaf("dcterms:modified", &day, &entry.modified);
    xml.leaf("dcterms:language", &[], &entry.lang);
    xml.leaf_if("dcterms:abstract", &lang, entry.synopsis_line().as_deref());
    for subject in &entry.subjects {
        xml.leaf("dcterms:subject", &lang, &subject.term);
    }
    if let Some(series) = &entry.series {
        let part = entry.told_number.as_ref().map_or_else(String::new, |number| format!(", {number}"));
        match &series.issn {
            Some(issn) => resource(xml, "dcterms:isPartOf", &format!("urn:ISSN:{issn}")),
            None => xml.leaf("dcterms:isPartOf", &[], &series.title),
        }
        xml.leaf("dcterms:bibliographicCitation", &[], &format!("{}{part}", series.title));
    }
    xml.leaf_if("dcterms:rights", &[], entry.rights.as_deref());
    match (&entry.license_url, &entry.license) {
        (Some(address), _) => resource(xml, "dcterms:license", address),
        (None, license) => xml.leaf_if("dcterms:rights", &[], license.as_deref()),
    }
    if let Some(claim) = entry.accessibility.claim {
        xml.leaf("dcterms:conformsTo", &[], claim);
    }
    for file in &entry.files {
        let address = listing.about.href(1, &file.path);
        resource(xml, "dcterms:hasFormat", &address);
    }
    if let Some(url) = &entry.url {
        resource(xml, "dcterms:source", url);
    }
    for sibling in &entry.translations {
        resource(xml, "dcterms:hasVersion", &sibling.identifier);
    }
    for (term, sibling) in
        [("dcterms:replaces", &entry.supersedes), ("dcterms:isReplacedBy", &entry.superseded_by)]
    {
        if let Some(sibling) = sibling {
            resource(xml, term, &sibling.identifier);
        }
    }
}

fn resource(xml: &mut Xml, term: &str, address: &str) {
    xml.empty(term, &[("rdf:resource", Some(address))]);
}
