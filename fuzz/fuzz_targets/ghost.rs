//! Reads Ghost's exports, with Lexical and mobiledoc inside.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| dateline_fuzz::read_file("site.json", bytes));
