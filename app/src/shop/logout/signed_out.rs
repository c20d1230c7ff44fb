use super::Frames;
use crate::{
    api::{
        logout::{Receipt, ReceiptLine, read_receipt},
        sessions::SignedOut,
    },
    routes::with,
    shop::{query, sessions::signed_out_text, wanted},
    tr,
    ui::{Icon, Load, Notice, Title, use_frame},
};
use leptos::prelude::*;
use std::time::Duration;

/// How often the page loads itself again while an application is being told.
const LOOKS: u8 = 3;
/// After how many seconds.
const SOON: u8 = 2;
/// The same while pages of applications are open. A browser counts from the moment when they have loaded (HTML, shared
/// declarative refresh steps); what their scripts do from then on takes its time, and loading this page again ends it.
const FRAMES_DONE: u8 = 10;

/// `/signed-out`: a person reads what is known after logging out. `ended` names the limit of the session that was
/// reached, `next` is where signing in again leads, `look` how often the page has loaded itself.
#[component]
pub(crate) fn SignedOutPage() -> impl IntoView {
    let receipt = Resource::new_blocking(|| (), |()| read_receipt());
    view! {
        <Title text=tr!(logout.receipt_title)/>
        <div class="page form-width">
            <div class="page-head"><h1>{tr!(logout.receipt_heading)}</h1></div>
            <Load from=receipt show=|receipt: Receipt| view! { <Told receipt/> }/>
        </div>
    }
}

#[component]
fn Told(receipt: Receipt) -> impl IntoView {
    let Receipt { lines, frames, login } = receipt;
    let looked = query("look").and_then(|look| look.parse().ok()).unwrap_or(0);
    let waits = lines
        .iter()
        .any(|line| matches!(line, ReceiptLine::ApplicationBeingTold { .. }));
    // What the browser opened once signs out no better the second time.
    let frames = if looked == 0 { frames } else { Vec::new() };
    let after = if frames.is_empty() { SOON } else { FRAMES_DONE };
    let again = (waits && looked < LOOKS).then(|| view! { <LookAgain after look=looked + 1/> });
    let login = wanted().map_or(login.clone(), |next| with(&login, "next", &next));
    let ended = query("ended").and_then(|why| SignedOut::parse(&why));
    let ended = ended.map(|why| view! { <Notice tone="info"><p>{signed_out_text(why)}</p></Notice> });
    let list = (!lines.is_empty()).then(|| {
        let lines = lines.into_iter().map(line).collect_view();
        view! {
            <section class="card" aria-label=tr!(logout.receipt_list)><ul class="receipt" role="list">{lines}</ul></section>
        }
    });
    view! {
        {again}
        <div class="stack">{ended} {list}</div>
        <Frames pages=frames/>
        <div class="form-foot cluster">
            <a class="button" href="/">{tr!(common.back_to_shop)}</a>
            <a class="button quiet" href=login rel="external">{tr!(logout.sign_in_again)}</a>
        </div>
    }
}

/// Loads the page again after so many seconds. Where there is JavaScript it does that: a page that goes on by a `meta` tag
/// can't be stopped (WCAG 2.2 §2.2.1).
#[component]
fn LookAgain(after: u8, look: u8) -> impl IntoView {
    let kept = ["ended", "next"].into_iter();
    let kept = kept.filter_map(|name| query(name).map(|value| (name, value)));
    let page = with("/signed-out", "look", &look.to_string());
    let page = kept.fold(page, |page, (name, value)| with(&page, name, &value));
    let tag = format!(
        r#"<meta http-equiv="refresh" content="{after}; url={}">"#,
        page.replace('&', "&amp;")
    );
    Effect::new(move |_| {
        let page = page.clone();
        let again = move || {
            let _ = window().location().replace(&page);
        };
        // Whoever has gone on to another page stays there.
        if let Ok(timer) = set_timeout_with_handle(again, Duration::from_secs(after.into())) {
            on_cleanup(move || timer.clear());
        }
    });
    view! { <noscript inner_html=tag/> }
}

/// One place and what is known of it. A provider is never said to have ended its session.
fn line(line: ReceiptLine) -> impl IntoView {
    let (icon, class, place, text) = match line {
        ReceiptLine::ShopEnded => (
            "success",
            "success",
            use_frame().shop_name,
            tr!(logout.receipt_shop).to_owned(),
        ),
        ReceiptLine::CameBackFrom { provider } => {
            let text = tr!(logout.receipt_provider_returned, provider = provider.clone());
            (
                "question",
                "",
                provider,
                format!("{text} {}", tr!(logout.receipt_provider_returned_hint)),
            )
        }
        ReceiptLine::StillSignedInAt { provider } => (
            "info",
            "",
            provider,
            tr!(logout.receipt_provider_stays).to_owned(),
        ),
        ReceiptLine::ProviderUnreachable { provider } => {
            let text = tr!(logout.receipt_provider_unreachable, provider = provider.clone());
            ("warning", "warning", provider, text.to_string())
        }
        ReceiptLine::ProviderSessionUnknown { provider } => {
            let text = tr!(logout.receipt_provider_unknown, provider = provider.clone());
            ("question", "", provider, text.to_string())
        }
        ReceiptLine::ApplicationTold { application } => {
            let text = tr!(logout.receipt_application_told).to_owned();
            ("success", "success", application, text)
        }
        ReceiptLine::ApplicationBeingTold { application } => {
            let text = tr!(logout.receipt_application_being_told).to_owned();
            ("info", "", application, text)
        }
        ReceiptLine::ApplicationSilent { application } => {
            let text = tr!(logout.receipt_application_silent).to_owned();
            ("warning", "warning", application, text)
        }
        ReceiptLine::ApplicationAsked { application } => {
            let text = tr!(logout.receipt_application_asked).to_owned();
            ("question", "", application, text)
        }
        ReceiptLine::ApplicationNotTold { application } => {
            let text = tr!(logout.receipt_application_not_told).to_owned();
            ("info", "", application, text)
        }
    };
    view! {
        <li>
            <Icon name=icon class/>
            <div><strong><bdi>{place}</bdi></strong><span>{text}</span></div>
        </li>
    }
}
