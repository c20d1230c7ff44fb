//! Reading an answer as its reader sees it.

use axum::http::{HeaderMap, StatusCode, header};
use std::path::Path;

/// An answer.
#[derive(Clone, Debug)]
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

/// A tag of the page's markup.
#[derive(Clone, Debug)]
pub struct Tag {
    /// Lower case; with a leading `/` when it closes.
    pub name: String,
    attributes: Vec<(String, String)>,
    /// The text up to the next tag, as written.
    pub text: String,
}

impl Tag {
    /// The value of an attribute; empty when it stands alone.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(own, _)| own == name)
            .map(|(_, value)| value.as_str())
    }

    /// The names of its attributes.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.attributes.iter().map(|(name, _)| name.as_str())
    }
}

impl Page {
    /// Where the answer leads.
    pub fn location(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text());
        self.header(header::LOCATION.as_str())
    }

    /// A header's value, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The status, as a number.
    pub fn code(&self) -> u16 {
        self.status.as_u16()
    }

    /// All tags in order.
    pub fn tags(&self) -> Vec<Tag> {
        let mut tags = Vec::new();
        let mut rest = self.body.as_str();
        while let Some(start) = rest.find('<') {
            rest = &rest[start..];
            if let Some(comment) = rest.strip_prefix("<!--") {
                rest = comment.split_once("-->").map_or("", |(_, after)| after);
                continue;
            }
            let (mut tag, after) = tag(&rest[1..]);
            let end = match tag.name.as_str() {
                "script" | "style" => after.find("</"),
                _ => after.find('<'),
            };
            let end = end.unwrap_or(after.len());
            tag.text = after[..end].to_owned();
            tags.push(tag);
            rest = &after[end..];
        }
        tags
    }

    /// The tags of one name.
    pub fn all(&self, name: &str) -> Vec<Tag> {
        self.tags().into_iter().filter(|tag| tag.name == name).collect()
    }

    /// The document's title.
    pub fn title(&self) -> String {
        self.all("title")
            .first()
            .map(|tag| decode(&tag.text))
            .unwrap_or_default()
    }

    /// The language that the document says it is in.
    pub fn lang(&self) -> String {
        self.all("html")
            .first()
            .and_then(|tag| tag.get("lang").map(str::to_owned))
            .unwrap_or_default()
    }

    /// The field of the page's content with this name.
    pub fn field(&self, name: &str) -> Option<Tag> {
        let tags = self.tags().into_iter();
        let mut content = tags.skip_while(|tag| tag.name != "main");
        content.find(|tag| {
            tag.get("name") == Some(name) && matches!(tag.name.as_str(), "input" | "select" | "textarea")
        })
    }

    /// What the field with this name holds.
    pub fn value(&self, name: &str) -> String {
        let Some(field) = self.field(name) else {
            panic!("no field {name}: {}", self.text())
        };
        match field.name.as_str() {
            "textarea" => decode(&field.text),
            "select" => self.form_value_of_select(name),
            _ => field.get("value").unwrap_or_default().to_owned(),
        }
    }

    fn form_value_of_select(&self, name: &str) -> String {
        let tags = self.tags();
        let select = tags
            .iter()
            .skip_while(|tag| tag.name != "select" || tag.get("name") != Some(name));
        let mut options = select
            .take_while(|tag| tag.name != "/select")
            .filter(|tag| tag.name == "option");
        let chosen = options.find(|option| option.get("selected").is_some());
        chosen
            .and_then(|option| option.get("value"))
            .unwrap_or_default()
            .to_owned()
    }

    /// Whether the page has a form that posts there.
    pub fn has_form(&self, action: &str) -> bool {
        self.tags()
            .iter()
            .any(|tag| tag.name == "form" && tag.get("action") == Some(action))
    }

    /// What the first form that posts to `action` sends when nothing is changed in it. Buttons are left out.
    pub fn form(&self, action: &str) -> Vec<(String, String)> {
        assert!(
            self.has_form(action),
            "no form to {action}: {} {}",
            self.status,
            self.text()
        );
        let tags = self.tags();
        let form = tags
            .iter()
            .skip_while(|tag| tag.name != "form" || tag.get("action") != Some(action));
        let mut fields = Vec::new();
        for tag in form.take_while(|tag| tag.name != "/form") {
            let Some(name) = tag.get("name") else { continue };
            let value = match tag.name.as_str() {
                "input" if tag.get("disabled").is_some() => continue,
                "input" if tag.get("type") == Some("checkbox") && tag.get("checked").is_none() => continue,
                "input" => tag.get("value").unwrap_or_default().to_owned(),
                "textarea" => decode(&tag.text),
                "select" => self.form_value_of_select(name),
                _ => continue,
            };
            fields.push((name.to_owned(), value));
        }
        fields
    }

    /// The text that a person reads.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let body = self
            .body
            .split_once("<body")
            .map_or(self.body.as_str(), |(_, body)| body);
        // Comments stand between pieces of one text and separate nothing.
        let mut page = Self {
            body: format!("<body{body}"),
            ..self.clone()
        };
        while let Some((before, after)) = page.body.split_once("<!") {
            let rest = after.split_once('>').map_or("", |(_, rest)| rest);
            page.body = format!("{before}{rest}");
        }
        for tag in page.tags() {
            if !matches!(tag.name.as_str(), "script" | "style") {
                // A name stands within its sentence.
                if !matches!(tag.name.as_str(), "bdi" | "/bdi") {
                    text.push(' ');
                }
                text.push_str(&decode(&tag.text));
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether the page shows a text of the English catalogue, such as `faults.link_spent`.
    pub fn says(&self, key: &str) -> bool {
        self.says_in("en", key)
    }

    /// Whether the page shows a text of a catalogue; its placeholders stand for anything.
    pub fn says_in(&self, language: &str, key: &str) -> bool {
        let (text, words) = (self.text(), words(language, key));
        let mut rest = text.as_str();
        let mut pieces = words
            .split("{{")
            .map(|piece| piece.split_once("}}").map_or(piece, |(_, piece)| piece));
        pieces.all(|piece| {
            let piece = piece.split_whitespace().collect::<Vec<_>>().join(" ");
            match rest.find(&piece) {
                Some(at) => {
                    rest = &rest[at + piece.len()..];
                    true
                }
                None => false,
            }
        })
    }

    /// Fails with the page's text unless it has this status and shows this text.
    #[track_caller]
    pub fn expect(&self, status: u16, key: &str) {
        assert!(
            self.code() == status && self.says(key),
            "{status} {key:?} expected: {} {}",
            self.status,
            self.text()
        );
    }
}

impl Page {
    /// Fails unless the request was refused as the caller's own fault.
    #[track_caller]
    pub fn assert_client_error(&self) {
        assert!(self.status.is_client_error(), "{} {}", self.status, self.text());
    }
}

/// A text of a catalogue: `words("de", "common.sign_in")`.
pub fn words(language: &str, key: &str) -> String {
    let (area, key) = key.split_once('.').unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../app/locales")
        .join(language);
    let text = std::fs::read_to_string(folder.join(format!("{area}.json"))).unwrap();
    let texts: serde_json::Value = serde_json::from_str(&text).unwrap();
    texts[key]
        .as_str()
        .unwrap_or_else(|| panic!("{language}/{area}.json has no {key}"))
        .to_owned()
}

/// The tag at the beginning of `markup`, and what follows it.
fn tag(markup: &str) -> (Tag, &str) {
    let end = markup
        .find(|c: char| c.is_whitespace() || c == '>')
        .unwrap_or(markup.len());
    let mut tag = Tag {
        name: markup[..end].to_ascii_lowercase(),
        attributes: Vec::new(),
        text: String::new(),
    };
    let mut rest = markup[end..].trim_start();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('>') {
            return (tag, after);
        }
        let end = rest
            .find(|c: char| c.is_whitespace() || c == '>' || c == '=')
            .unwrap_or(rest.len());
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end.max(1)..].trim_start();
        let value = match rest.strip_prefix("=\"") {
            Some(quoted) => {
                let (value, after) = quoted.split_once('"').unwrap();
                rest = after.trim_start();
                decode(value)
            }
            None => String::new(),
        };
        tag.attributes.push((name, value));
    }
    (tag, "")
}

fn decode(text: &str) -> String {
    let plain = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"");
    plain
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}
