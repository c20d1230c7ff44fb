//! The program's commands.

use crate::{
    boot::{self, Wishes},
    config, services, telemetry,
};
use clap::{Args, Parser, Subcommand};
use domain::{
    staff::{Role, Roles},
    values::Email,
};
use std::path::PathBuf;
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::watch,
};

/// The front door of an online shop.
#[derive(Parser)]
#[command(name = "portico", version, about)]
pub struct Cli {
    /// Configuration file; `portico.toml` in this folder when there is one.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves the shop; migrates first unless told not to.
    Serve(Serve),
    /// Runs the migrations and stops.
    Migrate,
    /// People of the back office.
    #[command(subcommand)]
    Staff(Staff),
    /// The configuration.
    #[command(subcommand)]
    Config(ConfigCommand),
}

#[derive(Args)]
struct Serve {
    /// Sample data and a built-in mailbox at /demo/mailbox; for a public URL on this machine only.
    #[arg(long)]
    demo: bool,
    /// Leave the database as it is.
    #[arg(long)]
    no_migrate: bool,
}

#[derive(Subcommand)]
enum Staff {
    /// Invites a person and prints a one-time link.
    Create {
        /// Address of the person.
        #[arg(long)]
        email: String,
        /// Role, once or several times: operations, administrator, auditor.
        #[arg(long = "role", required = true)]
        roles: Vec<Role>,
        /// Prints a one-time link, which is the only way so far.
        #[arg(long)]
        link: bool,
    },
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// Names every fault with its file or variable and key.
    Check,
    /// Prints every key with its default and meaning.
    Reference,
}

/// Runs the command.
///
/// # Errors
/// What the person at the console should read.
#[expect(clippy::print_stdout, reason = "commands answer on the console")]
pub async fn run(cli: Cli) -> anyhow::Result<()> {
    let file = cli.config.as_deref();
    match cli.command {
        Command::Serve(Serve { demo, no_migrate }) => {
            let config = config::load(file)?;
            telemetry::init(&config.log);
            boot::serve(config, Wishes { demo, no_migrate }, stop_signal()?).await
        }
        Command::Migrate => {
            let database = boot::open_database(&config::load(file)?).await?;
            Ok(database.migrate().await?)
        }
        Command::Staff(Staff::Create {
            email,
            roles,
            link: _,
        }) => {
            let email = Email::parse(&email)?;
            let portico = boot::build(config::load(file)?, false).await?;
            let link = services::staff::invite(&portico, &email, &Roles::of(roles)).await?;
            println!("{link}");
            Ok(())
        }
        Command::Config(ConfigCommand::Check) => {
            println!("{}", config::check(file)?);
            Ok(())
        }
        Command::Config(ConfigCommand::Reference) => {
            print!("{}", config::reference());
            Ok(())
        }
    }
}

/// Turns true with the first SIGTERM or Ctrl-C.
fn stop_signal() -> anyhow::Result<watch::Receiver<bool>> {
    let (stop, stopped) = watch::channel(false);
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        let _ = stop.send(true);
    });
    Ok(stopped)
}
