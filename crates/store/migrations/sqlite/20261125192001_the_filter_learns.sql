-- What the spam filter thought of a comment when it came (NULL for older and imported ones), and what moderators
-- have taught it. A lesson holds a reader's words, so it goes with the comment.

ALTER TABLE comments ADD COLUMN verdict TEXT;

CREATE TABLE lessons (
  site_id BLOB NOT NULL,
  comment_id BLOB NOT NULL,
  spam INTEGER NOT NULL,
  taught INTEGER NOT NULL,
  lesson TEXT NOT NULL,
  PRIMARY KEY (site_id, comment_id),
  FOREIGN KEY (site_id, comment_id) REFERENCES comments ON DELETE CASCADE
) STRICT;
CREATE INDEX lessons_order ON lessons (site_id, spam, taught);

-- Grows with every change to a site's lessons, so that each process knows when to learn again.
CREATE TABLE schooling (
  site_id BLOB NOT NULL PRIMARY KEY REFERENCES sites ON DELETE CASCADE,
  revision INTEGER NOT NULL
) STRICT;

-- Whether a reader was approved, and how often long ago, is asked for every comment, also for a reader of whom ten
-- thousand wait.
DROP INDEX comments_email;
DROP INDEX comments_sender;
CREATE INDEX comments_email ON comments (site_id, author_email, state, created_at) WHERE author_email IS NOT NULL;
CREATE INDEX comments_sender ON comments (site_id, address_hash, state, created_at) WHERE address_hash IS NOT NULL;
