//! Tells the compiler where the built site lies: `PORTICO_SITE`, or `target/site` of the workspace.

use std::path::PathBuf;

#[expect(
    clippy::disallowed_methods,
    reason = "cargo tells a build script by the environment where things lie"
)]
fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-env-changed=PORTICO_SITE");
    let here = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let site = match std::env::var_os("PORTICO_SITE") {
        Some(site) => PathBuf::from(site),
        None => here.join("../target/site"),
    };
    // The folder must be there for the macro that lists it; a server without a built site says so when it starts.
    std::fs::create_dir_all(&site)?;
    println!("cargo::rerun-if-changed={}", site.display());
    println!("cargo::rustc-env=PORTICO_SITE={}", site.display());
    Ok(())
}
