//! Codes of `layout`.

super::codes! {}
