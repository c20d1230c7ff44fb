//! The applicant's own view of a request: where it stands, and what can be done with it. Whoever holds the token of its
//! private page, which is in the mails to the applicant only, is the applicant.

use crate::{
    crypto::Token,
    services::{
        Outcome, Trouble,
        audit::{self, Actor, Deed},
        dates, links as link_mails,
        requests::{self, state},
        throttles::{self, Action, MailFor},
    },
    state::Portico,
};
use app::api::{
    Answer, ApiError, Problems,
    registration::{Correct, Details, RequestStatus, SendMail, Withdraw},
    visit::Visit,
};
use domain::{
    approvals::Status,
    ids::CustomerId,
    registration::{AccountMatch, AfterProof, after_address_proven},
    values::{CompanyName, Fault, Language, Message, PersonName, Phone, optional},
};
use serde_json::json;
use storage::{
    Conn, Tx, accounts, customers,
    registration_requests::{self, Correction, RegistrationRequest},
};

/// Where a request stands.
pub async fn status(portico: &Portico, visit: &Visit, token: &str) -> Outcome<RequestStatus> {
    let mut conn = portico.database.read().await?;
    let request = find(&mut conn, token).await?;
    let language = visit.facts().language;
    let told = |at| dates::date_time(at, language);
    let decision = decision(&mut conn, &request).await?;
    let rejected = request.status == Status::Rejected;
    Ok(RequestStatus {
        status: request.status,
        submitted: told(request.submitted_at),
        proven: request.address_proven_at.map(told),
        decision,
        decided: request
            .decided_at
            .filter(|_| request.decided_by.is_some())
            .map(told),
        ended: request.ended_at.map(told),
        corrected: request.corrected_at.map(told),
        until: request.expires_at.map(told),
        reason_code: request.reason_code.filter(|_| rejected),
        reason: request.reason.clone().filter(|_| rejected),
        email: request.email.clone(),
        details: details(request),
    })
}

/// Whether operations have a part in it: as the settings are now while it can still come to that.
async fn decision(conn: &mut Conn, request: &RegistrationRequest) -> Outcome<bool> {
    match request.status {
        Status::Unproven => {
            let settings = storage::settings::load(conn).await?.shop;
            let proof = after_address_proven(request.entry, &settings, AccountMatch::None);
            Ok(proof == AfterProof::Wait)
        }
        Status::Waiting | Status::Rejected => Ok(true),
        Status::Approved | Status::Activated | Status::Withdrawn | Status::Expired => {
            Ok(request.decided_by.is_some())
        }
    }
}

fn details(request: RegistrationRequest) -> Details {
    Details {
        version: request.version,
        given_name: request.given_name,
        family_name: request.family_name,
        company: request.company.unwrap_or_default(),
        phone: request.phone.unwrap_or_default(),
        message: request.message.unwrap_or_default(),
        language: request.language.as_str().to_owned(),
    }
}

/// The request of a private page.
async fn find(conn: &mut Conn, token: &str) -> Outcome<RegistrationRequest> {
    let token = Token::parse(token).ok_or(Trouble(ApiError::NotFound))?;
    let found = registration_requests::by_status_token(conn, &token.hash()).await?;
    found.ok_or(Trouble(ApiError::NotFound))
}

/// Counts what is done with a page that exists; false when that was too often.
async fn allowed(portico: &Portico, visit: &Visit, token: &str) -> Outcome<bool> {
    if Token::parse(token).is_none() {
        return Err(Trouble(ApiError::NotFound));
    }
    throttles::allow(portico, visit, Action::OwnRequest, token).await
}

/// What parsed of a correction.
struct Parsed {
    given_name: PersonName,
    family_name: PersonName,
    company: Option<CompanyName>,
    phone: Option<Phone>,
    message: Option<Message>,
    language: Language,
}

fn parse(form: &Correct) -> Result<Parsed, Problems> {
    let mut problems = Problems::default();
    let given_name = problems.take("given_name", PersonName::parse(&form.given_name));
    let family_name = problems.take("family_name", PersonName::parse(&form.family_name));
    let company = problems.take("company", optional(&form.company, CompanyName::parse));
    let phone = problems.take("phone", optional(&form.phone, Phone::parse));
    let message = problems.take("message", optional(&form.message, Message::parse));
    let language = problems.take(
        "language",
        form.language.parse::<Language>().map_err(|_| Fault::Unknown),
    );
    match (given_name, family_name, company, phone, message, language) {
        (Some(given_name), Some(family_name), Some(company), Some(phone), Some(message), Some(language)) => {
            Ok(Parsed {
                given_name,
                family_name,
                company,
                phone,
                message,
                language,
            })
        }
        _ => Err(problems),
    }
}

/// Corrects what the request says, and with it the customer and the account that were made for it.
pub async fn correct(portico: &Portico, visit: &Visit, form: Correct) -> Outcome<Answer> {
    if !allowed(portico, visit, &form.token).await? {
        return Ok(Answer::form(Fault::TooManyTries));
    }
    let mut tx = portico.database.begin().await?;
    let request = find(&mut tx, &form.token).await?;
    if let Err(refused) = state(&request, portico.now()).correct(portico.now()) {
        return Ok(Answer::form(Fault::from(&refused)));
    }
    let parsed = match parse(&form) {
        Ok(parsed) => parsed,
        Err(problems) => return Ok(Answer::Problems(problems)),
    };
    let fields = corrected(&request, &parsed);
    if !fields.is_empty() {
        if !write(portico, &mut tx, &request, &parsed, form.version).await? {
            return Ok(Answer::form(Fault::Stale));
        }
        let id = request.id.to_string();
        let deed = Deed {
            // Which fields, not what they say: that is about a person and is erased with the request.
            new: Some(json!({ "corrected": fields.join(",") })),
            ..Deed::plain("request.corrected", "request", &id)
        };
        audit::note(portico, &mut tx, visit, Actor::Visitor, deed).await?;
        tx.commit().await?;
    }
    Ok(done(&form.token, "corrected"))
}

/// Back to the page, which says what was done.
fn done(token: &str, what: &str) -> Answer {
    Answer::go(format!("{}?done={what}", app::routes::status(token)))
}

/// The fields that say something else than before.
fn corrected(request: &RegistrationRequest, parsed: &Parsed) -> Vec<&'static str> {
    let company = parsed.company.as_ref().map(CompanyName::as_str);
    let phone = parsed.phone.as_ref().map(Phone::as_str);
    let message = parsed.message.as_ref().map(Message::as_str);
    let fields = [
        ("given_name", request.given_name != parsed.given_name.as_str()),
        ("family_name", request.family_name != parsed.family_name.as_str()),
        ("company", request.company.as_deref() != company),
        ("phone", request.phone.as_deref() != phone),
        ("message", request.message.as_deref() != message),
        ("language", request.language != parsed.language),
    ];
    let differ = fields.into_iter().filter(|(_, differs)| *differs);
    differ.map(|(name, _)| name).collect()
}

/// Writes the correction; false, with nothing changed, when the request is no longer as the person saw it.
async fn write(
    portico: &Portico,
    tx: &mut Tx,
    request: &RegistrationRequest,
    parsed: &Parsed,
    version: i64,
) -> Outcome<bool> {
    let now = portico.now();
    let company = parsed.company.as_ref().map(CompanyName::as_str);
    let correction = Correction {
        given_name: parsed.given_name.as_str(),
        family_name: parsed.family_name.as_str(),
        company,
        phone: parsed.phone.as_ref().map(Phone::as_str),
        message: parsed.message.as_ref().map(Message::as_str),
        language: parsed.language,
        now,
    };
    if !registration_requests::correct(tx, request.id, version, &correction).await? {
        return Ok(false);
    }
    registration_requests::index(tx, request.id).await?;
    if let Some(id) = request.customer_id {
        correct_customer(tx, id, &correction).await?;
    }
    if let Some(account) = request.account_id.filter(|_| !request.matched) {
        let person = format!("{} {}", correction.given_name, correction.family_name);
        accounts::rename(tx, account, company, &person).await?;
    }
    Ok(true)
}

/// The customer who was made with the request bears the same name.
async fn correct_customer(tx: &mut Tx, id: CustomerId, correction: &Correction<'_>) -> Outcome<()> {
    let customer = customers::by_id(tx, id)
        .await?
        .ok_or(Trouble(ApiError::Internal))?;
    let profile = customers::Profile {
        given_name: correction.given_name,
        family_name: correction.family_name,
        phone: correction.phone,
        language: correction.language,
        time_zone: customer.time_zone.as_deref(),
        contact_by_email: customer.contact_by_email,
        contact_by_phone: customer.contact_by_phone,
    };
    if customers::set_profile(tx, id, customer.version, &profile, correction.now).await? {
        Ok(())
    } else {
        Err(Trouble(ApiError::Conflict))
    }
}

/// Sends the mail again without which the applicant can't go on, unless the address has had its share.
pub async fn send_mail(portico: &Portico, visit: &Visit, form: SendMail) -> Outcome<Answer> {
    if !allowed(portico, visit, &form.token).await? {
        return Ok(Answer::form(Fault::TooManyTries));
    }
    let mut tx = portico.database.begin().await?;
    let request = find(&mut tx, &form.token).await?;
    let mail = requests::mail_again(&mut tx, &request).await?;
    let (Some(mail), Some(address)) = (mail, request.email.as_deref()) else {
        return Ok(Answer::form(Fault::Stale));
    };
    if !throttles::allow_mail(
        portico,
        &mut tx,
        visit,
        MailFor::Owner,
        request.address_key.as_ref(),
    )
    .await?
    {
        return Ok(Answer::form(Fault::TooManyTries));
    }
    let customer = request.customer_id;
    link_mails::send(portico, &mut tx, &mail, address, request.language, customer).await?;
    tx.commit().await?;
    portico.outbox.wake();
    Ok(done(&form.token, "sent"))
}

/// Takes a request back: its personal data is erased at once, the customer with it.
pub async fn withdraw(portico: &Portico, visit: &Visit, form: Withdraw) -> Outcome<Answer> {
    let mut tx = portico.database.begin().await?;
    let request = find(&mut tx, &form.token).await?;
    if let Err(refused) = requests::withdraw(portico, &mut tx, visit, &request).await? {
        return Ok(Answer::form(Fault::from(&refused)));
    }
    tx.commit().await?;
    Ok(Answer::go(app::routes::status(&form.token)))
}
