//! Parsed values: what is taken, what is refused, and why.

use domain::values::{
    CompanyName, Currency, Email, Fault, Headline, Language, Message, Money, PersonName, Phone, Prose, Slug,
    TimeZone, optional,
};
use rstest::rstest;

#[rstest]
#[case::plain("ada@example.com", "ada@example.com", "ada@example.com")]
#[case::trimmed("  ada@example.com\n", "ada@example.com", "ada@example.com")]
#[case::letter_case("Ada.L@Example.COM", "Ada.L@Example.COM", "ada.l@example.com")]
#[case::plus("ada+shop@example.com", "ada+shop@example.com", "ada+shop@example.com")]
#[case::a_label("ada@bücher.example", "ada@bücher.example", "ada@xn--bcher-kva.example")]
#[case::a_label_in_capitals("ada@BÜCHER.example", "ada@BÜCHER.example", "ada@xn--bcher-kva.example")]
#[case::a_label_as_such(
    "ada@xn--bcher-kva.example",
    "ada@xn--bcher-kva.example",
    "ada@xn--bcher-kva.example"
)]
#[case::greek(
    "αδα@παράδειγμα.δοκιμή",
    "αδα@παράδειγμα.δοκιμή",
    "αδα@xn--hxajbheg2az3al.xn--jxalpdlp"
)]
#[case::only_ascii_is_folded("ÄDA@example.com", "ÄDA@example.com", "Äda@example.com")]
#[case::apostrophe("o'neil@example.ie", "o'neil@example.ie", "o'neil@example.ie")]
fn email(#[case] typed: &str, #[case] kept: &str, #[case] key: &str) {
    let email = Email::parse(typed).expect("an address");
    assert_eq!(email.as_str(), kept);
    assert_eq!(email.key().as_str(), key);
}

#[rstest]
#[case::empty("  ", Fault::Required)]
#[case::no_at("ada.example.com", Fault::NotAnEmail)]
#[case::two_ats("ada@home@example.com", Fault::NotAnEmail)]
#[case::no_local_part("@example.com", Fault::NotAnEmail)]
#[case::no_domain("ada@", Fault::NotAnEmail)]
#[case::no_dot("ada@localhost", Fault::NotAnEmail)]
#[case::empty_label("ada@example..com", Fault::NotAnEmail)]
#[case::dot_at_the_end("ada@example.com.", Fault::NotAnEmail)]
#[case::hyphen_at_the_edge("ada@-example.com", Fault::NotAnEmail)]
#[case::ip_literal("ada@[127.0.0.1]", Fault::NotAnEmail)]
#[case::ip_address("ada@127.0.0.1", Fault::NotAnEmail)]
#[case::space("ada l@example.com", Fault::NotAnEmail)]
#[case::two_addresses("ada@example.com,eve@evil.example", Fault::NotAnEmail)]
#[case::display_name("Ada <ada@example.com>", Fault::NotAnEmail)]
#[case::quoted("\"ada l\"@example.com", Fault::NotAnEmail)]
#[case::double_dot("ada..l@example.com", Fault::NotAnEmail)]
#[case::header("ada@example.com\r\nBcc: eve@evil.example", Fault::BadCharacters)]
#[case::nul("ada\0@example.com", Fault::BadCharacters)]
#[case::direction("ada\u{202e}@example.com", Fault::BadCharacters)]
#[case::broken_a_label("ada@xn--a.example", Fault::NotAnEmail)]
fn email_refused(#[case] typed: &str, #[case] fault: Fault) {
    assert_eq!(Email::parse(typed), Err(fault));
}

#[test]
fn email_lengths() {
    let local = |octets: usize| format!("{}@example.com", "a".repeat(octets));
    assert!(Email::parse(&local(64)).is_ok());
    assert_eq!(Email::parse(&local(65)), Err(Fault::NotAnEmail));
    assert_eq!(Email::parse(&local(10_000)), Err(Fault::TooLong { max: 254 }));
    let label = "b".repeat(63);
    assert!(Email::parse(&format!("a@{label}.{label}.{label}.example")).is_ok());
    assert_eq!(
        Email::parse(&format!("a@{label}b.example")),
        Err(Fault::NotAnEmail)
    );
}

#[test]
fn email_parts() {
    let email = Email::parse("Ada@Example.com").expect("an address");
    assert_eq!((email.local_part(), email.domain()), ("Ada", "Example.com"));
}

#[rstest]
#[case::plain("Ada", Ok("Ada"))]
#[case::trimmed("  Ada Maria ", Ok("Ada Maria"))]
#[case::greek("Ελένη", Ok("Ελένη"))]
#[case::apostrophe_and_hyphen("O'Neil-Smith", Ok("O'Neil-Smith"))]
#[case::markup_is_only_text("<b>Ada</b>", Ok("<b>Ada</b>"))]
#[case::joiner("می\u{200c}خواهم", Ok("می\u{200c}خواهم"))]
#[case::empty("", Err(Fault::Required))]
#[case::blank(" \u{a0} ", Err(Fault::Required))]
#[case::nothing_to_see("\u{200d}", Err(Fault::Required))]
#[case::line_break("Ada\nLovelace", Err(Fault::BadCharacters))]
#[case::nul("Ada\0", Err(Fault::BadCharacters))]
#[case::direction("\u{202e}adA", Err(Fault::BadCharacters))]
#[case::zero_width("A\u{200b}da", Err(Fault::BadCharacters))]
#[case::advertising("Win at https://evil.example", Err(Fault::BadCharacters))]
fn names(#[case] typed: &str, #[case] expected: Result<&str, Fault>) {
    assert_eq!(
        PersonName::parse(typed)
            .as_ref()
            .map(PersonName::as_str)
            .map_err(|fault| *fault),
        expected
    );
    assert_eq!(
        CompanyName::parse(typed)
            .as_ref()
            .map(CompanyName::as_str)
            .map_err(|fault| *fault),
        expected
    );
}

#[test]
fn name_lengths_count_characters() {
    assert!(PersonName::parse(&"é".repeat(100)).is_ok());
    assert_eq!(
        PersonName::parse(&"é".repeat(101)),
        Err(Fault::TooLong { max: 100 })
    );
    assert_eq!(
        PersonName::parse(&"a".repeat(10_000)),
        Err(Fault::TooLong { max: 100 })
    );
}

#[rstest]
#[case::international("+49 (0)30 123-456.7", Ok("+49 (0)30 123-456.7"))]
#[case::national("030/1234567", Ok("030/1234567"))]
#[case::fifteen_digits("+123456789012345", Ok("+123456789012345"))]
#[case::sixteen_digits("+1234567890123456", Err(Fault::NotAPhone))]
#[case::too_few("1234", Err(Fault::NotAPhone))]
#[case::letters("call me 12345", Err(Fault::NotAPhone))]
#[case::plus_inside("12345+6", Err(Fault::NotAPhone))]
#[case::too_long("1 2 3 4 5 6 7 8 9 0 1 2 3 4 5      ()", Err(Fault::TooLong { max: 32 }))]
#[case::empty("", Err(Fault::Required))]
#[case::nul("12345\x006", Err(Fault::BadCharacters))]
fn phones(#[case] typed: &str, #[case] expected: Result<&str, Fault>) {
    assert_eq!(
        Phone::parse(typed)
            .as_ref()
            .map(Phone::as_str)
            .map_err(|fault| *fault),
        expected
    );
}

#[rstest]
#[case::with_separators("+44 (20) 7946-09.58", Some("+442079460958"))]
#[case::as_it_is("+442079460958", Some("+442079460958"))]
#[case::without_a_country("020 7946 0958", None)]
#[case::by_the_prefix_of_a_country("0044 20 7946 0958", None)]
#[case::of_no_country("+0 20 7946 0958", None)]
#[case::with_what_nobody_abroad_dials("+49 ( 0 )30 123456", None)]
fn phones_of_the_world(#[case] typed: &str, #[case] expected: Option<&str>) {
    let phone = Phone::parse(typed).unwrap();
    assert_eq!(phone.international().as_deref(), expected);
}

#[rstest]
#[case::line_breaks("Hello\r\nI climb\rdaily ", Ok("Hello\nI climb\ndaily"))]
#[case::tab("a\tb", Ok("a\tb"))]
#[case::empty(" \n ", Err(Fault::Required))]
#[case::nul("a\0b", Err(Fault::BadCharacters))]
#[case::direction("a\u{2066}b", Err(Fault::BadCharacters))]
fn messages(#[case] typed: &str, #[case] expected: Result<&str, Fault>) {
    assert_eq!(
        Message::parse(typed)
            .as_ref()
            .map(Message::as_str)
            .map_err(|fault| *fault),
        expected
    );
}

#[test]
fn message_lengths() {
    assert!(Message::parse(&"a\r\n".repeat(1000)).is_ok());
    assert_eq!(
        Message::parse(&"a".repeat(2001)),
        Err(Fault::TooLong { max: 2000 })
    );
}

#[rstest]
#[case::plain("harbour-id", Ok("harbour-id"))]
#[case::digits("7-seas", Ok("7-seas"))]
#[case::empty("", Err(Fault::Required))]
#[case::capitals("Harbour", Err(Fault::NotASlug))]
#[case::double_hyphen("a--b", Err(Fault::NotASlug))]
#[case::hyphen_at_the_edge("-a", Err(Fault::NotASlug))]
#[case::slash("a/b", Err(Fault::NotASlug))]
#[case::dots("..", Err(Fault::NotASlug))]
#[case::umlaut("häfen", Err(Fault::NotASlug))]
fn slugs(#[case] typed: &str, #[case] expected: Result<&str, Fault>) {
    assert_eq!(
        Slug::parse(typed)
            .as_ref()
            .map(Slug::as_str)
            .map_err(|fault| *fault),
        expected
    );
}

#[test]
fn a_field_that_may_be_empty() {
    assert_eq!(optional("  ", Phone::parse), Ok(None));
    assert_eq!(optional("no", Phone::parse), Err(Fault::NotAPhone));
    assert!(optional("12345", Phone::parse).is_ok_and(|phone| phone.is_some()));
}

#[test]
fn json_is_parsed_not_trusted() {
    assert!(serde_json::from_str::<Email>("\"nobody\"").is_err());
    assert!(serde_json::from_str::<PersonName>("\"a\\u0000\"").is_err());
    let email: Email = serde_json::from_str("\"ada@example.com\"").expect("an address");
    assert_eq!(
        serde_json::to_string(&email).expect("JSON"),
        "\"ada@example.com\""
    );
}

#[rstest]
#[case::one("de", Some(Language::De))]
#[case::region("el-GR,el;q=0.9,en;q=0.8", Some(Language::El))]
#[case::weights("en;q=0.5, de;q=0.9", Some(Language::De))]
#[case::first_of_equals("de, en", Some(Language::De))]
#[case::unknown_first("fr-CH, fr;q=0.9, en;q=0.8", Some(Language::En))]
#[case::never("de;q=0, en;q=0.1", Some(Language::En))]
#[case::letter_case("DE-at", Some(Language::De))]
#[case::wildcard("*", None)]
#[case::none_of_ours("fr, it;q=0.5", None)]
#[case::empty("", None)]
#[case::garbage(";;;q=,=,", None)]
#[case::weight_out_of_range("de;q=9, en;q=0.2", Some(Language::En))]
fn negotiation(#[case] header: &str, #[case] expected: Option<Language>) {
    assert_eq!(Language::negotiate(header), expected);
}

#[rstest]
#[case::english(1250, Language::En, "€12.50")]
#[case::german(1250, Language::De, "12,50\u{a0}€")]
#[case::greek(1250, Language::El, "12,50\u{a0}€")]
#[case::cents(5, Language::En, "€0.05")]
#[case::thousands(123_456_789, Language::En, "€1,234,567.89")]
#[case::thousands_in_german(123_456_789, Language::De, "1.234.567,89\u{a0}€")]
#[case::negative(-1250, Language::En, "-€12.50")]
#[case::nothing(0, Language::De, "0,00\u{a0}€")]
fn money(#[case] minor: i64, #[case] language: Language, #[case] expected: &str) {
    assert_eq!(Money::new(minor, Currency::Eur).format(language), expected);
}

#[test]
fn faults_have_codes() {
    let codes = serde_json::to_string(&[Fault::WrongCredentials, Fault::TooShort { min: 10 }]).expect("JSON");
    assert_eq!(codes, r#"["wrong_credentials",{"too_short":{"min":10}}]"#);
}

#[test]
fn time_zones_are_taken_by_their_exact_name() {
    for zone in TimeZone::all() {
        assert_eq!(TimeZone::parse(zone.as_str()), Ok(zone));
    }
    for other in [
        "",
        "europe/athens",
        "Europe/Athens ",
        "Europe/Atlantis",
        "UTC\0",
        "<b>",
    ] {
        assert_eq!(TimeZone::parse(other), Err(Fault::Unknown), "{other:?}");
    }
}

#[rstest]
#[case::lines_of_any_browser(" ## A\r\n\r\nB\rC ", Ok("## A\n\nB\nC"))]
#[case::nothing_to_see(" \r\n\t", Err(Fault::Required))]
#[case::nul("a\0b", Err(Fault::BadCharacters))]
#[case::reading_direction("a\u{202e}b", Err(Fault::BadCharacters))]
fn texts_of_the_shop(#[case] typed: &str, #[case] read: Result<&str, Fault>) {
    assert_eq!(
        Prose::parse(typed)
            .as_ref()
            .map(Prose::as_str)
            .map_err(|fault| *fault),
        read
    );
}

#[test]
fn long_texts_and_titles_end_somewhere() {
    assert!(Prose::parse(&"ω".repeat(50_000)).is_ok());
    assert_eq!(
        Prose::parse(&"ω".repeat(50_001)),
        Err(Fault::TooLong { max: 50_000 })
    );
    assert!(Headline::parse(&"ω".repeat(120)).is_ok());
    assert_eq!(
        Headline::parse(&"ω".repeat(121)),
        Err(Fault::TooLong { max: 120 })
    );
    assert_eq!(Headline::parse("two\nlines"), Err(Fault::BadCharacters));
}
