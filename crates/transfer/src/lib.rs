//! Moving house: importers and exporters, each a stream of neutral records.
