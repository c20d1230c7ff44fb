//! Invitations to another way in: one for each change, until everybody was mailed.

use domain::ids::{CustomerId, InvitationId};
use storage::customers::Change;
use storage::way_in_invitations::{close, go_on, next, of, open};

use super::support::*;

on_both!(
    one_change_is_invited_to_once_at_a_time,
    of_two_who_invite_at_the_same_moment_one_does
);

const PASSWORDS_OFF: Change = Change {
    customer_accounts: true,
    passwords_before: true,
    passwords_after: false,
    without: None,
};

fn id() -> InvitationId {
    InvitationId::new(NOW, unique())
}

async fn one_change_is_invited_to_once_at_a_time(store: Store) {
    let closed = Change {
        customer_accounts: false,
        ..PASSWORDS_OFF
    };
    let (first, second) = (id(), id());
    assert!(commit(&store.db, async |tx| open(tx, first, &PASSWORDS_OFF, NOW).await).await);
    assert!(!commit(&store.db, async |tx| open(tx, id(), &PASSWORDS_OFF, NOW).await).await);
    assert!(commit(&store.db, async |tx| open(tx, second, &closed, NOW).await).await);

    let reached = CustomerId::new(NOW, unique());
    commit(&store.db, async |tx| go_on(tx, first, reached).await).await;
    let mut conn = store.db.read().await.unwrap();
    let begun = next(&mut conn).await.unwrap().unwrap();
    assert_eq!((begun.id, begun.change), (first, PASSWORDS_OFF));
    assert_eq!(begun.done_up_to, Some(reached));
    drop(conn);

    commit(&store.db, async |tx| close(tx, first, at(5)).await).await;
    let mut conn = store.db.read().await.unwrap();
    let done = of(&mut conn, &PASSWORDS_OFF).await.unwrap().unwrap();
    assert_eq!((done.id, done.done_at), (first, Some(at(5))), "it leaves a trace");
    assert_eq!(of(&mut conn, &closed).await.unwrap().unwrap().done_at, None);
    assert_eq!(next(&mut conn).await.unwrap().unwrap().id, second);
    drop(conn);

    assert!(commit(&store.db, async |tx| open(tx, id(), &PASSWORDS_OFF, at(6)).await).await);
    let mut conn = store.db.read().await.unwrap();
    let anew = of(&mut conn, &PASSWORDS_OFF).await.unwrap().unwrap();
    assert_eq!(
        (anew.done_at, anew.done_up_to),
        (None, None),
        "from the beginning"
    );
}

async fn of_two_who_invite_at_the_same_moment_one_does(store: Store) {
    let won = winners(&store.db, 2, async |db, _| {
        commit(&db, async |tx| open(tx, id(), &PASSWORDS_OFF, NOW).await).await
    });
    assert_eq!(won.await, 1);
}
