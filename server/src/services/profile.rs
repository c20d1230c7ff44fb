//! My Profile.

use super::{
    Outcome, Trouble,
    audit::{self, Actor, Deed},
    consent, dates,
    identities::standing,
    sessions,
};
use crate::state::Portico;
use app::api::{
    Answer, ApiError, Problems,
    profile::{Owned, Profile, SaveProfile, Suggested},
    visit::Visit,
};
use domain::{
    ids::CustomerId,
    providers::{Rule, follow, sets},
    values::{Email, Fault, Language, PersonName, Phone, ReturnTo, TimeZone, optional},
};
use serde_json::{Value, json};
use storage::{
    Conn, accounts, consents,
    customers::{self, Customer},
    identities,
    legal_texts::Kind,
    providers,
};

/// The signed-in customer's data.
pub async fn read(portico: &Portico, visit: &Visit) -> Outcome<Profile> {
    let session = sessions::before_terms(portico, visit).await?;
    let mut conn = portico.database.read().await?;
    let customer = customers::by_id(&mut conn, session.customer_id)
        .await?
        .ok_or(Trouble(ApiError::NotFound))?;
    let account = match customer.account_id {
        Some(id) => accounts::by_id(&mut conn, id).await?,
        None => None,
    };
    let reader = dates::Reader::new(visit.facts().language, customer.time_zone.as_deref());
    let accepted = consents::of_customer(&mut conn, customer.id, Kind::Terms).await?;
    let owned = owned(&mut conn, customer.id).await?;
    let suggested = suggested(&mut conn, &customer).await?;
    Ok(Profile {
        version: customer.version,
        given_name: customer.given_name,
        family_name: customer.family_name,
        email: customer.email,
        phone: customer.phone.unwrap_or_default(),
        language: customer.language.as_str().to_owned(),
        time_zone: customer.time_zone.unwrap_or_default(),
        contact_by_email: customer.contact_by_email,
        contact_by_phone: customer.contact_by_phone,
        owned,
        suggested,
        company: account
            .filter(|account| account.kind == accounts::Kind::Company)
            .map(|account| account.name),
        terms_version: session.current_terms_version.unwrap_or(0),
        terms_due: sessions::terms_due(&session),
        terms_accepted: accepted
            .into_iter()
            .map(|consent| (consent.version, reader.date(consent.accepted_at)))
            .collect(),
        provider: session.provider_name,
    })
}

/// What the customer's providers set at every sign-in, each with the provider's name; one that is disabled sets
/// nothing, and neither does one that sends nothing.
async fn owned(conn: &mut Conn, customer: CustomerId) -> Outcome<Owned> {
    let mut owned = Owned::default();
    for identity in identities::by_customer(conn, customer).await? {
        let provider = providers::by_id(conn, identity.provider_id).await?;
        let Some(provider) = provider.filter(|provider| provider.enabled) else {
            continue;
        };
        let sets = sets(&provider.claims, &identity.claimed);
        let fields = [
            (&mut owned.given_name, sets.given_name),
            (&mut owned.family_name, sets.family_name),
            (&mut owned.email, sets.email),
            (&mut owned.phone, sets.phone),
            (&mut owned.language, sets.language),
        ];
        for (owner, _) in fields.into_iter().filter(|(_, sets)| *sets) {
            *owner = Some(provider.name.clone());
        }
    }
    Ok(owned)
}

/// The provider at which the customer's address is changed, if there is one.
pub(super) async fn address_owner(conn: &mut Conn, customer: CustomerId) -> Outcome<Option<String>> {
    Ok(owned(conn, customer).await?.email)
}

/// What the customer's providers propose, the one that was connected last above the others.
async fn suggested(conn: &mut Conn, customer: &Customer) -> Outcome<Suggested> {
    let mut suggested = Suggested::default();
    for identity in identities::by_customer(conn, customer.id).await? {
        let provider = providers::by_id(conn, identity.provider_id).await?;
        let Some(provider) = provider.filter(|provider| provider.enabled) else {
            continue;
        };
        let following = follow(&provider.claims, &standing(customer), identity.claimed);
        let named = |value: Option<String>| value.map(|value| (provider.name.clone(), value));
        let text = |value: Option<&dyn ToString>| value.map(ToString::to_string);
        let email_rule = provider.claims.email.as_ref().map(|field| field.rule);
        let email = identity
            .email
            .filter(|_| email_rule == Some(Rule::Suggest))
            .and_then(|email| Email::parse(&email).ok())
            .filter(|email| Some(email.key()) != customer.address_key);
        let proposed = [
            (
                &mut suggested.given_name,
                text(following.given_name.suggested().map(|it| it as _)),
            ),
            (
                &mut suggested.family_name,
                text(following.family_name.suggested().map(|it| it as _)),
            ),
            (&mut suggested.email, email.map(|email| email.to_string())),
            (
                &mut suggested.phone,
                text(following.phone.suggested().map(|it| it as _)),
            ),
            (
                &mut suggested.language,
                following
                    .language
                    .suggested()
                    .map(|it| it.native_name().to_owned()),
            ),
        ];
        for (field, value) in proposed {
            *field = named(value).or(field.take());
        }
    }
    Ok(suggested)
}

/// What a provider sets is not for the form to change: it keeps what is there.
fn keep_owned(form: &mut SaveProfile, owned: &Owned, old: &Customer) {
    let kept = [
        (&owned.given_name, &mut form.given_name, old.given_name.as_str()),
        (
            &owned.family_name,
            &mut form.family_name,
            old.family_name.as_str(),
        ),
        (
            &owned.phone,
            &mut form.phone,
            old.phone.as_deref().unwrap_or_default(),
        ),
        (&owned.language, &mut form.language, old.language.as_str()),
    ];
    for (owner, typed, stored) in kept {
        if owner.is_some() {
            stored.clone_into(typed);
        }
    }
}

/// What parsed of the form.
struct Parsed {
    given_name: PersonName,
    family_name: PersonName,
    phone: Option<Phone>,
    language: Language,
    time_zone: Option<String>,
}

fn parse(form: &SaveProfile, old: &Customer, problems: &mut Problems) -> Option<Parsed> {
    let given_name = problems.take("given_name", PersonName::parse(&form.given_name));
    let family_name = problems.take("family_name", PersonName::parse(&form.family_name));
    let phone = match optional(&form.phone, Phone::parse) {
        Ok(None) if form.contact_by_phone.is_some() => Err(Fault::Required),
        phone => phone,
    };
    let phone = problems.take("phone", phone);
    let language = problems.take(
        "language",
        form.language.parse::<Language>().map_err(|_| Fault::Unknown),
    );
    let time_zone = problems.take("time_zone", time_zone(&form.time_zone, old));
    Some(Parsed {
        given_name: given_name?,
        family_name: family_name?,
        phone: phone?,
        language: language?,
        time_zone: time_zone?,
    })
}

/// A time zone of the list, or the one that is there already.
fn time_zone(text: &str, old: &Customer) -> Result<Option<String>, Fault> {
    let text = text.trim();
    if old.time_zone.as_deref() == Some(text) {
        return Ok(Some(text.to_owned()));
    }
    let zone = optional(text, TimeZone::parse)?;
    Ok(zone.map(|zone| zone.as_str().to_owned()))
}

fn profile_of(customer: &Customer) -> customers::Profile<'_> {
    customers::Profile {
        given_name: &customer.given_name,
        family_name: &customer.family_name,
        phone: customer.phone.as_deref(),
        language: customer.language,
        time_zone: customer.time_zone.as_deref(),
        contact_by_email: customer.contact_by_email,
        contact_by_phone: customer.contact_by_phone,
    }
}

/// What the history keeps of it.
fn noted(profile: &customers::Profile<'_>, terms_version: Option<i64>) -> Value {
    json!({
        "given_name": profile.given_name, "family_name": profile.family_name, "phone": profile.phone,
        "language": profile.language, "time_zone": profile.time_zone,
        "contact_by_email": profile.contact_by_email, "contact_by_phone": profile.contact_by_phone,
        "terms_version": terms_version,
    })
}

/// Saves My Profile, and accepts the terms that the person saw.
pub async fn save(portico: &Portico, visit: &Visit, mut form: SaveProfile) -> Outcome<Answer> {
    let session = sessions::before_terms(portico, visit).await?;
    let id = session.customer_id;
    let mut conn = portico.database.read().await?;
    let old = customers::by_id(&mut conn, id)
        .await?
        .ok_or(Trouble(ApiError::NotFound))?;
    keep_owned(&mut form, &owned(&mut conn, id).await?, &old);
    drop(conn);
    let mut problems = Problems::default();
    let parsed = parse(&form, &old, &mut problems);
    let current = session.current_terms_version.unwrap_or(0);
    let accepts = form
        .accept_terms
        .as_deref()
        .and_then(|version| version.parse::<i64>().ok());
    let due = sessions::terms_due(&session);
    match accepts {
        Some(seen) if due && seen != current => return Ok(Answer::form(Fault::TermsChanged)),
        None if due => problems = problems.with("accept_terms", Fault::MustAccept),
        _ => {}
    }
    let Some(parsed) = parsed.filter(|_| problems.is_empty()) else {
        return Ok(Answer::Problems(problems));
    };
    let now = portico.now();
    let mut tx = portico.database.begin().await?;
    let profile = customers::Profile {
        given_name: parsed.given_name.as_str(),
        family_name: parsed.family_name.as_str(),
        phone: parsed.phone.as_ref().map(Phone::as_str),
        language: parsed.language,
        time_zone: parsed.time_zone.as_deref(),
        contact_by_email: form.contact_by_email.is_some(),
        contact_by_phone: form.contact_by_phone.is_some(),
    };
    if !customers::set_profile(&mut tx, id, form.version, &profile, now).await? {
        return Ok(Answer::form(Fault::Stale));
    }
    if due {
        consents::accept_terms(&mut tx, id, current, now).await?;
    }
    let terms = if due { Some(current) } else { old.terms_version };
    let (before, after) = (
        noted(&profile_of(&old), old.terms_version),
        noted(&profile, terms),
    );
    if before != after {
        let name = format!("{} {}", parsed.given_name, parsed.family_name);
        let deed = Deed {
            action: "profile.changed",
            subject_kind: "customer",
            subject_id: &id.to_string(),
            old: Some(before),
            new: Some(after),
        };
        audit::note(portico, &mut tx, visit, Actor::Customer(id, &name), deed).await?;
    }
    let next = ReturnTo::or_home(form.next.as_deref());
    let next = consent::still_waiting(portico, &mut tx, next).await?;
    tx.commit().await?;
    sessions::remember_language(visit, parsed.language);
    // The dialog names the page that it stands over, the home page too; the page names none.
    Ok(Answer::go(if due || form.next.is_some() {
        next.as_str()
    } else {
        "/account/profile?done=saved"
    }))
}
