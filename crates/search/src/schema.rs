//! What the index of a site holds.

use tantivy::schema::{
    BytesOptions, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{Index, TantivyError};

use crate::cutting::PART;
use crate::terms::CutTokenizer;

/// Grows with every change of the fields or of the analysis. An index of another version is built anew.
pub(crate) const VERSION: u32 = 4;

/// Texts that [`crate::cutting`] has cut.
const PARTS: &str = "parts";
const LINES: &str = "lines";
const RAW: &str = "raw";

/// The fields of the index. A document is a story (or page), or a comment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// The story's id; only on stories.
    pub(crate) post: Field,
    /// The comment's id; only on comments.
    pub(crate) comment: Field,
    /// The id of the story that a comment stands under; only on comments.
    pub(crate) under: Field,
    /// [`STORY`] or [`REMARK`].
    pub(crate) kind: Field,
    /// The telling words of a story; see [`crate::about`].
    pub(crate) about: Field,
    /// Whether it is a story or a page; only on these.
    pub(crate) form: Field,
    /// Where it is on its way: a draft, scheduled, out; only on stories and pages.
    pub(crate) status: Field,
    /// From when everybody may read it, in milliseconds; [`NEVER`] for what only the desk sees.
    pub(crate) public_from: Field,
    /// The date that is printed, in milliseconds.
    pub(crate) date: Field,
    /// The language of its words.
    pub(crate) language: Field,
    /// All words of a story, as stems: headline, text, captions, bylines, tags, dateline.
    pub(crate) text: Field,
    /// The headline, as stems.
    pub(crate) title: Field,
    /// Bylines and tags, as whole words.
    pub(crate) credits: Field,
    /// The words of a comment, as stems.
    pub(crate) remark: Field,
    /// Bones and spelling of every name; see [`crate::names`].
    pub(crate) names: Field,
    /// Ids of the tags.
    pub(crate) tag: Field,
    /// Ids of the authors.
    pub(crate) author: Field,
    /// Whole names and slugs of the tags, folded, each with the tag's id; see [`crate::document::label`].
    pub(crate) tag_name: Field,
    /// The same of the authors.
    pub(crate) author_name: Field,
}

/// The kind of a story or page.
pub(crate) const STORY: &str = "story";
/// The kind of a comment.
pub(crate) const REMARK: &str = "comment";
/// The hour of what is never public: the end of the calendar, so that hours stay short in their column.
pub(crate) const NEVER: i64 = 253_402_300_800_000;

impl Fields {
    /// The fields by their names.
    pub(crate) fn of(schema: &Schema) -> Result<Self, TantivyError> {
        let field = |name: &str| schema.get_field(name);
        Ok(Self {
            post: field("post")?,
            comment: field("comment")?,
            under: field("under")?,
            kind: field("kind")?,
            about: field("about")?,
            form: field("form")?,
            status: field("status")?,
            public_from: field("public_from")?,
            date: field("date")?,
            language: field("language")?,
            text: field("text")?,
            title: field("title")?,
            credits: field("credits")?,
            remark: field("remark")?,
            names: field("names")?,
            tag: field("tag")?,
            author: field("author")?,
            tag_name: field("tag_name")?,
            author_name: field("author_name")?,
        })
    }
}

/// The schema of this version.
pub(crate) fn schema() -> Schema {
    let mut schema = Schema::builder();
    let id = BytesOptions::default().set_indexed().set_fast();
    schema.add_bytes_field("post", id.clone());
    schema.add_bytes_field("comment", id);
    schema.add_bytes_field("under", BytesOptions::default().set_indexed());
    schema.add_bytes_field("about", BytesOptions::default().set_fast());
    schema.add_i64_field("public_from", NumericOptions::default().set_fast());
    schema.add_i64_field("date", NumericOptions::default().set_fast());
    let indexed = |tokenizer: &str, record: IndexRecordOption, norms: bool| {
        let how = TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(record);
        TextOptions::default().set_indexing_options(how.set_fieldnorms(norms))
    };
    let positions = IndexRecordOption::WithFreqsAndPositions;
    let key = indexed(RAW, IndexRecordOption::Basic, false);
    schema.add_text_field("kind", key.clone());
    schema.add_text_field("form", key.clone());
    schema.add_text_field("status", key.clone());
    schema.add_text_field("language", key.clone());
    schema.add_text_field("text", indexed(PARTS, positions, true));
    schema.add_text_field("title", indexed(PARTS, positions, true));
    schema.add_text_field("credits", indexed(PARTS, positions, true));
    schema.add_text_field("remark", indexed(PARTS, positions, true));
    schema.add_text_field("names", indexed(LINES, IndexRecordOption::Basic, false));
    schema.add_text_field("tag", key.clone().set_fast(RAW));
    schema.add_text_field("author", key.clone().set_fast(RAW));
    schema.add_text_field("tag_name", key.clone());
    schema.add_text_field("author_name", key);
    schema.build()
}

/// Teaches an index how its texts are taken apart.
pub(crate) fn register_tokenizers(index: &Index) {
    index.tokenizers().register(PARTS, CutTokenizer::new(PART));
    index.tokenizers().register(LINES, CutTokenizer::new('\n'));
}
