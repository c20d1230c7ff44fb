//! domain ← storage ← server → app → domain; frontend → app.

use super::sources::{below, read};
use std::path::{Path, PathBuf};

/// A crate, its sources, and what it may never name.
const FORBIDDEN: [(&str, &str, &[&str]); 5] = [
    (
        "server/domain",
        "server/domain/src",
        &[
            "app", "axum", "leptos", "rand", "reqwest", "server", "sqlx", "storage", "tokio",
        ],
    ),
    (
        "server/storage",
        "server/storage/src",
        &["app", "axum", "http", "leptos", "reqwest", "server"],
    ),
    (
        "app",
        "app/src",
        &["argon2", "reqwest", "ring", "server", "sqlx", "storage", "tokio"],
    ),
    (
        "frontend",
        "frontend/src",
        &["domain", "server", "sqlx", "storage", "tokio"],
    ),
    ("server", "server/src", &["frontend", "sqlx", "rand"]),
];

/// The crates that a manifest depends on at run time.
fn dependencies(manifest: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut inside = false;
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            inside = line.contains("dependencies]")
                && !line.contains("dev-dependencies")
                && !line.contains("build-");
        } else if inside && !line.is_empty() && !line.starts_with('#') {
            let name = line.split(['.', '=', ' ']).next().unwrap();
            found.push(name.replace('-', "_"));
        }
    }
    found
}

/// The crates that a source names at the beginning of a path.
fn names(source: &str, other: &str) -> bool {
    let code = source
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with("//"));
    let path = format!("{other}::");
    code.into_iter().any(|line| {
        line.match_indices(&path).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            let own = line[..at].ends_with("::") || line[..at].ends_with("crate::");
            !own && !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
        })
    })
}

#[test]
fn manifests_point_downwards_only() {
    for (folder, _, forbidden) in FORBIDDEN {
        let manifest = dependencies(&read(format!("{folder}/Cargo.toml")));
        assert!(!manifest.is_empty() || folder == "server/domain", "{folder}");
        for other in forbidden {
            assert!(
                !manifest.iter().any(|own| own == other),
                "{folder}/Cargo.toml depends on {other}"
            );
        }
    }
}

#[test]
fn sources_name_only_what_lies_below() {
    for (_, sources, forbidden) in FORBIDDEN {
        for path in below(sources, &["rs"]) {
            let source = read(&path);
            for other in forbidden.iter().filter(|other| !is_own_module(&path, other)) {
                assert!(!names(&source, other), "{} names {other}", path.display());
            }
        }
    }
}

/// Modules may be called like a crate: `crate::http` in the server, `config::server` inside of the configuration.
fn is_own_module(path: &Path, other: &str) -> bool {
    let local = [("server/src/config", "server"), ("server/storage/src", "http")];
    local
        .iter()
        .any(|(folder, name)| path.starts_with(folder) && other == *name)
}

#[test]
fn the_browsers_half_never_names_the_server_and_services_never_name_pages() {
    for path in below("server/src/services", &["rs"]) {
        let source = read(&path);
        for other in ["leptos::", "axum::Router", "app::shop", "app::office", "app::ui"] {
            assert!(!source.contains(other), "{} names {other}", path.display());
        }
    }
}

#[test]
fn only_the_dialect_knows_which_database_it_is() {
    let knowing = files_with("server/storage/src", &["Sqlite", "PgPool", "Postgres("]);
    let dialect = Path::new("server/storage/src/dialect");
    let others = knowing
        .iter()
        .filter(|path| path.with_extension("") != dialect && !path.starts_with(dialect));
    assert_eq!(others.count(), 0, "{knowing:?}");
}

#[test]
fn one_function_sets_each_session_cookie() {
    let customers = files_with("server/src", &["cookies::set(cookies::SESSION,"]);
    assert_eq!(customers, [PathBuf::from("server/src/services/sessions.rs")]);
    let staff = files_with("server/src", &["cookies::set(cookies::OFFICE,"]);
    assert_eq!(staff, [PathBuf::from("server/src/services/staff.rs")]);
    for path in below("server/src", &["rs"]) {
        let count = read(&path).matches("cookies::set(cookies::SESSION,").count();
        assert!(count <= 1, "{}", path.display());
    }
}

fn files_with(folder: &str, marks: &[&str]) -> Vec<PathBuf> {
    let files = below(folder, &["rs"]).into_iter();
    files
        .filter(|path| marks.iter().any(|mark| read(path).contains(mark)))
        .collect()
}

/// The columns from which the words of the search are made.
const FOUND_BY: [&str; 4] = ["given_name =", "family_name =", "address_key =", "account_id ="];

#[test]
fn whatever_changes_what_a_customer_is_found_by_makes_the_words_anew() {
    let mut changing = 0;
    for path in below("server/storage/src", &["rs"]) {
        let source = read(&path);
        for function in source.split("async fn ").skip(1) {
            let Some((_, update)) = function.split_once("UPDATE customers SET") else {
                continue;
            };
            let set = update.split("WHERE").next().unwrap();
            if !FOUND_BY.iter().any(|column| set.contains(column)) {
                continue;
            }
            let name = function.split('(').next().unwrap();
            let told = ["search::reindex(tx", "anonymise(tx"]
                .iter()
                .any(|call| function.contains(call));
            assert!(
                told,
                "{}: {name} changes a name or an address and leaves the words",
                path.display()
            );
            changing += 1;
        }
    }
    assert!(changing >= 5, "{changing}");
}
