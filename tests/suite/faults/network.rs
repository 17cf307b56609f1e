//! Nothing is asked of other computers: no crate that could is in the build, and no room of ours connects.

use std::fs;
use std::path::{Path, PathBuf};

/// What `deny.toml` bans too, for those who have no cargo-deny.
const CLIENTS: [&str; 11] = [
    "reqwest",
    "ureq",
    "hyper",
    "curl",
    "isahc",
    "attohttpc",
    "minreq",
    "rustls",
    "native-tls",
    "openssl",
    "async-std",
];

#[test]
fn no_crate_of_the_build_speaks_to_other_computers() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let lock = fs::read_to_string(root.join("Cargo.lock")).expect("the versions are kept");
    let names: Vec<&str> =
        lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).collect();
    assert!(names.contains(&"offprint") && names.contains(&"printpdf"), "the list is read");
    let found: Vec<&&str> = names.iter().filter(|name| CLIENTS.contains(name)).collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn no_room_opens_a_connection() {
    let mut folders: Vec<PathBuf> = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut listening = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of the tree").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).expect("a file of the tree");
                for sign in
                    ["TcpStream::connect", "UdpSocket", "UnixStream", "ToSocketAddrs", "connect_timeout"]
                {
                    assert!(!text.contains(sign), "{} has `{sign}`", path.display());
                }
                listening.extend(text.contains("TcpListener::bind((Ipv4Addr::LOCALHOST").then_some(path));
            }
        }
    }
    assert_eq!(listening.len(), 1, "the preview alone listens, and on this computer alone: {listening:?}");
}
