-- What readers do with comments beside writing them: they like and report them, and change or take back their own.

-- How many readers like a comment, and when its words were last changed by its writer.
ALTER TABLE comments ADD COLUMN likes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE comments ADD COLUMN edited_at BIGINT;
CREATE INDEX comments_liked ON comments (site_id, post_id, likes DESC, thread_at, root_id, created_at, comment_id)
  WHERE likes > 0;

-- Who liked what: a keyed hash that differs from comment to comment, so that nobody can be followed by it.
CREATE TABLE comment_likes (
  site_id UUID NOT NULL,
  comment_id UUID NOT NULL,
  voter BYTEA NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (site_id, comment_id, voter),
  FOREIGN KEY (site_id, comment_id) REFERENCES comments ON DELETE CASCADE
);
CREATE INDEX comment_likes_age ON comment_likes (at);

-- What readers say is wrong with a comment, until a moderator has decided.
CREATE TABLE comment_reports (
  site_id UUID NOT NULL,
  comment_id UUID NOT NULL,
  voter BYTEA NOT NULL,
  reason TEXT NOT NULL,
  words TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (site_id, comment_id, voter),
  FOREIGN KEY (site_id, comment_id) REFERENCES comments ON DELETE CASCADE
);
CREATE INDEX comment_reports_age ON comment_reports (at);

-- The words that a comment had before its writer changed them.
CREATE TABLE comment_versions (
  site_id UUID NOT NULL,
  comment_id UUID NOT NULL,
  replaced_at BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (site_id, comment_id, replaced_at),
  FOREIGN KEY (site_id, comment_id) REFERENCES comments ON DELETE CASCADE
);

-- What the writer of a comment objects to a decision about it: once.
CREATE TABLE appeals (
  site_id UUID NOT NULL,
  comment_id UUID NOT NULL,
  words TEXT NOT NULL,
  at BIGINT NOT NULL,
  granted BOOLEAN,
  answer TEXT NOT NULL DEFAULT '',
  who TEXT NOT NULL DEFAULT '',
  answered_at BIGINT,
  PRIMARY KEY (site_id, comment_id),
  FOREIGN KEY (site_id, comment_id) REFERENCES comments ON DELETE CASCADE
);
CREATE INDEX appeals_open ON appeals (site_id, at, comment_id) WHERE answered_at IS NULL;
