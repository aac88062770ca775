-- A list asks for the bylines and tags of each of its stories. As tables of their own with an index beside them that
-- was two searches for each; now the key is the table. Rows are small, so nothing is lost by it.
CREATE TABLE bylines_by_key (
  site_id BLOB NOT NULL,
  post_id BLOB NOT NULL,
  author_id BLOB NOT NULL,
  position INTEGER NOT NULL,
  listed_at INTEGER,
  PRIMARY KEY (site_id, post_id, author_id),
  FOREIGN KEY (site_id, post_id) REFERENCES posts ON DELETE CASCADE,
  FOREIGN KEY (site_id, author_id) REFERENCES authors ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO bylines_by_key SELECT site_id, post_id, author_id, position, listed_at FROM bylines
  ORDER BY site_id, post_id, author_id;
DROP TABLE bylines;
ALTER TABLE bylines_by_key RENAME TO bylines;
CREATE INDEX bylines_listed ON bylines (site_id, author_id, listed_at, post_id) WHERE listed_at IS NOT NULL;

CREATE TABLE post_tags_by_key (
  site_id BLOB NOT NULL,
  post_id BLOB NOT NULL,
  tag_id BLOB NOT NULL,
  position INTEGER NOT NULL,
  listed_at INTEGER,
  PRIMARY KEY (site_id, post_id, tag_id),
  FOREIGN KEY (site_id, post_id) REFERENCES posts ON DELETE CASCADE,
  FOREIGN KEY (site_id, tag_id) REFERENCES tags ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO post_tags_by_key SELECT site_id, post_id, tag_id, position, listed_at FROM post_tags
  ORDER BY site_id, post_id, tag_id;
DROP TABLE post_tags;
ALTER TABLE post_tags_by_key RENAME TO post_tags;
CREATE INDEX post_tags_listed ON post_tags (site_id, tag_id, listed_at, post_id) WHERE listed_at IS NOT NULL;
