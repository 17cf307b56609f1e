//! Page makeup.
