-- Each comment has the number of its edition: it is drawn when the row is added, and grows with every change of what the
-- page shows of it. Whoever kept an edition need not read it again, and the index says which one is current.

ALTER TABLE comments ADD COLUMN edition BIGINT NOT NULL DEFAULT 0;
DROP INDEX comments_shown;
CREATE INDEX comments_shown ON comments (site_id, post_id, thread_at, root_id, created_at, comment_id, edition)
  WHERE state IN ('approved', 'removed');
