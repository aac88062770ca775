//! Posts, tags and authors by a filter of NQL: the one place where SQL is put together at run time.
//!
//! Nothing of a filter becomes SQL by itself. A field is looked up in a table of ours and stands for a column of
//! ours; a value is always bound. That is why this module alone may use `AssertSqlSafe`; a test reads the others.

use std::fmt::Write;

use dateline_model::{Author, Millis, Post, PostCard, PostId, PostKind, SiteId, Tag};
use dateline_nql::{Condition, Filter, Given, Operator, Place, Test, Value};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use crate::conn::{ask, bound, visible};
use crate::people::AuthorRow;
use crate::post::{CardRow, Count, PostRow, card_columns, post_columns};
use crate::tag::TagRow;
use crate::{Read, StoreError};

/// Why a selection could not be made.
#[derive(Debug, thiserror::Error)]
pub enum SelectError {
    /// A field that cannot be asked for.
    #[error("there is no field \"{0}\" to filter by")]
    UnknownField(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Which part of what a filter finds, in which order.
#[derive(Debug, Clone, Default)]
pub struct Selection<'f> {
    /// What to find; everything without one.
    pub filter: Option<&'f Filter>,
    /// Fields to sort by, each with whether it falls. Unknown ones are passed over, as Ghost does.
    pub order: &'f [(String, bool)],
    /// At most so many.
    pub limit: i64,
    /// After so many others.
    pub offset: i64,
}

/// A value on its way to the database.
enum Bind {
    Id(Uuid),
    Number(i64),
    Bool(bool),
    Text(String),
}

/// What a field stands for.
enum Field {
    Id(&'static str),
    Text(&'static str),
    Moment(&'static str),
    Number(&'static str),
    Bool(&'static str),
    /// The same for every row.
    Always(Given),
    /// A column of related rows: what stands before and after the test of it.
    Related {
        rows: &'static str,
        column: &'static str,
    },
}

/// A statement in the making.
struct Statement {
    sql: String,
    binds: Vec<Bind>,
    now: Millis,
}

const TAGS_OF_POST: &str =
    "SELECT 1 FROM post_tags x JOIN tags t ON t.site_id = x.site_id AND t.tag_id = x.tag_id
    WHERE x.site_id = p.site_id AND x.post_id = p.post_id";
const AUTHORS_OF_POST: &str =
    "SELECT 1 FROM bylines x JOIN authors a ON a.site_id = x.site_id AND a.author_id = x.author_id
    WHERE x.site_id = p.site_id AND x.post_id = p.post_id";
const FIRST_TAG_OF_POST: &str =
    "SELECT 1 FROM post_tags x JOIN tags t ON t.site_id = x.site_id AND t.tag_id = x.tag_id
    WHERE x.site_id = p.site_id AND x.post_id = p.post_id AND x.position = 0 AND substr(t.name, 1, 1) <> '#'";
const FIRST_AUTHOR_OF_POST: &str =
    "SELECT 1 FROM bylines x JOIN authors a ON a.site_id = x.site_id AND a.author_id = x.author_id
    WHERE x.site_id = p.site_id AND x.post_id = p.post_id AND x.position = 0";
const VISIBILITY_OF_TAG: &str = "CASE WHEN substr(t.name, 1, 1) = '#' THEN 'internal' ELSE 'public' END";

/// What a thing has among its details, as a column.
macro_rules! detail {
    ($row:literal, $id:literal, $name:literal) => {
        Field::Text(concat!(
            "(SELECT d.value FROM details d WHERE d.site_id = ",
            $row,
            ".site_id AND d.thing_id = ",
            $row,
            ".",
            $id,
            " AND d.name = '",
            $name,
            "')"
        ))
    };
}

/// The fields of posts and pages (contract on Ghost's API, "Aliases on posts/pages").
fn post_field(key: &str) -> Option<Field> {
    let related = |rows, column| Field::Related { rows, column };
    Some(match key {
        "id" => Field::Id("p.post_id"),
        "title" => Field::Text("p.title"),
        "slug" => Field::Text("p.slug"),
        "status" => Field::Text("p.status"),
        "type" => Field::Text("p.kind"),
        "page" => Field::Bool("(p.kind = 'page')"),
        "featured" => Field::Bool("p.featured"),
        "feature_image" => Field::Text("p.image"),
        "custom_excerpt" => Field::Text("p.excerpt"),
        "meta_title" => Field::Text("p.meta_title"),
        "meta_description" => Field::Text("p.meta_description"),
        "locale" => Field::Text("p.lang"),
        "published_at" => Field::Moment("p.published_at"),
        "updated_at" => Field::Moment("p.updated_at"),
        "created_at" => Field::Moment("p.created_at"),
        "comment_count" => Field::Number("p.comment_count"),
        "canonical_url" => detail!("p", "post_id", "canonical_url"),
        "custom_template" => detail!("p", "post_id", "custom_template"),
        "og_image" => detail!("p", "post_id", "og_image"),
        "og_title" => detail!("p", "post_id", "og_title"),
        "og_description" => detail!("p", "post_id", "og_description"),
        "twitter_image" => detail!("p", "post_id", "twitter_image"),
        "twitter_title" => detail!("p", "post_id", "twitter_title"),
        "twitter_description" => detail!("p", "post_id", "twitter_description"),
        "visibility" => Field::Always(Given::Text("public".to_owned())),
        "tag" | "tags" | "tag.slug" | "tags.slug" => related(TAGS_OF_POST, "t.slug"),
        "tag.name" | "tags.name" => related(TAGS_OF_POST, "t.name"),
        "tag.visibility" | "tags.visibility" => related(TAGS_OF_POST, VISIBILITY_OF_TAG),
        "primary_tag" | "primary_tag.slug" => related(FIRST_TAG_OF_POST, "t.slug"),
        "author" | "authors" | "author.slug" | "authors.slug" => related(AUTHORS_OF_POST, "a.slug"),
        "author.name" | "authors.name" => related(AUTHORS_OF_POST, "a.name"),
        "primary_author" | "primary_author.slug" => related(FIRST_AUTHOR_OF_POST, "a.slug"),
        _ => return None,
    })
}

/// The fields of stories that lists show: their date is the one that has an index.
fn listed_post_field(key: &str) -> Option<Field> {
    match key {
        "published_at" => Some(Field::Moment(LISTED_AT)),
        key => post_field(key),
    }
}

/// The date of a story in lists, which none of them lacks.
const LISTED_AT: &str = "p.listed_at";

fn tag_field(key: &str) -> Option<Field> {
    Some(match key {
        "id" => Field::Id("t.tag_id"),
        "name" => Field::Text("t.name"),
        "slug" => Field::Text("t.slug"),
        "description" => Field::Text("t.description"),
        "visibility" => Field::Text(VISIBILITY_OF_TAG),
        "count.posts" => Field::Number("t.post_count"),
        "feature_image" => detail!("t", "tag_id", "feature_image"),
        "accent_color" => detail!("t", "tag_id", "accent_color"),
        "canonical_url" => detail!("t", "tag_id", "canonical_url"),
        "meta_title" => detail!("t", "tag_id", "meta_title"),
        "meta_description" => detail!("t", "tag_id", "meta_description"),
        "og_image" => detail!("t", "tag_id", "og_image"),
        "twitter_image" => detail!("t", "tag_id", "twitter_image"),
        _ => return None,
    })
}

fn author_field(key: &str) -> Option<Field> {
    Some(match key {
        "id" => Field::Id("a.author_id"),
        "name" => Field::Text("a.name"),
        "slug" => Field::Text("a.slug"),
        "bio" => Field::Text("a.bio"),
        "website" => Field::Text("a.url"),
        "profile_image" => Field::Text("a.profile_image"),
        "cover_image" => detail!("a", "author_id", "cover_image"),
        "location" => detail!("a", "author_id", "location"),
        "meta_title" => detail!("a", "author_id", "meta_title"),
        "meta_description" => detail!("a", "author_id", "meta_description"),
        "facebook" => detail!("a", "author_id", "facebook"),
        "twitter" => detail!("a", "author_id", "twitter"),
        "threads" => detail!("a", "author_id", "threads"),
        "bluesky" => detail!("a", "author_id", "bluesky"),
        "mastodon" => detail!("a", "author_id", "mastodon"),
        "tiktok" => detail!("a", "author_id", "tiktok"),
        "youtube" => detail!("a", "author_id", "youtube"),
        "instagram" => detail!("a", "author_id", "instagram"),
        "linkedin" => detail!("a", "author_id", "linkedin"),
        "count.posts" => Field::Number("a.post_count"),
        _ => return None,
    })
}

/// Runs a selection: the rows, and how many there are in all.
macro_rules! select {
    ($read:expr, $row:ty, $columns:expr, $from:expr, $statement:expr, $order:expr, $selection:expr) => {{
        let total = {
            let sql = format!("SELECT count(*) AS n FROM {}{}", $from, $statement.sql);
            fetch!($read.conn, Count, sql, $statement.binds).into_iter().next().map_or(0, |row: Count| row.n)
        };
        (select_rows!($read, $row, $columns, $from, $statement, $order, $selection), total)
    }};
}

/// Runs a selection without counting what it leaves out.
macro_rules! select_rows {
    ($read:expr, $row:ty, $columns:expr, $from:expr, $statement:expr, $order:expr, $selection:expr) => {{
        let sql = format!(
            "SELECT {} FROM {}{} ORDER BY {} LIMIT {} OFFSET {}",
            $columns,
            $from,
            $statement.sql,
            $order,
            $selection.limit.max(0),
            $selection.offset.max(0)
        );
        fetch!($read.conn, $row, sql, $statement.binds)
    }};
}

macro_rules! fetch {
    ($conn:expr, $row:ty, $sql:expr, $binds:expr) => {{
        macro_rules! with_values {
            ($query:expr) => {
                bound!($query, &$binds, |query, bind| match bind {
                    Bind::Id(id) => query.bind(*id),
                    Bind::Number(number) => query.bind(*number),
                    Bind::Bool(flag) => query.bind(*flag),
                    Bind::Text(text) => query.bind(text.as_str()),
                })
            };
        }
        ask!(
            $conn,
            |c| with_values!(c.built_query(&$sql)).rows::<$row>(),
            with_values!(sqlx::query_as::<_, $row>(AssertSqlSafe($sql))).fetch_all(&mut **c)
        )?
    }};
}

impl Read {
    /// Public posts or pages that a filter finds, and how many there are in all. Newest first, pages by title,
    /// unless another order is given.
    pub async fn public_selection(
        &mut self,
        site: SiteId,
        now: Millis,
        kind: PostKind,
        selection: &Selection<'_>,
    ) -> Result<(Vec<PostCard>, i64), SelectError> {
        let (statement, order) = public_statement(site, now, kind, selection)?;
        let from = "posts p WHERE p.site_id = $1";
        let (rows, total) = select!(self, CardRow, card_columns!(), from, statement, order, selection);
        Ok((rows.into_iter().map(PostCard::from).collect(), total))
    }

    /// The same without how many there are, which takes a look at every one of them.
    pub async fn public_picks(
        &mut self,
        site: SiteId,
        now: Millis,
        kind: PostKind,
        selection: &Selection<'_>,
    ) -> Result<Vec<PostCard>, SelectError> {
        let (statement, order) = public_statement(site, now, kind, selection)?;
        let from = "posts p WHERE p.site_id = $1";
        let rows = select_rows!(self, CardRow, card_columns!(), from, statement, order, selection);
        Ok(rows.into_iter().map(PostCard::from).collect())
    }

    /// The same among posts or pages in any state, for the staff.
    pub async fn desk_selection(
        &mut self,
        site: SiteId,
        now: Millis,
        kind: PostKind,
        selection: &Selection<'_>,
    ) -> Result<(Vec<Post>, i64), SelectError> {
        let mut statement = Statement::of(site, now);
        write!(statement.sql, " AND p.kind = '{}'", kind.as_str()).map_err(no_memory)?;
        statement.filter(selection.filter, post_field)?;
        let order = order(selection.order, post_field, "p.post_id", DESK_ORDER);
        let (columns, from) = post_columns!().split_once(" FROM ").unwrap_or_default();
        let from = format!("{from} WHERE p.site_id = $1");
        let (rows, total) = select!(self, PostRow, columns, from, statement, order, selection);
        let posts: Result<Vec<Post>, StoreError> = rows.into_iter().map(Post::try_from).collect();
        Ok((posts?, total))
    }

    /// Tags that a filter finds; with `used`, only those of public posts.
    pub async fn tag_selection(
        &mut self,
        site: SiteId,
        now: Millis,
        used: bool,
        selection: &Selection<'_>,
    ) -> Result<(Vec<Tag>, i64), SelectError> {
        let mut statement = Statement::of(site, now);
        statement.sql.push_str(if used { " AND t.post_count > 0" } else { "" });
        statement.filter(selection.filter, tag_field)?;
        let order = order(selection.order, tag_field, "t.tag_id", "t.name, t.tag_id");
        let columns = "t.tag_id, t.name, t.slug, t.description, t.post_count, t.import_key";
        let (rows, total) =
            select!(self, TagRow, columns, "tags t WHERE t.site_id = $1", statement, order, selection);
        Ok((rows.into_iter().map(Tag::from).collect(), total))
    }

    /// Authors that a filter finds; with `used`, only those of public posts.
    pub async fn author_selection(
        &mut self,
        site: SiteId,
        now: Millis,
        used: bool,
        selection: &Selection<'_>,
    ) -> Result<(Vec<Author>, i64), SelectError> {
        let mut statement = Statement::of(site, now);
        statement.sql.push_str(if used { " AND a.post_count > 0" } else { "" });
        statement.filter(selection.filter, author_field)?;
        let order = order(selection.order, author_field, "a.author_id", "a.name, a.author_id");
        let columns =
            "a.author_id, a.name, a.slug, a.bio, a.url, a.profile_image, a.post_count, a.import_key";
        let from = "authors a WHERE a.site_id = $1";
        let (rows, total) = select!(self, AuthorRow, columns, from, statement, order, selection);
        Ok((rows.into_iter().map(Author::from).collect(), total))
    }
}

/// What a selection of public posts or pages asks, and in which order.
fn public_statement(
    site: SiteId,
    now: Millis,
    kind: PostKind,
    selection: &Selection<'_>,
) -> Result<(Statement, String), SelectError> {
    let mut statement = Statement::of(site, now);
    statement.binds.push(Bind::Number(now));
    // Stories are found along the index of lists, newest first, so that a few of them cost the same in a large archive:
    // it covers those that are listed, and the plus sign keeps SQLite from reading all that is public and sorting it.
    let (walk, field): (_, fn(&str) -> Option<Field>) = match kind {
        PostKind::Post => (" AND p.listed_at IS NOT NULL AND +", listed_post_field),
        PostKind::Page => (" AND ", post_field),
    };
    write!(statement.sql, "{walk}{} AND p.kind = '{}'", visible!(), kind.as_str()).map_err(no_memory)?;
    statement.filter(selection.filter, field)?;
    let order = order(selection.order, field, "p.post_id", post_order(kind));
    Ok((statement, order))
}

/// Scheduled ones first, then drafts, then what is out: what the desk has to do.
const DESK_ORDER: &str = "CASE p.status WHEN 'scheduled' THEN 0 WHEN 'draft' THEN 1 ELSE 2 END,
    p.published_at DESC NULLS LAST, p.updated_at DESC, p.post_id DESC";

fn post_order(kind: PostKind) -> &'static str {
    match kind {
        PostKind::Post => "p.listed_at DESC, p.post_id DESC",
        PostKind::Page => "p.title, p.post_id",
    }
}

/// The columns of `wished` that exist, with the id behind them so that pages never overlap; `usual` without any.
fn order(wished: &[(String, bool)], field: fn(&str) -> Option<Field>, id: &str, usual: &str) -> String {
    let mut columns: Vec<String> = Vec::new();
    for (key, falls) in wished {
        let Some(column) = field(key).as_ref().and_then(column_of) else { continue };
        let way = match (column == LISTED_AT, *falls) {
            (true, true) => "DESC",
            (true, false) => "ASC",
            (false, true) => "DESC NULLS LAST",
            (false, false) => "ASC NULLS FIRST",
        };
        columns.push(format!("{column} {way}"));
    }
    if columns.is_empty() {
        return usual.to_owned();
    }
    columns.push(format!("{id} DESC"));
    columns.join(", ")
}

/// Writing to a string fails only with the machine.
fn no_memory(_: std::fmt::Error) -> StoreError {
    StoreError::Closed
}

impl Statement {
    fn of(site: SiteId, now: Millis) -> Self {
        Self { sql: String::new(), binds: vec![Bind::Id(site.0)], now }
    }

    fn bind(&mut self, bind: Bind) -> String {
        self.binds.push(bind);
        format!("${}", self.binds.len())
    }

    fn filter(
        &mut self,
        filter: Option<&Filter>,
        field: fn(&str) -> Option<Field>,
    ) -> Result<(), SelectError> {
        if let Some(filter) = filter {
            let sql = self.part(filter, field)?;
            self.sql.push_str(" AND ");
            self.sql.push_str(&sql);
        }
        Ok(())
    }

    fn part(&mut self, filter: &Filter, field: fn(&str) -> Option<Field>) -> Result<String, SelectError> {
        let (parts, join) = match filter {
            Filter::Is(condition) => {
                let unknown = || SelectError::UnknownField(condition.key.clone());
                return Ok(self.condition(condition, &field(&condition.key).ok_or_else(unknown)?));
            }
            Filter::All(parts) => (parts, " AND "),
            Filter::Any(parts) => (parts, " OR "),
        };
        let sql: Result<Vec<String>, SelectError> = parts.iter().map(|part| self.part(part, field)).collect();
        Ok(format!("({})", sql?.join(join)))
    }

    fn condition(&mut self, condition: &Condition, field: &Field) -> String {
        match field {
            Field::Always(given) => {
                let same = Filter::Is(condition.clone()).matches(&|_| vec![given.clone()], self.now);
                truth(same).to_owned()
            }
            Field::Related { rows, column } => self.related(&condition.test, rows, column),
            own => self.own(&condition.test, own),
        }
    }

    /// A test of a column of the row itself. What is compared with no value is false, and its opposite true.
    fn own(&mut self, test: &Test, field: &Field) -> String {
        match test {
            Test::Compare(Operator::Equal, value) => self.equal(value, field),
            Test::Compare(Operator::NotEqual, value) => not(&self.equal(value, field)),
            Test::Compare(operator, value) => self.compare(*operator, value, field),
            Test::OneOf { values, not: opposite } => {
                let any = self.joined(values, field, " OR ");
                if *opposite { not(&any) } else { any }
            }
            Test::HasAll(values) => self.joined(values, field, " AND "),
            Test::Holds { place, text, not: opposite } => {
                let holds = match field {
                    Field::Text(column) => self.holds(*place, text, column),
                    _ => truth(false).to_owned(),
                };
                if *opposite { not(&holds) } else { holds }
            }
        }
    }

    /// A test of related rows: there is one that passes, or, for the opposites, none.
    fn related(&mut self, test: &Test, rows: &str, column: &'static str) -> String {
        let field = Field::Text(column);
        let exists = |test: &str| format!("EXISTS ({rows} AND {test})");
        match test {
            Test::Compare(Operator::Equal, Value::Null) => format!("NOT EXISTS ({rows})"),
            Test::Compare(Operator::NotEqual, Value::Null) => format!("EXISTS ({rows})"),
            Test::Compare(Operator::NotEqual, value) => format!("NOT {}", exists(&self.equal(value, &field))),
            Test::OneOf { values, not: true } => {
                format!("NOT {}", exists(&self.joined(values, &field, " OR ")))
            }
            Test::Holds { place, text, not: true } => {
                format!("NOT {}", exists(&self.holds(*place, text, column)))
            }
            Test::HasAll(values) => {
                let each: Vec<String> =
                    values.iter().map(|value| exists(&self.equal(value, &field))).collect();
                format!("({})", each.join(" AND "))
            }
            test => exists(&self.own(test, &field)),
        }
    }

    fn joined(&mut self, values: &[Value], field: &Field, join: &str) -> String {
        let each: Vec<String> = values.iter().map(|value| self.equal(value, field)).collect();
        format!("({})", each.join(join))
    }

    fn equal(&mut self, value: &Value, field: &Field) -> String {
        match (column_of(field), value) {
            (Some(column), Value::Null) => format!("{column} IS NULL"),
            (Some(_), value) => self.compare(Operator::Equal, value, field),
            (None, _) => truth(false).to_owned(),
        }
    }

    fn compare(&mut self, operator: Operator, value: &Value, field: &Field) -> String {
        let sign = match operator {
            Operator::Equal => "=",
            Operator::NotEqual => "<>",
            Operator::Greater => ">",
            Operator::GreaterOrEqual => ">=",
            Operator::Less => "<",
            Operator::LessOrEqual => "<=",
        };
        // A value of another kind than the field's never compares.
        let bind = match (field, value) {
            (_, Value::Null) => None,
            (Field::Id(_), value) => value.to_text().parse::<PostId>().ok().map(|id| Bind::Id(id.0)),
            (Field::Text(_), value) => Some(Bind::Text(value.to_text())),
            (Field::Moment(_), value) => value.moment(self.now).map(Bind::Number),
            (Field::Number(_), Value::Number(number)) => Some(Bind::Number(*number)),
            (Field::Bool(_), Value::Bool(flag)) => Some(Bind::Bool(*flag)),
            (Field::Bool(_), Value::Number(number @ (0 | 1))) => Some(Bind::Bool(*number == 1)),
            _ => None,
        };
        match (column_of(field), bind) {
            (Some(column), Some(bind)) => format!("{column} {sign} {}", self.bind(bind)),
            _ => truth(false).to_owned(),
        }
    }

    fn holds(&mut self, place: Place, text: &str, column: &str) -> String {
        let mut pattern = String::with_capacity(text.len() + 2);
        pattern.push_str(if place == Place::Start { "" } else { "%" });
        for c in text.to_lowercase().chars() {
            if matches!(c, '%' | '_' | '!') {
                pattern.push('!');
            }
            pattern.push(c);
        }
        pattern.push_str(if place == Place::End { "" } else { "%" });
        format!("lower({column}) LIKE {} ESCAPE '!'", self.bind(Bind::Text(pattern)))
    }
}

fn column_of(field: &Field) -> Option<&'static str> {
    match field {
        Field::Id(c) | Field::Text(c) | Field::Moment(c) | Field::Number(c) | Field::Bool(c) => Some(c),
        Field::Always(_) | Field::Related { .. } => None,
    }
}

/// The opposite of a test, true also where the test has no answer.
fn not(test: &str) -> String {
    format!("NOT COALESCE({test}, FALSE)")
}

fn truth(value: bool) -> &'static str {
    if value { "TRUE" } else { "FALSE" }
}
