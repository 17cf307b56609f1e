//! `offprint explain`.

use super::args::Global;
use super::{Outcome, report};
use crate::diagnostics::{Code, codes, visible};

/// Tell the long story of a code
///
/// Without a code, lists them all.
#[derive(clap::Args, Debug)]
pub struct ExplainArgs {
    /// A code, such as E0102, or the name of a lint
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

/// Runs the command.
pub fn run(args: &ExplainArgs, global: &Global) -> Outcome {
    let Some(name) = &args.code else {
        let lines = codes::all().map(|code| format!("{}  {}\n", code.code, code.title));
        return report::print(&lines.collect::<String>());
    };
    let by_name = crate::record::lint::find(name).map(|lint| lint.code);
    if let Some(code) = codes::find(name).or(by_name) {
        return report::print(&story(code));
    }
    report::say(&format!("there is no code `{}`", visible::line(name)), global);
    if let Some(near) = codes::nearest(name) {
        report::say(&format!("hint: did you mean {}, {}?", near.code, near.title), global);
    }
    Outcome::CannotRun
}

/// The story at a width that can be read.
fn story(code: Code) -> String {
    let mut text = format!("{}: {}\n", code.code, code.title);
    if let Some(lint) = crate::record::lint::find(code.code) {
        text.push_str(&format!("A lint, `{}` in the project file.\n", lint.name));
    }
    for paragraph in code.story.split("\n\n") {
        text.push('\n');
        if paragraph.starts_with("    ") {
            text.push_str(paragraph.trim_end());
            text.push('\n');
        } else {
            text.push_str(&wrapped(paragraph, 80));
        }
    }
    text
}

fn wrapped(paragraph: &str, width: usize) -> String {
    let mut text = String::new();
    let mut column = 0;
    for word in paragraph.split_whitespace() {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > width {
            text.push('\n');
            column = 0;
        } else if column > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += length;
    }
    text.push('\n');
    text
}
