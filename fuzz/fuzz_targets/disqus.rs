//! Reads comments of Disqus and of others.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| dateline_fuzz::read_file("comments.json", bytes));
