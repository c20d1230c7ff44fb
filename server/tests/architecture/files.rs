//! Length, pairs, signposts.

use super::sources::{files, names, read, root};
use std::collections::BTreeSet;

const LONGEST: usize = 400;

#[test]
fn no_file_is_longer_than_four_hundred_lines() {
    let long: Vec<_> = files(&["rs", "css", "mjs", "sql"])
        .into_iter()
        .map(|path| (read(&path).lines().count(), path))
        .filter(|(lines, _)| *lines > LONGEST)
        .collect();
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn every_migration_stands_on_both_sides() {
    let sides = ["sqlite", "postgres"].map(|side| names(&format!("server/storage/migrations/{side}")));
    assert_eq!(sides[0], sides[1]);
    let mut numbers = BTreeSet::new();
    for name in &sides[0] {
        let (number, rest) = name.split_once('_').unwrap_or_default();
        let numbered = number.len() == 4 && number.bytes().all(|byte| byte.is_ascii_digit());
        assert!(numbered && rest.ends_with(".sql"), "{name}: not our form");
        assert!(numbers.insert(number), "{name}: its number stands twice");
    }
}

#[test]
fn where_is_tells_the_truth() {
    let readme = read("README.md");
    let (_, table) = readme
        .split_once("## Where is …?")
        .expect("README.md has a section \"Where is …?\"");
    let table = table.split("\n## ").next().unwrap();
    let rows: Vec<_> = table
        .lines()
        .filter(|line| line.starts_with("| "))
        .skip(1)
        .collect();
    assert!(rows.len() >= 10, "a table with rows: {rows:?}");
    for row in rows {
        let paths: Vec<_> = row
            .split('`')
            .skip(1)
            .step_by(2)
            .filter(|path| path.contains('/'))
            .collect();
        assert!(!paths.is_empty(), "a row without a path: {row}");
        for path in paths {
            assert!(root().join(path).exists(), "{path} is not there: {row}");
        }
    }
}

#[test]
fn no_test_is_skipped_and_nothing_is_left_for_later() {
    // Put together, so that this file does not find itself.
    let marks = [
        ["#[igno", "re"],
        ["todo", "!("],
        ["unimplement", "ed!("],
        ["FIX", "ME"],
        ["TO", "DO"],
    ]
    .map(|mark| mark.concat());
    for path in files(&["rs", "mjs", "css", "sql"]) {
        let text = read(&path);
        for mark in &marks {
            assert!(!text.contains(mark.as_str()), "{}: {mark}", path.display());
        }
    }
    for path in files(&["mjs"]) {
        let text = read(&path);
        for mark in ["test.skip", "test.only", "it.only", "skip: true"] {
            assert!(!text.contains(mark), "{}: {mark}", path.display());
        }
    }
}
