//! The office's bundle: brings the back office to life. A shopper never downloads it.

fn main() {
    app::hydrate_office();
}
