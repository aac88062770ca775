//! Who of the staff did what. Lines are added and read, never changed.

use dateline_model::{Actor, AuditId, AuditLine, KeyId, Millis, SiteId, UserId};
use uuid::Uuid;

use crate::conn::{execute, records, rows, statements};
use crate::{Read, StoreError, Tx};

statements! {
    ADD_LINE = "INSERT INTO audit (site_id, line_id, at, actor_kind, actor_id, actor, event, thing, thing_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    LINES = "SELECT line_id, at, actor_kind, actor_id, actor, event, thing, thing_id FROM audit
        WHERE site_id = $1 ORDER BY line_id DESC LIMIT CAST($2 AS BIGINT)";
    LINES_BEFORE = "SELECT line_id, at, actor_kind, actor_id, actor, event, thing, thing_id FROM audit
        WHERE site_id = $1 AND line_id < $2 ORDER BY line_id DESC LIMIT CAST($3 AS BIGINT)";
}

/// How the two kinds of actors are stored.
const PERSON: &str = "person";
const PROGRAM: &str = "program";

records! {
    struct LineRow {
        line_id: Uuid,
        at: Millis,
        actor_kind: String,
        actor_id: Option<Uuid>,
        actor: String,
        event: String,
        thing: String,
        thing_id: Option<String>,
    }
}

impl TryFrom<LineRow> for AuditLine {
    type Error = StoreError;

    fn try_from(row: LineRow) -> Result<Self, StoreError> {
        let LineRow { line_id, at, actor_kind, actor_id, actor, event, thing, thing_id } = row;
        let actor = match (actor_kind.as_str(), actor_id) {
            (PERSON, Some(id)) => Actor::Person(UserId(id), actor),
            (PROGRAM, Some(id)) => Actor::Program(KeyId(id), actor),
            _ => {
                let (table, column) = ("audit", "actor_kind");
                return Err(StoreError::Unreadable { table, column, value: actor_kind, id: line_id });
            }
        };
        Ok(Self { id: AuditId(line_id), at, actor, event, thing, thing_id })
    }
}

impl Read {
    /// Lines of the audit log, newest first; with `before`, those that are older than that line.
    pub async fn audit(
        &mut self,
        site: SiteId,
        before: Option<AuditId>,
        limit: i64,
    ) -> Result<Vec<AuditLine>, StoreError> {
        let rows = match before {
            None => rows!(self.conn, LineRow, LINES, site.0, limit)?,
            Some(before) => rows!(self.conn, LineRow, LINES_BEFORE, site.0, before.0, limit)?,
        };
        rows.into_iter().map(AuditLine::try_from).collect()
    }
}

impl Tx {
    /// Adds a line to the audit log.
    pub async fn add_audit(&mut self, site: SiteId, line: &AuditLine) -> Result<(), StoreError> {
        let AuditLine { id, at, actor, event, thing, thing_id } = line;
        let (kind, actor_id, actor) = match actor {
            Actor::Person(id, name) => (PERSON, id.0, name),
            Actor::Program(id, name) => (PROGRAM, id.0, name),
        };
        execute!(self.conn, ADD_LINE, site.0, id.0, *at, kind, actor_id, actor, event, thing, thing_id)?;
        Ok(())
    }
}
