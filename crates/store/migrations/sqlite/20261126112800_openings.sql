-- Lists of Ghost's themes print the first 500 characters of a story; a teaser is shorter. NULL is what nobody has looked
-- at yet: the server does, beside the requests, and finds it by the index.
ALTER TABLE posts ADD COLUMN opening TEXT;
CREATE INDEX posts_without_opening ON posts (site_id, post_id) WHERE opening IS NULL;
