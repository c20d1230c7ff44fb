//! Deciding a request, and what became of it.

use crate::{
    api::approvals::{Decide, Decision, RequestDetail},
    office::parts::Fact,
    tr,
    ui::{Form, FormState, Hidden, Notice, PostedFault, SubmitButton, TextAreaField},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The decision on a request: to be made, made, or not for this person to make.
#[component]
pub fn DecisionCard(request: RequestDetail) -> impl IntoView {
    let RequestDetail {
        row, decision, open, ..
    } = request;
    let body = match decision {
        Some(decision) => view! { <Made decision name=row.name status=row.status/> }.into_any(),
        None if open => view! { <Make id=row.id/> }.into_any(),
        None => view! { <PostedFault<Decide>/><p class="quiet-text">{why_not(&row.status)}</p> }.into_any(),
    };
    view! {
        <section class="card stack" aria-labelledby="decision">
            <h2 id="decision">{tr!(office.decision_heading)}</h2>
            {body}
        </section>
    }
}

/// Why a request can't be decided now.
fn why_not(status: &str) -> &'static str {
    match status {
        "unproven" => tr!(office.decision_unproven),
        "waiting" => tr!(office.not_allowed_heading),
        _ => tr!(office.decision_none),
    }
}

/// One form with both answers, so that a refusal is told once. The one that can't be taken back needs a second step.
#[component]
fn Make(id: String) -> impl IntoView {
    view! {
        <p class="quiet-text">{tr!(office.decision_hint)}</p>
        <Form<Decide>>
            <Hidden name="id" value=id/>
            <SubmitButton label=tr!(office.approve) class="primary full" name=("decision", "approve")/>
            <Reject/>
        </Form<Decide>>
    }
}

/// The reason and the button, behind another button; open when the reason has a fault.
#[component]
fn Reject() -> impl IntoView {
    let state = expect_context::<FormState>();
    let open = state.fault("reason").get_untracked().is_some();
    view! {
        <details class="disclosure" open=open>
            <summary class="button danger-quiet full">{tr!(office.reject)}</summary>
            <div class="form">
                <TextAreaField name="reason" label=tr!(office.reject_reason) hint=tr!(office.reject_reason_hint)
                    required=true/>
                <SubmitButton label=tr!(office.reject_submit) class="danger full" name=("decision", "reject")/>
            </div>
        </details>
    }
}

/// Who decided, when, and what the person was told.
#[component]
fn Made(decision: Decision, name: String, status: String) -> impl IntoView {
    let just_now = use_query_map().with_untracked(|query| query.get("done").is_some());
    let done = just_now.then(|| {
        let text = if status == "rejected" {
            tr!(office.rejected_done, name = name)
        } else {
            tr!(office.approved_done, name = name)
        };
        view! { <Notice tone="success"><p>{text}</p></Notice> }
    });
    view! {
        {done}
        <PostedFault<Decide>/>
        <p>{tr!(office.decided_by, name = decision.by, date = decision.at)}</p>
        {decision.reason.map(|reason| view! {
            <dl class="facts"><Fact term=tr!(office.reject_reason)>{reason}</Fact></dl>
        })}
    }
}
