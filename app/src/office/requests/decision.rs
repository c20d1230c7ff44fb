//! Deciding a request, and what became of it.

use super::reject::{Reject, reason_text};
use crate::{
    api::approvals::{Decide, Decision, MailText, Previews, RequestDetail, Undo},
    office::parts::Fact,
    tr,
    ui::{Form, Hidden, Notice, PostedFault, SubmitButton},
};
use domain::approvals::{RejectionReason, Status};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The decision on a request: to be made, made, or not for this person to make.
#[component]
pub fn DecisionCard(request: RequestDetail) -> impl IntoView {
    let RequestDetail {
        row,
        decision,
        previews,
        may_undo,
        language,
        ..
    } = request;
    let undo = may_undo.then(|| view! { <UndoForm id=row.id.clone()/> });
    let body = match (decision, previews) {
        (Some(decision), _) => view! { <Made decision name=row.name status=row.status/>{undo} }.into_any(),
        (None, Some(previews)) => {
            view! { <Undone/><Make id=row.id version=row.version previews language/> }.into_any()
        }
        (None, None) => {
            view! { <PostedFault<Decide>/><p class="quiet-text">{why_not(row.status)}</p> }.into_any()
        }
    };
    view! {
        <section class="card stack" aria-labelledby="decision">
            <h2 id="decision">{tr!(office.decision_heading)}</h2>
            {body}
        </section>
    }
}

/// What the address says has just been done.
fn done() -> Option<String> {
    use_query_map().with_untracked(|query| query.get("done"))
}

/// Why a request can't be decided now.
fn why_not(status: Status) -> &'static str {
    match status {
        Status::Unproven => tr!(office.decision_unproven),
        Status::Waiting => tr!(office.not_allowed_heading),
        _ => tr!(office.decision_none),
    }
}

/// One form with both answers, so that a refusal is told once. The one that is told to nobody twice needs a second
/// step.
#[component]
fn Make(id: String, version: i64, previews: Previews, language: String) -> impl IntoView {
    let Previews { approved, rejected } = previews;
    let rejected: Vec<_> = rejected
        .into_iter()
        .map(|(reason, mail)| view! { <h3>{reason_text(reason)}</h3><Preview mail/> })
        .collect();
    view! {
        <p class="quiet-text">{tr!(office.decision_hint)}</p>
        <PostedFault<Undo>/>
        <Form<Decide>>
            <Hidden name="id" value=id/>
            <Hidden name="version" value=version.to_string()/>
            <SubmitButton label=tr!(office.approve) class="primary full" name=("decision", "approve")/>
            <details class="disclosure mail-preview">
                <summary>{tr!(requests.mail_approved, language = language.clone())}</summary>
                <Preview mail=approved/>
            </details>
            <Reject label=tr!(office.reject) submit=tr!(office.reject_submit)>
                <details class="disclosure mail-preview">
                    <summary>{tr!(requests.mail_rejected, language = language)}</summary>
                    <div class="stack tight">{rejected}</div>
                </details>
            </Reject>
        </Form<Decide>>
    }
}

/// What a mail says.
#[component]
fn Preview(mail: MailText) -> impl IntoView {
    view! {
        <div class="mail-text">
            <p><strong>{mail.subject}</strong></p>
            <pre>{mail.text}</pre>
        </div>
    }
}

/// Who decided, when, and what the person was told.
#[component]
fn Made(decision: Decision, name: String, status: Status) -> impl IntoView {
    let just_now = done().is_some();
    let done = just_now.then(|| {
        let text = if status == Status::Rejected {
            tr!(office.rejected_done, name = name)
        } else {
            tr!(office.approved_done, name = name)
        };
        view! { <Notice tone="success"><p>{text}</p></Notice> }
    });
    let code = decision
        .code
        .filter(|code| *code != RejectionReason::Other)
        .map(|code| view! { <Fact term=tr!(requests.reason_code)>{reason_text(code)}</Fact> });
    let words = decision
        .reason
        .map(|reason| view! { <Fact term=tr!(office.reject_reason)>{reason}</Fact> });
    let reason = (code.is_some() || words.is_some()).then(|| view! { <dl class="facts">{code}{words}</dl> });
    view! {
        {done}
        <PostedFault<Decide>/>
        <PostedFault<Undo>/>
        <p>{tr!(office.decided_by, name = decision.by, date = decision.at)}</p>
        {reason}
    }
}

/// Takes the rejection back, in a second step.
#[component]
fn UndoForm(id: String) -> impl IntoView {
    view! {
        <details class="disclosure">
            <summary class="button full">{tr!(requests.undo)}</summary>
            <Form<Undo>>
                <Hidden name="id" value=id/>
                <p class="quiet-text">{tr!(requests.undo_text)}</p>
                <SubmitButton label=tr!(requests.undo_submit) class="full"/>
            </Form<Undo>>
        </details>
    }
}

/// Says that the rejection was taken back just now.
#[component]
fn Undone() -> impl IntoView {
    let undone = done().is_some_and(|done| done == "undone");
    undone.then(|| view! { <Notice tone="success"><p>{tr!(requests.undone)}</p></Notice> })
}
