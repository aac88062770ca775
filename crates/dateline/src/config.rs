//! Configuration: defaults, then `dateline.toml`, then `DATELINE_…`, then flags. The only place that reads the
//! environment.

use std::path::{Path, PathBuf};

use clap::Args;
use dateline_egress::{BucketDoor, Egress, EgressError, MailSecurity, MailServer, Mailer, Policy};
use dateline_media::Folder;
use dateline_model::Moderation;
use dateline_newsroom::{PostOffice, PurgeRequest};
use serde::{Deserialize, Serialize};
use tokio::runtime::Handle;

use crate::house::Trouble;

/// Over these options in every help text.
const HEADING: &str = "Installation";

/// Options that every command takes.
#[derive(Args, Debug, Clone, Default)]
pub(crate) struct Flags {
    /// The folder that holds the database [default: ./data]
    #[arg(long, global = true, help_heading = HEADING, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// The database: sqlite:PATH or postgres://… [default: SQLite inside the data folder]
    #[arg(long, global = true, help_heading = HEADING, value_name = "URL")]
    pub(crate) database: Option<String>,
    /// The configuration file [default: ./dateline.toml, when it is there]
    #[arg(long, global = true, help_heading = HEADING, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

/// Everything that can be configured.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Config {
    pub(crate) server: Server,
    pub(crate) comments: Comments,
    pub(crate) search: Search,
    pub(crate) media: Media,
    pub(crate) mail: Mail,
    pub(crate) network: Network,
    pub(crate) log: Log,
}

/// `[server]`
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Server {
    /// The address to listen on; port 0 picks a free one.
    pub(crate) listen: String,
    /// Where `/healthz` and `/metrics` are answered, such as `127.0.0.1:9090`, for whoever keeps the server running; empty
    /// for nowhere. Whoever reaches it can read them.
    pub(crate) status_listen: String,
    /// The folder that holds the database.
    pub(crate) data: PathBuf,
    /// `sqlite:PATH` or `postgres://…`; empty is SQLite inside the data folder.
    pub(crate) database: String,
    /// Addresses whose `X-Forwarded-For` is believed.
    pub(crate) trusted_proxies: Vec<String>,
    /// The certificate to show, as a PEM file of the whole chain; empty speaks HTTP, as behind a proxy. It is read again
    /// when it has been renewed.
    pub(crate) tls_certificate: PathBuf,
    /// Its private key, as a PEM file.
    pub(crate) tls_key: PathBuf,
    /// Mebibytes of finished pages that are kept in memory, or `auto`; 0 makes every page anew, which is for measuring.
    pub(crate) page_cache_mib: PageCache,
}

/// `[comments]`
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Comments {
    /// Comments from one address in a minute; 0 lifts it.
    pub(crate) per_minute: u32,
    /// `open`, `first` or `all`.
    pub(crate) moderation: Moderation,
    /// `on` or `off`.
    pub(crate) spam_filter: Switch,
    /// Minutes for which a reader may change or delete an own comment; 0 for never.
    pub(crate) edit_minutes: u32,
}

/// `[search]`
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Search {
    /// Questions from one address in a minute, those of the pop-up while a reader types included; 0 lifts it.
    pub(crate) per_minute: u32,
}

/// `[media]`
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Media {
    /// Where files are kept: `disk` is the data folder, `s3` an object store that speaks S3.
    pub(crate) storage: Storage,
    /// The object store's address, such as `https://s3.example.org`; it may stand in the own network.
    pub(crate) endpoint: String,
    /// The region that requests are signed for; stores without regions take any.
    pub(crate) region: String,
    /// The bucket.
    pub(crate) bucket: String,
    /// What all names in it begin with, for a bucket that holds other things too.
    pub(crate) prefix: String,
    /// Whose key it is.
    pub(crate) access_key: String,
    /// The key; better said as `DATELINE_MEDIA__SECRET_KEY`.
    pub(crate) secret_key: String,
    /// Whether the bucket stands in the host's name (`bucket.s3.example.org`) rather than in the path.
    pub(crate) virtual_host: bool,
}

/// `[network]`: what stands between the paper and its readers, and where the paper may ask.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Network {
    /// The address of the request that makes a CDN or a cache in front forget pages; empty for none.
    pub(crate) purge_address: String,
    /// The method of that request.
    pub(crate) purge_method: String,
    /// Its headers, each as `Name: value`.
    pub(crate) purge_headers: Vec<String>,
    /// Its body. Here, in the address and in the headers stand `{keys}`, `{keys_json}`, `{addresses_json}` and `{host}`.
    pub(crate) purge_body: String,
    /// Addresses of the own network, with their ports, that may be asked too, such as `10.0.0.5:6081`.
    pub(crate) also: Vec<String>,
}

/// `[mail]`
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Mail {
    /// The mail server that letters are handed to; without one no letter is written.
    pub(crate) host: String,
    /// Its port; 0 is the usual one: 465 with `tls`, 587 with `starttls`, 25 with `none`.
    pub(crate) port: u16,
    /// `tls`, `starttls`, or `none` for a server on this machine.
    pub(crate) security: Security,
    /// The account at the mail server; empty for one that asks for none.
    pub(crate) user: String,
    /// Its password; better said as `DATELINE_MAIL__PASSWORD`.
    pub(crate) password: String,
    /// Who letters come from, unless a site says otherwise: `news@example.org` or `The Bell <news@example.org>`.
    pub(crate) from: String,
    /// Letters in a minute, as the mail server allows; 0 lifts it.
    pub(crate) per_minute: u32,
}

/// How the connection to the mail server is kept private.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Security {
    Tls,
    StartTls,
    None,
}

/// `[log]`
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Log {
    /// What is logged: `info`, `debug`, `dateline_web=debug,info`.
    pub(crate) filter: String,
}

/// A setting that is on or off.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Switch {
    On,
    Off,
}

/// How much memory finished pages may take.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq)]
#[serde(try_from = "NumberOrWord", into = "String")]
pub(crate) enum PageCache {
    /// A share of what the process may use.
    Auto,
    Mebibytes(u32),
}

impl PageCache {
    /// Of the memory that the process may use, a part in so many.
    const SHARE: u64 = 8;
    /// Mebibytes: what pages are given on the smallest machine and on the largest.
    const LEAST: u64 = 32;
    const MOST: u64 = 1_024;
    /// Mebibytes where nobody says how much memory there is.
    const UNKNOWN: u32 = 64;

    /// Mebibytes, where the process may use `memory` bytes.
    pub(crate) fn mebibytes(self, memory: Option<u64>) -> u32 {
        match (self, memory) {
            (Self::Mebibytes(mebibytes), _) => mebibytes,
            (Self::Auto, None) => Self::UNKNOWN,
            (Self::Auto, Some(memory)) => {
                (memory / Self::SHARE / (1 << 20)).clamp(Self::LEAST, Self::MOST) as u32
            }
        }
    }
}

/// A number as the file has it, or as a variable says it.
#[derive(Deserialize)]
#[serde(untagged)]
enum NumberOrWord {
    Number(i64),
    Word(String),
}

impl TryFrom<NumberOrWord> for PageCache {
    type Error = String;

    fn try_from(said: NumberOrWord) -> Result<Self, String> {
        let word = match said {
            NumberOrWord::Number(number) => number.to_string(),
            NumberOrWord::Word(word) => word,
        };
        match word.trim() {
            "auto" => Ok(Self::Auto),
            number => number.parse().map(Self::Mebibytes).map_err(|_| {
                format!("page_cache_mib: \"{word}\" is neither a number of mebibytes nor \"auto\"")
            }),
        }
    }
}

impl From<PageCache> for String {
    fn from(room: PageCache) -> Self {
        match room {
            PageCache::Auto => "auto".to_owned(),
            PageCache::Mebibytes(mebibytes) => mebibytes.to_string(),
        }
    }
}

/// Where media files are kept.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Storage {
    Disk,
    S3,
}

impl Default for Server {
    fn default() -> Self {
        let listen = "127.0.0.1:8080".to_owned();
        Self {
            listen,
            status_listen: String::new(),
            data: PathBuf::from("data"),
            database: String::new(),
            trusted_proxies: Vec::new(),
            tls_certificate: PathBuf::new(),
            tls_key: PathBuf::new(),
            page_cache_mib: PageCache::Auto,
        }
    }
}

impl Default for Comments {
    fn default() -> Self {
        Self { per_minute: 6, moderation: Moderation::Open, spam_filter: Switch::On, edit_minutes: 15 }
    }
}

impl Default for Search {
    fn default() -> Self {
        // Two readers behind one address may type at full speed.
        Self { per_minute: 240 }
    }
}

impl Default for Media {
    fn default() -> Self {
        Self {
            storage: Storage::Disk,
            endpoint: String::new(),
            region: "us-east-1".to_owned(),
            bucket: String::new(),
            prefix: String::new(),
            access_key: String::new(),
            secret_key: String::new(),
            virtual_host: false,
        }
    }
}

impl Media {
    /// Where files are kept; `content` is the folder for those on this machine. Nothing is asked yet.
    pub(crate) fn files(&self, content: PathBuf) -> Result<Folder, EgressError> {
        if self.storage == Storage::Disk {
            return Ok(Folder::new(content));
        }
        let door = BucketDoor {
            endpoint: self.endpoint.clone(),
            region: self.region.clone(),
            bucket: self.bucket.clone(),
            prefix: self.prefix.clone(),
            access_key: self.access_key.clone(),
            secret_key: self.secret_key.clone(),
            virtual_host: self.virtual_host,
        };
        Ok(Folder::in_bucket(door.open()?, Handle::current()))
    }
}

impl Default for Network {
    fn default() -> Self {
        Self {
            purge_address: String::new(),
            purge_method: "POST".to_owned(),
            purge_headers: Vec::new(),
            purge_body: String::new(),
            also: Vec::new(),
        }
    }
}

impl Network {
    /// The way to other servers.
    pub(crate) fn egress(&self) -> Result<Egress, Trouble> {
        let mut policy = Policy::public();
        for address in &self.also {
            let address = address.parse().map_err(|_| {
                format!("network.also: \"{address}\" is no address with a port, like 10.0.0.5:6081")
            })?;
            policy = policy.and(address);
        }
        Ok(Egress::new(policy)?)
    }

    /// What makes the network in front forget pages.
    pub(crate) fn purge(&self) -> Option<PurgeRequest> {
        let address = self.purge_address.clone();
        (!address.is_empty()).then(|| PurgeRequest {
            method: self.purge_method.clone(),
            address,
            headers: self.purge_headers.clone(),
            body: self.purge_body.clone(),
        })
    }
}

impl Default for Mail {
    fn default() -> Self {
        let nothing = String::new;
        Self {
            host: nothing(),
            port: 0,
            security: Security::Tls,
            user: nothing(),
            password: nothing(),
            from: nothing(),
            per_minute: 60,
        }
    }
}

impl Mail {
    /// The way for letters; `None` where no mail server is named.
    pub(crate) fn office(&self) -> Result<Option<PostOffice>, EgressError> {
        if self.host.is_empty() {
            return Ok(None);
        }
        let security = match self.security {
            Security::Tls => MailSecurity::Tls,
            Security::StartTls => MailSecurity::StartTls,
            Security::None => MailSecurity::None,
        };
        let mailer = Mailer::new(&MailServer {
            host: self.host.clone(),
            port: self.port,
            security,
            // Servers ask who knocks; the host of the sender is the name that the house has in mail.
            hello: self.from.trim_end_matches('>').rsplit('@').next().unwrap_or_default().to_owned(),
            user: self.user.clone(),
            password: self.password.clone(),
        })?;
        PostOffice::new(mailer, &self.from, self.per_minute).map(Some)
    }
}

impl Default for Log {
    fn default() -> Self {
        Self { filter: "info".to_owned() }
    }
}

/// Why the configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    #[error("{0} cannot be read: {1}")]
    Unreadable(String, std::io::Error),
    #[error("{file} is not right: {reason}")]
    Wrong { file: String, reason: String },
    #[error("the environment variable {name} is not right: {reason}")]
    Variable { name: String, reason: String },
}

impl Config {
    /// The configuration from all its layers.
    pub(crate) fn load(flags: &Flags) -> Result<Self, ConfigError> {
        let environment: Vec<(String, String)> = std::env::vars().collect();
        let file = flags.config.clone().unwrap_or_else(|| PathBuf::from("dateline.toml"));
        let text = match std::fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && flags.config.is_none() => {
                String::new()
            }
            Err(error) => return Err(ConfigError::Unreadable(file.display().to_string(), error)),
        };
        Self::layered(&file, &text, &environment, flags)
    }

    fn layered(
        file: &Path,
        text: &str,
        environment: &[(String, String)],
        flags: &Flags,
    ) -> Result<Self, ConfigError> {
        let wrong = |reason: String| ConfigError::Wrong { file: file.display().to_string(), reason };
        let from_file: Self = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
        let mut table = toml::Table::try_from(from_file).map_err(|error| wrong(error.to_string()))?;
        for (name, value) in environment {
            let Some((section, key)) = setting_name(name) else { continue };
            let refuse = |reason: String| ConfigError::Variable { name: name.clone(), reason };
            let known = table.get_mut(&section).and_then(toml::Value::as_table_mut);
            let Some(slot) = known.and_then(|settings| settings.get_mut(&key)) else {
                return Err(refuse(format!("there is no setting {section}.{key}")));
            };
            *slot = like(slot, value).ok_or_else(|| refuse(format!("\"{value}\" is no value for it")))?;
            let checked: Result<Self, _> = table.clone().try_into();
            checked.map_err(|error| refuse(error.to_string()))?;
        }
        let mut config: Self = table.try_into().map_err(|error: toml::de::Error| wrong(error.to_string()))?;
        if let Some(data) = &flags.data {
            config.server.data.clone_from(data);
        }
        if let Some(database) = &flags.database {
            config.server.database.clone_from(database);
        }
        Ok(config)
    }

    /// The configuration as it may be shown: without passwords.
    pub(crate) fn shown(&self) -> Self {
        let mut shown = self.clone();
        shown.server.database = without_password(&self.server.database);
        // A header may hold the network's key.
        for header in &mut shown.network.purge_headers {
            let name = header.split(':').next().unwrap_or_default();
            *header = format!("{name}: …");
        }
        if !shown.media.secret_key.is_empty() {
            "…".clone_into(&mut shown.media.secret_key);
        }
        if !shown.mail.password.is_empty() {
            "…".clone_into(&mut shown.mail.password);
        }
        shown
    }

    /// The configuration as its file would say it.
    pub(crate) fn to_toml(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }

    /// The address of the database.
    pub(crate) fn database(&self) -> String {
        if self.server.database.is_empty() {
            format!("sqlite:{}", self.server.data.join(Self::DATABASE_FILE).display())
        } else {
            self.server.database.clone()
        }
    }

    /// Whether the database may be there: a file is looked for, a server is asked when it is opened.
    pub(crate) fn has_database(&self) -> bool {
        let address = self.database();
        address.strip_prefix("sqlite:").is_none_or(|path| Path::new(path.trim_start_matches("//")).exists())
    }

    /// The database's file in the data folder.
    pub(crate) const DATABASE_FILE: &str = "dateline.db";

    /// The folder of pictures and files, in the data folder.
    pub(crate) const CONTENT_FOLDER: &str = "content";

    /// The folder of themes.
    pub(crate) fn themes(&self) -> PathBuf {
        self.server.data.join("themes")
    }

    /// The folder of pictures in smaller sizes, which are made again when they are gone.
    pub(crate) fn renditions(&self) -> PathBuf {
        self.server.data.join("renditions")
    }

    /// The folder that is served under `/content/`.
    pub(crate) fn content(&self) -> PathBuf {
        self.server.data.join(Self::CONTENT_FOLDER)
    }
}

/// A database's address without its password, for logs and messages.
pub(crate) fn without_password(address: &str) -> String {
    let Some((before, place)) = address.rsplit_once('@') else { return address.to_owned() };
    let Some((scheme, user)) = before.split_once("://") else { return address.to_owned() };
    match user.split_once(':') {
        Some((name, _)) => format!("{scheme}://{name}:…@{place}"),
        None => address.to_owned(),
    }
}

/// `DATELINE_COMMENTS__PER_MINUTE` names `per_minute` in `comments`. Variables without two underscores are other
/// people's.
fn setting_name(variable: &str) -> Option<(String, String)> {
    let (section, key) = variable.strip_prefix("DATELINE_")?.split_once("__")?;
    Some((section.to_lowercase(), key.to_lowercase()))
}

/// `text` as a value of the same type as `old`; a list has commas between its entries.
fn like(old: &toml::Value, text: &str) -> Option<toml::Value> {
    let entry = |part: &str| toml::Value::String(part.trim().to_owned());
    Some(match old {
        toml::Value::Integer(_) => toml::Value::Integer(text.trim().parse().ok()?),
        toml::Value::Array(_) => {
            toml::Value::Array(text.split(',').filter(|part| !part.trim().is_empty()).map(entry).collect())
        }
        _ => toml::Value::String(text.to_owned()),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn load(text: &str, environment: &[(&str, &str)], flags: &Flags) -> Result<Config, ConfigError> {
        let environment: Vec<_> =
            environment.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Config::layered(Path::new("dateline.toml"), text, &environment, flags)
    }

    #[test]
    fn flags_win_over_the_environment_and_that_over_the_file() {
        let file = "[server]\nlisten = \"127.0.0.1:1\"\ndata = \"here\"\n[comments]\nper_minute = 3\nmoderation = \"all\"\n";
        let environment =
            [("DATELINE_SERVER__LISTEN", "127.0.0.1:2"), ("DATELINE_COMMENTS__PER_MINUTE", "0")];
        let flags = Flags { data: Some(PathBuf::from("elsewhere")), ..Flags::default() };
        let config = load(file, &environment, &flags).unwrap();
        assert_eq!(
            (config.server.data.as_path(), config.server.listen.as_str()),
            (Path::new("elsewhere"), "127.0.0.1:2")
        );
        assert_eq!((config.comments.per_minute, config.comments.moderation), (0, Moderation::All));
    }

    #[test]
    fn a_wrong_setting_is_named_with_its_place() {
        let file_error = load("[comments]\nper_minut = 3\n", &[], &Flags::default()).unwrap_err().to_string();
        assert!(file_error.contains("per_minut") && file_error.contains("dateline.toml"), "{file_error}");
        for (name, value) in [
            ("DATELINE_COMMENTS__PER_MINUTE", "many"),
            ("DATELINE_COMMENTS__PER_MINUTE", "-1"),
            ("DATELINE_COMMENTS__MODERATION", "some"),
            ("DATELINE_COMENTS__MODERATION", "all"),
        ] {
            let error = load("", &[(name, value)], &Flags::default()).unwrap_err().to_string();
            assert!(error.contains(name), "{error}");
        }
    }

    #[test]
    fn pages_get_an_eighth_of_the_memory_unless_somebody_says_how_much() {
        let given = |memory_mib: u64| PageCache::Auto.mebibytes(Some(memory_mib << 20));
        assert_eq!([64, 256, 512, 2_048, 8_192, 65_536].map(given), [32, 32, 64, 256, 1_024, 1_024]);
        assert_eq!(PageCache::Auto.mebibytes(None), 64);
        let said = |file: &str, environment: &[(&str, &str)]| {
            load(file, environment, &Flags::default()).map(|config| config.server.page_cache_mib)
        };
        let variable = "DATELINE_SERVER__PAGE_CACHE_MIB";
        assert_eq!(said("", &[]).unwrap(), PageCache::Auto);
        assert_eq!(said("[server]\npage_cache_mib = 0\n", &[]).unwrap(), PageCache::Mebibytes(0));
        assert_eq!(said("[server]\npage_cache_mib = 5\n", &[(variable, "auto")]).unwrap(), PageCache::Auto);
        assert_eq!(
            said("[server]\npage_cache_mib = \"auto\"\n", &[(variable, "160")]).unwrap(),
            PageCache::Mebibytes(160)
        );
        for wrong in ["-1", "\"much\"", "\"\"", "4294967296", "1.5"] {
            let error = said(&format!("[server]\npage_cache_mib = {wrong}\n"), &[]).unwrap_err().to_string();
            assert!(error.contains("page_cache_mib"), "{wrong}: {error}");
        }
        assert!(said("", &[(variable, "all")]).unwrap_err().to_string().contains(variable));
    }

    #[test]
    fn a_password_is_never_shown() {
        let shown = without_password("postgres://ana:se:cr@et@db.example/paper");
        assert_eq!(shown, "postgres://ana:…@db.example/paper");
        assert_eq!(without_password("postgres://db.example/paper"), "postgres://db.example/paper");
        assert_eq!(without_password("sqlite:data/dateline.db"), "sqlite:data/dateline.db");
    }

    #[test]
    fn proxies_come_as_a_list_with_commas() {
        let config =
            load("", &[("DATELINE_SERVER__TRUSTED_PROXIES", "127.0.0.1, ::1")], &Flags::default()).unwrap();
        assert_eq!(config.server.trusted_proxies, ["127.0.0.1", "::1"]);
    }
}
