-- A deleted story takes the redirects to it along, and each room takes only its own kind of job.

CREATE INDEX redirects_target ON redirects (site_id, to_post) WHERE to_post IS NOT NULL;
CREATE INDEX jobs_of_kind ON jobs (kind, run_at);
