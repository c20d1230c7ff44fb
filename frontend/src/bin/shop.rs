//! The shop's bundle: brings the offers and the shop's texts to life.

fn main() {
    app::hydrate_shop();
}
