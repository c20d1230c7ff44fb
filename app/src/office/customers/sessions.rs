//! The customer's open sessions, each with the button that ends it.

use crate::{
    api::customers::{CustomerSession, EndSessions},
    tr,
    ui::{Form, Hidden, SubmitButton},
};
use leptos::prelude::*;

/// Open sessions, the one used last first.
#[component]
pub fn Sessions(
    /// Id of the customer.
    id: String,
    sessions: Vec<CustomerSession>,
    may_edit: bool,
) -> impl IntoView {
    let several = sessions.len() > 1;
    let all = (may_edit && several).then(|| view! { <EndAll id=id.clone()/> });
    let body = if sessions.is_empty() {
        view! { <p class="quiet-text">{tr!(customers.sessions_none)}</p> }.into_any()
    } else {
        let rows: Vec<_> = sessions
            .into_iter()
            .map(|session| view! { <Session id=id.clone() session may_edit/> })
            .collect();
        view! { <ul class="session-list" role="list">{rows}</ul> }.into_any()
    };
    view! {
        <section class="card stack" aria-labelledby="sessions">
            <h2 id="sessions">{tr!(customers.sessions)}</h2>
            {body}
            {all}
        </section>
    }
}

#[component]
fn Session(id: String, session: CustomerSession, may_edit: bool) -> impl IntoView {
    let browser = if session.browser.is_empty() {
        tr!(customers.session_unknown).to_owned()
    } else {
        session.browser
    };
    let through = session
        .provider
        .unwrap_or_else(|| tr!(customers.password).to_owned());
    let end = may_edit.then(|| {
        view! {
            <Form<EndSessions> only=("session", session.id.clone())>
                <Hidden name="id" value=id/>
                <Hidden name="session" value=session.id/>
                <SubmitButton label=tr!(customers.session_end) class="small"/>
            </Form<EndSessions>>
        }
    });
    view! {
        <li>
            <div class="what">
                <strong>{browser}</strong>
                <span class="quiet-text">{format!("{}: {through}", tr!(customers.session_through))}" · "<code>{session.requester}</code></span>
                <span class="quiet-text">{format!("{}: {}", tr!(customers.last_used), session.last_used)}</span>
                <span class="quiet-text">{format!("{}: {}", tr!(customers.session_began), session.began)}</span>
            </div>
            {end}
        </li>
    }
}

/// Ends them all; the empty session tells this form from the others.
#[component]
fn EndAll(id: String) -> impl IntoView {
    view! {
        <Form<EndSessions> only=("session", String::new())>
            <Hidden name="id" value=id/>
            <Hidden name="session" value=String::new()/>
            <SubmitButton label=tr!(customers.sessions_end) class="danger-quiet"/>
        </Form<EndSessions>>
    }
}
