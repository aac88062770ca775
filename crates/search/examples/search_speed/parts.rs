//! What indexing is made of: its parts alone, on the same stories and in one run.

use std::error::Error;
use std::path::Path;

use dateline_markup::plain_text;
use frostem::{Algorithm, Stemmer};
use tantivy::schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, WhitespaceTokenizer};
use tantivy::{Index, IndexWriter, TantivyDocument};

use crate::words::words;
use crate::{corpus, worked_in_all};

/// Stories that the parts are tried on.
const SAMPLE: usize = 20_000;

/// Prints the work of each part for one story, in microseconds of one processor.
pub(crate) fn tell_parts(stories: usize, folder: &Path) -> Result<(), Box<dyn Error>> {
    let stories: Vec<corpus::Piece> = (0..SAMPLE.min(stories)).map(corpus::story).collect();
    let each = |what: &str, work: f64| {
        println!("  {what:>44}: {:>6.1} µs a story", work * 1e6 / stories.len() as f64);
    };
    let of = |work: &dyn Fn() -> usize| {
        let begun = worked_in_all();
        (work(), worked_in_all() - begun)
    };
    let (_, reading) = of(&|| stories.iter().map(|story| plain_text(&story.html).len()).sum());
    each("the text of the HTML", reading);
    let (many, cutting) = of(&|| stories.iter().map(|story| words(&story.text).count()).sum());
    each("its words alone", cutting);
    let stemmer = Stemmer::new(Algorithm::English);
    let stems = |story: &corpus::Piece| -> usize {
        words(&story.text).map(|word| stemmer.stem(&word.text.to_lowercase()).len()).sum()
    };
    let (_, stemming) = of(&|| stories.iter().map(stems).sum());
    each("its words with their stems, none remembered", stemming);
    let begun = worked_in_all();
    file(&stories, folder)?;
    each("tantivy alone, on words between blanks", worked_in_all() - begun);
    println!("  ({} words a story)", many / stories.len());
    Ok(())
}

/// Files the texts and nothing else, as tantivy does it with one field.
fn file(stories: &[corpus::Piece], folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut schema = Schema::builder();
    let how = TextFieldIndexing::default()
        .set_tokenizer("blanks")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = schema.add_text_field("text", TextOptions::default().set_indexing_options(how));
    let folder = tempfile::tempdir_in(folder)?;
    let index = Index::create_in_dir(folder.path(), schema.build())?;
    index.tokenizers().register("blanks", TextAnalyzer::from(WhitespaceTokenizer::default()));
    let mut writer: IndexWriter = index.writer_with_num_threads(2, 96_000_000)?;
    for story in stories {
        let mut card = TantivyDocument::new();
        card.add_text(text, &story.text);
        writer.add_document(card)?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}
