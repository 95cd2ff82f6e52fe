//! Two owners, in two relations.

use super::prelude::*;

/// The relation of a [`Person`] to its mother.
#[derive(Debug)]
pub struct Mother;
/// The relation of a [`Person`] to its father.
#[derive(Debug)]
pub struct Father;

node! {
    /// Two owners, in two relations, of which one has a hook.
    #[derive(Serialize, Deserialize)]
    #[graph(on_drop = Person::on_drop, clone, eq, hash, serde(outside = null))]
    Person {
        #[weak(on_drop = Person::orphaned)]
        mother: Parent<Person, Mother>,
        #[weak]
        father: Parent<Person, Father>,
        #[strong(item = of_mother)]
        of_mother: Children<Person, Mother>,
        #[strong(item = of_father)]
        of_father: Children<Person, Father>,
        #[weak]
        cell: WeakCell<Person>,
        #[weak(on_drop = Person::link_lost, item = list)]
        list: WeakList<Person>,
    }
}

hooks!(Person: on_drop => Hook, orphaned => Orphan, link_lost => LinkLost);
drops!(Person);

kind! {
    Person = Person {
        far: Person,
        spec: Spec {
            edges: &[Edge::many(Kind::Person, 0), Edge::many(Kind::Person, 1)],
            parents: &[true, false],
            hooked: true,
            drops: true,
            cell: Some(false),
            list: Some(true),
        },
        edges(n): [&n.of_mother, &n.of_father],
        parents(n): [n.mother(), n.detach_from_mother(); n.father(), n.detach_from_father()],
        this(n): Some(n.handle()),
        cell(n): &n.cell, list(n): &n.list,
        gut(me, new, mask): swap!(me, new, mask: of_mother of_father mother father cell list),
        also: [tree_in, read, value, record],
        relations: [Mother, Father],
    }
}
