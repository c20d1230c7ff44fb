use domain::providers::{MappedField, Rule};
use serde::{Deserialize, Serialize};

/// What a rehearsal found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Each check in the order of the sign-in.
    pub checks: Vec<(Check, Outcome)>,
    /// The provider's own error code, when it gave one.
    pub error: Option<String>,
    /// Every claim as it came, when every check has passed.
    pub claims: Vec<Claim>,
    /// What would happen; none when a check has failed.
    pub person: Option<Person>,
}

/// Every check of a sign-in, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// The discovery document.
    Discovery,
    /// `state`: the answer belongs to this attempt and this browser.
    State,
    /// The `iss` parameter (RFC 9207).
    IssuerParameter,
    /// A code, and no error.
    Answer,
    /// The code is exchanged, by our client authentication.
    Token,
    /// The PKCE verifier, sent with the code.
    Pkce,
    /// There is an ID token that can be read.
    IdToken,
    /// Its keys can be fetched.
    Keys,
    /// `iss`.
    Issuer,
    /// `aud`.
    Audience,
    /// Its algorithm is announced and asymmetric.
    Algorithm,
    /// A key of the provider fits.
    Key,
    /// The signature.
    Signature,
    /// `exp`.
    Expiry,
    /// `nonce`.
    Nonce,
    /// `azp`.
    AuthorizedParty,
    /// `iat`.
    IssuedAt,
    /// `auth_time`.
    AuthTime,
    /// `at_hash`.
    AccessTokenHash,
    /// `sub`.
    Subject,
    /// Userinfo can be read.
    UserInfo,
    /// Userinfo speaks of the same person.
    UserInfoSubject,
    /// The claim that the settings name for the subject.
    SubjectClaim,
}

impl Check {
    /// All of them, in the order of a sign-in.
    pub const ALL: [Self; 23] = [
        Self::Discovery,
        Self::State,
        Self::IssuerParameter,
        Self::Answer,
        Self::Token,
        Self::Pkce,
        Self::IdToken,
        Self::Keys,
        Self::Issuer,
        Self::Audience,
        Self::Algorithm,
        Self::Key,
        Self::Signature,
        Self::Expiry,
        Self::Nonce,
        Self::AuthorizedParty,
        Self::IssuedAt,
        Self::AuthTime,
        Self::AccessTokenHash,
        Self::Subject,
        Self::UserInfo,
        Self::UserInfoSubject,
        Self::SubjectClaim,
    ];
}

/// What became of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// In order.
    Passed,
    /// Not in order: a sign-in ends here.
    Failed,
    /// No answer from the provider: a sign-in ends here.
    Unreachable,
    /// The sign-in ended before.
    NotReached,
    /// Nothing to check: it was not asked for.
    NotAsked,
}

/// A claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Name.
    pub name: String,
    /// Value, as JSON.
    pub value: String,
}

/// What would happen to the person who signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// What each mapped field would take.
    pub fields: Vec<Filled>,
    /// The account with the code that the provider told: code and name.
    pub account: Option<(String, String)>,
    /// The customer whom the identity or its address belongs to: number and name.
    pub customer: Option<(i64, String)>,
    /// The row of the table "same address, other way in".
    pub owner: Owner,
    /// Its column.
    pub vouches: Vouches,
    /// What the two lead to.
    pub leads_to: LeadsTo,
}

/// A field that a claim fills.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filled {
    /// The field.
    pub field: MappedField,
    /// The claim's name.
    pub claim: String,
    /// The rule, for fields that have one.
    pub rule: Option<Rule>,
    /// The value as it was read.
    pub value: Option<String>,
    /// What it would do.
    pub would: Would,
}

/// What a claim would do to its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Would {
    /// Set it.
    Set,
    /// Leave it as it is.
    Keep,
    /// Be suggested in My Profile.
    Suggest,
    /// Leave it as it is, and tell staff.
    TellStaff,
    /// Be passed over: it can't be used.
    Unusable,
    /// Nothing: it did not come.
    Missing,
}

/// Whom the identity or its address belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// The identity is known.
    Known(Known),
    /// The address is nobody's.
    Nobody,
    /// A customer with a proven address.
    ProvenCustomer,
    /// A local customer who never proved it.
    UnprovenLocalCustomer,
    /// A customer of another provider.
    CustomerOfAnotherProvider,
    /// A waiting request.
    WaitingRequest,
    /// A rejected request.
    RejectedRequest,
    /// A disabled customer.
    DisabledCustomer,
}

/// Where the customer of a known identity stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// May sign in.
    Active,
    /// May not, for now or for good.
    KeptOut,
}

/// How far the address is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Vouches {
    /// The provider is trusted for it and says that it is verified.
    TrustedAndVerified,
    /// Not trusted, or not verified.
    Unproven,
    /// None came.
    Missing,
}

/// What a sign-in would lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeadsTo {
    /// Signed in.
    SignIn,
    /// A new customer, signed in, then My Profile.
    Profile,
    /// A new customer, who waits for approval.
    Approval,
    /// The shop has no customer accounts.
    NoAccounts,
    /// Asked for an address.
    AskForAddress,
    /// The address is proven by a link first.
    ProveAddress,
    /// The old account is proven, then connected.
    ProveOldAccount,
    /// The old account is proven through its own provider or by the link, then connected.
    ProveThroughOtherProvider,
    /// The identity wins over the unproven account, then the registration table.
    TakeOver,
    /// The page "waiting for approval".
    Waiting,
    /// "Declined on …".
    Declined,
    /// "This account is closed".
    Closed,
}
