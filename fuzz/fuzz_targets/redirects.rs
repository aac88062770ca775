//! Reads an expression of a redirect and leads a path by it; the lines are the path, the address and the expression.
#![no_main]

use dateline_model::{EXPRESSION_STEPS, PathExpression};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let mut lines = text.splitn(3, '\n');
    let (Some(path), Some(to), Some(from)) = (lines.next(), lines.next(), lines.next()) else { return };
    let Ok(expression) = PathExpression::parse(&format!("^{from}")) else { return };
    if !expression.can_lead_to(to) {
        return;
    }
    if let Some(address) = expression.lead(path, to, &mut EXPRESSION_STEPS.clone()) {
        let is_path = address.starts_with('/') && !address.starts_with("//");
        assert!(is_path || address.starts_with("http"), "{address}");
    }
});
