//! The preview: records, their faults, their pages and their edition, in a browser and as they are now.
//!
//! 1. [`shelf`] knows the records and what is wrong with them; [`mod@show`] makes the pages of one.
//! 2. [`watch`] hears of changed files, and [`events`] tells the browsers that look.
//! 3. [`server`] answers requests, one after another on a thread each: [`request`] reads them, [`routes`] knows
//!    what is asked for, [`response`] writes the answer.
//!
//! It listens on 127.0.0.1 alone, answers GET alone, and sends nothing but what it holds in memory: no address leads to
//! a file. A page elsewhere that has its own name led to this machine (DNS rebinding) is refused by the `Host`
//! it asks for.

mod assets;
mod events;
mod request;
mod response;
mod routes;
mod server;
mod shelf;
mod show;
mod watch;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

pub use shelf::Setup;

use self::events::Events;
use self::shelf::Shelf;
use crate::batch::scan::RecordFile;
use crate::diagnostics::Diagnostic;
use crate::project::Project;
use crate::record::Reading;

/// Where records and what they are made with come from. It is asked again whenever files change.
pub trait House: Send + Sync {
    /// Loads what records are made with.
    ///
    /// # Errors
    ///
    /// The faults of the project file, a style or a font.
    fn setup(&self) -> Result<Setup, Vec<Diagnostic>>;
    /// Finds the records; what cannot be looked at is told beside them.
    fn records(&self, project: &Project) -> (Vec<RecordFile>, Vec<Diagnostic>);
    /// Reads a record file.
    fn read(&self, file: &RecordFile, project: &Project) -> Reading;
    /// The folders to watch.
    fn folders(&self, project: &Project) -> Vec<Folder>;
    /// The folder whose changes mean nothing: that of outputs.
    fn output(&self, project: &Project) -> PathBuf;
}

/// A folder to watch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// Where it is.
    pub path: PathBuf,
    /// Whether what is below its own folders counts too.
    pub is_deep: bool,
}

/// A preview that runs until it is dropped or the process ends.
pub struct Preview {
    address: SocketAddr,
    watches: bool,
    _watcher: Option<watch::Watcher>,
}

impl Preview {
    /// Starts a preview on a port of this machine; 0 takes any that is free.
    ///
    /// # Errors
    ///
    /// Why the port cannot be had.
    pub fn start(house: Arc<dyn House>, setup: Setup, port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let address = listener.local_addr()?;
        let shelf = Arc::new(Shelf::new(house, setup));
        let events = Arc::new(Events::default());
        let watcher = watch::start(&shelf, &events).ok();
        server::start(listener, address.port(), shelf, events);
        Ok(Self { address, watches: watcher.is_some(), _watcher: watcher })
    }

    /// Returns where it is.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Tells whether changes of files are seen; where they are not, a page is up to date once it is loaded again.
    #[must_use]
    pub fn watches(&self) -> bool {
        self.watches
    }
}
