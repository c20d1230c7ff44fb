//! Clients in the back office: the applications whose users sign in here.

mod delete;
mod list;
mod logo;
mod read;
mod save;
mod secret;
mod switch;

pub use delete::{DeleteClient, delete_client};
pub use list::{ClientRow, ListClients, list_clients};
pub use logo::{LOGO_PATH, RemoveLogo, remove_logo};
pub use read::{ClientDetail, LogoutRow, ReadClient, SecretRow, read_client};
pub use save::{SaveClient, save_client};
pub use secret::{MakeSecret, NoteSecret, make_secret, note_secret};
pub use switch::{SwitchClient, switch_client};
