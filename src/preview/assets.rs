//! The front end: files that a browser takes as they are.

/// A file of the front end.
pub(super) struct Asset {
    /// Its name below `/assets/`.
    pub name: &'static str,
    pub media_type: &'static str,
    pub text: &'static str,
}

const SCRIPT: &str = "text/javascript; charset=utf-8";

/// Every file but the page itself.
pub(super) static ASSETS: &[Asset] = &[
    Asset {
        name: "preview.css",
        media_type: "text/css; charset=utf-8",
        text: include_str!("assets/preview.css"),
    },
    Asset { name: "preview.js", media_type: SCRIPT, text: include_str!("assets/preview.js") },
    Asset { name: "list.js", media_type: SCRIPT, text: include_str!("assets/list.js") },
    Asset { name: "pages.js", media_type: SCRIPT, text: include_str!("assets/pages.js") },
    Asset { name: "edition.js", media_type: SCRIPT, text: include_str!("assets/edition.js") },
    Asset { name: "faults.js", media_type: SCRIPT, text: include_str!("assets/faults.js") },
    Asset { name: "keys.js", media_type: SCRIPT, text: include_str!("assets/keys.js") },
];

/// The page.
pub(super) const PAGE: &str = include_str!("assets/index.html");
