//! Reading: a path becomes a route, a route a page that remembers what it read.
