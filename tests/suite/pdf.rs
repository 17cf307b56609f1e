//! Cases of `pdf`.
