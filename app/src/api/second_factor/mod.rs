//! The second factor: asked for while signing in, set up by its owner, taken away by staff.

mod account;
mod card;
mod office;
mod office_login;
mod policy;
mod reset;
mod sign_in;
mod step;

pub use account::{ChangeFactor, change_factor};
pub use card::{BrowserRow, FactorCard, ReadFactor, read_factor};
pub use office::{ChangeStaffFactor, change_staff_factor};
pub use office_login::{StaffSecondStep, staff_second_step};
pub use policy::{
    FactorSettings, ReadFactorSettings, SaveFactorSettings, read_factor_settings, save_factor_settings,
};
pub use reset::{ResetFactor, reset_factor};
pub use sign_in::{SecondStep, second_step};
pub use step::{Ask, Countdown, MailCode, NewApp, Place, Qr, ReadStep, Stage, StepPage, read_step};

use serde::{Deserialize, Serialize};

/// What a person does on one of these pages. `act` says what; only the fields of that one count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Act {
    /// What: `app`, `mail`, `recovery` prove with a code; `send` mails one; `choose_app`, `choose_mail`, `confirm_app`,
    /// `confirm_mail`, `back`, `later`, `done` set up; `codes`, `turn_off`, `drop_app`, `drop_mail`, `forget`,
    /// `forget_all` change what there is.
    pub act: String,
    /// Six digits of the app.
    pub app_code: String,
    /// Six digits of a mail.
    pub mail_code: String,
    /// A recovery code.
    pub recovery_code: String,
    /// A ticked box: remember this browser.
    pub remember: Option<String>,
    /// The same in the page's other form.
    pub remember_too: Option<String>,
    /// The remembered browser that `forget` is about.
    pub id: String,
}

impl Act {
    /// The page that shows the form: what changes a factor stands on its card, all else on the page of the step.
    fn page(&self, place: Place) -> String {
        let on_card = matches!(
            self.act.as_str(),
            "codes" | "turn_off" | "drop_app" | "drop_mail" | "forget" | "forget_all"
        );
        if on_card { place.home() } else { place.path() }.to_owned()
    }
}
