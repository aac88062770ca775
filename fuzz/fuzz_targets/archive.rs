//! Opens zips: the container of archives and Takeouts, as bytes and with a manifest inside.
#![no_main]

use std::io::Write as _;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    dateline_fuzz::read_file("site.zip", bytes);
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in ["dateline.json", "posts.jsonl"] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a zip");
        zip.write_all(bytes).expect("a zip");
    }
    let whole = zip.finish().expect("a zip").into_inner();
    dateline_fuzz::read_file("site.zip", &whole);
});
