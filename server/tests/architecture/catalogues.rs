//! Texts and mails in every language.

use super::sources::{below, names, read, root};
use domain::values::Language;
use serde_json::Value;
use server::mail::TEMPLATES;
use std::collections::{BTreeMap, BTreeSet};

/// Keys of a catalogue, each with the names of its placeholders.
fn entries(language: &str, area: &str) -> BTreeMap<String, BTreeSet<String>> {
    let text = read(format!("app/locales/{language}/{area}"));
    let Value::Object(texts) = serde_json::from_str(&text).unwrap() else {
        panic!("{language}/{area}")
    };
    let entry = |(key, value): (String, Value)| {
        let text = value
            .as_str()
            .unwrap_or_else(|| panic!("{language}/{area}: {key} is no text"))
            .to_owned();
        assert!(!text.trim().is_empty(), "{language}/{area}: {key} is empty");
        let holes = text
            .split("{{")
            .skip(1)
            .map(|rest| rest.split("}}").next().unwrap().trim().to_owned());
        (key, holes.collect())
    };
    texts.into_iter().map(entry).collect()
}

#[test]
fn every_catalogue_has_the_same_keys_and_placeholders_in_every_language() {
    let areas = names("app/locales/en");
    assert!(areas.len() >= 5, "{areas:?}");
    for language in Language::ALL.iter().map(|language| language.as_str()) {
        assert_eq!(names(&format!("app/locales/{language}")), areas, "{language}");
        for area in &areas {
            let (own, english) = (entries(language, area), entries("en", area));
            let keys = |entries: &BTreeMap<String, BTreeSet<String>>| {
                entries.keys().cloned().collect::<BTreeSet<_>>()
            };
            assert_eq!(keys(&own), keys(&english), "{language}/{area}");
            for (key, holes) in &english {
                assert_eq!(&own[key], holes, "{language}/{area}: {key}");
            }
        }
    }
}

#[test]
fn every_language_is_a_catalogue_and_the_other_way_round() {
    let languages: BTreeSet<_> = Language::ALL
        .iter()
        .map(|language| language.as_str().to_owned())
        .collect();
    let folders: BTreeSet<_> = names("app/locales").into_iter().collect();
    assert_eq!(languages, folders);
}

#[test]
fn every_mail_is_written_in_every_language_and_registered() {
    let root = root().join("server/src/mail/templates");
    let folders = names("server/src/mail/templates")
        .into_iter()
        .filter(|name| root.join(name).is_dir());
    let folders: BTreeSet<_> = folders.collect();
    let registered: BTreeSet<_> = TEMPLATES
        .iter()
        .map(|template| template.name.to_owned())
        .collect();
    assert_eq!(folders, registered);
    let mut files: Vec<_> = Language::ALL
        .iter()
        .map(|language| format!("{language}.txt"))
        .collect();
    files.sort();
    for folder in folders {
        assert_eq!(
            names(&format!("server/src/mail/templates/{folder}")),
            files,
            "{folder}"
        );
    }
}

#[test]
fn staff_read_what_every_mail_is_for() {
    let words = entries("en", "mails.json");
    for template in TEMPLATES {
        let key = format!("template_{}", template.name);
        assert!(words.contains_key(&key), "mails.json has no {key}");
        let source = read("app/src/office/mails/words.rs");
        assert!(
            source.contains(&format!("\"{}\" =>", template.name)),
            "{} has no words",
            template.name
        );
    }
}

#[test]
fn every_legal_text_of_the_sample_shop_is_written_in_every_language() {
    let texts = below("server/samples/legal", &["md"]);
    for kind in ["terms", "privacy", "imprint"] {
        for language in Language::ALL {
            let path = format!("server/samples/legal/{kind}.{language}.md");
            assert!(
                texts
                    .iter()
                    .any(|text| text.ends_with(format!("{kind}.{language}.md"))),
                "{path} is missing"
            );
        }
    }
}
