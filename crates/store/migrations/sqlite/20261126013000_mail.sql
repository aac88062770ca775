-- Letters on their way out. A letter is here from the moment it is written until the mail server has taken it, and no
-- longer: whom the paper wrote to is nobody's archive. When it is tried next stands among the jobs.

CREATE TABLE letters (
  site_id BLOB NOT NULL REFERENCES sites ON DELETE CASCADE,
  letter_id BLOB NOT NULL,
  occasion TEXT NOT NULL,
  recipient TEXT NOT NULL,
  recipient_hash BLOB NOT NULL,
  subject TEXT NOT NULL,
  body_text TEXT NOT NULL,
  body_html TEXT NOT NULL,
  stop_address TEXT NOT NULL,
  tries INTEGER NOT NULL,
  last_error TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, letter_id)
) STRICT;
CREATE INDEX letters_recipient ON letters (site_id, recipient_hash);

-- Addresses that are written to no more, since a mail server said that there is nobody or somebody asked for it: as
-- keyed hashes, which are enough to know them again.
CREATE TABLE suppressions (
  site_id BLOB NOT NULL REFERENCES sites ON DELETE CASCADE,
  address_hash BLOB NOT NULL,
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (site_id, address_hash)
) STRICT;

-- Readers who hear of answers to what they wrote under a story. The address is kept while the subscription lives, and
-- for a week while it waits to be confirmed.
CREATE TABLE subscriptions (
  site_id BLOB NOT NULL,
  subscription_id BLOB NOT NULL,
  post_id BLOB NOT NULL,
  email TEXT NOT NULL,
  email_hash BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  asked_at INTEGER,
  confirmed_at INTEGER,
  PRIMARY KEY (site_id, subscription_id),
  FOREIGN KEY (site_id, post_id) REFERENCES posts ON DELETE CASCADE
) STRICT;
CREATE UNIQUE INDEX subscriptions_reader ON subscriptions (site_id, post_id, email_hash);
CREATE INDEX subscriptions_email ON subscriptions (site_id, email_hash, created_at);
CREATE INDEX subscriptions_waiting ON subscriptions (created_at) WHERE confirmed_at IS NULL;

-- What readers were told about a comment, so that they are told once.
CREATE TABLE notices (
  site_id BLOB NOT NULL,
  comment_id BLOB NOT NULL,
  occasion TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (site_id, comment_id, occasion),
  FOREIGN KEY (site_id, comment_id) REFERENCES comments ON DELETE CASCADE
) STRICT;

-- How often somebody of the staff hears by mail what waits at the desk. Who has no row hears of it once a day.
CREATE TABLE digests (
  site_id BLOB NOT NULL,
  user_id BLOB NOT NULL,
  every TEXT NOT NULL,
  last_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, user_id),
  FOREIGN KEY (site_id, user_id) REFERENCES users ON DELETE CASCADE
) STRICT;

-- Many letters may wait; a story that is due must not be looked for among them.
CREATE INDEX jobs_kind_due ON jobs (kind, run_at);

-- When something was last reported, for those who hear of it by mail.
CREATE INDEX comment_reports_newest ON comment_reports (site_id, at);
-- What was reported about one comment, the newest first.
CREATE INDEX comment_reports_of ON comment_reports (site_id, comment_id, at);
