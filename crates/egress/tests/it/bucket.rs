//! The door to a bucket, against a store on this machine that checks every signature.

use dateline_egress::{BucketDoor, EgressError};
use dateline_sink::{Counter, Warehouse};
use object_store::path::Path;
use object_store::{Error, ObjectStoreExt as _, PutMode, PutOptions};

fn door(endpoint: String) -> BucketDoor {
    BucketDoor {
        endpoint,
        region: "us-east-1".to_owned(),
        bucket: "bell".to_owned(),
        prefix: String::new(),
        access_key: Warehouse::ACCESS_KEY.to_owned(),
        secret_key: Warehouse::SECRET_KEY.to_owned(),
        virtual_host: false,
    }
}

#[tokio::test]
async fn a_file_goes_into_the_bucket_and_comes_out_whole_and_in_part() {
    let warehouse = Warehouse::open().await.unwrap();
    let bucket = BucketDoor { prefix: "content/".to_owned(), ..door(warehouse.url()) }.open().unwrap();
    let quay = Path::from("images/2026/11/quay at dawn.jpg");
    let new = || PutOptions { mode: PutMode::Create, ..PutOptions::default() };
    bucket.put_opts(&quay, "0123456789".into(), new()).await.unwrap();
    let again = bucket.put_opts(&quay, "x".into(), new()).await.unwrap_err();
    assert!(matches!(again, Error::AlreadyExists { .. }), "{again}");
    assert_eq!(warehouse.objects(), ["/bell/content/images/2026/11/quay%20at%20dawn.jpg"]);
    assert_eq!(bucket.get(&quay).await.unwrap().bytes().await.unwrap(), "0123456789");
    assert_eq!(bucket.get_range(&quay, 3..5).await.unwrap(), "34");
    assert_eq!(bucket.head(&quay).await.unwrap().size, 10);
    bucket.delete(&quay).await.unwrap();
    assert!(matches!(bucket.head(&quay).await.unwrap_err(), Error::NotFound { .. }));
    assert_eq!(warehouse.refused(), [""; 0]);
}

#[tokio::test]
async fn a_wrong_key_is_turned_away_and_told_to_nobody() {
    let warehouse = Warehouse::open().await.unwrap();
    let wrong = BucketDoor { secret_key: "guessed-secret".to_owned(), ..door(warehouse.url()) };
    let error = wrong.open().unwrap().get(&Path::from("a.png")).await.unwrap_err();
    assert_eq!(warehouse.refused(), ["another signature"]);
    let told = format!("{error:?} {error} {wrong:?}");
    assert!(!told.contains("guessed-secret") && !told.contains("AWS4-HMAC"), "{told}");
}

#[tokio::test]
async fn a_store_with_a_bad_moment_is_asked_again() {
    let warehouse = Warehouse::open().await.unwrap();
    let bucket = door(warehouse.url()).open().unwrap();
    bucket.put(&Path::from("a.png"), "x".into()).await.unwrap();
    warehouse.fail_next(2);
    assert_eq!(bucket.get(&Path::from("a.png")).await.unwrap().bytes().await.unwrap(), "x");
}

#[tokio::test]
async fn a_store_that_sends_elsewhere_is_not_followed() {
    let (elsewhere, store) = (Counter::open().await.unwrap(), Counter::open().await.unwrap());
    store.answer_next(307, "");
    let bucket = door(store.url("")).open().unwrap();
    assert!(bucket.get(&Path::from("a.png")).await.is_err());
    assert!(elsewhere.asked().is_empty());
}

#[test]
fn a_door_without_a_lock_or_a_house_is_refused() {
    let good = door("https://s3.example.org".to_owned());
    assert!(good.open().is_ok());
    for bad in [
        BucketDoor { endpoint: "s3.example.org".to_owned(), ..good.clone() },
        BucketDoor { endpoint: "ftp://s3.example.org".to_owned(), ..good.clone() },
        BucketDoor { endpoint: "https://user@s3.example.org".to_owned(), ..good.clone() },
        BucketDoor { endpoint: "https://s3.example.org/bell".to_owned(), ..good.clone() },
        BucketDoor { bucket: String::new(), ..good.clone() },
        BucketDoor { access_key: String::new(), ..good.clone() },
        BucketDoor { secret_key: String::new(), ..good },
    ] {
        assert!(matches!(bad.open(), Err(EgressError::Bucket(_))), "{bad:?}");
    }
}
