//! `offprint completions`.

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::args::{Cli, Global};
use super::{Outcome, report};

/// Print completions for a shell
///
/// For bash: `offprint completions bash > ~/.local/share/bash-completion/completions/offprint`. For zsh,
/// put the output as `_offprint` into a folder of `$fpath`; for fish, as `offprint.fish` into
/// `~/.config/fish/completions`; for PowerShell, into your profile.
#[derive(clap::Args, Debug)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Runs the command.
pub fn run(args: &CompletionsArgs, _global: &Global) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "offprint", &mut script);
    report::print(&String::from_utf8_lossy(&script))
}
