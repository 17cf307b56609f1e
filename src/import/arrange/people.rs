//! Authors: of the byline, of the metadata, of the bios.

use super::pieces::Piece;
use super::sections::Found;
use crate::import::block::{self, Block, Role};
use crate::import::draft::Draft;
use crate::import::manuscript::{Manuscript, Person};
use crate::import::report::{Action, Report, excerpt};
use crate::record::identifier;

/// Small words within names.
const PARTICLES: [&str; 24] = [
    "al", "bin", "binti", "bt", "bte", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el",
    "ibn", "la", "le", "ten", "van", "von", "y", "s/o", "d/o",
];

/// Titles before names, without their stop.
const TITLES: [&str; 9] = ["dr", "prof", "professor", "mr", "mrs", "ms", "miss", "sir", "ambassador"];

/// Tells whether a byline says so.
pub(super) fn has_by(text: &str) -> bool {
    strip_by(text) != text.trim()
}

fn strip_by(text: &str) -> &str {
    let text = text.trim();
    let lead =
        text.get(..3).filter(|lead| lead.eq_ignore_ascii_case("by ") || lead.eq_ignore_ascii_case("by:"));
    let oleh = text.get(..5).filter(|lead| lead.eq_ignore_ascii_case("oleh "));
    lead.or(oleh).map_or(text, |lead| text[lead.len()..].trim())
}

/// Splits a byline into names; none if one of them could be no name.
pub(super) fn split(text: &str) -> Vec<String> {
    let text = strip_by(text);
    let is_certain = has_by(text);
    let joined = text.replace(" and ", ", ").replace(" & ", ", ").replace(" dan ", ", ").replace(';', ",");
    let names: Vec<String> =
        joined.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect();
    let all = names.iter().all(|name| is_name(name, is_certain));
    if all { names } else { Vec::new() }
}

fn is_name(text: &str, is_certain: bool) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_part = |word: &&str| {
        PARTICLES.contains(word)
            || word.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
    };
    let longest = if is_certain { 8 } else { 6 };
    let is_long_enough = words.len() >= 2 || is_certain || text.chars().all(|c| !c.is_ascii());
    is_long_enough
        && words.len() <= longest
        && words.iter().all(is_part)
        && !text.chars().any(|c| c.is_ascii_digit() || "?!:;|/()\"“”".contains(c) && !text.contains("/o "))
        && !(text.ends_with('.') && !text.ends_with("Jr.") && !text.ends_with("Sr."))
}

/// Writes the authors and their bios into the draft.
pub(super) fn settle(
    pieces: &[Piece],
    found: &Found,
    manuscript: &Manuscript,
    draft: &mut Draft,
    report: &mut Report,
) {
    draft.authors = authors(pieces, found, manuscript, report);
    for author in &mut draft.authors {
        author.orcid = author.orcid.take().and_then(|orcid| identifier::orcid(&orcid).ok());
    }
    let bios: Vec<Block> = found.blocks(pieces, Role::Bio).cloned().collect();
    if !bios.is_empty() {
        give_bios(&bios, draft, report);
    }
}

fn authors(pieces: &[Piece], found: &Found, manuscript: &Manuscript, report: &mut Report) -> Vec<Person> {
    let claimed = &manuscript.claims.authors;
    let byline: Vec<&Piece> = found.pieces(pieces, Role::Byline).collect();
    let names: Vec<(String, usize)> = byline
        .iter()
        .flat_map(|piece| {
            let split = split(&piece.plain);
            let whole = vec![strip_by(&piece.plain).to_owned()];
            let names = if split.is_empty() { whole } else { split };
            names.into_iter().map(|name| (name, piece.block.at))
        })
        .collect();
    if claimed.is_empty() {
        for (name, at) in &names {
            report.add(Action::Taken, *at, Some("authors"), format!("`{}`, from the byline", excerpt(name)));
        }
        return names.into_iter().map(|(name, at)| Person { name, at, ..Person::default() }).collect();
    }
    for person in claimed {
        let message = format!("`{}`, from {}", excerpt(&person.name), manuscript.claims.authors_from);
        report.add(Action::Taken, person.at, Some("authors"), message);
    }
    for piece in byline {
        let unknown = claimed.iter().filter(|person| !piece.plain.contains(&person.name)).count();
        if unknown > 0 && names.len() != claimed.len() {
            let message = format!("the byline says `{}`; the metadata was taken", excerpt(&piece.plain));
            report.add(Action::Guessed, piece.block.at, Some("authors"), message);
        }
    }
    claimed.clone()
}

/// Gives each author the paragraphs that begin with the name; one bio for all where that cannot be told.
fn give_bios(bios: &[Block], draft: &mut Draft, report: &mut Report) {
    let at = bios.first().map_or(0, |block| block.at);
    if draft.authors.is_empty() {
        let plain = bios.first().map(Block::plain).unwrap_or_default();
        match leading_name(&plain) {
            Some(name) => {
                report.add(
                    Action::Guessed,
                    at,
                    Some("authors"),
                    format!("`{name}`, the first words of the bio"),
                );
                draft.authors.push(Person { name, at, ..Person::default() });
            }
            None => {
                draft.author_note = Some(block::markdown(bios));
                report.add(Action::Guessed, at, Some("author_note"), "nobody tells whose bio this is");
                return;
            }
        }
    }
    if let [author] = draft.authors.as_mut_slice() {
        author.bio = Some(block::markdown(bios));
        return;
    }
    let owners: Vec<Option<usize>> = bios.iter().map(|bio| owner(&bio.plain(), &draft.authors)).collect();
    let is_told = owners.first().is_some_and(Option::is_some)
        && (0..draft.authors.len()).all(|at| owners.contains(&Some(at)));
    if !is_told {
        draft.author_note = Some(block::markdown(bios));
        report.add(Action::Taken, at, Some("author_note"), "one bio for all authors");
        return;
    }
    let mut shares: Vec<Vec<Block>> = vec![Vec::new(); draft.authors.len()];
    let mut current = 0;
    for (bio, owner) in bios.iter().zip(owners) {
        current = owner.unwrap_or(current);
        shares[current].push(bio.clone());
    }
    for (author, share) in draft.authors.iter_mut().zip(shares) {
        author.bio = Some(block::markdown(&share));
    }
}

/// Returns the author whose name, or last name, stands in the first words of a bio.
fn owner(bio: &str, authors: &[Person]) -> Option<usize> {
    let head: String = bio.chars().take(80).collect();
    let by_name = authors.iter().position(|author| head.contains(&author.name));
    by_name.or_else(|| {
        let last = |author: &Person| author.name.split_whitespace().next_back().map(str::to_owned);
        authors.iter().position(|author| {
            last(author).is_some_and(|last| {
                head.split(|c: char| !c.is_alphanumeric()).take(6).any(|word| word == last)
            })
        })
    })
}

/// Returns the name that a bio begins with: capitalised words before `is`, `was`, `has`.
fn leading_name(bio: &str) -> Option<String> {
    let words: Vec<&str> = bio.split_whitespace().take(9).collect();
    let verb =
        words.iter().position(|word| ["is", "was", "has", "works", "teaches", "adalah"].contains(word))?;
    let name: Vec<&str> = words[..verb]
        .iter()
        .copied()
        .skip_while(|word| TITLES.contains(&word.trim_end_matches('.').to_lowercase().as_str()))
        .collect();
    let name = name.join(" ").trim_end_matches(',').to_owned();
    is_name(&name, false).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_are_split_into_names() {
        assert_eq!(split("By Kumar Ramakrishna and Ong Keng Yong"), ["Kumar Ramakrishna", "Ong Keng Yong"]);
        assert_eq!(split("Alica Kizekova"), ["Alica Kizekova"]);
        assert_eq!(
            split("Ahmad bin Ali, Jean-Luc van Dam & B. C. Tan"),
            ["Ahmad bin Ali", "Jean-Luc van Dam", "B. C. Tan"]
        );
        for text in ["download pdf", "The ships came in.", "Synopsis", "Part 2 of it"] {
            assert!(split(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_bio_names_its_author() {
        assert_eq!(leading_name("Dr. Ann Lee is a Fellow.").as_deref(), Some("Ann Lee"));
        assert_eq!(leading_name("The writer is a Fellow."), None);
    }
}
