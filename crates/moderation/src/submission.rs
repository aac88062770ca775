//! What a reader sends, and the circumstances under which it arrives.

use dateline_model::Millis;

/// A comment as it came in, before anybody decided about it. Everything is as the reader typed it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Submission<'a> {
    /// The name.
    pub name: &'a str,
    /// The e-mail address; only its host is looked at, and nothing of it is remembered.
    pub email: &'a str,
    /// The web address.
    pub url: &'a str,
    /// The text. The first [`BODY_BYTES_MAX`] bytes are read.
    pub body: &'a str,
    /// How it arrived.
    pub circumstances: Circumstances<'a>,
}

/// Bytes of a text that the filter reads: four times the 10,000 characters that a comment may have.
pub const BODY_BYTES_MAX: usize = 40_000;

/// What the newsroom knows about the arrival of a comment.
#[derive(Debug, Clone, Copy, Default)]
pub struct Circumstances<'a> {
    /// Title and text of the story, or as much of it as is at hand; its first kilobytes serve.
    pub story: &'a str,
    /// Host names of the site itself, in small letters and without `www.`: a link to them leads nobody away.
    pub own_hosts: &'a [&'a str],
    /// How long the form had been open, if its time stamp could be read.
    pub open_for: Option<Millis>,
    /// True if the field that people do not see was filled in.
    pub trap_filled: bool,
    /// Approved comments of the same writer (a member, or the same keyed fingerprint).
    pub approved_before: u32,
    /// What else arrived lately, from [`Recent::arrive`](crate::Recent::arrive).
    pub traffic: Traffic,
}

/// How busy it has been round a comment; the comment itself is not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Traffic {
    /// Comments with nearly the same text within an hour.
    pub same_text_hour: u32,
    /// Comments with nearly the same text within a day.
    pub same_text_day: u32,
    /// Comments from the same address or small network (IPv4 address, IPv6 /64) within an hour.
    pub network_hour: u32,
    /// Comments from the wider network (IPv4 /24, IPv6 /48) within an hour.
    pub wide_network_hour: u32,
    /// How often the most repeated web host or odd word of this comment came within an hour.
    pub campaign_hour: u32,
}
