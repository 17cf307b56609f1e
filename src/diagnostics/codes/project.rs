//! Codes of `project`.

super::codes! {}
