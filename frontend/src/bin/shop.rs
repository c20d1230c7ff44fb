//! The shop's bundle: brings the storefront and the account pages to life.

fn main() {
    app::hydrate_shop();
}
