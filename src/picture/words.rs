//! What a page says, for those who do not see its picture.

use crate::layout::{Item, Owner, Page, Tree};

/// Returns the words of a page in reading order, a line of text for each element directly below a section, without
/// running heads and feet. A word that is broken at a line's end has its hyphen no more.
#[must_use]
pub fn words(page: &Page, tree: &Tree) -> String {
    let mut words = String::new();
    let mut last = None;
    for placed in &page.items {
        let (Owner::Leaf(leaf), Item::Run(run)) = (placed.owner, &placed.item) else { continue };
        let block = tree.leaves.get(leaf.0 as usize).map(|&element| block(tree, element));
        if last.is_some() && last != block {
            words.truncate(words.trim_end().len());
            words.push('\n');
        }
        last = block;
        // What a line's end broke has no text of its own for its hyphen, and a space where words part.
        words.push_str(&run.text);
    }
    words.truncate(words.trim_end().len());
    words
}

/// The block that an element is part of: itself, or the nearest above it that is no inline.
fn block(tree: &Tree, element: crate::layout::ElementId) -> crate::layout::ElementId {
    use crate::layout::Tag;
    let mut at = element;
    while let Some(parent) = tree.get(at).parent {
        if !matches!(
            tree.get(at).tag,
            Tag::Span | Tag::Link | Tag::Reference | Tag::Quote | Tag::Code | Tag::Lbl
        ) {
            break;
        }
        at = parent;
    }
    at
}
