//! Reads a filter and asks it about something.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    match dateline_nql::Filter::parse(text) {
        Ok(filter) => drop(filter.matches(&|_| vec![dateline_nql::Given::Moment(5)], i64::MAX)),
        Err(error) => assert!(error.at <= text.len()),
    }
});
