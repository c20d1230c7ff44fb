use serde::{Deserialize, Serialize};

/// What people see of a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientFace {
    /// Its name.
    pub name: String,
    /// Address of its logo.
    pub logo: Option<String>,
    /// Address of the stylesheet with its colour.
    pub colours: Option<String>,
}
