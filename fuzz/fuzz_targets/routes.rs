//! Reads a `routes.yaml` and looks addresses up in it.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Ok(routes) = dateline_routes::Routes::parse(text) {
        for path in ["/", "/tag/a/", "/2026/11/x/", text] {
            let _ = routes.find(path);
            let _ = routes.named_in(path).count();
        }
    }
});
