//! Password hashes and the pool that makes them.

use std::collections::BTreeMap;
use std::sync::Arc;

use secrecy::SecretString;
use server::config::from_sources;
use server::crypto::{PasswordFault, PasswordHasher, Verdict};
use tokio::task::JoinSet;

use super::support::Counting;

fn hasher(memory_kib: u32, workers: usize) -> PasswordHasher {
    let memory = ("PORTICO_PASSWORDS__MEMORY_KIB".to_owned(), memory_kib.to_string());
    let config = from_sources(None, &BTreeMap::from([memory])).unwrap();
    PasswordHasher::new(&config.passwords, workers, Arc::new(Counting::default())).unwrap()
}

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

#[tokio::test]
async fn the_right_password_matches_and_no_other() {
    let hasher = hasher(64, 1);
    let hash = hasher.hash(&secret("correct horse")).await.unwrap();
    assert!(hash.starts_with("$argon2id$v=19$m=64,t=2,p=1$"), "{hash}");
    assert_ne!(
        hash,
        hasher.hash(&secret("correct horse")).await.unwrap(),
        "salts differ"
    );
    let verify = async |password: &str| hasher.verify(&secret(password), &hash).await.unwrap();
    assert_eq!(
        verify("correct horse").await,
        Verdict {
            matches: true,
            needs_rehash: false
        }
    );
    for wrong in ["", "correct", "correct horse ", "correct horse\0"] {
        assert_eq!(
            verify(wrong).await,
            Verdict {
                matches: false,
                needs_rehash: false
            },
            "{wrong:?}"
        );
    }
}

#[tokio::test]
async fn older_parameters_ask_for_a_new_hash() {
    let hash = hasher(128, 1).hash(&secret("correct horse")).await.unwrap();
    let hasher = hasher(64, 1);
    let verdict = hasher.verify(&secret("correct horse"), &hash).await.unwrap();
    assert_eq!(
        verdict,
        Verdict {
            matches: true,
            needs_rehash: true
        }
    );
    let verdict = hasher.verify(&secret("wrong"), &hash).await.unwrap();
    assert_eq!(
        verdict,
        Verdict {
            matches: false,
            needs_rehash: false
        }
    );
    // Written by another program, with another version and salt (RFC 9106 test parameters).
    let foreign = "$argon2i$v=19$m=64,t=2,p=1$c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ";
    assert!(matches!(
        hasher.verify(&secret("x"), foreign).await,
        Err(PasswordFault::Internal(_))
    ));
    assert!(matches!(
        hasher.verify(&secret("x"), "").await,
        Err(PasswordFault::Internal(_))
    ));
}

#[tokio::test]
async fn an_unknown_address_costs_the_same() {
    let hasher = hasher(64, 1);
    let hash = hasher.hash(&secret("correct horse")).await.unwrap();
    let before = hasher.work();
    hasher.verify(&secret("wrong"), &hash).await.unwrap();
    let known = hasher.work() - before;
    hasher.verify_dummy(&secret("wrong")).await.unwrap();
    assert_eq!(hasher.work() - before, 2 * known);
}

#[tokio::test]
async fn a_flood_is_told_to_come_back() {
    let hasher = hasher(2048, 1);
    let mut tasks = JoinSet::new();
    for _ in 0..100 {
        let hasher = hasher.clone();
        tasks.spawn(async move { hasher.verify_dummy(&secret("x")).await });
    }
    let results = tasks.join_all().await;
    let busy = results
        .iter()
        .filter(|result| matches!(result, Err(PasswordFault::Busy)))
        .count();
    assert!(
        (1..=35).contains(&busy),
        "one works, 64 wait, the others are busy: {busy}"
    );
    assert_eq!(hasher.work(), 100 - busy as u64);
    hasher
        .verify_dummy(&secret("x"))
        .await
        .expect("afterwards there is room again");
}
