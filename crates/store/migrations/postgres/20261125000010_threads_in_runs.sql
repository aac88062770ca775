-- Page N of a thread, the comments in it, and the comments of a site by state are counted by who writes, so that a
-- story with a hundred thousand comments is read like one with ten.

DROP INDEX comments_thread;
CREATE INDEX comments_shown ON comments (site_id, post_id, thread_at, root_id, created_at, comment_id)
  WHERE state IN ('approved', 'removed');
DROP INDEX comments_of_post;
CREATE INDEX comments_of_post ON comments (site_id, post_id, state, comment_id);

-- A thread in runs of at most 512 shown comments: where each begins, and how many it holds. The first begins
-- before everything.
CREATE TABLE thread_runs (
  site_id UUID NOT NULL,
  post_id UUID NOT NULL,
  thread_at BIGINT NOT NULL,
  root_id UUID NOT NULL,
  created_at BIGINT NOT NULL,
  comment_id UUID NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (site_id, post_id, thread_at, root_id, created_at, comment_id),
  FOREIGN KEY (site_id, post_id) REFERENCES posts ON DELETE CASCADE
);

CREATE TABLE comment_counts (
  site_id UUID NOT NULL REFERENCES sites ON DELETE CASCADE,
  state TEXT COLLATE "C" NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (site_id, state)
);

INSERT INTO thread_runs (site_id, post_id, thread_at, root_id, created_at, comment_id, n)
  SELECT site_id, post_id, -9223372036854775807 - 1, '00000000-0000-0000-0000-000000000000', -9223372036854775807 - 1, '00000000-0000-0000-0000-000000000000', count(*)
  FROM comments WHERE state IN ('approved', 'removed') GROUP BY site_id, post_id;
INSERT INTO comment_counts (site_id, state, n) SELECT site_id, state, count(*) FROM comments GROUP BY site_id, state;

-- What lists and look-ups of the desk ask for.
CREATE INDEX posts_unseen_talk ON posts (site_id, comment_count) WHERE comment_count > 0 AND public_from IS NULL;
CREATE INDEX posts_pages ON posts (site_id, kind, title, post_id) WHERE kind = 'page' AND published_at IS NOT NULL;
CREATE INDEX posts_desk_status ON posts (site_id, kind, status, updated_at, post_id);
CREATE INDEX authors_name ON authors (site_id, name, author_id);
