//! The weight of a shopper's first page.

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::project::Project;
use crate::run::{command, output};
use crate::tools;

/// Bytes of styles, JavaScript and WebAssembly, compressed: 250 kB less 10 kB for the page itself.
const SHOP_LIMIT: u64 = 240_000;

/// Prints what the first page of each bundle costs.
///
/// # Errors
/// When the shop's is above its limit, or the site is not built.
pub fn check(project: &Project) -> Result<()> {
    let shop = first_page(project, "shop")?;
    println!(
        "  shop {} of {}, account {}, office {}",
        kilobytes(shop),
        kilobytes(SHOP_LIMIT),
        kilobytes(first_page(project, "account")?),
        kilobytes(first_page(project, "office")?)
    );
    if shop > SHOP_LIMIT {
        bail!(
            "the shop's first page weighs {}, allowed are {}",
            kilobytes(shop),
            kilobytes(SHOP_LIMIT)
        );
    }
    Ok(())
}

/// Compressed bytes of styles, JavaScript and WebAssembly of one bundle.
fn first_page(project: &Project, bundle: &str) -> Result<u64> {
    let site = project.site();
    let names = format!(
        "const m = JSON.parse(require('fs').readFileSync('manifest.json')); \
         console.log(m.css + '\\n' + m.{bundle}_js + '\\n' + m.{bundle}_wasm)"
    );
    let names = output(
        command(tools::node()?)
            .current_dir(&site)
            .args(["--eval", &names]),
    )?;
    names
        .lines()
        .map(|name| size(&site.join(format!("{name}.br"))))
        .sum()
}

fn size(file: &Path) -> Result<u64> {
    Ok(std::fs::metadata(file)
        .with_context(|| file.display().to_string())?
        .len())
}

fn kilobytes(bytes: u64) -> String {
    format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::kilobytes;

    #[test]
    fn a_kilobyte_is_a_thousand_bytes() {
        assert_eq!(kilobytes(131_950), "131.9 kB");
    }
}
