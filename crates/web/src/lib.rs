//! HTTP: accept loop, public pages, comment form, APIs, limits.
