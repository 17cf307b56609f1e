//! Codes of `epub`.

super::codes! {}
