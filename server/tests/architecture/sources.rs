//! The repository's files.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Folders with files of our own. `target` and `node_modules` inside of them are not.
const FOLDERS: [&str; 8] = [
    "app", "docs", "end2end", "frontend", "public", "server", "style", "xtask",
];

/// Root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_path_buf()
}

/// The text of a file.
pub fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Our files with these endings, as paths from the root, sorted.
pub fn files(endings: &[&str]) -> Vec<PathBuf> {
    FOLDERS
        .iter()
        .flat_map(|folder| search(folder, endings))
        .collect()
}

/// The same, below one folder that has some.
pub fn below(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let found = search(folder, endings);
    assert!(!found.is_empty(), "{folder} holds no {endings:?}");
    found
}

fn search(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found.retain(|path| {
        path.extension()
            .is_some_and(|own| endings.iter().any(|ending| own == *ending))
    });
    found.sort();
    found
        .into_iter()
        .map(|path| path.strip_prefix(root()).unwrap().to_path_buf())
        .collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !matches!(name.as_str(), "target" | "node_modules") {
            walk(&path, found);
        } else if path.is_file() {
            found.push(path);
        }
    }
}

/// Names of a folder's entries, sorted.
pub fn names(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
