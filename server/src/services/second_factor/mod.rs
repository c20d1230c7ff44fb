//! The second factor of customers and staff: asked for after the password, set up and changed by its owner, taken away
//! by staff. What comes next is `domain::second_factor`'s to say; half of a sign-in is a row of `factor_steps`.

mod act;
mod card;
mod change;
mod codes;
mod enrol;
mod enter;
mod finish;
mod person;
mod prove;
mod qr;
mod reset;
mod settings;
mod step;

pub use act::act;
pub use card::card;
pub use enter::{AfterPassword, Cleared, Half, Wish, after_password, stands_before};
pub use person::Person;
pub use reset::{reset_colleague, reset_customer, reset_staff};
pub use settings::{policy, read as read_settings, save as save_settings};
pub use step::{begin_again, is_open, read as read_step};

use super::Outcome;
use domain::second_factor::Owner;
use storage::{Tx, factor_steps, remembered_browsers};

/// What a new password ends: sign-ins that are half done, and the browsers that are spared the second step. The factor
/// itself stays, so that a reset by mail does not get around it.
pub async fn after_new_password(tx: &mut Tx, owner: Owner) -> Outcome<()> {
    factor_steps::end_others(tx, owner, None).await?;
    remembered_browsers::forget_all(tx, owner).await?;
    Ok(())
}
