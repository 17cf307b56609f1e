//! Cases of `records`.
