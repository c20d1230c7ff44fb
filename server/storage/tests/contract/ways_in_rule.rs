//! The rule of the last way in stands twice: `domain::identities` judges one customer, a statement finds everybody who
//! would lose theirs. Both must say the same of every customer and every change.

use std::collections::BTreeSet;

use domain::identities::{Connected, Reach, WayIn, WaysIn, disconnect};
use domain::ids::{CustomerId, IdentityId, ProviderId};
use domain::settings::ShopSettings;
use domain::values::MailDomain;
use storage::customers::{self, Change, NewCustomer};
use storage::{Database, providers, settings};

use super::support::*;

on_both!(
    the_statement_and_the_domain_agree_on_every_change,
    the_statement_and_the_domain_agree_on_who_is_stranded
);

const ON: Reach = Reach {
    enabled: true,
    visible: true,
    domains: false,
};
const HIDDEN: Reach = Reach { visible: false, ..ON };

/// The states in which a provider can be.
const STATES: [Reach; 4] = [
    ON,
    HIDDEN,
    Reach {
        domains: true,
        ..HIDDEN
    },
    Reach {
        enabled: false,
        domains: true,
        ..ON
    },
];

/// A provider with its state.
#[derive(Clone, Copy)]
struct There {
    id: ProviderId,
    reach: Reach,
}

/// A customer and what could let them in.
struct Person {
    id: CustomerId,
    password: bool,
    connected: Vec<There>,
}

/// Whether the domain lets a person in. It only says what may go: a login that opens nothing may, exactly while
/// another way opens.
fn opens(person: &Person, local_sign_in: bool, without: Option<ProviderId>) -> bool {
    let spare = Connected {
        id: IdentityId::new(NOW, [0xff; 10]),
        provider: Reach { enabled: false, ..ON },
    };
    let connected = person.connected.iter().map(|provider| Connected {
        id: IdentityId::new(NOW, unique()),
        provider: Reach {
            enabled: provider.reach.enabled && Some(provider.id) != without,
            ..provider.reach
        },
    });
    let identities: Vec<_> = connected.chain([spare]).collect();
    let ways = WaysIn {
        local_sign_in,
        password: person.password,
        identities: &identities,
    };
    disconnect(&ways, WayIn::Identity(spare.id)).is_ok()
}

/// Eight providers, two in each state, and a customer for each pair of them or less, with and without a password.
async fn everybody(db: &Database) -> (Vec<There>, Vec<Person>) {
    let mut pair = [Vec::new(), Vec::new()];
    for (side, providers) in pair.iter_mut().enumerate() {
        for (state, reach) in STATES.into_iter().enumerate() {
            let id = provider(db, &format!("p{side}-{state}"), reach.visible).await;
            let domain = MailDomain::parse(&format!("p{side}-{state}.example")).unwrap();
            commit(db, async |tx| {
                if reach.domains {
                    providers::domains::replace(tx, id, &[domain]).await?;
                }
                providers::set_flags(tx, id, 2, reach.enabled, reach.visible, NOW).await
            })
            .await;
            providers.push(There { id, reach });
        }
    }
    let choices = |side: &Vec<There>| -> Vec<Option<There>> {
        [None].into_iter().chain(side.iter().copied().map(Some)).collect()
    };
    let mut people = Vec::new();
    for password in [true, false] {
        for first in choices(&pair[0]) {
            for second in choices(&pair[1]) {
                let new = NewCustomer {
                    password_hash: password.then_some("$argon2id$old"),
                    ..new_customer(None)
                };
                commit(db, async |tx| customers::insert(tx, &new).await).await;
                let connected: Vec<There> = [first, second].into_iter().flatten().collect();
                for provider in &connected {
                    identity(db, provider.id, &new.id.to_string(), new.id).await;
                }
                people.push(Person {
                    id: new.id,
                    password,
                    connected,
                });
            }
        }
    }
    assert_eq!(people.len(), 50);
    (pair.concat(), people)
}

async fn the_statement_and_the_domain_agree_on_every_change(store: Store) {
    let (there, people) = everybody(&store.db).await;
    let mut changes = Vec::new();
    for passwords_before in [true, false] {
        for passwords_after in [true, false] {
            for customer_accounts in [true, false] {
                let without = [None].into_iter().chain(
                    there
                        .iter()
                        .filter(|provider| provider.reach.lets_in())
                        .map(|provider| Some(provider.id)),
                );
                changes.extend(without.map(|without| Change {
                    customer_accounts,
                    passwords_before,
                    passwords_after,
                    without,
                }));
            }
        }
    }
    assert_eq!(changes.len(), 40);
    let mut conn = store.db.read().await.unwrap();
    for change in changes {
        let expected: BTreeSet<_> = people
            .iter()
            .filter(|person| {
                let before = opens(person, change.passwords_before, None);
                let after = change.customer_accounts && opens(person, change.passwords_after, change.without);
                before && !after
            })
            .map(|person| person.id)
            .collect();
        let listed = customers::list_losing(&mut conn, &change, None, 100)
            .await
            .unwrap();
        let found: BTreeSet<_> = listed.iter().map(|customer| customer.id).collect();
        assert_eq!(found, expected, "{change:?}");
        let count = customers::count_losing(&mut conn, &change).await.unwrap();
        assert_eq!(usize::try_from(count).unwrap(), expected.len(), "{change:?}");
    }
}

async fn the_statement_and_the_domain_agree_on_who_is_stranded(store: Store) {
    let (_, people) = everybody(&store.db).await;
    for local_sign_in in [true, false] {
        let shop = ShopSettings {
            local_sign_in,
            ..ShopSettings::default()
        };
        commit(&store.db, async |tx| {
            let version = settings::load(tx).await?.version;
            settings::save(tx, &shop, version).await
        })
        .await;
        let stranded = people.iter().filter(|person| {
            let something = person.password || !person.connected.is_empty();
            something && !opens(person, local_sign_in, None)
        });
        let found = customers::without_way_in(&mut store.db.read().await.unwrap())
            .await
            .unwrap();
        assert_eq!(
            usize::try_from(found).unwrap(),
            stranded.count(),
            "{local_sign_in}"
        );
    }
}
