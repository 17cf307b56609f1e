//! Codes of `layout`.

super::codes! {
    DEEP_NESTING = "E0521", "lists or quotes too deep for the measure",
        "Every level of a list or quote takes its indent from the measure. Where less than six\n\
         ems would be left, deeper levels are set at the same indent.";
    STACKED_TABLE = "E0522", "a table too wide for the page",
        "The table does not fit the measure even in the smallest size that the style allows. It\n\
         is set as a stack: each row as a list of its cells under the heads of their columns.\n\
         Fewer columns or shorter words would make it a table again.";
    OVERFULL_PAGE = "E0523", "something deeper than a page",
        "A piece that cannot be broken is deeper than the page's type area. It is set anyway and\n\
         runs over the foot.";
}
