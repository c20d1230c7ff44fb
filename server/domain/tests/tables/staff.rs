//! Spec 05: roles, permissions, the last administrator.

use domain::staff::{LastAdministrator, Permission, Role, Roles, allows, check_administrators};
use domain::values::Fault;
use rstest::rstest;

use crate::support::{Table, yes};

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
