//! The secrets of an application.

use super::words::overlap_words;
use crate::{
    api::clients::{ClientDetail, MakeSecret, NoteSecret, SecretRow},
    tr,
    ui::{Form, Hidden, Notice, PostedFault, SelectField, SubmitButton},
};
use domain::clients::Overlap;
use leptos::prelude::*;

/// A new secret, until it is noted.
#[component]
pub fn NewSecret(id: String, secret: String) -> impl IntoView {
    view! {
        <section class="card stack" aria-labelledby="new-secret">
            <h2 id="new-secret">{tr!(clients.secret_new)}</h2>
            <p class="copyable"><code>{secret}</code></p>
            <p>{tr!(clients.secret_new_text)}</p>
            <Form<NoteSecret>>
                <Hidden name="id" value=id/>
                <SubmitButton label=tr!(clients.secret_noted)/>
            </Form<NoteSecret>>
        </section>
    }
}

/// The secrets that work, without themselves, and making a new one. What came in between is told.
#[component]
pub fn Secrets(client: ClientDetail, administers: bool) -> impl IntoView {
    if !client.needs_secret {
        return view! { <PostedFault<MakeSecret>/> }.into_any();
    }
    let none = client.secrets.is_empty();
    let rows: Vec<_> = client
        .secrets
        .into_iter()
        .map(|row| view! { <Row row/> })
        .collect();
    view! {
        <section class="card stack" aria-labelledby="secrets">
            <h2 id="secrets">{tr!(clients.secrets)}</h2>
            {none.then(|| view! { <Notice tone="warning"><p>{tr!(clients.secret_none)}</p></Notice> })}
            {(!none).then(|| view! { <ul class="stack tight" role="list">{rows}</ul> })}
            {administers.then(|| view! { <Make id=client.id version=client.version/> })}
        </section>
    }
    .into_any()
}

#[component]
fn Row(row: SecretRow) -> impl IntoView {
    let until = row.until.map(
        |moment| view! { <span class="quiet-text">" · "{tr!(clients.secret_ends, moment = moment)}</span> },
    );
    view! { <li>{tr!(clients.secret_made, moment = row.since)}{until}</li> }
}

#[component]
fn Make(id: String, version: i64) -> impl IntoView {
    let overlaps = Overlap::ALL
        .iter()
        .map(|overlap| (overlap.to_string(), overlap_words(*overlap).to_owned()));
    view! {
        <Form<MakeSecret>>
            <Hidden name="id" value=id/>
            <Hidden name="version" value=version.to_string()/>
            <SelectField name="overlap" label=tr!(clients.overlap) options=overlaps.collect()
                value=Overlap::Day.to_string()/>
            <SubmitButton label=tr!(clients.secret_make) class=""/>
        </Form<MakeSecret>>
    }
}
