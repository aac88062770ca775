-- Who has a story open and writes. A lease: it ends by itself when it is not renewed.

CREATE TABLE edit_locks (
  site_id BLOB NOT NULL,
  post_id BLOB NOT NULL,
  holder TEXT NOT NULL,
  user_id BLOB,
  name TEXT NOT NULL,
  taken_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, post_id),
  FOREIGN KEY (site_id, post_id) REFERENCES posts ON DELETE CASCADE
) STRICT;

-- Links by which somebody without an account reads a story that is not out. Only the digest of what stands in the address
-- is kept.
CREATE TABLE preview_links (
  site_id BLOB NOT NULL,
  link_id BLOB NOT NULL,
  post_id BLOB NOT NULL,
  token TEXT NOT NULL,
  made_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, link_id),
  FOREIGN KEY (site_id, post_id) REFERENCES posts ON DELETE CASCADE
) STRICT;
CREATE UNIQUE INDEX preview_links_token ON preview_links (site_id, token);
CREATE INDEX preview_links_of_post ON preview_links (site_id, post_id, created_at);

-- Pieces that editors put into stories.
CREATE TABLE snippets (
  site_id BLOB NOT NULL REFERENCES sites ON DELETE CASCADE,
  snippet_id BLOB NOT NULL,
  name TEXT NOT NULL,
  html TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, snippet_id)
) STRICT;
CREATE UNIQUE INDEX snippets_name ON snippets (site_id, name);
