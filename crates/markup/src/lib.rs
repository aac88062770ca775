//! HTML and Markdown: sanitising, teasers, plain text, links, word count.
