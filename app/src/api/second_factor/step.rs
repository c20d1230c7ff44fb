use crate::api::{Reply, consent::ClientFace};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// Where a second factor is asked for or set up. Each place is a page with its forms at its own path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A customer signs in.
    Login,
    /// A customer who is signed in.
    Account,
    /// Staff sign in.
    OfficeLogin,
    /// Staff who are signed in.
    Office,
}

impl Place {
    /// Every place.
    pub const ALL: [Self; 4] = [Self::Login, Self::Account, Self::OfficeLogin, Self::Office];

    /// Path of the page.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Login => "/login/second-factor",
            Self::Account => "/account/security/second-factor",
            Self::OfficeLogin => "/office/login/second-factor",
            Self::Office => "/office/security/second-factor",
        }
    }

    /// Where it began, and where it goes on when it is over.
    pub const fn home(self) -> &'static str {
        match self {
            Self::Login => "/login",
            Self::Account => "/account/security",
            Self::OfficeLogin => "/office/login",
            Self::Office => "/office/security",
        }
    }

    /// Whether somebody signs in here.
    pub const fn signs_in(self) -> bool {
        matches!(self, Self::Login | Self::OfficeLogin)
    }

    /// Whether it is staff's.
    pub const fn is_office(self) -> bool {
        matches!(self, Self::OfficeLogin | Self::Office)
    }
}

/// What comes next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepPage {
    /// Where.
    pub place: Place,
    /// What is to be done.
    pub stage: Stage,
    /// The day from which a second factor is required, while it may be put off.
    pub countdown: Option<Countdown>,
    /// Where to begin anew, a path of ours.
    pub again: String,
    /// The client that the person came from to sign in.
    pub client: Option<ClientFace>,
}

/// A day that lies ahead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Countdown {
    /// In the page's language.
    pub date: String,
    /// Days until then, a begun one counted in full.
    pub days: i64,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// A code is asked for.
    Ask(Ask),
    /// A method is to be chosen.
    Choose {
        /// Whether codes by mail are offered.
        mail: bool,
    },
    /// An app is set up; a code of it confirms that.
    App(NewApp),
    /// Codes by mail are set up; the one that was sent confirms that.
    Mail {
        /// The address.
        to: String,
    },
    /// Recovery codes are to be noted.
    Codes(Vec<String>),
}

/// How the second step may be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// By an app.
    pub app: bool,
    /// By mail.
    pub mail: Option<MailCode>,
    /// For how many days this browser may be remembered; 0 is not at all.
    pub remember_days: u16,
}

/// A code by mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailCode {
    /// The address.
    pub to: String,
    /// Whether one is on its way.
    pub sent: bool,
}

/// An app that is not confirmed yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewApp {
    /// The key in groups of four, to type.
    pub key: String,
    /// The same for an app on this device.
    pub uri: String,
    /// The same as a picture.
    pub qr: Qr,
}

/// A QR code (ISO/IEC 18004).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Qr {
    /// Modules in a row, the quiet zone left out.
    pub size: u32,
    /// The dark modules as the `d` of an SVG path, one unit each.
    pub path: String,
}

/// What comes next at this place. `NotFound` when nothing was begun here, or it is over.
#[server(prefix = "", endpoint = "/ui/second-factor", input = GetUrl)]
pub async fn read_step(place: Place) -> Reply<StepPage> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::SecondFactor::step(&*ports, &visit, place).await
}
