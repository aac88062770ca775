import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiFailure } from "../../api/failure";
import type { Post, PostEdit } from "../../api/types";
import { keptCopy } from "./kept-copy";
import { LATEST, Manuscript, PAUSE, type Press } from "./manuscript.svelte";

const FIRST: Post = {
  id: "a".repeat(24), title: "Harbour", status: "draft", url: "", featured: false, tags: [], authors: [], slug: "harbour", html: "<p>One.</p>",
  created_at: "2026-11-24T08:00:00.000Z", updated_at: "2026-11-24T08:00:00.000Z", published_at: null, custom_excerpt: null, excerpt: "",
  feature_image: null, feature_image_alt: null, feature_image_caption: null, meta_title: null, meta_description: null,
  canonical_url: null, og_image: null, og_title: null, og_description: null,
  dateline: null, feature_image_credit: null, feature_image_licence: null, feature_image_focus: null, embargo_until: null, unpublish_at: null,
  corrections: [], reading_time: 1, locale: null,
};

/** A server with one story, which refuses a save on another version than its own. */
class TestPress implements Press {
  stored: Post = FIRST;
  added: PostEdit[] = [];
  isAway = false;
  saves = 0;

  read = async (): Promise<Post> => this.stored;
  add = async (_kind: unknown, edit: PostEdit): Promise<Post> => {
    this.#answer();
    this.added.push(edit);
    return { ...FIRST, ...(edit as Partial<Post>), id: "b".repeat(24) };
  };
  save = async (_kind: unknown, _id: string, edit: PostEdit, seen: string): Promise<Post> => {
    this.#answer();
    if (seen !== this.stored.updated_at) throw new ApiFailure(409, "UPDATE_COLLISION", "");
    return this.write(edit);
  };

  /** Somebody saves. */
  write(edit: PostEdit): Post {
    this.saves += 1;
    const updated_at = new Date(Date.parse(this.stored.updated_at) + 1_000).toISOString();
    this.stored = { ...this.stored, ...(edit as Partial<Post>), updated_at };
    return this.stored;
  }

  #answer(): void {
    if (this.isAway) throw new ApiFailure(0, null, "");
  }
}

let server: TestPress;
const open = async (id: string | null = FIRST.id): Promise<Manuscript> => {
  const manuscript = new Manuscript("posts", "(Untitled)", server);
  await manuscript.open(id);
  return manuscript;
};

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  server = new TestPress();
});
afterEach(() => vi.useRealTimers());

test("a draft is saved when the writer pauses, and while they do not pause", async () => {
  const story = await open();
  story.change({ html: "<p>Two.</p>" });
  await vi.advanceTimersByTimeAsync(PAUSE);
  expect([server.stored.html, story.standing]).toEqual(["<p>Two.</p>", "clean"]);
  for (let typed = 0; typed < 10; typed += 1) {
    story.change({ html: `<p>Two ${typed}.</p>` });
    await vi.advanceTimersByTimeAsync(LATEST / 9);
  }
  expect(server.saves).toBeGreaterThan(1);
});

test("what readers see does not change while somebody types", async () => {
  server.stored = { ...FIRST, status: "published" };
  const story = await open();
  story.change({ html: "<p>Half a sen" });
  await vi.advanceTimersByTimeAsync(60_000);
  expect([server.saves, story.standing]).toEqual([0, "changed"]);
  expect(keptCopy("posts", FIRST.id)?.edit.html).toBe("<p>Half a sen");
  expect(await story.save()).toBe(true);
  expect(server.stored.html).toBe("<p>Half a sen");
});

test("text of a time without a connection is kept here and sent when there is one", async () => {
  const story = await open();
  server.isAway = true;
  story.change({ html: "<p>On the train.</p>" });
  await vi.advanceTimersByTimeAsync(PAUSE);
  expect(story.standing).toBe("away");
  expect(keptCopy("posts", FIRST.id)?.edit.html).toBe("<p>On the train.</p>");
  server.isAway = false;
  await vi.advanceTimersByTimeAsync(60_000);
  expect([server.stored.html, story.standing]).toEqual(["<p>On the train.</p>", "clean"]);
  expect(keptCopy("posts", FIRST.id)).toBeNull();
});

test("a crash loses nothing that was typed", async () => {
  const story = await open();
  server.isAway = true;
  story.change({ title: "Harbour bridge" });
  server.isAway = false;
  const again = await open();
  expect(again.value("title")).toBe("Harbour bridge");
  await again.save();
  expect(server.stored.title).toBe("Harbour bridge");
});

test("nobody's words are replaced without being shown", async () => {
  const story = await open();
  story.change({ html: "<p>Mine.</p>" });
  server.write({ html: "<p>Theirs.</p>" });
  await vi.advanceTimersByTimeAsync(60_000);
  expect([story.standing, server.stored.html, story.theirs?.html]).toEqual(["conflict", "<p>Theirs.</p>", "<p>Theirs.</p>"]);
  story.change({ html: "<p>Mine, and more.</p>" });
  expect(await story.save()).toBe(false);
  expect(await story.keepBoth("Harbour (mine)")).toBe("b".repeat(24));
  expect(server.added[0]).toMatchObject({ html: "<p>Mine, and more.</p>", title: "Harbour (mine)", status: "draft" });
  expect([story.standing, story.value("html")]).toEqual(["clean", "<p>Theirs.</p>"]);
});

test("a copy kept from before somebody else's save is a conflict, not a save", async () => {
  const story = await open();
  server.isAway = true;
  story.change({ html: "<p>Mine.</p>" });
  server.isAway = false;
  server.write({ html: "<p>Theirs.</p>" });
  const again = await open();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([again.standing, server.stored.html]).toEqual(["conflict", "<p>Theirs.</p>"]);
  expect(await again.keepOurs()).toBe(true);
  expect(server.stored.html).toBe("<p>Mine.</p>");
});

test("a save whose answer was lost is no conflict with oneself", async () => {
  const story = await open();
  server.write({ html: "<p>Sent, <b>unheard</b>.</p>" });
  story.change({ html: "<p>Sent, <strong>unheard</strong>.</p>" });
  await vi.advanceTimersByTimeAsync(PAUSE);
  expect([story.standing, keptCopy("posts", FIRST.id)]).toEqual(["clean", null]);

  server.isAway = true;
  story.change({ title: "Heard" });
  server.isAway = false;
  server.write({ title: "Heard" });
  expect((await open()).standing).toBe("clean");
});

test("a new story needs no title to be safe", async () => {
  const story = await open(null);
  story.change({ html: "<p>First words.</p>" });
  await vi.advanceTimersByTimeAsync(PAUSE);
  expect(server.added).toEqual([{ html: "<p>First words.</p>", title: "(Untitled)" }]);
  expect([story.post?.id, keptCopy("posts", null)]).toEqual(["b".repeat(24), null]);
});
