//! By which name a client knows a person (OpenID Connect Core 1.0 §8).

use crate::{crypto::hmac_sha256, state::Portico};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::ids::CustomerId;

/// The key of names that differ by sector serves nothing else.
const PURPOSE: &str = "portico/subjects/v1";

/// `sub`: the customer's id, or, for a client with a sector identifier, a name that no other sector knows.
pub fn subject(portico: &Portico, sector: Option<&str>, customer_id: CustomerId) -> String {
    match sector {
        None => customer_id.to_string(),
        Some(sector) => {
            let named = format!("{sector}\n{customer_id}");
            URL_SAFE_NO_PAD.encode(hmac_sha256(&portico.keyring.derive(PURPOSE), named.as_bytes()))
        }
    }
}
