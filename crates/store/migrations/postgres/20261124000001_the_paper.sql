-- The whole paper: sites, stories, bylines, tags, comments, and what the press and the desk need around them.
-- Every key starts with site_id. Ids are UUIDv7, times milliseconds UTC. Nothing is decided in SQL.

CREATE TABLE install (
  name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE sites (
  site_id UUID NOT NULL PRIMARY KEY,
  host TEXT COLLATE "C" NOT NULL UNIQUE,
  created_at BIGINT NOT NULL
);

CREATE TABLE settings (
  site_id UUID NOT NULL REFERENCES sites ON DELETE CASCADE,
  name TEXT COLLATE "C" NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (site_id, name)
);

CREATE TABLE authors (
  site_id UUID NOT NULL REFERENCES sites ON DELETE CASCADE,
  author_id UUID NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  slug TEXT COLLATE "C" NOT NULL,
  bio TEXT,
  url TEXT,
  profile_image TEXT,
  post_count BIGINT NOT NULL DEFAULT 0,
  import_key TEXT COLLATE "C",
  PRIMARY KEY (site_id, author_id)
);
CREATE UNIQUE INDEX authors_slug ON authors (site_id, slug);
CREATE UNIQUE INDEX authors_import ON authors (site_id, import_key) WHERE import_key IS NOT NULL;

CREATE TABLE tags (
  site_id UUID NOT NULL REFERENCES sites ON DELETE CASCADE,
  tag_id UUID NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  slug TEXT COLLATE "C" NOT NULL,
  description TEXT,
  post_count BIGINT NOT NULL DEFAULT 0,
  import_key TEXT COLLATE "C",
  PRIMARY KEY (site_id, tag_id)
);
CREATE UNIQUE INDEX tags_slug ON tags (site_id, slug);
CREATE INDEX tags_name ON tags (site_id, name, tag_id);

-- listed_at repeats published_at for stories that lists show, and is NULL for all others.
CREATE TABLE posts (
  site_id UUID NOT NULL REFERENCES sites ON DELETE CASCADE,
  post_id UUID NOT NULL,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  public_from BIGINT,
  listed_at BIGINT,
  title TEXT COLLATE "C" NOT NULL,
  slug TEXT COLLATE "C" NOT NULL,
  permalink TEXT COLLATE "C",
  excerpt TEXT,
  teaser TEXT NOT NULL,
  teaser_is_all BOOLEAN NOT NULL,
  image TEXT,
  image_alt TEXT,
  image_caption TEXT,
  featured BOOLEAN NOT NULL,
  dateline TEXT,
  lang TEXT,
  meta_title TEXT,
  meta_description TEXT,
  words BIGINT NOT NULL,
  pictures BIGINT NOT NULL,
  comments_open BOOLEAN NOT NULL,
  comment_count BIGINT NOT NULL DEFAULT 0,
  published_at BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  edited_at BIGINT,
  import_key TEXT COLLATE "C",
  import_hash TEXT,
  PRIMARY KEY (site_id, post_id)
);
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
  site_id UUID NOT NULL,
  post_id UUID NOT NULL,
  html TEXT NOT NULL,
  source TEXT,
  PRIMARY KEY (site_id, post_id),
  FOREIGN KEY (site_id, post_id) REFERENCES posts ON DELETE CASCADE
);

CREATE TABLE bylines (
  site_id UUID NOT NULL,
  post_id UUID NOT NULL,
  author_id UUID NOT NULL,
  position BIGINT NOT NULL,
  listed_at BIGINT,
  PRIMARY KEY (site_id, post_id, author_id),
  FOREIGN KEY (site_id, post_id) REFERENCES posts ON DELETE CASCADE,
  FOREIGN KEY (site_id, author_id) REFERENCES authors ON DELETE CASCADE
);
CREATE INDEX bylines_listed ON bylines (site_id, author_id, listed_at, post_id) WHERE listed_at IS NOT NULL;

CREATE TABLE post_tags (
  site_id UUID NOT NULL,
  post_id UUID NOT NULL,
  tag_id UUID NOT NULL,
  position BIGINT NOT NULL,
  listed_at BIGINT,
  PRIMARY KEY (site_id, post_id, tag_id),
  FOREIGN KEY (site_id, post_id) REFERENCES posts ON DELETE CASCADE,
  FOREIGN KEY (site_id, tag_id) REFERENCES tags ON DELETE CASCADE
);
CREATE INDEX post_tags_listed ON post_tags (site_id, tag_id, listed_at, post_id) WHERE listed_at IS NOT NULL;

-- How many stories a list holds in each year (grain 0), month (1) and day (2) of the site's zone. A page of a
-- list is found by walking these, and the archives are read from them.
CREATE TABLE post_counts (
  site_id UUID NOT NULL REFERENCES sites ON DELETE CASCADE,
  list_id UUID NOT NULL,
  grain BIGINT NOT NULL,
  period BIGINT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (site_id, list_id, grain, period)
);

CREATE TABLE redirects (
  site_id UUID NOT NULL REFERENCES sites ON DELETE CASCADE,
  from_path TEXT COLLATE "C" NOT NULL,
  to_post UUID,
  to_address TEXT,
  permanent BOOLEAN NOT NULL,
  PRIMARY KEY (site_id, from_path)
);

CREATE TABLE revisions (
  site_id UUID NOT NULL,
  post_id UUID NOT NULL,
  revision_id UUID NOT NULL,
  title TEXT NOT NULL,
  html TEXT NOT NULL,
  source TEXT,
  reason TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (site_id, post_id, revision_id),
  FOREIGN KEY (site_id, post_id) REFERENCES posts ON DELETE CASCADE
);

CREATE TABLE comments (
  site_id UUID NOT NULL,
  comment_id UUID NOT NULL,
  post_id UUID NOT NULL,
  parent_id UUID,
  root_id UUID NOT NULL,
  thread_at BIGINT NOT NULL,
  depth BIGINT NOT NULL,
  state TEXT NOT NULL,
  author_name TEXT NOT NULL,
  author_email TEXT,
  author_url TEXT,
  user_id UUID,
  body TEXT NOT NULL,
  html TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  address_hash BYTEA,
  address_until BIGINT,
  submission TEXT,
  import_key TEXT COLLATE "C",
  import_hash TEXT,
  PRIMARY KEY (site_id, comment_id),
  FOREIGN KEY (site_id, post_id) REFERENCES posts ON DELETE CASCADE
);
CREATE INDEX comments_thread ON comments (site_id, post_id, thread_at, root_id, created_at, comment_id);
CREATE INDEX comments_of_post ON comments (site_id, post_id, created_at, comment_id);
CREATE INDEX comments_recent ON comments (site_id, state, created_at, comment_id);
CREATE INDEX comments_address ON comments (address_until) WHERE address_until IS NOT NULL;
CREATE INDEX comments_email ON comments (site_id, author_email) WHERE author_email IS NOT NULL;
CREATE INDEX comments_sender ON comments (site_id, address_hash) WHERE address_hash IS NOT NULL;
CREATE UNIQUE INDEX comments_submission ON comments (site_id, submission) WHERE submission IS NOT NULL;
CREATE UNIQUE INDEX comments_import ON comments (site_id, import_key) WHERE import_key IS NOT NULL;

CREATE TABLE media (
  site_id UUID NOT NULL REFERENCES sites ON DELETE CASCADE,
  media_id UUID NOT NULL,
  path TEXT,
  source_url TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (site_id, media_id)
);
CREATE UNIQUE INDEX media_source ON media (site_id, source_url);

CREATE TABLE users (
  site_id UUID NOT NULL REFERENCES sites ON DELETE CASCADE,
  user_id UUID NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  email TEXT COLLATE "C" NOT NULL,
  role TEXT NOT NULL,
  disabled BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (site_id, user_id)
);
CREATE UNIQUE INDEX users_email ON users (site_id, email);

CREATE TABLE api_keys (
  site_id UUID NOT NULL REFERENCES sites ON DELETE CASCADE,
  key_id UUID NOT NULL,
  kind TEXT NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  secret TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  revoked_at BIGINT,
  PRIMARY KEY (site_id, key_id)
);

CREATE TABLE jobs (
  site_id UUID NOT NULL REFERENCES sites ON DELETE CASCADE,
  job_id UUID NOT NULL,
  kind TEXT NOT NULL,
  thing_id UUID NOT NULL,
  run_at BIGINT NOT NULL,
  PRIMARY KEY (site_id, job_id)
);
CREATE UNIQUE INDEX jobs_thing ON jobs (site_id, kind, thing_id);
CREATE INDEX jobs_due ON jobs (run_at);

-- Numbers are given in the order of commits: who has taken one holds all others up until its commit, so that a
-- reader who has seen a number has seen all below it. The log is written last, so that the wait is short.
CREATE SEQUENCE changes_seq;
CREATE FUNCTION next_change() RETURNS BIGINT LANGUAGE sql VOLATILE AS $$
  SELECT pg_advisory_xact_lock(1179206991);
  SELECT nextval('changes_seq');
$$;

CREATE TABLE changes (
  seq BIGINT NOT NULL DEFAULT next_change() PRIMARY KEY,
  site_id UUID NOT NULL,
  thing TEXT NOT NULL,
  thing_id UUID NOT NULL,
  post_id UUID,
  kind TEXT NOT NULL,
  at BIGINT NOT NULL
);
