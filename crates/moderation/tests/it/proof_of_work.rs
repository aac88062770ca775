//! Proof of work.

use aws_lc_rs::digest;
use data_encoding::{BASE64, HEXLOWER};
use dateline_moderation::{
    Error,
    pow::{Challenge, Key, SOLUTION_BYTES_MAX},
};

const SECRET: &[u8] = b"thirty-two bytes only we know!!!";
const NOON: i64 = 1_800_000_000_000;
const LATER: i64 = NOON + 600_000;

fn challenge() -> Challenge {
    Key::new(SECRET).challenge([7; 16], 1_000, LATER)
}

/// What the browser does: try every number.
fn number(challenge: &Challenge) -> u32 {
    (0..=challenge.maxnumber)
        .find(|number| {
            let sum = digest::digest(&digest::SHA256, format!("{}{number}", challenge.salt).as_bytes());
            HEXLOWER.encode(sum.as_ref()) == challenge.challenge
        })
        .unwrap()
}

fn solution(challenge: &Challenge, number: &str) -> String {
    let Challenge { algorithm, challenge, salt, signature, .. } = challenge;
    let json = format!(
        "{{\"algorithm\":\"{algorithm}\",\"challenge\":\"{challenge}\",\"number\":{number},\"salt\":\"{salt}\",\"signature\":\"{signature}\",\"took\":12}}"
    );
    BASE64.encode(json.as_bytes())
}

#[test]
fn a_solved_challenge_is_accepted_and_named_so_that_it_is_good_once() {
    let challenge = challenge();
    let solved =
        Key::new(SECRET).check(&solution(&challenge, &number(&challenge).to_string()), NOON).unwrap();
    assert_eq!((solved.challenge, solved.expires), (challenge.challenge, LATER));
}

#[test]
fn a_challenge_is_written_as_altcha_reads_it() {
    let json = serde_json::to_string(&challenge()).unwrap();
    assert!(json.starts_with("{\"algorithm\":\"SHA-256\",\"challenge\":\""), "{json}");
    assert!(
        json.contains(
            "\"maxnumber\":1000,\"salt\":\"070707070707070707070707?expires=1800000600&\",\"signature\":\""
        ),
        "{json}"
    );
}

#[test]
fn a_challenge_is_good_until_its_second() {
    let challenge = challenge();
    let solution = solution(&challenge, &number(&challenge).to_string());
    assert!(Key::new(SECRET).check(&solution, LATER - 1).is_ok());
    assert!(matches!(Key::new(SECRET).check(&solution, LATER), Err(Error::ProofExpired)));
}

#[test]
fn a_wrong_number_another_sites_challenge_and_a_longer_life_are_refused() {
    let key = Key::new(SECRET);
    let challenge = challenge();
    let right = number(&challenge);
    let wrong = key.check(&solution(&challenge, &(right + 1).to_string()), NOON);
    assert!(matches!(wrong, Err(Error::ProofWrong)));
    let other =
        Key::new(b"another secret of thirty-two byt").check(&solution(&challenge, &right.to_string()), NOON);
    assert!(matches!(other, Err(Error::ProofForged)));
    let mut longer = challenge.clone();
    longer.salt = longer.salt.replace("1800000600", "1900000600");
    assert!(matches!(key.check(&solution(&longer, &right.to_string()), NOON), Err(Error::ProofWrong)));
    // Moving digits from the number to the expiry keeps the sum, but not the mark between them.
    let mut spliced = challenge.clone();
    let digits = right.to_string();
    spliced.salt = format!("{}{}", spliced.salt, &digits[..1]);
    let spliced = key.check(&solution(&spliced, digits[1..].trim_start_matches('0')), NOON);
    assert!(spliced.is_err(), "{spliced:?}");
}

#[test]
fn what_is_no_solution_is_unreadable() {
    let key = Key::new(SECRET);
    let no_solution = ["", "x", "e30=", "bnVsbA==", "[]", "\u{0}", "AAAA"];
    for text in no_solution {
        assert!(matches!(key.check(text, NOON), Err(Error::ProofUnreadable)), "{text}");
    }
    let long = "A".repeat(SOLUTION_BYTES_MAX + 1);
    assert!(matches!(key.check(&long, NOON), Err(Error::ProofUnreadable)));
}
