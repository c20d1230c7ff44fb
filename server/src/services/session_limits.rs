//! How long customers stay signed in: an administrator's choice.

use super::{Outcome, policies, staff};
use crate::state::Portico;
use app::api::{
    Answer, Problems,
    sessions::{SaveLimits, SessionLimits},
    visit::Visit,
};
use domain::{settings::SessionPolicy, staff::Permission};

/// The limits as they are now.
pub async fn read(portico: &Portico, visit: &Visit) -> Outcome<SessionLimits> {
    let kept = policies::read::<SessionPolicy>(portico, visit).await?;
    Ok(SessionLimits {
        version: kept.version,
        policy: kept.policy,
    })
}

/// Saves them, each within its bounds. Sessions that have begun follow the new ones with their next request.
pub async fn save(portico: &Portico, visit: &Visit, form: SaveLimits) -> Outcome<Answer> {
    staff::needed(portico, visit, Permission::EditSettings).await?;
    let mut problems = Problems::default();
    match parse(&form, &mut problems) {
        Some(policy) => policies::save(portico, visit, &policy, form.version).await,
        None => Ok(Answer::Problems(problems)),
    }
}

fn parse(form: &SaveLimits, problems: &mut Problems) -> Option<SessionPolicy> {
    let absolute = SessionPolicy::read_absolute(&form.absolute_hours);
    let idle = SessionPolicy::read_idle(&form.idle_minutes, absolute.ok());
    let kept_absolute = SessionPolicy::read_kept_absolute(&form.kept_absolute_days);
    let kept_idle = SessionPolicy::read_kept_idle(&form.kept_idle_days, kept_absolute.ok());
    let idle = problems.take("idle_minutes", idle);
    let absolute = problems.take("absolute_hours", absolute);
    let kept_idle = problems.take("kept_idle_days", kept_idle);
    let kept_absolute = problems.take("kept_absolute_days", kept_absolute);
    Some(SessionPolicy {
        idle_minutes: idle?,
        absolute_hours: absolute?,
        kept_idle_days: kept_idle?,
        kept_absolute_days: kept_absolute?,
    })
}
