-- An import of ten years counts each of its days in the lists of four names and tags. As a table with an index beside it that was
-- two searches and two rows for each; now the key is the table.
CREATE TABLE post_counts_by_key (
  site_id BLOB NOT NULL REFERENCES sites ON DELETE CASCADE,
  list_id BLOB NOT NULL,
  grain INTEGER NOT NULL,
  period INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (site_id, list_id, grain, period)
) STRICT, WITHOUT ROWID;
INSERT INTO post_counts_by_key SELECT site_id, list_id, grain, period, n FROM post_counts
  ORDER BY site_id, list_id, grain, period;
DROP TABLE post_counts;
ALTER TABLE post_counts_by_key RENAME TO post_counts;
