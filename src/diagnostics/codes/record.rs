//! Codes of `record`.

super::codes! {}
