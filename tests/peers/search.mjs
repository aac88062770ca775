// Search beside a running WordPress: the same archive in both, the same questions in one run.
//   DATELINE_BIN=… RANKING_BIN=…/release/examples/search_ranking node search.mjs FILE…
// FILEs are exports to move in, of whatever origin. What Dateline exports of them is loaded into Debian's WordPress, and the
// example `search_ranking` asks Dateline, SQLite's full-text search and `?s=` of that WordPress for the same stories.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { datelineAt } from "./dateline.mjs";
import { startMariadb } from "./mariadb.mjs";
import { loadWordpress, wordpressAt } from "./wordpress.mjs";

const files = process.argv.slice(2);
if (!process.env.RANKING_BIN) throw new Error("RANKING_BIN must name the example search_ranking, built for release");
if (files.length === 0) throw new Error("name the exports to move in");
const folder = mkdtempSync(join(tmpdir(), "dateline-search-"));
let stop = () => {};
try {
  const site = datelineAt(join(folder, "paper"));
  site.run("site", "add", "*");
  for (const file of files) site.run("import", file);
  const out = join(folder, "out.xml");
  site.run("export", "--to", "wordpress", out);
  const mariadb = await startMariadb(join(folder, "mariadb"));
  stop = mariadb.stop;
  const wordpress = wordpressAt(join(folder, "wordpress"));
  process.env.WORDPRESS_TAKES_EMPTY = "1";
  loadWordpress(wordpress, mariadb.database("wordpress"), out, join(folder, "back.xml"));
  const asked = spawnSync(process.env.RANKING_BIN, [join(site.root, "data/dateline.db")], { env: { ...process.env, WORDPRESS: wordpress }, stdio: "inherit" });
  process.exitCode = asked.status ?? 1;
} finally {
  await stop();
  rmSync(folder, { recursive: true, force: true });
}
