use std::time::Duration;

use http::{Request, Version};
use http_body_util::{BodyExt, Empty};
use hyper_util::rt::{TokioExecutor, TokioIo};

use crate::door::{Door, short};

type Reader = hyper::client::conn::http2::SendRequest<Empty<bytes::Bytes>>;

async fn reader(door: &Door) -> (Reader, tokio::task::JoinHandle<Result<(), hyper::Error>>) {
    let stream = door.knock().await.0;
    let (reader, connection) =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
    (reader, tokio::spawn(connection))
}

fn page(path: &str) -> Request<Empty<bytes::Bytes>> {
    Request::get(format!("http://paper.example{path}")).body(Empty::new()).unwrap()
}

#[tokio::test]
async fn a_reader_with_prior_knowledge_is_served_over_http2() {
    let door = Door::open(short()).await;
    let (mut reader, _connection) = reader(&door).await;
    let answer = reader.send_request(page("/")).await.unwrap();
    assert_eq!((answer.version(), answer.status().as_u16()), (Version::HTTP_2, 200));
    assert_eq!(answer.into_body().collect().await.unwrap().to_bytes(), "front page");
}

#[tokio::test]
async fn a_resting_http2_connection_is_closed() {
    let door = Door::open(short()).await;
    let (mut reader, connection) = reader(&door).await;
    reader.send_request(page("/")).await.unwrap();
    let ended = tokio::time::timeout(Duration::from_secs(10), connection).await;
    assert!(ended.is_ok());
}

#[tokio::test]
async fn a_stop_lets_a_running_http2_answer_finish() {
    let mut limits = short();
    limits.idle = Duration::from_secs(30);
    let door = Door::open(limits).await;
    let (mut reader, _connection) = reader(&door).await;
    let pending = tokio::spawn(reader.send_request(page("/slow")));
    door.somebody_waits().await;
    door.begin_to_close();
    door.open_gate();
    let answer = pending.await.unwrap().unwrap();
    assert_eq!(answer.into_body().collect().await.unwrap().to_bytes(), "worth waiting for");
    assert_eq!(door.closed().await.cut, 0);
}

#[tokio::test]
async fn an_http2_client_that_only_greets_is_dropped() {
    let door = Door::open(short()).await;
    let mut silent = door.knock().await;
    silent.say("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await;
    // The server's own settings come first; what counts is that the connection ends.
    silent.rest().await;
}
