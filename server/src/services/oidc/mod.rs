//! Portico as an OpenID provider: what clients ask for, decided by `domain::clients`.

pub mod answer;
pub mod authenticate;
pub mod authorize;
pub mod back_channel;
pub mod discovery;
pub mod exchange;
mod id_token;
pub mod keys;
pub mod logout;
pub mod own;
pub mod push;
pub mod registration;
pub mod subject;
pub mod userinfo;
