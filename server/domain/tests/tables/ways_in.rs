//! Spec 02, "Connected logins": the last way in stays.

use domain::identities::{Connected, Kept, Reach, WayIn, WaysIn, disconnect};
use domain::ids::IdentityId;
use rstest::rstest;

use crate::support::{NOW, SWITCH, Table, on, yes};

fn id(n: u8) -> IdentityId {
    IdentityId::new(NOW, [n; 10])
}

const ON: Reach = Reach {
    enabled: true,
    visible: true,
    domains: false,
};
const HIDDEN: Reach = Reach { visible: false, ..ON };
const BY_ADDRESS: Reach = Reach {
    domains: true,
    ..HIDDEN
};
const DISABLED: Reach = Reach {
    enabled: false,
    domains: true,
    ..ON
};

fn identity(n: u8, provider: Reach) -> Connected {
    Connected { id: id(n), provider }
}

#[rstest]
#[case::password_and_a_provider(true, true, &[(1, ON)], WayIn::Password, Ok(()))]
#[case::provider_beside_a_password(true, true, &[(1, ON)], WayIn::Identity(id(1)), Ok(()))]
#[case::one_of_two_providers(true, false, &[(1, ON), (2, ON)], WayIn::Identity(id(2)), Ok(()))]
#[case::the_only_password(true, true, &[], WayIn::Password, Err(Kept::LastWayIn))]
#[case::the_only_provider(true, false, &[(1, ON)], WayIn::Identity(id(1)), Err(Kept::LastWayIn))]
#[case::a_password_counts_only_with_local_sign_in(false, true, &[(1, ON)], WayIn::Identity(id(1)), Err(Kept::LastWayIn))]
#[case::a_password_that_opens_nothing_may_go(false, true, &[(1, ON)], WayIn::Password, Ok(()))]
#[case::a_disabled_provider_does_not_count(true, false, &[(1, ON), (2, DISABLED)], WayIn::Identity(id(1)), Err(Kept::LastWayIn))]
#[case::a_hidden_provider_does_not_count(true, false, &[(1, ON), (2, HIDDEN)], WayIn::Identity(id(1)), Err(Kept::LastWayIn))]
#[case::a_hidden_one_that_addresses_lead_to_counts(true, false, &[(1, ON), (2, BY_ADDRESS)], WayIn::Identity(id(1)), Ok(()))]
#[case::a_disabled_provider_may_go(true, false, &[(1, ON), (2, DISABLED)], WayIn::Identity(id(2)), Ok(()))]
#[case::no_password(true, false, &[(1, ON)], WayIn::Password, Err(Kept::NotThere))]
#[case::somebody_elses_identity(true, true, &[(1, ON)], WayIn::Identity(id(9)), Err(Kept::NotThere))]
fn row(
    #[case] local_sign_in: bool,
    #[case] password: bool,
    #[case] identities: &[(u8, Reach)],
    #[case] way: WayIn,
    #[case] expected: Result<(), Kept>,
) {
    let identities: Vec<_> = identities
        .iter()
        .map(|&(n, provider)| identity(n, provider))
        .collect();
    let ways = WaysIn {
        local_sign_in,
        password,
        identities: &identities,
    };
    assert_eq!(disconnect(&ways, way), expected);
}

#[test]
fn cross_product() {
    let mut table = Table::new([
        "L",
        "password",
        "provider",
        "other provider",
        "password goes",
        "provider goes",
    ]);
    let providers = [
        ("none", None),
        ("on", Some(ON)),
        ("hidden", Some(HIDDEN)),
        ("by address", Some(BY_ADDRESS)),
        ("disabled", Some(DISABLED)),
    ];
    for local_sign_in in SWITCH {
        for password in SWITCH {
            for (first_name, first) in providers {
                for (second_name, second) in providers {
                    let connected: Vec<_> = [(1, first), (2, second)]
                        .into_iter()
                        .filter_map(|(n, provider)| provider.map(|provider| identity(n, provider)))
                        .collect();
                    let ways = WaysIn {
                        local_sign_in,
                        password,
                        identities: &connected,
                    };
                    let outcome = |way| match disconnect(&ways, way) {
                        Ok(()) => "goes".to_owned(),
                        Err(kept) => format!("{kept:?}"),
                    };
                    table.row([
                        on(local_sign_in).into(),
                        yes(password).into(),
                        first_name.into(),
                        second_name.into(),
                        outcome(WayIn::Password),
                        outcome(WayIn::Identity(id(1))),
                    ]);
                }
            }
        }
    }
    assert_eq!(table.len(), 100);
    insta::assert_snapshot!(table);
}
