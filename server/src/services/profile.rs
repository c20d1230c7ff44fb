//! My Profile.

use super::{
    Outcome, Trouble,
    audit::{self, Actor, Deed},
    dates, sessions,
};
use crate::state::Portico;
use app::api::{
    Answer, ApiError, Problems,
    profile::{Profile, SaveProfile},
    visit::Visit,
};
use domain::values::{Fault, Language, PersonName, Phone, ReturnTo, optional};
use serde_json::json;
use storage::{accounts, customers};

/// Longest name of a time zone that is kept.
const TIME_ZONE_LENGTH: usize = 64;

/// The signed-in customer's data.
pub async fn read(portico: &Portico, visit: &Visit) -> Outcome<Profile> {
    let session = sessions::needed(portico, visit).await?;
    let mut conn = portico.database.read().await?;
    let customer = customers::by_id(&mut conn, session.customer_id)
        .await?
        .ok_or(Trouble(ApiError::NotFound))?;
    let account = match customer.account_id {
        Some(id) => accounts::by_id(&mut conn, id).await?,
        None => None,
    };
    let language = visit.facts().language;
    let accepted = customer.terms_version.zip(customer.terms_accepted_at);
    Ok(Profile {
        version: customer.version,
        given_name: customer.given_name,
        family_name: customer.family_name,
        email: customer.email,
        phone: customer.phone.unwrap_or_default(),
        language: customer.language.as_str().to_owned(),
        time_zone: customer.time_zone.unwrap_or_default(),
        contact_by_email: customer.contact_by_email,
        company: account
            .filter(|account| account.kind == accounts::Kind::Company)
            .map(|account| account.name),
        terms_version: session.current_terms_version.unwrap_or(0),
        terms_due: sessions::terms_due(&session),
        terms_accepted: accepted.map(|(version, at)| (version, dates::date(at, language))),
        provider: session.provider_name,
    })
}

/// What parsed of the form.
struct Parsed {
    given_name: PersonName,
    family_name: PersonName,
    phone: Option<Phone>,
    language: Language,
    time_zone: Option<String>,
}

fn parse(form: &SaveProfile, problems: &mut Problems) -> Option<Parsed> {
    let given_name = problems.take("given_name", PersonName::parse(&form.given_name));
    let family_name = problems.take("family_name", PersonName::parse(&form.family_name));
    let phone = problems.take("phone", optional(&form.phone, Phone::parse));
    let language = problems.take(
        "language",
        form.language.parse::<Language>().map_err(|_| Fault::Unknown),
    );
    let time_zone = problems.take("time_zone", time_zone(&form.time_zone));
    Some(Parsed {
        given_name: given_name?,
        family_name: family_name?,
        phone: phone?,
        language: language?,
        time_zone: time_zone?,
    })
}

/// A name of the IANA time zone database, by its form: `Europe/Athens`.
fn time_zone(text: &str) -> Result<Option<String>, Fault> {
    let text = text.trim();
    let fits = text.len() <= TIME_ZONE_LENGTH
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'_' | b'-' | b'+'));
    match (text.is_empty(), fits) {
        (true, _) => Ok(None),
        (false, true) => Ok(Some(text.to_owned())),
        (false, false) => Err(Fault::Unknown),
    }
}

/// Saves My Profile, and accepts the terms that the person saw.
pub async fn save(portico: &Portico, visit: &Visit, form: SaveProfile) -> Outcome<Answer> {
    let session = sessions::needed(portico, visit).await?;
    let mut problems = Problems::default();
    let parsed = parse(&form, &mut problems);
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
    let id = session.customer_id;
    let mut tx = portico.database.begin().await?;
    let old = customers::by_id(&mut tx, id)
        .await?
        .ok_or(Trouble(ApiError::NotFound))?;
    let profile = customers::Profile {
        given_name: parsed.given_name.as_str(),
        family_name: parsed.family_name.as_str(),
        phone: parsed.phone.as_ref().map(Phone::as_str),
        language: parsed.language,
        time_zone: parsed.time_zone.as_deref(),
        contact_by_email: form.contact_by_email.is_some(),
    };
    if !customers::set_profile(&mut tx, id, form.version, &profile, now).await? {
        return Ok(Answer::form(Fault::Stale));
    }
    if due {
        customers::accept_terms(&mut tx, id, current, now).await?;
    }
    let name = format!("{} {}", parsed.given_name, parsed.family_name);
    let deed = Deed {
        action: "profile.changed",
        subject_kind: "customer",
        subject_id: &id.to_string(),
        old: Some(json!({
            "given_name": old.given_name, "family_name": old.family_name, "phone": old.phone,
            "language": old.language, "terms_version": old.terms_version,
        })),
        new: Some(json!({
            "given_name": parsed.given_name, "family_name": parsed.family_name, "phone": parsed.phone,
            "language": parsed.language, "terms_version": if due { Some(current) } else { old.terms_version },
        })),
    };
    audit::note(portico, &mut tx, visit, Actor::Customer(id, &name), deed).await?;
    tx.commit().await?;
    sessions::remember_language(visit, parsed.language);
    // The dialog names the page that it stands over, the home page too; the page names none.
    let next = ReturnTo::or_home(form.next.as_deref());
    Ok(Answer::go(if due || form.next.is_some() {
        next.as_str()
    } else {
        "/account/profile?done=saved"
    }))
}
