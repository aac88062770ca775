-- When a site last changed is asked for every page: it is the page's Last-Modified.

CREATE INDEX changes_site ON changes (site_id, seq);
