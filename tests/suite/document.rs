//! Cases of `document`.
