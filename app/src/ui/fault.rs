//! The words for each fault: an exhaustive match, so that a new fault can't be forgotten.

use crate::tr;
use domain::values::Fault;

/// What a person reads beside a field or above a form.
pub fn fault_text(fault: Fault) -> String {
    match fault {
        Fault::TooLong { max } => tr!(faults.too_long, max = max),
        Fault::TooShort { min } => tr!(faults.too_short, min = min),
        Fault::OutOfRange { min, max } => tr!(faults.out_of_range, min = min, max = max),
        Fault::FileTooLarge { max } => tr!(faults.file_too_large, max = max),
        Fault::TooManyPixels { max } => tr!(faults.too_many_pixels, max = max),
        plain => plain_text(plain).to_owned(),
    }
}

#[expect(clippy::too_many_lines, reason = "a line for each fault, and nothing else")]
fn plain_text(fault: Fault) -> &'static str {
    match fault {
        Fault::TooLong { .. }
        | Fault::TooShort { .. }
        | Fault::OutOfRange { .. }
        | Fault::FileTooLarge { .. }
        | Fault::TooManyPixels { .. } => "",
        Fault::Required => tr!(faults.required),
        Fault::NotAnEmail => tr!(faults.not_an_email),
        Fault::NotADomain => tr!(faults.not_a_domain),
        Fault::DomainNotAdmitted => tr!(faults.domain_not_admitted),
        Fault::NotAPhone => tr!(faults.not_a_phone),
        Fault::NotAUrl => tr!(faults.not_a_url),
        Fault::NotASlug => tr!(faults.not_a_slug),
        Fault::NotADate => tr!(faults.not_a_date),
        Fault::NotAParameter => tr!(faults.not_a_parameter),
        Fault::ReservedParameter => tr!(faults.reserved_parameter),
        Fault::BadCharacters => tr!(faults.bad_characters),
        Fault::PasswordCommon => tr!(faults.password_common),
        Fault::PasswordPersonal => tr!(faults.password_personal),
        Fault::PasswordNeedsUpper => tr!(faults.password_needs_upper),
        Fault::PasswordNeedsLower => tr!(faults.password_needs_lower),
        Fault::PasswordNeedsDigit => tr!(faults.password_needs_digit),
        Fault::PasswordNeedsSpecial => tr!(faults.password_needs_special),
        Fault::WrongCredentials => tr!(faults.wrong_credentials),
        Fault::NotActivated => tr!(faults.not_activated),
        Fault::AwaitingApproval => tr!(faults.awaiting_approval),
        Fault::Declined => tr!(faults.declined),
        Fault::AccountClosed => tr!(faults.account_closed),
        Fault::WrongPassword => tr!(faults.wrong_password),
        Fault::WrongCode => tr!(faults.wrong_code),
        Fault::FactorRequired => tr!(faults.factor_required),
        Fault::MustAccept => tr!(faults.must_accept),
        Fault::AddressTaken => tr!(faults.address_taken),
        Fault::AddressUnchanged => tr!(faults.address_unchanged),
        Fault::AddressFromProvider => tr!(faults.address_from_provider),
        Fault::OtherCustomer => tr!(faults.other_customer),
        Fault::NoProviderForAddress => tr!(faults.no_provider_for_address),
        Fault::RoleNameTaken => tr!(faults.role_name_taken),
        Fault::RoleInUse => tr!(faults.role_in_use),
        Fault::DefaultRole => tr!(faults.default_role),
        Fault::BotCheckFailed => tr!(faults.bot_check_failed),
        Fault::SlugTaken => tr!(faults.slug_taken),
        Fault::DomainTaken => tr!(faults.domain_taken),
        Fault::AlreadyDecided => tr!(faults.already_decided),
        Fault::NotDecided => tr!(faults.not_decided),
        Fault::RequestWithdrawn => tr!(faults.request_withdrawn),
        Fault::RequestExpired => tr!(faults.request_expired),
        Fault::AddressUnproven => tr!(faults.address_unproven),
        Fault::LinkSpent => tr!(faults.link_spent),
        Fault::LinkExpired => tr!(faults.link_expired),
        Fault::OtherBrowser => tr!(faults.other_browser),
        Fault::TooManyTries => tr!(faults.too_many_tries),
        Fault::TooManyWrongPasswords => tr!(faults.too_many_wrong_passwords),
        Fault::TooManyWrongPasswordsOfStaff => tr!(faults.too_many_wrong_passwords_of_staff),
        Fault::LocalSignInOff => tr!(faults.local_sign_in_off),
        Fault::RegistrationOff => tr!(faults.registration_off),
        Fault::NoWayIn => tr!(faults.no_way_in),
        Fault::LastWayIn => tr!(faults.last_way_in),
        Fault::OtherAccount => tr!(faults.other_account),
        Fault::LastAdministrator => tr!(faults.last_administrator),
        Fault::Oneself => tr!(faults.oneself),
        Fault::IssuerInUse => tr!(faults.issuer_in_use),
        Fault::SubjectInUse => tr!(faults.subject_in_use),
        Fault::ProviderInUse => tr!(faults.provider_in_use),
        Fault::NotAPicture => tr!(faults.not_a_picture),
        Fault::TermsChanged => tr!(faults.terms_changed),
        Fault::Stale => tr!(faults.stale),
        Fault::Unreachable => tr!(faults.unreachable),
        Fault::TooLarge => tr!(faults.too_large),
        Fault::NotJson => tr!(faults.not_json),
        Fault::IssuerDiffers => tr!(faults.issuer_differs),
        Fault::MissingAuthorizationEndpoint => tr!(faults.missing_authorization_endpoint),
        Fault::MissingTokenEndpoint => tr!(faults.missing_token_endpoint),
        Fault::MissingJwks => tr!(faults.missing_jwks),
        Fault::NoCodeResponseType => tr!(faults.no_code_response_type),
        Fault::NoClientAuthentication => tr!(faults.no_client_authentication),
        Fault::HttpOutsideDevelopment => tr!(faults.http_outside_development),
        Fault::PrivateAddress => tr!(faults.private_address),
        Fault::NothingChosen => tr!(faults.nothing_chosen),
        Fault::NotAllowed => tr!(faults.not_allowed),
        Fault::Unknown => tr!(faults.unknown),
    }
}
