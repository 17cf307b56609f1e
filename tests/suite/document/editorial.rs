//! What a copy editor marks in the tree: for each a body that trips it, with the place, and some that nearly do.

use super::told;

/// What one lint says of a body.
fn of(code: &str, body: &str) -> Vec<String> {
    told(body).into_iter().filter(|one| one.starts_with(code)).collect()
}

const NONE: [&str; 0] = [];

#[test]
fn headings_in_two_manners() {
    let body = "## The Turning Wheel of History\n\nText.\n\n## What the ministers said about it\n\nText.\n\n\
                ## Why nobody listened then\n\nText.\n";
    assert_eq!(of("L0316", body), ["L0316 1:4"], "the rarer manner is told");
    assert_eq!(of("L0316", "## THE TURNING WHEEL\n\nText.\n"), ["L0316 1:4"]);
    for near in [
        "## The Turning Wheel of History\n\nText.\n\n## What Beijing Wants from Ankara\n\nText.\n",
        "## What the ministers said\n\nText.\n\n## The rise of China\n\nText.\n",
        "## What the ministers said\n\nText.\n\n## The South China Sea\n\nText.\n",
        "## ASEAN\n\nText.\n\n## What the ministers said\n\nText.\n",
    ] {
        assert_eq!(of("L0316", near), NONE, "{near}");
    }
}

#[test]
fn headings_too_deep() {
    let body = "## One\n\nText.\n\n### Two\n\nText.\n\n#### Three\n\nText.\n";
    assert_eq!(of("L0317", body), NONE);
    assert_eq!(of("L0317", &format!("{body}\n##### Four\n\nText.\n")), ["L0317 13:7"]);
}

#[test]
fn links_that_say_nothing() {
    let body = "See [here](https://a.example/) and [**Read more** …](https://a.example/).\n";
    assert_eq!(of("L0318", body), ["L0318 1:6", "L0318 1:39"]);
    let near =
        "See [the report here](https://a.example/), [1](https://a.example/), [here]. <https://a.example/>\n";
    assert_eq!(of("L0318", near), NONE);
}
