//! Another key in the key file: it waits first, and the file changes in one step.

use std::path::{Path, PathBuf};

use server::crypto::{ChangeFault, KeyFault, Keyring, SystemEntropy};

use super::support::{Counting, folder};

/// A key file as somebody keeps it, with the key `old`.
fn file(test: &str) -> PathBuf {
    let path = folder(test).join("portico.key");
    let text = format!("# Ours.\n\nold:{}\n# The end.\n", "A".repeat(43));
    std::fs::write(&path, text).unwrap();
    path
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

fn keyring(path: &Path) -> Keyring {
    Keyring::open(path, &Counting::default()).unwrap()
}

/// What lies beside the file.
fn beside(path: &Path) -> usize {
    std::fs::read_dir(path.parent().unwrap()).unwrap().count() - 1
}

#[test]
fn a_new_key_waits_in_front_of_the_others_until_it_is_used() {
    let path = file("key_add");
    let old = keyring(&path).derive("x");
    let id = Keyring::add(&path, &SystemEntropy::new()).unwrap();
    let lines = text(&path);
    let lines: Vec<_> = lines.lines().collect();
    assert_eq!((lines[0], lines[1], lines[4]), ("# Ours.", "", "# The end."));
    assert!(lines[2].starts_with(&format!("+{id}:")) && lines[3].starts_with("old:"));
    let both = keyring(&path);
    assert_eq!((both.sealing(), both.oldest()), ("old", "old"));

    let more = Keyring::add(&path, &SystemEntropy::new());
    assert!(matches!(more, Err(ChangeFault::Waits(waiting)) if waiting == id));
    assert_eq!(Keyring::put_to_use(&path).unwrap(), id);
    assert!(
        text(&path).starts_with(&format!("# Ours.\n\n{id}:")),
        "{}",
        text(&path)
    );
    assert!(text(&path).ends_with("\n# The end.\n") && !text(&path).contains('+'));
    let both = keyring(&path);
    assert_eq!((both.sealing(), both.oldest()), (id.as_str(), "old"));
    assert_eq!(both.derive("x"), old, "what follows from the last key stays");

    let none = Keyring::put_to_use(&path);
    assert!(matches!(none, Err(ChangeFault::NoneWaits)));
    assert_eq!(beside(&path), 0);
}

#[test]
fn a_key_that_waits_elsewhere_comes_to_the_front() {
    let path = folder("key_elsewhere").join("portico.key");
    let [a, b, c] = ["A", "B", "C"].map(|letter| letter.repeat(42) + "A");
    for before in [
        format!("a:{a}\nb:{b}\n+c:{c}\n"),
        format!("a:{a}, +c:{c} ,b:{b}"),
        format!("a:{a}\r\n +c:{c}\r\nb:{b}"),
    ] {
        std::fs::write(&path, &before).unwrap();
        assert_eq!(Keyring::put_to_use(&path).unwrap(), "c");
        let after = keyring(&path);
        assert_eq!(after.ids().collect::<Vec<_>>(), ["c", "a", "b"], "{before}");
        assert_eq!((after.sealing(), after.oldest()), ("c", "b"));
    }
}

#[cfg(unix)]
#[test]
fn mode_and_link_stay() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    let path = file("key_mode");
    let link = path.with_file_name("link");
    symlink(&path, &link).unwrap();
    for mode in [0o600, 0o400, 0o640] {
        std::fs::set_permissions(&path, PermissionsExt::from_mode(mode)).unwrap();
        let before = std::fs::metadata(&path).unwrap();
        if keyring(&path).waiting().next().is_none() {
            Keyring::add(&link, &SystemEntropy::new()).unwrap();
        } else {
            Keyring::put_to_use(&link).unwrap();
        }
        let after = std::fs::metadata(&path).unwrap();
        assert_eq!(after.permissions().mode() & 0o777, mode);
        assert_eq!((after.uid(), after.gid()), (before.uid(), before.gid()));
        assert_ne!(
            after.ino(),
            before.ino(),
            "another file in its place, never the same one written over"
        );
    }
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
}

#[test]
fn who_reads_meanwhile_finds_the_old_keys_or_the_new_ones() {
    let path = file("key_reader");
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            for _ in 0..500 {
                let found = keyring(&path);
                assert!(found.ids().any(|id| id == "old") && found.oldest() == "old");
            }
        });
        while !reader.is_finished() {
            Keyring::add(&path, &SystemEntropy::new()).unwrap();
            Keyring::put_to_use(&path).unwrap();
        }
        reader.join().unwrap();
    });
}

#[test]
fn of_several_that_add_a_key_at_once_one_does() {
    let path = file("key_adders");
    let done: usize = std::thread::scope(|scope| {
        let add = || Keyring::add(&path, &SystemEntropy::new());
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(add)).collect();
        let ended = threads.into_iter().map(|thread| thread.join().unwrap());
        ended
            .map(|outcome| match outcome {
                Ok(_) => 1,
                Err(ChangeFault::Busy(_) | ChangeFault::Waits(_)) => 0,
                Err(other) => panic!("{other}"),
            })
            .sum()
    });
    assert_eq!(done, 1);
    assert_eq!(keyring(&path).ids().count(), 2);
    assert_eq!(beside(&path), 0);
}

#[test]
fn what_can_not_be_changed_stays_and_is_told() {
    let path = file("key_faults");
    let before = text(&path);
    // As a command leaves it that was killed.
    let draft = path.with_added_extension("draft");
    std::fs::write(&draft, "half of a li").unwrap();
    let fault = Keyring::add(&path, &SystemEntropy::new())
        .unwrap_err()
        .to_string();
    assert!(fault.starts_with(&draft.display().to_string()), "{fault}");
    assert_eq!((text(&path), text(&draft)), (before, "half of a li".to_owned()));
    std::fs::remove_file(&draft).unwrap();

    std::fs::write(&path, "old:hush").unwrap();
    let fault = Keyring::add(&path, &SystemEntropy::new()).unwrap_err();
    assert!(matches!(fault, ChangeFault::Keys(KeyFault::Line { line: 1, .. })));
    assert!(!fault.to_string().contains("hush"));
    assert_eq!(text(&path), "old:hush");
    assert_eq!(beside(&path), 0);

    std::fs::remove_file(&path).unwrap();
    let fault = Keyring::add(&path, &SystemEntropy::new()).unwrap_err();
    assert!(matches!(fault, ChangeFault::Missing(_)), "{fault}");
    assert!(!path.exists());
}
