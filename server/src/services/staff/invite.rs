//! Inviting people to the back office: by a mail from an administrator, or by a link from the console.

use super::{
    invitations::{Invited, url, write},
    needed, recent,
    roles::ticked,
};
use crate::{
    mail::{self, Letter, LinkSubject, Mail},
    services::{
        Outcome, Trouble,
        audit::{self, Deed},
    },
    state::Portico,
};
use app::api::{
    Answer, ApiError, Problems,
    staff::{InviteStaff, WithdrawInvitation},
    visit::Visit,
};
use domain::{
    ids::LinkId,
    staff::{Permission, Roles},
    values::{Email, Fault, Language},
};
use serde_json::json;
use storage::{
    Tx,
    links::{self, Purpose},
    mails, staff,
};

/// The list of staff, where invitations stand too.
const PAGE: &str = "/office/staff";
/// The mail that brings an invitation.
const TEMPLATE: &str = "staff_invitation";

/// Makes a link with which the owner of an address becomes a member of staff, and gives its URL. It works once and for
/// 7 days. The roles are those of this call, whatever the person types.
///
/// # Errors
/// `Malformed` without a role, `Conflict` when the address belongs to a member of staff already.
pub async fn invite(portico: &Portico, email: &Email, roles: &Roles) -> Outcome<String> {
    if roles.is_empty() {
        return Err(Trouble(ApiError::Malformed));
    }
    let mut tx = portico.database.begin().await?;
    if !make_room(portico, &mut tx, email).await? {
        return Err(Trouble(ApiError::Conflict));
    }
    let invited = Invited::by_address(email, roles);
    let token = portico.entropy.token();
    let link = write(portico, &mut tx, &token, &invited, lifetime()).await?;
    let subject_id = link.to_string();
    let deed = Deed {
        new: Some(json!({ "email": email.as_str(), "roles": roles.to_string() })),
        ..Deed::plain("staff.invited", "link", &subject_id)
    };
    audit::note_by_system(portico, &mut tx, deed).await?;
    tx.commit().await?;
    Ok(url(portico, &token))
}

/// Invites the owner of an address by a mail, after a recent sign-in: whoever is invited may be made an administrator.
pub async fn invite_by_mail(portico: &Portico, visit: &Visit, form: InviteStaff) -> Outcome<Answer> {
    needed(portico, visit, Permission::EditStaff).await?;
    let mut problems = Problems::default();
    let email = problems.take("email", Email::parse(&form.email));
    let language = form.language.parse::<Language>().map_err(|_| Fault::Unknown);
    let language = problems.take("language", language);
    let roles = ticked([
        &form.role_operations,
        &form.role_administrator,
        &form.role_auditor,
    ]);
    if roles.is_empty() {
        problems = problems.with("role_operations", Fault::Required);
    }
    let Some((email, language)) = email.zip(language).filter(|_| problems.is_empty()) else {
        return Ok(Answer::Problems(problems));
    };
    let member = match recent(portico, visit, PAGE).await? {
        Ok(member) => member,
        Err(sign_in) => return Ok(sign_in),
    };
    let mut tx = portico.database.begin().await?;
    super::change::hold_office(&mut tx, &member).await?;
    if !make_room(portico, &mut tx, &email).await? {
        return Ok(Answer::field("email", Fault::AddressTaken));
    }
    let link = send(
        portico,
        &mut tx,
        &Invited::by_address(&email, &roles),
        &email,
        language,
    )
    .await?;
    let link = link.to_string();
    let deed = Deed {
        new: Some(json!({ "email": email.as_str(), "roles": roles.to_string() })),
        ..Deed::plain("staff.invited", "link", &link)
    };
    audit::note(portico, &mut tx, visit, member.actor(), deed).await?;
    tx.commit().await?;
    portico.outbox.wake();
    Ok(Answer::go(format!("{PAGE}?done=invited")))
}

/// Queues the mail, and makes its link at once, so that the invitation is seen and can be taken back before it leaves.
async fn send(
    portico: &Portico,
    tx: &mut Tx,
    invited: &Invited,
    email: &Email,
    language: Language,
) -> Outcome<LinkId> {
    let mail = Mail::StaffInvitation {
        name: String::new(),
        link: LinkSubject {
            payload: json!(invited),
            ..LinkSubject::default()
        },
    };
    let letter = Letter {
        mail: &mail,
        to: email.as_str(),
        language,
        customer_id: None,
    };
    let id = portico.outbox.enqueue(tx, portico.now(), letter).await?;
    let token = portico.keyring.links().for_mail(id);
    write(portico, tx, &token, invited, lifetime()).await
}

/// Takes an invitation back: its link works no more, and the mail stays if it has not left.
pub async fn withdraw(portico: &Portico, visit: &Visit, form: WithdrawInvitation) -> Outcome<Answer> {
    let member = needed(portico, visit, Permission::EditStaff).await?;
    let missing = || Trouble(ApiError::NotFound);
    let id = form.id.parse::<LinkId>().map_err(|_| missing())?;
    let mut tx = portico.database.begin().await?;
    let link = links::by_id(&mut tx, id).await?;
    let link = link.filter(|link| link.purpose == Purpose::StaffInvitation);
    let invited = link.and_then(|link| Invited::read(link.payload).ok());
    // The first administrator's link belongs to the console.
    let invited = invited.ok_or_else(missing)?;
    let email = invited.email.ok_or_else(missing)?;
    if !links::use_up_by_id(&mut tx, id, portico.now()).await? {
        return Ok(Answer::form(Fault::Stale));
    }
    mails::take_back_from(&mut tx, &email.key(), TEMPLATE).await?;
    let deed = Deed {
        old: Some(json!({ "email": email.as_str(), "roles": invited.roles.to_string() })),
        ..Deed::plain("staff.invitation_withdrawn", "link", &form.id)
    };
    audit::note(portico, &mut tx, visit, member.actor(), deed).await?;
    tx.commit().await?;
    Ok(Answer::go(format!("{PAGE}?done=withdrawn")))
}

/// Makes what the person was invited to before count no more; `false` when the address belongs to a member of staff.
/// Two who invite the same person take turns.
async fn make_room(portico: &Portico, tx: &mut Tx, email: &Email) -> Outcome<bool> {
    staff::guard_administrators(tx).await?;
    if staff::by_address_key(tx, &email.key()).await?.is_some() {
        return Ok(false);
    }
    links::use_up_invitations(tx, Some(email.as_str()), portico.now()).await?;
    mails::take_back_from(tx, &email.key(), TEMPLATE).await?;
    Ok(true)
}

fn lifetime() -> domain::time::Span {
    mail::lifetime(Purpose::StaffInvitation)
}
