-- A code from a telephone beside the password, with codes for the day the telephone is lost; of those only digests.
-- last_step is the last half minute whose code was taken: a code that somebody has read opens nothing again.

CREATE TABLE second_factors (
  site_id UUID NOT NULL,
  user_id UUID NOT NULL,
  secret TEXT NOT NULL,
  confirmed_at BIGINT,
  last_step BIGINT NOT NULL,
  PRIMARY KEY (site_id, user_id),
  FOREIGN KEY (site_id, user_id) REFERENCES users ON DELETE CASCADE
);

CREATE TABLE recovery_codes (
  site_id UUID NOT NULL,
  user_id UUID NOT NULL,
  code TEXT NOT NULL,
  PRIMARY KEY (site_id, user_id, code),
  FOREIGN KEY (site_id, user_id) REFERENCES users ON DELETE CASCADE
);

-- Who of the staff did what. Lines outlive the account and the thing, so both are kept as words too.

CREATE TABLE audit (
  site_id UUID NOT NULL REFERENCES sites ON DELETE CASCADE,
  line_id UUID NOT NULL,
  at BIGINT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id UUID,
  actor TEXT NOT NULL,
  event TEXT NOT NULL,
  thing TEXT NOT NULL,
  thing_id TEXT,
  PRIMARY KEY (site_id, line_id)
);
