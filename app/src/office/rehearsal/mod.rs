//! Rehearsing a sign-in through one provider.

mod checks;
mod outcome;

use crate::{
    api::{
        ApiError,
        rehearsal::{Rehearsal, Report, StartRehearsal, read_rehearsal},
    },
    office::{parts::BackLink, screens::NotFound},
    routes::by_id,
    tr,
    ui::{Form, Hidden, Load, Notice, SubmitButton, Title, found},
};
use checks::Checks;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use outcome::{Claims, Outcome};

/// `/office/providers/:id/rehearsal`: an administrator signs in as a customer would, and sees what every check said and
/// what would happen. Nothing is created.
#[component]
pub fn RehearsalPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id")).unwrap_or_default();
    let rehearsal = Resource::new_blocking(id, |id| async move {
        let id = id.parse().map_err(|_| ApiError::NotFound);
        found(match id {
            Ok(id) => read_rehearsal(id).await,
            Err(error) => Err(error),
        })
    });
    view! {
        <Title text=tr!(identities.rehearsal_title)/>
        <Load from=rehearsal show/>
    }
}

fn show(rehearsal: Option<Rehearsal>) -> AnyView {
    match rehearsal {
        Some(rehearsal) => view! { <Page rehearsal/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn Page(rehearsal: Rehearsal) -> impl IntoView {
    let Rehearsal { id, name, report } = rehearsal;
    let back = by_id("/office/providers", &id);
    let label = tr!(identities.rehearsal_start, provider = name.clone()).to_string();
    view! {
        <BackLink href=back label=name/>
        <div class="page-head">
            <h1>{tr!(identities.rehearsal_title)}</h1>
            <p class="lead">{tr!(identities.rehearsal_lead)}</p>
        </div>
        <div class="stack">
            <Form<StartRehearsal> class="card">
                <p>{tr!(identities.rehearsal_text)}</p>
                <Hidden name="id" value=id/>
                <SubmitButton label/>
            </Form<StartRehearsal>>
            {report.map(|report| view! { <Found report/> })}
        </div>
    }
}

#[component]
fn Found(report: Report) -> impl IntoView {
    let Report {
        checks,
        error,
        claims,
        person,
    } = report;
    let error = error.map(|error| {
        view! { <Notice tone="danger"><p>{tr!(identities.rehearsal_error)}" "<code>{error}</code></p></Notice> }
    });
    let claims = (!claims.is_empty()).then(|| view! { <Claims claims/> });
    view! {
        {error}
        {person.map(|person| view! { <Outcome person/> })}
        <Checks checks/>
        {claims}
    }
}
