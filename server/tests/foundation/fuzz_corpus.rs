//! Every file of the fuzz corpus, through the function that its target fuzzes: what was found once is never lost again.

use server::fuzzing::TARGETS;
use std::{
    collections::BTreeSet,
    fs,
    panic::catch_unwind,
    path::{Path, PathBuf},
};

fn entries(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz").join(folder);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries.map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn the_corpus_is_read_and_breaks_nothing() {
    for (name, target) in TARGETS {
        let files = entries(&format!("corpus/{name}"));
        assert!((1..=40).contains(&files.len()), "{name}: {} files", files.len());
        for file in files {
            let data = fs::read(&file).unwrap();
            assert!(data.len() <= 4096, "{}", file.display());
            let read = catch_unwind(|| target(&data));
            assert!(read.is_ok(), "{}", file.display());
        }
    }
}

#[test]
fn every_target_is_one_of_cargo_fuzz() {
    let names = |folder: &str| -> BTreeSet<String> {
        let stem = |path: PathBuf| path.file_stem().unwrap().to_string_lossy().into_owned();
        entries(folder).into_iter().map(stem).collect()
    };
    let known: BTreeSet<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names("fuzz_targets"), known);
    assert_eq!(names("corpus"), known);
}
