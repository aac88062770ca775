-- The byline of an account. A story belongs to the accounts whose bylines it carries, so contributors and authors can
-- be kept to their own. A name alone proves nothing: anybody may choose one.

CREATE TABLE user_bylines (
  site_id BLOB NOT NULL,
  user_id BLOB NOT NULL,
  author_id BLOB NOT NULL,
  PRIMARY KEY (site_id, user_id),
  FOREIGN KEY (site_id, user_id) REFERENCES users ON DELETE CASCADE,
  FOREIGN KEY (site_id, author_id) REFERENCES authors ON DELETE CASCADE
) STRICT;
CREATE UNIQUE INDEX user_bylines_of_author ON user_bylines (site_id, author_id);
