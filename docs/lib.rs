//! The guide, as doc tests: each Rust block of its pages is compiled and run.
//!
//! The recipes are not among them: `tests/recipes.rs` compares what they print, too.

#[cfg(doctest)]
macro_rules! pages {
    ($($page:ident = $path:literal,)*) => {
        $(#[doc = include_str!($path)] struct $page;)*
    };
}

#[cfg(doctest)]
pages! {
    Introduction = "src/introduction.md",
    GettingStarted = "src/getting-started.md",
    Edges = "src/edges.md",
    Walking = "src/walking.md",
    Dropping = "src/dropping.md",
    Weakref = "src/weakref.md",
    Reading = "src/reading.md",
    Copying = "src/copying.md",
    Limits = "src/limits.md",
    RcRefCell = "src/coming-from/rc-refcell.md",
    Rctree = "src/coming-from/rctree.md",
    Indextree = "src/coming-from/indextree.md",
    Ecs = "src/coming-from/ecs.md",
    HowItWorks = "src/how-it-works.md",
    HowFast = "src/how-fast.md",
    Stability = "src/stability.md",
}
