-- The whole paper: sites, stories, bylines, tags, comments, and what the press and the desk need around them.
-- Every key starts with site_id. Ids are UUIDv7, times milliseconds UTC. Nothing is decided in SQL.

CREATE TABLE install (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE sites (
  site_id BLOB NOT NULL PRIMARY KEY,
  host TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE settings (
  site_id BLOB NOT NULL REFERENCES sites ON DELETE CASCADE,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (site_id, name)
) STRICT;

CREATE TABLE authors (
  site_id BLOB NOT NULL REFERENCES sites ON DELETE CASCADE,
  author_id BLOB NOT NULL,
  name TEXT NOT NULL,
  slug TEXT NOT NULL,
  bio TEXT,
  url TEXT,
  profile_image TEXT,
  post_count INTEGER NOT NULL DEFAULT 0,
  import_key TEXT,
  PRIMARY KEY (site_id, author_id)
) STRICT;
CREATE UNIQUE INDEX authors_slug ON authors (site_id, slug);
CREATE UNIQUE INDEX authors_import ON authors (site_id, import_key) WHERE import_key IS NOT NULL;

CREATE TABLE tags (
  site_id BLOB NOT NULL REFERENCES sites ON DELETE CASCADE,
  tag_id BLOB NOT NULL,
  name TEXT NOT NULL,
  slug TEXT NOT NULL,
  description TEXT,
  post_count INTEGER NOT NULL DEFAULT 0,
  import_key TEXT,
  PRIMARY KEY (site_id, tag_id)
) STRICT;
CREATE UNIQUE INDEX tags_slug ON tags (site_id, slug);
CREATE INDEX tags_name ON tags (site_id, name, tag_id);

-- listed_at repeats published_at for stories that lists show, and is NULL for all others.
CREATE TABLE posts (
  site_id BLOB NOT NULL REFERENCES sites ON DELETE CASCADE,
  post_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  public_from INTEGER,
  listed_at INTEGER,
  title TEXT NOT NULL,
  slug TEXT NOT NULL,
  permalink TEXT,
  excerpt TEXT,
  teaser TEXT NOT NULL,
  teaser_is_all INTEGER NOT NULL,
  image TEXT,
  image_alt TEXT,
  image_caption TEXT,
  featured INTEGER NOT NULL,
  dateline TEXT,
  lang TEXT,
  meta_title TEXT,
  meta_description TEXT,
  words INTEGER NOT NULL,
  pictures INTEGER NOT NULL,
  comments_open INTEGER NOT NULL,
  comment_count INTEGER NOT NULL DEFAULT 0,
  published_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  edited_at INTEGER,
  import_key TEXT,
  import_hash TEXT,
  PRIMARY KEY (site_id, post_id)
) STRICT;
CREATE UNIQUE INDEX posts_permalink ON posts (site_id, permalink) WHERE permalink IS NOT NULL;
CREATE UNIQUE INDEX posts_import ON posts (site_id, import_key) WHERE import_key IS NOT NULL;
CREATE INDEX posts_listed ON posts (site_id, listed_at, post_id) WHERE listed_at IS NOT NULL;
CREATE INDEX posts_discussed ON posts (site_id, comment_count, listed_at, public_from) WHERE comment_count > 0;
CREATE INDEX posts_embargo ON posts (site_id, public_from) WHERE listed_at IS NOT NULL;
CREATE INDEX posts_changed ON posts (site_id, updated_at, public_from) WHERE public_from IS NOT NULL;
CREATE INDEX posts_desk ON posts (site_id, kind, updated_at, post_id);
CREATE INDEX posts_slug ON posts (site_id, slug);

-- Bodies stand apart, so that lists never read them.
CREATE TABLE bodies (
  site_id BLOB NOT NULL,
  post_id BLOB NOT NULL,
  html TEXT NOT NULL,
  source TEXT,
  PRIMARY KEY (site_id, post_id),
  FOREIGN KEY (site_id, post_id) REFERENCES posts ON DELETE CASCADE
) STRICT;

CREATE TABLE bylines (
  site_id BLOB NOT NULL,
  post_id BLOB NOT NULL,
  author_id BLOB NOT NULL,
  position INTEGER NOT NULL,
  listed_at INTEGER,
  PRIMARY KEY (site_id, post_id, author_id),
  FOREIGN KEY (site_id, post_id) REFERENCES posts ON DELETE CASCADE,
  FOREIGN KEY (site_id, author_id) REFERENCES authors ON DELETE CASCADE
) STRICT;
CREATE INDEX bylines_listed ON bylines (site_id, author_id, listed_at, post_id) WHERE listed_at IS NOT NULL;

CREATE TABLE post_tags (
  site_id BLOB NOT NULL,
  post_id BLOB NOT NULL,
  tag_id BLOB NOT NULL,
  position INTEGER NOT NULL,
  listed_at INTEGER,
  PRIMARY KEY (site_id, post_id, tag_id),
  FOREIGN KEY (site_id, post_id) REFERENCES posts ON DELETE CASCADE,
  FOREIGN KEY (site_id, tag_id) REFERENCES tags ON DELETE CASCADE
) STRICT;
CREATE INDEX post_tags_listed ON post_tags (site_id, tag_id, listed_at, post_id) WHERE listed_at IS NOT NULL;

-- How many stories a list holds in each year (grain 0), month (1) and day (2) of the site's zone. A page of a
-- list is found by walking these, and the archives are read from them.
CREATE TABLE post_counts (
  site_id BLOB NOT NULL REFERENCES sites ON DELETE CASCADE,
  list_id BLOB NOT NULL,
  grain INTEGER NOT NULL,
  period INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (site_id, list_id, grain, period)
) STRICT;

CREATE TABLE redirects (
  site_id BLOB NOT NULL REFERENCES sites ON DELETE CASCADE,
  from_path TEXT NOT NULL,
  to_post BLOB,
  to_address TEXT,
  permanent INTEGER NOT NULL,
  PRIMARY KEY (site_id, from_path)
) STRICT;

CREATE TABLE revisions (
  site_id BLOB NOT NULL,
  post_id BLOB NOT NULL,
  revision_id BLOB NOT NULL,
  title TEXT NOT NULL,
  html TEXT NOT NULL,
  source TEXT,
  reason TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, post_id, revision_id),
  FOREIGN KEY (site_id, post_id) REFERENCES posts ON DELETE CASCADE
) STRICT;

CREATE TABLE comments (
  site_id BLOB NOT NULL,
  comment_id BLOB NOT NULL,
  post_id BLOB NOT NULL,
  parent_id BLOB,
  root_id BLOB NOT NULL,
  thread_at INTEGER NOT NULL,
  depth INTEGER NOT NULL,
  state TEXT NOT NULL,
  author_name TEXT NOT NULL,
  author_email TEXT,
  author_url TEXT,
  user_id BLOB,
  body TEXT NOT NULL,
  html TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  address_hash BLOB,
  address_until INTEGER,
  submission TEXT,
  import_key TEXT,
  import_hash TEXT,
  PRIMARY KEY (site_id, comment_id),
  FOREIGN KEY (site_id, post_id) REFERENCES posts ON DELETE CASCADE
) STRICT;
CREATE INDEX comments_thread ON comments (site_id, post_id, thread_at, root_id, created_at, comment_id);
CREATE INDEX comments_of_post ON comments (site_id, post_id, created_at, comment_id);
CREATE INDEX comments_recent ON comments (site_id, state, created_at, comment_id);
CREATE INDEX comments_address ON comments (address_until) WHERE address_until IS NOT NULL;
CREATE INDEX comments_email ON comments (site_id, author_email) WHERE author_email IS NOT NULL;
CREATE INDEX comments_sender ON comments (site_id, address_hash) WHERE address_hash IS NOT NULL;
CREATE UNIQUE INDEX comments_submission ON comments (site_id, submission) WHERE submission IS NOT NULL;
CREATE UNIQUE INDEX comments_import ON comments (site_id, import_key) WHERE import_key IS NOT NULL;

CREATE TABLE media (
  site_id BLOB NOT NULL REFERENCES sites ON DELETE CASCADE,
  media_id BLOB NOT NULL,
  path TEXT,
  source_url TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, media_id)
) STRICT;
CREATE UNIQUE INDEX media_source ON media (site_id, source_url);

CREATE TABLE users (
  site_id BLOB NOT NULL REFERENCES sites ON DELETE CASCADE,
  user_id BLOB NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  role TEXT NOT NULL,
  disabled INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, user_id)
) STRICT;
CREATE UNIQUE INDEX users_email ON users (site_id, email);

CREATE TABLE api_keys (
  site_id BLOB NOT NULL REFERENCES sites ON DELETE CASCADE,
  key_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  secret TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER,
  PRIMARY KEY (site_id, key_id)
) STRICT;

CREATE TABLE jobs (
  site_id BLOB NOT NULL REFERENCES sites ON DELETE CASCADE,
  job_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  thing_id BLOB NOT NULL,
  run_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, job_id)
) STRICT;
CREATE UNIQUE INDEX jobs_thing ON jobs (site_id, kind, thing_id);
CREATE INDEX jobs_due ON jobs (run_at);

-- SQLite has one writer, so numbers are given in the order of commits.
CREATE TABLE changes (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  site_id BLOB NOT NULL,
  thing TEXT NOT NULL,
  thing_id BLOB NOT NULL,
  post_id BLOB,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
