//! Reads Blogger's feeds, old and new.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| dateline_fuzz::read_file("blog.xml", bytes));
