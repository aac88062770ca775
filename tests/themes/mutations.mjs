// Mistakes that designers make, each put into a copy of an official theme.
const inPackage = (work) => ({ edit }) =>
  edit("package.json", (text) => {
    const json = JSON.parse(text);
    work(json);
    return JSON.stringify(json);
  });
const inPost = (tag) => ({ edit }) => edit("post.hbs", (text) => text.replace("{{#post}}", `{{#post}}\n${tag}\n`));

export const mutations = {
  "a theme without front page": ({ remove }) => remove("index.hbs"),
  "a theme without story": ({ remove }) => remove("post.hbs"),
  "a theme without package.json": ({ remove }) => remove("package.json"),
  "a package.json that is no JSON": ({ write }) => write("package.json", "{ name: 1"),
  "a name with capitals": inPackage((json) => { json.name = "My Theme"; }),
  "no version": inPackage((json) => { delete json.version; }),
  "a version that is none": inPackage((json) => { json.version = "one"; }),
  "no author": inPackage((json) => { delete json.author; }),
  "an author without address": inPackage((json) => { json.author.email = "nobody"; }),
  "no stories on a page": inPackage((json) => { json.config.posts_per_page = 0; }),
  "no word on the stories of a page": inPackage((json) => { delete json.config.posts_per_page; }),
  "no keyword": inPackage((json) => { json.keywords = []; }),
  "no word on cards": inPackage((json) => { delete json.config.card_assets; }),
  "an old engine": inPackage((json) => { json.engines["ghost-api"] = "v4"; }),
  "a setting nobody uses": inPackage((json) => { json.config.custom.unused = { type: "text" }; }),
  "a setting of an unknown kind": inPackage((json) => { json.config.custom.title_font.type = "font"; }),
  "a choice without options": inPackage((json) => { json.config.custom.title_font.options = ["One"]; }),
  "a choice whose default is no option": inPackage((json) => { json.config.custom.title_font.default = "Other"; }),
  "a tag that is never closed": inPost("{{#if title}}"),
  "a helper that does not exist": inPost("{{wordcount html}}"),
  "a partial that does not exist": inPost('{{> "nowhere"}}'),
  "a computed partial without fallback": inPost('{{> (concat "icons/" "x")}}'),
  "two arguments for if": inPost("{{#if title excerpt}}x{{/if}}"),
  "a picture's address as a condition": inPost("{{#if img_url feature_image}}x{{/if}}"),
  "all rows": inPost('{{#get "posts" limit="all"}}{{/get}}'),
  "more than a hundred rows": inPost('{{#get "posts" limit="150"}}{{/get}}'),
  "an unknown global": inPost("{{@weather.today}}"),
  "an unknown setting": inPost("{{@custom.nothing}}"),
  "a value that a choice cannot have": inPost('{{#match @custom.title_font "=" "Gothic"}}x{{/match}}'),
  "each instead of foreach": inPost("{{#each tags}}{{name}}{{/each}}"),
  "the old picture": inPost("{{image}}"),
  "the old address of pages": inPost("{{pageUrl}}"),
  "the old author": inPost("{{author.name}}"),
  "the old author in a condition": inPost("{{#if author.bio}}x{{/if}}"),
  "the old author in a request": inPost('{{#get "posts" include="tags, author" fields="id,author" filter="author:ana"}}{{/get}}'),
  "the old author's picture": inPost("{{img_url author.profile_image}}{{author.meta_title}}{{author.email}}"),
  "the old author of a story": inPost("{{post.author.cover}}{{post.author.image}}{{post.author.email}}{{post.author.twitter}}{{post.author.cover_image}}"),
  "the old pictures of several authors": inPost("{{authors.[0].cover}}{{post.authors.[0].cover}}{{post.authors.[1].image}}"),
  "the old conditions of authors": inPost("{{#if post.author.cover}}x{{/if}}{{#if authors.[0].image}}x{{/if}}{{#if post.authors.[0].cover}}x{{/if}}{{#if post.authors.[0].image}}x{{/if}}{{#if post.author.image}}x{{/if}}"),
  "the old picture of a story": inPost('{{content words="0"}}'),
  "lists of a theme for an old interface": (at) => {
    inPackage((json) => { json.engines["ghost-api"] = "v3"; })(at);
    inPost('{{#foreach tags visibility="all"}}{{name}}{{/foreach}}{{default_payment_card_last4}}')(at);
  },
  "the old conditions of one author": inPost("{{#if author}}x{{/if}}{{#if author.nothing}}x{{/if}}{{#if post.author.nothing}}x{{/if}}"),
  "internal tags in a list": inPost('{{#foreach tags visibility="all"}}{{name}}{{/foreach}}'),
  "the old description": ({ edit }) => edit("default.hbs", (text) => text.replace("<title>", '<meta name="description" content="{{meta_description}}"><title>')),
  "the old classes": ({ write }) => write("assets/old.css", ".archive-template{} .page-template-about {}"),
  "the old blog": inPost("{{@blog.title}}"),
  "the old language": inPost("{{lang}}"),
  "the old users": inPost('{{#get "users"}}{{/get}}'),
  "the old account": inPost("{{twitter_url}}"),
  "nothing to translate": inPost("{{t}}"),
  "a style sheet without version": inPost('<link href="/assets/built/screen.css">'),
  "a page without title switch": ({ edit }) => edit("page.hbs", (text) => text.replaceAll("@page.show_title_and_feature_image", "title")),
  "no head": ({ edit }) => edit("default.hbs", (text) => text.replace("{{ghost_head}}", "")),
  "no foot": ({ edit }) => edit("default.hbs", (text) => text.replace("{{ghost_foot}}", "")),
  "no layout": ({ edit, remove }) => {
    remove("default.hbs");
    for (const file of ["index", "post", "page", "tag", "author", "error-404"]) {
      edit(`${file}.hbs`, (text) => `${text.replace("{{!< default}}", "")}{{ghost_head}}{{ghost_foot}}`);
    }
  },
  "a translation that is no JSON": ({ write }) => write("locales/de.json", "{"),
};
