//! What readers expect of the search of a newspaper, and what the newspaper expects of it.
#![allow(clippy::unwrap_used)]

mod facets;
mod finding;
mod following;
mod hostile;
#[path = "../../examples/search_speed/hostile_queries.rs"]
mod hostile_queries;
mod languages;
mod names;
mod paper;
mod ranking;
mod suggesting;
#[path = "../../examples/search_names/variants.rs"]
mod variants;
mod visibility;
