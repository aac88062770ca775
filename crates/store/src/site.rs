//! Sites, their settings, and what belongs to the whole installation.

use dateline_model::{ChangeKind, Millis, Site, SiteId, SiteSettings, Thing};
use uuid::Uuid;

use crate::conn::{execute, records, row, rows, statements};
use crate::{Read, StoreError, Tx};

statements! {
    ALL_SITES = "SELECT site_id, host, created_at FROM sites ORDER BY created_at, site_id";
    INSERT_SITE = "INSERT INTO sites (site_id, host, created_at) VALUES ($1, $2, $3)";
    SET_HOST = "UPDATE sites SET host = $2 WHERE site_id = $1";
    DELETE_SITE = "DELETE FROM sites WHERE site_id = $1";
    FORGET_CHANGES = "DELETE FROM changes WHERE site_id = $1";
    SETTINGS = "SELECT name, value FROM settings WHERE site_id = $1";
    SET_SETTING = "INSERT INTO settings (site_id, name, value) VALUES ($1, $2, $3)
        ON CONFLICT (site_id, name) DO UPDATE SET value = excluded.value WHERE settings.value <> excluded.value";
    INSTALL_VALUE = "SELECT name, value FROM install WHERE name = $1";
    MOVE_INSTALL_VALUE = "UPDATE install SET value = $3 WHERE name = $1 AND value = $2";
    SET_INSTALL_VALUE = "INSERT INTO install (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
}

records! {
    struct SiteRow {
        site_id: Uuid,
        host: String,
        created_at: Millis,
    }

    struct NamedValue {
        name: String,
        value: String,
    }
}

impl Read {
    /// All sites, oldest first.
    pub async fn sites(&mut self) -> Result<Vec<Site>, StoreError> {
        let rows = rows!(self.conn, SiteRow, ALL_SITES)?;
        let site =
            |row: SiteRow| Site { id: SiteId(row.site_id), host: row.host, created_at: row.created_at };
        Ok(rows.into_iter().map(site).collect())
    }

    /// The settings of a site; defaults where nothing was set.
    pub async fn settings(&mut self, site: SiteId) -> Result<SiteSettings, StoreError> {
        let rows = rows!(self.conn, NamedValue, SETTINGS, site.0)?;
        Ok(SiteSettings::from_rows(rows.iter().map(|row| (row.name.as_str(), row.value.as_str()))))
    }

    /// A value of the whole installation, such as its signing key.
    pub async fn install_value(&mut self, name: &str) -> Result<Option<String>, StoreError> {
        Ok(row!(self.conn, NamedValue, INSTALL_VALUE, name)?.map(|row| row.value))
    }
}

impl Tx {
    /// Adds a site. [`StoreError::Taken`] when another one has its host name.
    pub async fn insert_site(&mut self, site: &Site) -> Result<(), StoreError> {
        execute!(self.conn, INSERT_SITE, site.id.0, &site.host, site.created_at)?;
        self.note(site.id, Thing::Site, site.id.0, ChangeKind::Created);
        Ok(())
    }

    /// Gives a site another host name.
    pub async fn set_host(&mut self, site: SiteId, host: &str) -> Result<(), StoreError> {
        execute!(self.conn, SET_HOST, site.0, host)?;
        self.note(site, Thing::Site, site.0, ChangeKind::Updated);
        Ok(())
    }

    /// Removes a site with everything it holds, its lines in the change log too. One line says that it is gone, so
    /// that whoever serves it learns of it.
    pub async fn delete_site(&mut self, site: SiteId) -> Result<(), StoreError> {
        execute!(self.conn, DELETE_SITE, site.0)?;
        execute!(self.conn, FORGET_CHANGES, site.0)?;
        self.forget_counts(site);
        self.forget_changes(site);
        self.note(site, Thing::Site, site.0, ChangeKind::Deleted);
        Ok(())
    }

    /// Stores settings; answers how many of them changed.
    pub async fn save_settings(&mut self, site: SiteId, settings: &SiteSettings) -> Result<u64, StoreError> {
        let mut changed = 0;
        for (name, value) in settings.to_rows() {
            changed += execute!(self.conn, SET_SETTING, site.0, name, value)?;
        }
        if changed > 0 {
            self.note(site, Thing::Site, site.0, ChangeKind::Updated);
        }
        self.wrote(changed);
        Ok(changed)
    }

    /// Replaces a value of the whole installation; `false` when it is not `from` any more.
    pub async fn move_install_value(&mut self, name: &str, from: &str, to: &str) -> Result<bool, StoreError> {
        Ok(execute!(self.conn, MOVE_INSTALL_VALUE, name, from, to)? == 1)
    }

    /// Stores a value of the whole installation unless it has one, and answers the one it has.
    pub async fn keep_install_value(&mut self, name: &str, value: &str) -> Result<String, StoreError> {
        execute!(self.conn, SET_INSTALL_VALUE, name, value)?;
        Ok(self.install_value(name).await?.unwrap_or_else(|| value.to_owned()))
    }
}
