//! What the documents claim: each row of their tables names tests that there are.

use super::sources::{below, read};

/// The documents whose tables say in the last column which tests hold a row.
const DOCUMENTS: [&str; 1] = ["docs/openid-provider.md"];

/// The rows of the tables that have a column "held by", without their heads.
fn rows(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        if !line.starts_with('|') {
            inside = false;
        } else if line.ends_with("| held by |") {
            inside = true;
        } else if inside && !line.starts_with("|---") {
            found.push(line);
        }
    }
    found
}

#[test]
fn every_row_of_a_standard_names_tests_that_there_are() {
    let tests: Vec<String> = below("server", &["rs"]).iter().map(read).collect();
    for document in DOCUMENTS {
        let text = read(document);
        let rows = rows(&text);
        assert!(rows.len() >= 40, "{document}: {} rows", rows.len());
        for row in rows {
            let held = row.trim_end_matches('|').rsplit('|').next().unwrap().trim();
            let names: Vec<_> = held.split('`').skip(1).step_by(2).collect();
            assert!(!names.is_empty() || held == "does not apply", "{document}: {row}");
            for name in names {
                let function = format!("fn {name}(");
                let found = tests.iter().any(|source| source.contains(&function));
                assert!(found, "{document}: no test is called {name}");
            }
        }
    }
}
