//! Codes of `batch`.

super::codes! {}
