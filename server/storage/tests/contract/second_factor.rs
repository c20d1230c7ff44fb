//! Second factors: a code counts once, whoever is first; a step belongs to one browser and ends.

use domain::ids::{FactorStepId, MailId, RememberedBrowserId};
use domain::second_factor::{Owner, Proof};
use storage::factor_steps::{self, NewStep};
use storage::remembered_browsers::{self, NewBrowser};
use storage::second_factors;

use super::support::*;

on_both!(
    nobody_has_a_factor_at_first,
    a_step_of_time_is_used_once,
    an_older_step_and_another_app_are_refused,
    a_recovery_code_is_used_once,
    new_codes_replace_the_old_ones,
    a_factor_goes_with_its_codes,
    a_step_is_used_up_once,
    a_mailed_code_is_used_once,
    a_second_step_replaces_the_first_one_of_the_browser,
    a_step_ends_with_its_tries_and_its_time,
    what_a_person_is_in_the_middle_of_ends,
    a_browser_is_remembered_for_one_person,
    an_erased_customer_has_no_factor,
);

const TRIES: i64 = 5;

async fn ada(store: &Store) -> Owner {
    Owner::Customer(customer(&store.db, "ada@example.org").await)
}

fn new_step(binding: &str, owner: Owner) -> NewStep<'_> {
    NewStep {
        id: FactorStepId::new(NOW, unique()),
        binding,
        owner,
        password_mark: "mark",
        return_to: "/offers/yoga",
        keep: true,
        enrols: false,
        now: NOW,
        expires_at: at(600),
    }
}

async fn begin(store: &Store, binding: &str, owner: Owner) -> FactorStepId {
    let new = new_step(binding, owner);
    commit(&store.db, async |tx| factor_steps::begin(tx, &new).await).await;
    new.id
}

async fn is_open(store: &Store, binding: &str) -> bool {
    let mut conn = store.db.read().await.unwrap();
    let found = factor_steps::find(&mut conn, binding, TRIES, at(1))
        .await
        .unwrap();
    found.is_some()
}

async fn codes_left(store: &Store, owner: Owner) -> i64 {
    let mut conn = store.db.read().await.unwrap();
    second_factors::count_recovery_codes(&mut conn, owner)
        .await
        .unwrap()
}

async fn with_app(store: &Store) -> Owner {
    let owner = ada(store).await;
    commit(&store.db, async |tx| {
        second_factors::set_app(tx, owner, "sealed", 100, NOW).await
    })
    .await;
    owner
}

async fn nobody_has_a_factor_at_first(store: Store) {
    let owner = ada(&store).await;
    let mut conn = store.db.read().await.unwrap();
    let factor = second_factors::load(&mut conn, owner).await.unwrap();
    assert!(factor.methods().is_empty());
    drop(conn);
    assert_eq!(codes_left(&store, owner).await, 0);
}

async fn a_step_of_time_is_used_once(store: Store) {
    let owner = with_app(&store).await;
    let won = winners(&store.db, 4, async |db, _| {
        commit(&db, async |tx| {
            second_factors::use_step(tx, owner, "sealed", 101).await
        })
        .await
    })
    .await;
    assert_eq!(won, 1);
}

async fn an_older_step_and_another_app_are_refused(store: Store) {
    let owner = with_app(&store).await;
    let mut tx = store.db.begin().await.unwrap();
    for (sealed, step, taken) in [
        ("sealed", 100, false),
        ("sealed", 99, false),
        ("another", 101, false),
        ("sealed", 101, true),
    ] {
        let used = second_factors::use_step(&mut tx, owner, sealed, step)
            .await
            .unwrap();
        assert_eq!(used, taken, "{sealed} {step}");
    }
    let factor = second_factors::load(&mut tx, owner).await.unwrap();
    assert_eq!((factor.app_last_step, factor.app_since), (Some(101), Some(NOW)));
}

async fn a_recovery_code_is_used_once(store: Store) {
    let owner = with_app(&store).await;
    let hashes = ["a".to_owned(), "b".to_owned()];
    commit(&store.db, async |tx| {
        second_factors::set_recovery_codes(tx, owner, &hashes).await
    })
    .await;
    let won = winners(&store.db, 4, async |db, _| {
        commit(&db, async |tx| {
            second_factors::use_recovery_code(tx, owner, "a", at(1)).await
        })
        .await
    })
    .await;
    assert_eq!(won, 1);
    assert_eq!(codes_left(&store, owner).await, 1);
    let other = Owner::Customer(customer(&store.db, "grace@example.org").await);
    let foreign = commit(&store.db, async |tx| {
        second_factors::use_recovery_code(tx, other, "b", at(1)).await
    })
    .await;
    assert!(!foreign, "it is another person's");
}

async fn new_codes_replace_the_old_ones(store: Store) {
    let owner = with_app(&store).await;
    commit(&store.db, async |tx| {
        second_factors::set_recovery_codes(tx, owner, &["a".to_owned()]).await?;
        second_factors::set_recovery_codes(tx, owner, &["b".to_owned(), "c".to_owned()]).await?;
        assert!(!second_factors::use_recovery_code(tx, owner, "a", at(1)).await?);
        Ok(())
    })
    .await;
    assert_eq!(codes_left(&store, owner).await, 2);
}

async fn a_factor_goes_with_its_codes(store: Store) {
    let owner = with_app(&store).await;
    commit(&store.db, async |tx| {
        second_factors::set_mail(tx, owner, NOW).await?;
        second_factors::set_recovery_codes(tx, owner, &["a".to_owned()]).await?;
        let methods = second_factors::load(tx, owner).await?.methods();
        assert!(methods.app && methods.mail);
        assert!(second_factors::remove(tx, owner).await?);
        assert!(!second_factors::remove(tx, owner).await?);
        Ok(())
    })
    .await;
    assert_eq!(codes_left(&store, owner).await, 0);
}

async fn a_step_is_used_up_once(store: Store) {
    let owner = ada(&store).await;
    let id = begin(&store, "browser", owner).await;
    let won = winners(&store.db, 4, async |db, _| {
        commit(&db, async |tx| factor_steps::use_up(tx, id, at(1)).await).await
    })
    .await;
    assert_eq!(won, 1);
    assert!(!is_open(&store, "browser").await);
}

async fn a_mailed_code_is_used_once(store: Store) {
    let owner = ada(&store).await;
    let id = begin(&store, "browser", owner).await;
    let (old, new) = (MailId::new(NOW, unique()), MailId::new(NOW, unique()));
    commit(&store.db, async |tx| {
        factor_steps::put_mail(tx, id, old, NOW, at(1)).await?;
        factor_steps::put_mail(tx, id, new, at(1), at(2)).await?;
        assert!(!factor_steps::use_mail(tx, id, old).await?);
        Ok(())
    })
    .await;
    let won = winners(&store.db, 4, async |db, _| {
        commit(&db, async |tx| factor_steps::use_mail(tx, id, new).await).await
    })
    .await;
    assert_eq!(won, 1);
}

async fn a_second_step_replaces_the_first_one_of_the_browser(store: Store) {
    let owner = ada(&store).await;
    let first = begin(&store, "browser", owner).await;
    let second = begin(&store, "browser", owner).await;
    let mut tx = store.db.begin().await.unwrap();
    assert!(!factor_steps::use_up(&mut tx, first, at(1)).await.unwrap());
    let step = factor_steps::find(&mut tx, "browser", TRIES, at(1))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(step.id, second);
    assert_eq!(
        (step.owner, step.keep, step.return_to.as_str()),
        (owner, true, "/offers/yoga")
    );
    let none = factor_steps::find(&mut tx, "Browser", TRIES, at(1))
        .await
        .unwrap();
    assert_eq!(none, None, "another browser");
}

async fn a_step_ends_with_its_tries_and_its_time(store: Store) {
    let owner = ada(&store).await;
    let id = begin(&store, "browser", owner).await;
    let allowed = winners(&store.db, 8, async |db, _| {
        commit(&db, async |tx| factor_steps::try_once(tx, id, TRIES, at(1)).await).await
    })
    .await;
    assert_eq!(allowed, 5);
    assert!(!is_open(&store, "browser").await);

    let late = begin(&store, "late", owner).await;
    let mut tx = store.db.begin().await.unwrap();
    assert!(factor_steps::hold(&mut tx, late, at(599)).await.unwrap());
    assert!(!factor_steps::hold(&mut tx, late, at(600)).await.unwrap());
    assert!(
        !factor_steps::try_once(&mut tx, late, TRIES, at(600))
            .await
            .unwrap()
    );
    assert!(!factor_steps::use_up(&mut tx, late, at(600)).await.unwrap());
    for over in ["browser", "late"] {
        let wanted = factor_steps::wanted(&mut tx, over).await.unwrap();
        assert_eq!(wanted.as_deref(), Some("/offers/yoga"), "{over}");
    }
    assert_eq!(factor_steps::wanted(&mut tx, "elsewhere").await.unwrap(), None);
    assert_eq!(factor_steps::purge(&mut tx, at(599)).await.unwrap(), 0);
    assert_eq!(factor_steps::purge(&mut tx, at(600)).await.unwrap(), 2);
}

async fn what_a_person_is_in_the_middle_of_ends(store: Store) {
    let owner = ada(&store).await;
    let here = begin(&store, "here", owner).await;
    begin(&store, "there", owner).await;
    commit(&store.db, async |tx| {
        factor_steps::put_codes(tx, here, Some(Proof::App), "sealed").await?;
        assert_eq!(factor_steps::end_others(tx, owner, Some(here)).await?, 1);
        let step = factor_steps::find(tx, "here", TRIES, at(1)).await?.unwrap();
        assert_eq!(
            (step.proof, step.codes.as_deref()),
            (Some(Proof::App), Some("sealed"))
        );
        assert_eq!(factor_steps::end_others(tx, owner, None).await?, 1);
        Ok(())
    })
    .await;
    assert!(!is_open(&store, "here").await && !is_open(&store, "there").await);
}

async fn a_browser_is_remembered_for_one_person(store: Store) {
    let (owner, other) = (
        ada(&store).await,
        Owner::Customer(customer(&store.db, "grace@example.org").await),
    );
    let id = RememberedBrowserId::new(NOW, unique());
    let new = NewBrowser {
        id,
        owner,
        token_hash: "token",
        user_agent: "Browser/1.0",
        requester: "192.0.2.1",
        now: NOW,
    };
    let mut tx = store.db.begin().await.unwrap();
    remembered_browsers::insert(&mut tx, &new).await.unwrap();
    assert!(remembered_browsers::touch(&mut tx, id, at(5)).await.unwrap());
    let found = remembered_browsers::find(&mut tx, owner, "token")
        .await
        .unwrap()
        .unwrap();
    assert_eq!((found.created_at, found.last_used_at), (NOW, at(5)));
    assert_eq!(remembered_browsers::list(&mut tx, owner).await.unwrap(), [found]);
    assert_eq!(
        remembered_browsers::find(&mut tx, other, "token").await.unwrap(),
        None
    );
    assert!(!remembered_browsers::forget(&mut tx, other, id).await.unwrap());
    assert!(remembered_browsers::forget(&mut tx, owner, id).await.unwrap());
    assert!(!remembered_browsers::touch(&mut tx, id, at(6)).await.unwrap());

    remembered_browsers::insert(&mut tx, &new).await.unwrap();
    assert_eq!(remembered_browsers::purge(&mut tx, NOW).await.unwrap(), 0);
    assert_eq!(remembered_browsers::purge(&mut tx, at(1)).await.unwrap(), 1);
}

async fn an_erased_customer_has_no_factor(store: Store) {
    let owner = with_app(&store).await;
    let Owner::Customer(id) = owner else { return };
    begin(&store, "browser", owner).await;
    commit(&store.db, async |tx| {
        storage::customers::anonymise(tx, id, at(1)).await?;
        assert!(second_factors::load(tx, owner).await?.methods().is_empty());
        Ok(())
    })
    .await;
    assert!(!is_open(&store, "browser").await);
}
