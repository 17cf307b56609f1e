//! ONIX for Books 3.0, reference names: a product for each file, with accessibility by code list 196.
//!
//! Composites stand in the order of the schema. Code lists are named where they are used.

use super::entry::{Entry, File, Subject, SubjectKind};
use super::language::three_letters;
use super::listing::Listing;
use super::xml::Xml;
use crate::document::Person;
use crate::project::{Exemption, Format};

/// Writes every product.
pub(super) fn write(listing: &Listing) -> String {
    let mut xml = Xml::new();
    xml.open(
        "ONIXMessage",
        &[("release", Some("3.0")), ("xmlns", Some("http://ns.editeur.org/onix/3.0/reference"))],
    );
    let about = &listing.about;
    xml.within("Header", &[], |xml| {
        xml.within("Sender", &[], |xml| {
            xml.leaf("SenderName", &[], about.publisher.as_deref().unwrap_or(&about.title));
            xml.leaf_if("EmailAddress", &[], about.email.as_deref());
        });
        // When the content was last changed: a clock would make every run another message.
        xml.leaf("SentDateTime", &[], &digits(listing.modified()));
        xml.leaf("MessageNote", &[], &about.title);
    });
    for entry in &listing.entries {
        for file in &entry.files {
            Product { xml: &mut xml, listing, entry, file }.write();
        }
    }
    xml.finish()
}

struct Product<'a> {
    xml: &'a mut Xml,
    listing: &'a Listing,
    entry: &'a Entry,
    file: &'a File,
}

/// The reference of a product is the edition's identifier and the file's format.
fn reference(entry: &Entry, file: &File) -> String {
    format!("{}-{}", entry.identifier.trim_start_matches("urn:uuid:"), file.name().to_lowercase())
}

fn digits(day: &str) -> String {
    day.replace('-', "")
}

impl Product<'_> {
    fn write(&mut self) {
        let (entry, file) = (self.entry, self.file);
        self.xml.open("Product", &[]);
        self.xml.leaf("RecordReference", &[], &reference(entry, file));
        // List 1, 03: confirmed on publication. List 3, 00: the publisher.
        self.xml.leaf("NotificationType", &[], "03");
        self.xml.leaf("RecordSourceType", &[], "00");
        identifier(self.xml, "ProductIdentifier", &reference(entry, file));
        if let Some(doi) = entry.doi.as_ref().filter(|_| file.format == Format::Pdf || entry.files.len() == 1)
        {
            // List 5, 06: a DOI, which names one product only.
            self.xml.within("ProductIdentifier", &[], |xml| {
                xml.leaf("ProductIDType", &[], "06");
                xml.leaf("IDValue", &[], doi);
            });
        }
        self.descriptive();
        self.collateral();
        self.publishing();
        self.related();
        self.supply();
        self.xml.close();
    }

    fn descriptive(&mut self) {
        let entry = self.entry;
        self.xml.open("DescriptiveDetail", &[]);
        // List 2, 00: one item. List 150, ED: a download. List 175, E101 EPUB, E107 PDF.
        self.xml.leaf("ProductComposition", &[], "00");
        self.xml.leaf("ProductForm", &[], "ED");
        let detail = match self.file.format {
            Format::Epub => "E101",
            Format::Pdf => "E107",
        };
        self.xml.leaf("ProductFormDetail", &[], detail);
        self.features();
        // List 81, 10: text. List 144, 00: no protection.
        self.xml.leaf("PrimaryContentType", &[], "10");
        self.xml.leaf("EpubTechnicalProtection", &[], "00");
        self.license();
        self.series();
        self.xml.within("TitleDetail", &[], |xml| {
            xml.leaf("TitleType", &[], "01");
            xml.within("TitleElement", &[], |xml| {
                xml.leaf("TitleElementLevel", &[], "01");
                xml.leaf("TitleText", &[], &entry.title);
                xml.leaf_if("Subtitle", &[], entry.subtitle.as_deref());
            });
        });
        for (at, person) in (1..).zip(&entry.people) {
            contributor(self.xml, at, person);
        }
        if entry.people.is_empty() {
            self.xml.empty("NoContributor", &[]);
        }
        self.xml.within("Language", &[], |xml| {
            xml.leaf("LanguageRole", &[], "01");
            xml.leaf("LanguageCode", &[], three_letters(&entry.lang));
        });
        if let Some(pages) = entry.files.iter().find_map(|file| file.pages) {
            // List 23, 00: main content; 10: as many pages as the counterpart that has pages. List 24, 03: pages.
            let kind = if self.file.format == Format::Pdf { "00" } else { "10" };
            self.xml.within("Extent", &[], |xml| {
                xml.leaf("ExtentType", &[], kind);
                xml.leaf("ExtentValue", &[], &pages.to_string());
                xml.leaf("ExtentUnit", &[], "03");
            });
        }
        entry.subjects.iter().for_each(|subject| self::subject(self.xml, subject));
        // List 28, 01: for whoever reads.
        self.xml.within("Audience", &[], |xml| {
            xml.leaf("AudienceCodeType", &[], "01");
            xml.leaf("AudienceCodeValue", &[], "01");
        });
        self.xml.close();
    }

    fn features(&mut self) {
        let facts = &self.entry.accessibility;
        let mut features: Vec<(&str, Option<&str>)> = Vec::new();
        match self.file.format {
            Format::Epub => {
                features.push(("00", Some(&facts.summary)));
                features.extend(epub_codes(self.entry).into_iter().map(|code| (code, None)));
                if facts.claim.is_some() {
                    features.push(("93", Some(&facts.certifier)));
                    features.extend(facts.report.as_deref().map(|report| ("94", Some(report))));
                }
            }
            Format::Pdf => {
                if self.file.claims.iter().any(|claim| claim == "PDF/UA-1") {
                    features.extend(["05", "10", "13", "22"].map(|code| (code, None)));
                }
            }
        }
        for (code, text) in features {
            feature(self.xml, "09", code, text);
        }
        if self.file.format == Format::Epub {
            // List 79, 12: hazards. List 143, 00: none known.
            feature(self.xml, "12", "00", None);
        }
    }

    fn license(&mut self) {
        let (Some(license), Some(address)) = (&self.entry.license, &self.entry.license_url) else { return };
        self.xml.within("EpubLicense", &[], |xml| {
            xml.leaf("EpubLicenseName", &[], license);
            xml.within("EpubLicenseExpression", &[], |xml| {
                // List 218, 01: readable by people.
                xml.leaf("EpubLicenseExpressionType", &[], "01");
                xml.leaf("EpubLicenseExpressionLink", &[], address);
            });
        });
    }

    fn series(&mut self) {
        let entry = self.entry;
        let Some(series) = &entry.series else {
            return self.xml.empty("NoCollection", &[]);
        };
        self.xml.within("Collection", &[], |xml| {
            // List 148, 10: the publisher's.
            xml.leaf("CollectionType", &[], "10");
            if let Some(issn) = &series.issn {
                // List 13, 02: an ISSN, without its hyphen.
                xml.within("CollectionIdentifier", &[], |xml| {
                    xml.leaf("CollectionIDType", &[], "02");
                    xml.leaf("IDValue", &[], &issn.replace('-', ""));
                });
            }
            if let Some(position) = &entry.position {
                // List 197, 03: the order of publication.
                xml.within("CollectionSequence", &[], |xml| {
                    xml.leaf("CollectionSequenceType", &[], "03");
                    xml.leaf("CollectionSequenceNumber", &[], position);
                });
            }
            xml.within("TitleDetail", &[], |xml| {
                xml.leaf("TitleType", &[], "01");
                xml.within("TitleElement", &[], |xml| {
                    xml.leaf("TitleElementLevel", &[], "02");
                    xml.leaf_if("PartNumber", &[], entry.told_number.as_deref());
                    xml.leaf("TitleText", &[], &series.title);
                });
            });
        });
    }

    fn collateral(&mut self) {
        let Some(synopsis) = self.entry.synopsis_line() else { return };
        self.xml.within("CollateralDetail", &[], |xml| {
            xml.within("TextContent", &[], |xml| {
                // List 153, 03: a description. List 154, 00: for everybody.
                xml.leaf("TextType", &[], "03");
                xml.leaf("ContentAudience", &[], "00");
                xml.leaf("Text", &[("language", Some(three_letters(&self.entry.lang)))], &synopsis);
            });
        });
    }

    fn publishing(&mut self) {
        let entry = self.entry;
        self.xml.open("PublishingDetail", &[]);
        if let Some(publisher) = &entry.publisher {
            let url = self.listing.about.publisher_url.as_deref();
            let url = url.filter(|_| self.listing.about.publisher.as_ref() == Some(publisher));
            self.xml.within("Publisher", &[], |xml| {
                xml.leaf("PublishingRole", &[], "01");
                xml.leaf("PublisherName", &[], publisher);
                if let Some(url) = url {
                    xml.within("Website", &[], |xml| {
                        // List 73, 01: the publisher's own.
                        xml.leaf("WebsiteRole", &[], "01");
                        xml.leaf("WebsiteLink", &[], url);
                    });
                }
            });
        }
        // List 64, 04: active.
        self.xml.leaf("PublishingStatus", &[], "04");
        if let Some(date) = &entry.date {
            self.xml.within("PublishingDate", &[], |xml| {
                xml.leaf("PublishingDateRole", &[], "01");
                xml.leaf("Date", &[("dateformat", Some("00"))], &digits(date));
            });
        }
        if let (Some(rights), Some(year)) = (&entry.rights, entry.year()) {
            self.xml.within("CopyrightStatement", &[], |xml| {
                xml.leaf("CopyrightYear", &[], year);
                xml.within("CopyrightOwner", &[], |xml| xml.leaf("CorporateName", &[], holder(rights)));
            });
        }
        self.xml.close();
    }

    fn related(&mut self) {
        let entry = self.entry;
        // List 51: 06 another format, 11 another language, 03 replaces, 05 replaced by.
        let others = entry.files.iter().filter(|other| *other != self.file);
        let mut related: Vec<(&str, String)> = others.map(|other| ("06", reference(entry, other))).collect();
        let same_format =
            |sibling: &Entry| sibling.file(self.file.format).map(|file| reference(sibling, file));
        let translations = entry.translations.iter().filter_map(|sibling| self.listing.find(sibling));
        related.extend(translations.filter_map(same_format).map(|reference| ("11", reference)));
        for (code, sibling) in [("03", &entry.supersedes), ("05", &entry.superseded_by)] {
            let found = sibling.as_ref().and_then(|sibling| self.listing.find(sibling));
            related.extend(found.and_then(same_format).map(|reference| (code, reference)));
        }
        if related.is_empty() {
            return;
        }
        self.xml.within("RelatedMaterial", &[], |xml| {
            for (code, reference) in &related {
                xml.within("RelatedProduct", &[], |xml| {
                    xml.leaf("ProductRelationCode", &[], code);
                    identifier(xml, "ProductIdentifier", reference);
                });
            }
        });
    }

    fn supply(&mut self) {
        let about = &self.listing.about;
        let name = self.entry.publisher.as_deref().unwrap_or(&about.title);
        let link = about.absolute(&self.file.path).or_else(|| self.entry.url.clone());
        self.xml.within("ProductSupply", &[], |xml| {
            xml.within("SupplyDetail", &[], |xml| {
                xml.within("Supplier", &[], |xml| {
                    // List 93, 09: the publisher to end customers. List 73, 29: where the product can be had.
                    xml.leaf("SupplierRole", &[], "09");
                    xml.leaf("SupplierName", &[], name);
                    if let Some(link) = &link {
                        xml.within("Website", &[], |xml| {
                            xml.leaf("WebsiteRole", &[], "29");
                            xml.leaf("WebsiteLink", &[], link);
                        });
                    }
                });
                // List 65, 20: available. List 57, 01: free of charge.
                xml.leaf("ProductAvailability", &[], "20");
                xml.leaf("UnpricedItemType", &[], "01");
            });
        });
    }
}

/// An identifier of the sender's own (list 5, 01).
fn identifier(xml: &mut Xml, element: &'static str, value: &str) {
    xml.within(element, &[], |xml| {
        xml.leaf("ProductIDType", &[], "01");
        xml.leaf("IDTypeName", &[], "offprint");
        xml.leaf("IDValue", &[], value);
    });
}

fn feature(xml: &mut Xml, kind: &str, code: &str, text: Option<&str>) {
    xml.within("ProductFormFeature", &[], |xml| {
        xml.leaf("ProductFormFeatureType", &[], kind);
        xml.leaf("ProductFormFeatureValue", &[], code);
        xml.leaf_if("ProductFormFeatureDescription", &[], text);
    });
}

/// What an EPUB says of itself, in the codes of list 196, in their order.
fn epub_codes(entry: &Entry) -> Vec<&'static str> {
    let facts = &entry.accessibility;
    let mut codes = Vec::new();
    if facts.claim.is_some() {
        // EPUB Accessibility 1.1, WCAG 2.2, level AA.
        codes.extend(["04", "82", "85"]);
    }
    codes.extend(facts.exemption.map(|exemption| match exemption {
        Exemption::Microenterprise => "75",
        Exemption::DisproportionateBurden => "76",
        Exemption::FundamentalAlteration => "77",
    }));
    // Nothing is disabled; languages are marked; landmarks are there, and all text can be adapted.
    codes.extend(["10", "22", "32", "36"]);
    for feature in &facts.features {
        codes.extend(match *feature {
            "tableOfContents" => Some("11"),
            "readingOrder" => Some("13"),
            "alternativeText" => Some("14"),
            "pageNavigation" => Some("19"),
            "structuralNavigation" => Some("29"),
            "ARIA" => Some("30"),
            _ => None,
        });
    }
    if facts.sufficient.contains(&"textual") {
        codes.push("52");
    }
    codes.sort_unstable();
    codes
}

fn contributor(xml: &mut Xml, at: usize, person: &Person) {
    xml.within("Contributor", &[], |xml| {
        xml.leaf("SequenceNumber", &[], &at.to_string());
        xml.leaf("ContributorRole", &[], role(&person.role));
        if let Some(orcid) = &person.orcid {
            // List 44, 21: an ORCID, without hyphens.
            xml.within("NameIdentifier", &[], |xml| {
                xml.leaf("NameIDType", &[], "21");
                xml.leaf("IDValue", &[], &orcid.replace('-', ""));
            });
        }
        xml.leaf("PersonName", &[], &person.name);
        if let Some(parts) = &person.parts {
            xml.leaf("PersonNameInverted", &[], &person.file_as);
            if !parts.given.is_empty() {
                xml.leaf("NamesBeforeKey", &[], &parts.given);
            }
            xml.leaf("KeyNames", &[], &parts.family);
            xml.leaf_if("SuffixToKey", &[], parts.suffix.as_deref());
        }
        if let Some(affiliation) = &person.affiliation {
            xml.within("ProfessionalAffiliation", &[], |xml| xml.leaf("Affiliation", &[], affiliation));
        }
    });
}

/// List 17.
fn role(relator: &str) -> &'static str {
    match relator {
        "aut" | "" => "A01",
        "ill" => "A12",
        "pht" => "A13",
        "aui" => "A24",
        "aft" => "A19",
        "ivr" => "A43",
        "ive" => "A44",
        "res" => "A51",
        "edt" => "B01",
        "trl" => "B06",
        "com" => "C01",
        "spk" => "E07",
        _ => "Z99",
    }
}

/// List 27.
fn subject(xml: &mut Xml, subject: &Subject) {
    let scheme = subject.authority.as_ref().map(|authority| authority.scheme.as_str());
    let (code, name) = match scheme {
        Some("DDC") => ("01", None),
        Some("LCSH") => ("04", None),
        Some("BISAC") => ("10", None),
        Some("BIC") => ("12", None),
        Some("CLIL") => ("29", None),
        Some("Thema") => ("93", None),
        Some(other) => ("24", Some(other)),
        // 20 is a list of keywords, 24 a scheme of the sender's own.
        None if subject.kind == SubjectKind::Keyword => ("20", None),
        None if subject.kind == SubjectKind::Topic => ("24", Some("Topics")),
        None => ("24", Some("Regions")),
    };
    let authority = subject.authority.as_ref();
    // What LCSH names by is the heading; its codes have no place here.
    let term = authority.filter(|_| code != "04").map(|authority| authority.term.as_str());
    xml.within("Subject", &[], |xml| {
        xml.leaf("SubjectSchemeIdentifier", &[], code);
        xml.leaf_if("SubjectSchemeName", &[], name);
        xml.leaf_if("SubjectCode", &[], term);
        xml.leaf("SubjectHeadingText", &[], &subject.term);
    });
}

/// Returns who holds the rights, without the mark and the years before the name.
fn holder(rights: &str) -> &str {
    let rest = rights.trim_start();
    let Some(rest) = ["©", "(c)", "(C)", "Copyright"].iter().find_map(|mark| rest.strip_prefix(mark)) else {
        return rest;
    };
    let name = rest.trim_start_matches(|c: char| c.is_ascii_digit() || " ,-–©".contains(c));
    if name.is_empty() { rights } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_holder_of_rights_is_a_name() {
        let told = ["© 2012 Harbour & Sons", "Copyright © 2012–2014, RSIS", "RSIS", "© 2012", "18F"];
        assert_eq!(told.map(holder), ["Harbour & Sons", "RSIS", "RSIS", "© 2012", "18F"]);
    }
}
