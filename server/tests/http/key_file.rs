//! `portico keys` and the key file.

use super::keys::{OLD, keyring, portico, tells};
use server::{
    config::{Config, from_sources},
    crypto::Keyring,
};
use std::path::{Path, PathBuf};

/// A folder with a key file.
fn folder(name: &str, text: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("keys_{name}_{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("portico.key");
    std::fs::write(&file, text).unwrap();
    file
}

fn secrets(file: &Path) -> Config {
    let file = file.to_str().unwrap().to_owned();
    from_sources(None, &[("PORTICO_SECRETS__KEY_FILE".to_owned(), file)].into()).unwrap()
}

#[test]
fn a_key_is_added_and_used_by_command() {
    let file = folder("file", OLD);
    let at = [("PORTICO_SECRETS__KEY_FILE", file.to_str().unwrap())];
    let ids = || {
        let keyring = Keyring::existing(&secrets(&file).secrets).unwrap().unwrap();
        (
            keyring.sealing().to_owned(),
            keyring.waiting().count(),
            keyring.ids().count(),
        )
    };
    let (told, done) = portico("use", &at);
    assert!(!done && told.contains("no key waits to be used"), "{told}");
    let (told, done) = portico("add", &at);
    assert!(
        done && told.contains(" waits in ") && told.contains("`portico keys use`"),
        "{told}"
    );
    let id = told.split(' ').next().unwrap().to_owned();
    assert_eq!(ids(), ("k1".to_owned(), 1, 2));
    let (again, done) = portico("add", &at);
    assert!(
        !done && again.contains(&format!("key {id} waits already")),
        "{again}"
    );
    let (told, done) = portico("use", &at);
    assert!(done, "{told}");
    tells(
        &told,
        "with several servers, each must have been started since `portico keys add`: ",
    );
    tells(&told, &format!("{id} seals from the next start on"));
    assert_eq!(ids(), (id, 0, 2));
    assert_eq!(
        std::fs::read_dir(file.parent().unwrap()).unwrap().count(),
        1,
        "neither database nor draft"
    );
    std::fs::remove_dir_all(file.parent().unwrap()).unwrap();
}

#[test]
fn keys_of_the_configuration_are_left_to_who_wrote_them() {
    let file = folder("variable", OLD);
    let at = |keys| {
        [
            ("PORTICO_SECRETS__KEY_FILE", file.to_str().unwrap()),
            ("PORTICO_SECRETS__KEYS", keys),
        ]
    };
    let (told, done) = portico("add", &at(OLD));
    assert!(done, "{told}");
    let line = told.lines().last().unwrap();
    let waits = format!("{line},{OLD}");
    let keyring = keyring(&waits);
    assert_eq!((keyring.sealing(), keyring.waiting().count()), ("k1", 1));
    let id = keyring.waiting().next().unwrap();

    let (told, done) = portico("use", &at(&waits));
    assert!(
        done && told.contains(&format!("Let {id} stand in front there, without its +")),
        "{told}"
    );
    assert!(!portico("use", &at(OLD)).1 && !portico("add", &at(&waits)).1);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), OLD);
    std::fs::remove_dir_all(file.parent().unwrap()).unwrap();
}

#[test]
fn no_command_for_another_key_makes_the_first_one() {
    let file = folder("none", OLD);
    std::fs::remove_file(&file).unwrap();
    let database = format!("sqlite://{}", file.with_file_name("portico.db").display());
    let at = [
        ("PORTICO_SECRETS__KEY_FILE", file.to_str().unwrap()),
        ("PORTICO_DATABASE__URL", database.as_str()),
    ];
    for command in ["add", "use", "reseal"] {
        let (told, done) = portico(command, &at);
        assert!(
            !done && told.contains("there is no key file "),
            "{command}: {told}"
        );
        let made = std::fs::read_dir(file.parent().unwrap()).unwrap().count();
        assert_eq!(made, 0, "{command}");
    }
    std::fs::remove_dir_all(file.parent().unwrap()).unwrap();
}
