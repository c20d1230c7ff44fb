use super::MailRow;
use crate::api::{Reply, customers::LinkOnOffer};
use domain::{
    ids::MailId,
    mails::{Again, NotAgain},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// One mail: what it says, but for what opens something, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailDetail {
    /// What the list shows too.
    pub row: MailRow,
    /// Its language, by its own name.
    pub language: String,
    /// Subject and text, an ellipsis for each link and code that is its reader's alone. None for a mail that this
    /// version does not know.
    pub text: Option<(String, String)>,
    /// What the mail server answered last, in its words.
    pub answer: Option<String>,
    /// Id of the customer whom it is about.
    pub customer: Option<String>,
    /// Id of the copy that was sent in its place.
    pub copy: Option<String>,
    /// How it can be sent again, or why it can't; none for a mail that this version does not know.
    pub again: Option<Result<Again, NotAgain>>,
    /// Whether this member of staff may send it again.
    pub may_send: bool,
    /// The link that the customer can be sent instead, by this member of staff.
    pub new_link: Option<LinkOnOffer>,
}

/// One mail; `NotFound` when there is none.
#[server(prefix = "", endpoint = "/office/ui/mail", input = GetUrl)]
pub async fn read_mail(id: MailId) -> Reply<MailDetail> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Mails::read(&*ports, &visit, id).await
}
