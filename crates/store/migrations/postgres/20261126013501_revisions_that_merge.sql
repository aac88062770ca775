-- Two who wrote at the same time are shown both versions and the one they began with. A revision therefore says which
-- version of the story it was (its updated_at), who had written it, and what its standfirst was.

ALTER TABLE bodies ADD COLUMN saved_by TEXT;
ALTER TABLE revisions ADD COLUMN excerpt TEXT;
ALTER TABLE revisions ADD COLUMN saved_by TEXT NOT NULL DEFAULT '';
ALTER TABLE revisions ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
-- What replaced an older one was saved at created_at or later, so it was of an earlier version.
UPDATE revisions SET version = created_at - 1;
CREATE INDEX revisions_version ON revisions (site_id, post_id, version);
