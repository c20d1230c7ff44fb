//! Spec 03, settings: e-mail domain allow and deny list.

use domain::settings::EmailDomains;
use domain::values::{Email, MailDomain};
use rstest::rstest;

#[rstest]
#[case::no_lists("", "", "ada@example.org", true)]
#[case::allowed("example.org", "", "ada@example.org", true)]
#[case::below_an_allowed_one("example.org", "", "ada@mail.example.org", true)]
#[case::above_an_allowed_one("mail.example.org", "", "ada@example.org", false)]
#[case::only_ends_alike("example.org", "", "ada@myexample.org", false)]
#[case::not_allowed("example.org", "", "ada@other.example", false)]
#[case::denied("", "example.org", "ada@example.org", false)]
#[case::below_a_denied_one("", "example.org", "ada@mail.example.org", false)]
#[case::not_denied("", "example.org", "ada@other.example", true)]
#[case::denied_within_allowed("example.org", "mail.example.org", "ada@mail.example.org", false)]
#[case::beside_denied_within_allowed("example.org", "mail.example.org", "ada@example.org", true)]
#[case::letter_case("Example.ORG", "", "ada@EXAMPLE.org", true)]
#[case::unicode_and_a_label("bücher.example", "", "ada@xn--bcher-kva.example", true)]
#[case::a_label_and_unicode("", "xn--bcher-kva.example", "ada@Bücher.example", false)]
#[case::at_in_front_of_nothing("example.org", "", "ada@example.org.evil.example", false)]
fn admit(#[case] allow: &str, #[case] deny: &str, #[case] address: &str, #[case] expected: bool) {
    let domains = EmailDomains {
        allow: MailDomain::parse_list(allow).unwrap(),
        deny: MailDomain::parse_list(deny).unwrap(),
    };
    assert_eq!(domains.admit(&Email::parse(address).unwrap().key()), expected);
}
