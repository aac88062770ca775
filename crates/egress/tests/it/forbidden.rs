use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use dateline_egress::{Egress, EgressError, Limits, Policy};

use crate::{egress_to, server};

/// Ways to write an address that is not public, with and without tricks.
const SPELLINGS: [&str; 68] = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://127.255.255.254/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://0x7f.0x0.0x0.0x1/",
    "http://017700000001/",
    "http://0177.0.0.1/",
    "http://0177.1/",
    "http://127.0.0.1./",
    "http://%31%32%37.0.0.1/",
    "http://１２７.0.0.1/",
    "http://①②⑦.0.0.1/",
    "http://127。0。0。1/",
    "http://0/",
    "http://0.0.0.0/",
    "http://0.1.2.3/",
    "http://localhost/",
    "http://LOCALHOST/",
    "http://localhost./",
    "http://foo.localhost/",
    "http://10.0.0.1/",
    "http://012.0.0.1/",
    "http://167772161/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://3232235777/",
    "http://0xc0.0xa8.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://169.254.43518/",
    "http://2852039166/",
    "http://0xa9fea9fe/",
    "http://0251.0376.0251.0376/",
    "http://100.64.0.1/",
    "http://100.100.100.200/",
    "http://192.0.0.192/",
    "http://192.0.2.1/",
    "http://198.18.0.1/",
    "http://198.51.100.7/",
    "http://203.0.113.9/",
    "http://224.0.0.1/",
    "http://239.255.255.250/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://4294967295/",
    "http://[::1]/",
    "http://[::]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[64:ff9b:1::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2002:a9fe:a9fe::]/",
    "http://[2001:0:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
    "http://[100::1]/",
];

#[tokio::test]
async fn no_spelling_leads_home() {
    let egress = Egress::new(Policy::public()).unwrap();
    for spelling in SPELLINGS {
        let refused = egress.get(spelling, &Limits::default()).await.unwrap_err();
        // A name that this machine does not know leads nowhere, which is as well.
        let is_unknown_name =
            spelling.contains("localhost") && matches!(refused, EgressError::Unreachable(_));
        assert!(matches!(refused, EgressError::NotPublic(_)) || is_unknown_name, "{spelling}: {refused:?}");
    }
}

#[tokio::test]
async fn only_the_web_is_asked_and_without_passwords() {
    let egress = Egress::new(Policy::public()).unwrap();
    for address in [
        "file:///etc/passwd",
        "ftp://example.org/",
        "gopher://example.org/",
        "data:text/plain,x",
        "javascript:alert(1)",
        "http://",
        "//example.org/",
        "http://user@example.org/",
        "http://user:secret@example.org/",
        "not an address",
        "",
    ] {
        let refused = egress.get(address, &Limits::default()).await.unwrap_err();
        assert!(matches!(refused, EgressError::NotAnAddress(_)), "{address}: {refused:?}");
    }
    for address in ["http://8.8.8.8:22/", "http://8.8.8.8:6379/", "http://example.org:25/"] {
        let refused = egress.get(address, &Limits::default()).await.unwrap_err();
        assert!(matches!(refused, EgressError::NotPublic(_)), "{address}: {refused:?}");
    }
}

#[tokio::test]
async fn a_redirect_does_not_lead_home_either() {
    let visits = Arc::new(AtomicUsize::new(0));
    let canary = server(
        {
            let visits = Arc::clone(&visits);
            move |_| {
                visits.fetch_add(1, Ordering::SeqCst);
                crate::ok("secret")
            }
        },
        false,
    )
    .await;
    for to in [
        format!("http://{canary}/"),
        format!("http://localhost:{}/", canary.port()),
        format!("//127.1:{}/", canary.port()),
        "http://[::ffff:127.0.0.1]/".to_owned(),
        "http://169.254.169.254/".to_owned(),
        "file:///etc/passwd".to_owned(),
    ] {
        let answer =
            format!("HTTP/1.1 301 Moved\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        let address = server(move |_| answer.clone(), false).await;
        let refused =
            egress_to(address).get(&format!("http://{address}/"), &Limits::default()).await.unwrap_err();
        let is_refused = matches!(refused, EgressError::NotPublic(_) | EgressError::NotAnAddress(_));
        assert!(is_refused, "{to}: {refused:?}");
    }
    assert_eq!(visits.load(Ordering::SeqCst), 0);
}
