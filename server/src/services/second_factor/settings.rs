//! Who must have a second factor, as an administrator sets it.

use crate::{
    services::{Outcome, policies},
    state::Portico,
};
use app::api::{
    Answer, Problems,
    second_factor::{FactorSettings, SaveFactorSettings},
    visit::Visit,
};
use domain::{
    settings::{Demand, SecondFactorPolicy},
    staff::{Role, Roles},
    values::{Date, Fault, optional},
};
use storage::Conn;

/// The rules in force.
pub async fn policy(conn: &mut Conn) -> Outcome<SecondFactorPolicy> {
    Ok(storage::policies::load(conn).await?.policy)
}

/// The rules with their version.
pub async fn read(portico: &Portico, visit: &Visit) -> Outcome<FactorSettings> {
    let kept = policies::read::<SecondFactorPolicy>(portico, visit).await?;
    Ok(FactorSettings {
        version: kept.version,
        policy: kept.policy,
    })
}

/// Saves the rules. They hold from the next sign-in on; sessions that are there go on.
pub async fn save(portico: &Portico, visit: &Visit, form: SaveFactorSettings) -> Outcome<Answer> {
    let mut problems = Problems::default();
    let demand = form.factor_demand.parse::<Demand>().map_err(|_| Fault::Unknown);
    let demand = problems.take("factor_demand", demand);
    let from = problems.take(
        "factor_from",
        optional(&form.factor_from, |text| text.trim().parse::<Date>()),
    );
    let days = form.factor_remember_days.parse().map_err(|_| Fault::Unknown);
    let days = problems.take("factor_remember_days", days);
    let Some(((factor_demand, factor_from), factor_remember_days)) = demand.zip(from).zip(days) else {
        return Ok(Answer::Problems(problems));
    };
    let roles = [
        (Role::Operations, form.role_operations),
        (Role::Administrator, form.role_administrator),
        (Role::Auditor, form.role_auditor),
    ];
    let ticked = roles.into_iter().filter(|(_, ticked)| ticked.is_some());
    let after = SecondFactorPolicy {
        factor_demand,
        // A day that nothing begins on is not kept.
        factor_from: factor_from.filter(|_| factor_demand == Demand::RequiredFrom),
        factor_mail: form.factor_mail.is_some(),
        factor_remember_days,
        factor_roles: Roles::of(ticked.map(|(role, _)| role)),
    };
    if let Err((field, fault)) = after.check() {
        return Ok(Answer::field(field, fault));
    }
    policies::save(portico, visit, &after, form.version).await
}
