//! Sending a customer the link that helps now.

use super::{done, named, read::link_facts};
use crate::{
    mail::Mail,
    services::{
        Outcome, Trouble, approvals,
        audit::{self, Deed},
        links::{send_to, subject_of},
        staff,
        throttles::{self, MailFor},
    },
    state::Portico,
};
use app::api::{Answer, ApiError, customers::SendLink, visit::Visit};
use domain::{
    customers::{LinkToSend, link_to_send},
    staff::Permission,
    values::Fault,
};
use serde_json::json;
use storage::registration_requests;

/// Sends a link to the customer's own address; staff never see it. As many an hour as anybody can cause.
pub async fn send_link(portico: &Portico, visit: &Visit, form: SendLink) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, Permission::EditCustomers).await?;
    let mut tx = portico.database.begin().await?;
    let customer = named(&mut tx, &form.id).await?;
    let request = registration_requests::by_customer(&mut tx, customer.id).await?;
    let settings = storage::settings::load(&mut tx).await?.shop;
    let link = link_to_send(link_facts(&customer, request.as_ref(), &settings));
    let Some(link) = link.filter(|_| customer.email.is_some()) else {
        return Ok(Answer::form(Fault::Stale));
    };
    if !throttles::allow_mail(
        portico,
        &mut tx,
        visit,
        MailFor::Staff,
        customer.address_key.as_ref(),
    )
    .await?
    {
        return Ok(Answer::form(Fault::TooManyTries));
    }
    let name = customer.given_name.clone();
    let mail = match (link, &request) {
        (LinkToSend::Activate, request) => Mail::Activate {
            name,
            link: subject_of(customer.id, request.as_ref().map(|request| request.id)),
        },
        (LinkToSend::Finish, Some(request)) => Mail::Approved {
            name,
            next: approvals::next_step(&mut tx, request).await?,
        },
        (LinkToSend::Reset, _) => Mail::Reset {
            name,
            link: subject_of(customer.id, None),
            by_staff: true,
        },
        (LinkToSend::Finish, None) => return Err(Trouble(ApiError::Internal)),
    };
    send_to(portico, &mut tx, &customer, &mail).await?;
    let deed = Deed {
        new: Some(json!({ "mail": mail.template() })),
        ..Deed::plain("link.sent", "customer", &form.id)
    };
    audit::note(portico, &mut tx, visit, member.actor(), deed).await?;
    tx.commit().await?;
    portico.outbox.wake();
    Ok(done(customer.id, "link"))
}
