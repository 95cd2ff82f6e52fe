#[test]
fn fail() {
    trybuild::TestCases::new().compile_fail("ui/*/*.rs");
}
