//! Sending a mail again.

use super::facts::facts;
use crate::{
    mail::{Letter, Mail},
    services::{
        Outcome, Trouble,
        audit::{self, Deed},
        staff,
        throttles::{self, MailFor},
    },
    state::Portico,
};
use app::{
    api::{Answer, ApiError, mails::SendMailAgain, visit::Visit},
    routes::by_id,
};
use domain::{
    ids::MailId,
    mails::{Again, again},
    staff::Permission,
    values::{Email, Fault},
};
use serde_json::json;
use storage::{Tx, customers, mails};

/// Sends a mail again, as the rules allow now; what the page offered may be over. No mailbox is flooded by it.
pub async fn send_again(portico: &Portico, visit: &Visit, form: SendMailAgain) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, Permission::ResendMails).await?;
    let missing = || Trouble(ApiError::NotFound);
    let id = form.id.parse::<MailId>().map_err(|_| missing())?;
    let mut tx = portico.database.begin().await?;
    let row = mails::by_id(&mut tx, id).await?.ok_or_else(missing)?;
    if let Some(customer) = row.customer_id {
        // Nothing of what the mail tells changes meanwhile.
        customers::hold(&mut tx, customer).await?;
    }
    let stale = || Ok(Answer::form(Fault::Stale));
    let Ok(mail) = Mail::parse(&row.template, &row.params) else {
        return stale();
    };
    let key = Email::parse(&row.recipient).ok().map(|address| address.key());
    let sent = match again(facts(&mut tx, &row, &mail).await?) {
        Err(_) | Ok(Again::NewLink) => return stale(),
        Ok(_) if !throttles::allow_mail(portico, &mut tx, visit, MailFor::Staff, key.as_ref()).await? => {
            return Ok(Answer::form(Fault::TooManyTries));
        }
        Ok(Again::Wait) => {
            let waits = mails::wait_again(&mut tx, id, portico.now()).await?;
            waits.then_some(id)
        }
        Ok(Again::Copy) => copy(portico, &mut tx, &row, &mail).await?,
    };
    let Some(sent) = sent else { return stale() };
    let customer = row.customer_id.map(|id| id.to_string());
    let (kind, subject) = match &customer {
        Some(customer) => ("customer", customer),
        None => ("mail", &form.id),
    };
    let deed = Deed {
        new: Some(json!({ "mail": row.template, "email": row.recipient })),
        ..Deed::plain("mail.sent_again", kind, subject)
    };
    audit::note(portico, &mut tx, visit, member.actor(), deed).await?;
    tx.commit().await?;
    portico.outbox.wake();
    let page = by_id("/office/mails", &sent.to_string());
    Ok(Answer::go(format!("{page}?done=again")))
}

/// Queues a copy with a Message-ID of its own. None when somebody else was faster.
async fn copy(portico: &Portico, tx: &mut Tx, row: &mails::Mail, mail: &Mail) -> Outcome<Option<MailId>> {
    let letter = Letter {
        mail,
        to: &row.recipient,
        language: row.language,
        customer_id: row.customer_id,
    };
    let id = portico.outbox.enqueue(tx, portico.now(), letter).await?;
    Ok(mails::copied(tx, row.id, id).await?.then_some(id))
}
