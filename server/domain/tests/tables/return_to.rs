//! Spec 07: redirects only to own paths, by one function.

use domain::values::ReturnTo;
use rstest::rstest;

#[rstest]
#[case::home("/")]
#[case::offer("/offers/climbing")]
#[case::query("/offers?kind=course&page=2")]
#[case::query_with_a_url("/offers?from=https%3A%2F%2Fevil.example")]
#[case::query_with_slashes("/offers?q=//a")]
#[case::fragment("/offers/climbing#times")]
#[case::trailing_slash("/offers/")]
#[case::encoded_letter("/offers/caf%C3%A9")]
#[case::profile("/account/profile")]
#[case::office("/office/requests?status=waiting")]
#[case::at_sign("/@evil.example")]
#[case::colon("/a:b")]
#[case::starts_like_a_refused_path("/login-tips")]
#[case::flow_of_a_client("/oauth2/v1/continue?request=abc")]
#[case::flow_without_a_request("/oauth2/v1/continue")]
fn followed(#[case] next: &str) {
    assert_eq!(ReturnTo::parse(next).as_ref().map(ReturnTo::as_str), Some(next));
}

#[rstest]
#[case::empty("")]
#[case::relative("offers")]
#[case::query_only("?next=/")]
#[case::scheme("https://evil.example")]
#[case::scheme_without_slashes("https:evil.example")]
#[case::javascript("javascript:alert(1)")]
#[case::data("data:text/html,x")]
#[case::protocol_relative("//evil.example")]
#[case::three_slashes("///evil.example")]
#[case::backslash("/\\evil.example")]
#[case::two_backslashes("\\\\evil.example")]
#[case::backslash_inside("/offers\\..\\x")]
#[case::tab_between("/\t/evil.example")]
#[case::newline_between("/\n/evil.example")]
#[case::header("/offers\r\nSet-Cookie: a=b")]
#[case::nul("/offers\0")]
#[case::space_before(" /offers")]
#[case::space_inside("/offers /x")]
#[case::not_ascii("/offers/café")]
#[case::encoded_slashes("/%2f%2fevil.example")]
#[case::encoded_second_slash("/%2Fevil.example")]
#[case::encoded_slash_inside("/offers%2fx")]
#[case::encoded_first_slash("%2f/evil.example")]
#[case::encoded_backslash("/%5cevil.example")]
#[case::encoded_backslash_capital("/%5Cevil.example")]
#[case::doubly_encoded_slash("/%252fevil.example")]
#[case::doubly_encoded_backslash("/%255cevil.example")]
#[case::many_times_encoded("/%25252525252fevil.example")]
#[case::encoded_newline("/%0d%0aSet-Cookie:a=b")]
#[case::encoded_nul("/offers%00")]
#[case::encoded_tab("/%09/evil.example")]
#[case::broken_encoding("/offers/%zz")]
#[case::cut_encoding("/offers/%4")]
#[case::not_utf8("/offers/%ff")]
#[case::dot_dot("/offers/../logout")]
#[case::dot_dot_to_two_slashes("/x/..//evil.example")]
#[case::encoded_dot_dot("/offers/%2e%2e/logout")]
#[case::dot("/./offers")]
#[case::empty_segment("/offers//x")]
#[case::two_slashes_at_the_end("/offers//")]
#[case::logout("/logout")]
#[case::logout_with_query("/logout?x=1")]
#[case::logout_encoded("/%6cogout")]
#[case::logout_in_capitals("/LogOut")]
#[case::login("/login")]
#[case::login_below("/login/second-factor")]
#[case::login_with_next("/login?next=/offers")]
#[case::register("/register")]
#[case::provider_start("/providers/harbour/start")]
#[case::provider_callback("/providers/harbour/callback?code=1")]
#[case::language("/language")]
#[case::token_holder("/reset?token=abc")]
#[case::office_logout("/office/logout")]
#[case::office_login("/office/login")]
#[case::token_endpoint("/oauth2/v1/token")]
#[case::authorize("/oauth2/v1/authorize?client_id=1")]
#[case::flow_resumed("/oauth2/v1/resume?request=abc")]
#[case::flow_in_capitals("/oauth2/v1/Continue")]
#[case::flow_encoded("/oauth2/v1/%63ontinue")]
#[case::flow_with_a_slash("/oauth2/v1/continue/")]
#[case::flow_below("/oauth2/v1/continue/x")]
#[case::flow_elsewhere("/oauth2/continue")]
#[case::flow_and_out("/oauth2/v1/continue/../authorize")]
#[case::question_in_capitals("/oauth2/v1/Consent?request=abc")]
#[case::question_with_a_slash("/oauth2/v1/consent/?request=abc")]
#[case::question_encoded("/oauth2/v1/%63onsent?request=abc")]
#[case::answer_of_a_client("/oauth2/v1/another?request=abc")]
#[case::api("/api/v1/customers")]
fn refused(#[case] next: &str) {
    assert_eq!(ReturnTo::parse(next), None);
    assert_eq!(ReturnTo::or_home(Some(next)), ReturnTo::home());
    assert!(serde_json::from_value::<ReturnTo>(next.into()).is_err());
}

#[test]
fn lengths() {
    assert!(ReturnTo::parse(&format!("/{}", "a".repeat(1999))).is_some());
    assert_eq!(ReturnTo::parse(&format!("/{}", "a".repeat(2000))), None);
    let question = "/oauth2/v1/consent?request=";
    let longest = format!("{question}{}", "a".repeat(2000 - question.len()));
    assert_eq!(
        ReturnTo::parse(&longest),
        None,
        "as long as what it stands for may be"
    );
}

#[rstest]
#[case::flow("/oauth2/v1/continue?request=abc", true)]
#[case::another_page("/offers", false)]
#[case::only_named("/offers?from=/oauth2/v1/continue", false)]
fn flows_of_clients(#[case] next: &str, #[case] flow: bool) {
    assert_eq!(ReturnTo::parse(next).map(|next| next.is_flow()), Some(flow));
}

#[rstest]
#[case::consent("/oauth2/v1/consent?request=abc", "/oauth2/v1/continue?request=abc")]
#[case::account("/oauth2/v1/account?request=abc", "/oauth2/v1/continue?request=abc")]
#[case::without_a_request("/oauth2/v1/consent", "/oauth2/v1/continue")]
fn a_question_of_a_flow_leads_into_the_flow(#[case] page: &str, #[case] leads_to: &str) {
    let next = ReturnTo::parse(page);
    assert_eq!(next.as_ref().map(ReturnTo::as_str), Some(leads_to));
    assert_eq!(next.map(|next| next.is_flow()), Some(true));
}

#[rstest]
#[case::at_once("/oauth2/v1/continue?request=abc", Some("/oauth2/v1/continue?request=abc"))]
#[case::after_my_profile(
    "/account/profile?next=%2Foauth2%2Fv1%2Fcontinue%3Frequest%3Dabc",
    Some("/oauth2/v1/continue?request=abc")
)]
#[case::another_page_after_it("/account/profile?next=%2Foffers", None)]
#[case::none("/account/profile", None)]
fn a_way_into_a_flow(#[case] next: &str, #[case] flow: Option<&str>) {
    let found = ReturnTo::parse(next).and_then(|next| next.flow());
    assert_eq!(found.as_ref().map(ReturnTo::as_str), flow);
}

#[rstest]
#[case::encoded("/login?next=%2Foffers%2Fclimbing", Some("/offers/climbing"))]
#[case::plain("/login?next=/offers", Some("/offers"))]
#[case::beside_others("/login?again=1&next=%2Foffers&ended=idle", Some("/offers"))]
#[case::the_first_of_two("/login?next=%2Foffers&next=%2Fterms", Some("/offers"))]
#[case::with_a_query(
    "/login?next=%2Foffers%3Fkind%3Dcourse%26page%3D2",
    Some("/offers?kind=course&page=2")
)]
#[case::a_flow(
    "/register?next=%2Foauth2%2Fv1%2Fcontinue%3Frequest%3Dabc",
    Some("/oauth2/v1/continue?request=abc")
)]
#[case::no_query("/login", None)]
#[case::none("/login?again=1", None)]
#[case::another_name("/login?the_next=%2Foffers", None)]
#[case::in_the_fragment("/login#?next=%2Foffers", None)]
#[case::behind_the_query("/login?again=1#&next=%2Foffers", None)]
#[case::to_another_origin("/login?next=%2F%2Fevil.example", None)]
#[case::encoded_twice("/login?next=%252F%252Fevil.example", None)]
#[case::never_a_place("/login?next=%2Flogout", None)]
#[case::broken_encoding("/login?next=%2", None)]
fn what_a_page_names(#[case] page: &str, #[case] next: Option<&str>) {
    let named = ReturnTo::named_in(page);
    assert_eq!(named.as_ref().map(ReturnTo::as_str), next);
}

#[test]
fn nothing_is_home() {
    assert_eq!(ReturnTo::or_home(None), ReturnTo::default());
    assert!(ReturnTo::or_home(None).is_home());
    assert!(!ReturnTo::or_home(Some("/offers")).is_home());
}
