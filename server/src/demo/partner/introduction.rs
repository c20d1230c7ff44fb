//! The shop becomes an application of the partner, and the partner a provider of the shop.

use super::{NAME, SLUG};
use crate::{
    crypto::sha256_hex,
    services::{
        Outcome, Trouble,
        audit::{self, Deed},
        clients::{change, settings_of},
        logos::{Bearer, Logo},
        provider_rows::{keep_metadata, post_logout_redirect_uri, redirect_uri},
    },
    state::Portico,
};
use app::api::ApiError;
use domain::{
    clients::{
        IdTokenAlgorithm, Overlap, Settings,
        form::{ClientForm, parse},
    },
    ids::{ClientId, ClientSecretId, ProviderId},
    providers::{AuthorizeParameters, ClaimMapping, ClientAuth, Field, Rule},
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use storage::{
    ByLanguage, Tx,
    clients::{self, Client, secrets},
    providers::{self, Provider, ProviderSettings},
    sealed::Column,
};

const LOGO: &[u8] = include_bytes!("../../../samples/logos/partner.png");

/// The shop's colour on the partner's pages.
const COLOUR: &str = "#0d76a3";

/// What the shop shows the partner.
struct Credentials {
    client_id: ClientId,
    /// None where the shop has one that works.
    new_secret: Option<SecretString>,
}

/// Makes each known to the other. What somebody changed since stays, but for addresses, and a secret that the other
/// side does not know: those are mended, so that a database of either may be older or new. A partner that answers is
/// asked for its discovery document.
///
/// # Errors
/// A database that is away.
pub async fn introduce(shop: &Portico, partner: &Portico) -> Outcome<()> {
    let mut conn = shop.database.read().await?;
    let known = providers::by_slug(&mut conn, SLUG).await?;
    drop(conn);
    let credentials = enrol(partner, shop, known.as_ref()).await?;
    let provider = keep(shop, partner, known, credentials).await?;
    if provider.metadata.is_none() {
        discover(shop, &provider).await?;
    }
    Ok(())
}

/// At the partner: the shop is a client with a secret, of which people are asked what it may know.
async fn enrol(partner: &Portico, shop: &Portico, known: Option<&Provider>) -> Outcome<Credentials> {
    let held = known.and_then(|provider| {
        let sealed = provider.client_secret.as_ref()?;
        let place = Column::ProviderSecret.place(provider.id);
        shop.keyring.open_sealed(&place, sealed).ok()
    });
    let mut tx = partner.database.begin().await?;
    let callback = redirect_uri(shop, SLUG);
    let before = clients::list(&mut tx).await?.into_iter().find(|client| {
        let mut uris = client.redirect_uris.iter();
        uris.any(|uri| uri.accepts(&callback))
    });
    let old = before.as_ref().map(settings_of).transpose()?;
    let settings = as_client(shop, old.as_ref())?;
    let by_secret = settings.auth_method.needs_secret()
        && known.is_none_or(|provider| provider.client_auth.needs_secret());
    let name = settings.name.to_string();
    let client_id = match before {
        Some(before) if old.as_ref() == Some(&settings) => before.id,
        before => put(partner, &mut tx, before.as_ref(), settings).await?,
    };
    let new_secret = match by_secret {
        true => give_secret(partner, &mut tx, (client_id, &name), held).await?,
        false => None,
    };
    tx.commit().await?;
    partner.discovery.forget();
    Ok(Credentials {
        client_id,
        new_secret,
    })
}

/// What the shop is to the partner: what it was, with the addresses that it has now.
fn as_client(shop: &Portico, old: Option<&Settings>) -> Outcome<Settings> {
    let url = &shop.config.server.public_url;
    let new = || ClientForm {
        name: shop.config.shop.name.clone(),
        colour: COLOUR.to_owned(),
        scope_phone: Some("on".to_owned()),
        id_token_algorithm: IdTokenAlgorithm::Es256.to_string(),
        ..ClientForm::fresh()
    };
    let form = ClientForm {
        redirect_uris: redirect_uri(shop, SLUG),
        post_logout_redirect_uris: post_logout_redirect_uri(shop, SLUG),
        back_channel_logout_uri: url.join(&format!("/providers/{SLUG}/back-channel-logout")),
        ..old.map_or_else(new, ClientForm::of)
    };
    parse(&form).map_err(|faults| {
        tracing::error!(?faults, "the shop can't be a client of its partner");
        Trouble(ApiError::Internal)
    })
}

async fn put(
    partner: &Portico,
    tx: &mut Tx,
    before: Option<&Client>,
    settings: Settings,
) -> Outcome<ClientId> {
    let change = change::put(partner, tx, before, settings).await?;
    let change = change.map_err(|_| Trouble(ApiError::Conflict))?;
    let id = change.id.to_string();
    audit::note_by_system(partner, tx, change.deed(&id)).await?;
    Ok(change.id)
}

/// A new secret, unless the one that the shop holds works.
async fn give_secret(
    partner: &Portico,
    tx: &mut Tx,
    (client, name): (ClientId, &str),
    held: Option<SecretString>,
) -> Outcome<Option<SecretString>> {
    let now = partner.now();
    let held = held.map(|secret| sha256_hex(secret.expose_secret().as_bytes()));
    let open = secrets::open(tx, client, now).await?;
    if open.iter().any(|secret| Some(&secret.hash) == held.as_ref()) {
        return Ok(None);
    }
    let secret = partner.entropy.token();
    let id = ClientSecretId::new(now, partner.random());
    secrets::add(tx, client, (id, &secret.hash()), now, now).await?;
    let client = client.to_string();
    let deed = Deed {
        new: Some(json!({ "name": name, "overlap": Overlap::None })),
        ..Deed::plain("client.secret_made", "client", &client)
    };
    audit::note_by_system(partner, tx, deed).await?;
    Ok(Some(secret.expose().to_owned().into()))
}

/// In the shop: the partner is a provider, enabled and visible when it is new.
async fn keep(
    shop: &Portico,
    partner: &Portico,
    known: Option<Provider>,
    credentials: Credentials,
) -> Outcome<Provider> {
    let issuer = partner.config.server.public_url.origin();
    let client_id = credentials.client_id.to_string();
    let fits = |provider: &Provider| provider.issuer == issuer && provider.client_id == client_id;
    let known = match known {
        Some(known) if credentials.new_secret.is_none() && fits(&known) => return Ok(known),
        known => known,
    };
    let now = shop.now();
    let id = known
        .as_ref()
        .map_or_else(|| ProviderId::new(now, shop.random()), |known| known.id);
    let sealed = credentials.new_secret.map(|secret| {
        let plain = secret.expose_secret().as_bytes();
        let place = Column::ProviderSecret.place(id);
        shop.keyring.seal(&*shop.entropy, &place, plain)
    });
    let mut tx = shop.database.begin().await?;
    match &known {
        Some(known) => {
            let settings = ProviderSettings {
                issuer,
                client_id: &client_id,
                client_secret: sealed.as_deref(),
                ..as_it_is(known)
            };
            if !providers::update(&mut tx, id, known.version, &settings, now).await? {
                return Err(Trouble(ApiError::Conflict));
            }
        }
        None => create(shop, &mut tx, id, (issuer, &client_id, sealed.as_deref())).await?,
    }
    let kept = providers::by_id(&mut tx, id).await?;
    tx.commit().await?;
    kept.ok_or(Trouble(ApiError::Internal))
}

/// Makes the provider. It sets names at every sign-in, so that My Profile shows fields that are locked.
async fn create(
    shop: &Portico,
    tx: &mut Tx,
    id: ProviderId,
    (issuer, client_id, secret): (&str, &str, Option<&str>),
) -> Outcome<()> {
    let now = shop.now();
    let always = |claim: &str| {
        Some(Field {
            claim: claim.to_owned(),
            rule: Rule::Always,
        })
    };
    let settings = ProviderSettings {
        slug: SLUG,
        name: NAME,
        labels: &ByLanguage::default(),
        issuer,
        client_id,
        client_auth: ClientAuth::ClientSecretBasic,
        client_secret: secret,
        secret_expires_at: None,
        scopes: "openid profile email phone",
        authorize_parameters: AuthorizeParameters::default(),
        claims: &ClaimMapping {
            given_name: always("given_name"),
            family_name: always("family_name"),
            ..ClaimMapping::default()
        },
        trusts_email_verified: true,
        account_code_controlled: false,
        pkce: true,
    };
    storage::settings::guard(tx).await?;
    providers::insert(tx, id, &settings, now).await?;
    let made = providers::by_id(tx, id)
        .await?
        .ok_or(Trouble(ApiError::Internal))?;
    if let Ok(logo) = Logo::of(LOGO) {
        made.give(tx, &logo).await?;
    }
    providers::set_flags(tx, id, made.version, true, true, now).await?;
    Ok(())
}

fn as_it_is(provider: &Provider) -> ProviderSettings<'_> {
    ProviderSettings {
        slug: &provider.slug,
        name: &provider.name,
        labels: &provider.labels,
        issuer: &provider.issuer,
        client_id: &provider.client_id,
        client_auth: provider.client_auth,
        // The one that is stored stays.
        client_secret: None,
        secret_expires_at: provider.secret_expires_at,
        scopes: &provider.scopes,
        authorize_parameters: provider.authorize_parameters.clone(),
        claims: &provider.claims,
        trusts_email_verified: provider.trusts_email_verified,
        account_code_controlled: provider.account_code_controlled,
        pkce: provider.pkce,
    }
}

/// Keeps what the partner says about itself. One that does not answer is asked again at the first sign-in.
async fn discover(shop: &Portico, provider: &Provider) -> Outcome<()> {
    let metadata = match shop.openid.discover(&provider.issuer).await {
        Ok(metadata) => metadata,
        Err(fault) => {
            tracing::info!(provider = %provider.slug, %fault, "it does not answer yet");
            return Ok(());
        }
    };
    let mut tx = shop.database.begin().await?;
    keep_metadata(&mut tx, provider.id, &metadata).await?;
    Ok(tx.commit().await?)
}
