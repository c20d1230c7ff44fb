use super::steps::{Step, Steps};
use crate::{
    api::registration::{RequestStage, RequestStatus, Withdraw, read_status},
    shop::screens::NotFound,
    tr,
    ui::{Form, Hidden, Load, SubmitButton, Title, found},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// `/register/status/{token}`: an applicant sees where the request stands and may withdraw it. Private: the token is
/// in the mails to the applicant only.
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

fn token() -> String {
    use_params_map()
        .with_untracked(|params| params.get("token"))
        .unwrap_or_default()
}

#[component]
fn Standing(status: RequestStatus) -> impl IntoView {
    let RequestStatus {
        stage,
        name,
        email,
        submitted,
        reason,
    } = status;
    let open = matches!(stage, RequestStage::Unproven | RequestStage::Waiting);
    let steps = steps(stage).map(|steps| view! { <Steps steps/> });
    let name =
        (!name.is_empty()).then(|| view! { <div><dt>{tr!(registration.name)}</dt><dd>{name}</dd></div> });
    let reason =
        reason.map(|reason| view! { <div><dt>{tr!(registration.reason)}</dt><dd>{reason}</dd></div> });
    let email = email.map(|email| view! { <div><dt>{tr!(common.email)}</dt><dd>{email}</dd></div> });
    view! {
        <Title text=tr!(registration.status_title)/>
        <div class="page narrow">
            <div class="page-head">
                <h1>{tr!(registration.status_heading)}</h1>
                <p class="lead">{words(stage)}</p>
            </div>
            <div class="stack">
                {steps}
                <dl class="card facts">
                    {name}
                    {email}
                    <div><dt>{tr!(registration.received)}</dt><dd>{submitted}</dd></div>
                    {reason}
                </dl>
                <Next stage/>
                {open.then(|| view! { <WithdrawForm/> })}
            </div>
        </div>
    }
}

fn words(stage: RequestStage) -> &'static str {
    match stage {
        RequestStage::Unproven => tr!(registration.status_unproven),
        RequestStage::Waiting => tr!(registration.status_waiting),
        RequestStage::Approved => tr!(registration.status_approved),
        RequestStage::Rejected => tr!(registration.status_rejected),
        RequestStage::Over => tr!(registration.status_over),
    }
}

/// How far it has come; nothing when nothing is left of it. What was declined leads to no sign-in.
fn steps(stage: RequestStage) -> Option<Vec<(Step, &'static str)>> {
    let (proven, decision, sign_in) = match stage {
        RequestStage::Unproven => (Step::Now, Step::Open, Some(Step::Open)),
        RequestStage::Waiting => (Step::Done, Step::Now, Some(Step::Open)),
        RequestStage::Approved => (Step::Done, Step::Done, Some(Step::Now)),
        RequestStage::Rejected => (Step::Done, Step::Failed, None),
        RequestStage::Over => return None,
    };
    let address = if proven == Step::Done {
        tr!(registration.step_proven)
    } else {
        tr!(registration.step_unproven)
    };
    let mut steps = vec![
        (Step::Done, tr!(registration.step_submitted)),
        (proven, address),
        (decision, tr!(registration.step_decision)),
    ];
    steps.extend(sign_in.map(|step| (step, tr!(registration.step_sign_in))));
    Some(steps)
}

/// The next step that is the applicant's.
#[component]
fn Next(stage: RequestStage) -> impl IntoView {
    match stage {
        RequestStage::Approved => {
            view! { <p><a class="button primary" href="/login" rel="external">{tr!(common.sign_in)}</a></p> }
                .into_any()
        }
        RequestStage::Over => {
            view! { <p><a class="button primary" href="/register">{tr!(registration.register_again)}</a></p> }
                .into_any()
        }
        RequestStage::Unproven | RequestStage::Waiting => {
            view! { <p class="small quiet-text">{tr!(registration.status_private)}</p> }.into_any()
        }
        RequestStage::Rejected => {
            view! { <p><a class="button primary" href="/">{tr!(common.back_to_shop)}</a></p> }.into_any()
        }
    }
}

/// Asks again before everything is erased.
#[component]
fn WithdrawForm() -> impl IntoView {
    view! {
        <details class="disclosure">
            <summary class="button danger-quiet">{tr!(registration.withdraw)}</summary>
            <Form<Withdraw>>
                <div class="stack tight">
                    <h2>{tr!(registration.withdraw_heading)}</h2>
                    <p class="quiet-text">{tr!(registration.withdraw_text)}</p>
                </div>
                <Hidden name="token" value=token()/>
                <div class="form-actions">
                    <SubmitButton label=tr!(registration.withdraw_confirm) class="danger"/>
                </div>
            </Form<Withdraw>>
        </details>
    }
}
