//! The text of a page, as copied or dumped: lines without marks.
//!
//! Where lines are long each is a paragraph; where the file was wrapped, paragraphs lie between blank lines.

use super::block::{Block, Content};
use super::inline::Inline;
use super::manuscript::Manuscript;
use super::report::{Action, Report};

/// A file with a line longer than this was not wrapped.
const LONGEST_WRAPPED: usize = 120;

/// Reads a text.
#[must_use]
pub fn read(text: &str, report: &mut Report) -> Manuscript {
    let lines: Vec<(usize, &str)> =
        text.lines().enumerate().map(|(at, line)| (at + 1, line.trim())).collect();
    let longest = lines.iter().map(|(_, line)| line.chars().count()).max().unwrap_or(0);
    let blocks = if longest > LONGEST_WRAPPED {
        lines.iter().filter(|(_, line)| !line.is_empty()).map(|&(at, line)| paragraph(line, at)).collect()
    } else {
        unwrap(&lines, longest, report)
    };
    Manuscript { blocks, is_bare: true, ..Manuscript::default() }
}

fn paragraph(text: &str, at: usize) -> Block {
    Block::new(Content::Paragraph(vec![Inline::Text(text.to_owned())]), at)
}

/// Joins the lines of each paragraph. Lines that stand together and stay well short of the measure were not wrapped:
/// a title, a byline and a date, an address.
fn unwrap(lines: &[(usize, &str)], longest: usize, report: &mut Report) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut joined = 0;
    for group in lines.split(|(_, line)| line.is_empty()).filter(|group| !group.is_empty()) {
        let width = group.iter().map(|(_, line)| line.chars().count()).max().unwrap_or(0);
        let mut open: Option<(usize, String)> = None;
        for &(at, line) in group {
            match &mut open {
                Some((_, text)) => {
                    text.push(' ');
                    text.push_str(line);
                    joined += 1;
                }
                None => open = Some((at, line.to_owned())),
            }
            if width * 4 < longest * 3 {
                blocks.extend(open.take().map(|(at, text)| paragraph(&text, at)));
            }
        }
        blocks.extend(open.map(|(at, text)| paragraph(&text, at)));
    }
    if joined > 0 {
        let message = format!("joined {joined} wrapped lines with those before them");
        report.add(Action::Repaired, 0, None, message);
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        read(text, &mut Report::default()).blocks.iter().map(Block::plain).collect()
    }

    #[test]
    fn long_lines_are_paragraphs() {
        let long = "word ".repeat(40);
        assert_eq!(words(&format!("Title\nName\n\n{long}\n")), ["Title", "Name", long.trim()]);
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let text =
            "Title\nName\n\nThe first line of a paragraph that was wrapped by hand at sixty\nand goes on.\n";
        let joined = "The first line of a paragraph that was wrapped by hand at sixty and goes on.";
        assert_eq!(words(text), ["Title", "Name", joined]);
    }
}
