//! What decides whether a mail is sent again.

use crate::{mail::Mail, services::Outcome};
use domain::{
    approvals,
    customers::CustomerStatus,
    ids::RequestId,
    mails::{Carries, MailFacts},
};
use storage::{
    Conn,
    customers::{self, Customer},
    mails, registration_requests,
};

/// The facts about a mail. `row` is how it lies in the outbox, `mail` what it says.
pub(super) async fn facts(conn: &mut Conn, row: &mails::Mail, mail: &Mail) -> Outcome<MailFacts> {
    let customer = match row.customer_id {
        Some(id) => customers::by_id(conn, id).await?,
        None => None,
    };
    Ok(MailFacts {
        status: row.status,
        carries: carries(mail),
        holds: holds(conn, mail, customer.as_ref()).await?,
        reaches: reaches(row, mail, customer.as_ref()),
        copied: row.copy_id.is_some(),
    })
}

fn carries(mail: &Mail) -> Carries {
    match mail {
        Mail::SecondFactorCode { .. } => Carries::Code,
        mail if mail.link().is_some() => Carries::Link,
        _ => Carries::Words,
    }
}

/// Whether what the mail tells is still so. What has happened, has happened.
async fn holds(conn: &mut Conn, mail: &Mail, customer: Option<&Customer>) -> Outcome<bool> {
    let is = |status| customer.is_some_and(|customer| customer.status == status);
    Ok(match mail {
        Mail::RequestReceived { request, .. } | Mail::RequestNew { request, .. } => {
            stands(conn, *request, approvals::Status::Waiting).await?
        }
        Mail::Rejected { request, .. } => stands(conn, *request, approvals::Status::Rejected).await?,
        Mail::AccountClosed { .. } => is(CustomerStatus::Disabled),
        Mail::AccountOpened { .. } | Mail::Approved { .. } => is(CustomerStatus::Active),
        _ => true,
    })
}

async fn stands(conn: &mut Conn, id: RequestId, status: approvals::Status) -> Outcome<bool> {
    let request = registration_requests::by_id(conn, id).await?;
    Ok(request.is_some_and(|request| request.status == status))
}

/// Whether the address is still the customer's. Some mails go to another one on purpose.
fn reaches(row: &mails::Mail, mail: &Mail, customer: Option<&Customer>) -> bool {
    let on_purpose = matches!(
        mail,
        Mail::AddressChanged { .. }
            | Mail::AddressFollowed { .. }
            | Mail::AddressDiffers { .. }
            | Mail::RequestNew { .. }
    );
    let theirs = |customer: &Customer| customer.email.as_deref() == Some(row.recipient.as_str());
    on_purpose || customer.is_none_or(theirs)
}
