// A small newspaper as a file that Ghost exports and both systems import: every field that a template may ask for is
// filled somewhere, and missing somewhere else.
import { deflateSync } from "node:zlib";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** 24 November 2026, 10:00 UTC: the newest story. */
const NEWEST = Date.UTC(2026, 10, 24, 10);
const MENU = [["Home", "/"], ["Harbour", "/tag/harbour/"], ["Food & Drink", "/tag/food-drink/"], ["About", "/about/"], ["Elsewhere", "https://other.example/"]];
const FOOT = [["House rules", "/house-rules/"], ["About", "/about/"]];

const SENTENCES = [
  "The ferry left the upper quay at six, four minutes late and half empty.",
  "Nobody on the council would say who had ordered the second crane.",
  "A baker near the fountain has moved the hours of his oven forward.",
  "The oldest pilot in the harbour remembers three bridges and a tunnel that was never dug.",
  "Rain is expected on Thursday; the regatta is not expected to mind.",
  "Two hundred pupils measured the noise of the night trams with borrowed instruments.",
  "The minutes of the meeting record no objection, and no quorum.",
];

const paragraphs = (count, from) =>
  Array.from({ length: count }, (_, at) => {
    const words = Array.from({ length: 4 }, (_, line) => SENTENCES[(from + at * 3 + line) % SENTENCES.length]);
    return `<p>${words.join(" ")}</p>`;
  }).join("\n");

const users = [
  {
    id: "1", name: "Ana Reis", slug: "ana-reis", email: "ana@paper.example", bio: "Reports from the harbour & the hills.", website: "https://ana.example/",
    location: "Porto Arvel", facebook: "ana.reis", twitter: "@anareis", profile_image: "__GHOST_URL__/content/images/2026/11/ana.png",
    cover_image: "__GHOST_URL__/content/images/2026/11/cover.png", meta_title: "Ana Reis, reporter", meta_description: "All stories by Ana Reis.",
  },
  { id: "2", name: "Rui “Sal” Melo", slug: "rui-melo", email: "rui@paper.example" },
  { id: "3", name: "Zé Ninguém", slug: "ze-ninguem", email: "ze@paper.example", bio: "Signs nothing." },
];

const tags = [
  { id: "t1", name: "Harbour", slug: "harbour", description: "Ships, quays & people.", feature_image: "__GHOST_URL__/content/images/2026/11/cover.png", accent_color: "#0a7ea4" },
  { id: "t2", name: "Food & Drink", slug: "food-drink", description: null },
  { id: "t3", name: "Culture", slug: "culture", description: "Stages and pages.", meta_title: "Culture in Porto Arvel", meta_description: "What is on.", og_title: "Culture!", twitter_title: "Culture?" },
  { id: "t4", name: "#series", slug: "hash-series", description: null },
];

const picture = "__GHOST_URL__/content/images/2026/11/bridge.png";
/** Stories with something particular, newest first; the rest are made alike. */
const particular = [
  {
    title: "Harbour bridge reopens after two winters", slug: "harbour-bridge-reopens", tags: ["t1", "t4", "t3"], authors: ["1", "2"], featured: 1,
    feature_image: picture, feature_image_alt: "The bridge at \"dawn\"", feature_image_caption: "The first tram. <i>Photo:</i> <a href=\"https://ana.example/\">A. Reis</a>",
    custom_excerpt: "The first tram crossed at dawn & nobody clapped.", html: paragraphs(6, 0),
    meta_title: "Bridge reopens", meta_description: "Trams cross again.", og_title: "Bridge on Facebook", og_description: "For Facebook.", twitter_title: "Bridge on X", twitter_description: "For X.",
  },
  { title: "Soup <i>of the day</i> & other \"news\"", slug: "soup", tags: ["t2"], authors: ["2"], html: `${paragraphs(2, 3)}\n<h2>What is in it</h2>\n<ul>\n<li>Leek</li>\n<li>Salt</li>\n</ul>\n<ol>\n<li>Boil</li>\n<li>Wait</li>\n</ol>\n<blockquote>It is warm.</blockquote>\n${paragraphs(9, 1)}` },
  { title: "A story under no tag", slug: "no-tag", tags: [], authors: ["1"], html: paragraphs(3, 2) },
  { title: "A story of a series", slug: "series-first", tags: ["t4", "t1"], authors: ["2", "1"], html: paragraphs(3, 4), canonical_url: "https://other.example/series/" },
  { title: "A headline and nothing else", slug: "headline-only", tags: ["t1"], authors: ["1"], html: null },
  { title: "Pictures and cards", slug: "cards", tags: ["t3", "t1"], authors: ["1"], feature_image: picture, html: `${paragraphs(1, 0)}\n<figure class="kg-card kg-image-card kg-card-hascaption"><img src="${picture}" class="kg-image" alt="Bridge" loading="lazy" width="1600" height="900"><figcaption>Seen from the quay</figcaption></figure>\n<pre><code class="language-sh">echo "a &lt; b"</code></pre>\n<hr>\n${paragraphs(2, 5)}` },
  { title: "Ένα πλοίο στο λιμάνι και 日本語の船", slug: "ship", tags: ["t1"], authors: ["2"], html: "<p>Ένα πλοίο ήρθε το πρωί. 港に船が来た。 It’s a ship; isn’t it?</p>" },
];

function stories() {
  const plain = Array.from({ length: 23 }, (_, at) => ({
    title: `Minute of the harbour, number ${23 - at}`, slug: `minute-${23 - at}`, tags: [["t1"], ["t2", "t1"], ["t3"], []][at % 4], authors: [["1"], ["2"]][at % 2],
    feature_image: at % 3 === 0 ? picture : null, html: paragraphs(2 + (at % 4), at),
  }));
  return [...particular, ...plain].map((story, at) => ({ ...story, type: "post", at: NEWEST - at * DAY - (at % 5) * HOUR }));
}

const pages = [
  { title: "About this paper", slug: "about", tags: ["t1"], authors: ["1"], feature_image: picture, html: paragraphs(2, 1) },
  { title: "House rules", slug: "house-rules", tags: [], authors: ["2"], html: paragraphs(1, 3), show_title_and_feature_image: 0 },
].map((page, at) => ({ ...page, type: "page", at: NEWEST - (3 + at) * DAY - 30 * 60_000 }));

const settings = {
  title: "The Arvel Mercury", description: "News from Porto Arvel & its harbour", accent_color: "#b5543c", timezone: "Asia/Kolkata", locale: "en",
  cover_image: "__GHOST_URL__/content/images/2026/11/cover.png", logo: "__GHOST_URL__/content/images/2026/11/logo.png", icon: "__GHOST_URL__/content/images/2026/11/icon.png", facebook: "arvelmercury", twitter: "@arvelmercury",
  navigation: JSON.stringify(MENU.map(([label, url]) => ({ label, url }))), secondary_navigation: JSON.stringify(FOOT.map(([label, url]) => ({ label, url }))),
};

/** The site as Ghost's export has it. */
export function seed() {
  const all = [...stories(), ...pages];
  const when = (at) => new Date(at).toISOString();
  const id = (number) => (number + 1).toString(16).padStart(24, "0");
  const posts = all.map(({ tags, authors, at, ...post }, number) => ({
    ...post, id: id(number), status: "published", visibility: "public", published_at: when(at), created_at: when(at), updated_at: when(at + HOUR),
  }));
  const joined = (list, key) => all.flatMap((post, number) => post[list].map((joined, at) => ({ post_id: id(number), [key]: joined, sort_order: at })));
  const data = {
    users, tags, posts, posts_tags: joined("tags", "tag_id"), posts_authors: joined("authors", "author_id"),
    settings: Object.entries(settings).map(([key, value], at) => ({ id: `s${at}`, key, value })),
  };
  return { db: [{ meta: { exported_on: NEWEST, version: "6.65.0" }, data }] };
}

/** What the staff sets in both systems after the import. */
export const SETTINGS = settings;

/** Names and sizes of the pictures under `content/images/2026/11`. */
export const PICTURES = { "bridge.png": [1600, 900], "cover.png": [1800, 1000], "ana.png": [400, 400], "logo.png": [300, 60], "icon.png": [128, 128] };

/** A PNG of one colour. */
export function png([width, height]) {
  const table = Array.from({ length: 256 }, (_, n) => Array.from({ length: 8 }).reduce((c) => (c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1), n));
  const crc = (bytes) => ~bytes.reduce((c, byte) => table[(c ^ byte) & 255] ^ (c >>> 8), ~0) >>> 0;
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    size.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc(body));
    return Buffer.concat([size, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const line = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, 0x8c)]);
  const lines = deflateSync(Buffer.concat(Array.from({ length: height }, () => line)));
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk("IHDR", head), chunk("IDAT", lines), chunk("IEND", Buffer.alloc(0))]);
}
