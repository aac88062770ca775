//! The Handlebars language: parser and interpreter, no knowledge of Ghost or of Dateline.
