//! Codes of `pdf`.

super::codes! {}
