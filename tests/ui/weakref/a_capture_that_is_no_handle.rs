//! What stands in the brackets of `weak!` is a handle.

use weakgraph::weak;

fn main() {
    let name = String::from("x");
    let greet = weak!([name] || name.len());
    greet();
}
