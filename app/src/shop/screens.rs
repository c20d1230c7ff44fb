//! Pages that an address alone does not lead to.

use super::{
    logout::{ConfirmLogout, Frames},
    registration::{CheckMail, Step, Steps},
};
use crate::{
    api::{
        consent::ClientFace,
        frame::{ProviderFault, Screen, Whom},
    },
    routes::with_next,
    tr,
    ui::{Empty, Logo, Tinted, Title, set_status, use_frame},
};
use leptos::prelude::*;
use leptos_meta::Meta;
use leptos_router::hooks::use_location;

/// The page of a screen. It stands outside of the router: its links load the next page.
#[component]
pub(super) fn ScreenPage(screen: Screen) -> impl IntoView {
    match screen {
        Screen::NotFound => view! { <NotFound/> }.into_any(),
        Screen::Waiting { status } => view! { <Waiting status/> }.into_any(),
        Screen::CheckMail => view! { <CheckMail/> }.into_any(),
        Screen::GoOn { to, client } => view! { <GoOn to client/> }.into_any(),
        Screen::Leave { to, whom, frames } => view! { <Leave to whom frames/> }.into_any(),
        Screen::ProviderFault { fault, next, client } => {
            view! { <SignInFailed fault next client/> }.into_any()
        }
        Screen::Declined { ref on, ref contact } => {
            view! { <Refused words=words(&screen) on=on.clone() contact=contact.clone()/> }.into_any()
        }
        Screen::Closed { ref contact } => {
            view! { <Refused words=words(&screen) on=None contact=contact.clone()/> }.into_any()
        }
        Screen::ConfirmLogout { client } => view! { <ConfirmLogout client/> }.into_any(),
        Screen::ClientFault {
            ref error,
            ref description,
            ref client,
            ref redirect_uri,
        } => {
            let told = (error.clone(), description.clone());
            view! { <ClientFault words=words(&screen) told client=client.clone() redirect_uri=redirect_uri.clone()/> }
                .into_any()
        }
        Screen::Unavailable | Screen::Busy | Screen::TooManyRequests | Screen::Internal => {
            view! { <Failed words=words(&screen) again=true/> }.into_any()
        }
        Screen::Forbidden | Screen::TooLarge | Screen::Malformed | Screen::FlowOver => {
            view! { <Failed words=words(&screen) again=false/> }.into_any()
        }
    }
}

/// Heading and sentence of the screens that have no more than these.
fn words(screen: &Screen) -> (&'static str, &'static str) {
    match screen {
        Screen::ProviderFault { fault, .. } => provider_words(*fault),
        Screen::Declined { .. } => (tr!(providers.declined_heading), tr!(providers.declined_text)),
        Screen::Closed { .. } => (tr!(providers.closed_heading), tr!(providers.account_closed_text)),
        Screen::Forbidden => (tr!(shop.refused_heading), tr!(shop.refused_text)),
        Screen::TooLarge => (tr!(shop.too_large_heading), tr!(shop.too_large_text)),
        Screen::Malformed => (tr!(shop.malformed_heading), tr!(shop.malformed_text)),
        Screen::TooManyRequests => (tr!(shop.too_many_heading), tr!(shop.too_many_text)),
        Screen::Unavailable => (tr!(shop.unavailable_heading), tr!(shop.unavailable_text)),
        Screen::Busy => (tr!(shop.busy_heading), tr!(shop.busy_text)),
        Screen::Internal => (tr!(shop.error_heading), tr!(shop.error_text)),
        Screen::NotFound => (tr!(shop.not_found_heading), tr!(shop.not_found_text)),
        Screen::Waiting { .. } => (tr!(registration.waiting_heading), tr!(registration.waiting_note)),
        Screen::CheckMail => (
            tr!(registration.check_mail_heading),
            tr!(registration.check_mail_note),
        ),
        Screen::FlowOver => (tr!(consent.over_heading), tr!(consent.over_text)),
        Screen::ClientFault { .. } => (tr!(consent.fault_heading), tr!(consent.fault_text)),
        Screen::ConfirmLogout { .. } => (tr!(logout.confirm_heading), ""),
        Screen::GoOn { .. } | Screen::Leave { .. } => ("", ""),
    }
}

fn provider_words(fault: ProviderFault) -> (&'static str, &'static str) {
    match fault {
        ProviderFault::Denied => (tr!(providers.denied_heading), tr!(providers.denied_note)),
        ProviderFault::Expired => (tr!(providers.expired_heading), tr!(providers.expired_text)),
        ProviderFault::Unreachable => (tr!(providers.away_heading), tr!(providers.unreachable_text)),
        ProviderFault::BadAnswer => (tr!(providers.distrusted_heading), tr!(providers.bad_answer_text)),
        ProviderFault::NotOffered => (tr!(providers.gone_heading), tr!(providers.off_text)),
        ProviderFault::ConnectedElsewhere => (tr!(providers.taken_heading), tr!(providers.connected_text)),
    }
}

/// A path that this bundle has no page for. When the browser got here by itself, the server knows better: the page
/// is loaded anew.
#[component]
pub(super) fn Elsewhere() -> impl IntoView {
    let rendered = use_frame().path;
    let rendered = rendered.split(['?', '#']).next().unwrap_or_default().to_owned();
    if use_location().pathname.get_untracked() == rendered {
        return view! { <NotFound/> }.into_any();
    }
    Effect::new(|_| {
        // Nothing else is left to do when the browser refuses.
        let _ = window().location().reload();
    });
    ().into_any()
}

/// 404.
#[component]
pub(super) fn NotFound() -> impl IntoView {
    set_status(404);
    let (heading, text) = words(&Screen::NotFound);
    view! {
        <Title text=tr!(shop.not_found_title)/>
        <div class="page wide">
            <Empty picture="not-found" heading text>
                <a class="button primary" href="/">{tr!(common.to_home)}</a>
            </Empty>
        </div>
    }
}

/// A registration request waits for a decision.
#[component]
fn Waiting(
    /// Path of the request's private page.
    status: Option<String>,
) -> impl IntoView {
    let (heading, text) = words(&Screen::Waiting { status: None });
    let steps = vec![
        (Step::Done, tr!(registration.step_submitted), None),
        (Step::Now, tr!(registration.step_decision), None),
        (Step::Open, tr!(registration.step_sign_in), None),
    ];
    let status = status.map(|href| view! { <a class="button" href=href>{tr!(registration.see_status)}</a> });
    view! {
        <Title text=tr!(registration.waiting_title)/>
        <div class="page narrow">
            <Empty picture="waiting" heading text>{status}</Empty>
            <Steps steps/>
            <p class="form-foot">
                {tr!(registration.waiting_browse)} " " <a href="/">{tr!(common.back_to_shop)}</a>
            </p>
        </div>
    }
}

/// The next step of a flow is decided elsewhere, and may lead out of the origin: a redirect from a form's answer would be
/// stopped by the page's `form-action`.
#[component]
fn GoOn(to: String, client: ClientFace) -> impl IntoView {
    let (heading, text) = (tr!(providers.moment), tr!(providers.leaving_hint));
    let sign = sign(client.clone());
    view! {
        <Title text=heading/>
        <Meta http_equiv="refresh" content=format!("0; url={to}")/>
        <Tinted client=Some(client)>
            <div class="page form-width">
                <Empty picture="waiting" sign heading text>
                    <a class="button primary" href=to rel="external">{tr!(login.go_on)}</a>
                </Empty>
            </div>
        </Tinted>
    }
}

/// What a client is known by at a glance.
fn sign(client: ClientFace) -> AnyView {
    view! { <Logo name=client.name logo=client.logo/> }.into_any()
}

/// The way out of the origin. It goes on by itself: a redirect from a form's answer would be stopped by the page's
/// `form-action`.
#[component]
fn Leave(to: String, whom: Whom, frames: Vec<String>) -> impl IntoView {
    let (name, client) = match whom {
        Whom::Provider(name) => (name, None),
        Whom::Client(client) => (client.name.clone(), Some(client)),
    };
    let sign = client.clone().map_or_else(|| ().into_any(), sign);
    let heading = tr!(providers.leaving_text, provider = name.clone()).to_string();
    // Time for the frames to load; who is in a hurry presses the button.
    let seconds = if frames.is_empty() { 0 } else { 3 };
    view! {
        <Title text=tr!(providers.leaving_title, provider = name.clone()).to_string()/>
        <Meta http_equiv="refresh" content=format!("{seconds}; url={to}")/>
        <Tinted client>
            <div class="page form-width">
                <Empty picture="waiting" sign heading text=tr!(providers.leaving_hint)>
                    <a class="button primary" href=to rel="external noreferrer">
                        {tr!(logout.leaving_link, provider = name).to_string()}
                    </a>
                </Empty>
                <Frames pages=frames/>
            </div>
        </Tinted>
    }
}

/// Signing in through a provider did not work out; another attempt may.
#[component]
fn SignInFailed(
    fault: ProviderFault,
    /// Where the person wanted to go.
    next: Option<String>,
    /// The client that waits for them, and the path where it hears that they gave up.
    client: Option<(String, String)>,
) -> impl IntoView {
    let (heading, text) = provider_words(fault);
    let login = with_next("/login", next.as_deref());
    let again = match fault {
        ProviderFault::Expired | ProviderFault::Unreachable | ProviderFault::BadAnswer => {
            tr!(common.try_again)
        }
        ProviderFault::Denied | ProviderFault::NotOffered | ProviderFault::ConnectedElsewhere => {
            tr!(providers.choose_another)
        }
    };
    let logged = matches!(fault, ProviderFault::Unreachable | ProviderFault::BadAnswer);
    let request_id = logged.then(|| use_frame().request_id);
    let leave = match client {
        Some((client, cancel)) => {
            let words = tr!(providers.back_to_client, client = client).to_string();
            view! { <a class="button" href=cancel rel="external">{words}</a> }.into_any()
        }
        None => view! { <a class="button" href="/">{tr!(common.back_to_shop)}</a> }.into_any(),
    };
    view! {
        <Title text=tr!(providers.failed_title)/>
        <div class="page narrow">
            <Empty picture="not-found" heading text request_id>
                <a class="button primary" href=login rel="external">{again}</a>
                {leave}
            </Empty>
        </div>
    }
}

/// This person can't come in; another attempt would not help.
#[component]
fn Refused(
    words: (&'static str, &'static str),
    /// When it was decided.
    on: Option<String>,
    /// Address of those who can be asked.
    contact: Option<String>,
) -> impl IntoView {
    let (heading, text) = words;
    let on = on.map(|date| view! { <p class="form-foot">{tr!(providers.declined_on, date = date)}</p> });
    let contact = contact.map(|address| {
        let href = format!("mailto:{address}");
        view! { <p class="form-foot">{tr!(providers.ask)} " " <a href=href>{address}</a></p> }
    });
    view! {
        <Title text=heading/>
        <div class="page narrow">
            <Empty picture="not-found" heading text>
                <a class="button primary" href="/">{tr!(common.back_to_shop)}</a>
            </Empty>
            {on}
            {contact}
        </div>
    }
}

/// There is no answer, and a code to tell to support.
#[component]
fn Failed(
    words: (&'static str, &'static str),
    /// Whether the same may work in a moment.
    again: bool,
) -> impl IntoView {
    let (heading, text) = words;
    let home = if again { "button" } else { "button primary" };
    let again = again.then(|| {
        view! { <a class="button primary" href=use_frame().path rel="external">{tr!(common.try_again)}</a> }
    });
    view! {
        <Title text=heading/>
        <div class="page wide">
            <Empty picture="not-found" heading text request_id=Some(use_frame().request_id)>
                {again}
                <a class=home href="/">{tr!(common.to_home)}</a>
            </Empty>
        </div>
    }
}

/// A client asked for what can't be done. What it was stands below, for those who can mend it.
#[component]
fn ClientFault(
    words: (&'static str, &'static str),
    /// `error` and `error_description`.
    told: (String, String),
    client: Option<String>,
    redirect_uri: Option<String>,
) -> impl IntoView {
    let ((heading, text), (error, description)) = (words, told);
    let client = client.map(|name| view! { <p><code>"client_id"</code> " – " <bdi>{name}</bdi></p> });
    let redirect_uri =
        redirect_uri.map(|uri| view! { <p><code>"redirect_uri"</code> " – " <code>{uri}</code></p> });
    view! {
        <Title text=heading/>
        <div class="page narrow">
            <Empty picture="not-found" heading text request_id=Some(use_frame().request_id)>
                <a class="button primary" href="/">{tr!(common.to_home)}</a>
            </Empty>
            <div class="card">
                <h2>{tr!(consent.fault_details)}</h2>
                <p lang="en"><code>{error}</code> " – " {description}</p>
                {client}
                {redirect_uri}
            </div>
        </div>
    }
}
