//! The account's bundle: brings the pages of signing in to life, and the whole storefront for customers.

fn main() {
    app::hydrate_account();
}
