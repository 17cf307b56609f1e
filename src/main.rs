//! The command `offprint`.

use std::process::ExitCode;

fn main() -> ExitCode {
    offprint::cli::main()
}
