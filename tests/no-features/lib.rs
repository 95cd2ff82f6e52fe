//! Nothing: the test is the crate, since cargo unites the features of all crates of the other tests.
