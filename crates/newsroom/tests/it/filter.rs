//! The spam filter at work: what it holds and why, what moderators teach it, and what it forgets.

use dateline_model::{Comment, CommentId, CommentState, Post, PostKind, Role};
use dateline_newsroom::{
    Assessment, CommentError, CommentForm, CommentRules, Move, NewsroomError, PostEdit, TagRef,
};

use crate::desk::{DAY, Desk, newsroom_suite, ruling, taken, titled};

newsroom_suite!(
    an_ordinary_comment_is_shown_with_its_score,
    a_dozen_links_go_to_the_spam_drawer_with_the_reason,
    a_link_to_the_paper_itself_is_none,
    the_strictest_of_filter_and_rules_wins,
    a_comment_judged_without_the_filter_says_only_which_rule_held_it,
    a_busy_network_waits_and_another_house_does_not,
    the_same_words_all_over_the_site_wait,
    a_name_that_looks_like_the_staffs_waits,
    what_moderators_called_spam_is_recognised,
    another_process_learns_it_too,
    back_in_the_queue_nothing_was_taught,
    a_removal_teaches_nothing_about_spam,
    confirming_what_is_shown_teaches_too,
    comments_from_before_the_filter_can_be_taught,
    a_filter_made_to_forget_knows_nothing,
    regulars_are_trusted,
    listed_words_are_held_and_refused_whatever_the_score,
    a_list_that_cannot_be_used_is_refused,
    a_section_may_be_stricter_than_its_site,
    a_story_of_a_certain_age_takes_no_more_comments,
);

impl Desk {
    /// What was stored about a comment.
    async fn assessment(&self, comment: &Comment) -> Assessment {
        let stored = self.read().await.verdict(self.paper.id(), comment.id).await.unwrap();
        Assessment::of_stored(stored.as_deref()).unwrap()
    }

    async fn words(&self, comment: &Comment) -> Vec<String> {
        self.assessment(comment).await.reasons.into_iter().map(|why| why.word).collect()
    }

    /// A comment from house number `house`.
    async fn out_of_house(&self, house: usize, name: &str, body: &str) -> Comment {
        let story = self.the_story().await;
        taken(self.send(&story, self.form(&story, name, body), &format!("2001:db8:{house:x}::1")).await)
    }

    /// The only story of the site, published when it is asked for first.
    async fn the_story(&self) -> Post {
        let site = self.paper.id();
        let found = self.read().await.desk_post_by_slug(site, PostKind::Post, "bridge").await.unwrap();
        match found {
            Some(story) => story,
            None => self.published("Bridge").await,
        }
    }

    async fn decide(&self, ids: &[CommentId], to: CommentState) {
        self.newsroom.moderate(&self.paper, ids, ruling(to)).await.unwrap();
    }

    async fn taught(&self) -> usize {
        self.newsroom.lessons(self.paper.id()).await.unwrap().iter().len()
    }

    /// Twelve comments of each kind, all decided about.
    async fn teach(&self) {
        let (mut spam, mut fine) = (Vec::new(), Vec::new());
        for n in 0..12 {
            let lucky = format!("Win the lottery tonight, number {n}, ask doctor Osas for the winning spell");
            spam.push(self.out_of_house(2 * n, &format!("Lucky {n}"), &lucky).await.id);
            let said = format!("The council of ward {n} should have asked the people who live by the water");
            fine.push(self.out_of_house(2 * n + 1, &format!("Reader {n}"), &said).await.id);
        }
        self.decide(&spam, CommentState::Spam).await;
        self.decide(&fine, CommentState::Approved).await;
    }
}

const LUCKY: &str = "Doctor Osas gave me the winning spell for the lottery";
const PILLS: &str = "http://a.example http://b.example http://c.example http://d.example http://e.example \
    http://f.example http://g.example http://h.example http://i.example http://j.example http://k.example http://l.example";

async fn an_ordinary_comment_is_shown_with_its_score(desk: Desk) {
    let comment = desk.out_of_house(1, "Ana", "The bridge is open again, at last.").await;
    assert_eq!(comment.state, CommentState::Approved);
    let assessment = desk.assessment(&comment).await;
    assert!(assessment.score.is_some_and(|score| score < 0.2), "{assessment:?}");
}

async fn a_dozen_links_go_to_the_spam_drawer_with_the_reason(desk: Desk) {
    let comment = desk.out_of_house(1, "Ana", PILLS).await;
    assert_eq!(comment.state, CommentState::Spam);
    let assessment = desk.assessment(&comment).await;
    let sentences: Vec<_> = assessment.reasons.iter().map(|why| why.sentence.as_str()).collect();
    assert!(sentences.contains(&"12 links"), "{sentences:?}");
    assert!(assessment.score.unwrap() > 0.9);
}

async fn a_link_to_the_paper_itself_is_none(mut desk: Desk) {
    desk.set("url", "https://www.bell.example").await;
    let own =
        desk.out_of_house(1, "Ana", "You wrote so yourselves: https://bell.example/2024/05/bridge/").await;
    assert!(desk.words(&own).await.is_empty());
    // A dozen readers who quote the paper within an hour are no campaign.
    for reader in 2..14 {
        let body = format!("As reader {reader} I disagree, see https://bell.example/2024/05/bridge/");
        let said = desk.out_of_house(reader, "Ben", &body).await;
        assert_eq!(said.state, CommentState::Approved, "{reader}");
    }
    let away = desk.out_of_house(20, "Ben", "Others wrote about it too: https://other.example/bridge").await;
    assert!(desk.words(&away).await.contains(&"links-1".to_owned()));
}

async fn the_strictest_of_filter_and_rules_wins(mut desk: Desk) {
    for (moderation, ordinary) in
        [("open", CommentState::Approved), ("first", CommentState::Pending), ("all", CommentState::Pending)]
    {
        desk.set("moderation", moderation).await;
        let said = desk.out_of_house(1, "Ana", &format!("well said, {moderation}")).await;
        assert_eq!(said.state, ordinary, "{moderation}");
        let spam = desk.out_of_house(2, "Bot", &format!("{PILLS} {moderation}")).await;
        assert_eq!(spam.state, CommentState::Spam, "{moderation}");
        desk.decide(&[said.id], CommentState::Removed).await;
    }
    let waits = desk.out_of_house(3, "Bea", "me too").await;
    assert_eq!(desk.words(&waits).await[0], "all-held");
}

async fn a_comment_judged_without_the_filter_says_only_which_rule_held_it(desk: Desk) {
    let mut desk = desk.under(CommentRules { spam_filter: false, ..CommentRules::default() }).await;
    let shown = desk.out_of_house(1, "Ana", PILLS).await;
    assert_eq!(shown.state, CommentState::Approved);
    assert_eq!(desk.assessment(&shown).await, Assessment::default());
    desk.set("moderation", "first").await;
    let waits = desk.out_of_house(2, "Bea", "me too").await;
    assert_eq!((waits.state, desk.words(&waits).await), (CommentState::Pending, vec!["newcomer".to_owned()]));
}

async fn a_busy_network_waits_and_another_house_does_not(desk: Desk) {
    let mut last = None;
    for n in 0..25 {
        last = Some(desk.out_of_house(7, "Ana", &format!("word number {n}")).await);
    }
    let last = last.unwrap();
    assert_eq!(last.state, CommentState::Pending);
    let reasons = desk.assessment(&last).await.reasons;
    assert!(reasons.iter().any(|why| why.sentence == "25 comments from the same address in an hour"));
    assert_eq!(desk.out_of_house(8, "Bea", "word number 25").await.state, CommentState::Approved);
}

async fn the_same_words_all_over_the_site_wait(desk: Desk) {
    let same = "Hello friends, I am so happy that I found this wonderful page today";
    let mut states = Vec::new();
    for house in 1..=6 {
        states.push(desk.out_of_house(house, &format!("Guest {house}"), same).await.state);
    }
    assert_eq!(states[0], CommentState::Approved);
    assert_eq!(states[5], CommentState::Pending);
}

async fn a_name_that_looks_like_the_staffs_waits(desk: Desk) {
    desk.newsroom.add_user(&desk.paper, "ana@bell.example", "Ana Reis", Role::Editor).await.unwrap();
    desk.newsroom.learn().await.unwrap();
    let story = desk.the_story().await;
    for name in ["Ana Reis", "ANA REIS", "Аnа Rеis", "Ana.Re\u{301}is"] {
        let form = CommentForm { body: format!("said {name}"), ..desk.form(&story, name, "") };
        let comment = taken(desk.send(&story, form, "192.0.2.1").await);
        assert_eq!(comment.state, CommentState::Pending, "{name}");
        assert!(desk.words(&comment).await.contains(&"staff-name".to_owned()), "{name}");
    }
    assert_eq!(desk.out_of_house(1, "Ana", "just Ana").await.state, CommentState::Approved);
}

async fn what_moderators_called_spam_is_recognised(desk: Desk) {
    assert_eq!(
        desk.out_of_house(40, "Joy", LUCKY).await.state,
        CommentState::Approved,
        "nobody taught it yet"
    );
    desk.teach().await;
    assert_eq!(desk.newsroom.learn().await.unwrap(), 1);
    assert_eq!(desk.newsroom.learn().await.unwrap(), 0, "nothing new");
    let spam = desk.out_of_house(41, "Joy", &format!("{LUCKY}, thank you")).await;
    assert_ne!(spam.state, CommentState::Approved);
    let reasons = desk.assessment(&spam).await.reasons;
    let named = reasons.iter().find(|why| why.word == "words").map(|why| why.sentence.clone()).unwrap();
    assert!(named.starts_with("looks like what you marked as spam: "), "{named}");
    let fine = desk.out_of_house(42, "Ana", "The people by the water were never asked").await;
    assert_eq!(fine.state, CommentState::Approved);
}

async fn another_process_learns_it_too(desk: Desk) {
    let other = desk.second_process().await;
    desk.teach().await;
    assert_eq!(other.learn().await.unwrap(), 1);
    let story = desk.the_story().await;
    let form = desk.form(&story, "Joy", LUCKY);
    let spam = taken(other.comment(&desk.paper, &story, form, "2001:db8:99::1".parse().unwrap()).await);
    assert_ne!(spam.state, CommentState::Approved);
}

async fn back_in_the_queue_nothing_was_taught(desk: Desk) {
    let comment = desk.out_of_house(1, "Joy", LUCKY).await;
    desk.decide(&[comment.id], CommentState::Spam).await;
    assert_eq!(desk.taught().await, 1);
    desk.decide(&[comment.id], CommentState::Approved).await;
    assert_eq!(desk.taught().await, 1, "the last word counts");
    desk.decide(&[comment.id], CommentState::Pending).await;
    assert_eq!(desk.taught().await, 0);
}

async fn a_removal_teaches_nothing_about_spam(desk: Desk) {
    let rude = desk.out_of_house(1, "Ann", "You are all fools").await;
    desk.decide(&[rude.id], CommentState::Removed).await;
    assert_eq!(desk.taught().await, 0);
    let spam = desk.out_of_house(2, "Joy", LUCKY).await;
    desk.decide(&[spam.id], CommentState::Spam).await;
    desk.decide(&[spam.id], CommentState::Removed).await;
    assert_eq!(desk.taught().await, 1, "spam stays spam when it is cleared away");
    let fine = desk.out_of_house(3, "Ben", "I was there").await;
    desk.decide(&[fine.id], CommentState::Approved).await;
    desk.decide(&[fine.id], CommentState::Removed).await;
    assert_eq!(desk.taught().await, 1, "a removed comment is no example of a good one");
}

async fn confirming_what_is_shown_teaches_too(desk: Desk) {
    let shown = desk.out_of_house(1, "Ana", "I was there").await;
    assert_eq!(shown.state, CommentState::Approved);
    desk.decide(&[shown.id], CommentState::Approved).await;
    assert_eq!(desk.taught().await, 1);
}

async fn comments_from_before_the_filter_can_be_taught(desk: Desk) {
    let (site, story) = (desk.paper.id(), desk.the_story().await);
    let template = desk.out_of_house(1, "Joy", LUCKY).await;
    let old = Comment { id: CommentId::mint(1), post: story.id, submission: None, ..template };
    let (id, stored) = (old.id, old.clone());
    let insert = desk.newsroom.store().write(move |tx| {
        Box::pin(async move { tx.insert_comment(site, &Comment { root: stored.id, ..stored }).await })
    });
    assert!(insert.await.unwrap());
    assert_eq!(desk.read().await.verdict(site, id).await.unwrap(), None);
    desk.decide(&[id], CommentState::Spam).await;
    assert_eq!(desk.taught().await, 1);
}

async fn a_filter_made_to_forget_knows_nothing(desk: Desk) {
    desk.teach().await;
    desk.newsroom.learn().await.unwrap();
    assert_eq!(desk.newsroom.forget_lessons(desk.paper.id()).await.unwrap(), 24);
    assert_eq!(desk.newsroom.learn().await.unwrap(), 1);
    assert_eq!(desk.out_of_house(50, "Joy", LUCKY).await.state, CommentState::Approved);
}

async fn regulars_are_trusted(desk: Desk) {
    let links = "See https://a.example and https://b.example, mostly the second https one";
    let stranger = desk.out_of_house(1, "Joy", links).await;
    for n in 0..3 {
        desk.out_of_house(2, "Ana", &format!("remark number {n}")).await;
    }
    let soon = desk.out_of_house(2, "Ana", &format!("{links} today")).await;
    assert!(
        !desk.words(&soon).await.contains(&"known-writer".to_owned()),
        "who sends many is not known for it"
    );
    desk.clock.advance(2 * DAY);
    let known = desk.out_of_house(2, "Ana", links).await;
    let (a, b) = (desk.assessment(&stranger).await.score, desk.assessment(&known).await.score);
    assert!(b < a, "{b:?} {a:?}");
    assert!(desk.words(&known).await.contains(&"known-writer".to_owned()));
}

async fn listed_words_are_held_and_refused_whatever_the_score(mut desk: Desk) {
    desk.teach().await;
    desk.newsroom.learn().await.unwrap();
    desk.set("held_words", "harbour master\nferr*").await;
    desk.set("refused_words", "casino").await;
    let said = async |desk: &Desk, house, body: &str| desk.out_of_house(house, "Ana", body).await;
    assert_eq!(said(&desk, 60, "Ask the Harbour Master").await.state, CommentState::Pending);
    assert_eq!(said(&desk, 61, "The ferries are late").await.state, CommentState::Pending);
    let refused = said(&desk, 62, "Like a ＣＡＳＩＮＯ in there").await;
    assert_eq!(refused.state, CommentState::Spam);
    let reasons = desk.assessment(&refused).await.reasons;
    assert_eq!(reasons[0].sentence, "\"casino\" is on the list of words to refuse");
    assert_eq!(said(&desk, 63, "The people by the water").await.state, CommentState::Approved);
    // The lists outlive what is learnt, and change with the settings.
    desk.newsroom.forget_lessons(desk.paper.id()).await.unwrap();
    desk.newsroom.learn().await.unwrap();
    assert_eq!(said(&desk, 64, "A casino, they say").await.state, CommentState::Spam);
    desk.set("refused_words", "").await;
    assert_eq!(said(&desk, 65, "A casino, they said").await.state, CommentState::Approved);
}

async fn a_list_that_cannot_be_used_is_refused(desk: Desk) {
    let set = async |value: String| {
        let change = [("held_words".to_owned(), value)];
        desk.newsroom.change_settings(&desk.paper, &change).await
    };
    assert!(set("word\n".repeat(1_000)).await.is_ok());
    let answer = set("word\n".repeat(1_001)).await;
    assert!(matches!(answer, Err(NewsroomError::WordList(_))), "{answer:?}");
    let answer = set("x".repeat(201)).await;
    assert!(matches!(answer, Err(NewsroomError::WordList(_))), "{answer:?}");
}

async fn a_section_may_be_stricter_than_its_site(mut desk: Desk) {
    let edit = PostEdit { tags: Some(vec![TagRef::named("Politics")]), ..titled("Vote") };
    let vote = desk.create(edit, Move::Publish(None)).await.unwrap();
    let bridge = desk.the_story().await;
    desk.set("comment_rules", "tag:politics links").await;
    let link = "The results are at https://vote.example for who wants to read them";
    let said = async |desk: &Desk, story: &Post, body: &str| {
        taken(desk.send(story, desk.form(story, "Ana", body), "192.0.2.1").await)
    };
    assert_eq!(said(&desk, &vote, "Well done").await.state, CommentState::Approved);
    let waits = said(&desk, &vote, link).await;
    assert_eq!((waits.state, desk.words(&waits).await[0].as_str()), (CommentState::Pending, "links-held"));
    assert_eq!(said(&desk, &bridge, link).await.state, CommentState::Approved);
    desk.set("comment_rules", &format!("tag:politics links\nstory:{} closed", bridge.id)).await;
    let answer = desk.send(&bridge, desk.form(&bridge, "Ana", "late"), "192.0.2.1").await;
    assert!(matches!(answer, Err(CommentError::Closed)), "{answer:?}");
}

async fn a_story_of_a_certain_age_takes_no_more_comments(mut desk: Desk) {
    desk.set("comment_days", "14").await;
    let story = desk.the_story().await;
    desk.clock.advance(14 * DAY - 1);
    desk.comment(&story, "Ana", "in time").await;
    desk.clock.advance(1);
    let answer = desk.send(&story, desk.form(&story, "Ana", "too late"), "192.0.2.1").await;
    assert!(matches!(answer, Err(CommentError::Closed)), "{answer:?}");
}
