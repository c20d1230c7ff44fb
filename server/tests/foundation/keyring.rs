//! Secrets at rest and the file that their key lives in.

use secrecy::ExposeSecret;
use server::crypto::{FROM_THE_OLDEST, KeyFault, Keyring, SealFault, SystemEntropy};
use storage::sealed::{Column, Place};

use super::support::{Counting, folder};

/// Of a provider's row.
fn place() -> Place {
    Column::ProviderSecret.place("0199")
}

fn open(keyring: &Keyring, place: &Place, sealed: &str) -> Result<String, SealFault> {
    keyring
        .open_sealed(place, sealed)
        .map(|plain| plain.expose_secret().to_owned())
}

#[test]
fn a_sealed_text_opens_in_its_place_only() {
    let entropy = SystemEntropy::new();
    let keyring = Keyring::generate(&entropy);
    let sealed = keyring.seal(&entropy, &place(), "s3cret ü".as_bytes());
    assert!(sealed.starts_with("v1.") && !sealed.contains("s3cret"));
    assert_ne!(
        sealed,
        keyring.seal(&entropy, &place(), "s3cret ü".as_bytes()),
        "nonces differ"
    );
    assert_eq!(open(&keyring, &place(), &sealed), Ok("s3cret ü".to_owned()));
    assert_eq!(
        open(&keyring, &Column::ProviderSecret.place("0200"), &sealed),
        Err(SealFault::Tampered)
    );
    assert_eq!(
        open(&keyring, &Column::Verifier.place("0199"), &sealed),
        Err(SealFault::Tampered)
    );
}

/// Made by another program: HKDF-SHA-256 (RFC 5869) with the salt `portico` and the info `portico/seal/v1`, and
/// ChaCha20-Poly1305 (RFC 8439) with the octets 0 to 11 as nonce and `providers.client_secret:0199` as associated data.
#[test]
fn what_was_sealed_long_ago_opens() {
    let keyring = Keyring::parse("test", "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8").unwrap();
    let sealed = "v1.k1.AAECAwQFBgcICQoLN7RMofkAQVpbwlVP2864etaNAXgUCA";
    assert_eq!(open(&keyring, &place(), sealed), Ok("secret".to_owned()));
}

#[test]
fn what_is_made_from_the_oldest_key_stands_in_the_documents() {
    for document in [
        include_str!("../../../docs/configuration.md"),
        include_str!("../../../docs/operations.md"),
    ] {
        let words: Vec<_> = document.split_whitespace().collect();
        let text = words.join(" ");
        for made in FROM_THE_OLDEST {
            assert!(text.contains(made), "{made}");
        }
    }
}

#[test]
fn a_changed_text_does_not_open() {
    let entropy = SystemEntropy::new();
    let keyring = Keyring::generate(&entropy);
    let sealed = keyring.seal(&entropy, &place(), b"secret");
    let last = if sealed.ends_with('A') { 'Q' } else { 'A' };
    let changed = format!("{}{last}", &sealed[..sealed.len() - 1]);
    assert!(open(&keyring, &place(), &changed).is_err());
    for text in ["", "secret", "v1", "v1.a", "v2.a.b", "v1.a.b.c"] {
        assert!(open(&keyring, &place(), text).is_err(), "{text}");
    }
    let short = sealed.split_inclusive('.').take(2).collect::<String>() + "AAAA";
    assert_eq!(open(&keyring, &place(), &short), Err(SealFault::Form));
}

#[test]
fn a_new_key_leaves_the_old_one_readable() {
    let entropy = SystemEntropy::new();
    let (old_line, new_line) = (
        format!("old:{}", "A".repeat(43)),
        format!("new:{}", "B".repeat(42) + "A"),
    );
    let old = Keyring::parse("test", &old_line).unwrap();
    let both = Keyring::parse("test", &format!("# new one first\n{new_line}\n\n{old_line}\n")).unwrap();
    let sealed = old.seal(&entropy, &place(), b"secret");
    assert_eq!(open(&both, &place(), &sealed), Ok("secret".to_owned()));
    let sealed = both.seal(&entropy, &place(), b"secret");
    assert!(sealed.starts_with("v1.new."));
    assert_eq!(
        open(&old, &place(), &sealed),
        Err(SealFault::UnknownKey("new".to_owned()))
    );
    assert_ne!(old.derive("a"), old.derive("b"));
    // Links and status pages stay what they are.
    assert_eq!(old.derive("a"), both.derive("a"));
}

#[test]
fn a_key_that_waits_opens_and_does_nothing_else() {
    let entropy = SystemEntropy::new();
    let (old_line, new_line) = (
        format!("old:{}", "A".repeat(43)),
        format!("new:{}", "B".repeat(42) + "A"),
    );
    let old = Keyring::parse("test", &old_line).unwrap();
    let new = Keyring::parse("test", &new_line).unwrap();
    let sealed = new.seal(&entropy, &place(), b"secret");
    for waiting in [
        format!("+{new_line}\n{old_line}"),
        format!("{old_line},+{new_line}"),
    ] {
        let keyring = Keyring::parse("test", &waiting).unwrap();
        assert_eq!(open(&keyring, &place(), &sealed), Ok("secret".to_owned()));
        assert!(keyring.seal(&entropy, &place(), b"x").starts_with("v1.old."));
        assert_eq!(keyring.derive("a"), old.derive("a"));
        assert_eq!((keyring.sealing(), keyring.oldest()), ("old", "old"));
        assert_eq!(keyring.waiting().collect::<Vec<_>>(), ["new"]);
    }
    assert!(matches!(
        Keyring::parse("test", &format!("+{new_line}")),
        Err(KeyFault::Empty(_))
    ));
    assert_eq!(Keyring::named(&sealed), Some("new"));
    assert_eq!(Keyring::named("v2.new.x"), None);
}

#[test]
fn faulty_keys_are_named_by_their_line_and_never_shown() {
    let right = format!("a:{}", "A".repeat(43));
    let cases = [
        format!("{right}\nhunter2"),
        format!("{right}\n{right}"),
        format!("{right}\nb:hunter2"),
        format!("{right}\nb:{},b c:{}", "A".repeat(43), "A".repeat(43)),
    ];
    for text in cases {
        let fault = Keyring::parse("portico.key", &text).unwrap_err().to_string();
        assert!(
            fault.starts_with("portico.key, line 2:") && !fault.contains("hunter2"),
            "{fault}"
        );
    }
    assert!(matches!(
        Keyring::parse("portico.key", "# nothing\n"),
        Err(KeyFault::Empty(_))
    ));
}

#[test]
fn the_key_file_is_made_once_and_for_its_owner_only() {
    let path = folder("key_file").join("deep/portico.key");
    let first = Keyring::open(&path, &Counting::default()).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
    let again = Keyring::open(&path, &SystemEntropy::new()).unwrap();
    assert_eq!(first.derive("x"), again.derive("x"));
    assert_eq!(
        std::fs::read_dir(path.parent().unwrap()).unwrap().count(),
        1,
        "no draft is left"
    );
}

#[test]
fn processes_that_start_at_once_share_one_key() {
    let path = folder("key_race").join("portico.key");
    let keys: Vec<[u8; 32]> = std::thread::scope(|scope| {
        let open = || Keyring::open(&path, &SystemEntropy::new()).unwrap().derive("x");
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(open)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(keys.iter().all(|key| *key == keys[0]));
}

#[test]
fn link_tokens_follow_from_key_and_id() {
    use domain::ids::{MailId, RequestId};
    let (now, random) = (super::support::START, [7; 10]);
    let tokens = super::support::tokens();
    let mail = tokens.for_mail(MailId::new(now, random));
    assert_eq!(
        mail.expose(),
        super::support::tokens()
            .for_mail(MailId::new(now, random))
            .expose()
    );
    assert_ne!(mail.expose(), tokens.for_mail(MailId::new(now, [8; 10])).expose());
    assert_ne!(
        mail.expose(),
        tokens.for_status_page(RequestId::new(now, random)).expose(),
        "one id, two purposes"
    );
    let other = Keyring::generate(&SystemEntropy::new()).links();
    assert_ne!(mail.expose(), other.for_mail(MailId::new(now, random)).expose());
}
