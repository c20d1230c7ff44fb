//! The receipt: what is known of each place that a session had reached.

use super::super::{Outcome, Trouble, gates::asks_again, provider_sign_in::flow_hash};
use crate::state::Portico;
use app::api::{
    ApiError,
    logout::{Receipt as ReceiptPage, ReceiptLine},
    visit::Visit,
};
use domain::{
    ids::ClientId,
    logout::{
        ApplicationOutcome, ProviderOutcome, Receipt, SignedInTo, Telling, ToldBy, application_outcome,
    },
    time::Span,
};
use storage::{
    Conn, Tx, client_logouts,
    clients::{self, Client},
    receipts,
    sessions::SessionView,
};
use url::Url;

/// How long a receipt can be read again.
pub(super) const LIFETIME: Span = Span::hours(1);

/// The applications that the session had signed in to, and how each hears of its end.
pub(super) async fn applications(
    portico: &Portico,
    conn: &mut Conn,
    session: &SessionView,
) -> Outcome<Vec<SignedInTo>> {
    let clients = clients::of_session(conn, session.id).await?;
    let told = |client: Client| SignedInTo {
        id: client.id,
        told_by: told_by(portico, &client, &session.sid),
        name: client.name,
    };
    Ok(clients.into_iter().map(told).collect())
}

fn told_by(portico: &Portico, client: &Client, sid: &str) -> ToldBy {
    if client.back_channel_logout_uri.is_some() {
        return ToldBy::BackChannel;
    }
    let page = client.front_channel_logout_uri.as_deref();
    let Some(mut page) = page.and_then(|uri| Url::parse(uri).ok()) else {
        return ToldBy::Nothing;
    };
    // Front-Channel Logout 1.0 §2: whose session it was, and which.
    page.query_pairs_mut()
        .append_pair("iss", portico.config.server.public_url.origin())
        .append_pair("sid", sid);
    ToldBy::FrontChannel(page.into())
}

/// The pages that the browser opens.
pub(super) fn frames(applications: &[SignedInTo]) -> Vec<String> {
    let page = |application: &SignedInTo| match &application.told_by {
        ToldBy::FrontChannel(page) => Some(page.clone()),
        ToldBy::BackChannel | ToldBy::Nothing => None,
    };
    applications.iter().filter_map(page).collect()
}

/// Keeps the receipt for the browser with this flow token.
pub(super) async fn keep(portico: &Portico, tx: &mut Tx, flow: &str, receipt: &Receipt) -> Outcome<()> {
    let value = serde_json::to_value(receipt).map_err(|_| Trouble(ApiError::Internal))?;
    Ok(receipts::put(tx, flow, &value, portico.now().plus(LIFETIME)).await?)
}

/// What was kept for the browser with this flow token.
pub(super) async fn kept(portico: &Portico, conn: &mut Conn, flow: &str) -> Outcome<Option<Receipt>> {
    let value = receipts::read(conn, flow, portico.now()).await?;
    Ok(value.and_then(|value| serde_json::from_value(value).ok()))
}

/// The receipt of this browser's last logout.
pub async fn receipt(portico: &Portico, visit: &Visit) -> Outcome<ReceiptPage> {
    let mut conn = portico.database.read().await?;
    let receipt = match flow_hash(visit) {
        Some(flow) => kept(portico, &mut conn, &flow).await?,
        None => None,
    };
    let told = match &receipt {
        Some(receipt) if !receipt.applications.is_empty() => {
            client_logouts::of_session(&mut conn, &receipt.sid).await?
        }
        _ => Vec::new(),
    };
    let telling = |id: ClientId| {
        let row = told.iter().find(|row| row.client_id == id)?;
        Some(row.status.telling())
    };
    let enabled = storage::providers::list_enabled(&mut conn).await?;
    let frames = receipt.as_ref().map(|receipt| frames(&receipt.applications));
    let frames = frames.unwrap_or_default();
    visit.frame(&frames);
    Ok(ReceiptPage {
        lines: receipt.map_or_else(Vec::new, |receipt| lines(receipt, telling)),
        frames,
        login: enabled
            .iter()
            .find(|provider| asks_again(visit, provider))
            .map_or_else(
                || "/login".to_owned(),
                |provider| format!("/login?provider={}", provider.slug),
            ),
    })
}

fn lines(receipt: Receipt, telling: impl Fn(ClientId) -> Option<Telling>) -> Vec<ReceiptLine> {
    let mut lines = vec![ReceiptLine::ShopEnded];
    let provider = receipt.provider_name.unwrap_or_default();
    match receipt.provider {
        ProviderOutcome::None => {}
        ProviderOutcome::LeftAlone => lines.push(ReceiptLine::StillSignedInAt { provider }),
        ProviderOutcome::Sent => lines.push(ReceiptLine::ProviderSessionUnknown { provider }),
        ProviderOutcome::CameBack => lines.push(ReceiptLine::CameBackFrom { provider }),
        ProviderOutcome::Unreachable => lines.push(ReceiptLine::ProviderUnreachable { provider }),
    }
    let application = |one: SignedInTo| {
        let application = one.name;
        match application_outcome(&one.told_by, telling(one.id)) {
            ApplicationOutcome::Told => ReceiptLine::ApplicationTold { application },
            ApplicationOutcome::BeingTold => ReceiptLine::ApplicationBeingTold { application },
            ApplicationOutcome::NoAnswer => ReceiptLine::ApplicationSilent { application },
            ApplicationOutcome::Asked => ReceiptLine::ApplicationAsked { application },
            ApplicationOutcome::NotSupported => ReceiptLine::ApplicationNotTold { application },
        }
    };
    lines.extend(receipt.applications.into_iter().map(application));
    lines
}
