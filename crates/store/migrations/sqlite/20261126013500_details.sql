-- What few stories, tags and authors have and no list shows: words for search engines and social networks, accounts
-- elsewhere, an embargo. One table for all of them, so that a story's page reads its own, its tags' and its authors'
-- together, and lists read nothing more than before.

CREATE TABLE details (
  site_id BLOB NOT NULL REFERENCES sites ON DELETE CASCADE,
  thing_id BLOB NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (site_id, thing_id, name)
) STRICT, WITHOUT ROWID;
