//! The program's commands.

mod apply;
mod clients;
mod doctor;
mod keys;
mod passwords;

use crate::{
    boot::{self, Wishes},
    config::{self, Config},
    demo::partner::Port,
    doctor::Level,
    services::{Trouble, second_factor, staff},
    state::Portico,
    telemetry,
};
use anyhow::{Context, anyhow, ensure};
use app::api::ApiError;
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
    /// Brings settings, roles, providers and clients into the state that a file describes; what it does not name stays.
    Apply(apply::Apply),
    /// Looks at everything that the shop rests on and says what is wrong; changes nothing.
    Doctor,
    /// People of the back office.
    #[command(subcommand)]
    Staff(Staff),
    /// Applications that register themselves.
    #[command(subcommand)]
    Clients(clients::Clients),
    /// Keys that sign what applications get, and keys that secrets at rest are encrypted with.
    #[command(subcommand)]
    Keys(keys::Keys),
    /// Passwords that nobody may choose.
    #[command(subcommand)]
    Passwords(passwords::Passwords),
    /// The configuration.
    #[command(subcommand)]
    Config(ConfigCommand),
}

#[derive(Args)]
struct Serve {
    /// Sample data, a built-in mailbox at /demo/mailbox, and a second Portico, "Partner ID", that signs people in; for a
    /// public URL on this machine only.
    #[arg(long)]
    demo: bool,
    /// Port of Partner ID, or `off` [default: the one after the shop's].
    #[arg(long, value_name = "PORT", requires = "demo")]
    partner: Option<Port>,
    /// Leave the database as it is.
    #[arg(long)]
    no_migrate: bool,
}

impl From<Serve> for Wishes {
    fn from(wanted: Serve) -> Self {
        let Serve {
            demo,
            partner,
            no_migrate,
        } = wanted;
        Self {
            demo,
            partner: partner.unwrap_or_default(),
            no_migrate,
        }
    }
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
        /// Asks for the one-time link by name; it is printed without this, too.
        #[arg(long)]
        link: bool,
    },
    /// Takes a person's second factor away, who lost phone and recovery codes; a mail tells them.
    ResetFactor {
        /// Address of the person.
        #[arg(long)]
        email: String,
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
        Command::Serve(wanted) => {
            let config = config::load(file)?;
            telemetry::init(&config.log);
            boot::serve(config, wanted.into(), stop_signal()?).await
        }
        Command::Migrate => {
            let database = boot::open_database(&config::load(file)?).await?;
            Ok(database.migrate().await?)
        }
        Command::Apply(wanted) => {
            let config = config::load(file)?;
            telemetry::init(&config.log);
            for line in apply::run(config, &wanted).await? {
                println!("{line}");
            }
            Ok(())
        }
        Command::Doctor => {
            let report = doctor::run(file).await;
            println!("{report}");
            ensure!(report.count(Level::Fault) == 0, "not everything works");
            Ok(())
        }
        Command::Staff(Staff::Create {
            email,
            roles,
            link: _,
        }) => {
            let config = config::load(file)?;
            telemetry::init(&config.log);
            println!("{}", invite(config, &email, roles).await?);
            Ok(())
        }
        Command::Staff(Staff::ResetFactor { email }) => {
            let config = config::load(file)?;
            telemetry::init(&config.log);
            println!("{}", reset_factor(config, &email).await?);
            Ok(())
        }
        Command::Clients(command) => {
            let config = config::load(file)?;
            telemetry::init(&config.log);
            println!("{}", clients::run(config, &command).await?);
            Ok(())
        }
        Command::Keys(command) => {
            let config = config::load(file)?;
            telemetry::init(&config.log);
            let told = keys::run(config, &command).await?;
            println!("{}", told.text);
            ensure!(told.whole, "the present key does not open everything");
            Ok(())
        }
        Command::Passwords(command) => {
            println!("{}", passwords::run(&command)?);
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

/// The one-time link with which the owner of the address becomes a member of staff.
///
/// # Errors
/// No address, a member of staff who has it already, a database that is away or lacks migrations: a sentence each.
async fn invite(config: Config, email: &str, roles: Vec<Role>) -> anyhow::Result<String> {
    let (portico, email) = with_database(config, email).await?;
    staff::invite(&portico, &email, &Roles::of(roles))
        .await
        .map_err(|trouble| anyhow!(no_link(trouble, &email)))
}

/// The running parts with a database that is up to date, and the address that was typed.
async fn with_database(config: Config, email: &str) -> anyhow::Result<(Portico, Email)> {
    let email = Email::parse(email).map_err(|_| anyhow!("--email {email:?} is not an e-mail address"))?;
    Ok((open(config).await?, email))
}

/// The running parts with a database that is up to date.
///
/// # Errors
/// A database that is away or lacks migrations: a sentence each.
async fn open(config: Config) -> anyhow::Result<Portico> {
    let portico = boot::build(config, false).await?;
    let migrated = portico.database.migrated().await;
    let migrated = migrated.context("the database does not answer")?;
    ensure!(
        migrated,
        "the database is not up to date: run `portico migrate` first"
    );
    Ok(portico)
}

/// Takes the second factor of the address' owner away, and says so.
///
/// # Errors
/// As [`invite`], and when nobody of the staff has the address.
async fn reset_factor(config: Config, email: &str) -> anyhow::Result<String> {
    let (portico, email) = with_database(config, email).await?;
    match second_factor::reset_staff(&portico, &email).await {
        Ok(true) => Ok(format!(
            "the second factor of {email} is taken away, and the password may be tried again; a mail tells them"
        )),
        Ok(false) => Ok(format!(
            "{email} has no second factor; the password may be tried again"
        )),
        Err(Trouble(ApiError::NotFound)) => Err(anyhow!("{email} belongs to no member of staff")),
        Err(Trouble(_)) => Err(anyhow!(
            "the second factor could not be taken away; the log says why"
        )),
    }
}

/// Why an invitation came to nothing, for the person at the console.
fn no_link(Trouble(error): Trouble, email: &Email) -> String {
    match error {
        ApiError::Conflict => format!("{email} belongs to a member of staff already; nothing was changed"),
        ApiError::Unavailable | ApiError::Busy => {
            "the database does not answer; nothing was changed, so please try again later".to_owned()
        }
        ApiError::Malformed => "somebody without a role may do nothing: name one with --role".to_owned(),
        ApiError::TooManyRequests
        | ApiError::NotFound
        | ApiError::SignInNeeded
        | ApiError::Forbidden
        | ApiError::TermsDue
        | ApiError::Internal => "the link could not be made; the log says why".to_owned(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_commands_are_in_order() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_console_gets_sentences() {
        let email = Email::parse("olga@tidewater.example").unwrap();
        let sentence = |error| no_link(Trouble(error), &email);
        assert!(sentence(ApiError::Conflict).starts_with("olga@tidewater.example belongs to"));
        assert!(sentence(ApiError::Unavailable).starts_with("the database does not answer"));
        for error in [ApiError::Malformed, ApiError::Internal] {
            assert_ne!(sentence(error), error.to_string());
        }
    }
}
