//! What comes next in a flow: a page for the person, the answer, or an error (OpenID Connect Core 1.0 §3.1.2.3 f.).

use super::{Acr, Prompt, Prompts, Scopes, WantedAcr};
use crate::stored::stored_enum;
use crate::time::{Span, Timestamp};

/// Whom a request names, beside the person who is signed in (§3.1.2.1). Where it names somebody in two ways, the greater
/// one counts: the one that speaks more against this person.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Named {
    /// This person, or nobody.
    Fits,
    /// Nobody can tell: the `id_token_hint` is none of ours, or of a key that is not known any more.
    Unknown,
    /// Somebody else.
    Another,
}

/// The session that the browser has.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct SessionFacts {
    /// When the person authenticated.
    pub auth_time: Timestamp,
    /// Whom the request names beside this person.
    pub named: Named,
    /// It began in this flow, however long ago a provider says that the person authenticated there.
    pub of_flow: bool,
    /// How surely the person was recognised.
    pub acr: Acr,
    /// The person has a second factor here, to show at the next sign-in.
    pub second_factor: bool,
}

/// What decides about the next step.
#[derive(Clone, Debug)]
pub struct StepFacts<'a> {
    /// What the client wants the person to be asked.
    pub prompts: &'a Prompts,
    /// How long ago the person may have authenticated.
    pub max_age: Option<Span>,
    /// How surely the person must be recognised.
    pub acr: WantedAcr,
    /// What the client wants to know.
    pub scopes: &'a Scopes,
    /// When the flow began here: what the person did since was done for it.
    pub begun: Timestamp,
    /// Now.
    pub now: Timestamp,
    /// Who is signed in.
    pub session: Option<SessionFacts>,
    /// The person chose in this flow to go on with the account that is signed in.
    pub chosen: bool,
    /// The person agreed in this flow.
    pub agreed: bool,
    /// Nobody is asked what this client may know: the shop trusts it.
    pub trusted: bool,
    /// What the person agreed to before.
    pub granted: &'a Scopes,
    /// People can register in this shop.
    pub registration: bool,
}

stored_enum! {
    /// An error that the client gets instead of a page, because it wanted none (§3.1.2.6), or no page would help.
    pub enum Silence {
        /// The person would have had to sign in; or somebody else has than the one whom the request names.
        LoginRequired = "login_required",
        /// The person would have had to agree.
        ConsentRequired = "consent_required",
        /// The person was not recognised as surely as the client needs (OpenID Connect Core Error Code
        /// unmet_authentication_requirements 1.0 §2).
        Unmet = "unmet_authentication_requirements",
    }
}

/// What comes next.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Step {
    /// The login page.
    SignIn,
    /// The register page.
    Register,
    /// The page that asks with which account to go on.
    SelectAccount,
    /// The page that asks what the client may know.
    Consent,
    /// The answer.
    Answer,
    /// An error.
    Refuse(Silence),
}

/// Decides.
pub fn step(facts: &StepFacts<'_>) -> Step {
    let silent = facts.prompts.has(Prompt::None);
    match facts.session {
        _ if facts.acr == WantedAcr::Unknown => Step::Refuse(Silence::Unmet),
        None if silent => Step::Refuse(Silence::LoginRequired),
        None if facts.prompts.has(Prompt::Create) && facts.registration => Step::Register,
        None => Step::SignIn,
        // To ask once more would go on without end (§3.1.2.1).
        Some(session) if session.named == Named::Another && has_signed_in(facts, session) => {
            Step::Refuse(Silence::LoginRequired)
        }
        Some(session) if session.named == Named::Unknown && silent => Step::Refuse(Silence::LoginRequired),
        Some(session) if must_authenticate(facts, session) => {
            if silent {
                Step::Refuse(Silence::LoginRequired)
            } else if facts.prompts.has(Prompt::Create) && facts.registration {
                Step::Register
            } else {
                Step::SignIn
            }
        }
        Some(session) if facts.acr == WantedAcr::TwoNeeded && session.acr < Acr::Two => {
            Step::Refuse(Silence::Unmet)
        }
        Some(session) if must_choose(facts, session) => Step::SelectAccount,
        Some(_) if !must_agree(facts) => Step::Answer,
        Some(_) if silent => Step::Refuse(Silence::ConsentRequired),
        Some(_) => Step::Consent,
    }
}

/// Whether the session is not enough: somebody else's, or of a sign-in that lies too far back. Whoever signed in since
/// the flow began has done what it asks for.
fn must_authenticate(facts: &StepFacts<'_>, session: SessionFacts) -> bool {
    let anew = session.auth_time >= facts.begun;
    let old = facts
        .max_age
        .is_some_and(|age| facts.now.since(session.auth_time) > age);
    // A wish is no reason to ask who has nothing more to show, or to refuse a request without pages.
    let weak = session.acr < Acr::Two
        && match facts.acr {
            WantedAcr::TwoNeeded => true,
            WantedAcr::TwoPreferred => session.second_factor && !facts.prompts.has(Prompt::None),
            WantedAcr::Any | WantedAcr::Unknown => false,
        };
    let asked = facts.prompts.has(Prompt::Login) || facts.prompts.has(Prompt::Create);
    session.named == Named::Another || (!anew && (old || weak || asked))
}

/// Whether the person signed in for this flow.
fn has_signed_in(facts: &StepFacts<'_>, session: SessionFacts) -> bool {
    session.of_flow || session.auth_time >= facts.begun
}

/// Whether the person has to say with which account to go on: once, and not after a sign-in in this flow.
fn must_choose(facts: &StepFacts<'_>, session: SessionFacts) -> bool {
    let done = facts.chosen || session.auth_time >= facts.begun;
    let asked = facts.prompts.has(Prompt::SelectAccount) && !done;
    let unknown = session.named == Named::Unknown && !facts.chosen && !has_signed_in(facts, session);
    asked || unknown
}

fn must_agree(facts: &StepFacts<'_>) -> bool {
    let known = facts.trusted || facts.scopes.within(facts.granted);
    !facts.agreed && (facts.prompts.has(Prompt::Consent) || !known)
}
