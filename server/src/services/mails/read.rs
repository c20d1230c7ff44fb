//! All about one mail.

use super::{facts::facts, list::row};
use crate::{
    mail::Mail,
    services::{Outcome, Trouble, customers, staff},
    state::Portico,
};
use app::api::{ApiError, mails::MailDetail, visit::Visit};
use domain::{
    ids::MailId,
    mails::{Again, again},
    staff::Permission,
};
use storage::mails;

/// One mail. Links and codes are never made for this page.
pub async fn read(portico: &Portico, visit: &Visit, id: MailId) -> Outcome<MailDetail> {
    let member = staff::needed(portico, visit, Permission::SeeMails).await?;
    let mut conn = portico.database.read().await?;
    let found = mails::by_id(&mut conn, id).await?;
    let mail = found.filter(|mail| !mail.recipient.is_empty());
    let mail = mail.ok_or(Trouble(ApiError::NotFound))?;
    let known = Mail::parse(&mail.template, &mail.params).ok();
    let again = match &known {
        Some(known) => Some(again(facts(&mut conn, &mail, known).await?)),
        None => None,
    };
    let new_link = match mail.customer_id {
        Some(customer) if again == Some(Ok(Again::NewLink)) && member.has(Permission::EditCustomers) => {
            customers::link_on_offer(&mut conn, customer).await?
        }
        _ => None,
    };
    let text = known.and_then(|known| portico.renderer.preview(&known, mail.language).ok());
    Ok(MailDetail {
        row: row(&mail, visit.facts().language),
        language: mail.language.native_name().to_owned(),
        text: text.map(|rendered| (rendered.subject, rendered.text)),
        customer: mail.customer_id.map(|id| id.to_string()),
        copy: mail.copy_id.map(|id| id.to_string()),
        answer: mail.last_error,
        again,
        may_send: member.has(Permission::ResendMails),
        new_link,
    })
}
