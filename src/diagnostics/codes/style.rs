//! Codes of `style`.

super::codes! {}
