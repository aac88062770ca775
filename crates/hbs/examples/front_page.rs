//! Renders a small front page from borrowed data, with one helper of its own.

use dateline_hbs::{Call, HelperError, Helpers, Map, Object, Page, Templates, Text, Value};

struct Story {
    title: String,
    words: u32,
}

impl Object for Story {
    fn get(&self, key: &str) -> Value<'_> {
        match key {
            "title" => Value::from(&self.title),
            "minutes" => Value::from(self.words.div_ceil(275)),
            _ => Value::Undefined,
        }
    }

    fn keys(&self) -> Vec<Text<'_>> {
        vec!["title".into(), "minutes".into()]
    }
}

/// `{{plural n "minute" "minutes"}}`
#[allow(clippy::unnecessary_wraps, reason = "helpers have one shape")]
fn plural<'a>(call: &mut Call<'_, 'a>) -> Result<Value<'a>, HelperError> {
    let count = call.param(0).to_number();
    let word = call.param(if (count - 1.0).abs() < f64::EPSILON { 1 } else { 2 });
    Ok(Value::from(format!("{count} {}", word.to_text())))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let templates = Templates::compile([
        ("default", "<h1>{{@site.title}}</h1>\n{{{body}}}"),
        ("index", "{{!< default}}\n{{#each stories}}\n  {{> card}}\n{{/each}}\n"),
        ("partials/card", "<p>{{title}}, {{plural minutes \"minute\" \"minutes\"}}</p>\n"),
    ])
    .map_err(|errors| errors[0].clone())?;

    let mut helpers: Helpers = Helpers::new();
    helpers.add("plural", plural);

    let stories = vec![
        Story { title: "Harbour bridge reopens".to_owned(), words: 240 },
        Story { title: "Rain & wind".to_owned(), words: 900 },
    ];
    let context = Map::new().with("stories", Value::sequence(&stories));
    let site = Map::new().with("title", "The Harbour Post");
    let page = Page::new(context.into(), &helpers, &()).data(Map::new().with("site", site).into());
    print!("{}", templates.render("index", &page)?);
    Ok(())
}
