-- The library: what is known of a file, so that it can be found, credited, shown without a jump, and kept once only.

ALTER TABLE media ADD COLUMN media_type TEXT NOT NULL DEFAULT '';
ALTER TABLE media ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE media ADD COLUMN width INTEGER NOT NULL DEFAULT 0;
ALTER TABLE media ADD COLUMN height INTEGER NOT NULL DEFAULT 0;
ALTER TABLE media ADD COLUMN hash TEXT;
ALTER TABLE media ADD COLUMN colour TEXT;
ALTER TABLE media ADD COLUMN alt TEXT NOT NULL DEFAULT '';
ALTER TABLE media ADD COLUMN caption TEXT NOT NULL DEFAULT '';
ALTER TABLE media ADD COLUMN credit TEXT NOT NULL DEFAULT '';
ALTER TABLE media ADD COLUMN licence TEXT NOT NULL DEFAULT '';
CREATE INDEX media_newest ON media (site_id, created_at, media_id);
CREATE INDEX media_hash ON media (site_id, hash) WHERE hash IS NOT NULL;
CREATE INDEX media_path ON media (site_id, path) WHERE path IS NOT NULL;
