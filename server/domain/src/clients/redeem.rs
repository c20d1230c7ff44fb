//! Redeeming a code, and renewing tokens (RFC 6749 §4.1.3 and §6, RFC 7636 §4.6, RFC 9700 §4.14).

use super::Scopes;

/// What is known of a code that a client brings.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct CodeFacts {
    /// It was given to this client.
    pub own: bool,
    /// It has been redeemed.
    pub used: bool,
    /// Its minute is over.
    pub expired: bool,
    /// What it stands for has ended: the session, the customer, the client, or what the person agreed to.
    pub ended: bool,
    /// The redirect URI is the one that it was sent to.
    pub redirect_uri: bool,
    /// How the proof key compares.
    pub proof: Proof,
}

/// The challenge that was shown when the code was asked for, beside the verifier that is shown now.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Proof {
    /// Neither was shown: the client may do without.
    Neither,
    /// The verifier is the one.
    Right,
    /// It is another one, or none.
    Wrong,
    /// A verifier without a challenge: somebody took the challenge out of the request (RFC 9700 §4.8.2).
    Unasked,
}

/// What becomes of a code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Redemption {
    /// Tokens, for the one who marks it as used first.
    Redeem,
    /// `invalid_grant`, and nothing else: it is none of this client's, or worth nothing any more.
    Refuse,
    /// `invalid_grant`, and it is worth nothing from now on.
    Burn,
    /// `invalid_grant`, and what it gave ends: two have it, and one of them should not (RFC 6749 §4.1.2).
    Revoke,
}

/// Decides about a code; none is found for a text that is none.
pub fn redeem(code: Option<CodeFacts>) -> Redemption {
    let Some(code) = code else {
        return Redemption::Refuse;
    };
    if code.used {
        return if code.own {
            Redemption::Revoke
        } else {
            Redemption::Refuse
        };
    }
    let proven = matches!(code.proof, Proof::Neither | Proof::Right);
    if !code.own || !code.redirect_uri || !proven {
        return Redemption::Burn;
    }
    if code.expired || code.ended {
        return Redemption::Refuse;
    }
    Redemption::Redeem
}

/// What is known of a refresh token that a client brings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RefreshFacts<'a> {
    /// It was given to this client.
    pub own: bool,
    /// Another one has taken its place.
    pub rotated: bool,
    /// The end of its family, which no renewal moves, is over.
    pub expired: bool,
    /// What it stands for has ended.
    pub ended: bool,
    /// What it is good for.
    pub granted: &'a Scopes,
    /// What the client wants this time; none is all.
    pub asked: Option<&'a Scopes>,
}

/// What becomes of a refresh token.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Renewal {
    /// New tokens, and another refresh token in its place.
    Renew,
    /// `invalid_grant`.
    Refuse,
    /// `invalid_grant`, and its whole family ends: one of two who have it should not (RFC 9700 §4.14.2).
    Revoke,
    /// `invalid_scope`: more is asked for than was agreed to (RFC 6749 §6). The token stays.
    TooMuch,
}

/// Decides about a refresh token; none is found for a text that is none.
pub fn renew(token: Option<RefreshFacts<'_>>) -> Renewal {
    let Some(token) = token.filter(|token| token.own) else {
        return Renewal::Refuse;
    };
    if token.rotated {
        return Renewal::Revoke;
    }
    if token.expired || token.ended {
        return Renewal::Refuse;
    }
    if token.asked.is_some_and(|asked| !asked.within(token.granted)) {
        return Renewal::TooMuch;
    }
    Renewal::Renew
}
