//! Staff and their sessions.

use domain::ids::{StaffId, StaffSessionId};
use domain::second_factor::Owner;
use domain::staff::{Role, Roles};
use domain::values::{Email, Language};
use storage::second_factors;
use storage::staff::{self, NewStaff, list};
use storage::staff_sessions::{self, NewStaffSession};

use super::support::*;

on_both!(
    nobody_is_there_at_first,
    an_address_is_unique_among_staff,
    administrators_are_counted,
    a_password_is_set_and_rehashed,
    a_staff_session_lives_and_ends,
    the_list_tells_of_sign_ins_and_second_factors,
    access_is_changed_at_one_version_once,
    open_sessions_are_listed,
);

fn new_staff<'a>(email: &'a Email, roles: &'a Roles) -> NewStaff<'a> {
    NewStaff {
        id: StaffId::new(NOW, unique()),
        backend: "native",
        identifier: email.as_str(),
        email,
        name: "Olga Operations",
        roles,
        password_hash: None,
        language: Language::En,
        now: NOW,
    }
}

async fn make(store: &Store, address: &str, roles: &[Role]) -> StaffId {
    let (address, roles) = (email(address), Roles::of(roles.iter().copied()));
    let new = new_staff(&address, &roles);
    commit(&store.db, async |tx| staff::insert(tx, &new).await).await;
    new.id
}

async fn nobody_is_there_at_first(store: Store) {
    assert!(!staff::any(&mut store.db.read().await.unwrap()).await.unwrap());
    let id = make(&store, "olga@example.org", &[Role::Operations]).await;
    let mut conn = store.db.read().await.unwrap();
    assert!(staff::any(&mut conn).await.unwrap());
    let found = staff::by_id(&mut conn, id).await.unwrap().unwrap();
    assert_eq!((found.roles, found.active), (Roles::of([Role::Operations]), true));
    assert_eq!(list::all(&mut conn, None).await.unwrap().len(), 1);
}

async fn an_address_is_unique_among_staff(store: Store) {
    make(&store, "olga@example.org", &[]).await;
    let (address, roles) = (email("OLGA@example.org"), Roles::default());
    let mut tx = store.db.begin().await.unwrap();
    let error = staff::insert(&mut tx, &new_staff(&address, &roles))
        .await
        .unwrap_err();
    assert!(error.conflicts_with("staff_address_key"), "{error}");
    drop(tx);
    let mut tx = store.db.begin().await.unwrap();
    let other = email("other@example.org");
    let twin = NewStaff {
        identifier: "olga@example.org",
        ..new_staff(&other, &roles)
    };
    let error = staff::insert(&mut tx, &twin).await.unwrap_err();
    assert!(error.conflicts_with("staff_backend_identifier"), "{error}");
    drop(tx);
    let mut conn = store.db.read().await.unwrap();
    assert!(
        staff::by_address_key(&mut conn, &address.key())
            .await
            .unwrap()
            .is_some()
    );
}

async fn administrators_are_counted(store: Store) {
    make(&store, "one@example.org", &[Role::Administrator]).await;
    make(
        &store,
        "two@example.org",
        &[Role::Operations, Role::Administrator, Role::Auditor],
    )
    .await;
    make(&store, "three@example.org", &[Role::Operations]).await;
    make(&store, "four@example.org", &[]).await;
    let mut conn = store.db.read().await.unwrap();
    assert_eq!(staff::count_active_administrators(&mut conn).await.unwrap(), 2);
    execute(
        &store.url,
        "UPDATE staff SET active = FALSE WHERE email = 'one@example.org'",
    )
    .await
    .unwrap();
    assert_eq!(
        commit(&store.db, async |tx| staff::guard_administrators(tx).await).await,
        1
    );
}

async fn a_password_is_set_and_rehashed(store: Store) {
    let id = make(&store, "olga@example.org", &[]).await;
    commit(&store.db, async |tx| staff::set_password(tx, id, "$one").await).await;
    assert!(
        !commit(&store.db, async |tx| staff::rehash_password(
            tx, id, "$other", "$two"
        )
        .await)
        .await
    );
    assert!(
        commit(&store.db, async |tx| staff::rehash_password(
            tx, id, "$one", "$two"
        )
        .await)
        .await
    );
    commit(&store.db, async |tx| {
        staff::set_language(tx, id, Language::El).await
    })
    .await;
    let found = staff::by_id(&mut store.db.read().await.unwrap(), id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (found.password_hash.as_deref(), found.language),
        (Some("$two"), Language::El)
    );
}

async fn a_staff_session_lives_and_ends(store: Store) {
    let id = make(&store, "olga@example.org", &[Role::Auditor]).await;
    let begin = async |token_hash| {
        let new = NewStaffSession {
            id: StaffSessionId::new(NOW, unique()),
            token_hash,
            staff_id: id,
            user_agent: "Browser/1.0",
            requester: "192.0.2.1",
            now: NOW,
        };
        commit(&store.db, async |tx| staff_sessions::insert(tx, &new).await).await;
        new.id
    };
    let (one, _) = (begin("one").await, begin("two").await);
    let view = async |token| {
        staff_sessions::view(&mut store.db.read().await.unwrap(), token)
            .await
            .unwrap()
    };
    commit(&store.db, async |tx| staff_sessions::touch(tx, one, at(60)).await).await;
    let seen = view("one").await.unwrap();
    assert_eq!(
        (seen.staff_id, seen.last_seen_at, seen.active),
        (id, at(60), true)
    );
    assert_eq!(
        (seen.name.as_str(), seen.roles),
        ("Olga Operations", Roles::of([Role::Auditor]))
    );
    assert!(commit(&store.db, async |tx| staff_sessions::end(tx, one, at(61)).await).await);
    assert!(!commit(&store.db, async |tx| staff_sessions::end(tx, one, at(62)).await).await);
    assert!(view("one").await.is_none() && view("two").await.is_some());
    assert_eq!(
        commit(&store.db, async |tx| staff_sessions::end_for_staff(
            tx,
            id,
            at(63)
        )
        .await)
        .await,
        1
    );
    assert_eq!(
        commit(&store.db, async |tx| staff_sessions::purge(tx, at(1)).await).await,
        2
    );
}

async fn the_list_tells_of_sign_ins_and_second_factors(store: Store) {
    let olga = make(&store, "olga@example.org", &[Role::Operations]).await;
    let anton = make(&store, "anton@example.org", &[Role::Administrator]).await;
    commit(&store.db, async |tx| {
        list::signed_in(tx, olga, at(5)).await?;
        second_factors::set_app(tx, Owner::Staff(anton), "sealed", 1, NOW).await?;
        second_factors::hold(tx, Owner::Staff(olga)).await.map(drop)
    })
    .await;
    let mut conn = store.db.read().await.unwrap();
    let all = list::all(&mut conn, None).await.unwrap();
    let told: Vec<_> = all
        .iter()
        .map(|it| (it.id, it.last_sign_in_at, it.has_factor))
        .collect();
    assert_eq!(told, [(olga, Some(at(5)), false), (anton, None, true)]);
    let one = list::all(&mut conn, Some(anton)).await.unwrap();
    assert_eq!(one, all[1..]);
}

async fn access_is_changed_at_one_version_once(store: Store) {
    let id = make(&store, "olga@example.org", &[Role::Operations]).await;
    let roles = Roles::of([Role::Auditor]);
    let won = winners(&store.db, 4, async |db, _| {
        commit(&db, async |tx| list::set_access(tx, id, 1, &roles, false).await).await
    })
    .await;
    assert_eq!(won, 1);
    let found = staff::by_id(&mut store.db.read().await.unwrap(), id)
        .await
        .unwrap();
    let found = found.unwrap();
    assert_eq!((found.roles, found.active, found.version), (roles, false, 2));
}

async fn open_sessions_are_listed(store: Store) {
    let id = make(&store, "olga@example.org", &[]).await;
    let other = make(&store, "other@example.org", &[]).await;
    let begin = async |token_hash, staff_id| {
        let new = NewStaffSession {
            id: StaffSessionId::new(NOW, unique()),
            token_hash,
            staff_id,
            user_agent: "Browser/1.0",
            requester: "192.0.2.1",
            now: NOW,
        };
        commit(&store.db, async |tx| staff_sessions::insert(tx, &new).await).await;
        new.id
    };
    let (one, two, three) = (
        begin("one", id).await,
        begin("two", id).await,
        begin("three", id).await,
    );
    begin("four", other).await;
    commit(&store.db, async |tx| {
        staff_sessions::touch(tx, one, at(60)).await?;
        staff_sessions::end(tx, two, at(61)).await
    })
    .await;
    let mut conn = store.db.read().await.unwrap();
    let open = staff_sessions::open_for_staff(&mut conn, id).await.unwrap();
    let ids: Vec<_> = open.iter().map(|session| session.id).collect();
    assert_eq!(ids, [one, three], "the one used last first");
}
