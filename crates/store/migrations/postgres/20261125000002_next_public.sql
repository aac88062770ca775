-- Every page asks when the next post becomes public, to say how long it holds.

CREATE INDEX posts_public ON posts (site_id, public_from) WHERE public_from IS NOT NULL;
