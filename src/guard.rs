//! Panics caught where they happen.
//!
//! What a panic says goes into the fault that is told of it, and not to stderr, where it would break into
//! the lines that machines read.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::Once;

thread_local! {
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
    static SAID: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Runs work that may panic: that on one record, or that of others' code on what others wrote.
///
/// # Errors
///
/// What a panic in it said, with where in the program it was.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if IS_GUARDED.get() {
                SAID.set(said(info));
            } else {
                usual(info);
            }
        }));
    });
    let was_guarded = IS_GUARDED.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    IS_GUARDED.set(was_guarded);
    result.map_err(|_| SAID.take())
}

fn said(info: &PanicHookInfo<'_>) -> String {
    let payload = info.payload();
    let text = payload.downcast_ref::<&str>().copied();
    let message = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let message = message.unwrap_or("a panic without words");
    info.location()
        .map_or_else(|| message.to_owned(), |place| format!("{message} ({}:{})", place.file(), place.line()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_says_what_and_where_and_good_work_passes() {
        assert_eq!(guarded(|| 7), Ok(7));
        let said = guarded(|| -> u8 { panic!("no such glyph") }).expect_err("it panics");
        assert!(said.starts_with("no such glyph (") && said.contains("guard.rs:"), "{said}");
        let nested = guarded(|| {
            let inner = guarded(|| -> u8 { panic!("inner") });
            assert!(inner.is_err());
            panic!("outer")
        });
        let nested: Result<u8, String> = nested;
        assert!(nested.is_err_and(|said| said.starts_with("outer")));
    }
}
