//! Cases of `paragraph`.
