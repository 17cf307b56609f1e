//! Cases of `page`.
