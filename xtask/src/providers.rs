//! The two sample providers, so that a sign-in elsewhere can be tried without an account anywhere.

use std::process::Child;

use anyhow::{Context, Result};

use crate::project::Project;
use crate::run::{command, stop};
use crate::tools;

/// A sample provider and where the demonstration expects it.
pub struct Sample {
    /// As people read it.
    pub name: &'static str,
    /// Its part of Portico's paths.
    pub slug: &'static str,
    /// On 127.0.0.1, while the shop is on localhost.
    pub port: u16,
}

/// The providers that `portico serve --demo` knows.
pub const SAMPLES: [Sample; 2] = [
    Sample {
        name: "Harbour ID",
        slug: "harbour",
        port: 4001,
    },
    Sample {
        name: "Northwind Works",
        slug: "northwind",
        port: 4002,
    },
];

/// Running programs that stop when this is dropped.
#[derive(Default)]
pub struct Running(pub Vec<(String, Child)>);

impl Running {
    /// The name of a program that has ended by itself.
    pub fn ended(&mut self) -> Option<&str> {
        let ended = self
            .0
            .iter_mut()
            .find_map(|(name, child)| match child.try_wait() {
                Ok(None) => None,
                _ => Some(&*name),
            });
        ended.map(String::as_str)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        for (_, child) in self.0.iter_mut().rev() {
            stop(child, "TERM");
        }
    }
}

/// Starts both providers for a shop at `public_url`.
///
/// # Errors
/// When Node or the npm modules are missing.
pub fn start(project: &Project, public_url: &str, running: &mut Running) -> Result<()> {
    for sample in &SAMPLES {
        let back = format!("{public_url}/providers/{}", sample.slug);
        let child = command(tools::node()?)
            .arg(project.root.join("end2end/providers/provider.mjs"))
            .args([
                "--name",
                sample.name,
                "--slug",
                sample.slug,
                "--port",
                &sample.port.to_string(),
            ])
            .args([
                "--redirect",
                &format!("{back}/callback"),
                "--post-logout",
                &format!("{back}/logged-out"),
            ])
            .spawn()
            .with_context(|| format!("cannot start {}", sample.name))?;
        running.0.push((sample.name.to_owned(), child));
    }
    Ok(())
}
