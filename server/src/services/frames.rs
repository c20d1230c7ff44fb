//! What surrounds a page, from one reading of the settings and the session.

use super::{Outcome, sessions, staff};
use crate::state::Portico;
use app::api::{
    frame::{CustomerBadge, Frame, StaffBadge},
    visit::Visit,
};
use domain::{
    logout::{LogoutFacts, LogoutOffer, ProviderSide, offer},
    registration::{FormPlan, form},
    settings::SessionPolicy,
    staff::Permission,
    time::Timestamp,
};
use storage::sessions::{Here, SessionView};

/// Pictures of the page frame, by the name that pages use.
const PICTURES: [&str; 5] = ["hero", "empty", "not-found", "waiting", "mail"];

/// The frame of this request's page.
pub async fn load(portico: &Portico, visit: &Visit) -> Outcome<Frame> {
    let mut frame = bare(portico, visit);
    if visit.facts().path.starts_with("/office") {
        frame.staff = office(portico, visit).await?;
        return Ok(frame);
    }
    let Here {
        ways_in,
        limits,
        session,
        ..
    } = sessions::here(portico, visit).await?;
    let settings = ways_in.settings.shop;
    let providers = usize::try_from(ways_in.providers).unwrap_or(0);
    frame.login = settings.customer_accounts;
    frame.registration = settings.customer_accounts && form(&settings, providers) != FormPlan::Closed;
    frame.customer = session.map(|session| CustomerBadge {
        login_options: providers > 0 || session.provider_id.is_some(),
        ..badge(&session, &limits, portico.now())
    });
    frame.signed_out = sessions::signed_out(visit);
    Ok(frame)
}

/// The frame without asking the database: for pages that say that it is away.
pub fn bare(portico: &Portico, visit: &Visit) -> Frame {
    let facts = visit.facts();
    let picture = |name: &&str| {
        (
            (*name).to_owned(),
            portico.site.url(&format!("pictures/{name}.svg")),
        )
    };
    Frame {
        language: facts.language,
        shop_name: portico.config.shop.name.clone(),
        path: facts.path.clone(),
        login: false,
        registration: false,
        customer: None,
        signed_out: None,
        staff: None,
        request_id: facts.request_id.clone(),
        screen: visit.reply().screen.clone(),
        pictures: PICTURES.iter().map(picture).collect(),
    }
}

fn badge(session: &SessionView, limits: &SessionPolicy, now: Timestamp) -> CustomerBadge {
    let global = offer(&logout_facts(session)) == LogoutOffer::AskLocallyOrGlobally;
    CustomerBadge {
        name: format!("{} {}", session.given_name, session.family_name)
            .trim()
            .to_owned(),
        email: session.email.clone(),
        terms_due: sessions::terms_due(session),
        login_options: false,
        applications: session.clients,
        clock: sessions::clock(session, limits, now),
        global_logout: global.then(|| session.provider_name.clone()).flatten(),
    }
}

/// What the logout's rules need to know of a session.
pub fn logout_facts(session: &SessionView) -> LogoutFacts {
    let provider = session.provider_id.map(|_| ProviderSide {
        enabled: session.provider_enabled,
        visible: session.provider_visible,
        end_session: session.provider_offers_logout,
        id_token: true,
    });
    LogoutFacts { provider }
}

async fn office(portico: &Portico, visit: &Visit) -> Outcome<Option<StaffBadge>> {
    let Some(member) = staff::current(portico, visit).await? else {
        return Ok(None);
    };
    let mut conn = portico.database.read().await?;
    let waiting = storage::registration_requests::count_waiting(&mut conn).await?;
    Ok(Some(StaffBadge {
        decides: member.roles.allow(Permission::DecideRequests),
        administers: member.roles.allow(Permission::EditSettings),
        name: member.name,
        waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
    }))
}
