//! Rebuilds when a locale changes: the texts are compiled in.

#[allow(clippy::print_stdout)]
fn main() {
    println!("cargo:rerun-if-changed=assets/locales");
}
