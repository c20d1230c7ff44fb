//! reCAPTCHA v3: the browser brings a token, which its service turns into a score.

use super::{Check, FORM};
use crate::{services::Outcome, state::Portico};
use app::api::{bot_check::BotTask, visit::Visit};
use async_trait::async_trait;
use domain::{
    bot_check::{Assessment, Proof, assess},
    settings::BotCheck,
};
use http::{Request, StatusCode, header};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use url::form_urlencoded;

/// Octets of the longest token that is passed on.
const LONGEST: usize = 4096;

/// The service, as an administrator set it up.
pub(super) struct Recaptcha {
    pub(super) policy: BotCheck,
    pub(super) secret: SecretString,
}

/// Its answer; what is missing counts as nothing.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Answer {
    success: bool,
    action: String,
    score: f64,
    hostname: String,
}

#[async_trait]
impl Check for Recaptcha {
    async fn task(&self, portico: &Portico) -> Outcome<BotTask> {
        Ok(BotTask::Recaptcha {
            origin: portico.config.outgoing.recaptcha.origin().to_owned(),
            site_key: self.policy.site_key.clone(),
        })
    }

    async fn judge(&self, portico: &Portico, visit: &Visit, proof: &str) -> Outcome<Proof> {
        if proof.len() > LONGEST {
            return Ok(Proof::Wrong);
        }
        let Some(answer) = self.ask(portico, visit, proof).await else {
            return Ok(Proof::Unchecked);
        };
        let host = portico.config.server.public_url.host();
        Ok(assess(&answer, FORM, host, self.policy.least_score))
    }
}

impl Recaptcha {
    /// Asks the service; `None` when it gives no answer that can be read.
    async fn ask(&self, portico: &Portico, visit: &Visit, token: &str) -> Option<Assessment> {
        let body = form_urlencoded::Serializer::new(String::new())
            .append_pair("secret", self.secret.expose_secret())
            .append_pair("response", token)
            .append_pair("remoteip", &visit.facts().requester.to_string())
            .finish();
        let request = Request::post(
            portico
                .config
                .outgoing
                .recaptcha
                .join("/recaptcha/api/siteverify"),
        )
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(body.into_bytes())
        .ok()?;
        let response = match portico.openid.http().send(request).await {
            Ok(response) => response,
            Err(error) => {
                tracing::warn!(%error, "reCAPTCHA gave no answer");
                return None;
            }
        };
        let answer = serde_json::from_slice::<Answer>(response.body()).ok();
        let Some(answer) = answer.filter(|_| response.status() == StatusCode::OK) else {
            tracing::warn!(
                status = response.status().as_u16(),
                "reCAPTCHA's answer can't be read"
            );
            return None;
        };
        Some(Assessment {
            success: answer.success,
            action: answer.action,
            score: answer.score,
            hostname: answer.hostname,
        })
    }
}
