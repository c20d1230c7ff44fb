//! Rejecting, behind a button of its own: a sentence of the shop in the person's language, words of one's own, or both.

use crate::{
    tr,
    ui::{FormState, SelectField, SubmitButton, TextAreaField},
};
use domain::approvals::RejectionReason;
use leptos::prelude::*;

/// The reason and the button, open when the reason has a fault. To stand in the form of a decision.
#[component]
pub fn Reject(
    /// What opens it.
    label: &'static str,
    /// What its button says.
    submit: &'static str,
    /// What stands before the button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let state = expect_context::<FormState>();
    let faulty = |name| state.fault(name).get_untracked().is_some();
    let open = faulty("reason") || faulty("code");
    let reasons = RejectionReason::ALL
        .iter()
        .map(|reason| (reason.as_str().to_owned(), reason_text(*reason).to_owned()))
        .collect();
    view! {
        <details class="disclosure" open=open>
            <summary class="button danger-quiet full">{label}</summary>
            <div class="form">
                <SelectField name="code" label=tr!(requests.reason_code) options=reasons
                    value=RejectionReason::Other.as_str() hint=tr!(requests.reason_code_hint)/>
                <TextAreaField name="reason" label=tr!(office.reject_reason) hint=tr!(office.reject_reason_hint)/>
                {children.map(|children| children())}
                <SubmitButton label=submit class="danger full" name=("decision", "reject")/>
            </div>
        </details>
    }
}

/// What staff call a reason.
pub fn reason_text(reason: RejectionReason) -> &'static str {
    match reason {
        RejectionReason::Other => tr!(requests.reason_other),
        RejectionReason::Incomplete => tr!(requests.reason_incomplete),
        RejectionReason::UnknownCompany => tr!(requests.reason_unknown_company),
        RejectionReason::Duplicate => tr!(requests.reason_duplicate),
        RejectionReason::NotEligible => tr!(requests.reason_not_eligible),
    }
}
