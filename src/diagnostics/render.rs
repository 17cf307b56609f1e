//! The drawing of diagnostics.
