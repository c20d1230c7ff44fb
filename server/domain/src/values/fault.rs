//! What can be wrong with a field or a form: a closed list of codes. The screens translate each of them.

use serde::{Deserialize, Serialize};

/// One fault. Serialised in snake case (`"required"`, `{"too_long":{"max":100}}`); `Display` is for logs only.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The field is empty.
    #[error("required")]
    Required,
    /// The text has more than `max` characters (an e-mail address: octets).
    #[error("longer than {max}")]
    TooLong {
        /// The greatest length that is taken.
        max: u32,
    },
    /// The text has fewer than `min` characters.
    #[error("shorter than {min}")]
    TooShort {
        /// The smallest length that is taken.
        min: u32,
    },
    /// No whole number from `min` to `max`.
    #[error("not a number from {min} to {max}")]
    OutOfRange {
        /// The smallest number that is taken.
        min: u32,
        /// The greatest number that is taken.
        max: u32,
    },
    /// No e-mail address.
    #[error("not an e-mail address")]
    NotAnEmail,
    /// No domain of e-mail addresses.
    #[error("not a domain")]
    NotADomain,
    /// Customers may not have an address of this domain.
    #[error("domain not admitted")]
    DomainNotAdmitted,
    /// No telephone number.
    #[error("not a telephone number")]
    NotAPhone,
    /// No absolute http or https URL.
    #[error("not a URL")]
    NotAUrl,
    /// No redirect URI of a client: see [`RedirectUri`](crate::clients::RedirectUri).
    #[error("not a redirect URI")]
    NotARedirectUri,
    /// More than `max` lines.
    #[error("more than {max} lines")]
    TooManyLines {
        /// The greatest number that is taken.
        max: u32,
    },
    /// No set of public keys that verify signatures (RFC 7517 §5).
    #[error("not a set of public keys")]
    NotAKeySet,
    /// The set holds a private key.
    #[error("a private key")]
    PrivateKey,
    /// The client could ask for nothing.
    #[error("no flow")]
    NoFlow,
    /// A code that the client may not redeem.
    #[error("a code without the grant authorization_code")]
    CodeWithoutGrant,
    /// Nothing gives the client a code to redeem.
    #[error("the grant authorization_code without a code")]
    GrantWithoutCode,
    /// A client without a secret can't do this.
    #[error("not for public clients")]
    NotForPublicClients,
    /// Refresh tokens come with a code.
    #[error("the grant refresh_token without authorization_code")]
    RefreshWithoutCode,
    /// Refresh tokens come with the scope `offline_access`.
    #[error("the grant refresh_token without the scope offline_access")]
    RefreshWithoutScope,
    /// `offline_access` is good for refresh tokens only.
    #[error("the scope offline_access without the grant refresh_token")]
    ScopeWithoutRefresh,
    /// An ID token needs the scope `openid`.
    #[error("an ID token without the scope openid")]
    IdTokenWithoutScope,
    /// A request needs a scope.
    #[error("no scope")]
    NoScope,
    /// Somebody else may answer at one of the redirect URIs.
    #[error("trusted without https")]
    TrustNeedsHttps,
    /// No redirect URI has the same origin.
    #[error("an origin that is not registered")]
    OriginNotRegistered,
    /// Not lower-case letters, digits and single hyphens.
    #[error("not a short name")]
    NotASlug,
    /// No day of the calendar.
    #[error("not a date")]
    NotADate,
    /// Not `name=value`, a name that stands twice, or too many of them.
    #[error("not a parameter")]
    NotAParameter,
    /// A parameter that the protocol needs for itself.
    #[error("reserved parameter")]
    ReservedParameter,
    /// Control characters, or characters that turn the reading direction.
    #[error("characters that are not taken")]
    BadCharacters,
    /// The password is among the first that anybody tries.
    #[error("a common password")]
    PasswordCommon,
    /// The password is made of the person's address or name, or of the shop's name.
    #[error("a password made of personal data")]
    PasswordPersonal,
    /// The policy wants an upper-case letter.
    #[error("password without an upper-case letter")]
    PasswordNeedsUpper,
    /// The policy wants a lower-case letter.
    #[error("password without a lower-case letter")]
    PasswordNeedsLower,
    /// The policy wants a digit.
    #[error("password without a digit")]
    PasswordNeedsDigit,
    /// The policy wants a character that is neither a letter nor a digit.
    #[error("password without a special character")]
    PasswordNeedsSpecial,
    /// Address and password do not belong together. Says nothing about whether the address is known.
    #[error("wrong credentials")]
    WrongCredentials,
    /// The password is right, but the address was never proven.
    #[error("not activated")]
    NotActivated,
    /// The password is right, but the registration waits for a decision.
    #[error("awaiting approval")]
    AwaitingApproval,
    /// The password is right, but the registration was rejected.
    #[error("declined")]
    Declined,
    /// The password is right, but the customer is disabled.
    #[error("account closed")]
    AccountClosed,
    /// The present password of a person who is signed in is wrong.
    #[error("wrong password")]
    WrongPassword,
    /// The code is wrong, was used before, or its time is over; which one is not told.
    #[error("wrong code")]
    WrongCode,
    /// The shop does not let the person be without a second factor.
    #[error("second factor required")]
    FactorRequired,
    /// A box that must be ticked is not.
    #[error("not accepted")]
    MustAccept,
    /// Another record has this address. Only said to people who may know.
    #[error("address taken")]
    AddressTaken,
    /// The address is the one that the person has already.
    #[error("address unchanged")]
    AddressUnchanged,
    /// A provider sets the address at every sign-in: it is changed there.
    #[error("address of a provider")]
    AddressFromProvider,
    /// The link belongs to a customer who is not signed in here.
    #[error("another customer")]
    OtherCustomer,
    /// No provider takes addresses of this domain, and there are no passwords.
    #[error("no provider for the address")]
    NoProviderForAddress,
    /// Another record has this short name.
    #[error("short name taken")]
    SlugTaken,
    /// Another provider has one of these domains.
    #[error("domain taken")]
    DomainTaken,
    /// Somebody has decided about the request already.
    #[error("already decided")]
    AlreadyDecided,
    /// The request waits: there is no decision to take back.
    #[error("not decided")]
    NotDecided,
    /// Its applicant has taken the request back.
    #[error("request withdrawn")]
    RequestWithdrawn,
    /// The time of the request, or of what was to be done with it, is over.
    #[error("request expired")]
    RequestExpired,
    /// The address of the request is not proven yet.
    #[error("address not proven")]
    AddressUnproven,
    /// The link has been used, or never existed.
    #[error("link spent")]
    LinkSpent,
    /// The link's time is over.
    #[error("link expired")]
    LinkExpired,
    /// The link belongs to a sign-in that was begun in another browser.
    #[error("link of another browser")]
    OtherBrowser,
    /// The budget of tries is used up for now.
    #[error("too many tries")]
    TooManyTries,
    /// The account's password has been tried wrongly too often in a row; its owner sets a new one or signs in with a
    /// browser that is known.
    #[error("too many wrong passwords")]
    TooManyWrongPasswords,
    /// The same for a member of staff, who gets no password by mail.
    #[error("too many wrong passwords of staff")]
    TooManyWrongPasswordsOfStaff,
    /// The proof that a person sends the form does not hold.
    #[error("bot check failed")]
    BotCheckFailed,
    /// Nobody signs in with a password in this shop at present.
    #[error("local sign-in is off")]
    LocalSignInOff,
    /// Nobody registers in this shop at present.
    #[error("registration is off")]
    RegistrationOff,
    /// The change would leave customers without any way in.
    #[error("no way in would be left")]
    NoWayIn,
    /// Nothing else would let the person in.
    #[error("the last way in")]
    LastWayIn,
    /// The account that the person signed in to has another address than the identity that waits.
    #[error("another account")]
    OtherAccount,
    /// The change would leave the office without an administrator.
    #[error("the last administrator")]
    LastAdministrator,
    /// Nobody does this to their own access.
    #[error("to oneself")]
    Oneself,
    /// People are connected through the issuer that would be replaced.
    #[error("issuer in use")]
    IssuerInUse,
    /// People are connected through the provider, or asked for access through it.
    #[error("provider in use")]
    ProviderInUse,
    /// Another role has this name.
    #[error("role name taken")]
    RoleNameTaken,
    /// Customers have the role.
    #[error("role in use")]
    RoleInUse,
    /// New customers get the role.
    #[error("the default role")]
    DefaultRole,
    /// No colour as CSS writes it.
    #[error("must be # and six hexadecimal digits, such as #0b6e99")]
    NotAColour,
    /// The colour can't be told from the ground of light pages.
    #[error("too light: less than 3:1 on light pages")]
    ColourTooLight,
    /// The colour can't be told from the ground of dark pages.
    #[error("too dark: less than 3:1 on dark pages")]
    ColourTooDark,
    /// No PNG or WebP picture, or a broken one.
    #[error("not a picture")]
    NotAPicture,
    /// The file has more than `max` KiB.
    #[error("file larger than {max} KiB")]
    FileTooLarge {
        /// The greatest size that is taken.
        max: u32,
    },
    /// The picture is wider or higher than `max` pixels.
    #[error("picture larger than {max} pixels")]
    TooManyPixels {
        /// The greatest width and height that is taken.
        max: u32,
    },
    /// People are connected by the claim that would be replaced.
    #[error("subject claim in use")]
    SubjectInUse,
    /// The terms that the person accepted are not the current ones any more.
    #[error("terms changed")]
    TermsChanged,
    /// Somebody else changed the record in the meantime.
    #[error("changed meanwhile")]
    Stale,
    /// No answer from the other side.
    #[error("unreachable")]
    Unreachable,
    /// The answer is larger than anything sensible.
    #[error("answer too large")]
    TooLarge,
    /// The discovery document is not JSON.
    #[error("not JSON")]
    NotJson,
    /// The discovery document names another issuer than the URL (OpenID Connect Discovery 1.0 §4.3).
    #[error("issuer differs")]
    IssuerDiffers,
    /// The discovery document has no authorization endpoint.
    #[error("no authorization endpoint")]
    MissingAuthorizationEndpoint,
    /// The discovery document has no token endpoint.
    #[error("no token endpoint")]
    MissingTokenEndpoint,
    /// The discovery document has no JWKS URI, or there are no usable keys behind it.
    #[error("no JWKS")]
    MissingJwks,
    /// The provider does not offer the authorization code flow.
    #[error("no code response type")]
    NoCodeResponseType,
    /// The provider offers no client authentication that we can do.
    #[error("no usable client authentication")]
    NoClientAuthentication,
    /// `http` is only taken in development.
    #[error("http outside development")]
    HttpOutsideDevelopment,
    /// The name leads to a private address that the configuration does not list.
    #[error("private address")]
    PrivateAddress,
    /// Nothing was ticked that something could be done with.
    #[error("nothing chosen")]
    NothingChosen,
    /// The person may not do this.
    #[error("not allowed")]
    NotAllowed,
    /// The choice is none of those offered.
    #[error("unknown choice")]
    Unknown,
}
