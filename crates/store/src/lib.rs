//! The only room that speaks SQL: SQLite and PostgreSQL, migrations, change log, jobs.
