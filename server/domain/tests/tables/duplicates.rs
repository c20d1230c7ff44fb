//! Which requests look like the same person or the same house (spec 03, "possible duplicates").

use domain::approvals::{Applicant, Likeness, alike};
use rstest::rstest;

const MIA: Applicant<'static> = Applicant {
    given_name: "Mia",
    family_name: "Vogel",
    company: Some("Werft Brandt GmbH"),
    phone: Some("+49 40 555 0117"),
    email: Some("mia.vogel@werft.example"),
};

/// Somebody else altogether.
const TOM: Applicant<'static> = Applicant {
    given_name: "Tom",
    family_name: "Ferrer",
    company: None,
    phone: Some("+30 210 555 0142"),
    email: Some("tom@ferrer.example"),
};

#[rstest]
#[case::nothing_alike(TOM, &[])]
#[case::all_alike(MIA, &[Likeness::Address, Likeness::Phone, Likeness::Person, Likeness::Domain])]
#[case::name_and_company(Applicant { given_name: "MIA", family_name: "Vogel", company: Some("werft brandt, GmbH"), ..TOM }, &[Likeness::Person])]
#[case::names_swapped(Applicant { given_name: "Vogel", family_name: "Mia", company: MIA.company, ..TOM }, &[Likeness::Person])]
#[case::name_at_another_company(Applicant { given_name: "Mia", family_name: "Vogel", company: Some("Nord"), ..TOM }, &[])]
#[case::name_without_company(Applicant { given_name: "Mia", family_name: "Vogel", company: None, ..TOM }, &[])]
#[case::phone_written_otherwise(Applicant { phone: Some("0049 (40) 5550117"), ..TOM }, &[Likeness::Phone])]
#[case::phone_without_the_country(Applicant { phone: Some("040/555-0117"), ..TOM }, &[Likeness::Phone])]
#[case::phone_of_few_digits(Applicant { phone: Some("50117"), ..TOM }, &[])]
#[case::address_with_a_tag(Applicant { email: Some("Mia.Vogel+shop@werft.example"), ..TOM }, &[Likeness::Address, Likeness::Domain])]
#[case::address_without_the_dot(Applicant { email: Some("miavogel@WERFT.example"), ..TOM }, &[Likeness::Address, Likeness::Domain])]
#[case::domain_alone(Applicant { email: Some("office@werft.example"), ..TOM }, &[Likeness::Domain])]
#[case::domain_below(Applicant { email: Some("mia.vogel@mail.werft.example"), ..TOM }, &[])]
#[case::nothing_known(Applicant::default(), &[])]
fn what_is_alike(#[case] other: Applicant<'_>, #[case] expected: &[Likeness]) {
    assert_eq!(alike(&MIA, &other), expected);
    assert_eq!(alike(&other, &MIA), expected);
}

#[rstest]
#[case::everybody_has_one("a@gmail.com", "b@gmail.com", &[])]
#[case::in_many_countries("a@yahoo.gr", "b@yahoo.gr", &[])]
#[case::one_mailbox_under_two_names("a.b@gmail.com", "ab@googlemail.com", &[Likeness::Address])]
#[case::a_house_of_its_own("a@werft.example", "b@werft.example", &[Likeness::Domain])]
fn what_a_domain_tells(#[case] one: &str, #[case] other: &str, #[case] expected: &[Likeness]) {
    let (one, other) = [one, other]
        .map(|email| Applicant {
            email: Some(email),
            ..Applicant::default()
        })
        .into();
    assert_eq!(alike(&one, &other), expected);
}

#[test]
fn people_without_a_name_are_not_alike_by_it() {
    assert_eq!(alike(&Applicant::default(), &Applicant::default()), []);
}
