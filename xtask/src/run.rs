//! Starting other programs: a clean environment, one error text, and an end when the person presses Ctrl-C.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::environment;

static INTERRUPTED: AtomicBool = AtomicBool::new(false);
const POLL: Duration = Duration::from_millis(50);

/// Turns SIGINT, SIGTERM and SIGHUP into a mark, so that what was started is stopped and temporary folders are removed.
///
/// # Errors
/// When the system refuses the handler.
pub fn catch_interrupts() -> Result<()> {
    ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::SeqCst)).context("cannot watch for Ctrl-C")
}

/// Whether the person asked to stop.
pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// A command with closed input and without the variables that `cargo run` left behind.
pub fn command(program: impl AsRef<Path>) -> Command {
    let mut command = Command::new(program.as_ref());
    command.stdin(Stdio::null());
    for name in environment::set_by_cargo_run() {
        command.env_remove(name);
    }
    command
}

/// Finds a program in `PATH`.
pub fn find(program: &str) -> Option<PathBuf> {
    environment::path()
        .into_iter()
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// Runs a command to its end; its output goes to the terminal.
///
/// # Errors
/// When it cannot be started, fails, or the person presses Ctrl-C.
pub fn run(command: &mut Command) -> Result<()> {
    run_beside(command, || Ok(()))
}

/// As [`run`], and does something else again and again meanwhile.
///
/// # Errors
/// As [`run`], and those of what is done meanwhile.
pub fn run_beside(command: &mut Command, mut beside: impl FnMut() -> Result<()>) -> Result<()> {
    let name = describe(command);
    let mut child = command
        .spawn()
        .with_context(|| format!("cannot start `{name}`"))?;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if interrupted() {
            stop(&mut child, "TERM");
            bail!("stopped");
        }
        beside()?;
        sleep(POLL);
    };
    if !status.success() {
        bail!("`{name}` failed");
    }
    Ok(())
}

/// Runs a command to its end and returns what it wrote to standard output, trimmed.
///
/// # Errors
/// When it cannot be started or fails.
pub fn output(command: &mut Command) -> Result<String> {
    let name = describe(command);
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start `{name}`"))?;
    if !output.status.success() {
        bail!("`{name}` failed");
    }
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// Whether a command succeeds, silently and within a time limit.
pub fn succeeds(command: &mut Command, limit: Duration) -> bool {
    let Ok(mut child) = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn() else {
        return false;
    };
    matches!(wait(&mut child, Some(limit)), Ok(Some(status)) if status.success())
}

/// Asks a process to end (SIGTERM, or `signal`), and ends it after ten seconds.
pub fn stop(child: &mut Child, signal: &str) {
    let asked = Command::new("kill")
        .arg(format!("-{signal}"))
        .arg(child.id().to_string())
        .status();
    if asked.is_ok() {
        for _ in 0..200 {
            if !matches!(child.try_wait(), Ok(None)) {
                return;
            }
            sleep(POLL);
        }
    }
    // A process that has ended meanwhile is what we want.
    let _ = child.kill();
    let _ = child.wait();
}

/// Waits for a process: its status, or `None` when the limit passed and it was stopped.
fn wait(child: &mut Child, limit: Option<Duration>) -> Result<Option<ExitStatus>> {
    let mut waited = Duration::ZERO;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if interrupted() {
            stop(child, "TERM");
            bail!("stopped");
        }
        if limit.is_some_and(|limit| waited >= limit) {
            stop(child, "TERM");
            return Ok(None);
        }
        sleep(POLL);
        waited += POLL;
    }
}

/// The command as a person would type it.
fn describe(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or(command.get_program());
    std::iter::once(program)
        .chain(command.get_args())
        .map(|part| part.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}
