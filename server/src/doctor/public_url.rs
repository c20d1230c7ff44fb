//! The address that people type: does it lead here?

use super::{Finding, clock::Compared};
use crate::{
    config::Config,
    providers::{
        address::AddressPolicy,
        http::{HttpClient, HttpError},
    },
};
use domain::time::Clock;
use http::{Request, Response};

const ABOUT: &str = "public URL";

/// Asks `/healthz` under the public URL, as a visitor would reach it; also what the answer says of the time.
pub(super) async fn examine(config: &Config, clock: &dyn Clock) -> (Finding, Option<Compared>) {
    let origin = config.server.public_url.origin();
    match ask(config).await {
        Ok(answer) if answer.status().is_success() && answer.body() == b"ok\n" => {
            let compared = Compared::read(origin, answer.headers(), clock);
            (
                Finding::ok(ABOUT, format!("{origin} leads to a shop that runs")),
                compared,
            )
        }
        Ok(answer) => {
            let status = answer.status().as_u16();
            let text = format!(
                "{origin}/healthz answers {status}, and not as Portico does: check where the name and the proxy lead"
            );
            (Finding::fault(ABOUT, text), None)
        }
        Err(error) => {
            let text = format!(
                "{origin} does not answer from here ({error}): start the shop, or check name, certificate and proxy"
            );
            (Finding::warning(ABOUT, text), None)
        }
    }
}

async fn ask(config: &Config) -> anyhow::Result<Response<Vec<u8>>> {
    let url = &config.server.public_url;
    // The shop itself may well be at a private address.
    let own = url.host().trim_matches(['[', ']']).to_owned();
    let client = HttpClient::new(AddressPolicy::new(&[own], !url.is_https())?)?;
    let request = Request::get(url.join("/healthz")).body(Vec::new())?;
    match client.send(request).await {
        Err(HttpError::ServerError(status)) => Ok(Response::builder().status(status).body(Vec::new())?),
        answer => Ok(answer?),
    }
}
