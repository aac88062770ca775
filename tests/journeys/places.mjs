// Where things are on the site, found as a reader finds them: by role, label and link.
import assert from "node:assert/strict";

/** Goes to a path and expects a status, 200 unless said otherwise. */
export async function visit(page, path, status = 200) {
  const response = await page.goto(path);
  assert.equal(response.status(), status, `${path} answered ${response.status()}`);
  return response;
}

/** Addresses of the stories listed on this page, in order, each once. */
export async function listedStories(page) {
  const links = page.getByRole("main").locator(":is(h1, h2, h3, h4) a[href]");
  return [...new Set(await links.evaluateAll((all) => all.map((a) => a.pathname)))];
}

/** Address of the story that leads the front page. */
export async function leadStory(page) {
  await visit(page, "/");
  const [lead] = await listedStories(page);
  assert.ok(lead, "the front page lists no story");
  return lead;
}

/** Addresses of the list pages from the front page to the last one. */
export async function listPages(page) {
  const pages = [];
  let path = "/";
  while (path) {
    assert.ok(!pages.includes(path), `${path} links back to a newer page as older`);
    assert.ok(pages.length < 200, "the list of pages does not end");
    pages.push(path);
    await visit(page, path);
    const older = page.locator('a[rel~="next"]').first();
    path = (await older.count()) > 0 ? await older.evaluate((a) => a.pathname + a.search) : null;
  }
  return pages;
}

/** Addresses of all stories, newest first. */
export async function allStories(page) {
  const stories = new Set();
  for (const path of await listPages(page)) {
    await visit(page, path);
    for (const story of await listedStories(page)) stories.add(story);
  }
  return [...stories];
}

/** Address of the first story with the language on its article; undefined when there is none. */
export async function storyInLanguage(page, language) {
  for (const story of await allStories(page)) {
    const html = await (await page.request.get(story)).text();
    if (new RegExp(`<(article|main|html)[^>]*\\blang="?${language}\\b`).test(html)) return story;
  }
  return undefined;
}

/** The path of a tag, of an author and of the archive, as the lead story links them. */
export async function sidePaths(page) {
  await visit(page, await leadStory(page));
  const pathOf = async (link, what) => {
    assert.ok((await link.count()) > 0, `the story does not link ${what}`);
    return link.first().evaluate((a) => a.pathname);
  };
  return {
    tag: await pathOf(page.locator('a[rel~="tag"], .tags a'), "a tag"),
    author: await pathOf(page.locator('a[rel~="author"], .byline a:not([href*="#"])'), "its author"),
    archive: await pathOf(page.getByRole("link", { name: /^archive/i }), "the archive"),
  };
}
