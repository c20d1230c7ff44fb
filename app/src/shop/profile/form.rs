use super::time_zones::time_zones;
use crate::{
    api::profile::{Profile, SaveProfile},
    shop::registration::languages,
    tr,
    ui::{Checkbox, Form, Hidden, SelectField, SubmitButton, TextField, use_frame},
};
use leptos::prelude::*;

/// The form that the button *Sign out* sends: a form can't stand in another one.
const SIGN_OUT: &str = "profile-sign-out";

/// The heading: a welcome at the first time.
pub(super) fn heading(profile: &Profile) -> String {
    if profile.terms_due && profile.terms_accepted.is_empty() {
        tr!(profile.welcome_heading, name = profile.given_name.clone()).to_string()
    } else {
        tr!(profile.heading).to_owned()
    }
}

/// Why the person is here, when it was not their own idea.
pub(super) fn lead(profile: &Profile) -> Option<&'static str> {
    match (profile.terms_due, profile.terms_accepted.is_empty()) {
        (true, true) => Some(tr!(profile.welcome_text)),
        (true, false) => Some(tr!(profile.terms_new)),
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
    let signs_out = cancel
        .is_none()
        .then(|| view! { <form id=SIGN_OUT method="post" action="/logout" hidden=true></form> });
    let cancel = cancel.unwrap_or_else(|| view! { <SignOut/> }.into_any());
    let (by_email, by_phone) = (profile.contact_by_email, profile.contact_by_phone);
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
                    <Checkbox name="contact_by_email" checked=by_email>{tr!(profile.contact_news)}</Checkbox>
                    <Checkbox name="contact_by_phone" checked=by_phone>{tr!(profile.contact_calls)}</Checkbox>
                </fieldset>
                <Terms terms/>
            </div>
            <div class="dialog-actions">
                {cancel}
                <SubmitButton label=submit/>
            </div>
        </Form<SaveProfile>>
        {signs_out}
    }
}

/// Signs out at once, by a form that stands outside this one; who may choose between *locally* and *globally* is led
/// to the choice.
#[component]
fn SignOut() -> impl IntoView {
    let asks = use_frame()
        .customer
        .is_some_and(|customer| customer.global_logout.is_some());
    if asks {
        view! { <a class="button quiet" href="/logout" rel="external">{tr!(common.sign_out)}</a> }.into_any()
    } else {
        view! {
            <button class="button quiet" form=SIGN_OUT name="choice" value="local">{tr!(common.sign_out)}</button>
        }
        .into_any()
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
        owned,
        suggested,
        ..
    } = profile;
    let email = email.map(|email| {
        let hint = owner(owned.email)
            .or_else(|| proposal(suggested.email))
            .unwrap_or_else(|| tr!(profile.email_hint).to_owned());
        view! {
            <TextField name="email" label=tr!(common.email) kind="email" autocomplete="off" value=email readonly=true
                hint=hint/>
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
                <OwnField name="given_name" label=tr!(common.given_name) autocomplete="given-name" value=given_name
                    owner=owned.given_name suggested=suggested.given_name/>
                <OwnField name="family_name" label=tr!(common.family_name) autocomplete="family-name"
                    value=family_name owner=owned.family_name suggested=suggested.family_name/>
            </div>
            {email}
            <OwnField name="phone" label=tr!(common.phone) kind="tel" autocomplete="tel" required=false value=phone
                hint=tr!(common.phone_hint) owner=owned.phone suggested=suggested.phone/>
            <div class="field-pair">
                <LanguageField language owner=owned.language suggested=suggested.language/>
                <SelectField name="time_zone" label=tr!(profile.time_zone) options=time_zones(&time_zone)
                    value=time_zone/>
            </div>
            {facts}
        </section>
    }
}

/// What is said beside a field that a provider sets.
fn owner(provider: Option<String>) -> Option<String> {
    provider.map(|provider| tr!(profile.comes_from, provider = provider).to_string())
}

/// What is said beside a field for which a provider proposes something else.
fn proposal(suggested: Option<(String, String)>) -> Option<String> {
    suggested
        .map(|(provider, value)| tr!(identities.suggested, provider = provider, value = value).to_string())
}

/// A line of text that the customer changes here, unless a provider sets it at every sign-in.
#[component]
fn OwnField(
    name: &'static str,
    label: &'static str,
    #[prop(default = "text")] kind: &'static str,
    autocomplete: &'static str,
    #[prop(default = true)] required: bool,
    value: String,
    #[prop(optional)] hint: Option<&'static str>,
    /// Name of that provider.
    owner: Option<String>,
    /// What a provider proposes; it stands in the field while that is empty.
    suggested: Option<(String, String)>,
) -> impl IntoView {
    let readonly = owner.is_some();
    let value = match &suggested {
        Some((_, proposed)) if value.is_empty() && !readonly => proposed.clone(),
        _ => value,
    };
    let hint = self::owner(owner)
        .or_else(|| proposal(suggested))
        .or_else(|| hint.map(str::to_owned))
        .unwrap_or_default();
    if hint.is_empty() {
        view! { <TextField name label kind autocomplete required value readonly/> }.into_any()
    } else {
        view! { <TextField name label kind autocomplete required value readonly hint/> }.into_any()
    }
}

/// The language of mails and pages. A choice can't be read only, so one that a provider sets is a line of text.
#[component]
fn LanguageField(
    language: String,
    owner: Option<String>,
    suggested: Option<(String, String)>,
) -> impl IntoView {
    match self::owner(owner) {
        None => match proposal(suggested) {
            None => view! {
                <SelectField name="language" label=tr!(profile.language) options=languages() value=language/>
            }
            .into_any(),
            Some(hint) => view! {
                <SelectField name="language" label=tr!(profile.language) options=languages() value=language hint/>
            }
            .into_any(),
        },
        Some(hint) => {
            let name = languages().into_iter().find(|(code, _)| *code == language);
            let value = name.map_or(language, |(_, name)| name);
            view! {
                <TextField name="language" label=tr!(profile.language) autocomplete="off" value readonly=true hint/>
            }
            .into_any()
        }
    }
}

/// The terms: to be accepted, and which versions were accepted when.
#[component]
fn Terms(
    /// Whether they are due, their current version, and the accepted versions with their dates.
    terms: (bool, i64, Vec<(i64, String)>),
) -> impl IntoView {
    let (due, current, accepted) = terms;
    let read = view! { <a href="/terms" target="_blank" rel="noopener">{tr!(profile.terms_read)}</a> };
    let accepted = accepted.into_iter().map(|(version, date)| {
        let text = tr!(profile.terms_accepted_on, version = version, date = date);
        let href = format!("/terms?version={version}");
        view! { <li><a href=href target="_blank" rel="noopener">{text}</a></li> }
    });
    let accepted = accepted.collect_view();
    let accepted =
        (!accepted.is_empty()).then(|| view! { <ul role="list" class="section-hint">{accepted}</ul> });
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
