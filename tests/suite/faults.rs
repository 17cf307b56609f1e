//! Cases where the world is at fault: disks, folders, pipes and files that are not what they should be.
//!
//! Each tells clearly, ends with the right exit code, and builds every good neighbour.

mod disks;
mod files;
mod mutants;
mod network;
mod pipes;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder with records in it.
struct Shelf {
    folder: tempfile::TempDir,
}

impl Shelf {
    /// Makes `records/1.md` and so on.
    fn of(records: usize) -> Self {
        let shelf = Self { folder: tempfile::tempdir().expect("a temporary folder can be made") };
        fs::create_dir(shelf.path("records")).expect("a folder can be made");
        for number in 1..=records {
            shelf.record(&number.to_string());
        }
        shelf
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a good record.
    fn record(&self, name: &str) {
        self.write(
            &format!("records/{name}.md"),
            format!("---\ntitle: Dues of harbour {name}\n---\n\nThe board put it off again.\n"),
        );
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).expect("a file can be written");
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_offprint"));
        command.args(arguments).current_dir(self.folder.path()).env_remove("CI").env("NO_COLOR", "1");
        command
    }

    fn run(&self, arguments: &[&str]) -> Told {
        self.command(arguments).output().expect("the command runs").into()
    }

    /// Builds `records` into `dist`.
    fn build(&self) -> Told {
        self.run(&["build", "records", "-o", "dist", "--message-format", "short"])
    }

    /// The names of the PDFs in a folder, sorted.
    fn pdfs(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(folder)).into_iter().flatten().flatten();
        let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
        let mut stems: Vec<String> =
            names.filter_map(|name| name.strip_suffix(".pdf").map(str::to_owned)).collect();
        stems.sort();
        stems
    }
}

/// How a command ended and what it said of faults.
#[derive(Debug)]
struct Told {
    code: i32,
    said: String,
}

impl From<Output> for Told {
    fn from(output: Output) -> Self {
        let said = String::from_utf8_lossy(&output.stderr);
        let faults = said.lines().filter(|line| !line.contains("note[L0106]"));
        Self { code: output.status.code().unwrap_or(-1), said: faults.collect::<Vec<_>>().join("\n") }
    }
}

impl Told {
    #[track_caller]
    fn ends(&self, code: i32, lines: &[&str]) {
        assert_eq!(self.code, code, "{self:?}");
        for line in lines {
            assert!(self.said.contains(line), "{line:?} is not said: {self:?}");
        }
    }
}

/// Runs the command in a shell that first does something to its own surroundings.
#[cfg(unix)]
fn in_shell(shelf: &Shelf, before: &str, arguments: &str) -> Told {
    let script = format!("{before}\nexec \"$OFFPRINT\" {arguments}");
    Command::new("sh")
        .args(["-c", &script])
        .current_dir(shelf.folder.path())
        .env_remove("CI")
        .env("OFFPRINT", env!("CARGO_BIN_EXE_offprint"))
        .output()
        .expect("there is a shell")
        .into()
}

/// Waits until a file is there, for at most a minute.
fn wait_for(path: &Path) {
    for _ in 0..6_000 {
        if path.exists() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("{} never came", path.display());
}
