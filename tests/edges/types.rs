//! Which types can be nodes: enums, generics, borrowed data, types without owners.

use std::cell::Cell;
use std::fmt::Debug;

use weakgraph::{Child, Children, Graph, LinkErrorKind, Parent, Strong, Tree, WeakCell, WeakList};
use weakgraph_tests::{Log, panic_of};

mod enums {
    use super::*;

    #[derive(Graph)]
    #[graph(on_drop = Entry::gone)]
    enum Entry {
        Folder {
            name: &'static str,
            #[weak]
            parent: Parent<Entry>,
            #[strong(item = entry)]
            entries: Children<Entry>,
        },
        Link(
            #[weak(name = parent)] Parent<Entry>,
            #[strong(name = entries, item = entry)] Children<Entry>,
            &'static str,
        ),
        Nothing {
            #[weak]
            parent: Parent<Entry>,
            #[strong(item = entry)]
            entries: Children<Entry>,
        },
    }

    thread_local! {
        static GONE: std::cell::RefCell<String> = const { std::cell::RefCell::new(String::new()) };
    }

    impl Entry {
        fn name(&self) -> &'static str {
            match self {
                Entry::Folder { name, .. } | Entry::Link(_, _, name) => name,
                Entry::Nothing { .. } => "-",
            }
        }

        fn gone(&self) {
            GONE.with_borrow_mut(|gone| gone.push_str(self.name()));
        }
    }

    fn entry(name: &'static str) -> Strong<Entry> {
        Strong::new(match name {
            "-" => Entry::Nothing { parent: Parent::new(), entries: Children::new() },
            name if name.len() > 1 => Entry::Link(Parent::new(), Children::new(), name),
            name => Entry::Folder { name, parent: Parent::new(), entries: Children::new() },
        })
    }

    #[test]
    fn are_nodes_whatever_their_variant() {
        let root = entry("r");
        let link = root.add_entry(entry("ln"));
        let nothing = link.add_entry(entry("-"));
        let low = nothing.add_entry(entry("x"));
        assert_eq!(root.inclusive_descendants().map(|entry| entry.name()).collect::<String>(), "rln-x");
        assert_eq!(low.ancestors().map(|entry| entry.name()).collect::<String>(), "-lnr");
        for owner in [&root, &link, &nothing, &low] {
            assert_eq!(owner.append(&root).unwrap_err().kind(), LinkErrorKind::Cycle);
            assert!(owner.handle() == *owner);
        }
        root.prepend(&low).unwrap();
        assert!(low.parent() == Some(root.clone()) && nothing.entries().is_empty());
        drop((link, nothing, low, root));
        assert_eq!(GONE.take(), "rxln-");
    }
}

mod generics {
    use super::*;

    /// A tree of borrowed values.
    #[derive(Graph)]
    #[graph(on_drop = Tagged::tell)]
    struct Tagged<'a, T: Debug + ?Sized, const N: usize>
    where
        T: PartialEq,
    {
        value: &'a T,
        told: &'a Cell<usize>,
        #[weak(on_drop = Tagged::orphaned)]
        parent: Parent<Tagged<'a, T, N>>,
        #[strong]
        children: Children<Self>,
        #[weak]
        other: WeakCell<Tagged<'a, T, N>>,
        #[weak]
        others: WeakList<Tagged<'a, T, N>>,
    }

    impl<'a, T: Debug + PartialEq + ?Sized, const N: usize> Tagged<'a, T, N> {
        fn new(value: &'a T, told: &'a Cell<usize>) -> Strong<Self> {
            Strong::new(Tagged {
                value,
                told,
                parent: Parent::new(),
                children: Children::new(),
                other: WeakCell::new(),
                others: WeakList::new(),
            })
        }

        fn tell(&self) {
            self.told.set(self.told.get() + N);
        }

        fn orphaned(&self) {
            self.told.set(self.told.get() + 100);
        }
    }

    #[test]
    fn borrow_what_they_like() {
        let (text, told) = ("a b c".to_owned(), Cell::new(0));
        {
            let mut words = text.split(' ');
            let root = Tagged::<str, 3>::new(words.next().unwrap(), &told);
            let b = root.add_child(Tagged::new(words.next().unwrap(), &told));
            let c = b.add_child(Tagged::new(words.next().unwrap(), &told));
            root.set_other(&c);
            root.add_other(&b);
            root.add_other(&c);
            assert_eq!(root.descendants().map(|node| node.value).collect::<Vec<_>>(), ["b", "c"]);
            assert!(c.append(&root).is_err());
            assert!(root.other() == Some(c.clone()) && root.others().len() == 2);
            drop((b, c));
            b_is_gone(&root);
            assert_eq!(told.get(), 2 * 3 + 100);
        }
        assert_eq!(told.get(), 3 * 3 + 100);

        fn b_is_gone<'a>(root: &Strong<Tagged<'a, str, 3>>) {
            root.children().clear();
            assert!(root.other().is_none() && root.others().is_empty());
        }
    }

    /// An owner whose member type depends on a parameter.
    #[derive(Graph)]
    struct Shelf<T> {
        #[strong(item = one)]
        all: Children<On<T>>,
        #[strong]
        best: Child<On<T>>,
    }

    #[derive(Graph)]
    struct On<T> {
        value: T,
        #[weak]
        shelf: Parent<Shelf<T>>,
    }

    #[test]
    fn own_what_depends_on_a_parameter() {
        fn on<T>(value: T) -> Strong<On<T>> {
            Strong::new(On { value, shelf: Parent::new() })
        }
        let log = Log::new();
        let shelf = Strong::new(Shelf { all: [on(log.on_drop("a")), on(log.on_drop("b"))].into(), best: Child::new() });
        let b = shelf.all().last().unwrap();
        shelf.set_best(&b);
        assert!(b.shelf() == Some(shelf.clone()) && shelf.all().len() == 1);
        assert!(b.detach_from_shelf() == Some(b.clone()));
        drop(shelf);
        assert_eq!(log.take(), ["a"]);
        let _ = &b.value;
        // Aligned more than the header is, and of no size.
        #[repr(align(64))]
        struct Wide(u8);
        let shelf = Strong::new(Shelf { all: [on(Wide(7))].into(), best: on(Wide(8)).into() });
        let wide = shelf.best().unwrap();
        assert_eq!((Strong::as_ptr(&wide).addr() % 64, wide.value.0), (0, 8));
        assert!(wide.handle() == wide && shelf.all().first().unwrap().handle().value.0 == 7);
        let weak = Strong::downgrade(&wide);
        drop((wide, shelf));
        assert!(weak.upgrade().is_none());
        let shelf = Strong::new(Shelf { all: [on(())].into(), best: Child::new() });
        assert!(shelf.all().first().unwrap().shelf() == Some(shelf));
    }
}

mod nodes_without_owners {
    use super::*;

    #[derive(Graph)]
    struct Plain(u8);

    #[derive(Graph)]
    struct Nothing;

    #[derive(Graph)]
    struct OnlyLinks {
        #[weak]
        one: WeakCell<Nothing>,
        #[weak(item = many)]
        many: WeakList<OnlyLinks>,
    }

    #[test]
    fn are_nodes_too() {
        let plain = Strong::new(Plain(3));
        assert_eq!(plain.0, 3);
        let nothing = Strong::new(Nothing);
        let links = Strong::new(OnlyLinks { one: (&nothing).into(), many: WeakList::new() });
        assert!(links.handle() == links && links.one() == Some(nothing.clone()));
        links.add_many(&links);
        let again = links.many().iter().next().unwrap();
        drop(links);
        assert_eq!(again.many().len(), 1);
        drop(nothing);
        assert!(again.one().is_none());
    }

    #[test]
    fn a_member_that_owns_nothing_knows_itself_in_every_place() {
        #[derive(Graph, Default)]
        struct Owner {
            #[strong(item = leaf)]
            leaves: Children<Leaf>,
        }
        #[derive(Graph, Default)]
        struct Leaf {
            #[weak]
            owner: Parent<Owner>,
        }
        let owner = Strong::<Owner>::default();
        let leaf = Strong::new(Leaf::default());
        assert!(leaf.handle() == leaf);
        for count in 1..5 {
            owner.add_leaf(Leaf::default());
            for (at, leaf) in owner.leaves().iter().enumerate() {
                assert!(leaf.handle() == leaf && owner.leaves().index_of(&leaf) == Some(at));
            }
            assert_eq!(owner.leaves().len(), count);
        }
        assert!(panic_of(|| drop(Leaf::default().handle())).is_some());
        // While it waits for the birth of an owner.
        let list: Children<Leaf> = [&leaf, &owner.leaves().get(2).unwrap()].into();
        assert!(list.iter().all(|leaf| leaf.handle() == leaf));
        let second = Strong::new(Owner { leaves: list });
        assert!(second.leaves().iter().all(|leaf| leaf.handle() == leaf && leaf.owner() == Some(second.clone())));
        assert_eq!((owner.leaves().len(), second.leaves().len()), (3, 2));
    }
}
