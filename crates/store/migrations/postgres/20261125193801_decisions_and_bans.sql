-- Who decided what about a comment, with what was taught before, so that it can be undone to the letter.

CREATE TABLE decisions (
  seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  site_id UUID NOT NULL,
  batch_id UUID NOT NULL,
  comment_id UUID NOT NULL,
  who TEXT NOT NULL,
  at BIGINT NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  why TEXT NOT NULL,
  lesson_spam BOOLEAN,
  lesson_taught BIGINT,
  lesson TEXT,
  undone_by TEXT,
  undone_at BIGINT,
  FOREIGN KEY (site_id, comment_id) REFERENCES comments ON DELETE CASCADE
);
CREATE INDEX decisions_log ON decisions (site_id, seq);
CREATE INDEX decisions_batch ON decisions (site_id, batch_id, seq);
CREATE INDEX decisions_comment ON decisions (site_id, comment_id, seq);

-- Readers whose comments go to the spam drawer for a while. A fingerprint is a keyed hash of an address or of an
-- e-mail address, and is erased when its time is over.
CREATE TABLE bans (
  site_id UUID NOT NULL REFERENCES sites ON DELETE CASCADE,
  fingerprint BYTEA NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  who TEXT NOT NULL,
  why TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  PRIMARY KEY (site_id, fingerprint)
);
CREATE INDEX bans_end ON bans (until_at);
CREATE INDEX bans_list ON bans (site_id, created_at, fingerprint);

-- A reader's e-mail address is kept as a keyed hash, which is as good for knowing who was approved before.
ALTER TABLE comments ADD COLUMN email_hash BYTEA;
DROP INDEX comments_email;
DROP INDEX comments_sender;
CREATE INDEX comments_sender ON comments (site_id, address_hash, state, created_at, comment_id) WHERE address_hash IS NOT NULL;
CREATE INDEX comments_email ON comments (site_id, email_hash, state, created_at, comment_id) WHERE email_hash IS NOT NULL;
CREATE INDEX comments_email_plain ON comments (site_id, comment_id) WHERE author_email IS NOT NULL AND email_hash IS NULL;
