//! What lists do not show of stories, tags and authors: read from what a program sends, written into what it gets.

use dateline_model::{Correction, Detail, Details, Millis};
use dateline_press::Addresses;
use serde_json::{Value, json};

use super::body::Sent;
use super::error::GhostError;
use super::{Call, shape};

/// The most corrections of a story.
const CORRECTIONS_MAX: usize = 50;
/// The most characters of a correction.
const CORRECTION_CHARS_MAX: usize = 1_000;
/// Ghost's name for the opposite of [`Detail::HideTitleAndImage`].
const SHOW_TITLE: &str = "show_title_and_feature_image";

/// What a newsroom's edit takes.
pub(super) type Changes = Vec<(Detail, Option<String>)>;

/// The changes to `which` that were sent; what was not sent stays.
pub(super) fn changes(call: &Call<'_>, sent: &Sent, which: &[Detail]) -> Result<Changes, GhostError> {
    let mut changes = Changes::new();
    for detail in which {
        let name = detail.as_str();
        let value = match detail {
            Detail::EmbargoUntil | Detail::UnpublishAt => {
                let moment = sent.moment(name)?.map(|at| at.to_string());
                if moment.is_none() && !sent.clears(name) { None } else { Some(moment) }
            }
            Detail::HideTitleAndImage => {
                sent.flag(SHOW_TITLE)?.map(|shows| (!shows).then(|| "true".to_owned()))
            }
            Detail::Corrections => corrections(call, sent)?,
            detail => {
                let text = sent.text(name, detail.max_chars())?;
                if detail.is_picture() {
                    text.map(|text| text.map(|text| shape::own(call.visit, &text)))
                } else {
                    text
                }
            }
        };
        changes.extend(value.map(|value| (*detail, value)));
    }
    Ok(changes)
}

/// Corrections as `[{"at": "2026-11-26T09:00:00.000Z", "text": "…"}]`; one without a moment is of now.
#[allow(
    clippy::option_option,
    reason = "not sent, cleared and set are three things, as in the newsroom's edits"
)]
fn corrections(call: &Call<'_>, sent: &Sent) -> Result<Option<Option<String>>, GhostError> {
    let name = Detail::Corrections.as_str();
    let Some(list) = sent.list(name)? else { return Ok(sent.clears(name).then_some(None)) };
    if list.len() > CORRECTIONS_MAX {
        return Err(sent.wrong(name, "has more than 50 entries"));
    }
    let mut corrections = Vec::with_capacity(list.len());
    for one in list {
        let text = one["text"].as_str().map(str::trim).filter(|text| !text.is_empty());
        let text = text.ok_or_else(|| sent.wrong(name, "needs a text in each entry"))?;
        if text.chars().count() > CORRECTION_CHARS_MAX {
            return Err(sent.wrong(name, "has an entry of more than 1,000 characters"));
        }
        let at = match one["at"].as_str() {
            Some(at) => {
                let at = at.parse::<jiff::Timestamp>();
                at.map_err(|_| sent.wrong(name, "has an entry whose at is no moment"))?.as_millisecond()
            }
            None => call.visit.now,
        };
        corrections.push(Correction { at, text: text.to_owned() });
    }
    let json = serde_json::to_string(&corrections).unwrap_or_default();
    Ok(Some((!corrections.is_empty()).then_some(json)))
}

/// Writes texts and addresses of `which` into an object, null where there is none.
pub(super) fn show(json: &mut Value, addresses: &Addresses<'_>, details: &Details, which: &[Detail]) {
    for detail in which {
        let text = details.get(*detail);
        json[detail.as_str()] = match text {
            Some(_) if detail.is_picture() => json!(shape::whole_address(addresses, text)),
            text => json!(text),
        };
    }
}

/// Writes what only the desk is told of a story.
pub(super) fn show_to_desk(json: &mut Value, details: &Details) {
    for detail in [Detail::ImageCredit, Detail::ImageLicence, Detail::ImageFocus] {
        json[detail.as_str()] = json!(details.get(detail));
    }
    let moment = |at: Option<Millis>| at.map(shape::utc);
    for detail in [Detail::EmbargoUntil, Detail::UnpublishAt] {
        json[detail.as_str()] = json!(moment(details.moment(detail)));
    }
    let corrections = details.corrections().into_iter();
    let corrections: Vec<Value> =
        corrections.map(|one| json!({ "at": shape::utc(one.at), "text": one.text })).collect();
    json[Detail::Corrections.as_str()] = corrections.into();
}

/// Writes whether a page shows its title and its picture.
pub(super) fn show_title(json: &mut Value, details: &Details) {
    json[SHOW_TITLE] = details.get(Detail::HideTitleAndImage).is_none().into();
}
