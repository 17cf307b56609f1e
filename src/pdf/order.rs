//! The order in which the items of a page are drawn.
//!
//! Pages have their items line by line. In a table that goes across the cells, so that whoever reads a page in the
//! order it is drawn gets the first lines of all cells of a row before the second ones. Here each cell is drawn whole
//! before the next.

use crate::layout::{ElementId, Owner, Page, Pages, Placed, Tag, Tree};

/// The items of each page, in the order they are drawn.
pub struct Order<'a> {
    /// By page.
    pub pages: Vec<Vec<&'a Placed>>,
}

impl<'a> Order<'a> {
    /// Puts the items of all pages in order.
    pub fn of(pages: &'a Pages) -> Self {
        let tables = tables(&pages.tree);
        let pages = pages.pages.iter().map(|page| match &tables {
            Some(tables) => by_cell(page, tables),
            None => page.items.iter().collect(),
        });
        Self { pages: pages.collect() }
    }

    /// Every item, page by page.
    pub fn items(&self) -> impl Iterator<Item = &'a Placed> {
        self.pages.iter().flatten().copied()
    }
}

/// Returns for each leaf the table that it is in; nothing where there are no tables.
fn tables(tree: &Tree) -> Option<Vec<Option<ElementId>>> {
    if !tree.elements.iter().any(|element| element.tag == Tag::Table) {
        return None;
    }
    let table_of = |leaf: &ElementId| {
        let ancestors = std::iter::successors(Some(*leaf), |&id| tree.get(id).parent);
        ancestors.filter(|&id| tree.get(id).tag == Tag::Table).last()
    };
    Some(tree.leaves.iter().map(table_of).collect())
}

/// Orders the items of each table of a page by leaf, as leaves are numbered in reading order; what belongs to no leaf
/// (grounds, rules, a head that is repeated) is drawn below the text.
fn by_cell<'a>(page: &'a Page, tables: &[Option<ElementId>]) -> Vec<&'a Placed> {
    let table_of = |placed: &Placed| match placed.owner {
        Owner::Leaf(leaf) => tables.get(leaf.0 as usize).copied().flatten(),
        _ => None,
    };
    let mut ordered: Vec<&Placed> = page.items.iter().collect();
    let mut from = 0;
    while from < ordered.len() {
        let Some(table) = table_of(ordered[from]) else {
            from += 1;
            continue;
        };
        let is_within = |placed: &&&Placed| placed.owner == Owner::Layout || table_of(placed) == Some(table);
        let to = from + ordered[from..].iter().take_while(is_within).count();
        ordered[from..to].sort_by_key(|placed| match placed.owner {
            Owner::Leaf(leaf) => Some(leaf),
            _ => None,
        });
        from = to;
    }
    ordered
}
