//! A line to PostgreSQL that can be cut.

use std::net::SocketAddr;
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
};

/// Passes everything on to the real server until it is cut; then connections break and new ones are hung up on.
pub struct Line {
    cut: watch::Sender<bool>,
    accepting: JoinHandle<()>,
}

impl Line {
    /// A line to the server of a database URL, and the URL that goes through it.
    pub async fn to(url: &str) -> (Self, String) {
        let mut url = url::Url::parse(url).unwrap();
        let server = (url.host_str().unwrap().to_owned(), url.port().unwrap_or(5432));
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address: SocketAddr = listener.local_addr().unwrap();
        url.set_host(Some("127.0.0.1")).unwrap();
        url.set_port(Some(address.port())).unwrap();
        let (cut, is_cut) = watch::channel(false);
        let accepting = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (server, mut is_cut) = (server.clone(), is_cut.clone());
                tokio::spawn(async move {
                    tokio::select! {
                        biased;
                        _ = is_cut.wait_for(|cut| *cut) => {}
                        () = pass_on(client, server) => {}
                    }
                });
            }
        });
        (Self { cut, accepting }, url.into())
    }

    /// Takes the database away.
    pub fn cut(&self) {
        self.cut.send(true).unwrap();
    }

    /// Gives it back.
    pub fn mend(&self) {
        self.cut.send(false).unwrap();
    }
}

async fn pass_on(mut client: TcpStream, server: (String, u16)) {
    if let Ok(mut server) = TcpStream::connect(server).await {
        let _ = copy_bidirectional(&mut client, &mut server).await;
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}
