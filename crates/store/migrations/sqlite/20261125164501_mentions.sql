-- Pingbacks and trackbacks of imported sites: pages elsewhere that link to a story. They stand apart from
-- comments, so that no count, queue or thread of comments has to leave them out.

CREATE TABLE mentions (
  site_id BLOB NOT NULL,
  mention_id BLOB NOT NULL,
  post_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  title TEXT NOT NULL,
  url TEXT,
  excerpt TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  import_key TEXT,
  PRIMARY KEY (site_id, mention_id),
  FOREIGN KEY (site_id, post_id) REFERENCES posts ON DELETE CASCADE
) STRICT;
CREATE INDEX mentions_of_post ON mentions (site_id, post_id, created_at, mention_id);
CREATE UNIQUE INDEX mentions_import ON mentions (site_id, import_key) WHERE import_key IS NOT NULL;
