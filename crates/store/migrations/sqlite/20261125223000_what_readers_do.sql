-- What readers do with comments beside writing them: they like and report them, and change or take back their own.

-- How many readers like a comment, and when its words were last changed by its writer.
ALTER TABLE comments ADD COLUMN likes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE comments ADD COLUMN edited_at INTEGER;
CREATE INDEX comments_liked ON comments (site_id, post_id, likes DESC, thread_at, root_id, created_at, comment_id)
  WHERE likes > 0;

-- Who liked what: a keyed hash that differs from comment to comment, so that nobody can be followed by it.
CREATE TABLE comment_likes (
  site_id BLOB NOT NULL,
  comment_id BLOB NOT NULL,
  voter BLOB NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (site_id, comment_id, voter),
  FOREIGN KEY (site_id, comment_id) REFERENCES comments ON DELETE CASCADE
) STRICT;
CREATE INDEX comment_likes_age ON comment_likes (at);

-- What readers say is wrong with a comment, until a moderator has decided.
CREATE TABLE comment_reports (
  site_id BLOB NOT NULL,
  comment_id BLOB NOT NULL,
  voter BLOB NOT NULL,
  reason TEXT NOT NULL,
  words TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (site_id, comment_id, voter),
  FOREIGN KEY (site_id, comment_id) REFERENCES comments ON DELETE CASCADE
) STRICT;
CREATE INDEX comment_reports_age ON comment_reports (at);

-- The words that a comment had before its writer changed them.
CREATE TABLE comment_versions (
  site_id BLOB NOT NULL,
  comment_id BLOB NOT NULL,
  replaced_at INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (site_id, comment_id, replaced_at),
  FOREIGN KEY (site_id, comment_id) REFERENCES comments ON DELETE CASCADE
) STRICT;

-- What the writer of a comment objects to a decision about it: once.
CREATE TABLE appeals (
  site_id BLOB NOT NULL,
  comment_id BLOB NOT NULL,
  words TEXT NOT NULL,
  at INTEGER NOT NULL,
  granted INTEGER,
  answer TEXT NOT NULL DEFAULT '',
  who TEXT NOT NULL DEFAULT '',
  answered_at INTEGER,
  PRIMARY KEY (site_id, comment_id),
  FOREIGN KEY (site_id, comment_id) REFERENCES comments ON DELETE CASCADE
) STRICT;
CREATE INDEX appeals_open ON appeals (site_id, at, comment_id) WHERE answered_at IS NULL;
