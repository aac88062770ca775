//! One page of a list: where it stands among the others.

use serde_json::{Map, Value, json};

use super::Reply;
use super::query::Listing;

/// `{"posts":[…],"meta":{"pagination":{…}}}`.
pub(super) fn listed(name: &str, things: Vec<Value>, listing: &Listing, total: i64) -> Reply {
    let pages = ((total + listing.limit - 1) / listing.limit).max(1);
    let page = listing.page;
    let next = (page < pages).then_some(page + 1);
    // Far beyond the end there is no page before this one either.
    let prev = (page > 1 && page - 1 <= pages).then_some(page - 1);
    let pagination = json!({
        "page": page, "limit": listing.limit, "pages": pages, "total": total, "next": next, "prev": prev,
    });
    Reply::Ok(json!({ name: things, "meta": { "pagination": pagination } }))
}

/// `{"posts":[{…}]}`: a single thing has no `meta`, by which clients tell it from a list.
pub(super) fn single(name: &str, thing: Value) -> Value {
    let mut whole = Map::new();
    whole.insert(name.to_owned(), Value::Array(vec![thing]));
    Value::Object(whole)
}

/// The part of a list in memory that stands on this page.
pub(super) fn slice<T>(all: Vec<T>, listing: &Listing) -> Vec<T> {
    all.into_iter().skip(listing.offset() as usize).take(listing.limit as usize).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(page: i64, total: i64, pages: i64, next: Option<i64>, prev: Option<i64>) {
        let listing = Listing { limit: 15, page, order: Vec::new(), filter: Vec::new() };
        let Reply::Ok(json) = listed("posts", Vec::new(), &listing, total) else { panic!("not 200") };
        let found = &json["meta"]["pagination"];
        assert_eq!(
            (&found["pages"], &found["next"], &found["prev"]),
            (&json!(pages), &json!(next), &json!(prev))
        );
    }

    #[test]
    fn a_page_knows_its_neighbours() {
        check(1, 0, 1, None, None);
        check(1, 15, 1, None, None);
        check(1, 16, 2, Some(2), None);
        check(2, 40, 3, Some(3), Some(1));
        check(3, 40, 3, None, Some(2));
        check(4, 40, 3, None, Some(3));
        check(9, 3, 1, None, None);
    }
}
