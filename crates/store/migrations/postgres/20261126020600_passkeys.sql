-- Passkeys of the staff: the public half of a key that a device keeps. What the device signs is checked against it; the
-- counter tells when a key was copied, where the device counts.
CREATE TABLE passkeys (
  site_id UUID NOT NULL,
  passkey_id UUID NOT NULL,
  user_id UUID NOT NULL,
  credential BYTEA NOT NULL,
  public_key BYTEA NOT NULL,
  sign_count BIGINT NOT NULL,
  name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  used_at BIGINT,
  PRIMARY KEY (site_id, passkey_id),
  FOREIGN KEY (site_id, user_id) REFERENCES users ON DELETE CASCADE
);
CREATE UNIQUE INDEX passkeys_credential ON passkeys (site_id, credential);
CREATE INDEX passkeys_user ON passkeys (site_id, user_id, passkey_id);
