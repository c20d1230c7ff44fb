//! The browser that a member of staff is known by: where the password may be tried when strangers have tried it too
//! often. It opens nothing by itself, so nothing of it is kept here.

use crate::{crypto::Token, http::cookies, services::Outcome, state::Portico};
use app::api::visit::Visit;
use domain::{ids::StaffId, time::Span, values::AddressKey};
use storage::staff;

/// How long a browser is known after a sign-in: as long as browsers keep a cookie.
const KNOWN_FOR: Span = Span::days(400);

/// The cookie of a browser that this member of staff signs in with.
pub(super) fn cookie(portico: &Portico, id: StaffId) -> String {
    let token = portico.keyring.links().for_browser_of(id);
    cookies::set(cookies::OFFICE_DEVICE, token.expose(), Some(KNOWN_FOR))
}

/// Whether the member of staff with this address, if there is one, was the last to sign in with this browser.
pub(super) async fn knows(portico: &Portico, visit: &Visit, key: &AddressKey) -> Outcome<bool> {
    let Some(borne) = visit.cookie(cookies::OFFICE_DEVICE).and_then(Token::parse) else {
        return Ok(false);
    };
    let mut conn = portico.database.read().await?;
    let member = staff::by_address_key(&mut conn, key).await?;
    let links = portico.keyring.links();
    Ok(member.is_some_and(|member| links.for_browser_of(member.id).hash() == borne.hash()))
}
