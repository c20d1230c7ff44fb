//! The document around a page: head, assets, the loader of the bundle. Rendered on the server only.

use crate::{
    api::visit::Visit,
    i18n::{locale_of, td_string},
};
use domain::values::Language;
use leptos::prelude::*;
use leptos_meta::MetaTags;

/// The files that a page loads, with content-hashed addresses.
#[derive(Clone, Debug)]
pub struct Assets {
    /// Stylesheet.
    pub css: String,
    /// The operator's accent colour, as a stylesheet of its own.
    pub accent_css: String,
    /// JavaScript side of the bundle; none when the page works without one.
    pub js: Option<String>,
    /// WebAssembly side of the bundle.
    pub wasm: Option<String>,
    /// Icon.
    pub icon: String,
}

/// What a page says that goes on by itself, outside of the app: its heading, what to do when it does not, the button.
pub fn moment(language: Language) -> [&'static str; 3] {
    let locale = locale_of(language);
    [
        td_string!(locale, providers.moment),
        td_string!(locale, providers.leaving_hint),
        td_string!(locale, login.go_on),
    ]
}

/// The document.
#[component]
pub fn Document(
    /// What the page loads.
    assets: Assets,
    /// The request that is answered.
    visit: Visit,
    /// The page's own path, when the browser shows another one because a form was posted there.
    shown_at: Option<String>,
    /// The shop or the office.
    children: Children,
) -> impl IntoView {
    let facts = visit.facts().clone();
    view! {
        <!DOCTYPE html>
        <html lang=facts.language.as_str()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" type="image/svg+xml" href=assets.icon/>
                <link rel="stylesheet" href=assets.css/>
                <link rel="stylesheet" href=assets.accent_css/>
                <Loader js=assets.js wasm=assets.wasm nonce=facts.nonce shown_at/>
                <MetaTags/>
            </head>
            <body>{children()}</body>
        </html>
    }
}

/// Loads the bundle: the addresses come from our own manifest, the nonce from the policy of this answer. The
/// WebAssembly is asked for when the page has been painted, not before: on a slow line it would take the place of what
/// the person reads first, and every page works without it.
#[component]
fn Loader(
    js: Option<String>,
    wasm: Option<String>,
    nonce: String,
    shown_at: Option<String>,
) -> impl IntoView {
    js.zip(wasm).map(|(js, wasm)| {
        // The router goes by the browser's address, so that is put right before the bundle starts.
        let address = shown_at.map(|path| format!("history.replaceState(null,'',{});", literal(&path)));
        let address = address.unwrap_or_default();
        // A page in the background is not painted, so it starts at once: its clock runs. So does one in a browser that
        // tells of no paint; where none comes, ten seconds are enough.
        let script = format!(
            "import init from '{js}';{address}\
             let begun;const start=()=>begun??=init({{module_or_path:'{wasm}'}}),watch=globalThis.PerformanceObserver;\
             if(!document.hidden&&watch?.supportedEntryTypes?.includes('paint')){{\
             new watch((_,seen)=>{{seen.disconnect();start()}}).observe({{type:'paint',buffered:true}});\
             setTimeout(start,1e4)}}else start();"
        );
        view! {
            <link rel="modulepreload" href=js nonce=nonce.clone()/>
            <script type="module" nonce=nonce>{script}</script>
        }
    })
}

/// A JavaScript string that can't end the script element.
fn literal(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('<', "\\u003c")
}
