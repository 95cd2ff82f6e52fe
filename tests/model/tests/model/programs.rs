//! Random programs, and those that the fuzzer has found worth keeping. What fails is written to
//! `proptest-regressions/` and tried first from then on; `MODEL_TRACE=1` prints the operations of a program.

use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use weakgraph_model::{exact, hostile, run};

/// How many programs of each kind: `MODEL_CASES` in the environment, for longer runs.
fn cases(usual: u32) -> ProptestConfig {
    let cases = std::env::var("MODEL_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(usual);
    let failure_persistence = Some(Box::new(FileFailurePersistence::WithSource("proptest-regressions")) as _);
    ProptestConfig { cases, failure_persistence, max_shrink_iters: 20_000, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn a_program_does_what_the_reference_does(program in vec(any::<u8>(), 0..300)) {
        exact::run(&program);
    }
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn a_program_with_sessions_does_what_the_reference_does(program in vec(any::<u8>(), 0..300)) {
        exact::run_in_sessions(&program);
    }
}

proptest! {
    #![proptest_config(cases(1600))]

    #[test]
    fn a_hostile_program_leaves_the_graph_whole(program in vec(any::<u8>(), 0..300)) {
        hostile::run(&program);
    }
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn a_hostile_program_with_sessions_leaves_the_graph_whole(program in vec(any::<u8>(), 0..300)) {
        hostile::run_in_sessions(&program);
    }
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn a_hostile_program_that_forgets_walks_leaves_the_graph_whole(program in vec(any::<u8>(), 0..300)) {
        hostile::run_forgetful(&program);
    }
}

#[test]
fn the_corpus_of_the_fuzzer_passes() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/programs");
    let mut programs = 0;
    for entry in std::fs::read_dir(&corpus).expect("the corpus is there") {
        let path = entry.expect("it can be read").path();
        run(&std::fs::read(&path).expect("it can be read"));
        programs += 1;
    }
    assert!(programs > 0, "no program in {}", corpus.display());
}
