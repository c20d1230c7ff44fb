//! What is stored as text reads back as what it was, in SQL, in forms and in JSON.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use domain::UnknownValue;
use serde::Serialize;
use serde::de::DeserializeOwned;

fn round_trip<T>(all: &[T]) -> usize
where
    T: Copy
        + Debug
        + Display
        + PartialEq
        + AsRef<str>
        + Serialize
        + DeserializeOwned
        + FromStr<Err = UnknownValue>,
{
    for &value in all {
        let text = value.to_string();
        assert_eq!(text.parse::<T>().as_ref(), Ok(&value));
        assert_eq!(value.as_ref(), text);
        let json = serde_json::to_string(&value).expect("JSON");
        assert_eq!(json, format!("{text:?}"));
        assert_eq!(serde_json::from_str::<T>(&json).expect("JSON"), value);
    }
    assert!("".parse::<T>().is_err());
    assert!("no such thing".parse::<T>().is_err());
    all.len()
}

#[test]
fn every_stored_enum() {
    let variants = [
        round_trip(domain::approvals::Likeness::ALL),
        round_trip(domain::approvals::RejectionReason::ALL),
        round_trip(domain::approvals::Status::ALL),
        round_trip(domain::clients::Overlap::ALL),
        round_trip(domain::customers::CustomerStatus::ALL),
        round_trip(domain::logout::Choice::ALL),
        round_trip(domain::mails::Status::ALL),
        round_trip(domain::providers::ClientAuth::ALL),
        round_trip(domain::providers::Rule::ALL),
        round_trip(domain::providers::SigningAlgorithm::ALL),
        round_trip(domain::registration::Entry::ALL),
        round_trip(domain::second_factor::Proof::ALL),
        round_trip(domain::sessions::Began::ALL),
        round_trip(domain::settings::BotCheckMethod::ALL),
        round_trip(domain::settings::Demand::ALL),
        round_trip(domain::staff::Permission::ALL),
        round_trip(domain::staff::Role::ALL),
        round_trip(domain::values::Currency::ALL),
        round_trip(domain::values::Language::ALL),
    ];
    assert_eq!(variants.iter().sum::<usize>(), 80);
}

#[test]
fn an_unknown_text_names_the_type() {
    let error = "gone"
        .parse::<domain::customers::CustomerStatus>()
        .expect_err("unknown");
    assert_eq!(error.kind(), "CustomerStatus");
    assert_eq!(error.to_string(), "\"gone\" is not a CustomerStatus");
}
