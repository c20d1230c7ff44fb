//! Typed ids, moments, enums and JSON go in and come back the same; what does not belong is reported.

use domain::customers::CustomerStatus;
use domain::ids::{AccountId, ProviderId};
use domain::providers::{AuthorizeParameters, ClaimMapping, ClientAuth};
use domain::values::Language;
use storage::accounts::{Kind, NewAccount, Origin};
use storage::customers::NewCustomer;
use storage::providers::ProviderSettings;
use storage::{StorageError, accounts, customers, providers};

use super::support::*;

on_both!(
    every_kind_of_value_comes_back,
    absent_values_come_back_as_none,
    an_unknown_text_is_inconsistent
);

async fn every_kind_of_value_comes_back(store: Store) {
    let account_id = AccountId::new(NOW, unique());
    let address = email("Ada@Bücher.example");
    let new = NewCustomer {
        account_id: Some(account_id),
        status: CustomerStatus::Waiting,
        address_proven_at: Some(at(-5)),
        given_name: "Αδα 🧗",
        phone: Some("+49 30 1234"),
        language: Language::El,
        terms_version: Some(3),
        ..new_customer(Some(&address))
    };
    let provider_id = ProviderId::new(NOW, unique());
    let (labels, claims) = (labels(), ClaimMapping::default());
    let settings = ProviderSettings {
        client_auth: ClientAuth::None,
        secret_expires_at: Some(at(86_400)),
        authorize_parameters: AuthorizeParameters::parse("hd=bücher.example\nconnection=a=b").unwrap(),
        trusts_email_verified: false,
        ..provider_settings("club", &labels, &claims)
    };
    commit(&store.db, async |tx| {
        let account = NewAccount {
            id: account_id,
            code: Some("K-7"),
            name: "Bücher",
            kind: Kind::Company,
            origin: Origin::Import,
            reviewed: true,
            email: Some(&address),
            now: NOW,
        };
        accounts::insert(tx, &account).await?;
        customers::insert(tx, &new).await?;
        providers::insert(tx, provider_id, &settings, NOW).await
    })
    .await;

    let mut conn = store.db.read().await.unwrap();
    let account = accounts::by_id(&mut conn, account_id).await.unwrap().unwrap();
    assert_eq!(
        (account.kind, account.origin, account.reviewed),
        (Kind::Company, Origin::Import, true)
    );
    assert_eq!(account.address_key, Some(address.key()));
    let customer = customers::by_id(&mut conn, new.id).await.unwrap().unwrap();
    assert_eq!(customer.id, new.id);
    assert_eq!(customer.account_id, Some(account_id));
    assert_eq!(customer.status, CustomerStatus::Waiting);
    assert_eq!(customer.email.as_deref(), Some("Ada@Bücher.example"));
    assert_eq!(
        customer.address_key.unwrap().as_str(),
        "ada@xn--bcher-kva.example"
    );
    assert_eq!(customer.address_proven_at, Some(at(-5)));
    assert_eq!(customer.given_name, "Αδα 🧗");
    assert_eq!(customer.language, Language::El);
    assert_eq!(
        (customer.terms_version, customer.terms_accepted_at),
        (Some(3), Some(NOW))
    );
    assert_eq!(
        (customer.number, customer.version, customer.created_at),
        (100_001, 1, NOW)
    );
    let provider = providers::by_id(&mut conn, provider_id).await.unwrap().unwrap();
    assert_eq!(provider.labels, labels);
    assert_eq!(provider.claims, claims);
    assert_eq!(provider.client_auth, ClientAuth::None);
    assert_eq!(provider.secret_expires_at, Some(at(86_400)));
    assert_eq!(provider.authorize_parameters, settings.authorize_parameters);
    assert_eq!(
        (provider.trusts_email_verified, provider.pkce, provider.enabled),
        (false, true, false)
    );
}

async fn absent_values_come_back_as_none(store: Store) {
    let new = NewCustomer {
        password_hash: None,
        ..new_customer(None)
    };
    commit(&store.db, async |tx| customers::insert(tx, &new).await).await;
    let mut conn = store.db.read().await.unwrap();
    let customer = customers::by_id(&mut conn, new.id).await.unwrap().unwrap();
    assert_eq!(
        (customer.account_id, customer.email, customer.address_key),
        (None, None, None)
    );
    assert_eq!((customer.password_hash, customer.password_set_at), (None, None));
    assert_eq!(
        (
            customer.terms_version,
            customer.terms_accepted_at,
            customer.time_zone
        ),
        (None, None, None)
    );
}

async fn an_unknown_text_is_inconsistent(store: Store) {
    let id = customer(&store.db, "ada@example.org").await;
    execute(&store.url, "UPDATE customers SET status = 'frozen'")
        .await
        .unwrap();
    let mut conn = store.db.read().await.unwrap();
    let error = customers::by_id(&mut conn, id).await.unwrap_err();
    let StorageError::Inconsistent {
        table, column, row, ..
    } = error
    else {
        panic!("{error}")
    };
    assert_eq!((table, column, row), ("customers", "status", id.to_string()));
}
