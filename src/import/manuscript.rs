//! What a reader of one form hands on: blocks in order, what the file says of itself, images.

use super::block::Block;
use super::report::Unit;
use crate::spaces;

/// A file, read.
#[derive(Clone, Debug, Default)]
pub struct Manuscript {
    /// The blocks in reading order.
    pub blocks: Vec<Block>,
    /// Footnotes: label and blocks, in order of their marks.
    pub notes: Vec<(String, Vec<Block>)>,
    /// What the file says of itself.
    pub claims: Claims,
    /// Images that are saved beside the record.
    pub images: Vec<Image>,
    /// Whether headings must be told by their shape, since the form has no marks for them.
    pub is_bare: bool,
    /// What lines are called.
    pub unit: Unit,
}

/// An image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Its path from the record.
    pub path: String,
    /// Its bytes.
    pub data: Vec<u8>,
}

/// A value, and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The value.
    pub value: String,
    /// The line it stands on; 0 where it has none.
    pub at: usize,
    /// What says so, such as ``meta `citation_title` ``.
    pub from: String,
    /// Whether it is what the page shows; a site's name may have been added, or the text cut.
    pub is_exact: bool,
}

/// A person, as metadata has them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// The name.
    pub name: String,
    /// The institution.
    pub affiliation: Option<String>,
    /// ORCID.
    pub orcid: Option<String>,
    /// About the author, CommonMark.
    pub bio: Option<String>,
    /// Where the name stands.
    pub at: usize,
}

/// What a file says of itself, outside its text.
#[derive(Clone, Debug, Default)]
pub struct Claims {
    /// By field; the first of a field is the most trusted.
    pub values: Vec<(&'static str, Claim)>,
    /// The authors, and what says so.
    pub authors: Vec<Person>,
    /// What names the authors.
    pub authors_from: String,
}

impl Claims {
    /// Adds a value unless it is empty.
    pub fn add(
        &mut self,
        field: &'static str,
        value: &str,
        at: usize,
        from: impl Into<String>,
        is_exact: bool,
    ) {
        let value = spaces::folded(value);
        if !value.is_empty() {
            self.values.push((field, Claim { value, at, from: from.into(), is_exact }));
        }
    }

    /// Returns the most trusted value of a field.
    #[must_use]
    pub fn first(&self, field: &str) -> Option<&Claim> {
        let named = || self.values.iter().filter(|(name, _)| *name == field).map(|(_, claim)| claim);
        named().find(|claim| claim.is_exact).or_else(|| named().next())
    }

    /// Returns all values of a field, each once, from the most trusted source that has any.
    #[must_use]
    pub fn list(&self, field: &str) -> Vec<&Claim> {
        let Some(first) = self.first(field) else { return Vec::new() };
        let mut list: Vec<&Claim> = Vec::new();
        for (name, claim) in &self.values {
            let is_new = !list.iter().any(|one| one.value.eq_ignore_ascii_case(&claim.value));
            if *name == field && claim.from == first.from && is_new {
                list.push(claim);
            }
        }
        list
    }
}
