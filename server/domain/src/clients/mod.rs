//! Portico as an OpenID provider: what a client application may ask for, and what it gets.
//!
//! Standards: OpenID Connect Core 1.0, RFC 6749 (OAuth 2.0), RFC 7636 (PKCE), RFC 8252 (native apps), OAuth 2.0 Multiple
//! Response Type Encoding Practices, Initiating User Registration 1.0 (`prompt=create`), RFC 9700 (security).

pub mod form;

mod acr;
mod authorize;
mod authorize_fault;
mod bearer;
mod claims;
mod colour;
mod grant_type;
mod logout;
mod pkce;
mod prompt;
mod redeem;
mod redirect_uri;
mod registration;
mod response_type;
mod rotation;
mod scope;
mod settings;
mod step;
mod token;
mod token_request;

pub use acr::{Acr, WantedAcr};
pub use authorize::{ClientFacts, Demand, Parameters, Place, Refused, Repeated, client_id, is_read, read};
pub use authorize_fault::{AuthorizeFault, Told};
pub use bearer::BearerFault;
pub use claims::{Claim, Claims, ClaimsRequest};
pub use colour::{DARK_GROUND, LEAST_CONTRAST, LIGHT_GROUND, client_colour, stands_out};
pub use grant_type::{GrantType, IdTokenAlgorithm};
pub use logout::{Back, Hint, LONGEST_WAY_BACK, LogoutFault, LogoutRequestFacts, LogoutStep, logout_step};
pub use pkce::{Challenge, Verifier};
pub use prompt::{Prompt, Prompts};
pub use redeem::{CodeFacts, Proof, Redemption, RefreshFacts, Renewal, redeem, renew};
pub use redirect_uri::{RedirectUri, host_of};
pub use registration::{MetadataFault, form_of};
pub use response_type::{ResponseMode, ResponseType};
pub use rotation::{Haste, Succession, overdue, succession, successor_due};
pub use scope::{Scope, Scopes};
pub use settings::{Overlap, SECRET_SHOWN, Settings};
pub use step::{Named, SessionFacts, Silence, Step, StepFacts, step};
pub use token::TokenFault;
pub use token_request::{TokenRequest, token_request};
