//! The files that pages load: embedded in the release binary, read from disk in debug. The build gives every file
//! a name with its content's hash, so that a browser may keep it for ever.

use super::headers::FOR_EVER;
use crate::{config::Shop, crypto::sha256_hex, state::Portico};
use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;
use serde::Deserialize;
use std::{borrow::Cow, collections::BTreeMap};

#[derive(RustEmbed)]
#[folder = "$PORTICO_SITE"]
struct Files;

/// Addresses of the files, from the manifest that the build writes.
#[derive(Clone, Debug, Default)]
pub struct Site {
    manifest: Manifest,
    accent: (String, String),
}

/// `manifest.json` of the site folder.
#[derive(Clone, Debug, Default, Deserialize)]
struct Manifest {
    css: String,
    shop_js: String,
    shop_wasm: String,
    account_js: String,
    account_wasm: String,
    office_js: String,
    office_wasm: String,
    /// Plain name to hashed name of everything else.
    files: BTreeMap<String, String>,
}

/// Which of the bundles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wing {
    /// Offers and texts for visitors: what a shopper loads first.
    Shop,
    /// Signing in, and the whole storefront for those who are.
    Account,
    /// What staff load.
    Office,
}

/// The site folder holds no usable manifest.
#[derive(Debug, thiserror::Error)]
pub enum SiteFault {
    /// There is no manifest: the browser's half was not built.
    #[error("no manifest.json in the site folder: run `cargo xtask start`, which builds it")]
    Missing,
    /// It can't be read.
    #[error("manifest.json is not what this program expects: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// It names a file that is not there.
    #[error("manifest.json names {0}, which is not in the site folder")]
    NoSuchFile(String),
}

impl Site {
    /// Reads the manifest and makes sure that every file is there.
    ///
    /// # Errors
    /// A site folder that was not built, or only in part.
    pub fn load(shop: &Shop) -> Result<Self, SiteFault> {
        let file = Files::get("manifest.json").ok_or(SiteFault::Missing)?;
        Self::new(shop, serde_json::from_slice(&file.data)?)
    }

    fn new(shop: &Shop, manifest: Manifest) -> Result<Self, SiteFault> {
        let Manifest {
            css,
            shop_js,
            shop_wasm,
            account_js,
            account_wasm,
            office_js,
            office_wasm,
            files,
        } = &manifest;
        let bundles = [
            shop_js,
            shop_wasm,
            account_js,
            account_wasm,
            office_js,
            office_wasm,
        ];
        for name in bundles.into_iter().chain([css]).chain(files.values()) {
            if Files::get(name).is_none() {
                return Err(SiteFault::NoSuchFile(name.clone()));
            }
        }
        let text = format!(
            ":root{{--accent:{};--on-accent:{}}}\n",
            shop.accent.as_str(),
            shop.accent.ink()
        );
        let name = format!("accent-{}.css", &sha256_hex(text.as_bytes())[..16]);
        Ok(Self {
            manifest,
            accent: (name, text),
        })
    }

    /// Address of a file by its plain name, such as `pictures/hero.svg`; the plain name when it is unknown.
    pub fn url(&self, name: &str) -> String {
        let name = self.manifest.files.get(name).map_or(name, String::as_str);
        format!("/assets/{name}")
    }

    /// What a page of a wing loads.
    pub fn assets(&self, wing: Wing) -> app::shell::Assets {
        let (js, wasm) = match wing {
            Wing::Shop => (&self.manifest.shop_js, &self.manifest.shop_wasm),
            Wing::Account => (&self.manifest.account_js, &self.manifest.account_wasm),
            Wing::Office => (&self.manifest.office_js, &self.manifest.office_wasm),
        };
        app::shell::Assets {
            css: format!("/assets/{}", self.manifest.css),
            accent_css: format!("/assets/{}", self.accent.0),
            js: Some(format!("/assets/{js}")),
            wasm: Some(format!("/assets/{wasm}")),
            icon: self.url("favicon.svg"),
        }
    }
}

/// `GET /assets/{path}`: a file, precompressed when the browser takes brotli.
pub async fn serve(State(portico): State<Portico>, Path(path): Path<String>, headers: HeaderMap) -> Response {
    if path == portico.site.accent.0 {
        return answer(
            Cow::Owned(portico.site.accent.1.clone().into_bytes()),
            "text/css",
            false,
        );
    }
    let Some(kind) = content_type(&path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let brotli = takes_brotli(&headers)
        .then(|| Files::get(&format!("{path}.br")))
        .flatten();
    match brotli {
        Some(file) => answer(file.data, kind, true),
        None => match Files::get(&path) {
            Some(file) => answer(file.data, kind, false),
            None => StatusCode::NOT_FOUND.into_response(),
        },
    }
}

fn answer(body: Cow<'static, [u8]>, kind: &'static str, brotli: bool) -> Response {
    let mut response = match body {
        Cow::Borrowed(bytes) => bytes.into_response(),
        Cow::Owned(bytes) => bytes.into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(FOR_EVER));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if brotli {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    response
}

fn takes_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    accepted.split(',').any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        parts.next() == Some("br") && parts.all(|part| part != "q=0")
    })
}

/// Media type by ending; files with other endings are not served.
fn content_type(path: &str) -> Option<&'static str> {
    Some(match path.rsplit_once('.')?.1 {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        _ => return None,
    })
}
