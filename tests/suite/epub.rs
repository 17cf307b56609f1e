//! Cases of `epub`.
