//! Types that are subtypes of each other: a handle, or a reference, may show a node by another type than the one that
//! it was made by. Whatever is asked of the node then, the answer is that of its real place in the graph.

#![allow(coherence_leak_check, reason = "the types that it warns about are what this is about")]

use std::marker::PhantomData;

use weakgraph::{Child, Children, Graph, Parent, ParentOf, Strong, Tree as _, Weak, WeakList};

/// A subtype of [`Narrow`]; a type of its own to traits.
type Wide = for<'a> fn(&'a ());
type Narrow = fn(&'static ());

#[derive(Graph)]
#[graph(on_drop = Kid::<T>::dropped)]
struct Kid<T>
where
    Own: ParentOf<Kid<T>, ()>,
{
    #[weak]
    parent: Parent<Own>,
    name: String,
    of: PhantomData<T>,
}

impl<T> Kid<T>
where
    Own: ParentOf<Kid<T>, ()>,
{
    fn new(name: &str) -> Strong<Kid<T>> {
        Strong::new(Kid { parent: Parent::new(), name: name.into(), of: PhantomData })
    }

    fn dropped(&self) {
        assert!(!self.name.is_empty());
    }
}

#[derive(Graph, Default)]
struct Own {
    #[strong]
    first: Child<Kid<Wide>>,
    #[strong(item = a)]
    a: Children<Kid<Wide>>,
    #[strong(item = b)]
    b: Children<Kid<Narrow>>,
    #[strong]
    second: Child<Kid<Narrow>>,
}

fn names<'k, T: 'k>(list: impl IntoIterator<Item = Strong<Kid<T>>>) -> Vec<String>
where
    Own: ParentOf<Kid<T>, ()>,
{
    list.into_iter().map(|kid| kid.name.clone()).collect()
}

#[test]
fn a_child_is_in_the_one_list_that_it_was_put_into_whatever_type_shows_it() {
    let own = Strong::new(Own::default());
    own.b().append(Kid::<Narrow>::new("narrow")).unwrap();
    let wide = Kid::<Wide>::new("wide");
    own.a().append(&wide).unwrap();

    let narrow: Strong<Kid<Narrow>> = wide;
    assert!(!own.b().contains(&narrow));
    assert_eq!(own.b().index_of(&narrow), None);
    assert!(!own.b().remove(&narrow));
    drop(narrow);
    assert_eq!(names(own.a()), ["wide"]);
    assert_eq!(own.a().first().unwrap().name, "wide");
    assert_eq!(names(own.b()), ["narrow"]);
}

#[test]
fn a_child_moves_between_lists_by_the_other_type() {
    let own = Strong::new(Own::default());
    let first = own.set_first(Kid::<Wide>::new("first"));
    let kids: Vec<_> =
        ["x", "y", "z"].into_iter().map(|name| own.a().append(Kid::<Wide>::new(name)).unwrap()).collect();

    let y: Strong<Kid<Narrow>> = kids[1].clone();
    own.b().append(&y).unwrap();
    assert_eq!((names(own.a()), names(own.b())), (vec!["x".into(), "z".into()], vec!["y".to_owned()]));
    let z: Strong<Kid<Narrow>> = kids[2].clone();
    own.b().insert_before(&y, &z).unwrap();
    assert_eq!((names(own.a()), names(own.b())), (vec!["x".to_owned()], vec!["z".into(), "y".into()]));
    let first: Strong<Kid<Narrow>> = first;
    own.set_second(&first);
    assert!(own.first().is_none() && own.second() == Some(first.clone()));
    own.b().replace(&y, &first).unwrap();
    assert!(own.second().is_none() && y.parent().is_none());
    assert_eq!(names(own.b()), ["z", "first"]);
    assert_eq!((own.a().len(), own.b().len()), (1, 2));
}

#[test]
fn a_reference_of_the_other_type_knows_the_same_node() {
    let own = Strong::new(Own::default());
    let kids: Vec<_> =
        ["x", "y", "z"].into_iter().map(|name| own.a().append(Kid::<Wide>::new(name)).unwrap()).collect();
    own.b().append(Kid::<Narrow>::new("narrow")).unwrap();

    let y: &Kid<Narrow> = &kids[1];
    let handle: Strong<Kid<Narrow>> = y.handle();
    assert_eq!(Strong::as_ptr(&handle).addr(), Strong::as_ptr(&kids[1]).addr());
    assert!(y.parent() == Some(own.clone()));
    drop(y.detach_from_parent());
    assert_eq!((names(own.a()), names(own.b())), (vec!["x".into(), "z".into()], vec!["narrow".to_owned()]));
    own.b().prepend(&handle).unwrap();
    drop(own);
    assert!(y.parent().is_none() && kids[0].parent().is_none());
}

#[test]
fn weak_links_sort_and_splice_by_the_other_type() {
    #[derive(Graph, Default)]
    struct Fans {
        #[weak]
        fans: WeakList<Kid<Narrow>>,
    }
    let fans = Strong::new(Fans::default());
    let own = Strong::new(Own::default());
    for name in ["c", "a", "b"] {
        let kid = own.b().append(Kid::<Wide>::new(name) as Strong<Kid<Narrow>>).unwrap();
        fans.add_fan(&kid);
    }
    own.b().sort_by_key(|kid| kid.name.clone());
    assert_eq!(names(own.b()), ["a", "b", "c"]);
    let weak: Weak<Kid<Narrow>> = Strong::downgrade(&Kid::<Wide>::new("gone"));
    assert!(weak.upgrade().is_none());
    let out: Vec<_> =
        own.b().splice(1..2, [Kid::<Wide>::new("d") as Strong<Kid<Narrow>>]).unwrap().into_iter().collect();
    assert_eq!(names(out), ["b"]);
    assert_eq!(
        (names(own.b()), names(fans.fans())),
        (vec!["a".into(), "d".into(), "c".into()], vec!["c".to_owned(), "a".into()])
    );
}

/// The node is made by the one type, and everything that the graph does with it goes by the other.
#[test]
fn lifetimes_shrink_without_another_place() {
    #[derive(Graph)]
    struct Text<'t> {
        text: &'t str,
        #[weak]
        parent: Parent<Text<'t>>,
        #[strong]
        texts: Children<Text<'t>>,
    }
    let owned = String::from("inner");
    let root = Strong::new(Text { text: "root", parent: Parent::new(), texts: Children::new() });
    let inner = root.add_text(Text { text: &owned, parent: Parent::new(), texts: Children::new() });
    assert_eq!(root.descendants().map(|text| text.text).collect::<Vec<_>>(), ["inner"]);
    drop(root);
    assert!(inner.parent().is_none());
}

/// As [`Wide`] and [`Narrow`], by a trait object.
#[test]
fn trait_objects_of_higher_rank_do_the_same() {
    type WideBox = PhantomData<dyn for<'a> Fn(&'a ())>;
    type NarrowBox = PhantomData<dyn Fn(&'static ())>;

    #[derive(Graph)]
    struct Leaf<T: 'static>
    where
        Two: ParentOf<Leaf<T>, Side>,
    {
        #[weak]
        two: Parent<Two, Side>,
        of: PhantomData<T>,
    }
    struct Side;
    #[derive(Graph, Default)]
    struct Two {
        #[strong(item = a)]
        a: Children<Leaf<Box<WideBox>>, Side>,
        #[strong(item = b)]
        b: Children<Leaf<Box<NarrowBox>>, Side>,
    }
    let two = Strong::new(Two::default());
    let wide = two.a().append(Leaf::<Box<WideBox>> { two: Parent::new(), of: PhantomData }).unwrap();
    two.b().append(Leaf::<Box<NarrowBox>> { two: Parent::new(), of: PhantomData }).unwrap();
    let narrow: Strong<Leaf<Box<NarrowBox>>> = wide;
    assert!(!two.b().remove(&narrow) && !two.b().contains(&narrow));
    assert!(two.a().len() == 1 && two.b().len() == 1);
    assert_eq!(narrow.of, PhantomData);
}

/// A relation, and a child type, by other names.
#[test]
fn a_relation_by_an_alias_is_the_same_relation() {
    type Unit = ();
    type Narrowed = Named<Narrow>;

    #[derive(Graph)]
    struct Named<T>
    where
        Two: ParentOf<Named<T>, ()>,
    {
        #[weak]
        two: Parent<Two>,
        name: String,
        of: PhantomData<T>,
    }
    #[derive(Graph, Default)]
    struct Two {
        #[strong(item = wide)]
        a: Children<Named<Wide>>,
        #[strong(item = narrow)]
        b: Children<Narrowed, Unit>,
    }
    let two = Strong::new(Two::default());
    let wide = two.a().append(Named::<Wide> { two: Parent::new(), name: "wide".into(), of: PhantomData }).unwrap();
    two.b().append(Named::<Narrow> { two: Parent::new(), name: "narrow".into(), of: PhantomData }).unwrap();
    let narrow: Strong<Named<Narrow>> = wide;
    assert!(!two.b().remove(&narrow) && !two.b().contains(&narrow));
    drop(narrow);
    assert_eq!(two.a().first().unwrap().name, "wide");
    assert_eq!(two.b().first().unwrap().name, "narrow");
}

mod copies {
    use std::cell::Cell;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use weakgraph::{Children, Graph, Parent, ParentOf, Strong, WeakCell, deep_clone, read};

    type Any = for<'a> fn(&'a str);
    type Long = fn(&'static str);

    thread_local!(static KEPT: Cell<&'static str> = const { Cell::new("") });

    fn keep(text: &'static str) {
        KEPT.set(text);
    }

    fn ignore(_: &str) {}

    /// Cloned by what it is used as: what is made so for the one type may not be what the other promises.
    struct Data<T>(T);

    impl Clone for Data<Any> {
        fn clone(&self) -> Self {
            Data(ignore)
        }
    }

    impl Clone for Data<Long> {
        fn clone(&self) -> Self {
            Data(keep)
        }
    }

    #[derive(Graph)]
    #[graph(clone)]
    struct Node<T: 'static> {
        data: Data<T>,
        #[weak]
        link: WeakCell<Node<Any>>,
    }

    fn refused<T>(copy: impl FnOnce() -> T) {
        let Err(panic) = catch_unwind(AssertUnwindSafe(copy)) else { panic!("it was copied") };
        let said = panic.downcast_ref::<String>().unwrap();
        assert!(said.starts_with("cannot copy a `"), "{said}");
        assert!(KEPT.get().is_empty());
    }

    #[test]
    fn a_node_is_copied_as_the_type_that_it_was_made_as_and_as_no_other() {
        let node: Strong<Node<Any>> = Strong::new(Node { data: Data(ignore), link: WeakCell::new() });
        node.set_link(&node);
        let copy = deep_clone(&node);
        assert!(copy.link().unwrap() == copy && copy != node);
        (copy.data.0)(&String::from("short"));

        let wider: Strong<Node<Long>> = node.clone();
        refused(|| deep_clone(&wider));
        let reference: &Node<Long> = &node;
        refused(|| deep_clone(&reference.handle()));
        let session = read();
        let reference: weakgraph::NodeRef<'_, Node<Long>> = session.node(&node);
        refused(|| deep_clone(&reference.to_strong().unwrap()));
        drop(session);
        assert_eq!((Strong::strong_count(&node), Strong::weak_count(&node)), (2, 1));

        // One that was made as the wider type is copied as that.
        let long: Strong<Node<Long>> = Strong::new(Node { data: Data(keep), link: WeakCell::new() });
        long.set_link(&node);
        let copy = deep_clone(&long);
        assert!(copy.link().unwrap() == node);
        (copy.data.0)("static");
        assert_eq!(KEPT.take(), "static");
    }

    struct One;
    struct Other;

    #[derive(Graph, Default)]
    #[graph(clone)]
    struct Own {
        #[strong]
        longs: Children<Kid<Long>, One>,
        #[strong]
        anys: Children<Kid<Any>, Other>,
        #[strong]
        long_others: Children<Kid<Long>, Other>,
        #[strong]
        any_ones: Children<Kid<Any>, One>,
    }

    #[derive(Graph)]
    #[graph(clone)]
    struct Kid<T>
    where
        Own: ParentOf<Kid<T>, One> + ParentOf<Kid<T>, Other>,
    {
        data: Data<T>,
        #[weak]
        one: Parent<Own, One>,
        #[weak]
        other: Parent<Own, Other>,
    }

    #[test]
    fn a_child_of_two_edges_is_not_copied_as_the_type_of_the_first() {
        let own = Strong::new(Own::default());
        let kid: Strong<Kid<Any>> = Strong::new(Kid { data: Data(ignore), one: Parent::new(), other: Parent::new() });
        own.anys().append(&kid).unwrap();
        let copy = deep_clone(&own);
        assert_eq!(copy.anys().len(), 1);
        let wider: Strong<Kid<Long>> = kid.clone();
        own.longs().append(wider).unwrap();
        refused(|| deep_clone(&own));
        assert!(own.longs().len() == 1 && own.anys().len() == 1);
        (kid.data.0)("static");
    }

    /// A link whose type is a parameter is led to the copy where that can be copied, and stays with the original
    /// elsewhere.
    #[test]
    fn a_link_to_what_can_be_copied_leads_to_the_copy() {
        #[derive(Graph)]
        #[graph(clone)]
        struct Can {
            #[weak]
            holder: Parent<Holder>,
            #[weak]
            same: WeakCell<Can>,
        }
        #[derive(Graph, Default)]
        #[graph(clone)]
        struct Holder {
            #[strong]
            children: Children<Can>,
            #[weak]
            far: WeakCell<Far>,
        }
        #[derive(Graph)]
        struct Far;

        let (holder, far) = (Strong::<Holder>::default(), Strong::new(Far));
        let child = holder.add_child(Can { holder: Parent::new(), same: WeakCell::new() });
        child.set_same(&child);
        holder.set_far(&far);
        let copy = deep_clone(&holder);
        let copied = copy.children().first().unwrap();
        assert!(copied.same() == Some(copied.clone()) && copied != child);
        assert!(copy.far() == Some(far));
    }

    #[test]
    fn lifetimes_do_not_make_another_type() {
        #[derive(Graph)]
        #[graph(clone)]
        struct Text<'t> {
            text: &'t str,
            #[weak]
            link: WeakCell<Text<'static>>,
        }
        fn copied<'t>(text: &Strong<Text<'t>>, _: &'t str) -> Strong<Text<'t>> {
            deep_clone(text)
        }
        let text: Strong<Text<'static>> = Strong::new(Text { text: "static", link: WeakCell::new() });
        let short = String::from("short");
        assert_eq!(copied(&text, &short).text, "static");
    }
}

mod many {
    use weakgraph::{Children, Graph, Parent, Strong, Tree};

    macro_rules! kids {
        ($($kid:ident $list:ident),*) => {
            $(
                #[derive(Graph, Default)]
                struct $kid {
                    #[weak]
                    parent: Parent<Many>,
                }
            )*
            /// More owning edges in one relation than a link can number: they lead to types of different names.
            #[derive(Graph, Default)]
            struct Many {
                $(
                    #[strong(item = $list)]
                    $list: Children<$kid>,
                )*
            }
            #[test]
            fn more_edges_than_a_link_can_number_lead_to_types_of_different_names() {
                let many = Strong::new(Many::default());
                $(
                    let kid = many.$list().append($kid::default()).unwrap();
                    many.$list().append($kid::default()).unwrap();
                    assert!(many.$list().contains(&kid));
                )*
                $(
                    let first = many.$list().first().unwrap();
                    assert!(first.parent().as_ref() == Some(&many));
                    drop(first.detach_from_parent());
                    assert!(first.parent().is_none() && many.$list().len() == 1);
                )*
            }
        };
    }

    kids!(K0 l0, K1 l1, K2 l2, K3 l3, K4 l4, K5 l5, K6 l6, K7 l7, K8 l8, K9 l9);

    /// A name is enough: the types need not be siblings.
    #[derive(Graph, Default)]
    struct Plain {
        #[weak]
        parent: Parent<Plain>,
        #[strong]
        children: Children<Plain>,
    }

    #[test]
    fn one_edge_needs_no_number() {
        let root = Strong::new(Plain::default());
        assert_eq!(root.add_child(Plain::default()).ancestors().count(), 1);
    }
}
