//! What an administrator may do with somebody else's access to the back office (spec 05).

use super::{LastAdministrator, Role, Roles, check_administrators};
use crate::values::Fault;

/// Where a member of staff stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// What they may do.
    pub roles: Roles,
    /// Whether they may sign in.
    pub active: bool,
}

impl Standing {
    /// Counts towards the administrators of whom one stays.
    pub fn administers(&self) -> bool {
        self.active && self.roles.has(Role::Administrator)
    }
}

/// What an administrator wants.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// These roles instead.
    Roles(Roles),
    /// No access: no session, and no new one.
    Close,
    /// Access as before.
    Open,
}

/// What is done to a person's own access is done by somebody else: so nobody locks themselves out, and whoever takes
/// over a session can't make it last.
///
/// # Errors
/// `Oneself` when the person is the one who acts.
pub fn on_another(own: bool) -> Result<(), Fault> {
    if own { Err(Fault::Oneself) } else { Ok(()) }
}

/// Where the member of staff stands afterwards. `administrators` is how many active ones there are before.
///
/// # Errors
/// `Oneself`; `Required` for no role; `Stale` when they stand there already; `LastAdministrator`.
pub fn change(
    before: &Standing,
    wanted: &Change,
    own: bool,
    administrators: usize,
) -> Result<Standing, Fault> {
    on_another(own)?;
    let after = match wanted {
        Change::Roles(roles) if roles.is_empty() => return Err(Fault::Required),
        Change::Roles(roles) => Standing {
            roles: roles.clone(),
            active: before.active,
        },
        Change::Close | Change::Open => Standing {
            roles: before.roles.clone(),
            active: *wanted == Change::Open,
        },
    };
    if after == *before {
        return Err(Fault::Stale);
    }
    let others = administrators.saturating_sub(usize::from(before.administers()));
    check_administrators(administrators, others + usize::from(after.administers()))
        .map_err(|LastAdministrator| Fault::LastAdministrator)?;
    Ok(after)
}
