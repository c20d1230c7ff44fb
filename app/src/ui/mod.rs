//! Building blocks of all pages: native elements first.

mod blocks;
mod brand;
mod choice;
mod dialog;
mod empty;
mod face;
mod fault;
mod field;
mod form;
mod icon;
mod load;
mod logo;
mod menu;
mod named;
mod page;
mod password;
mod raw_text;
mod upload;

pub use blocks::Blocks;
pub use brand::BrandMark;
pub use choice::{Checkbox, SelectField, Switch};
pub use dialog::{CloseButton, Dialog};
pub use empty::Empty;
pub use face::{BesideLogo, Tinted};
pub use fault::fault_text;
pub use field::{TextAreaField, TextField};
pub use form::{Form, FormState, Hidden, PostedFault, SubmitButton};
pub use icon::Icon;
pub use load::{Load, Notice};
pub use logo::Logo;
pub use menu::{LanguageMenu, Menu, MenuState};
pub use named::{NAME, Named};
pub use page::{Description, Title, found, on_navigation, set_status, use_frame};
pub use password::{PasswordField, password_hint};
pub use upload::{FileField, FileForm};
