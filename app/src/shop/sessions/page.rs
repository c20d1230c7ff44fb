use crate::{
    api::sessions::{EndOtherSessions, EndSession, OwnSession, list_sessions},
    shop::{account::AccountFrame, query},
    tr,
    ui::{Form, Hidden, Icon, Load, Notice, SubmitButton, Title},
};
use leptos::prelude::*;

/// `/account/sessions`: a customer sees where they are signed in, and ends that elsewhere. `done` tells what was ended.
#[component]
pub(crate) fn SessionsPage() -> impl IntoView {
    let sessions = Resource::new_blocking(|| (), |()| list_sessions());
    let done = query("done").map(|done| match done.as_str() {
        "others" => tr!(sessions.ended_others),
        _ => tr!(sessions.ended_one),
    });
    view! {
        <Title text=tr!(sessions.title)/>
        <AccountFrame current="/account/sessions">
            <div class="stack">
                {done.map(|text| view! { <Notice tone="success"><p>{text}</p></Notice> })}
                <div class="page-head"><h1>{tr!(sessions.title)}</h1><p class="lead">{tr!(sessions.lead)}</p></div>
                <Load from=sessions show=|sessions| view! { <Sessions sessions/> }/>
            </div>
        </AccountFrame>
    }
}

#[component]
fn Sessions(sessions: Vec<OwnSession>) -> impl IntoView {
    let others = (sessions.iter().any(|session| !session.here)).then(|| {
        view! {
            <Form<EndOtherSessions>>
                <div class="form-actions"><SubmitButton label=tr!(sessions.end_others) class=""/></div>
            </Form<EndOtherSessions>>
        }
    });
    let rows = sessions
        .into_iter()
        .map(|session| view! { <Session session/> })
        .collect_view();
    view! {
        <div class="card flush"><ul class="devices" role="list">{rows}</ul></div>
        {others}
    }
}

#[component]
fn Session(session: OwnSession) -> impl IntoView {
    let OwnSession {
        id,
        here,
        device,
        provider,
        began,
        seen,
        requester,
    } = session;
    let device = device.unwrap_or_else(|| tr!(sessions.unknown_device).to_owned());
    let way = match provider {
        Some(provider) => tr!(sessions.with_provider, provider = provider).to_string(),
        None => tr!(sessions.with_password).to_owned(),
    };
    let about = device.clone();
    let action = if here {
        view! { <span class="badge accent">{tr!(sessions.here)}</span> }.into_any()
    } else {
        view! {
            <Form<EndSession> only=("id", id.clone())>
                <Hidden name="id" value=id/>
                <SubmitButton label=tr!(sessions.end) class="small" about/>
            </Form<EndSession>>
        }
        .into_any()
    };
    view! {
        <li>
            <Icon name="device"/>
            <div>
                <strong>{device}</strong>
                <span>{tr!(sessions.seen, when = seen)}</span>
                <span>{way} " " {tr!(sessions.began, when = began, address = requester)}</span>
            </div>
            {action}
        </li>
    }
}
