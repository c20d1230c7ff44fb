//! Debian packages.

use std::time::Duration;

use anyhow::{Result, bail};

use crate::run::{command, find, output, run, succeeds};

const BRIEFLY: Duration = Duration::from_secs(20);

/// Whether a package is installed.
pub fn has(package: &str) -> bool {
    let mut query = command("dpkg-query");
    query
        .args(["--show", "--showformat=${db:Status-Status}", package])
        .stderr(std::process::Stdio::null());
    query.output().is_ok_and(|output| output.stdout == b"installed")
}

/// Installs those of the packages that are missing.
///
/// # Errors
/// Without apt or the right to use it, with the command that a person has to run; and when apt fails.
pub fn install(packages: &[&str]) -> Result<()> {
    let missing: Vec<&str> = packages.iter().copied().filter(|package| !has(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    if find("apt-get").is_none() {
        bail!(
            "missing: {list} (names of Debian's packages); install them with your system's package manager"
        );
    }
    let root = output(command("id").arg("-u"))? == "0";
    let sudo = || find("sudo").is_some() && succeeds(command("sudo").args(["-n", "true"]), BRIEFLY);
    if !root && !sudo() {
        bail!("missing: {list}. Please run: sudo apt-get install {list}");
    }
    println!("  installing {list}");
    let known = |package: &&str| succeeds(command("apt-cache").args(["show", package]), BRIEFLY);
    let fresh = !missing.iter().all(known);
    if fresh {
        run(apt(root).arg("update"))?;
    }
    let install = || {
        run(apt(root)
            .args(["install", "--yes", "--no-install-recommends"])
            .args(&missing))
    };
    match install() {
        // A list that is out of date names files that are gone.
        Err(_) if !fresh => run(apt(root).arg("update")).and_then(|()| install()),
        outcome => outcome,
    }
}

fn apt(root: bool) -> std::process::Command {
    let mut apt = command(if root { "env" } else { "sudo" });
    if !root {
        apt.args(["-n", "env"]);
    }
    apt.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet", "--quiet"]);
    apt
}
