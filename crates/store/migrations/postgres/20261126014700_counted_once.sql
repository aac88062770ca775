-- A decision about a comment settles what readers reported about it. The reports stay with the decision's name for as
-- long as it may be taken back, and come back with it.
ALTER TABLE comment_reports ADD COLUMN closed_by UUID;

-- What counts once, such as the solution of a proof of work or of a key's challenge, whichever process takes it; kept
-- until it would have lost its worth by itself.
CREATE TABLE spent (
  site_id UUID NOT NULL REFERENCES sites ON DELETE CASCADE,
  token TEXT NOT NULL,
  until_at BIGINT NOT NULL,
  PRIMARY KEY (site_id, token)
);
CREATE INDEX spent_until ON spent (until_at);
