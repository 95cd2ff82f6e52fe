//! The tour of weak references, with its sessions of the feature `leak`.

#[path = "../../examples/weakref_tour/main.rs"]
#[allow(dead_code, reason = "its `main` is not called")]
mod weakref_tour;

#[test]
fn the_tour_of_leaks_prints_what_it_says() {
    let expected = concat!(
        include_str!("../../examples/weakref_tour/output.txt"),
        include_str!("../../examples/weakref_tour/leaks.txt")
    );
    let text = weakref_tour::tour().text();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let own = text.strip_prefix(include_str!("../../examples/weakref_tour/output.txt")).unwrap();
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/weakref_tour/leaks.txt"), own).unwrap();
        return;
    }
    assert_eq!(text, expected);
}
