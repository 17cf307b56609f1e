//! Codes of `collection`.

super::codes! {
    QUERY_BROKEN = "E1101", "query that cannot be read",
        "A query compares fields of records with values and joins the comparisons with `and`, `or`, `not` and \
         parentheses:\n\n    year = 2012 and (region = \"Central Asia\" or title contains \"cyber\")\n\nThe mark stands \
         at the first word that does not fit. `docs/collections.md` has the whole grammar.";
    UNKNOWN_QUERY_FIELD = "E1102", "field that records do not have",
        "A query can ask for `number`, `title`, `year`, `date`, `author`, `topic`, `region`, `keyword`, `series`, `lang`, \
         `type` and `status`.";
    WRONG_OPERATOR = "E1103", "comparison that a field does not take",
        "Days, years and numbers have an order, so that they can be before or after another; texts can contain others. \
         Nothing else makes sense: no title is greater than another, and no year contains one.";
    WRONG_VALUE = "E1104", "value of the wrong type",
        "A year has four digits (`year = 2012`), a day is written in full (`date >= 2012-02-23`), a status is `draft`, \
         `final` or `superseded`, and texts stand in quotes (`region = \"Central Asia\"`), so that a misspelt field is never taken for a \
         word to look for.";
    QUERY_TOO_MUCH = "E1105", "query that is too long or too deep",
        "A query may have 16 KiB and 64 levels of parentheses and `not`. To name many records, give their `numbers`.";
    NO_SUCH_MEMBER = "E1106", "record of a collection that is not there",
        "`numbers` lists a number that no record has, so the collection would lack a member that it says it has. It is \
         withheld. Numbers are those of the records' `number`, not the names of their files.";
    ORDER_WITHOUT_LIST = "E1107", "order by hand without a list",
        "`order = \"hand\"` is the order of `numbers`. A query names no order: take `date`, `number`, `title` or `author`.";
    NO_MEMBERS = "E1108", "collection that no record belongs to",
        "No record of the run fits the query. An empty book helps nobody, so the collection is not built: `collect` fails, \
         `build` warns, since a record of a project may be built alone, and leaves what was built before until `--prune`.";
    MEMBER_WITHHELD = "E1109", "collection with a member that has errors",
        "A record that belongs to the collection cannot be built. A book that lacks one of its commentaries would look \
         whole, so the collection is withheld until the record is mended, or until the query leaves it out.";
    INTRODUCTION_UNREADABLE = "E1110", "introduction that cannot be read",
        "`introduction = { file = \"...\" }` names a file inside the project, in UTF-8, of at most 1 MiB.";
    AMBIGUOUS_MEMBER = "E1111", "number that several series have",
        "Numbers are unique within a series only. Write the series before the number, with a slash: \
         `\"rsis-commentary/CO12033\"`.";
    MEMBERS_UNKNOWN = "E1112", "records that could not be asked",
        "Some record files could not be read, so nobody can tell whether the query fits them. The collection is built \
         from the others. The faults of those files are told beside this one.";
    MEMBER_TWICE = "E1113", "record listed twice",
        "`numbers` lists a record twice; in a book it would stand twice, and links to it could not tell which is meant.";
    OUTPUT_TAKEN = "E1114", "collection that would be written to the file of something else",
        "`[collection.NAME]` becomes `collections/NAME.pdf` and `.epub` below the output folder. A record in a folder of that \
         name, a pattern `[output] name` that leads there, or a second collection whose name differs in capitals alone \
         would become the same file, and one would overwrite the other. The collection is withheld.";
}
