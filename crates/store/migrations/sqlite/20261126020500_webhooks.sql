-- Whom the paper tells when something changes: a program's address for each kind of event, as in Ghost.
CREATE TABLE webhooks (
  site_id BLOB NOT NULL REFERENCES sites ON DELETE CASCADE,
  webhook_id BLOB NOT NULL,
  event TEXT NOT NULL,
  target TEXT NOT NULL,
  name TEXT,
  secret TEXT,
  api_version TEXT NOT NULL,
  key_id BLOB,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  last_at INTEGER,
  last_status INTEGER,
  last_error TEXT,
  PRIMARY KEY (site_id, webhook_id)
) STRICT;
CREATE UNIQUE INDEX webhooks_target ON webhooks (site_id, event, target);

-- What was told, or is still to be told, each time to one of them. The body is kept until it has arrived, so that every
-- try says the same.
CREATE TABLE deliveries (
  site_id BLOB NOT NULL,
  delivery_id BLOB NOT NULL,
  webhook_id BLOB NOT NULL,
  event TEXT NOT NULL,
  body TEXT NOT NULL,
  tries INTEGER NOT NULL,
  status INTEGER,
  error TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  done_at INTEGER,
  PRIMARY KEY (site_id, delivery_id),
  FOREIGN KEY (site_id, webhook_id) REFERENCES webhooks ON DELETE CASCADE
) STRICT;
CREATE INDEX deliveries_of_hook ON deliveries (site_id, webhook_id, delivery_id);
CREATE INDEX deliveries_old ON deliveries (created_at);

-- How a thing looked when programs were last told of it: what says what has changed since.
CREATE TABLE told (
  site_id BLOB NOT NULL REFERENCES sites ON DELETE CASCADE,
  thing_id BLOB NOT NULL,
  shape TEXT NOT NULL,
  PRIMARY KEY (site_id, thing_id)
) STRICT;

-- Pages that the network in front of the paper has to forget, until it has been told.
CREATE TABLE purges (
  site_id BLOB NOT NULL REFERENCES sites ON DELETE CASCADE,
  purge_id BLOB NOT NULL,
  keys TEXT NOT NULL,
  addresses TEXT NOT NULL,
  tries INTEGER NOT NULL,
  error TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, purge_id)
) STRICT;
