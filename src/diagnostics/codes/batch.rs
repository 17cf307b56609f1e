//! Codes of `batch`.

super::codes! {
    DEFECT = "E0801", "offprint itself failed at a record",
        "A record made offprint panic, which no input should. The run went on: every other record was built, \
         and no file of this record was left behind. Please report it together with the record.";
    UNWRITABLE = "E0802", "an artefact cannot be written",
        "The system refused to write a finished file: the disk may be full, or the folder may be read-only. \
         Artefacts are written to a temporary file and renamed, so the earlier file is still whole. Make room \
         and run the build again; only what is missing is built. The same is told of a file that was written and \
         is gone before the run is over.";
    UNWRITABLE_FOLDER = "E0803", "the output folder cannot be written",
        "The output folder cannot be made or written to, or holds a `manifest.json` of another program, so nothing \
         was built. Choose another with `-o`, or \
         change its permissions.";
    SAME_OUTPUT = "E0804", "two records would be written to one file",
        "The file name pattern gives two records the same path, or their files differ only in ending \
         (`a.md` beside `a.yaml`). Neither is built, since one would overwrite the other. Rename one, or use a \
         pattern in `[output] name` that tells them apart, such as `{year}/{number}`.";
}
