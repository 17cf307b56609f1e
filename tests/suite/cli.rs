//! Cases of `cli`.
