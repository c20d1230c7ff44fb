//! The passwords that nobody may choose: the built-in list, and one's own.

use super::support::folder;
use server::{
    config::from_sources,
    passwords::{Refused, build},
};
use std::{collections::BTreeMap, fs};

#[test]
fn the_built_in_list_holds_what_it_says_and_little_else() {
    let refused = Refused::built_in().unwrap();
    assert_eq!(refused.len(), 108_461);
    for password in [
        "password",
        "12345678",
        "qwertyuiop",
        "trustno1",
        "dragon",
        "passwort",
        "changeme",
    ] {
        assert!(refused.holds(password), "{password}");
    }
    let invented = (0..20_000).filter(|number| refused.holds(&format!("a harbour and {number} lanterns")));
    assert!(invented.count() < 10);
    let told = format!(
        "{:?} {}",
        refused,
        fs::read_to_string("passwords/README.md").unwrap()
    );
    assert!(
        told.contains("108461 passwords") && told.contains("108,461"),
        "the README says how many"
    );
}

#[test]
fn an_operators_list_takes_its_place() {
    let folder = folder("own-list");
    let list = folder.join("list.txt");
    let text = "Lighthouse Keeper\r\n\
                a5b1ba8f0cb8e1eb2ad2d4f6b9b5b1d4b1c0d4f0\n\
                B5B1BA8F0CB8E1EB2AD2D4F6B9B5B1D4B1C0D4F1:42\n\
                \n\
                lighthouse keeper\n";
    fs::write(&list, text).unwrap();
    let (filter, entries) = build(&list).unwrap();
    assert_eq!(entries, 3, "what stands there twice counts once");
    let file = folder.join("own.filter");
    fs::write(&file, filter).unwrap();
    let variable = (
        "PORTICO_PASSWORDS__REFUSED".to_owned(),
        file.display().to_string(),
    );
    let config = from_sources(None, &BTreeMap::from([variable])).unwrap();
    let refused = config.passwords.refused().unwrap();
    assert!(refused.holds("lighthouse keeper") && !refused.holds("password"));
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn hashes_are_those_of_the_passwords() {
    let folder = folder("hashes");
    let list = folder.join("list.txt");
    // SHA-1 of "password", as published lists have it.
    fs::write(&list, "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:9545824\n").unwrap();
    let file = folder.join("own.filter");
    fs::write(&file, build(&list).unwrap().0).unwrap();
    let refused = Refused::open(&file).unwrap();
    assert!(refused.holds("password") && !refused.holds("Password"));
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_fault_in_a_list_names_its_line() {
    let folder = folder("faults");
    let list = folder.join("list.txt");
    let long = "x".repeat(1025);
    for (text, fault) in [
        (&b""[..], "holds no password"),
        (b"\n\n", "holds no password"),
        (b"one\ntwo\0\n", "line 2: a control character"),
        (b"one\n\xff\n", "line 2: not UTF-8"),
        (long.as_bytes(), "line 1: longer than 1024 octets"),
        (
            b"5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:many",
            "line 1: a hash must stand alone or before a colon and a count",
        ),
    ] {
        fs::write(&list, text).unwrap();
        assert_eq!(build(&list).unwrap_err().to_string(), fault);
    }
    let missing = build(&folder.join("nothing")).unwrap_err().to_string();
    assert!(missing.starts_with("cannot be read: "), "{missing}");
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_file_that_is_no_filter_is_a_fault_of_the_configuration() {
    let folder = folder("no-filter");
    let list = folder.join("list.txt");
    fs::write(&list, "password\n").unwrap();
    for (file, fault) in [
        (list, "is not a filter"),
        (folder.join("nothing"), "cannot be read"),
    ] {
        let variable = (
            "PORTICO_PASSWORDS__REFUSED".to_owned(),
            file.display().to_string(),
        );
        let faults = from_sources(None, &BTreeMap::from([variable]))
            .unwrap_err()
            .to_string();
        assert!(
            faults.contains("PORTICO_PASSWORDS__REFUSED")
                && faults.contains(fault)
                && faults.contains(&*file.to_string_lossy()),
            "{faults}"
        );
    }
    fs::remove_dir_all(folder).unwrap();
}
