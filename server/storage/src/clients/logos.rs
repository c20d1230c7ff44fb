//! The logos of clients.

crate::logos::logos!("client_logos", client_id: domain::ids::ClientId, of "clients" by "id");
