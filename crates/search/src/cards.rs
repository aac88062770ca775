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
        let Some(bytes) = bytes_of_card(self.0.as_ref(), card).map_err(TantivyError::from)? else {
            return Ok(None);
        };
        Uuid::from_slice(&bytes).map(Some).map_err(|error| SearchError::Damaged(error.to_string()))
    }
}

/// What stands in a column on a card.
pub(crate) fn bytes_of_card(column: Option<&BytesColumn>, card: DocId) -> std::io::Result<Option<Vec<u8>>> {
    let Some(column) = column else { return Ok(None) };
    let Some(ordinal) = column.term_ords(card).next() else { return Ok(None) };
    let mut bytes = Vec::new();
    column.ord_to_bytes(ordinal, &mut bytes)?;
    Ok(Some(bytes))
}
