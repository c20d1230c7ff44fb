//! A new migration is embedded by the next build: `sqlx::migrate!` alone does not notice a new file.

fn main() {
    println!("cargo::rerun-if-changed=migrations");
}
