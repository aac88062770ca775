// The story that all servers are asked for, and the addresses of all stories.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

/** Words of an ordinary story. */
const [SHORTEST, LONGEST] = [500, 700];

/** What servers.conf names: the reference story, from the middle of the corpus, and two walks over all stories. */
export async function referenceOf(file) {
  const walks = { WALK: [], WALK_DATED: [] };
  const usual = [];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const post = JSON.parse(line);
    const dated = `${post.published_at.slice(0, 7).replace("-", "/")}/${post.slug}`;
    walks.WALK.push(`/${post.slug}/`);
    walks.WALK_DATED.push(`/${dated}/`);
    if (post.words >= SHORTEST && post.words <= LONGEST && post.tags.length > 0) usual.push({ POST: post.slug, DATED: dated, TAG: post.tags[0] });
  }
  if (usual.length === 0) throw new Error(`${file} holds no story of ${SHORTEST} to ${LONGEST} words`);
  // Jumping, so that neighbours in time do not follow each other.
  const jumping = (list) => list.map((_, at) => list[(at * 7919) % list.length]);
  return { reference: usual[Math.floor(usual.length / 2)], WALK: jumping(walks.WALK), WALK_DATED: jumping(walks.WALK_DATED) };
}
