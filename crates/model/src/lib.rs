//! The words of the trade: Site, Post, Byline, Comment, Tag, Permalink, Visibility, Role, Clock. No I/O.
