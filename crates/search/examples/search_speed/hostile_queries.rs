//! What somebody types who wants to see the search break.

/// More than a thousand queries: too long, all wildcards, all operators, control characters, scripts, and mixtures.
pub(crate) fn hostile_queries() -> Vec<String> {
    let long = |unit: &str| unit.repeat(10_000 / unit.len().max(1));
    let mut queries = vec![
        long("a"),
        long("a "),
        long("* "),
        long("a* "),
        long("("),
        long("\""),
        long("-"),
        long("- "),
        long("tag:"),
        long("tag:x "),
        long("author:* "),
        long("OR "),
        long("a OR "),
        long("bridge OR "),
        long("\u{202E}\u{2066}x"),
        long("\0\u{1}\u{7f}"),
        long("\u{301}"),
        long("e\u{301}"),
        long("東"),
        long("สะพาน"),
        long("👨‍👩‍👧‍👦"),
        long("'"),
        long("a'"),
        long("(a+)+$ "),
        long("before:2024 "),
        long("after:99999999999999999999 "),
        "in:comments ".repeat(500) + "said",
        "\u{1f}\u{1}en\u{1}bridge".to_owned(),
        "'; DROP TABLE posts; --".to_owned(),
        "<script>alert(1)</script>".to_owned(),
        "../../etc/passwd".to_owned(),
        "before:-1 after:0000-00-00".to_owned(),
        "tag:\" author:\" in:\"".to_owned(),
    ];
    let seeds = queries.clone();
    // Every pair of them, cut at different places, is another one.
    for (n, first) in seeds.iter().enumerate() {
        for second in &seeds {
            let cut = |text: &str, chars: usize| text.chars().take(chars).collect::<String>();
            queries.push(cut(first, 3 + n * 7) + " bridge " + &cut(second, 90));
        }
    }
    queries
}
