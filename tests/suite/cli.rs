//! Cases of `cli`: what a command says, where it says it, and how it ends, in one transcript each.
//!
//! `OFFPRINT_ACCEPT=1` writes the transcripts anew; read the diff before you keep it.

mod check;
mod diff;
mod fonts;
mod import;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder with files of its own that goes away with it.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    /// Makes a folder with these files in it.
    fn with(files: &[(&str, &[u8])]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        for (name, bytes) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
            fs::write(path, bytes).expect("a file can be written");
        }
        Self { folder }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs `offprint` in the folder and returns stdout, stderr and the exit code as one text.
    fn run(&self, arguments: &[&str]) -> String {
        self.run_with(arguments, &[])
    }

    /// The same with variables of the environment.
    fn run_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_offprint"))
            .args(arguments)
            .current_dir(self.path())
            .env_remove("CI")
            .env("NO_COLOR", "1")
            .env_remove("OFFPRINT_SYSTEM_FONTS")
            .envs(variables.iter().copied())
            .output()
            .expect("the command runs");
        let mut text = format!("$ offprint {}\n", arguments.join(" "));
        text.push_str(&String::from_utf8_lossy(&output.stdout));
        for line in String::from_utf8_lossy(&output.stderr).lines() {
            text.push_str(if line.is_empty() { "!" } else { "! " });
            text.push_str(line);
            text.push('\n');
        }
        text.push_str(&format!("= {}\n", output.status.code().unwrap_or(-1)));
        text
    }
}

/// Compares with the transcript kept in `cli/NAME.txt`.
fn expect(name: &str, transcript: &str) {
    let path: PathBuf =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/cli").join(format!("{name}.txt"));
    if std::env::var_os("OFFPRINT_ACCEPT").is_some() {
        fs::write(&path, transcript).expect("the transcript can be written");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(transcript, kept, "the transcript {name} differs");
}
