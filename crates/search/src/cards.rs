//! Whose a card is.

use tantivy::columnar::BytesColumn;
use tantivy::{DocId, SegmentReader, TantivyError};
use uuid::Uuid;

use crate::SearchError;

/// The ids on the cards of one part of the index.
pub(crate) struct Ids(Option<BytesColumn>);

impl Ids {
    /// The ids in `field`.
    pub(crate) fn of(segment: &SegmentReader, field: &str) -> Result<Self, SearchError> {
        Ok(Self(segment.fast_fields().bytes(field)?))
    }

    /// The id on a card; `None` when cards of its kind have none.
    pub(crate) fn of_card(&self, card: DocId) -> Result<Option<Uuid>, SearchError> {
        let Some(column) = &self.0 else { return Ok(None) };
        let Some(ordinal) = column.term_ords(card).next() else { return Ok(None) };
        let mut bytes = Vec::with_capacity(16);
        column.ord_to_bytes(ordinal, &mut bytes).map_err(TantivyError::from)?;
        Uuid::from_slice(&bytes).map(Some).map_err(|error| SearchError::Damaged(error.to_string()))
    }
}
