//! Every input is a program, which the model test runs and checks: see `tests/model`.

#![no_main]

libfuzzer_sys::fuzz_target!(|program: &[u8]| weakgraph_model::run(program));
