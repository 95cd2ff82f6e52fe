//! Pictures of a graph: as text, for Graphviz, and as SVG (feature `svg`).
//!
//! Each function takes a [`Snapshot`](crate::Snapshot) of the graph below a root at once, and draws it when it is
//! printed. A node's label is set by `#[graph(label)]` on a field, or by `#[graph(label = path)]` on the type.
//! Otherwise it is the name of the type. `Debug` is not needed.
//!
//! ```
//! use weakgraph::{Children, Graph, Parent, Strong, WeakCell, show};
//!
//! #[derive(Graph, Default)]
//! struct Person {
//!     #[graph(label)] name: &'static str,
//!     #[weak] boss: Parent<Person>,
//!     #[strong] reports: Children<Person>,
//!     #[weak] mentor: WeakCell<Person>,
//! }
//!
//! let person = |name| Strong::new(Person { name, ..Person::default() });
//! let ada = person("Ada");
//! let bob = ada.add_report(person("Bob"));
//! let eve = bob.add_report(person("Eve"));
//! ada.add_report(person("Max"));
//! eve.set_mentor(&ada);
//! assert_eq!(
//!     show::text(&ada).to_string(),
//!     "\
//! Ada
//! ├── Bob
//! │   └── Eve  ⇢ mentor: Ada
//! └── Max
//! "
//! );
//! ```

mod dot;
mod labels;
mod pick;
#[cfg(feature = "svg")]
mod svg;
mod text;

pub use dot::{Dot, dot};
#[cfg(feature = "svg")]
pub use svg::{Svg, svg};
pub use text::{Text, text};
