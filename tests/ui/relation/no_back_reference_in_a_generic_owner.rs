use std::fmt::Debug;
use weakgraph::{Children, Graph};

#[derive(Graph)]
struct Folder<'a, T: ?Sized, const N: usize>
where
    T: Debug,
{
    label: &'a T,
    slots: [u8; N],
    #[strong]
    files: Children<File>,
}

#[derive(Graph)]
struct File;

fn main() {}
