//! What an applicant can still do with a request: each behind a button of its own.

use super::{page::languages, status::token};
use crate::{
    api::registration::{Correct, Details, SendMail, Withdraw},
    frame::posted,
    tr,
    ui::{Form, Hidden, SelectField, SubmitButton, TextAreaField, TextField},
};
use leptos::prelude::*;
use server_fn::ServerFn;

/// Corrects what was told; open when it was posted and something is wrong.
#[component]
pub(super) fn CorrectForm(details: Details) -> impl IntoView {
    let open = posted(<Correct as ServerFn>::PATH).is_some();
    view! {
        <details class="disclosure" open=open>
            <summary class="button">{tr!(registration.correct)}</summary>
            <Form<Correct>>
                <h2>{tr!(registration.correct_heading)}</h2>
                <Hidden name="token" value=token()/>
                <Hidden name="version" value=details.version.to_string()/>
                <div class="field-pair">
                    <TextField name="given_name" label=tr!(common.given_name) autocomplete="given-name"
                        value=details.given_name/>
                    <TextField name="family_name" label=tr!(common.family_name) autocomplete="family-name"
                        value=details.family_name/>
                </div>
                <TextField name="company" label=tr!(common.company) autocomplete="organization" required=false
                    value=details.company/>
                <TextField name="phone" label=tr!(common.phone) kind="tel" autocomplete="tel" required=false
                    hint=tr!(common.phone_hint) value=details.phone/>
                <TextAreaField name="message" label=tr!(registration.message) value=details.message/>
                <SelectField name="language" label=tr!(registration.language) options=languages()
                    value=details.language/>
                <div class="form-actions"><SubmitButton label=tr!(registration.correct_submit)/></div>
            </Form<Correct>>
        </details>
    }
}

/// Has the mail sent again without which there is no next step.
#[component]
pub(super) fn SendMailForm() -> impl IntoView {
    view! {
        <Form<SendMail>>
            <Hidden name="token" value=token()/>
            <div class="form-actions">
                <SubmitButton label=tr!(registration.send_mail) class=""/>
                <p class="small quiet-text">{tr!(registration.send_mail_hint)}</p>
            </div>
        </Form<SendMail>>
    }
}

/// Asks again before everything is erased.
#[component]
pub(super) fn WithdrawForm() -> impl IntoView {
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
