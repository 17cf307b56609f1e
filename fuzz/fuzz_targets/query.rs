#![no_main]

use libfuzzer_sys::fuzz_target;
use offprint_fuzz::targets;

fuzz_target!(|bytes: &[u8]| targets::query(bytes));
