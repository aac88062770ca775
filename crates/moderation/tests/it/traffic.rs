//! What arrived lately.

use std::net::IpAddr;

use dateline_moderation::{Network, Recent, Submission, Traffic};

use crate::saying;

const HOUR: i64 = 3_600_000;
/// The beginning of some hour and day.
const NOON: i64 = 20_000 * 24 * HOUR + 12 * HOUR;
const AD: &str = "This helped me so much, I found the best loans at the bank round the corner";

fn network(address: &str) -> Network {
    Network::of(address.parse::<IpAddr>().unwrap())
}

/// The traffic the last of several arrivals sees, one a second.
fn last(texts: &[&str]) -> Traffic {
    let mut recent = Recent::new(7);
    texts
        .iter()
        .enumerate()
        .map(|(at, text)| recent.arrive(1, None, &saying(text), NOON + at as i64 * 1_000))
        .last()
        .unwrap()
}

#[test]
fn the_same_text_is_counted_within_an_hour_and_a_day() {
    let mut recent = Recent::new(7);
    for n in 0..9 {
        let traffic = recent.arrive(1, None, &saying(AD), NOON + n * 60_000);
        assert_eq!((traffic.same_text_hour, traffic.same_text_day), (n as u32, n as u32));
    }
    let later = recent.arrive(1, None, &saying(AD), NOON + 3 * HOUR);
    assert_eq!((later.same_text_hour, later.same_text_day), (0, 9));
    let next_week = recent.arrive(1, None, &saying(AD), NOON + 7 * 24 * HOUR);
    assert_eq!(next_week, Traffic::default());
}

#[test]
fn a_text_with_a_few_words_changed_is_still_the_same() {
    let long = "I never thought that it would work but after three weeks with this programme I have lost a lot of weight \
                and all of my friends ask me how I did it so I tell them to look for the doctor of the programme";
    let changed = long.replace("three", "five");
    assert_eq!(last(&[long, &changed]).same_text_hour, 1);
    assert_eq!(last(&[AD, &AD.to_uppercase()]).same_text_hour, 1);
    assert_eq!(last(&[AD, &format!("{AD} !!! 😀")]).same_text_hour, 1);
    let other = "The council has not said a word about the costs of the ferry in all the years that I have lived here";
    assert_eq!(last(&[long, other]).same_text_hour, 0);
}

#[test]
fn short_thanks_are_not_copies_of_each_other() {
    assert_eq!(last(&["Thank you!"; 30]).same_text_hour, 0);
}

#[test]
fn an_hour_slides() {
    let mut recent = Recent::new(7);
    for n in 0..60 {
        recent.arrive(1, None, &saying(AD), NOON + n * 60_000);
    }
    let half_past = recent.arrive(1, None, &saying(AD), NOON + HOUR + HOUR / 2).same_text_hour;
    assert!((25..=35).contains(&half_past), "thirty lie within the hour, counted {half_past}");
}

#[test]
fn an_ipv6_household_is_a_64_and_a_provider_a_48() {
    let of = network;
    assert_eq!(of("2001:db8:1:2::1").narrow(), of("2001:db8:1:2:ffff::9").narrow());
    assert_ne!(of("2001:db8:1:2::1").narrow(), of("2001:db8:1:3::1").narrow());
    assert_eq!(of("2001:db8:1:2::1").wide(), of("2001:db8:1:ffff::1").wide());
    assert_ne!(of("2001:db8:1:2::1").wide(), of("2001:db8:2:2::1").wide());
    assert_eq!(of("192.0.2.1").wide(), of("192.0.2.200").wide());
    assert_ne!(of("192.0.2.1").narrow(), of("192.0.2.200").narrow());
    assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
}

#[test]
fn arrivals_of_a_network_are_counted_whatever_they_say() {
    let mut recent = Recent::new(7);
    let mut arrive =
        |address: &str, n: i64| recent.arrive(1, Some(network(address)), &saying("Hello there"), NOON + n);
    for n in 0..10 {
        arrive(&format!("2001:db8:1:2::{n}"), n);
    }
    let same = arrive("2001:db8:1:2::ffff", 20);
    assert_eq!((same.network_hour, same.wide_network_hour), (10, 10));
    let neighbour = arrive("2001:db8:1:3::1", 21);
    assert_eq!((neighbour.network_hour, neighbour.wide_network_hour), (0, 11));
}

#[test]
fn a_campaign_is_known_by_its_address_or_its_odd_word() {
    assert_eq!(
        last(&["Try shop77 tonight", "My brother won at SHOP77", "all praise ｓｈｏｐ77 again"])
            .campaign_hour,
        2
    );
    assert_eq!(last(&["see pills.com", "I like http://www.pills.com/x a lot"]).campaign_hour, 1);
    assert_eq!(last(&["The bridge is open", "Open the bridge", "A bridge!"]).campaign_hour, 0);
}

#[test]
fn sites_do_not_see_each_other() {
    let mut recent = Recent::new(7);
    recent.arrive(1, Some(network("192.0.2.1")), &saying(AD), NOON);
    assert_eq!(recent.arrive(2, Some(network("192.0.2.1")), &saying(AD), NOON), Traffic::default());
}

#[test]
fn a_flood_leaves_the_memory_as_large_as_it_was_and_still_counts_what_is_frequent() {
    let mut recent = Recent::new(7);
    let mut seen = 0;
    for n in 0..60_000_u32 {
        let address = IpAddr::from(((0x2001_0db8_u128 << 96) | (u128::from(n) << 64)).to_be_bytes());
        let text = format!("flood number {n} of many more that will follow {}", n * 7);
        recent.arrive(1, Some(Network::of(address)), &saying(&text), NOON);
        if n % 100 == 0 {
            seen = recent.arrive(1, Some(network("192.0.2.1")), &saying(AD), NOON).network_hour;
        }
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn a_clock_that_jumps_does_no_harm() {
    let mut recent = Recent::new(7);
    for now in [NOON, i64::MIN, i64::MAX, 0, -1, NOON - 24 * HOUR, NOON] {
        recent.arrive(1, Some(network("192.0.2.1")), &saying(AD), now);
    }
    let nothing = Submission::default();
    assert_eq!(recent.arrive(3, None, &nothing, NOON), Traffic::default());
}
