//! A panic ends its request with a page, whichever task it happens in, and nothing else.

use crate::support::{Browser, Page, TestApp};
use axum::{
    Router, extract::Request, http::Method, http::header, middleware, response::Response, routing::get,
};
use leptos::prelude::*;
use rstest::rstest;
use server::http::visit;
use std::{
    io::Write,
    panic,
    sync::{Arc, Mutex, Once},
    time::Duration,
};

const PLACE: &str = "tests/http/panics.rs";

/// Where the page panics.
#[derive(Clone, Copy, PartialEq)]
enum Where {
    Handler,
    View,
    Resource,
    AfterTheFirstLines,
}

async fn page(place: Where, request: Request) -> Response {
    assert!(place != Where::Handler, "a typed secret");
    let view = move || {
        let resource = Resource::new_blocking(
            || (),
            move |()| async move {
                tokio::task::yield_now().await;
                assert!(place == Where::View, "a typed secret");
                1
            },
        );
        let awaited = (place != Where::AfterTheFirstLines).then(|| {
            view! {
                <Suspense>
                    {move || Suspend::new(async move {
                        let number = resource.await;
                        assert!(place != Where::View, "a typed secret");
                        number
                    })}
                </Suspense>
            }
        });
        view! { <!DOCTYPE html><html><head></head><body><h1>"Whole"</h1>{awaited}</body></html> }
    };
    leptos_axum::render_app_async(view)(request).await
}

/// The shop's own layer around pages that panic, beside one that doesn't.
fn router(app: &TestApp) -> Router {
    let on = |place| get(move |request: Request| page(place, request));
    Router::new()
        .route("/handler", on(Where::Handler))
        .route("/view", on(Where::View))
        .route("/resource", on(Where::Resource))
        .route("/after", on(Where::AfterTheFirstLines))
        .fallback_service(app.router.clone())
        .layer(middleware::from_fn_with_state(app.portico.clone(), visit::layer))
}

async fn opened(browser: &mut Browser, path: &str) -> Page {
    let page = tokio::time::timeout(Duration::from_secs(20), browser.get(path)).await;
    page.expect("the request hangs")
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The program's own line for each panic, besides those that tell why a test failed.
fn log_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            server::telemetry::log_panic(panic);
            usual(panic);
        }));
    });
}

#[rstest]
#[case::handler("/handler")]
#[case::view("/view")]
#[case::resource("/resource")]
#[case::after_the_first_lines("/after")]
#[tokio::test]
async fn a_panic_becomes_the_page_of_an_error_and_one_line_of_the_log(#[case] path: &str) {
    let app = TestApp::start().await;
    let mut visitor = Browser::new(router(&app));
    log_panics();
    let log = Log::default();
    let lines = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_writer(move || lines.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let page = opened(&mut visitor, path).await;
    drop(guard);
    page.expect(500, "shop.error_heading");
    let id = page.header("x-request-id");
    assert!(page.text().contains(id), "{}", page.text());
    assert!(
        !page.body.contains("Whole") && !page.body.contains("a typed secret"),
        "{}",
        page.body
    );

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let told: Vec<_> = log.lines().filter(|line| line.contains("panicked")).collect();
    assert_eq!(told.len(), 1, "{log}");
    for part in ["ERROR", PLACE, id] {
        assert!(told[0].contains(part), "{part}: {}", told[0]);
    }
    assert!(
        !log.contains("a typed secret"),
        "what a panic says stays out: {log}"
    );
}

#[tokio::test]
async fn a_fetch_gets_the_code_of_an_error() {
    let app = TestApp::start().await;
    let mut visitor = Browser::new(router(&app));
    let request = visitor
        .request(Method::GET, "/resource")
        .header(header::ACCEPT, "application/json");
    let page = visitor.send(request, "").await;
    assert_eq!((page.code(), page.body.as_str()), (500, "\"internal\""));
}

/// Whether an answer has come as far as its head says.
fn is_whole(answer: &[u8]) -> bool {
    let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else {
        return false;
    };
    let head = String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let length: usize = length
        .expect("pages are whole before they leave")
        .parse()
        .unwrap();
    answer.len() >= end + 4 + length
}

#[tokio::test]
async fn the_connection_is_usable_afterwards() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let app = TestApp::start().await;
    let router = router(&app);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = router.into_make_service_with_connect_info::<std::net::SocketAddr>();
    let server = tokio::spawn(async move { axum::serve(listener, service).await });
    let mut line = tokio::net::TcpStream::connect(address).await.unwrap();
    for (path, status, close) in [
        ("/view", 500, ""),
        ("/resource", 500, ""),
        ("/", 200, "Connection: close\r\n"),
    ] {
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n{close}\r\n");
        line.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        while !is_whole(&answer) {
            let read = line.read_buf(&mut answer).await.unwrap();
            assert!(read > 0, "the line was cut after {path}");
        }
        let answer = String::from_utf8_lossy(&answer).into_owned();
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{path}: {answer}"
        );
    }
    server.abort();
}
