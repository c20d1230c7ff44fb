use super::proof::BotProof;
use crate::{
    api::registration::{Register, RegisterPage as Data, read_register_page},
    routes::{sign_in_again, with_next},
    shop::wanted,
    tr,
    ui::{
        BesideLogo, Checkbox, Empty, Form, Hidden, Load, NAME, Named, PasswordField, SelectField,
        SubmitButton, TextAreaField, TextField, Tinted, Title, found, password_hint, set_status, use_frame,
    },
};
use domain::values::{Language, ReturnTo};
use leptos::prelude::*;

/// `/register`: a person registers. What is asked for depends on the settings; 404 while registration is off. `next` is
/// where they go afterwards.
#[component]
pub(crate) fn RegisterPage() -> impl IntoView {
    let next = wanted();
    let page = Resource::new_blocking(
        move || next.clone(),
        async |next| found(read_register_page(next).await),
    );
    view! {
        <Title text=tr!(registration.title)/>
        <div class="page form-width">
            <Load from=page show/>
        </div>
    }
}

fn show(page: Option<Data>) -> AnyView {
    match page {
        Some(page) => view! { <Asked page/> }.into_any(),
        None => view! { <Off/> }.into_any(),
    }
}

#[component]
fn Off() -> impl IntoView {
    set_status(404);
    view! {
        <Empty picture="empty" heading=tr!(registration.closed_heading) text=tr!(registration.closed_text)>
            <a class="button primary" href="/">{tr!(common.back_to_shop)}</a>
        </Empty>
    }
}

#[component]
fn Asked(page: Data) -> impl IntoView {
    let Data {
        password,
        approval,
        terms_version,
        recaptcha,
        rules,
        client,
    } = page;
    let lead = match (password, approval) {
        (false, _) => tr!(registration.lead_without_password),
        (true, true) => tr!(registration.lead_approval),
        (true, false) => tr!(registration.lead),
    };
    let next = wanted();
    let sign_in = match next.as_deref().and_then(ReturnTo::parse) {
        // A client that wants a new account leads here whoever is signed in; the one there is asks for the password.
        Some(next) if next.is_flow() => sign_in_again("/login", next.as_str()),
        _ => with_next("/login", next.as_deref()),
    };
    let tint = client.clone();
    let lead = match client {
        Some(client) => {
            let sentence = format!("{} {lead}", tr!(registration.lead_client, client = NAME));
            let name = client.name.clone();
            view! { <BesideLogo client><p class="lead"><Named sentence name/></p></BesideLogo> }.into_any()
        }
        None => view! { <p class="lead">{lead}</p> }.into_any(),
    };
    view! {
        <Tinted client=tint>
        <div class="page-head"><h1>{tr!(registration.heading)}</h1>{lead}</div>
        <Form<Register> class="card">
            {next.map(|next| view! { <Hidden name="next" value=next/> })}
            <Hidden name="terms_version" value=terms_version.to_string()/>
            <Person/>
            {password.then(|| view! {
                <PasswordField name="new_password" label=tr!(common.password) autocomplete="new-password"
                    hint=password_hint(&rules) strength=true/>
            })}
            <Contact/>
            {approval.then(|| view! {
                <TextAreaField name="message" label=tr!(registration.message) hint=tr!(registration.message_hint)/>
            })}
            <SelectField name="language" label=tr!(registration.language) options=languages()
                value=use_frame().language.as_str()/>
            <Acceptance/>
            <BotProof/>
            {recaptcha.then(|| view! { <p class="small quiet-text">{tr!(bot_check.notice)}</p> })}
            <SubmitButton label=tr!(registration.submit) class="primary full"/>
        </Form<Register>>
        <p class="form-foot">
            {tr!(registration.have_login)} " " <a href=sign_in rel="external">{tr!(registration.sign_in)}</a>
        </p>
        </Tinted>
    }
}

#[component]
fn Person() -> impl IntoView {
    view! {
        <div class="field-pair">
            <TextField name="given_name" label=tr!(common.given_name) autocomplete="given-name"/>
            <TextField name="family_name" label=tr!(common.family_name) autocomplete="family-name"/>
        </div>
        <TextField name="email" label=tr!(common.email) kind="email" autocomplete="username"
            hint=tr!(registration.email_hint)/>
    }
}

#[component]
fn Contact() -> impl IntoView {
    view! {
        <TextField name="company" label=tr!(common.company) autocomplete="organization" required=false
            hint=tr!(registration.company_hint)/>
        <TextField name="phone" label=tr!(common.phone) kind="tel" autocomplete="tel" required=false
            hint=tr!(common.phone_hint)/>
    }
}

/// The texts open in a tab of their own, so that nothing typed is lost.
#[component]
fn Acceptance() -> impl IntoView {
    view! {
        <div class="stack tight">
            <Checkbox name="accept">{tr!(registration.accept)}</Checkbox>
            <p class="small quiet-text">
                {tr!(registration.accept_read)} " "
                <a href="/terms" target="_blank" rel="noopener">{tr!(common.terms)}</a> " · "
                <a href="/privacy" target="_blank" rel="noopener">{tr!(common.privacy)}</a>
            </p>
        </div>
    }
}

/// Codes and own names of the languages.
pub(in crate::shop) fn languages() -> Vec<(String, String)> {
    Language::ALL
        .iter()
        .map(|language| (language.as_str().to_owned(), language.native_name().to_owned()))
        .collect()
}
