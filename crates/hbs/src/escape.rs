//! HTML escaping of exactly seven characters: ampersand, angle brackets, both quotes, backtick, equals sign.

/// What is written in place of each byte; nothing for those that stay, which most do.
static ENTITIES: [Option<&str>; 256] = {
    let mut table = [None; 256];
    table[b'&' as usize] = Some("&amp;");
    table[b'<' as usize] = Some("&lt;");
    table[b'>' as usize] = Some("&gt;");
    table[b'"' as usize] = Some("&quot;");
    table[b'\'' as usize] = Some("&#x27;");
    table[b'`' as usize] = Some("&#x60;");
    table[b'=' as usize] = Some("&#x3D;");
    table
};

/// Appends `text` to `out` with the seven characters replaced.
pub fn escape_into(out: &mut String, text: &str) {
    let mut rest = text;
    let entity = |byte: &u8| ENTITIES[usize::from(*byte)];
    while let Some(at) = rest.as_bytes().iter().position(|byte| entity(byte).is_some()) {
        out.push_str(&rest[..at]);
        out.push_str(entity(&rest.as_bytes()[at]).unwrap_or_default());
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// `text` as `{{text}}` prints it.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    escape_into(&mut out, text);
    out
}
