// What a theme can ask for, tag by tag: each probe is a line of a template, printed by Ghost and by Dateline from the
// same newspaper. The name before the first blank says what is tried.

/** The fields a thing has by the contract; each is printed as it stands and asked for in a condition. */
const fields = (names, around = (source) => source) =>
  names.flatMap((name) => [[`field ${name}`, around(`{{{this.${name}}}}|{{#if ${name}}}y{{else}}n{{/if}}`)]]);

const POST = ["title", "slug", "excerpt", "custom_excerpt", "feature_image", "feature_image_alt", "feature_image_caption", "featured", "visibility", "access", "comments", "reading_time", "custom_template", "canonical_url", "codeinjection_head", "codeinjection_foot", "meta_title", "meta_description", "og_image", "og_title", "og_description", "twitter_image", "twitter_title", "twitter_description", "email_subject", "frontmatter", "tags.length", "primary_tag.slug", "primary_tag.url", "primary_tag.accent_color", "authors.length", "primary_author.slug", "primary_author.name", "primary_author.profile_image", "primary_author.cover_image", "primary_author.bio", "primary_author.website", "primary_author.location", "primary_author.facebook", "primary_author.twitter", "primary_author.url", "tags.[0].name", "url", "page", "show_title_and_feature_image", "type", "status", "html"];
const TAG = ["name", "slug", "description", "feature_image", "visibility", "accent_color", "meta_title", "meta_description", "og_image", "og_title", "og_description", "twitter_image", "twitter_title", "twitter_description", "canonical_url", "codeinjection_head", "codeinjection_foot", "url"];
const AUTHOR = ["name", "slug", "profile_image", "cover_image", "bio", "website", "location", "facebook", "twitter", "threads", "bluesky", "mastodon", "tiktok", "youtube", "instagram", "linkedin", "meta_title", "meta_description", "url"];
const SITE = ["title", "description", "url", "logo", "icon", "cover_image", "accent_color", "facebook", "twitter", "locale", "lang", "timezone", "navigation.length", "secondary_navigation.length", "codeinjection_head", "codeinjection_foot", "meta_title", "meta_description", "og_image", "og_title", "twitter_title", "members_enabled", "members_invite_only", "paid_members_enabled", "comments_enabled", "comments_access", "recommendations_enabled", "heading_font", "body_font", "allow_self_signup", "donations_enabled", "navigation.[1].label", "navigation.[1].url"];

const conditions = (list) => list.map((condition) => [`has ${condition}`, `{{#has ${condition}}}y{{else}}n{{/has}}`]);
const matches = (list) => list.map((condition) => [`match ${condition}`, `{{#match ${condition}}}y{{else}}n{{/match}}|{{match ${condition}}}`]);
const tags = (name, list) => list.map((words) => [`${name} ${words}`, `{{${name}${words ? ` ${words}` : ""}}}`]);
/** Filters of stories, each with what it finds. */
const filters = (list) => list.map((filter) => [`filter ${filter}`, `{{#get "posts" filter=${JSON.stringify(filter)} limit="100"}}{{pagination.total}}: {{#foreach posts limit=9}}{{slug}} {{/foreach}}{{else}}else{{/get}}`]);
const orders = (resource, list) => list.map((order) => [`order ${resource} ${order}`, `{{#get "${resource}" order="${order}" limit="9" include="count.posts"}}{{#foreach ${resource} visibility="all"}}{{slug}} {{/foreach}}{{/get}}`]);
const each = (name, hashes, body) => hashes.map((hash) => [`${name} ${hash}`, `{{#foreach ${hash}}}${body}{{else}}none{{/foreach}}`]);

const COUNTS = "{{@key}}/{{@index}}/{{@number}}{{#if @first}}f{{/if}}{{#if @last}}l{{/if}}{{#if @even}}e{{/if}}{{#if @odd}}o{{/if}}{{#if @rowStart}}[{{/if}}{{#if @rowEnd}}]{{/if}} ";
const DATES = ["", "format=\"YYYY-MM-DD\"", "format=\"DD MMM YYYY\"", "format=\"D MMMM YYYY\"", "format=\"MMM D, YYYY\"", "format=\"dddd, MMMM Do YYYY, h:mm:ss a\"", "format=\"ddd dd d e E\"", "format=\"L LL LLL LLLL l ll lll llll\"", "format=\"LT LTS\"", "format=\"HH:mm Z ZZ z\"", "format=\"X x\"", "format=\"[on] YY Q Qo W WW w DDD DDDD Y gggg GGGG\"", "format=\"H h k kk A\"", "format=\"SSS SS S\"", "format=\"ddd, DD MMM YYYY HH:mm:ss ZZ\"", "format=\"YYYY-MM-DDTHH:mm:ssZ\"", "format=\"D. MMMM YYYY\" locale=\"de\"", "format=\"LL\" locale=\"pt\"", "format=\"LLLL\" locale=\"fr\"", "format=\"dddd D MMMM\" locale=\"ru\"", "format=\"LL\" locale=\"ar\"", "format=\"LL\" locale=\"zh\"", "format=\"LL\" locale=\"zh-Hant\"", "format=\"LL\" locale=\"ja\"", "format=\"LL\" locale=\"xx\"", "format=\"HH:mm\" timezone=\"Asia/Tokyo\"", "format=\"HH:mm\" timezone=\"Nowhere/Land\"", "published_at format=\"YYYY\"", "updated_at format=\"HH:mm\"", "\"2020-02-29T23:30:00Z\" format=\"LLL\"", "\"2020-02-29\" format=\"LLL\"", "format=\"\"", "format=\"[Today's] MMMM\"", "format=\"YYYY [a] [b\"", "timeago=\"false\"", "format=\"HH:mm zz\"", ...["de", "es", "pt-br", "nl", "sv", "da", "nb", "bg", "uk", "ro", "hu", "ru", "pl", "fr", "it", "en-gb"].map((locale) => `format=\"D MMM YYYY, MMM, ddd\" locale=\"${locale}\"`)];

export const probes = {
  index: [
    ["is home", "{{#is \"home\"}}y{{else}}n{{/is}}{{#is \"index, post\"}}y{{/is}}{{^is \"paged\"}}first{{else}}later{{/is}}{{#is \"\"}}x{{else}}z{{/is}}"],
    ["is context", "{{#foreach context}}{{this}} {{/foreach}}"],
    ["body_class", "{{body_class}}"],
    ["title root", "[{{title}}][{{url}}][{{url absolute=\"true\"}}][{{meta_title}}][{{meta_description}}][{{excerpt}}][{{content}}][{{date format=\"[now]\"}}][{{tags}}][{{authors}}][{{reading_time}}][{{post_class}}][{{comment_count}}][{{comments}}]"],
    ["meta_title page", "{{meta_title page=\" - p%\"}}"],
    ["page_url", "{{page_url 1}} {{page_url 2}} {{page_url \"next\"}} {{page_url \"prev\"}} {{page_url pagination.next}} {{page_url}} {{page_url 99}}"],
    ["pagination fields", "{{pagination.page}} {{pagination.prev}} {{pagination.next}} {{pagination.pages}} {{pagination.total}} {{pagination.limit}}"],
    ["pagination", "{{pagination}}"],
    ["pagination hash", "{{pagination wide=true}}{{page}}/{{pages}}"],
    ["navigation", "{{navigation}}"],
    ["navigation secondary", "{{navigation type=\"secondary\"}}"],
    ["navigation wrong", "{{navigation type=\"third\"}}"],
    ...each("foreach", ["posts", "posts limit=\"3\"", "posts limit=3 from=2", "posts from=\"3\" to=\"4\"", "posts to=2", "posts limit=99", "posts limit=\"0\"", "posts limit=-1", "posts from=0", "posts from=99", "posts columns=2 limit=5", "posts limit=\"x\"", "nothing", "posts visibility=\"paid\"", "posts visibility=\"paid,public\" limit=1", "@site.navigation limit=2", "\"abc\"", "5"], COUNTS),
    ["foreach object", "{{#foreach @site.navigation.[0]}}{{@key}}={{this}} {{@first}}{{@last}};{{/foreach}}"],
    ["foreach params", "{{#foreach posts limit=2 as |story at|}}{{story.slug}} {{at}} {{../pagination.page}};{{/foreach}}"],
    ["foreach nested", "{{#foreach posts limit=2}}{{#foreach tags}}{{@../index}}{{@index}}{{../slug}}>{{slug}} {{/foreach}}{{/foreach}}"],
    ["section list", "{{#posts}}{{@index}}{{#if @last}}!{{/if}}{{/posts}}{{^posts}}none{{/posts}}{{#nothing}}x{{else}}z{{/nothing}}"],
    ["each", "{{#each @site.navigation}}{{@index}}{{label}}{{#if @first}}f{{/if}} {{/each}}"],
    ["card", "{{#foreach posts limit=7}}{{post_class}}|{{title}}|{{url}}|{{reading_time}}|{{tags}}|{{authors separator=\" & \"}}|{{#primary_tag}}{{name}}{{/primary_tag}}|{{date}}\n{{/foreach}}"],
    ["excerpt", "{{#foreach posts limit=7}}[{{excerpt}}]\n{{/foreach}}"],
    ["excerpt words", "{{#foreach posts limit=7}}[{{excerpt words=\"5\"}}][{{excerpt characters=\"20\"}}][{{excerpt words=\"x\"}}][{{excerpt words=0}}]\n{{/foreach}}"],
    ["content", "{{#foreach posts limit=4}}[{{content words=\"9\"}}][{{content characters=\"33\"}}]\n{{/foreach}}"],
    ["content whole", "{{#foreach posts from=2 to=3}}[{{content}}]\n{{/foreach}}"],
    ["has number", "{{#foreach posts limit=7}}{{#has number=\"3\"}}a{{/has}}{{#has number=\"1,4\"}}b{{/has}}{{#has number=\"nth:3\"}}c{{/has}}{{#has index=\"0\"}}d{{/has}}{{#has index=\"nth:2\"}}e{{/has}}{{/foreach}}"],
    ["get posts", "{{#get \"posts\" limit=\"3\"}}{{#foreach posts}}{{slug}} {{/foreach}}{{pagination.total}} {{meta.pagination.pages}}{{else}}else{{/get}}"],
    ["get params", "{{#get \"posts\" limit=2 as |stories pages|}}{{stories.length}} {{pages.page}}/{{pages.pages}} {{#foreach stories}}{{title}}{{#if tags}}{{tags}}{{/if}}{{#if primary_author}}{{primary_author.name}}{{/if}} {{/foreach}}{{/get}}"],
    ["get include", "{{#get \"posts\" limit=2 include=\"tags,authors\"}}{{#foreach posts}}{{title}} by {{authors}} in {{tags}}; {{/foreach}}{{/get}}"],
    ["get filter", "{{#get \"posts\" filter=\"tag:harbour+featured:true\"}}{{#foreach posts}}{{slug}}{{/foreach}}{{/get}}|{{#get \"posts\" filter=\"slug:{{@site.title}}\"}}{{#foreach posts}}x{{else}}empty{{/foreach}}{{else}}else {{@error}}{{/get}}"],
    ["get filter error", "{{#get \"posts\" filter=\"tag:[\"}}main{{else}}else {{@error}}{{/get}}"],
    ["get filter unknown", "{{#get \"posts\" filter=\"weather:sun\"}}main{{#foreach posts}}x{{/foreach}}{{else}}else{{/get}}"],
    ["get order", "{{#get \"posts\" limit=3 order=\"title asc\"}}{{#foreach posts}}{{slug}} {{/foreach}}{{/get}}|{{#get \"posts\" limit=3 order=\"featured desc,published_at asc\"}}{{#foreach posts}}{{slug}} {{/foreach}}{{/get}}"],
    ["get one", "{{#get \"posts\" slug=\"soup\" include=\"tags\"}}{{#foreach posts}}{{title}} {{primary_tag.slug}}{{/foreach}}{{#post}}one{{/post}}{{else}}else{{/get}}|{{#get \"posts\" slug=\"nowhere\"}}main{{else}}else{{/get}}"],
    ["get fields", "{{#get \"posts\" limit=1 fields=\"title,url\"}}{{#foreach posts}}{{title}}|{{slug}}|{{url}}|{{excerpt}}{{/foreach}}{{/get}}"],
    ["get tags", "{{#get \"tags\" limit=\"all\" include=\"count.posts\" order=\"count.posts desc\"}}{{#foreach tags}}{{name}} {{slug}} {{count.posts}} {{url}} {{visibility}}; {{/foreach}}{{/get}}"],
    ["get tags all", "{{#get \"tags\" limit=\"all\"}}{{#foreach tags visibility=\"all\"}}{{slug}} {{/foreach}}{{/get}}"],
    ["get tags filter", "{{#get \"tags\" limit=\"all\" filter=\"visibility:public+slug:-culture\" order=\"name asc\"}}{{#foreach tags}}{{slug}} {{/foreach}}{{/get}}"],
    ["get authors", "{{#get \"authors\" include=\"count.posts\" order=\"name asc\"}}{{#foreach authors}}{{name}} {{count.posts}} {{bio}} {{profile_image}} {{url}}; {{/foreach}}{{/get}}"],
    ["get pages", "{{#get \"pages\" limit=\"all\" order=\"title asc\"}}{{#foreach pages}}{{title}} {{url}} {{/foreach}}{{/get}}"],
    ["get page number", "{{#get \"posts\" limit=5 page=2}}{{#foreach posts}}{{slug}} {{/foreach}}{{pagination.prev}}<{{pagination.next}}{{/get}}"],
    ["get tiers", "{{#get \"tiers\" limit=\"all\" include=\"monthly_price\"}}[{{#foreach tiers}}x{{/foreach}}]{{else}}else{{/get}}"],
    ["get unknown", "{{#get \"zebras\"}}main{{else}}else {{@error}}{{/get}}"],
    ["get nested", "{{#get \"tags\" limit=2 order=\"name asc\"}}{{#foreach tags}}{{name}}:{{#get \"posts\" filter=\"tag:{{slug}}\" limit=2}}{{#foreach posts}}{{slug}},{{/foreach}}{{/get}} {{/foreach}}{{/get}}"],
    ["get limit", "{{#get \"posts\" limit=\"all\"}}{{posts.length}} {{pagination.limit}}{{/get}} {{#get \"posts\" limit=0}}{{posts.length}}{{else}}else{{/get}} {{#get \"posts\"}}{{posts.length}}{{/get}}"],
    ["get formats", "{{#get \"posts\" slug=\"soup\" formats=\"plaintext\"}}{{#foreach posts}}{{plaintext}}|{{html}}{{/foreach}}{{/get}}"],
    ...matches(["1 1", "1 \"1\"", "\"a\" \"=\" \"a\"", "\"a\" \"!=\" \"b\"", "2 \">\" 1", "\"10\" \"<\" \"9\"", "1 \">=\" 1", "1 \"<=\" 0", "\"abc\" \"startsWith\" \"ab\"", "\"a\" \"~\" \"a\"", "\"a\" \"~^\" \"a\"", "0", "0 includeZero=true", "(match 1 2)", "(match 1 1)", "(match 1 1) true", "@site.title \"The Arvel Mercury\"", "posts.length \">\" 3", "nothing", "nothing undefined", "nothing null", "@site.navigation", "true \"true\"", "@site.title \"endsWith\" \"y\"", "@site.title \"contains\" \"A\"", "posts", "\"\"", "nothing \"!=\" 1"]),
    ["if match", "{{#if (match 1 2)}}always{{/if}}{{#unless (match 1 2)}}never{{/unless}}"],
    ["else match", "{{#match 1 2}}a{{else match 1 1}}b{{else}}c{{/match}}{{#if nothing}}a{{else if posts}}b{{/if}}{{#is \"tag\"}}a{{else is \"home\"}}b{{else}}c{{/is}}"],
    ["if", "{{#if 0}}y{{else}}n{{/if}}{{#if 0 includeZero=true}}y{{/if}}{{#if \"\"}}y{{else}}n{{/if}}{{#if \"0\"}}y{{/if}}{{#if @site}}y{{/if}}{{#if @labs}}y{{else}}n{{/if}}{{#if @member}}y{{else}}n{{/if}}{{#unless @site.members_enabled}}off{{/unless}}"],
    ["with", "{{#with @site}}{{title}} {{this.title}} {{../pagination.page}}{{/with}}{{#with nothing}}x{{else}}z{{/with}}"],
    ["lookup", "{{lookup @site \"title\"}} {{lookup @site.navigation 0}} {{#with (lookup @site.navigation 1)}}{{label}}{{/with}}"],
    ...tags("concat", ["\"a\" \"b\"", "\"a\" \"<b>\" 3 separator=\"-\"", "\"a\" nothing null \"b\"", "@site.title \"/\" @site.url", "true 1.5"]),
    ["concat nested", "{{{concat (concat \"a\" \"&\") \"b\"}}} {{#each (split \"a,,b\")}}[{{this}}]{{/each}} {{#split \"a|b|c\" separator=\"|\" as |parts|}}{{parts.length}}{{this.[0]}}{{/split}}{{#split \"\"}}x{{else}}none{{/split}}{{split \"a,b\"}}"],
    ...tags("encode", ["\"a b&c/é\"", "@site.url", "nothing", "\"(it's!)*~\"", "5"]),
    ...tags("plural", ["0 empty=\"none\" singular=\"% one\" plural=\"% many\"", "1 empty=\"none\" singular=\"% one\" plural=\"% many\"", "pagination.total empty=\"none\" singular=\"% one\" plural=\"% many %\"", "\"3\" empty=\"none\" singular=\"% one\" plural=\"% many\"", "\"x\" empty=\"none\" singular=\"1\" plural=\"2\"", "-1 empty=\"none\" singular=\"1\" plural=\"2\"", "1.5 empty=\"none\" singular=\"1\" plural=\"% <b>\""]),
    ...tags("t", ["\"Read more\"", "\"Hello {name}\" name=\"<Ana>\"", "\"{a} and {a} and {b}\" a=1", "\"\"", "\"100% <b>\"", "\"{count} posts\" count=1204", "nothing"]),
    ["t raw", "{{{t \"<b>{n}</b>\" n=\"<i>\"}}} {{#if (t \"x\")}}y{{/if}} {{concat (t \"a {x}\" x=\"b\") \"!\"}}"],
    ...tags("color_to_rgba", ["\"#ff8000\" 0.5", "\"#ff8000\"", "\"#f80\" \"1\"", "nothing", "\"red\" 0.2", "@site.accent_color 0.1"]),
    ...tags("contrast_text_color", ["\"#ffffff\"", "\"#000\"", "\"#777777\"", "nothing", "@site.accent_color"]),
    ...tags("readable_url", ["\"https://www.a.example/b/?q=1#x\"", "\"https://a.example\"", "\"http://sub.a.example:8080/b/c/\"", "@site.url", "\"a.example\"", "\"https://WWW.A.example/b\""]),
    ...tags("price", ["500 currency=\"EUR\"", "500", "550 currency=\"USD\"", "currency=\"USD\"", "currency=\"eur\"", "123456 currency=\"USD\" numberFormat=\"long\"", "500 currency=\"EUR\" currencyFormat=\"code\"", "500 currency=\"EUR\" currencyFormat=\"name\"", "500 currency=\"JPY\"", "500 currency=\"EUR\" locale=\"de-DE\"", "0 currency=\"EUR\"", "500 currency=\"EUR\" numberFormat=\"long\""]),
    ["nothing given", "{{price}}|{{price nothing}}|{{social_url}}|{{social_url type=nothing}}|{{#social_accounts nothing}}x{{else}}none{{/social_accounts}}|{{#link href=nothing}}x{{/link}}|{{link_class for=nothing class=\"q\"}}|{{#is nothing}}y{{else}}n{{/is}}|{{plural true empty=\"a\" singular=\"b\" plural=\"c\"}}"],
    ["split text", "{{#each (split \"<b>,c\")}}[{{this}}]{{/each}}|{{#foreach (split \"x|y\" separator=\"|\")}}{{this}};{{/foreach}}|{{lookup (split \"a,b\") 1}}"],
    ["json named", "{{json a=1}}|{{json @config.image_sizes}}"],
    ["colours", "{{color_to_rgba \"rgb(1,2,3)\" 0.3}}|{{color_to_rgba \"hsl(10, 50%, 50%)\" 1}}|{{color_to_rgba \"#11223344\" 0.3}}|{{contrast_text_color \"rgb(250,250,250)\"}}"],
    ["get page beyond", "{{#get \"posts\" limit=2 page=999}}[{{posts.length}}]{{pagination.total}}{{/get}}|{{#get \"posts\" limit=1 filter=\"featured:1\"}}{{#foreach posts}}{{slug}}{{/foreach}}{{/get}}"],
    ["json", "{{json @site.navigation.[1]}} {{json \"</script>&\"}} {{json 5}} {{json true}} {{json null}} {{json @site.navigation.length}}"],
    ["raw", "{{{{raw}}}}{{title}} <b>{{{{/raw}}}}"],
    ["moments", "{{#foreach posts limit=2}}{{published_at}} {{updated_at}} {{{created_at}}} {{json published_at}} {{concat published_at}} {{encode published_at}}{{#match published_at updated_at}}same{{/match}}{{#match published_at \"<\" updated_at}}older{{/match}}{{/foreach}}"],
    ["get pagination", "{{#get \"posts\" limit=4 page=2}}{{pagination}}{{/get}}|{{#get \"posts\" limit=4}}{{pagination}}{{/get}}|{{#get \"posts\" limit=\"100\"}}{{pagination}}{{/get}}"],
    ...filters(["primary_tag:null", "primary_tag:-null", "primary_tag:[harbour,culture]", "featured:false+primary_tag:harbour", "visibility:public", "visibility:[public,members]", "slug:[soup,cards]", "title:~'bridge'", "title:~^'Harbour'", "title:-~'minute'", "authors.slug:ana-reis", "tags.visibility:internal", "published_at:>'2026-11-20'", "published_at:<'2026-11-20 10:00:00'", "published_at:<=now-4d", "feature_image:-null+featured:false", "custom_excerpt:-null", "id:-x", "(tag:harbour,tag:culture)+author:rui-melo", "tag:hash-series", "tag:'hash-series'", "tag:[harbour]+tag:-culture", "tag:-[harbour,culture]", "author:-ana-reis", "primary_author:rui-melo", "authors:[ana-reis]", "meta_title:-null", "posts_meta.meta_title:-null", "created_at:>now-1y", "tag:[]", "featured:true+tag:harbour,slug:soup", "tags:[harbour+culture]"]),
    ...orders("posts", ["published_at ASC", "title DESC", "updated_at desc", "featured desc, published_at desc", "slug asc", "published_at asc,title desc"]),
    ...orders("tags", ["slug desc", "count.posts desc, name asc", "name ASC"]),
    ...orders("authors", ["count.posts desc", "slug asc"]),
    ...matches(["@custom.layout \"!=\" \"Grid\"", "posts.length \"=\" 6", "pagination.page 1", "(concat \"a\" \"b\") \"ab\"", "3 \">\" \"2\"", "null", "@custom.words \"Some words\"", "@custom.big true", "@custom.big \"true\"", "posts.[0].featured true", "posts.0.tags.length \">\" 2"]),
    ...each("foreach", ["posts from=\"2\" to=\"4\" columns=2", "posts limit=\"1\" from=\"6\"", "posts from=5 limit=9", "posts from=\"x\" to=\"3\"", "posts columns=\"3\"", "posts.[0].tags", "posts.[0].tags visibility=\"all\"", "(split \"a,b,c\")"], COUNTS),
    ["foreach scopes", "{{#foreach posts limit=2}}{{#foreach tags}}{{@../index}}{{../slug}}{{../../pagination.total}}{{@root.pagination.total}} {{/foreach}}{{/foreach}}{{#foreach nothing as |a b|}}x{{else}}none {{@site.title}}{{/foreach}}"],
    ["partial hash", "{{> \"bits/card\" size=(concat \"a\" \"-\" \"b\") title=\"T\" pagination=nothing}}|{{> bits/hash flag=true n=3 list=posts}}|{{> bits/hash @site flag=\"\" n=0}}|{{#> bits/frame title=\"x\"}}{{title}}{{@site.title}}{{/bits/frame}}|{{#foreach posts limit=2}}{{> \"bits/hash\" n=@number list=tags}}{{/foreach}}"],
    ["inline partial", "{{#*inline \"own\"}}<{{title}}>{{/inline}}{{> own title=\"q\"}}{{#> bits/twice}}{{#*inline \"slot\"}}S{{/inline}}b{{/bits/twice}}"],
    ["blanks", " {{~#if true~}}  a  {{~else~}} b {{~/if~}} |{{~ \"x\" ~}} |\n  {{#if true}}\n  a\n  {{/if}}\n  {{!-- c --}}\n  {{> bits/card}}\n b {{!}} c\n"],
    ...tags("t", ["\"{n, plural, one {# post} other {# posts}}\" n=1", "\"{n, plural, one {# post} other {# posts}}\" n=1204", "\"{n, plural, =0 {no posts} one {# post} other {# posts}}\" n=0", "\"{g, select, a {A} other {O}}\" g=\"a\"", "\"{g, select, a {A} other {O}}\" g=nothing", "\"It''s {x}\" x=1", "\"It's {x}\" x=1", "\"{n, number}\" n=1234.5", "\"{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}\" n=22", "\"{x}\" x=true", "\"{x}\" x=@site.title", "\"Read more\" unused=1"]),
    ["img_url more", "{{#foreach posts limit=1}}{{img_url feature_image size=\"s\" format=\"avif\"}} {{img_url feature_image size=\"s\" format=\"jpg\"}} {{img_url feature_image format=\"webp\"}} {{img_url this.feature_image size=\"m\"}} {{img_url primary_author.profile_image size=\"square\" absolute=true}} {{img_url primary_tag.feature_image size=\"tall\"}}{{/foreach}}"],
    ["split more", "{{#foreach (split \"a,b,c\")}}{{@number}}{{this}}{{#unless @last}};{{/unless}}{{/foreach}}|{{#each (split @custom.words separator=\" \")}}{{this}}/{{/each}}|{{split @custom.words separator=\" \"}}|{{split \" a , b \"}}|{{split nothing}}|{{split \"a\" separator=\"\"}}|{{#split \"a,b\"}}{{#each this}}{{.}}{{/each}}{{/split}}"],
    ["json more", "{{json @site.navigation}} {{json (split \"a,b\")}} {{json context}} {{json nothing}} {{{json @custom.words}}} {{json a=@site.title b=(concat \"<\" \"x\")}}"],
    ["paths", "{{#with posts.[0]}}{{title}}{{url}}{{#primary_author}}{{name}}{{/primary_author}}{{/with}} {{posts.0.slug}} {{posts.[1].primary_tag.name}} {{lookup posts 9}} {{#with (lookup posts 1) as |p|}}{{p.slug}}{{/with}} {{@site.navigation.0.label}} {{posts.[0].tags.length}} {{posts.length}}"],
    ["has more", "{{#foreach posts}}{{#has number=\"nth:2\"}}a{{else has number=\"nth:3\"}}b{{else}}c{{/has}}{{^has tag=\"Harbour\"}}x{{/has}}{{/foreach}}{{#with @site}}{{#has any=\"twitter,facebook\"}}any{{/has}}{{/with}}{{#has all=\"@site.facebook,@custom.words\"}}all{{else}}not{{/has}}"],
    ["date more", "{{#foreach posts limit=1}}{{date @site.nothing format=\"YYYY\"}} {{date \"bogus\" format=\"YYYY\"}} {{date published_at format=\"dddd, D MMMM YYYY HH:mm\" timezone=\"Europe/Paris\" locale=\"fr\"}} {{date \"2020-01-01T00:00:00+09:00\" format=\"LLL\"}} {{date published_at timeago=\"true\"}} {{date timeago=true locale=\"de\"}} {{date \"2020-02-03\" format=\"D/M/YY\"}} {{date published_at format=\"ddd, DD MMM YYYY HH:mm:ss ZZ\"}} {{date updated_at format=\"YYYY-MM-DD[T]HH:mm:ss[Z]\"}}{{/foreach}}"],
    ["nested calls", "{{plural pagination.total empty=(t \"none\") singular=(t \"% x\") plural=(t \"% posts\")}} {{t \"{a}\" a=(plural 2 empty=\"\" singular=\"\" plural=\"% q\")}} {{concat (url absolute=\"true\") \"#x\"}} {{encode (concat @site.title \" & more\")}} {{#if (t \"\")}}y{{else}}n{{/if}}"],
    ["get single", "{{#get \"authors\" slug=\"ana-reis\" as |who|}}{{#foreach who}}{{name}}{{/foreach}}{{who.[0].slug}}{{/get}}|{{#get \"tags\" slug=\"harbour\" include=\"count.posts\"}}{{#foreach tags}}{{name}}{{count.posts}}{{/foreach}}{{tags.0.name}}{{/get}}|{{#get \"pages\" slug=\"about\"}}{{#foreach pages}}{{title}} {{url}} {{content words=3}}{{/foreach}}{{#pages}}{{title}}{{/pages}}{{/get}}"],
    ["get paths", "{{#get \"posts\" limit=\"2\" filter=\"id:-{{posts.[0].id}}\"}}{{#foreach posts}}{{slug}} {{/foreach}}{{/get}}|{{#get \"posts\" limit=1 filter=\"slug:{{@custom.nothing}}\"}}main{{else}}else{{/get}}|{{#foreach posts limit=2}}{{#get \"posts\" limit=1 filter=\"published_at:<'{{published_at}}'+id:-{{id}}\"}}{{#foreach posts}}{{slug}} {{/foreach}}{{/get}}{{/foreach}}"],
    ["member", "{{#if @member}}in{{else}}out{{/if}}{{#if @member.paid}}paid{{/if}}{{#unless @member}}signed out{{/unless}}{{@member.email}}"],
    ["search", "{{search}}"],
    ["members", "{{total_members}}|{{total_paid_members}}|{{#unless @site.paid_members_enabled}}free{{/unless}}|{{cancel_link}}"],
    ["recommendations", "{{recommendations}}"],
    ["content api", "{{content_api_url}}"],
    ["social accounts", "{{#social_accounts @site}}{{type}} {{name}} {{username}} {{href}} {{@index}}{{@number}}{{#if @first}}f{{/if}}{{#if @last}}l{{/if}}; {{else}}none{{/social_accounts}}"],
    ...tags("social_url", ["type=\"twitter\"", "type=\"facebook\"", "type=\"mastodon\"", "type=\"x\"", "type=\"linkedin\""]),
    ["twitter_url", "{{twitter_url}} {{facebook_url}} {{twitter_url \"@other\"}} {{facebook_url \"some.page\"}}"],
    ...tags("img_url", ["@site.cover_image", "@site.cover_image size=\"s\"", "@site.cover_image size=\"square\"", "@site.cover_image size=\"tall\"", "@site.cover_image size=\"s\" format=\"webp\"", "@site.cover_image size=\"s\" absolute=\"true\"", "@site.cover_image absolute=\"true\"", "@site.cover_image size=\"none\"", "@site.logo absolute=true", "@site.icon size=\"s\"", "null", "\"\"", "\"/content/images/2026/11/bridge.png\" size=\"s\"", "\"/content/images/2026/11/bridge.png\" absolute=\"true\"", "\"https://other.example/content/images/a.png\" size=\"s\"", "\"https://images.unsplash.com/photo-1?w=9&q=80\" size=\"s\"", "\"https://images.unsplash.com/photo-1?w=9&q=80\" size=\"s\" format=\"webp\"", "\"/assets/x.png\" size=\"s\"", "\"content/images/a.png\" size=\"s\"", "@site.cover_image size=\"s\" format=\"bmp\"", "\"/content/images/a.svg\" size=\"s\" format=\"webp\"", "\"/content/images/a b.png\" size=\"s\"", "\"/content/images/é.png\""]),
    ["img_url undefined", "[{{img_url nothing size=\"s\"}}]"],
    ...tags("asset", ["\"css/a.css\"", "\"/css/a.css\"", "\"css/a.css\" hasMinFile=\"true\"", "\"public/x.css\"", "\"i.svg#part\"", "\"missing.css\"", "\"assets/css/a.css\"", "\"favicon.ico\"", "\"favicon.png\"", "\"img/a b.png\""]),
    ...tags("link_class", ["for=\"/\" class=\"a\"", "for=\"/tag/\" class=\"a\"", "for=\"/\" activeClass=\"on\"", "for=(url)", "for=@site.url class=\"b\""]),
    ["link", "{{#link href=\"/\" class=\"x\" target=\"_blank\"}}H{{/link}}|{{#link href=\"/tag/\" activeClass=\"on\"}}T{{/link}}|{{#link href=\"/#top\" activeClass=false}}A{{/link}}|{{#link href=(url) parentActiveClass=\"near\"}}U{{/link}}|{{#link href=\"https://x.example/\" rel=\"nofollow\"}}E{{/link}}"],
    ["block", "{{#contentFor \"one\"}}A{{/contentFor}}{{#contentFor \"one\"}}B{{/contentFor}}[{{{block \"one\"}}}][{{block \"two\"}}][{{#block \"two\"}}default{{/block}}]"],
    ["partial", "{{> \"bits/card\" size=\"s\"}}|{{> bits/card}}|{{#> (concat \"bits/\" \"card\")}}fallback{{/undefined}}|{{#> (concat \"bits/\" \"none\")}}fallback {{@site.title}}{{/undefined}}|{{#> bits/frame}}inside {{pagination.page}}{{/bits/frame}}|{{> bits/card @site}}"],
    ["data", "{{@site.title}}|{{@config.posts_per_page}}|{{@config.image_sizes.s.width}}|{{@custom.layout}}|{{@custom.words}}|{{@custom.big}}|{{@custom.hue}}|{{@custom.picture}}|{{@custom.hidden}}|{{@page.show_title_and_feature_image}}|{{@blog.title}}|{{@labs.x}}|{{@member.name}}|{{@root.pagination.page}}"],
    ["custom if", "{{#if @custom.big}}y{{else}}n{{/if}}{{#match @custom.layout \"Grid\"}}grid{{/match}}{{#if @custom.picture}}y{{else}}n{{/if}}"],
    ["escape", "{{\"<&>'`=\"}} {{{\"<b>\"}}} {{&@site.description}} {{@site.description}}"],
    ["lang", "[{{lang}}]"],
    ["legacy", "[{{amp_components}}][{{amp_ghost_head}}]"],
    ["input", "{{input_password}}|{{input_password class=\"x\" placeholder=\"Word\"}}"],
    ["log", "[{{log \"x\"}}]"],
    ...fields(SITE, (source) => `{{#with @site}}${source}{{/with}}`),
    ["ghost_foot", "[{{ghost_foot}}]"],
    ["ghost_head", "{{ghost_head}}"],
  ],
  post: [
    ["root", "{{#is \"post\"}}y{{else}}n{{/is}}{{body_class}}|{{post.title}}|{{#if page}}p{{/if}}|{{meta_title}}|{{meta_description}}|{{title}}|{{url}}|{{post_class}}"],
    ...fields(POST, (source) => `{{#post}}${source}{{/post}}`),
    ...[["title", "{{title}}|{{{title}}}|{{this.title}}"], ["classes", "{{post_class}}"], ["url", "{{url}} {{url absolute=\"true\"}} {{url absolute=true}} {{this.url}}"], ["excerpt", "{{excerpt}}|{{excerpt words=\"4\"}}|{{excerpt characters=\"10\"}}|{{this.excerpt}}"], ["content", "{{content}}"], ["content words", "{{content words=\"5\"}}|{{content characters=\"12\"}}|{{content words=\"100000\"}}|{{content words=0}}"], ["reading_time", "{{reading_time}}|{{reading_time minute=\"1 minuto\" minutes=\"% minutos\"}}|{{reading_time seconds=\"x\"}}"], ["tags", "{{tags}}|{{tags separator=\" · \"}}|{{tags autolink=\"false\"}}|{{tags autolink=false prefix=\"In: \" suffix=\".\"}}|{{tags limit=1}}|{{tags limit=\"2\" from=\"2\"}}|{{tags visibility=\"all\"}}|{{tags visibility=\"internal\" autolink=\"false\"}}|{{tags to=1}}|{{tags separator=\"\"}}"], ["authors", "{{authors}}|{{authors separator=\" and \"}}|{{authors autolink=\"false\" prefix=\"by \"}}|{{authors limit=1}}|{{authors from=2}}"], ["sections", "{{#primary_tag}}{{name}} {{url}} {{slug}}{{else}}no tag{{/primary_tag}}|{{#primary_author}}{{name}} {{url}} {{bio}}{{/primary_author}}|{{#author}}a{{else}}no author{{/author}}|{{#tags}}{{name}},{{/tags}}|{{#foreach authors}}{{name}}{{#unless @last}}, {{/unless}}{{/foreach}}|{{#foreach tags}}{{slug}} {{/foreach}}|{{#foreach tags visibility=\"all\"}}{{slug}} {{/foreach}}"], ["neighbours", "{{#prev_post}}{{title}} {{url}} {{date}} {{excerpt words=3}} {{feature_image}} {{slug}} {{tags}} {{authors}} {{primary_tag.name}} {{reading_time}} {{../title}}{{else}}none{{/prev_post}}|{{#next_post}}{{title}} {{slug}} {{#if feature_image}}pic{{/if}}{{else}}none{{/next_post}}"], ["neighbours within", "{{#prev_post in=\"primary_tag\"}}{{slug}}{{else}}none{{/prev_post}}|{{#next_post in=\"primary_tag\"}}{{slug}}{{else}}none{{/next_post}}|{{#prev_post in=\"primary_author\"}}{{slug}}{{else}}none{{/prev_post}}|{{#prev_post in=\"author\"}}{{slug}}{{/prev_post}}|{{#prev_post in=\"x\"}}{{slug}}{{/prev_post}}"], ["picture", "{{img_url feature_image}}|{{img_url feature_image size=\"s\"}}|{{img_url feature_image size=\"s\" format=\"webp\" absolute=\"true\"}}|{{img_url primary_author.profile_image size=\"square\"}}|{{feature_image_caption}}|{{{feature_image_caption}}}|{{feature_image_alt}}"], ["comment count", "{{comment_count}}|{{comment_count empty=\"none\" singular=\"one\" plural=\"many\"}}"], ["social", "{{#primary_author}}{{#social_accounts this}}{{type}} {{href}} {{else}}none{{/social_accounts}}{{social_url type=\"twitter\"}} {{facebook_url}} {{twitter_url}}{{/primary_author}}"], ["encode", "{{encode title}} {{encode (url absolute=\"true\")}} {{{encode custom_excerpt}}}"], ["tiers", "[{{tiers}}]"], ["access", "{{#if access}}y{{else}}n{{/if}}{{#has visibility=\"public\"}}y{{/has}}{{^has visibility=\"public\"}}n{{/has}}{{#unless access}}x{{/unless}}"], ["related", "{{#get \"posts\" limit=3 filter=\"tags:[{{post.tags}}]+id:-{{id}}\"}}{{#foreach posts}}{{slug}} {{/foreach}}{{else}}else {{@error}}{{/get}}"], ["related author", "{{#get \"posts\" limit=2 filter=\"authors:{{primary_author.slug}}+id:-{{id}}\"}}{{#foreach posts}}{{slug}} {{/foreach}}{{else}}else{{/get}}|{{#get \"posts\" limit=2 filter=\"primary_tag:{{primary_tag.slug}}\"}}{{#foreach posts}}{{slug}} {{/foreach}}{{else}}else{{/get}}"]].map(([name, source]) => [name, `{{#post}}${source}{{/post}}`]),
    ...conditions(["tag=\"Harbour\"", "tag=\"harbour, sport\"", "tag=\"#series\"", "tag=\"hash-series\"", "tag=\"count:3\"", "tag=\"count:>1\"", "tag=\"count:<2\"", "tag=\"count:0\"", "author=\"ana reis\"", "author=\"count:2\"", "author=\"Nobody\"", "slug=\"soup\"", "slug=\"soup, cards\"", "visibility=\"public\"", "visibility=\"Public,paid\"", "any=\"feature_image, title\"", "all=\"feature_image, title\"", "any=\"reading_time\"", "any=\"featured\"", "any=\"@site.title\"", "all=\"@site.title, @site.nothing\"", "any=\"primary_tag.slug\"", "any=\"custom_excerpt\"", "nothing=\"x\"", "", "tag=\"Nobody\" author=\"Ana Reis\"", "any=\"\"", "tag=\"\"", "id=\"1\""]).map(([name, source]) => [name, `{{#post}}${source}{{/post}}`]),
    ...DATES.map((words) => [`date ${words}`, `{{#post}}{{date${words ? ` ${words}` : ""}}}{{/post}}`]),
    ["related more", "{{#post}}{{#get \"posts\" filter=\"primary_tag:{{primary_tag.slug}}+id:-{{id}}\" limit=\"3\" as |related|}}{{#if related}}{{#foreach related}}{{slug}} {{/foreach}}{{else}}no{{/if}}{{else}}else{{/get}}|{{#get \"posts\" limit=2 filter=\"tags:[{{tags[*].slug}}]+id:-{{id}}\"}}{{#foreach posts}}{{slug}} {{/foreach}}{{else}}else{{/get}}{{/post}}|{{#get \"posts\" limit=2 filter=\"id:-{{post.id}}+tag:{{post.primary_tag.slug}}\"}}{{#foreach posts}}{{slug}} {{/foreach}}{{else}}else{{/get}}"],
    ["neighbours more", "{{#post}}{{#next_post}}{{#primary_tag}}{{name}}{{/primary_tag}}{{img_url feature_image size=\"s\"}}{{#foreach tags}}{{name}}{{/foreach}}{{#has tag=\"Harbour\"}}h{{/has}}{{/next_post}}|{{#prev_post}}{{published_at}}{{#primary_author}}{{name}}{{/primary_author}}{{#foreach authors}}{{name}}{{/foreach}}{{/prev_post}}{{/post}}"],
    ["match more", "{{#post}}{{#match visibility \"public\"}}p{{/match}}{{#match primary_tag.slug \"harbour\"}}h{{else match primary_tag.slug \"culture\"}}c{{else}}o{{/match}}{{#match tags.length \">\" 1}}many{{/match}}{{#match published_at updated_at}}same{{/match}}{{#match comments}}open{{else}}closed{{/match}}{{#if @page.show_title_and_feature_image}}s{{/if}}{{#match @page.show_title_and_feature_image true}}t{{/match}}{{/post}}"],
    ["post outside", "{{post.published_at}}|{{#primary_tag}}x{{/primary_tag}}|{{date post.published_at format=\"D MMM\"}}|{{img_url post.feature_image size=\"s\"}}|{{#foreach post.tags}}{{name}} {{/foreach}}|{{#with post}}{{url}}{{reading_time}}{{/with}}|{{#post}}{{../post.slug}}{{@root.post.slug}}{{/post}}"],
    ["ghost_head", "{{ghost_head}}"],
    ["ghost_foot", "[{{ghost_foot}}]"],
  ],
  page: [
    ["root", "{{#is \"page\"}}y{{else}}n{{/is}}{{#is \"post\"}}y{{else}}n{{/is}}{{body_class}}|{{post.title}}|{{page.title}}|{{meta_title}}|{{@page.show_title_and_feature_image}}|{{#match @page.show_title_and_feature_image}}shown{{else}}hidden{{/match}}"],
    ...fields(POST, (source) => `{{#page}}${source}{{/page}}`),
    ["page", "{{#page}}{{title}}|{{post_class}}|{{url}}|{{content}}|{{reading_time}}|{{#prev_post}}{{slug}}{{else}}none{{/prev_post}}|{{#next_post}}{{slug}}{{else}}none{{/next_post}}|{{comments}}|{{excerpt}}{{/page}}"],
    ["ghost_head", "{{ghost_head}}"],
  ],
  tag: [
    ["root", "{{#is \"tag\"}}y{{else}}n{{/is}}{{body_class}}|{{meta_title}}|{{meta_description}}|{{title}}|{{url}}|{{pagination.total}}|{{page_url 2}}|{{#if tag}}t{{/if}}"],
    ...fields(TAG, (source) => `{{#tag}}${source}{{/tag}}`),
    ["tag", "{{#tag}}{{name}}|{{url}}|{{url absolute=\"true\"}}|{{plural ../pagination.total empty=\"none\" singular=\"% post\" plural=\"% posts\"}}|{{img_url feature_image size=\"s\"}}|{{count.posts}}|{{date format=\"[d]\"}}|{{title}}|{{post_class}}{{/tag}}"],
    ["posts", "{{#foreach posts}}{{slug}} {{/foreach}}"],
    ["navigation", "{{navigation}}"],
    ["pagination", "{{pagination}}"],
    ["link", "{{#link href=\"/tag/\"}}T{{/link}}{{#link href=\"/tag/harbour\"}}H{{/link}}"],
    ["ghost_head", "{{ghost_head}}"],
  ],
  author: [
    ["root", "{{#is \"author\"}}y{{else}}n{{/is}}{{body_class}}|{{meta_title}}|{{meta_description}}|{{url}}|{{pagination.total}}"],
    ...fields(AUTHOR, (source) => `{{#author}}${source}{{/author}}`),
    ["author", "{{#author}}{{name}}|{{url}}|{{twitter_url}}|{{facebook_url}}|{{social_url type=\"facebook\"}}|{{#social_accounts this}}{{type}} {{/social_accounts}}|{{img_url profile_image size=\"square\"}}|{{plural ../pagination.total empty=\"none\" singular=\"% post\" plural=\"% posts\"}}|{{count.posts}}{{/author}}"],
    ["posts", "{{#foreach posts}}{{slug}} {{/foreach}}{{pagination}}"],
    ["ghost_head", "{{ghost_head}}"],
  ],
  error: [
    ["root", "{{statusCode}}|{{message}}|{{#if errorDetails}}details{{/if}}|{{body_class}}|{{meta_title}}|{{@site.title}}|{{asset \"css/a.css\"}}|{{#is \"post\"}}x{{/is}}"],
    ["navigation", "{{navigation}}"],
    ["get", "{{#get \"posts\" limit=2}}{{#foreach posts}}{{slug}} {{/foreach}}{{/get}}"],
    ["ghost_head", "{{ghost_head}}"],
  ],
};

const PACKAGE = {
  name: "probes", version: "1.0.0", keywords: ["ghost-theme"], author: { name: "Dateline", email: "themes@paper.example" }, engines: { ghost: ">=5.0.0" },
  config: {
    posts_per_page: 6, card_assets: true,
    image_sizes: { s: { width: 300 }, square: { width: 80, height: 80 }, tall: { height: 200 } },
    custom: {
      layout: { type: "select", options: ["Grid", "List"], default: "Grid" }, words: { type: "text", default: "Some words" }, big: { type: "boolean", default: true },
      hue: { type: "color", default: "#123456" }, picture: { type: "image" }, hidden: { type: "text", default: "unseen", visibility: "layout:List" },
    },
  },
};

/** The theme that prints the probes of each kind of page, each between marks. */
export function probeTheme() {
  const template = (list) => list.map(([, source], at) => `<!--[${at}]-->${source}<!--[/]-->`).join("\n");
  const files = Object.fromEntries(Object.entries(probes).map(([kind, list]) => [`${kind}.hbs`, template(list)]));
  return {
    ...files,
    "package.json": JSON.stringify(PACKAGE, null, 2),
    "partials/bits/card.hbs": "<i>{{size}} {{@site.title}} {{pagination.page}} {{title}}</i>",
    "partials/bits/frame.hbs": "({{> @partial-block}})",
    "partials/bits/twice.hbs": "[{{> slot}}{{> @partial-block}}{{> @partial-block}}]",
    "partials/bits/hash.hbs": "<{{#if flag}}f{{/if}}{{n}}/{{list.length}}{{#foreach list limit=1}}{{slug}}{{../n}}{{/foreach}}{{title}}>",
    "locales/en.json": JSON.stringify({ "Hello {name}": "Hi {name}", "Read more": "" }),
    "assets/css/a.css": "a{}", "assets/i.svg": "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
  };
}

/** The answers on a page, by the order of its probes. */
export function answers(html) {
  const found = new Map();
  for (const [, at, text] of html.matchAll(/<!--\[(\d+)\]-->([\s\S]*?)<!--\[\/\]-->/g)) found.set(Number(at), text);
  return found;
}
