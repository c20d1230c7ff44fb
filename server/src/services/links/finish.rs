//! The link of an approval mail: how the registration is finished with the providers that there are now.

use super::{not_open, open_shop};
use crate::{
    crypto::Token,
    http::cookies,
    services::{Outcome, provider_rows},
    state::Portico,
};
use app::api::{Answer, links::LinkPurpose, visit::Visit};
use domain::{
    registration::{FinishAt, approval_link},
    time::Span,
};
use storage::{Conn, links::Link};

/// How an approved registration is finished now, and through whom when there is exactly one provider.
pub(super) async fn how(conn: &mut Conn) -> Outcome<(LinkPurpose, Option<String>)> {
    let enabled = storage::providers::list_enabled(conn).await?;
    let visible: Vec<_> = enabled.iter().filter(|provider| provider.visible).collect();
    let only = visible.first().map(|provider| provider.name.clone());
    Ok(match approval_link(visible.len()) {
        FinishAt::Provider => (LinkPurpose::Finish, only),
        FinishAt::LoginPage => (LinkPurpose::Finish, None),
        FinishAt::NewPassword => (LinkPurpose::FinishByPassword, None),
    })
}

/// The link of an approval mail is used up by the sign-in that it leads to, in the same browser.
pub(super) async fn finish(portico: &Portico, visit: &Visit, link: &Link, token: &Token) -> Outcome<Answer> {
    if let Some(fault) = not_open(portico, link) {
        return Ok(Answer::form(fault));
    }
    let mut conn = portico.database.read().await?;
    let enabled = storage::providers::list_enabled(&mut conn).await?;
    let visible: Vec<_> = enabled.iter().filter(|provider| provider.visible).collect();
    open_shop(&mut conn).await?;
    let next = match (approval_link(visible.len()), visible.first()) {
        (FinishAt::NewPassword, _) => return Ok(Answer::go("/forgot")),
        (FinishAt::Provider, Some(provider)) => {
            format!("{}?finish=1", provider_rows::leave_path(provider))
        }
        (FinishAt::LoginPage | FinishAt::Provider, _) => "/login?finish=1".to_owned(),
    };
    visit.set_cookie(cookies::set(
        cookies::FINISH,
        token.expose(),
        Some(Span::minutes(10)),
    ));
    Ok(Answer::go(next))
}
