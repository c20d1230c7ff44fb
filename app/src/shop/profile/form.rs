use super::time_zones::time_zones;
use crate::{
    api::profile::{Profile, SaveProfile},
    shop::registration::languages,
    tr,
    ui::{Checkbox, Form, Hidden, SelectField, SubmitButton, TextField},
};
use leptos::prelude::*;

/// The heading: a welcome at the first time.
pub(super) fn heading(profile: &Profile) -> String {
    if profile.terms_due && profile.terms_accepted.is_none() {
        tr!(profile.welcome_heading, name = profile.given_name.clone()).to_string()
    } else {
        tr!(profile.heading).to_owned()
    }
}

/// Why the person is here, when it was not their own idea.
pub(super) fn lead(profile: &Profile) -> Option<&'static str> {
    match (profile.terms_due, &profile.terms_accepted) {
        (true, None) => Some(tr!(profile.welcome_text)),
        (true, Some(_)) => Some(tr!(profile.terms_new)),
        (false, _) => None,
    }
}

/// The form, with its actions below.
#[component]
pub(super) fn ProfileForm(
    profile: Profile,
    /// Where to go when it is saved.
    next: Option<String>,
    /// The way out without saving; none while the terms are due, then signing out is the only other way.
    cancel: Option<AnyView>,
) -> impl IntoView {
    let submit = if profile.terms_due {
        tr!(profile.submit_first)
    } else {
        tr!(common.save)
    };
    let cancel = cancel.unwrap_or_else(|| {
        view! { <a class="button quiet" href="/logout" rel="external">{tr!(common.sign_out)}</a> }.into_any()
    });
    let contact_by_email = profile.contact_by_email;
    let terms = (
        profile.terms_due,
        profile.terms_version,
        profile.terms_accepted.clone(),
    );
    view! {
        <Form<SaveProfile> class="dialog-form">
            <Hidden name="version" value=profile.version.to_string()/>
            {next.map(|next| view! { <Hidden name="next" value=next/> })}
            <div class="dialog-body form">
                <AboutYou profile/>
                <fieldset class="form-section">
                    <legend>{tr!(profile.contact)}</legend>
                    <p class="section-hint">{tr!(profile.contact_hint)}</p>
                    <Checkbox name="contact_by_email" checked=contact_by_email>{tr!(profile.contact_news)}</Checkbox>
                </fieldset>
                <Terms terms/>
            </div>
            <div class="dialog-actions">
                {cancel}
                <SubmitButton label=submit/>
            </div>
        </Form<SaveProfile>>
    }
}

#[component]
fn AboutYou(profile: Profile) -> impl IntoView {
    let Profile {
        given_name,
        family_name,
        email,
        phone,
        language,
        time_zone,
        company,
        provider,
        ..
    } = profile;
    let email = email.map(|email| {
        view! {
            <TextField name="email" label=tr!(common.email) kind="email" autocomplete="off" value=email readonly=true
                hint=tr!(profile.email_hint)/>
        }
    });
    let facts = [
        company.map(|company| (tr!(common.company), company)),
        provider.map(|provider| {
            (
                tr!(profile.sign_in),
                tr!(profile.signs_in_with, provider = provider).to_string(),
            )
        }),
    ];
    let facts: Vec<_> = facts.into_iter().flatten().collect();
    let facts = (!facts.is_empty()).then(|| {
        let facts = facts
            .into_iter()
            .map(|(term, value)| view! { <div><dt>{term}</dt><dd>{value}</dd></div> });
        view! { <dl class="facts">{facts.collect_view()}</dl> }
    });
    view! {
        <section class="form-section">
            <h2 class="visually-hidden">{tr!(profile.about_you)}</h2>
            <div class="field-pair">
                <TextField name="given_name" label=tr!(common.given_name) autocomplete="given-name" value=given_name/>
                <TextField name="family_name" label=tr!(common.family_name) autocomplete="family-name"
                    value=family_name/>
            </div>
            {email}
            <TextField name="phone" label=tr!(common.phone) kind="tel" autocomplete="tel" required=false value=phone
                hint=tr!(common.phone_hint)/>
            <div class="field-pair">
                <SelectField name="language" label=tr!(profile.language) options=languages() value=language/>
                <SelectField name="time_zone" label=tr!(profile.time_zone) options=time_zones(&time_zone)
                    value=time_zone/>
            </div>
            {facts}
        </section>
    }
}

/// The terms: to be accepted, or which version was accepted when.
#[component]
fn Terms(
    /// Whether they are due, their current version, the accepted version and its date.
    terms: (bool, i64, Option<(i64, String)>),
) -> impl IntoView {
    let (due, current, accepted) = terms;
    let read = view! { <a href="/terms" target="_blank" rel="noopener">{tr!(profile.terms_read)}</a> };
    let accepted = accepted.map(|(version, date)| {
        view! { <p class="section-hint">{tr!(profile.terms_accepted_on, version = version, date = date)}</p> }
    });
    let accept = due.then(|| {
        view! {
            <Checkbox name="accept_terms" value=current.to_string()>{tr!(profile.terms_accept)}</Checkbox>
        }
    });
    view! {
        <section class="form-section">
            <h2>{tr!(profile.terms_heading)}</h2>
            {accepted}
            <p>{read}</p>
            {accept}
        </section>
    }
}
