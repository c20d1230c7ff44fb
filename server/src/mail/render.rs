//! Rendering: from a queued mail to subject, plain text and HTML.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::ids::MailId;
use domain::values::Language;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use ring::digest;
use serde_json::{Map, Value, json};

use super::source::{self, Block, Source};
use super::{Mail, TEMPLATES, links};
use crate::config::{PublicUrl, Shop};
use crate::crypto::LinkTokens;

const LAYOUT: &str = "layout.html";
/// What stands for a link that is nobody's business but its reader's.
const HIDDEN: &str = "…";
/// Longest line of plain text (RFC 3676 section 4.2 asks for at most 78).
const LINE: usize = 72;

/// A template that does not compile, or a value that it asks for in vain.
#[derive(Debug, thiserror::Error)]
pub enum RenderFault {
    /// From MiniJinja; names template and line.
    #[error("mail template {name}: {error}")]
    Template {
        /// Template, language and block.
        name: String,
        /// What is wrong.
        error: minijinja::Error,
    },
    /// A source without a subject, or a mail that the registry lacks.
    #[error("mail template {0}: no source with a subject")]
    Source(String),
}

/// A mail in the form in which it leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// An HTML document with one `<style>` element, without scripts, pictures and `style` attributes.
    pub html: String,
}

/// Renders mails for one shop. All templates are compiled when it is made.
pub struct Renderer {
    environment: Environment<'static>,
    sources: BTreeMap<(&'static str, Language), Source>,
    shop: String,
    public_url: PublicUrl,
    style: String,
    style_source: String,
}

impl Renderer {
    /// Compiles every template.
    ///
    /// # Errors
    /// The first template that does not compile.
    pub fn new(shop: &Shop, public_url: &PublicUrl) -> Result<Renderer, RenderFault> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|name| match name {
            LAYOUT => AutoEscape::Html,
            _ => AutoEscape::None,
        });
        add(&mut environment, LAYOUT, include_str!("templates/layout.html"))?;
        add(&mut environment, "style.css", include_str!("templates/style.css"))?;
        let mut sources = BTreeMap::new();
        for template in TEMPLATES {
            for language in Language::ALL {
                let name = format!("{}.{language}", template.name);
                let source =
                    source::parse(template.source(*language)).ok_or(RenderFault::Source(name.clone()))?;
                for (piece, text) in pieces(&source) {
                    add(&mut environment, &format!("{name}.{piece}"), text)?;
                }
                sources.insert((template.name, *language), source);
            }
        }
        let colours = json!({ "accent": shop.accent.as_str(), "ink": shop.accent.ink() });
        let style = fill(&environment, "style.css", &colours)?;
        let hash = STANDARD.encode(digest::digest(&digest::SHA256, style.as_bytes()));
        Ok(Renderer {
            environment,
            sources,
            shop: shop.name.clone(),
            public_url: public_url.clone(),
            style,
            style_source: format!("'sha256-{hash}'"),
        })
    }

    /// What `style-src` must hold on a page that shows the HTML of a mail (CSP Level 3, section 2.3.1).
    pub fn style_source(&self) -> &str {
        &self.style_source
    }

    /// Renders a mail. Its links are made here, from the mail's id.
    ///
    /// # Errors
    /// When a template asks for a value that the mail does not have; a test renders every mail.
    pub fn render(
        &self,
        mail: &Mail,
        language: Language,
        tokens: &LinkTokens,
        id: MailId,
    ) -> Result<Rendered, RenderFault> {
        self.fill_in(mail, language, Some((tokens, id)))
    }

    /// Renders a mail for staff who want to know what it says: an ellipsis stands for what only its reader may have.
    ///
    /// # Errors
    /// As for `render`.
    pub fn preview(&self, mail: &Mail, language: Language) -> Result<Rendered, RenderFault> {
        self.fill_in(mail, language, None)
    }

    fn fill_in(
        &self,
        mail: &Mail,
        language: Language,
        secrets: Option<(&LinkTokens, MailId)>,
    ) -> Result<Rendered, RenderFault> {
        let name = format!("{}.{language}", mail.template());
        let source = self.sources.get(&(mail.template(), language));
        let source = source.ok_or_else(|| RenderFault::Source(name.clone()))?;
        let values = self.values(mail, secrets);
        let fill = |piece: &str| {
            fill(&self.environment, &format!("{name}.{piece}"), &values).map(|text| text.trim().to_owned())
        };
        let subject = one_line(&fill("subject")?);
        let mut text = Vec::new();
        let mut blocks = Vec::new();
        for (index, block) in source.blocks.iter().enumerate() {
            let body = fill(&index.to_string())?;
            let url = if let Block::Button { .. } = block {
                fill(&format!("{index}.url"))?
            } else {
                String::new()
            };
            let kind = match block {
                _ if body.is_empty() => continue,
                Block::Button { .. } if url.is_empty() => continue,
                Block::Button { .. } => "button",
                Block::Paragraph(_) => "paragraph",
                Block::Quote(_) => "quote",
                Block::Small(_) => "small",
            };
            text.push(match block {
                Block::Button { .. } => format!("{}:\n{url}", one_line(&body)),
                Block::Quote(_) => quote(&body),
                Block::Paragraph(_) | Block::Small(_) => wrap(&body, LINE),
            });
            blocks.push(json!({ "kind": kind, "text": body, "url": url }));
        }
        let home = self.public_url.origin();
        text.push(format!("-- \n{}\n{home}\n", self.shop));
        let page = json!({
            "language": language.as_str(), "subject": subject, "blocks": blocks,
            "shop": self.shop, "home": home, "style": self.style,
        });
        let html = self::fill(&self.environment, LAYOUT, &page)?;
        Ok(Rendered {
            subject,
            text: text.join("\n\n"),
            html,
        })
    }

    /// What a template may use: the mail's parameters, the shop, and links.
    fn values(&self, mail: &Mail, secrets: Option<(&LinkTokens, MailId)>) -> Value {
        let mut values = match mail.params() {
            Value::Object(values) => values,
            _ => Map::new(),
        };
        let url = |path: &str| Value::from(self.public_url.join(path));
        values.insert("shop".into(), Value::from(self.shop.as_str()));
        values.insert("login".into(), url("/login"));
        values.insert("forgot".into(), url("/forgot"));
        values.insert("sessions".into(), url("/account/sessions"));
        values.insert("requests".into(), url("/office/requests"));
        values.insert("logins".into(), url("/account/logins"));
        values.insert("applications".into(), url("/account/applications"));
        values.insert("history".into(), url("/office/history"));
        let link = mail.link().map(|(purpose, _)| match secrets {
            Some((tokens, id)) => {
                let token = tokens.for_mail(id);
                self.public_url
                    .join(&format!("{}?token={}", links::path(purpose), token.expose()))
            }
            None => HIDDEN.to_owned(),
        });
        values.insert("link".into(), Value::from(link.unwrap_or_default()));
        if let Mail::SecondFactorCode { .. } = mail {
            let code = secrets.map_or(HIDDEN.to_owned(), |(tokens, id)| {
                tokens.code_for_mail(id).to_string()
            });
            values.insert("code".into(), Value::from(code));
        }
        let status = mail.status_page().map(|request| match secrets {
            Some((tokens, _)) => {
                let token = tokens.for_status_page(request);
                self.public_url
                    .join(&format!("/register/status/{}", token.expose()))
            }
            None => HIDDEN.to_owned(),
        });
        values.insert("status".into(), Value::from(status.unwrap_or_default()));
        if let Mail::RequestNew { request, .. } = mail {
            values.insert("requests".into(), url(&format!("/office/requests/{request}")));
        }
        if let Mail::ProviderWarning { id, .. } = mail {
            values.insert("page".into(), url(&format!("/office/providers/{id}")));
        }
        let next = match mail {
            Mail::Approved {
                next: super::Next::Finish { provider, .. },
                ..
            }
            | Mail::WayIn {
                next: super::WayInNext::Provider { provider, .. },
                ..
            } => Some(provider.as_deref()),
            Mail::Approved { .. } | Mail::WayIn { .. } => Some(None),
            _ => None,
        };
        if let Some(provider) = next {
            values.insert("provider".into(), Value::from(provider.unwrap_or_default()));
        }
        Value::Object(values)
    }
}

/// The templates in a source, each with the last part of its name.
fn pieces(source: &Source) -> Vec<(String, &'static str)> {
    let mut pieces = vec![("subject".to_owned(), source.subject)];
    for (index, block) in source.blocks.iter().enumerate() {
        match block {
            Block::Paragraph(text) | Block::Quote(text) | Block::Small(text) => {
                pieces.push((index.to_string(), text));
            }
            Block::Button { label, url } => {
                pieces.push((index.to_string(), label));
                pieces.push((format!("{index}.url"), url));
            }
        }
    }
    pieces
}

fn add(environment: &mut Environment<'static>, name: &str, text: &'static str) -> Result<(), RenderFault> {
    let fault = |error| RenderFault::Template {
        name: name.to_owned(),
        error,
    };
    environment
        .add_template_owned(name.to_owned(), text)
        .map_err(fault)
}

fn fill(environment: &Environment<'static>, name: &str, values: &Value) -> Result<String, RenderFault> {
    let filled = environment
        .get_template(name)
        .and_then(|template| template.render(Serde(values)));
    filled.map_err(|error| RenderFault::Template {
        name: name.to_owned(),
        error,
    })
}

/// Words separated by single blanks: a header or a label has no line breaks.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Breaks a paragraph into lines; a word that is longer than a line, such as a URL, stays whole.
fn wrap(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let size = word.chars().count();
        match lines.last_mut() {
            Some(line) if length + 1 + size <= width => {
                line.push(' ');
                line.push_str(word);
                length += 1 + size;
            }
            _ => {
                lines.push(word.to_owned());
                length = size;
            }
        }
    }
    lines.join("\n")
}

/// Marks every line of a quotation; its line breaks stay.
fn quote(text: &str) -> String {
    let lines = text.lines().map(|line| wrap(line, LINE - 2));
    let quoted = lines.flat_map(|line| match line.as_str() {
        "" => vec![">".to_owned()],
        lines => lines.lines().map(|line| format!("> {line}")).collect(),
    });
    quoted.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_broken_between_words() {
        assert_eq!(wrap("one two three", 7), "one two\nthree");
        assert_eq!(
            wrap("https://shop.example/long x", 5),
            "https://shop.example/long\nx"
        );
        assert_eq!(wrap("", 5), "");
    }

    #[test]
    fn quotations_keep_their_lines() {
        assert_eq!(quote("a\n\nb"), "> a\n>\n> b");
    }
}
