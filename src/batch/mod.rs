//! Many records at once: what is out of date, who builds it, what was built.
//!
//! 1. [`scan`] reads every record file and learns what its artefacts depend on.
//! 2. [`plan`] compares that with the manifest of the last run.
//! 3. [`run`] builds what is out of date, in parallel.
//!    [`bind`] makes collections of them.
//! 4. [`manifest`] remembers what was built, for the next run and for whoever checks it.
//! 5. [`verify`] reads artefacts back and proves them.
//! 6. [`account`] tells people what a run did.
//!
//! Nothing here sets type or packages a book.

pub mod account;
pub mod bind;
pub mod catalogue;
pub mod clashes;
pub mod collections;
pub mod digest;
pub mod faces;
pub mod guard;
pub mod inputs;
pub mod manifest;
pub mod output;
pub mod plan;
pub mod reread;
pub mod run;
pub mod scan;
mod settle;
pub mod shard;
pub mod timings;
pub mod verify;
pub mod workshop;
mod writers;
