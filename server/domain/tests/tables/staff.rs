//! Spec 05: roles, permissions, the last administrator.

use domain::staff::{
    Change, LastAdministrator, Permission, Role, Roles, Standing, allows, change, check_administrators,
    on_another,
};
use domain::values::Fault;
use rstest::rstest;

use crate::support::{SWITCH, Table, yes};

#[test]
fn cross_product() {
    let mut table = Table::new(["permission", "operations", "administrator", "auditor"]);
    for &permission in Permission::ALL {
        let cell = |role| yes(allows(role, permission)).to_owned();
        table.row([
            permission.to_string(),
            cell(Role::Operations),
            cell(Role::Administrator),
            cell(Role::Auditor),
        ]);
    }
    insta::assert_snapshot!(table);
}

#[test]
fn auditors_read_and_change_nothing() {
    for &permission in Permission::ALL {
        assert_eq!(
            allows(Role::Auditor, permission),
            permission.as_str().starts_with("see_"),
            "{permission}"
        );
    }
}

#[test]
fn nobody_without_a_role_may_do_anything() {
    for &permission in Permission::ALL {
        assert!(!Roles::default().allow(permission));
    }
}

#[test]
fn two_roles_may_do_what_either_may() {
    let both = Roles::of([Role::Administrator, Role::Operations]);
    assert!(both.allow(Permission::DecideRequests) && both.allow(Permission::EditSettings));
    assert!(both.has(Role::Operations) && !both.has(Role::Auditor));
}

#[rstest]
#[case::none("")]
#[case::one("auditor")]
#[case::two("operations,administrator")]
fn roles_are_stored_in_one_spelling(#[case] text: &str) {
    let roles: Roles = text.parse().expect("roles");
    assert_eq!(roles.to_string(), text);
    assert_eq!(roles.is_empty(), text.is_empty());
    assert_eq!(Roles::of(roles.iter()), roles);
}

#[test]
fn an_unknown_role_is_an_error() {
    assert!("operations,owner".parse::<Roles>().is_err());
}

#[rstest]
#[case::the_last_one_goes(1, 0, Err(LastAdministrator))]
#[case::two_go_at_once(2, 0, Err(LastAdministrator))]
#[case::one_stays(2, 1, Ok(()))]
#[case::there_was_none(0, 0, Ok(()))]
#[case::the_first_comes(0, 1, Ok(()))]
fn last_administrator(
    #[case] before: usize,
    #[case] after: usize,
    #[case] expected: Result<(), LastAdministrator>,
) {
    assert_eq!(check_administrators(before, after), expected);
}

#[test]
fn the_screen_has_a_code_for_it() {
    assert_eq!(Fault::from(LastAdministrator), Fault::LastAdministrator);
}

fn standing(role: Role, active: bool) -> Standing {
    Standing {
        roles: Roles::of([role]),
        active,
    }
}

#[rstest]
#[case::another_role(Role::Operations, true, Change::Roles(Roles::of([Role::Auditor])), Ok((Role::Auditor, true)))]
#[case::one_more_administrator(
    Role::Operations, true, Change::Roles(Roles::of([Role::Administrator])), Ok((Role::Administrator, true))
)]
#[case::the_same_role(Role::Operations, true, Change::Roles(Roles::of([Role::Operations])), Err(Fault::Stale))]
#[case::no_role(Role::Operations, true, Change::Roles(Roles::default()), Err(Fault::Required))]
#[case::closed(Role::Operations, true, Change::Close, Ok((Role::Operations, false)))]
#[case::closed_twice(Role::Operations, false, Change::Close, Err(Fault::Stale))]
#[case::opened(Role::Operations, false, Change::Open, Ok((Role::Operations, true)))]
#[case::opened_twice(Role::Operations, true, Change::Open, Err(Fault::Stale))]
#[case::the_last_administrator_closed(
    Role::Administrator,
    true,
    Change::Close,
    Err(Fault::LastAdministrator)
)]
#[case::the_last_administrator_demoted(
    Role::Administrator, true, Change::Roles(Roles::of([Role::Auditor])), Err(Fault::LastAdministrator)
)]
#[case::a_closed_administrator_demoted(
    Role::Administrator, false, Change::Roles(Roles::of([Role::Auditor])), Ok((Role::Auditor, false))
)]
fn changing_access(
    #[case] role: Role,
    #[case] active: bool,
    #[case] wanted: Change,
    #[case] expected: Result<(Role, bool), Fault>,
) {
    let before = standing(role, active);
    let expected = expected.map(|(role, active)| standing(role, active));
    assert_eq!(change(&before, &wanted, false, 1), expected);
    assert_eq!(
        change(&before, &wanted, true, 1),
        Err(Fault::Oneself),
        "never one's own"
    );
}

#[test]
fn changing_access_in_every_case() {
    let mut table = Table::new(["before", "active", "own", "administrators", "wanted", "after"]);
    let to = |role| Change::Roles(Roles::of([role]));
    for &role in Role::ALL {
        for active in SWITCH {
            for own in SWITCH {
                for administrators in [1, 2] {
                    let before = standing(role, active);
                    for wanted in [
                        to(Role::Administrator),
                        to(Role::Auditor),
                        Change::Close,
                        Change::Open,
                    ] {
                        let after = change(&before, &wanted, own, administrators);
                        table.row([
                            role.to_string(),
                            yes(active).to_owned(),
                            yes(own).to_owned(),
                            administrators.to_string(),
                            match &wanted {
                                Change::Roles(roles) => roles.to_string(),
                                other => format!("{other:?}"),
                            },
                            match after {
                                Ok(after) => format!("{}, active: {}", after.roles, yes(after.active)),
                                Err(fault) => format!("{fault:?}"),
                            },
                        ]);
                    }
                }
            }
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn what_ends_access_is_done_to_others_only() {
    assert_eq!(on_another(false), Ok(()));
    assert_eq!(on_another(true), Err(Fault::Oneself));
}
