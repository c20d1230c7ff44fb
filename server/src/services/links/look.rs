//! What a link is for, before it is used.

use super::finish;
use crate::{
    crypto::Token,
    services::{Outcome, passwords, security},
    state::Portico,
};
use app::api::{
    links::{LinkPurpose, LinkState},
    visit::Visit,
};
use storage::links::{self, Purpose};

/// What a link is for and whether it works; uses nothing up.
pub async fn look(portico: &Portico, visit: &Visit, token: &str) -> Outcome<LinkState> {
    let Some(token) = Token::parse(token) else {
        return Ok(LinkState::Spent);
    };
    let mut conn = portico.database.read().await?;
    let Some(link) = links::peek(&mut conn, &token.hash()).await? else {
        return Ok(LinkState::Spent);
    };
    let purpose = match link.purpose {
        Purpose::Activate => LinkPurpose::Activate,
        Purpose::Reset => LinkPurpose::Reset,
        Purpose::Finish if link.request_id.is_none() => LinkPurpose::Connect,
        Purpose::Finish => LinkPurpose::Finish,
        Purpose::ProveAddress | Purpose::ChangeAddress => LinkPurpose::ConfirmAddress,
        Purpose::StaffInvitation => return Ok(LinkState::Spent),
    };
    if link.used_at.is_some() {
        return Ok(LinkState::Spent);
    }
    if !link.is_open(portico.now()) {
        return Ok(LinkState::Expired { purpose });
    }
    if link.purpose == Purpose::ChangeAddress {
        drop(conn);
        let open = security::look(portico, visit, &link).await?;
        return Ok(
            open.map_or(LinkState::Spent, |(address, owner_here)| LinkState::NewAddress {
                address,
                owner_here,
            }),
        );
    }
    let (purpose, provider) = match purpose {
        LinkPurpose::ConfirmAddress => (purpose, link.payload["provider"].as_str().map(str::to_owned)),
        LinkPurpose::Finish => finish::how(&mut conn).await?,
        // Without a request there was nothing to approve: the customer was invited to another way in.
        LinkPurpose::Connect => match finish::how(&mut conn).await? {
            (LinkPurpose::Finish, provider) => (LinkPurpose::Connect, provider),
            _ => (LinkPurpose::ConnectByPassword, None),
        },
        _ => (purpose, None),
    };
    Ok(LinkState::Open {
        purpose,
        provider,
        password: passwords::rules(portico, &mut conn, link.customer_id).await?,
    })
}
