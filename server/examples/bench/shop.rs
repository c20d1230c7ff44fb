//! The sample shop in a temporary folder, with the configuration that a shop starts with.

use anyhow::{Context, Result};
use axum::{
    Router,
    body::Body,
    http::{Request, Response, header},
};
use server::{boot, config, demo, http, state::Portico};
use sqlx::{ConnectOptions, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{collections::BTreeMap, net::SocketAddr, path::PathBuf};
use tokio::net::TcpListener;
use tower::ServiceExt;

/// The sample customer.
pub const EMAIL: &str = "mia@tidewater.example";
/// Their password.
pub const PASSWORD: &str = "boats-and-ropes";

/// The database's file.
const DATABASE: &str = "portico.db";

/// A running shop without a listener.
pub struct Shop {
    /// Its parts.
    pub portico: Portico,
    /// All its paths.
    pub router: Router,
    folder: PathBuf,
}

impl Drop for Shop {
    fn drop(&mut self) {
        // What is left of it lies in the system's temporary folder.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Opens it, in a folder of this name.
///
/// # Errors
/// A site that was not built, or a folder that can't be written.
pub async fn open(name: &str) -> Result<Shop> {
    let folder = std::env::temp_dir().join(format!("portico-bench-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let variables = BTreeMap::from([
        (
            "PORTICO_DATABASE__URL".to_owned(),
            format!("sqlite://{}", folder.join(DATABASE).display()),
        ),
        (
            "PORTICO_SECRETS__KEY_FILE".to_owned(),
            folder.join("portico.key").display().to_string(),
        ),
        // Each sign-in comes from an address of its own, so that no budget of tries ends the measurement.
        (
            "PORTICO_SERVER__TRUSTED_PROXIES".to_owned(),
            "127.0.0.1".to_owned(),
        ),
    ]);
    let portico = boot::build(config::from_sources(None, &variables)?, true).await?;
    portico.database.migrate().await?;
    demo::seed(&portico)
        .await
        .map_err(|trouble| anyhow::anyhow!("{trouble}"))?;
    Ok(Shop {
        router: http::router(portico.clone()),
        portico,
        folder,
    })
}

impl Shop {
    /// Listens on a free port as long as the process lives.
    ///
    /// # Errors
    /// When there is none.
    pub async fn serve(&self) -> Result<SocketAddr> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let service = self
            .router
            .clone()
            .into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        Ok(address)
    }

    /// A connection to its database, for rows that no use case makes in such numbers.
    ///
    /// # Errors
    /// When the file can't be opened.
    pub async fn connect(&self) -> Result<SqliteConnection> {
        let options = SqliteConnectOptions::new().filename(self.folder.join(DATABASE));
        Ok(options.connect().await?)
    }

    /// Signs one of the sample people in and gives the session as the `Cookie` header bears it.
    ///
    /// # Errors
    /// When the shop refuses.
    pub async fn sign_in(&self, path: &str, email: &str) -> Result<String> {
        let form = format!("email={email}&password={PASSWORD}");
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form))?;
        let response: Response<Body> = self.router.clone().oneshot(request).await?;
        let cookies = response
            .headers()
            .get_all(header::SET_COOKIE)
            .iter()
            .filter_map(|cookie| cookie.to_str().ok());
        let session = cookies
            .filter_map(|cookie| cookie.split(';').next())
            .find(|pair| pair.starts_with("__Host-"));
        session
            .map(str::to_owned)
            .with_context(|| format!("{email} can't sign in"))
    }
}
