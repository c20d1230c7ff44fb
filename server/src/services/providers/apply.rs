//! Providers out of a file: through the same checks as the form in the back office.

use super::{
    form::{self, Parsed},
    read,
    save::{self, Change, Checked},
};
use crate::{
    services::{
        Outcome, Trouble,
        audit::{self, Deed},
    },
    state::Portico,
};
use app::api::{
    Answer, ApiError, Problems,
    providers::{SaveProvider, ticked},
};
use domain::{ids::ProviderId, providers::ClaimMapping, values::Fault};
use secrecy::ExposeSecret;
use serde_json::json;
use storage::{
    Tx,
    providers::{self, Provider, domains},
    sealed::Column,
    sessions::{self, EndedBecause},
};

/// What a file says about a provider.
#[derive(Clone, Default)]
pub struct Wanted {
    /// Which one.
    pub slug: String,
    /// Fields of the form (`app::api::providers::SaveProvider`); a box that is not ticked holds nothing.
    pub fields: Vec<(String, Option<String>)>,
    /// The client secret.
    pub secret: Option<String>,
    /// Signs people in.
    pub enabled: Option<bool>,
    /// Has a button.
    pub visible: Option<bool>,
}

/// Why there is no plan.
pub enum Unplanned {
    /// What is wrong with which field of the form.
    Problems(Problems),
    /// No answer.
    Trouble(Trouble),
}

impl<T: Into<Trouble>> From<T> for Unplanned {
    fn from(trouble: T) -> Self {
        Self::Trouble(trouble.into())
    }
}

/// What is to be done about one provider.
pub struct Plan {
    /// Its id, new for a new one.
    pub id: ProviderId,
    stored: Option<Provider>,
    /// New settings with the discovery document that was checked for them; none when the stored ones stay.
    settings: Option<(Parsed, Checked)>,
    enabled: bool,
    visible: bool,
}

/// Compares what is wanted with what is stored, and fetches the discovery document where something else is wanted.
pub async fn plan(portico: &Portico, wanted: &Wanted) -> Result<Plan, Unplanned> {
    let mut conn = portico.database.read().await?;
    let stored = providers::by_slug(&mut conn, &wanted.slug).await?;
    let domains = match &stored {
        Some(stored) => domains::of(&mut conn, stored.id).await?,
        None => Vec::new(),
    };
    drop(conn);
    let before = match &stored {
        Some(stored) => read::form_of(stored, &domains),
        None => fresh(&wanted.slug),
    };
    let after = overlaid(
        &before,
        wanted,
        known_secret(portico, stored.as_ref())?.as_deref(),
    )?;
    let parsed = form::parse(&after, stored.as_ref()).map_err(Unplanned::Problems)?;
    let same = json!(after) == json!(before);
    let settings = if stored.is_some() && same {
        None
    } else {
        let checked = save::check(portico, &parsed, stored.as_ref()).await?;
        Some((parsed, checked.map_err(refusal)?))
    };
    let is = |flag: fn(&Provider) -> bool| stored.as_ref().is_some_and(flag);
    Ok(Plan {
        id: stored.as_ref().map_or_else(
            || ProviderId::new(portico.now(), portico.random()),
            |stored| stored.id,
        ),
        enabled: wanted.enabled.unwrap_or(is(|stored| stored.enabled)),
        visible: wanted.visible.unwrap_or(is(|stored| stored.visible)),
        settings,
        stored,
    })
}

/// What a new provider starts with, as in the back office.
fn fresh(slug: &str) -> SaveProvider {
    let mut form = read::form_of_claims(&ClaimMapping::default());
    form.basics.slug = slug.to_owned();
    form.connection.client_auth = "client_secret_basic".to_owned();
    form.connection.scopes = "openid profile email".to_owned();
    form.connection.pkce = ticked(true);
    form
}

fn known_secret(portico: &Portico, stored: Option<&Provider>) -> Outcome<Option<String>> {
    let Some((stored, sealed)) = stored.and_then(|stored| Some((stored, stored.client_secret.as_deref()?)))
    else {
        return Ok(None);
    };
    let place = Column::ProviderSecret.place(stored.id);
    let opened = portico.keyring.open_sealed(&place, sealed)?;
    Ok(Some(opened.expose_secret().to_owned()))
}

/// The stored form with the wanted fields over it. A secret that is stored already is not typed again.
fn overlaid(before: &SaveProvider, wanted: &Wanted, secret: Option<&str>) -> Outcome<SaveProvider> {
    let broken = |error: serde_json::Error| {
        tracing::error!(%error, "a provider's form can't be filled in");
        Trouble(ApiError::Internal)
    };
    let mut form = serde_json::to_value(before).map_err(broken)?;
    for (field, value) in &wanted.fields {
        form[field] = json!(value);
    }
    if wanted.secret.as_deref() != secret
        && let Some(typed) = &wanted.secret
    {
        form["client_secret"] = json!(typed);
    }
    serde_json::from_value(form).map_err(broken)
}

fn refusal(answer: Answer) -> Unplanned {
    match answer {
        Answer::Problems(problems) => Unplanned::Problems(problems),
        Answer::Go(_) => Unplanned::Trouble(Trouble(ApiError::Internal)),
    }
}

/// Writes the plan with its history; none when nothing changes.
pub async fn carry_out(portico: &Portico, tx: &mut Tx, plan: Plan) -> Result<Option<Change>, Unplanned> {
    let mut change = None;
    let settings_stay = plan.settings.is_none();
    if let Some((parsed, checked)) = plan.settings {
        let stored = plan.stored.as_ref();
        let written = save::write_checked(portico, tx, plan.id, &parsed, stored, checked).await?;
        let written = written.map_err(refusal)?;
        audit::note_by_system(portico, tx, written.deed(&plan.id.to_string())).await?;
        change = Some(written);
    }
    let here = providers::by_id(tx, plan.id).await?;
    let here = here.ok_or(Unplanned::Trouble(Trouble(ApiError::NotFound)))?;
    let unchanged = plan
        .stored
        .as_ref()
        .is_none_or(|stored| !settings_stay || stored.version == here.version);
    if !unchanged {
        return Err(Unplanned::Problems(Problems {
            form: Some(Fault::Stale),
            ..Problems::default()
        }));
    }
    if (here.enabled, here.visible) != (plan.enabled, plan.visible) {
        switch(portico, tx, &here, plan.enabled, plan.visible).await?;
        let mut change = change.unwrap_or_default();
        let flags = |enabled, visible| json!({ "enabled": enabled, "visible": visible });
        for (value, flags) in [
            (
                change.old.get_or_insert_with(|| json!({})),
                flags(here.enabled, here.visible),
            ),
            (&mut change.new, flags(plan.enabled, plan.visible)),
        ] {
            value["enabled"] = flags["enabled"].clone();
            value["visible"] = flags["visible"].clone();
        }
        return Ok(Some(change));
    }
    Ok(change)
}

/// Switches a provider on or off, shows or hides it, with its history. Disabling ends the sessions that began through
/// it. The caller holds the guard of the ways in and asks what they come to.
pub async fn switch(
    portico: &Portico,
    tx: &mut Tx,
    provider: &Provider,
    enabled: bool,
    visible: bool,
) -> Outcome<()> {
    let now = portico.now();
    if !providers::set_flags(tx, provider.id, provider.version, enabled, visible, now).await? {
        return Err(Trouble(ApiError::Conflict));
    }
    if provider.enabled && !enabled {
        sessions::end_for_provider(tx, provider.id, EndedBecause::ProviderDisabled, now).await?;
    }
    let flags = |enabled, visible| json!({ "name": provider.name, "enabled": enabled, "visible": visible });
    let id = provider.id.to_string();
    let deed = Deed {
        old: Some(flags(provider.enabled, provider.visible)),
        new: Some(flags(enabled, visible)),
        ..Deed::plain("provider.changed", "provider", &id)
    };
    audit::note_by_system(portico, tx, deed).await
}
