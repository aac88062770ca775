//! A thread in the order it is read: replies under what they answer, four levels deep, deeper ones side by side
//! with a word about whom they answer.

use std::borrow::Borrow;
use std::collections::HashMap;

use dateline_model::{CommentId, CommentState, ShownComment};

/// Comments on one page of a thread: Blogger's 200 (contract U15).
pub const COMMENTS_ON_PAGE: i64 = 200;
/// Levels that are shown by nesting; 0 is the first.
const DEEPEST: i64 = 3;

/// A comment in its place on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Placed<'c> {
    pub(crate) comment: &'c ShownComment,
    /// 0 to 3.
    pub(crate) depth: i64,
    /// Whom it answers, where nesting does not show it.
    pub(crate) answers: Option<&'c ShownComment>,
}

/// Puts comments (in the store's order: by thread, then by time) where a reader looks for them. A removed
/// comment keeps its place only while something answers it.
pub(crate) fn in_order<C: Borrow<ShownComment>>(comments: &[C]) -> Vec<Placed<'_>> {
    let mut replies: HashMap<CommentId, Vec<&ShownComment>> = HashMap::new();
    let mut tops = Vec::new();
    let here: HashMap<CommentId, &ShownComment> =
        comments.iter().map(Borrow::borrow).map(|c| (c.id, c)).collect();
    for comment in comments.iter().map(Borrow::borrow) {
        match comment.parent.filter(|parent| here.contains_key(parent) && *parent != comment.id) {
            Some(parent) => replies.entry(parent).or_default().push(comment),
            None => tops.push(comment),
        }
    }
    let mut placed = Vec::with_capacity(comments.len());
    // A stack in place of recursion: a thread may be a hundred levels deep.
    let mut waiting: Vec<(&ShownComment, i64)> = tops.into_iter().rev().map(|top| (top, 0)).collect();
    while let Some((comment, depth)) = waiting.pop() {
        let answers =
            comment.parent.and_then(|parent| here.get(&parent).copied()).filter(|_| depth > DEEPEST);
        placed.push(Placed { comment, depth: depth.min(DEEPEST), answers });
        if let Some(mine) = replies.remove(&comment.id) {
            waiting.extend(mine.into_iter().rev().map(|reply| (reply, depth + 1)));
        }
    }
    drop_empty_places(placed)
}

/// Takes out removed comments that nothing stands under, from the end, so that a chain of them goes as a whole.
fn drop_empty_places(placed: Vec<Placed<'_>>) -> Vec<Placed<'_>> {
    let mut answered: std::collections::HashSet<CommentId> = std::collections::HashSet::new();
    let mut kept: Vec<Placed<'_>> = Vec::with_capacity(placed.len());
    for place in placed.into_iter().rev() {
        if place.comment.state == CommentState::Removed && !answered.contains(&place.comment.id) {
            continue;
        }
        answered.extend(place.comment.parent);
        kept.push(place);
    }
    kept.reverse();
    kept
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use dateline_model::PostId;

    use super::*;

    fn comment(number: i64, parent: Option<&ShownComment>) -> ShownComment {
        let id = CommentId(dateline_model::mint_uuid(number, [0; 6]));
        ShownComment {
            id,
            post: PostId(dateline_model::mint_uuid(0, [0; 6])),
            parent: parent.map(|p| p.id),
            root: parent.map_or(id, |p| p.root),
            thread_at: parent.map_or(number, |p| p.thread_at),
            state: CommentState::Approved,
            author_name: number.to_string(),
            author_url: None,
            by_staff: false,
            html: String::new(),
            created_at: number,
            edited: false,
            likes: 0,
            import_key: None,
        }
    }

    fn read(comments: &[ShownComment]) -> String {
        let line = |place: &Placed<'_>| {
            let whom = place.answers.map_or(String::new(), |c| format!("→{}", c.author_name));
            format!("{}{}{whom}", "·".repeat(place.depth as usize), place.comment.author_name)
        };
        in_order(comments).iter().map(line).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn replies_stand_under_what_they_answer() {
        let first = comment(1, None);
        let second = comment(2, None);
        let late_reply = comment(3, Some(&first));
        let deeper = comment(4, Some(&late_reply));
        let sister = comment(5, Some(&first));
        let all = [first, late_reply, deeper, sister, second];
        assert_eq!(read(&all), "1 ·3 ··4 ·5 2");
    }

    #[test]
    fn the_fifth_level_stands_beside_the_fourth_and_says_whom_it_answers() {
        let mut all = vec![comment(1, None)];
        for number in 2..=6 {
            all.push(comment(number, all.last()));
        }
        assert_eq!(read(&all), "1 ·2 ··3 ···4 ···5→4 ···6→5");
    }

    #[test]
    fn a_removed_comment_keeps_its_place_only_while_it_is_answered() {
        let mut removed = comment(1, None);
        removed.state = CommentState::Removed;
        let reply = comment(2, Some(&removed));
        assert_eq!(read(&[removed.clone(), reply.clone()]), "1 ·2");
        assert_eq!(read(&[removed.clone()]), "");
        let mut gone_too = reply;
        gone_too.state = CommentState::Removed;
        assert_eq!(read(&[removed, gone_too]), "");
    }

    #[test]
    fn a_reply_whose_parent_is_on_another_page_is_still_shown() {
        let parent = comment(1, None);
        let reply = comment(2, Some(&parent));
        assert_eq!(read(&[reply]), "2");
    }

    #[test]
    fn a_circle_of_replies_ends() {
        let mut a = comment(1, None);
        let b = comment(2, Some(&a));
        a.parent = Some(b.id);
        assert_eq!(read(&[a, b]), "");
    }
}
