//! Codes of `proof` and `preview`: why two versions cannot be compared, or pages not shown.

super::codes! {
    NO_VERSION = "E1201", "a version cannot be had from git",
        "`offprint diff --git REV FILE` asks the program `git` for the file as it was at REV. Either git is not \
         installed, or the file is in no repository, or REV names no commit, or the file was not there then. \
         What git itself said is told as a hint. REV is whatever git understands: a hash, a branch, `HEAD~2`.";
    MANY_RECORDS = "E1202", "a file of many records cannot be compared",
        "`offprint diff` compares two versions of one record. A .jsonl file holds many: write the two lines meant to \
         files that end in .json, and compare those.";
    UNWRITABLE = "E1203", "a proof cannot be written",
        "The system would not let the proof be written: the disk may be full, or the folder may be read-only. Choose \
         another with `-o`.";
}
