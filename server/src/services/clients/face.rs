//! How a client looks to people: its logo and its colour.

use crate::services::logos::bearer;
use app::api::{clients::LOGO_PATH, consent::ClientFace};
use domain::{ids::ClientId, staff::Permission, values::Colour};
use storage::clients::{self, Client};

/// What people see of a client.
pub fn face(client: &Client) -> ClientFace {
    ClientFace {
        name: client.name.clone(),
        logo: logo_path(client.id, client.logo.as_deref()),
        colours: client.colour.as_ref().map(stylesheet),
    }
}

/// Address of a client's logo, which changes with the picture.
pub fn logo_path(id: ClientId, hash: Option<&str>) -> Option<String> {
    hash.map(|hash| format!("/clients/{id}/logo/{hash}"))
}

/// Address of the stylesheet that makes a colour known to a page.
fn stylesheet(colour: &Colour) -> String {
    format!("/colours/{}.css", colour.digits())
}

bearer!(Client, in clients, by ClientId, named by ClientId {
    KIND: "client",
    PAGES: "/office/clients",
    UPLOAD: LOGO_PATH,
    PICTURE: "/clients/{id}/logo/{hash}",
    EDIT: Permission::EditClients,
});
