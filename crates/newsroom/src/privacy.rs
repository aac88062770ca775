//! Privacy: e-mail addresses become keyed hashes, and all of one reader can be shown or erased.

use dateline_model::{
    Appeal, Comment, CommentId, CommentState, Decision, Millis, Paper, Report, SiteId, Subscription,
};
use dateline_store::{CommentVersion, StoreError, Suppression, Tx};

use crate::{Newsroom, NewsroomError};

/// Comments that one transaction works on.
const AT_ONCE: i64 = 500;
/// Versions, reports, decisions and subscriptions that a file shows of each comment, or of a person.
const SHOWN: i64 = 1_000;
/// What stands in place of the name of a reader who was erased.
const ERASED: &str = "—";

/// A reader, by what the reader can prove or the site can know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Person {
    /// All comments under an e-mail address.
    Email(String),
    /// These comments, where no address was given. Others from the same network may be other people's.
    Comments(Vec<CommentId>),
}

/// Everything that a site keeps of a person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonFile {
    /// The comments, with what belongs to each.
    pub comments: Vec<CommentFile>,
    /// Where the person hears of answers, or was asked whether to.
    pub subscriptions: Vec<Subscription>,
    /// Why the person is written to no more, if that is so.
    pub suppression: Option<Suppression>,
}

/// A comment with everything that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentFile {
    /// The comment.
    pub comment: Comment,
    /// The words it had before.
    pub versions: Vec<CommentVersion>,
    /// What other readers reported about it.
    pub reports: Vec<Report>,
    /// What moderators decided about it.
    pub decisions: Vec<Decision>,
    /// The writer's objection.
    pub appeal: Option<Appeal>,
}

impl Newsroom {
    /// Gives every comment that an import or an older release stored with its e-mail address the address's hash, by
    /// which the reader is recognised. The address itself stays only where it came with an import, since it is the
    /// site's own archive and may have to move on; answers how many were hashed.
    pub async fn hash_emails(&self) -> Result<usize, StoreError> {
        let mut hashed = 0;
        for paper in self.papers().await? {
            loop {
                let site = paper.id();
                let part = self.store.read().await?.plain_emails(site, AT_ONCE).await?;
                if part.is_empty() {
                    break;
                }
                hashed += part.len();
                let secret = self.secret.clone();
                let work = self.store.write(move |tx| {
                    Box::pin(async move {
                        for plain in part {
                            // An address of nothing but blanks is nobody's.
                            let hash = secret.hash_email(site, &plain.email);
                            let kept = (plain.imported && hash.is_some()).then_some(plain.email.as_str());
                            tx.hash_email(site, plain.comment, kept, hash.as_deref()).await?;
                        }
                        Ok::<_, StoreError>(())
                    })
                });
                work.await?;
            }
        }
        Ok(hashed)
    }

    /// Every comment of a person, in any state, in the order they were written or named.
    pub async fn comments_of(&self, paper: &Paper, person: &Person) -> Result<Vec<Comment>, NewsroomError> {
        let mut found = Vec::new();
        let mut read = self.store.read().await?;
        match person {
            Person::Email(email) => {
                let Some(hash) = self.secret.hash_email(paper.id(), email) else { return Ok(found) };
                found = read.comments_of_email(paper.id(), &hash).await?;
                found.sort_unstable_by_key(|comment| (comment.created_at, comment.id));
            }
            Person::Comments(ids) => {
                for id in ids {
                    let unknown = || NewsroomError::Unknown { what: "comment", name: id.to_string() };
                    found.push(read.desk_comment(paper.id(), *id).await?.ok_or_else(unknown)?);
                }
            }
        }
        Ok(found)
    }

    /// Everything that is kept of a person.
    pub async fn person_file(&self, paper: &Paper, person: &Person) -> Result<PersonFile, NewsroomError> {
        let (site, mut file) = (paper.id(), PersonFile::default());
        for comment in self.comments_of(paper, person).await? {
            let mut read = self.store.read().await?;
            let decisions = read.decisions_about(site, comment.id, SHOWN).await?;
            file.comments.push(CommentFile {
                versions: read.comment_versions(site, comment.id, SHOWN).await?,
                reports: read.all_reports_of(site, comment.id, SHOWN).await?,
                decisions: decisions.into_iter().map(|stored| stored.decision).collect(),
                appeal: read.appeal(site, comment.id).await?,
                comment,
            });
        }
        if let Some(hash) = self.hash_of(paper, person) {
            let mut read = self.store.read().await?;
            file.subscriptions = read.subscriptions_of_email(site, &hash, SHOWN).await?;
            file.suppression = read.suppression(site, &hash).await?;
        }
        Ok(file)
    }

    fn hash_of(&self, paper: &Paper, person: &Person) -> Option<Vec<u8>> {
        match person {
            Person::Email(email) => self.secret.hash_email(paper.id(), email),
            Person::Comments(_) => None,
        }
    }

    /// Erases a person: of each comment stays an empty place, so that the answers to it keep theirs. Words, name,
    /// addresses, hashes, earlier versions, reports, likes, the filter's verdict and lesson and the log of decisions go, and
    /// with an address its subscriptions and letters; the page cache, the search index and the filter follow. That an
    /// address is written to no more stays, as a hash, since it is what the person wanted. Answers how many comments that
    /// were. Backups made before still hold them.
    pub async fn erase_person(&self, paper: &Paper, person: &Person) -> Result<usize, NewsroomError> {
        let comments = self.comments_of(paper, person).await?;
        let (site, now, erased) = (paper.id(), self.clock.now(), comments.len());
        self.forget_handed(&comments.iter().map(|comment| comment.id).collect::<Vec<_>>());
        for part in comments.chunks(AT_ONCE as usize) {
            let part = part.to_vec();
            let work = self.store.write(move |tx| {
                Box::pin(async move {
                    for old in part {
                        erase(tx, site, &old, now).await?;
                    }
                    Ok::<_, StoreError>(())
                })
            });
            work.await?;
        }
        if let Some(hash) = self.hash_of(paper, person) {
            let work = self.store.write(move |tx| {
                Box::pin(async move {
                    tx.drop_subscriptions_of(site, &hash).await?;
                    tx.drop_letters_to(site, &hash).await
                })
            });
            work.await.map_err(|error: StoreError| NewsroomError::from(error))?;
        }
        self.school_bell.notify_one();
        Ok(erased)
    }
}

/// Leaves an empty place of a comment.
pub(crate) async fn erase(tx: &mut Tx, site: SiteId, old: &Comment, now: Millis) -> Result<(), StoreError> {
    let empty = Comment {
        state: CommentState::Removed,
        author_name: ERASED.to_owned(),
        author_url: None,
        text: String::new(),
        html: String::new(),
        updated_at: now.max(old.updated_at + 1),
        ..old.clone()
    };
    tx.update_comment(site, old, &empty).await?;
    tx.wipe_comment(site, old.id).await
}
