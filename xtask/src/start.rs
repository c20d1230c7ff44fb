//! `cargo xtask start`: the sample shop, from a fresh clone.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::Child;
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::end2end;
use crate::lease::Lease;
use crate::project::Project;
use crate::run::{command, interrupted, stop};
use crate::steps::Steps;

const PORT: u16 = 3000;
const PUBLIC_URL: &str = "http://localhost:3000";
/// The second Portico, in the same program, through which people sign in to the first.
const PARTNER: (&str, u16) = ("Partner ID", 3001);
const BRIEFLY: Duration = Duration::from_millis(300);

/// The program, which stops when this is dropped.
struct Running(Child);

impl Running {
    /// Fails once it has ended by itself.
    fn check(&mut self) -> Result<()> {
        match self.0.try_wait() {
            Ok(None) => Ok(()),
            _ => bail!("portico ended"),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        stop(&mut self.0, "TERM");
    }
}

/// Builds everything, starts the server with its partner, gives the build folder back, and waits for Ctrl-C.
///
/// # Errors
/// When a port is taken, the build fails, or the program ends by itself.
pub fn start(project: &Project, steps: &mut Steps, fresh: bool, lease: Lease) -> Result<()> {
    let wanted = [("Portico", PORT), PARTNER];
    if let Some((name, port)) = wanted.into_iter().find(|(_, port)| connect(*port).is_some()) {
        bail!("port {port}, which {name} needs, is taken: does another `cargo xtask start` run?");
    }
    end2end::build(project, steps)?;
    let demo = project.root.join("target/demo");
    if fresh && demo.exists() {
        std::fs::remove_dir_all(&demo)?;
    }
    std::fs::create_dir_all(&demo)?;

    let mut running = steps.run("start", || {
        let portico = command(project.program())
            .current_dir(&project.root)
            .args(["serve", "--demo"])
            .env("PORTICO_DATABASE__URL", "sqlite://target/demo/portico.db")
            .env("PORTICO_SECRETS__KEY_FILE", "target/demo/portico.key")
            .env("PORTICO_SERVER__PUBLIC_URL", PUBLIC_URL)
            .spawn()?;
        let mut running = Running(portico);
        wait(&mut running, PORT, "/readyz")?;
        Ok(running)
    })?;
    // What runs is in memory: another clone may build.
    drop(lease);
    steps.print_summary();
    steps.forget();
    print_addresses();
    while !interrupted() {
        running.check()?;
        sleep(BRIEFLY);
    }
    println!("\n  stopping");
    Ok(())
}

fn print_addresses() {
    println!("\n  shop            {PUBLIC_URL}");
    println!("  back office     {PUBLIC_URL}/office");
    println!("  mailbox         {PUBLIC_URL}/demo/mailbox");
    let (name, port) = PARTNER;
    println!("  {name:15} http://127.0.0.1:{port} (its people are listed above)");
    println!(
        "\n  Data is kept in target/demo; `cargo xtask start --fresh` begins anew. Ctrl-C stops everything."
    );
}

/// Waits until a path answers 200.
fn wait(running: &mut Running, port: u16, path: &str) -> Result<()> {
    for _ in 0..200 {
        if answers(port, path).unwrap_or(false) {
            return Ok(());
        }
        running.check()?;
        if interrupted() {
            bail!("stopped");
        }
        sleep(BRIEFLY);
    }
    bail!("nothing answers at http://127.0.0.1:{port}{path}")
}

fn answers(port: u16, path: &str) -> Option<bool> {
    let mut stream = connect(port)?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    write!(stream, "GET {path} HTTP/1.0\r\nHost: localhost:{port}\r\n\r\n").ok()?;
    let mut status = [0; 12];
    stream.read_exact(&mut status).ok()?;
    Some(status.ends_with(b" 200"))
}

fn connect(port: u16) -> Option<TcpStream> {
    TcpStream::connect_timeout(&SocketAddr::from(([127, 0, 0, 1], port)), BRIEFLY).ok()
}
