use crate::{
    api::security::ChangePassword,
    tr,
    ui::{Form, PasswordField, SubmitButton, password_hint},
};
use domain::password::Rules;
use leptos::prelude::*;

/// A new password in place of the current one.
#[component]
pub(super) fn PasswordCard(
    /// What the new one must be.
    rules: Rules,
    /// The address that a password manager keeps it under.
    email: String,
) -> impl IntoView {
    view! {
        <section class="card stack" aria-labelledby="security-password">
            <h2 id="security-password">{tr!(security.password_heading)}</h2>
            <p>{tr!(security.password_text)}</p>
            <Form<ChangePassword>>
                <input type="email" value=email autocomplete="username" hidden=true readonly=true/>
                <PasswordField name="current_password" label=tr!(security.current_password)
                    autocomplete="current-password" link=("/forgot".to_owned(), tr!(login.forgot))/>
                <PasswordField name="new_password" label=tr!(common.new_password) autocomplete="new-password"
                    hint=password_hint(&rules) strength=true/>
                <SubmitButton label=tr!(security.password_submit)/>
            </Form<ChangePassword>>
        </section>
    }
}
