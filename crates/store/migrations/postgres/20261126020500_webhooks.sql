-- Whom the paper tells when something changes: a program's address for each kind of event, as in Ghost.
CREATE TABLE webhooks (
  site_id UUID NOT NULL REFERENCES sites ON DELETE CASCADE,
  webhook_id UUID NOT NULL,
  event TEXT NOT NULL,
  target TEXT NOT NULL,
  name TEXT,
  secret TEXT,
  api_version TEXT NOT NULL,
  key_id UUID,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  last_at BIGINT,
  last_status BIGINT,
  last_error TEXT,
  PRIMARY KEY (site_id, webhook_id)
);
CREATE UNIQUE INDEX webhooks_target ON webhooks (site_id, event, target);

-- What was told, or is still to be told, each time to one of them. The body is kept until it has arrived, so that every
-- try says the same.
CREATE TABLE deliveries (
  site_id UUID NOT NULL,
  delivery_id UUID NOT NULL,
  webhook_id UUID NOT NULL,
  event TEXT NOT NULL,
  body TEXT NOT NULL,
  tries BIGINT NOT NULL,
  status BIGINT,
  error TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  done_at BIGINT,
  PRIMARY KEY (site_id, delivery_id),
  FOREIGN KEY (site_id, webhook_id) REFERENCES webhooks ON DELETE CASCADE
);
CREATE INDEX deliveries_of_hook ON deliveries (site_id, webhook_id, delivery_id);
CREATE INDEX deliveries_old ON deliveries (created_at);

-- How a thing looked when programs were last told of it: what says what has changed since.
CREATE TABLE told (
  site_id UUID NOT NULL REFERENCES sites ON DELETE CASCADE,
  thing_id UUID NOT NULL,
  shape TEXT NOT NULL,
  PRIMARY KEY (site_id, thing_id)
);

-- Pages that the network in front of the paper has to forget, until it has been told.
CREATE TABLE purges (
  site_id UUID NOT NULL REFERENCES sites ON DELETE CASCADE,
  purge_id UUID NOT NULL,
  keys TEXT NOT NULL,
  addresses TEXT NOT NULL,
  tries BIGINT NOT NULL,
  error TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (site_id, purge_id)
);
