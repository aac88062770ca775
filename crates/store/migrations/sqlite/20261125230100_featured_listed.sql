-- A theme's front page asks for the newest featured stories; where few are featured, every story was looked at to find
-- them.
CREATE INDEX posts_featured ON posts (site_id, featured, listed_at, post_id) WHERE listed_at IS NOT NULL;
