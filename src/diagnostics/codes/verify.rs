//! Codes of `verify`.

super::codes! {}
