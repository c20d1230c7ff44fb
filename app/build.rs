//! Turns `locales/<language>/<area>.json` into checked keys: a missing key or placeholder is a compile error.

use leptos_i18n_build::{Config, ParseOptions, TranslationsInfos};
use std::{error::Error, path::PathBuf};

/// One file per area and language; the same words as in the rest of the house.
const AREAS: &[&str] = &[
    "bot_check",
    "common",
    "shop",
    "login",
    "registration",
    "account",
    "profile",
    "security",
    "sessions",
    "consent",
    "texts",
    "passwords",
    "domains",
    "logout",
    "links",
    "providers",
    "identities",
    "office",
    "office_providers",
    "clients",
    "conformance",
    "customers",
    "lockout",
    "mails",
    "roles",
    "second_factor",
    "requests",
    "staff",
    "history",
    "faults",
];

#[expect(
    clippy::disallowed_methods,
    reason = "cargo tells a build script by the environment where things lie"
)]
fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let config = Config::new("en")?
        .add_locales(["de", "el"])?
        .add_namespaces(AREAS.iter().copied())?
        .parse_options(ParseOptions::new().interpolate_display(true));
    let translations = TranslationsInfos::parse(config)?;
    translations.rerun_if_locales_changed();
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    translations.generate_i18n_module(out.join("i18n"))?;
    Ok(())
}
