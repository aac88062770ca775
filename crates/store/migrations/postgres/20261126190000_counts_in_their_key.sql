-- Only SQLite can keep a table in its key's own tree; PostgreSQL has nothing to change.
SELECT 1;
