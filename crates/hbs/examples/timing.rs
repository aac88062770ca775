//! Measures the rendering of a page of 25 stories, about 200 tags. Build it with optimisation.

use std::time::Instant;

use dateline_hbs::{Helpers, Map, Page, Templates, Value};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let source = "{{#each stories}}<article>{{#if lead}}<h1>{{title}}</h1>{{else}}<h2>{{title}}</h2>{{/if}}\
        {{> byline name=author.name}}<p>{{{teaser}}}</p><a href=\"{{url}}\">{{@site.more}}</a></article>{{/each}}";
    let templates =
        Templates::compile([("index", source), ("partials/byline", "<p>{{name}} {{@site.title}}</p>")])
            .map_err(|errors| errors[0].clone())?;
    let helpers: Helpers = Helpers::new();
    let stories = (0..25).map(|number| {
        let author = Map::new().with("name", "Ana Reis");
        let story =
            Map::new().with("lead", number == 0).with("title", "Harbour & bridge").with("author", author);
        Value::from(story.with("teaser", "The bridge reopens on Monday.").with("url", "/2027/05/bridge.html"))
    });
    let context = Map::new().with("stories", Value::list(stories));
    let site =
        Map::new().with("site", Map::new().with("title", "The Harbour Post").with("more", "Read more"));
    let page = Page::new(context.into(), &helpers, &()).data(site.into());
    let rounds = 2000;
    let start = Instant::now();
    let mut bytes = 0;
    for _ in 0..rounds {
        bytes += templates.render("index", &page)?.len();
    }
    println!("{:?} per page of {} bytes", start.elapsed() / rounds, bytes / rounds as usize);
    Ok(())
}
