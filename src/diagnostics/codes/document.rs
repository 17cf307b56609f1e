//! Codes of `document`.

super::codes! {}
