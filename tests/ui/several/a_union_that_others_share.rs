//! The impls that stand in for those of a wrong item: everything about it compiles but itself.
use weakgraph::{Graph, Strong};

#[derive(Graph)]
union Wrong<'a, T: ?Sized, const N: usize>
where
    T: std::fmt::Debug,
{
    label: &'a T,
    slots: [u8; N],
}

#[derive(Graph)]
struct Right<'a, T: ?Sized + std::fmt::Debug> {
    #[strong]
    wrong: Strong<Wrong<'a, T, 3>>,
}

fn uses<'r, 'a, T: ?Sized + std::fmt::Debug>(right: &'r Right<'a, T>) -> &'r Strong<Wrong<'a, T, 3>> {
    right.wrong()
}

fn main() {}
