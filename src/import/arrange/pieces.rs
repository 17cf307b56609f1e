//! Blocks with what a profile says of them.

use crate::import::block::{Block, Role};
use crate::import::profile::{Line, Profile};
use crate::import::repair;

/// A block, and what it is to the profile.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// The block.
    pub block: Block,
    /// Its words.
    pub plain: String,
    /// The part that it opens, if it is a label.
    pub label: Option<Role>,
    /// What its line is.
    pub line: Option<Line>,
}

/// Looks at every block.
pub(super) fn of(blocks: Vec<Block>, profile: &Profile) -> Vec<Piece> {
    blocks.into_iter().filter(|block| !repair::is_empty(block)).map(|block| one(block, profile)).collect()
}

fn one(block: Block, profile: &Profile) -> Piece {
    let plain = block.plain();
    let is_line = block.inlines().is_some();
    let label = if is_line { profile.label(&plain) } else { None };
    let line = if is_line && label.is_none() { profile.line(&plain) } else { None };
    Piece { block, plain, label, line }
}
