-- The staff signs in. Passwords stand apart from the accounts, so that no list of accounts ever carries one.
-- Of whatever opens a door (a cookie, a link) only a digest is kept: who reads the database cannot sign in with it.

CREATE TABLE passwords (
  site_id BLOB NOT NULL,
  user_id BLOB NOT NULL,
  password TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, user_id),
  FOREIGN KEY (site_id, user_id) REFERENCES users ON DELETE CASCADE
) STRICT;

CREATE TABLE sessions (
  site_id BLOB NOT NULL,
  session_id BLOB NOT NULL,
  user_id BLOB NOT NULL,
  token TEXT NOT NULL,
  former_token TEXT,
  user_agent TEXT NOT NULL,
  network TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL,
  rotated_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, session_id),
  FOREIGN KEY (site_id, user_id) REFERENCES users ON DELETE CASCADE
) STRICT;
CREATE UNIQUE INDEX sessions_token ON sessions (site_id, token);
CREATE UNIQUE INDEX sessions_former_token ON sessions (site_id, former_token);
CREATE INDEX sessions_of_user ON sessions (site_id, user_id, used_at);

CREATE TABLE staff_links (
  site_id BLOB NOT NULL REFERENCES sites ON DELETE CASCADE,
  link_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  token TEXT NOT NULL,
  user_id BLOB,
  email TEXT,
  role TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, link_id),
  FOREIGN KEY (site_id, user_id) REFERENCES users ON DELETE CASCADE
) STRICT;
CREATE UNIQUE INDEX staff_links_token ON staff_links (site_id, token);
CREATE INDEX staff_links_of_kind ON staff_links (site_id, kind, created_at);
CREATE INDEX staff_links_of_user ON staff_links (site_id, user_id);

-- Failed attempts to sign in, by digests of the account, of the network, and of both together.
CREATE TABLE sign_in_failures (
  site_id BLOB NOT NULL REFERENCES sites ON DELETE CASCADE,
  subject TEXT NOT NULL,
  failures INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, subject)
) STRICT;
CREATE INDEX sign_in_failures_by_age ON sign_in_failures (site_id, last_at);

-- From where an account has signed in: there a stranger's wrong guesses do not make its holder wait.
CREATE TABLE sign_in_places (
  site_id BLOB NOT NULL,
  user_id BLOB NOT NULL,
  place TEXT NOT NULL,
  last_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, user_id, place),
  FOREIGN KEY (site_id, user_id) REFERENCES users ON DELETE CASCADE
) STRICT;
