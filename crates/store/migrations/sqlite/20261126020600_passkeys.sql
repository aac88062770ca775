-- Passkeys of the staff: the public half of a key that a device keeps. What the device signs is checked against it; the
-- counter tells when a key was copied, where the device counts.
CREATE TABLE passkeys (
  site_id BLOB NOT NULL,
  passkey_id BLOB NOT NULL,
  user_id BLOB NOT NULL,
  credential BLOB NOT NULL,
  public_key BLOB NOT NULL,
  sign_count INTEGER NOT NULL,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  used_at INTEGER,
  PRIMARY KEY (site_id, passkey_id),
  FOREIGN KEY (site_id, user_id) REFERENCES users ON DELETE CASCADE
) STRICT;
CREATE UNIQUE INDEX passkeys_credential ON passkeys (site_id, credential);
CREATE INDEX passkeys_user ON passkeys (site_id, user_id, passkey_id);
