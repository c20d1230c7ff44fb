use super::{
    mend::{CorrectForm, SendMailForm, WithdrawForm},
    steps::{Step, Steps},
};
use crate::{
    api::registration::{RequestStatus, read_status},
    routes::with_next,
    shop::{screens::NotFound, wanted},
    tr,
    ui::{Load, Notice, Title, found},
};
use domain::approvals::{RejectionReason, Status};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// `/register/status/{token}`: an applicant sees where the request stands, corrects it, has a mail sent again, or
/// withdraws. Private: the token is in the mails to the applicant only.
#[component]
pub(crate) fn StatusPage() -> impl IntoView {
    let status = Resource::new_blocking(token, async |token| found(read_status(token).await));
    view! { <Load from=status show/> }
}

fn show(status: Option<RequestStatus>) -> AnyView {
    match status {
        Some(status) => view! { <Standing status/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    }
}

pub(super) fn token() -> String {
    use_params_map()
        .with_untracked(|params| params.get("token"))
        .unwrap_or_default()
}

#[component]
fn Standing(status: RequestStatus) -> impl IntoView {
    let at = status.status;
    let steps = steps(&status).map(|steps| view! { <Steps steps/> });
    let correct = at
        .is_open()
        .then(|| view! { <CorrectForm details=status.details.clone()/> });
    let again = at.mail_again().map(|_| view! { <SendMailForm/> });
    view! {
        <Title text=tr!(registration.status_title)/>
        <div class="page narrow">
            <div class="page-head">
                <h1>{tr!(registration.status_heading)}</h1>
                <p class="lead">{words(at)}</p>
            </div>
            <div class="stack">
                <Done/>
                {steps}
                <Facts status/>
                <Next status=at/>
                {again}
                {correct}
                {at.is_open().then(|| view! { <WithdrawForm/> })}
            </div>
        </div>
    }
}

/// What a form of this page has just done.
#[component]
fn Done() -> impl IntoView {
    let done = use_query_map().with_untracked(|query| query.get("done"));
    let text = match done.as_deref() {
        Some("corrected") => tr!(registration.corrected_done),
        Some("sent") => tr!(registration.mail_sent),
        _ => return None,
    };
    Some(view! { <Notice tone="success"><p>{text}</p></Notice> })
}

fn words(status: Status) -> &'static str {
    match status {
        Status::Unproven => tr!(registration.status_unproven),
        Status::Waiting => tr!(registration.status_waiting),
        Status::Approved => tr!(registration.status_approved),
        Status::Activated => tr!(registration.status_activated),
        Status::Rejected => tr!(registration.status_rejected),
        Status::Withdrawn | Status::Expired => tr!(registration.status_over),
    }
}

/// How far it has come, and when; nothing when nothing is left of it. What was declined leads to no sign-in.
fn steps(status: &RequestStatus) -> Option<Vec<(Step, &'static str, Option<String>)>> {
    let (proven, decision, sign_in) = match status.status {
        Status::Unproven => (Step::Now, Step::Open, Some(Step::Open)),
        Status::Waiting => (Step::Done, Step::Now, Some(Step::Open)),
        Status::Approved => (Step::Done, Step::Done, Some(Step::Now)),
        Status::Activated => (Step::Done, Step::Done, Some(Step::Done)),
        Status::Rejected => (Step::Done, Step::Failed, None),
        Status::Withdrawn | Status::Expired => return None,
    };
    let address = if proven == Step::Done {
        tr!(registration.step_proven)
    } else {
        tr!(registration.step_unproven)
    };
    let mut steps = vec![
        (
            Step::Done,
            tr!(registration.step_submitted),
            Some(status.submitted.clone()),
        ),
        (proven, address, status.proven.clone()),
    ];
    if status.decision {
        steps.push((decision, tr!(registration.step_decision), status.decided.clone()));
    }
    let ended = status.ended.clone();
    steps.extend(sign_in.map(|step| (step, tr!(registration.step_sign_in), ended)));
    Some(steps)
}

/// What is known of the request; of one that is over, when it came and went.
#[component]
fn Facts(status: RequestStatus) -> impl IntoView {
    let details = status.details;
    let name = format!("{} {}", details.given_name, details.family_name)
        .trim()
        .to_owned();
    let sentence = status.reason_code.and_then(sentence).map(str::to_owned);
    let until = match status.status {
        Status::Rejected => tr!(registration.erased_on),
        Status::Unproven => tr!(registration.confirm_until),
        _ => tr!(registration.decided_until),
    };
    let ended = match status.status {
        Status::Withdrawn => Some(tr!(registration.withdrawn_on)),
        Status::Expired => Some(tr!(registration.expired_on)),
        _ => None,
    };
    let facts = [
        (tr!(registration.name), Some(name)),
        (tr!(common.email), status.email),
        (tr!(common.company), Some(details.company)),
        (tr!(common.phone), Some(details.phone)),
        (tr!(registration.message), Some(details.message)),
        (tr!(registration.received), Some(status.submitted)),
        (tr!(registration.corrected), status.corrected),
        (
            ended.unwrap_or_default(),
            status.ended.filter(|_| ended.is_some()),
        ),
        (tr!(registration.reason), told(sentence, status.reason)),
        (until, status.until),
    ];
    let facts: Vec<_> = facts
        .into_iter()
        .filter_map(|(term, value)| value.filter(|value| !value.is_empty()).map(|value| (term, value)))
        .map(|(term, value)| view! { <div><dt>{term}</dt><dd>{value}</dd></div> })
        .collect();
    view! { <dl class="card facts">{facts}</dl> }
}

/// The sentence for a reason; staff's own words need none.
fn sentence(reason: RejectionReason) -> Option<&'static str> {
    match reason {
        RejectionReason::Other => None,
        RejectionReason::Incomplete => Some(tr!(registration.reason_incomplete)),
        RejectionReason::UnknownCompany => Some(tr!(registration.reason_unknown_company)),
        RejectionReason::Duplicate => Some(tr!(registration.reason_duplicate)),
        RejectionReason::NotEligible => Some(tr!(registration.reason_not_eligible)),
    }
}

/// The sentence, and below it what staff wrote.
fn told(sentence: Option<String>, words: Option<String>) -> Option<String> {
    match (sentence, words) {
        (Some(sentence), Some(words)) => Some(format!("{sentence}\n{words}")),
        (sentence, words) => sentence.or(words),
    }
}

/// The next step that is the applicant's.
#[component]
fn Next(status: Status) -> impl IntoView {
    let on = |path| with_next(path, wanted().as_deref());
    match status {
        Status::Approved | Status::Activated => {
            let login = on("/login");
            view! { <p><a class="button primary" href=login rel="external">{tr!(common.sign_in)}</a></p> }
                .into_any()
        }
        Status::Withdrawn | Status::Expired => {
            let register = on("/register");
            view! { <p><a class="button primary" href=register>{tr!(registration.register_again)}</a></p> }
                .into_any()
        }
        Status::Unproven | Status::Waiting => {
            view! { <p class="small quiet-text">{tr!(registration.status_private)}</p> }.into_any()
        }
        Status::Rejected => {
            view! { <p><a class="button primary" href="/">{tr!(common.back_to_shop)}</a></p> }.into_any()
        }
    }
}
