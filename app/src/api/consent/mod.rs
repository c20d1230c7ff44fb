//! What customers let clients know: the questions in a flow, and what was agreed to.

mod answer;
mod applications;
mod face;
mod question;

pub use answer::{Agree, ChooseAccount, agree, choose_account};
pub use applications::{Application, Applications, ListApplications, Revoke, list_applications, revoke};
pub use face::ClientFace;
pub use question::{Question, ReadQuestion, read_question};
