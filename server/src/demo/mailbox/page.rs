//! One page of the mailbox, filled into its template.

use super::PATH;
use crate::{http::assets::Wing, services::dates, state::Portico};
use app::{api::visit::Visit, routes::encode};
use axum::{http::StatusCode, response::Html};
use domain::values::Language;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, value::Serde};
use serde_json::{Value, json};
use storage::demo_mails::DemoMail;

const TEMPLATE: &str = include_str!("../templates/mailbox.html");

/// The page's words in a language, a JSON object of texts.
const fn texts(language: Language) -> &'static str {
    match language {
        Language::En => include_str!("../texts/en.json"),
        Language::De => include_str!("../texts/de.json"),
        Language::El => include_str!("../texts/el.json"),
    }
}

/// The list, and beside it the mail that is open.
pub(super) fn render(
    portico: &Portico,
    visit: &Visit,
    recipient: Option<&str>,
    mails: &[DemoMail],
    open: Option<&DemoMail>,
) -> Result<Html<String>, StatusCode> {
    let language = visit.facts().language;
    let public_url = portico.config.server.public_url.origin();
    let query = recipient
        .map(|to| format!("?to={}", encode(to)))
        .unwrap_or_default();
    let assets = portico.site.assets(Wing::Shop);
    let rows = mails.iter().map(|mail| {
        json!({
            "path": format!("{PATH}/{}{query}", mail.id),
            "subject": mail.subject,
            "to": mail.recipient,
            "time": dates::date_time(mail.received_at, language),
            "current": open.is_some_and(|open| open.id == mail.id),
        })
    });
    let mail = open.map(|mail| {
        json!({
            "subject": mail.subject,
            "to": mail.recipient,
            "time": dates::date_time(mail.received_at, language),
            "html": format!("{PATH}/{}/html", mail.id),
            "text": pieces(&mail.text, public_url),
        })
    });
    let languages = Language::ALL
        .iter()
        .map(|one| json!({ "code": one.as_str(), "name": one.native_name(), "current": *one == language }));
    let values = json!({
        "language": language.as_str(),
        "languages": languages.collect::<Vec<_>>(),
        "here": visit.facts().path,
        "shop": portico.config.shop.name,
        "assets": { "css": assets.css, "accent": assets.accent_css, "icon": assets.icon },
        "picture": portico.site.url("pictures/mail.svg"),
        "inbox": format!("{PATH}{query}"),
        "mails": rows.collect::<Vec<_>>(),
        "mail": mail,
    });
    fill(language, values).map(Html).map_err(|error| {
        tracing::error!(%error, "the mailbox's page");
        StatusCode::INTERNAL_SERVER_ERROR
    })
}

/// Why a page could not be made: a mistake in the files beside this one, which the tests read.
#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error(transparent)]
    Template(#[from] minijinja::Error),
    #[error(transparent)]
    Texts(#[from] serde_json::Error),
}

fn fill(language: Language, mut values: Value) -> Result<String, Fault> {
    values["t"] = serde_json::from_str(texts(language))?;
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_template("mailbox.html", TEMPLATE)?;
    Ok(environment.get_template("mailbox.html")?.render(Serde(values))?)
}

/// A plain text cut at the addresses of our own pages, so that the template can make links of them. An address ends at
/// the first blank.
fn pieces(text: &str, public_url: &str) -> Vec<Value> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(public_url) {
        let (before, from) = rest.split_at(at);
        let end = from.find(char::is_whitespace).unwrap_or(from.len());
        let (url, after) = from.split_at(end);
        pieces.push(json!({ "text": before, "url": null }));
        pieces.push(json!({ "text": url, "url": url.strip_prefix(public_url) }));
        rest = after;
    }
    pieces.push(json!({ "text": rest, "url": null }));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_addresses_become_links() {
        let text = "Go on:\nhttp://localhost:3000/activate?token=a_b-c\n\nhttps://elsewhere.example stays.";
        assert_eq!(
            pieces(text, "http://localhost:3000"),
            [
                json!({ "text": "Go on:\n", "url": null }),
                json!({ "text": "http://localhost:3000/activate?token=a_b-c", "url": "/activate?token=a_b-c" }),
                json!({ "text": "\n\nhttps://elsewhere.example stays.", "url": null }),
            ]
        );
    }

    #[test]
    fn every_language_fills_the_page_and_escapes_it() {
        for language in Language::ALL {
            let mail = json!({
                "path": "/demo/mailbox/1", "subject": "<script>", "to": "a@b.example", "time": "now",
                "current": true, "html": "/demo/mailbox/1/html", "text": pieces("<b>", "http://localhost:3000"),
            });
            let frame = json!({
                "language": language.as_str(), "languages": [], "here": "/demo/mailbox", "shop": "Tidewater",
                "assets": { "css": "/c", "accent": "/a", "icon": "/i" }, "picture": "/p", "inbox": "/demo/mailbox",
            });
            for (mails, open) in [
                (json!([]), json!(null)),
                (json!([mail]), json!(null)),
                (json!([mail]), mail.clone()),
            ] {
                let mut values = frame.clone();
                values["mails"] = mails;
                values["mail"] = open;
                let page = fill(*language, values).unwrap();
                assert!(!page.contains("<script") && !page.contains("<b>"), "{page}");
            }
        }
    }
}
