// Prints the slug and the first tag of the corpus's reference story: `node reference.mjs LAB_DIR`.
import { join } from "node:path";
import { referenceOf } from "./reference-story.mjs";

const { POST, TAG } = (await referenceOf(join(process.argv[2], "corpus/posts.jsonl"))).reference;
console.log(`${POST} ${TAG}`);
