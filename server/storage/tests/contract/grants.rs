//! Grants: codes and refresh tokens are used once, and everything that came of a grant ends with it.

use domain::clients::{Claim, Claims, Scope, Scopes};
use domain::customers::CustomerStatus;
use domain::ids::{ClientId, CustomerId, GrantId, SessionId};
use storage::clients::consents;
use storage::grants::{self, Grant, NewGrant, tokens};
use storage::sessions::{self, EndedBecause};

use super::clients::client;
use super::support::*;

on_both!(
    a_grant_comes_back_by_its_code,
    a_customer_sees_when_they_signed_in_to_a_client_last,
    a_customer_sees_what_clients_hold_of_which_nobody_was_asked,
    of_many_who_redeem_a_code_one_wins,
    a_code_that_is_burnt_or_ended_is_not_redeemed,
    of_many_who_rotate_a_refresh_token_one_wins,
    an_access_token_works_until_what_it_comes_of_has_ended,
    a_clients_own_token_needs_nobody,
    all_of_a_customer_end_at_once,
    what_a_client_had_does_not_come_back_when_it_is_switched_on_again,
    what_is_over_is_forgotten_with_its_tokens,
    a_session_that_goes_on_remembers_its_clients,
);

fn claims() -> Claims {
    Claims {
        userinfo: [Claim::Email].into(),
        ..Claims::default()
    }
}

fn scopes() -> Scopes {
    Scopes::new([Scope::Openid, Scope::OfflineAccess])
}

struct Given {
    client: ClientId,
    customer: CustomerId,
    session: SessionId,
    grant: GrantId,
    sid: String,
}

/// A customer who is signed in and gives a client a code.
async fn give(store: &Store, code: &str) -> Given {
    let client = client(store, "Magazine").await;
    let customer = customer(&store.db, &format!("{code}@example.org")).await;
    let token = format!("session of {code}");
    let session = new_session(&token, customer);
    commit(&store.db, async |tx| sessions::insert(tx, &session).await).await;
    let mut given = Given {
        client,
        customer,
        session: session.id,
        grant: GrantId::new(NOW, unique()),
        sid: session.sid.to_owned(),
    };
    given.grant = give_again(store, &given, code).await;
    given
}

/// Another code in the same session.
async fn give_again(store: &Store, given: &Given, code: &str) -> GrantId {
    let (grant, scopes) = (GrantId::new(NOW, unique()), scopes());
    let new = NewGrant {
        id: grant,
        client_id: given.client,
        customer_id: given.customer,
        session_id: given.session,
        scopes: &scopes,
        claims: &claims(),
        auth_time: NOW,
        amr: "pwd",
        nonce: Some("n"),
        redirect_uri: "https://app.example/callback",
        challenge: None,
        code_hash: code,
        code_expires_at: at(60),
        now: NOW,
        expires_at: at(3600),
    };
    commit(&store.db, async |tx| grants::insert(tx, &new).await).await;
    grant
}

async fn end(store: &Store, session: SessionId) {
    let because = EndedBecause::SignedOutLocally;
    commit(&store.db, async |tx| {
        sessions::end(tx, session, because, at(1)).await
    })
    .await;
}

async fn purge(store: &Store, second: i64) -> u64 {
    commit(&store.db, async |tx| grants::purge(tx, at(second)).await).await
}

async fn a_customer_sees_when_they_signed_in_to_a_client_last(store: Store) {
    let given = give(&store, "code").await;
    let scopes = scopes();
    commit(&store.db, async |tx| {
        consents::give(tx, given.customer, given.client, &scopes, at(9)).await
    })
    .await;
    let mut conn = store.db.read().await.unwrap();
    let listed = consents::list(&mut conn, given.customer).await.unwrap();
    let seen: Vec<_> = listed.iter().map(|consent| consent.signed_in_at).collect();
    assert_eq!(seen, [Some(NOW)]);
}

async fn a_customer_sees_what_clients_hold_of_which_nobody_was_asked(store: Store) {
    let given = give(&store, "code").await;
    let unasked = async |second| {
        let mut conn = store.db.read().await.unwrap();
        let listed = consents::unasked(&mut conn, given.customer, at(second)).await;
        let clients = listed.unwrap().into_iter().map(|row| row.client_id);
        clients.collect::<Vec<_>>()
    };
    let now = async |sql: &str| execute(&store.url, sql).await.unwrap();
    assert_eq!(unasked(0).await, [given.client]);
    assert!(unasked(3600).await.is_empty(), "its last day is over");
    now("UPDATE sessions SET ended_at = 1").await;
    assert_eq!(unasked(0).await, [given.client], "staying connected goes on");
    now("UPDATE grants SET scopes = 'openid'").await;
    assert!(unasked(0).await.is_empty(), "it ended with its session");
    now("UPDATE sessions SET ended_at = NULL").await;
    assert_eq!(unasked(0).await, [given.client]);
    let end = commit(&store.db, async |tx| grants::end(tx, given.grant, at(1)).await).await;
    assert!(end && unasked(1).await.is_empty());
    now("UPDATE grants SET ended_at = NULL").await;
    let scopes = scopes();
    let asked =
        async |tx: &mut storage::Tx| consents::give(tx, given.customer, given.client, &scopes, NOW).await;
    commit(&store.db, asked).await;
    assert!(unasked(0).await.is_empty(), "it stands among what was agreed to");
}

async fn by_code(store: &Store, code: &str) -> Option<Grant> {
    let mut conn = store.db.read().await.unwrap();
    grants::by_code(&mut conn, code).await.unwrap()
}

/// Makes an access token of the grant, which ends with its session.
async fn access_token(store: &Store, given: &Given, hash: &str) {
    let scopes = scopes();
    let new = tokens::NewAccessToken {
        token_hash: hash,
        client_id: given.client,
        grant_id: Some(given.grant),
        session_id: Some(given.session),
        scopes: &scopes,
        now: NOW,
        expires_at: at(900),
    };
    commit(&store.db, async |tx| tokens::insert_access(tx, &new).await).await;
}

/// Whether a token works; what it opens is then its customer's.
async fn works(store: &Store, hash: &str, second: i64) -> bool {
    let mut conn = store.db.read().await.unwrap();
    let found = tokens::access(&mut conn, hash, at(second)).await.unwrap();
    let opened = tokens::opened(&mut conn, hash, at(second)).await.unwrap();
    let told = opened
        .as_ref()
        .map(|opened| (opened.customer.id, &opened.scopes, &opened.claims));
    let known = found
        .as_ref()
        .and_then(|token| Some((token.customer_id?, &token.scopes, token.claims.as_ref()?)));
    assert_eq!(told, known);
    found.is_some()
}

async fn a_grant_comes_back_by_its_code(store: Store) {
    let given = give(&store, "code").await;
    let found = by_code(&store, "code").await.unwrap();
    assert_eq!(
        found,
        Grant {
            id: given.grant,
            client_id: given.client,
            customer_id: given.customer,
            session_id: given.session,
            scopes: scopes(),
            claims: claims(),
            auth_time: NOW,
            amr: "pwd".to_owned(),
            nonce: Some("n".to_owned()),
            redirect_uri: "https://app.example/callback".to_owned(),
            challenge: None,
            code_expires_at: at(60),
            code_used_at: None,
            created_at: NOW,
            expires_at: at(3600),
            ended_at: None,
            sid: Some(given.sid),
            session_open: true,
            customer_active: true,
            client_active: true,
        }
    );
    assert_eq!(by_code(&store, "another").await, None);
    commit(&store.db, async |tx| {
        sessions::end(tx, given.session, EndedBecause::SignedOutLocally, at(1)).await?;
        storage::clients::set_active(tx, given.client, 1, false, at(1)).await
    })
    .await;
    let found = by_code(&store, "code").await.unwrap();
    assert_eq!((found.session_open, found.client_active), (false, false));
}

async fn of_many_who_redeem_a_code_one_wins(store: Store) {
    let grant = give(&store, "code").await.grant;
    let won = winners(&store.db, 8, async move |db, _| {
        commit(&db, async |tx| grants::redeem(tx, grant, at(7200), at(1)).await).await
    })
    .await;
    assert_eq!(won, 1);
    let found = by_code(&store, "code").await.unwrap();
    assert_eq!((found.code_used_at, found.expires_at), (Some(at(1)), at(7200)));
}

async fn a_code_that_is_burnt_or_ended_is_not_redeemed(store: Store) {
    let redeem = async |given: &Given| {
        commit(&store.db, async |tx| {
            grants::redeem(tx, given.grant, at(7200), at(2)).await
        })
        .await
    };
    let (burnt, ended) = (give(&store, "burnt").await, give(&store, "ended").await);
    commit(&store.db, async |tx| {
        assert!(grants::use_code(tx, burnt.grant, at(1)).await?);
        assert!(!grants::use_code(tx, burnt.grant, at(1)).await?);
        grants::end(tx, ended.grant, at(1)).await
    })
    .await;
    assert!(!redeem(&burnt).await && !redeem(&ended).await);
    assert_eq!(by_code(&store, "burnt").await.unwrap().expires_at, at(3600));
    assert_eq!(by_code(&store, "ended").await.unwrap().code_used_at, None);
}

async fn of_many_who_rotate_a_refresh_token_one_wins(store: Store) {
    let given = give(&store, "code").await;
    commit(&store.db, async |tx| {
        tokens::insert_refresh(tx, "refresh", given.grant, NOW).await
    })
    .await;
    let won = winners(&store.db, 8, async move |db, _| {
        commit(&db, async |tx| tokens::rotate(tx, "refresh", at(1)).await).await
    })
    .await;
    assert_eq!(won, 1);
    let mut conn = store.db.read().await.unwrap();
    let found = tokens::refresh(&mut conn, "refresh").await.unwrap().unwrap();
    assert_eq!((found.rotated_at, found.grant.id), (Some(at(1)), given.grant));
    assert!(tokens::refresh(&mut conn, "another").await.unwrap().is_none());
}

async fn an_access_token_works_until_what_it_comes_of_has_ended(store: Store) {
    let given = [
        give(&store, "time").await,
        give(&store, "session").await,
        give(&store, "grant").await,
        give(&store, "client").await,
        give(&store, "customer").await,
        give(&store, "revoked").await,
    ];
    let names = ["time", "session", "grant", "client", "customer", "revoked"];
    for (given, name) in given.iter().zip(names) {
        access_token(&store, given, name).await;
        assert!(works(&store, name, 899).await, "{name}");
    }
    let [_, session, grant, client, customer, revoked] = &given;
    assert!(!works(&store, "time", 900).await);
    commit(&store.db, async |tx| {
        sessions::end(tx, session.session, EndedBecause::SignedOutLocally, at(1)).await?;
        grants::end(tx, grant.grant, at(1)).await?;
        storage::clients::set_active(tx, client.client, 1, false, at(1)).await?;
        storage::customers::set_status(
            tx,
            customer.customer,
            CustomerStatus::Active,
            CustomerStatus::Disabled,
            at(1),
        )
        .await?;
        assert!(
            !tokens::revoke_access(tx, "revoked", client.client).await?,
            "another client's"
        );
        tokens::revoke_access(tx, "revoked", revoked.client).await
    })
    .await;
    for name in names {
        assert_eq!(works(&store, name, 2).await, name == "time", "{name}");
    }
}

async fn a_clients_own_token_needs_nobody(store: Store) {
    let client = client(&store, "Magazine").await;
    let scopes = Scopes::NONE;
    let new = tokens::NewAccessToken {
        token_hash: "own",
        client_id: client,
        grant_id: None,
        session_id: None,
        scopes: &scopes,
        now: NOW,
        expires_at: at(900),
    };
    commit(&store.db, async |tx| tokens::insert_access(tx, &new).await).await;
    assert!(works(&store, "own", 899).await);
    commit(&store.db, async |tx| {
        storage::clients::set_active(tx, client, 1, false, at(1)).await
    })
    .await;
    assert!(!works(&store, "own", 2).await);
}

async fn all_of_a_customer_end_at_once(store: Store) {
    let (ada, grace) = (give(&store, "ada").await, give(&store, "grace").await);
    let ended = commit(&store.db, async |tx| {
        grants::end_for_customer(tx, ada.customer, at(1)).await
    })
    .await;
    assert_eq!(ended, 1);
    assert_eq!(by_code(&store, "ada").await.unwrap().ended_at, Some(at(1)));
    assert_eq!(by_code(&store, "grace").await.unwrap().ended_at, None);
    let ended = async |client| {
        commit(&store.db, async |tx| {
            grants::end_for_client(tx, grace.customer, client, at(1)).await
        })
        .await
    };
    assert_eq!((ended(ada.client).await, ended(grace.client).await), (0, 1));
}

async fn what_a_client_had_does_not_come_back_when_it_is_switched_on_again(store: Store) {
    let (ada, grace) = (give(&store, "ada").await, give(&store, "grace").await);
    access_token(&store, &ada, "of ada").await;
    access_token(&store, &grace, "of grace").await;
    commit(&store.db, async |tx| {
        storage::clients::set_active(tx, ada.client, 1, false, at(1)).await?;
        storage::clients::end_all(tx, ada.client, at(1)).await?;
        storage::clients::set_active(tx, ada.client, 2, true, at(2)).await
    })
    .await;
    assert!(!works(&store, "of ada", 3).await);
    assert!(works(&store, "of grace", 3).await, "another client's");
    assert_eq!(by_code(&store, "ada").await.unwrap().ended_at, Some(at(1)));
}

async fn what_is_over_is_forgotten_with_its_tokens(store: Store) {
    let given = give(&store, "code").await;
    access_token(&store, &given, "access").await;
    commit(&store.db, async |tx| {
        tokens::insert_refresh(tx, "refresh", given.grant, NOW).await
    })
    .await;
    let tokens_of = async |second| commit(&store.db, async |tx| tokens::purge(tx, at(second)).await).await;
    assert_eq!((tokens_of(899).await, tokens_of(900).await), (0, 1));
    end(&store, given.session).await;
    assert_eq!((purge(&store, 3599).await, purge(&store, 3600).await), (0, 1));
    let mut conn = store.db.read().await.unwrap();
    assert!(tokens::refresh(&mut conn, "refresh").await.unwrap().is_none());
}

async fn a_session_that_goes_on_remembers_its_clients(store: Store) {
    let ada = give(&store, "ada").await;
    give(&store, "grace").await;
    give_again(&store, &ada, "once more").await;
    assert_eq!(
        purge(&store, 9999).await,
        1,
        "of each client the latest is enough"
    );
    assert!(by_code(&store, "ada").await.is_none());
    assert!(by_code(&store, "once more").await.is_some());
    end(&store, ada.session).await;
    assert_eq!(purge(&store, 9999).await, 1);
    assert!(by_code(&store, "once more").await.is_none());
    // A session that nobody ended is forgotten one day, and then nothing is left of it.
    commit(&store.db, async |tx| sessions::purge(tx, at(1)).await).await;
    assert_eq!(purge(&store, 9999).await, 1);
    assert!(by_code(&store, "grace").await.is_none());
}
