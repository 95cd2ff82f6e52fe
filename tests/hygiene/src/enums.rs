//! Enums, tuple structs, unit structs.

use ::std::string::String;
use ::wg::{Children, Graph, Parent, Strong};

/// Two variants with the same edges.
#[derive(Graph, ::core::prelude::v1::Debug)]
#[graph(crate = ::wg)]
pub enum Entry {
    /// With names.
    Folder {
        /// A plain field.
        name: String,
        #[allow(missing_docs, reason = "the accessor has docs")]
        #[weak]
        folder: Parent<Self>,
        /// What is inside.
        #[strong(item = entry)]
        entries: Children<Self>,
        /// Differs from the other variant, which an edge without an accessor may.
        #[strong]
        owner: ::std::option::Option<Strong<User>>,
    },
    /// Without.
    Link(
        #[allow(missing_docs, reason = "the accessor has docs")]
        #[weak(name = folder)]
        Parent<Self>,
        /// What is inside.
        #[strong(name = entries, item = entry)]
        Children<Self>,
    ),
}

/// A tuple struct.
#[derive(Graph, ::core::prelude::v1::Debug)]
#[graph(crate = ::wg, new)]
pub struct User(
    /// The name.
    pub String,
    #[strong] ::std::vec::Vec<Strong<Badge>>,
);

/// A unit struct.
#[derive(Graph, ::core::prelude::v1::Debug, ::core::prelude::v1::Clone, ::core::prelude::v1::Copy)]
#[graph(crate = ::wg, new)]
pub struct Badge;

/// Has no value.
#[derive(Graph, ::core::prelude::v1::Debug, ::core::prelude::v1::Clone, ::core::prelude::v1::Copy)]
#[graph(crate = ::wg)]
pub enum Never {}

#[::core::prelude::v1::test]
fn variants_hold_each_other() {
    use ::std::assert;
    use ::std::option::Option::Some;

    let badge = Badge::new();
    let ada = User::new(::std::convert::From::from("Ada"), ::std::convert::From::from([badge]));
    let top = Strong::new(Entry::Folder {
        name: ::std::convert::From::from("top"),
        folder: Parent::new(),
        entries: Children::new(),
        owner: Some(ada),
    });
    let link = top.add_entry(Entry::Link(Parent::new(), Children::new()));
    assert!(link.folder() == Some(::std::clone::Clone::clone(&top)) && top.entries().len() == 1);
    assert!(::wg::Tree::depth(&*link) == 1 && link.handle() == link);
    if let Entry::Folder { name, owner: Some(owner), .. } = &*top {
        assert!(name == "top" && owner.0 == "Ada" && owner.1.len() == 1);
    }
}
