//! Open sessions of a customer or of a member of staff, each with the button that ends it.

use crate::{
    api::{PageForm, customers::CustomerSession, staff::StaffSession},
    tr,
    ui::{Form, Hidden, SubmitButton},
};
use leptos::prelude::*;
use std::marker::PhantomData;

/// An open session, as the list shows it.
pub struct OpenSession {
    id: String,
    browser: String,
    /// What it began with, where there is more than one way.
    through: Option<String>,
    requester: String,
    began: String,
    last_used: String,
}

impl From<CustomerSession> for OpenSession {
    fn from(session: CustomerSession) -> Self {
        let through = session
            .provider
            .unwrap_or_else(|| tr!(customers.password).to_owned());
        Self {
            id: session.id,
            browser: session.browser,
            through: Some(through),
            requester: session.requester,
            began: session.began,
            last_used: session.last_used,
        }
    }
}

impl From<StaffSession> for OpenSession {
    fn from(session: StaffSession) -> Self {
        Self {
            id: session.id,
            browser: session.browser,
            through: None,
            requester: session.requester,
            began: session.began,
            last_used: session.last_used,
        }
    }
}

/// Open sessions, the one used last first. `F` ends one of them, or all: its fields are `id` and `session`.
#[component]
pub fn Sessions<F>(
    /// Whose they are.
    id: String,
    sessions: Vec<OpenSession>,
    may_edit: bool,
    /// Nothing to pass: the form is named as `<Sessions<EndSessions>>`.
    #[prop(optional)]
    function: PhantomData<F>,
) -> impl IntoView
where
    F: PageForm + server_fn::ServerFn + serde::Serialize + Send + 'static,
{
    let PhantomData = function;
    let all = (may_edit && sessions.len() > 1).then(|| end::<F>(id.clone(), String::new(), None));
    let body = if sessions.is_empty() {
        view! { <p class="quiet-text">{tr!(customers.sessions_none)}</p> }.into_any()
    } else {
        let rows: Vec<_> = sessions
            .into_iter()
            .map(|session| row::<F>(id.clone(), session, may_edit))
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

fn row<F>(id: String, session: OpenSession, may_edit: bool) -> impl IntoView
where
    F: PageForm + server_fn::ServerFn + serde::Serialize + Send + 'static,
{
    let browser = if session.browser.is_empty() {
        tr!(customers.session_unknown).to_owned()
    } else {
        session.browser
    };
    let through = session
        .through
        .map(|through| view! { {format!("{}: {through}", tr!(customers.session_through))}" · " });
    let end = may_edit.then(|| end::<F>(id, session.id, Some(browser.clone())));
    view! {
        <li>
            <div class="what">
                <strong>{browser}</strong>
                <span class="quiet-text">{through}<code>{session.requester}</code></span>
                <span class="quiet-text">{format!("{}: {}", tr!(customers.last_used), session.last_used)}</span>
                <span class="quiet-text">{format!("{}: {}", tr!(customers.session_began), session.began)}</span>
            </div>
            {end}
        </li>
    }
}

/// Ends one session; all of them when it is empty.
fn end<F>(id: String, session: String, browser: Option<String>) -> impl IntoView
where
    F: PageForm + server_fn::ServerFn + serde::Serialize + Send + 'static,
{
    view! {
        <Form<F> only=("session", session.clone())>
            <Hidden name="id" value=id/>
            <Hidden name="session" value=session/>
            <EndButton browser/>
        </Form<F>>
    }
}

#[component]
fn EndButton(browser: Option<String>) -> impl IntoView {
    match browser {
        Some(browser) => {
            view! { <SubmitButton label=tr!(customers.session_end) class="small" about=browser/> }.into_any()
        }
        None => view! { <SubmitButton label=tr!(customers.sessions_end) class="danger-quiet"/> }.into_any(),
    }
}
