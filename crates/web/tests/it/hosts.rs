//! Which site answers, and that nothing else a stranger sends changes what it says.

use axum::body::Body;
use axum::http::StatusCode;
use dateline_model::SiteSettings;

use crate::newspaper::{HOST, NOON, TestApp, a_post};

async fn second_site(app: &TestApp, host: &str, title: &str) {
    let settings = SiteSettings { title: title.to_owned(), ..SiteSettings::default() };
    app.newsroom.found_site(host, settings).await.unwrap();
    app.app.catch_up().await.unwrap();
}

#[tokio::test]
async fn each_host_name_has_its_own_paper() {
    let app = TestApp::new().await;
    second_site(&app, "ferry.example", "The Ferry Post").await;
    app.publish(a_post()).await;
    assert!(app.reader().get("/").await.text().contains("The Harbour Bell"));
    for host in ["ferry.example", "FERRY.example", "ferry.example.", "ferry.example:8080"] {
        let page = app.reader().at(host).get("/").await;
        assert!(page.text().contains("The Ferry Post"), "{host}");
        let story = app.reader().at(host).get("/harbour-bridge-reopens/").await;
        assert_eq!(story.status, StatusCode::NOT_FOUND, "{host} shows another paper's story");
    }
}

#[tokio::test]
async fn a_name_that_nobody_has_is_told_so() {
    let app = TestApp::new().await;
    for host in ["evil.example", "bell.example.evil.example", "evilbell.example", "127.0.0.1"] {
        let page = app.reader().at(host).get("/").await;
        assert_eq!(page.status, StatusCode::MISDIRECTED_REQUEST, "{host}");
        assert!(page.text().contains(host));
        assert_eq!(page.header("cache-control"), "no-store");
    }
    for host in ["", "a b", "<script>", "bell.example/x"] {
        assert_eq!(app.reader().at(host).get("/").await.status, StatusCode::BAD_REQUEST, "{host}");
    }
}

#[tokio::test]
async fn a_site_for_every_name_answers_where_no_other_does() {
    let app = TestApp::new().await;
    second_site(&app, "*", "The Catch-All").await;
    assert!(app.reader().at("anything.example").get("/").await.text().contains("The Catch-All"));
    assert!(app.reader().at("[2001:db8::1]:8080").get("/").await.text().contains("The Catch-All"));
    assert!(app.reader().get("/").await.text().contains("The Harbour Bell"));
}

#[tokio::test]
async fn addresses_are_made_of_the_sites_own_not_of_what_was_asked() {
    let app = TestApp::new().await;
    app.publish(a_post()).await;
    let forged = app
        .reader()
        .sending("x-forwarded-host", "evil.example")
        .sending("forwarded", "host=evil.example;proto=https")
        .sending("x-host", "evil.example");
    for path in ["/harbour-bridge-reopens/", "/rss/", "/sitemap.xml?page=1", "/robots.txt"] {
        let page = forged.get(path).await.text();
        assert!(page.contains("https://bell.example/") && !page.contains("evil"), "{path}");
    }
}

#[tokio::test]
async fn every_spelling_of_a_path_is_one_page_or_none() {
    let app = TestApp::new().await;
    app.publish(a_post()).await;
    let page = app.reader().get("/harbour-bridge-reopens/").await;
    for same in ["/%68arbour-bridge-reopens/", "/harbour%2Dbridge-reopens/", "/harbour-bridge-reopens%2F"] {
        let other = app.reader().get(same).await;
        assert_eq!((other.status, &other.bytes), (page.status, &page.bytes), "{same}");
    }
    for (sent, to) in [
        ("//harbour-bridge-reopens//", "/harbour-bridge-reopens/"),
        ("//evil.example/", "/evil.example/"),
        ("/harbour-bridge-reopens//?a=b", "/harbour-bridge-reopens/?a=b"),
        ("/harbour-bridge-reopens", "/harbour-bridge-reopens/"),
    ] {
        let moved = app.reader().get(sent).await;
        assert_eq!((moved.status, moved.header("location")), (StatusCode::MOVED_PERMANENTLY, to), "{sent}");
    }
    for refused in ["/%2e%2e/x", "/..%2fetc", "/%00", "/a%0d%0aSet-Cookie:x", "/%ff", "/%2", "/a/./b"] {
        assert_eq!(app.reader().get(refused).await.status, StatusCode::BAD_REQUEST, "{refused}");
    }
    let long = |bytes: usize| format!("/{}", "a".repeat(bytes - 1));
    assert_eq!(app.reader().get(&long(4096)).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.reader().get(&long(4097)).await.status, StatusCode::URI_TOO_LONG);
}

/// Names that servers, proxies and frameworks are known to listen to, and a few hundred that nobody knows.
fn suspicious_names() -> Vec<String> {
    let known = "x-forwarded-for x-forwarded-host x-forwarded-proto x-forwarded-port x-forwarded-server \
        x-forwarded-prefix x-forwarded-scheme x-forwarded-ssl forwarded x-real-ip x-client-ip true-client-ip \
        cf-connecting-ip cf-visitor fastly-client-ip x-cluster-client-ip x-original-url x-rewrite-url \
        x-original-host x-host x-http-host-override x-http-method x-http-method-override x-method-override \
        x-ghost-preview x-requested-with x-wap-profile x-att-deviceid x-ucbrowser-ua x-device x-mobile \
        front-end-https x-proto x-scheme x-url-scheme x-backend x-cache-key x-no-cache x-purge x-edge-location \
        surrogate-capability x-amz-website-redirect-location x-nextjs-data rsc next-router-state-tree accept \
        accept-language accept-charset accept-version authorization cookie dnt sec-gpc sec-ch-ua sec-ch-ua-mobile \
        sec-fetch-site sec-fetch-mode sec-fetch-dest save-data user-agent referer origin via from max-forwards \
        pragma cache-control upgrade-insecure-requests x-csrf-token x-debug x-wp-nonce x-twig x-theme x-lang \
        x-locale x-country x-tenant x-site x-user x-remote-user remote-user x-auth-request-email content-language";
    let invented = (0..220).map(|n| format!("x-invented-{n}"));
    known.split_whitespace().map(str::to_owned).chain(invented).collect()
}

#[tokio::test]
async fn three_hundred_header_names_change_nothing_in_a_shared_page() {
    let app = TestApp::new().await;
    app.publish(a_post().tagged(&["Harbour"])).await;
    let names = suspicious_names();
    assert!(names.len() >= 300, "{}", names.len());
    for path in ["/", "/harbour-bridge-reopens/", "/tag/harbour/", "/rss/", "/nowhere/"] {
        let clean = app.reader().get(path).await;
        for value in ["evil.example", "1", "https", "/admin"] {
            let all = names.iter().fold(app.reader(), |reader, name| reader.sending(name, value));
            assert_eq!(all.get(path).await, clean, "{path} with {value} everywhere");
        }
    }
    let clean = app.reader().get("/harbour-bridge-reopens/").await;
    for name in &names {
        let page = app.reader().sending(name, "evil.example").get("/harbour-bridge-reopens/").await;
        assert_eq!(page, clean, "{name}");
    }
}

#[tokio::test]
async fn a_wrong_request_never_panics() {
    let app = TestApp::new().await;
    for path in [
        "/?%",
        "/search?q=%ff%00&&&==",
        "/?commentPage=99999999999999999999",
        "/search?updated-max=never",
        "*",
    ] {
        let page = app.reader().ask("GET", path, Body::empty()).await;
        assert!(!page.status.is_server_error(), "{path}: {}", page.status);
    }
    assert_eq!(app.app.panics(), 0);
    assert_eq!((app.now(), HOST), (NOON, "bell.example"));
}
