//! Fuzzing of offprint's parsers.
//!
//! The targets are those of the test suite, so that what they find can be kept and replayed there.

#[path = "../../tests/suite/fuzz/targets.rs"]
pub mod targets;
