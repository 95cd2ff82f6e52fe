//! While nodes are dropped, and while user code runs in the middle of a look at them: nothing that was dropped is
//! reached, and nothing that is looked at is dropped.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;

use serde::{Serialize, Serializer};
use weakgraph::collections::{WeakIdMap, WeakValueMap};
use weakgraph::serde::Document;
use weakgraph::{
    Child, ChildOf, Children, DropQueue, Finalizer, Graph, LinkErrorKind, NodeEdge, NodeInfo, NodeRef, Parent,
    ReadSession, Snapshot, Strong, Tree, Weak, WeakCell, WeakList, deep_clone, read, show, tree_eq, tree_hash,
};
use weakgraph_tests::{Rng, panic_of};

/// Drops while a session is open, beside members with hooks; the owner cannot be read in it, so it is dropped at once,
/// or it can.
mod in_a_session {
    use super::*;

    enum Quiet {}
    enum Last {}
    enum Deputy {}
    enum Below {}

    /// May borrow, as it is declared: dropped at once, session or not.
    #[derive(Graph)]
    #[graph(on_drop = Owner::dropped)]
    struct Owner<T>
    where
        Kid: ChildOf<Owner<T>, ()> + ChildOf<Owner<T>, Deputy>,
        Leaf: ChildOf<Owner<T>, Quiet> + ChildOf<Owner<T>, Last>,
    {
        #[strong(item = leaf)]
        leaves: Children<Leaf, Quiet>,
        #[strong]
        kids: Children<Kid>,
        #[strong(item = last_leaf)]
        last_leaves: Children<Leaf, Last>,
        #[strong]
        deputy: Child<Kid, Deputy>,
        _value: T,
    }

    type Unreadable = Owner<u8>;

    impl<T> Owner<T>
    where
        Kid: ChildOf<Owner<T>, ()> + ChildOf<Owner<T>, Deputy>,
        Leaf: ChildOf<Owner<T>, Quiet> + ChildOf<Owner<T>, Last>,
    {
        fn dropped(&self) {
            point("the owner's hook");
        }
    }

    impl<T> Drop for Owner<T>
    where
        Kid: ChildOf<Owner<T>, ()> + ChildOf<Owner<T>, Deputy>,
        Leaf: ChildOf<Owner<T>, Quiet> + ChildOf<Owner<T>, Last>,
    {
        fn drop(&mut self) {
            point("the owner's destructor");
        }
    }

    /// Hooks wherever there can be one. Its links among the dropped are those of the first back-reference.
    #[derive(Graph, Default)]
    #[graph(on_drop = Kid::dropped)]
    struct Kid {
        alive: Magic,
        #[weak(on_drop = Kid::left)]
        up: Parent<Kid, Below>,
        #[weak(on_drop = Kid::left)]
        owner: Parent<Unreadable>,
        #[weak(on_drop = Kid::left)]
        deputy_of: Parent<Unreadable, Deputy>,
        #[strong(item = below)]
        below: Children<Kid, Below>,
        #[weak(on_drop = Kid::left)]
        friend: WeakCell<Kid>,
        #[weak(on_drop = Kid::left)]
        friends: WeakList<Kid>,
    }

    impl Kid {
        fn dropped(&self) {
            point("a kid's hook");
        }
        fn left(&self) {
            self.alive.check();
            point("a hook of a kid's edge");
        }
    }

    impl Drop for Kid {
        fn drop(&mut self) {
            point("a kid's destructor");
        }
    }

    /// No hook anywhere.
    #[derive(Graph, Default)]
    struct Leaf {
        alive: Magic,
        #[weak]
        owner: Parent<Unreadable, Quiet>,
        #[weak]
        last_of: Parent<Unreadable, Last>,
    }

    impl Drop for Leaf {
        fn drop(&mut self) {
            point("a leaf's destructor");
        }
    }

    /// Wrong once its node's fields were dropped.
    struct Magic(Cell<u64>);

    impl Default for Magic {
        fn default() -> Magic {
            Magic(Cell::new(0xA11F_E11A_A11F_E11A))
        }
    }

    impl Magic {
        fn check(&self) {
            assert_eq!(self.0.get(), 0xA11F_E11A_A11F_E11A, "a value that was dropped is reached");
        }
    }

    impl Drop for Magic {
        fn drop(&mut self) {
            self.0.set(0xDEAD);
        }
    }

    struct World {
        kids: Vec<(NodeRef<'static, Kid>, Weak<Kid>)>,
        leaves: Vec<(NodeRef<'static, Leaf>, Weak<Leaf>)>,
        owners: Vec<Weak<Unreadable>>,
        /// What user code drops on its way.
        held: Vec<Held>,
        map: Rc<WeakValueMap<Noisy, Kid>>,
        notes: Rc<WeakIdMap<Leaf, Noisy>>,
        queue: Rc<DropQueue<Noisy>>,
        sessions: Vec<ReadSession>,
        rng: Rng,
        points: usize,
    }

    #[expect(dead_code, reason = "held, to be dropped")]
    enum Held {
        Kid(Strong<Kid>),
        Leaf(Strong<Leaf>),
        Owner(Strong<Unreadable>),
    }

    /// A key or value whose drop is user code.
    #[derive(PartialEq, Eq, Hash)]
    struct Noisy(u32);

    impl Drop for Noisy {
        fn drop(&mut self) {
            point("the drop of a key");
        }
    }

    thread_local! {
        static WORLD: RefCell<Option<World>> = const { RefCell::new(None) };
        static DEPTH: Cell<usize> = const { Cell::new(0) };
    }

    /// User code runs: looks at everything, and drops something.
    fn point(what: &str) {
        if DEPTH.get() > 6 || std::thread::panicking() {
            return;
        }
        DEPTH.set(DEPTH.get() + 1);
        look(what);
        if let Some(action) = WORLD.with_borrow_mut(|world| world.as_mut().map(|world| world.rng.below(8))) {
            act(action);
        }
        DEPTH.set(DEPTH.get() - 1);
    }

    fn act(action: usize) {
        match action {
            0 | 1 => drop(take(|world| {
                let which = world.rng.below(world.held.len().max(1));
                (which < world.held.len()).then(|| world.held.swap_remove(which))
            })),
            2 => take(|world| {
                world.sessions.push(read());
                Some(())
            })
            .unwrap_or_default(),
            3 => drop(take(|world| world.sessions.pop())),
            4 => {
                let kid = take(|world| Some(world.kids[world.rng.below(world.kids.len())].1.clone()));
                if let Some(kid) = kid.and_then(|kid| kid.upgrade()) {
                    kid.below().clear();
                    drop(kid.detach_from_owner());
                    drop(kid.detach_from_up());
                    kid.friends().clear();
                }
            }
            5 => {
                let pair = take(|world| {
                    let mut pick = || world.kids[world.rng.below(world.kids.len())].1.clone();
                    Some((pick(), pick()))
                });
                if let Some((Some(a), Some(b))) = pair.map(|(a, b)| (a.upgrade(), b.upgrade())) {
                    // Refused, if it is a cycle.
                    drop(a.below().append(&b));
                    a.set_friend(&b);
                    b.add_friend(&a);
                }
            }
            _ => {}
        }
    }

    fn take<O>(get: impl FnOnce(&mut World) -> Option<O>) -> Option<O> {
        WORLD.with_borrow_mut(|world| get(world.as_mut()?))
    }

    /// All that can be reached from anywhere is alive, and what was dropped reaches none of its siblings.
    fn look(what: &str) {
        let Some((kids, leaves, owners, map, notes)) = take(|world| {
            world.points += 1;
            let (map, notes) = (world.map.clone(), world.notes.clone());
            Some((world.kids.clone(), world.leaves.clone(), world.owners.clone(), map, notes))
        }) else {
            return;
        };
        for (kid, weak) in &kids {
            kid.alive.check();
            let alive = weak.upgrade();
            assert_eq!(kid.to_strong().is_some(), alive.is_some(), "{what}");
            let node = kid.get();
            for child in node.below() {
                child.alive.check();
                assert!(Strong::strong_count(&child) > 1, "{what}: of two handles, this is one");
                assert!(alive.is_none() || child.up() == alive, "{what}");
                assert_eq!(child.up().is_some(), alive.is_some(), "{what}");
            }
            assert!(kid.children_in(|kid| &kid.below).all(|child| child.to_strong().is_some()), "{what}");
            for friend in node.friends().iter().chain(node.friend()) {
                friend.alive.check();
                assert!(Strong::strong_count(&friend) > 1, "{what}");
            }
            match alive {
                None => {
                    assert!(node.owner().is_none() && node.up().is_none() && node.deputy_of().is_none(), "{what}");
                    assert!(Tree::next_sibling(node).is_none() && kid.next_sibling().is_none(), "{what}");
                    assert!(Tree::prev_sibling(node).is_none() && kid.prev_sibling().is_none(), "{what}");
                    assert!(kid.next_siblings().next().is_none() && kid.prev_siblings().next().is_none(), "{what}");
                    assert!(kid.ancestors().next().is_none() && kid.root() == *kid, "{what}");
                    assert!(Tree::detach(node).is_none(), "{what}");
                    let error = node.below().append(Kid::default()).unwrap_err();
                    assert_eq!(error.kind(), LinkErrorKind::ParentDropped, "{what}");
                }
                Some(kid) => {
                    assert_eq!(kid.owner().map(|it| it.kids().contains(&kid)), kid.owner().map(|_| true), "{what}");
                    let deputy = kid.deputy_of().map(|it| it.deputy() == Some(kid.clone()));
                    assert!(deputy.unwrap_or(true), "{what}");
                    for beside in [Tree::next_sibling(&*kid), Tree::prev_sibling(&*kid)].into_iter().flatten() {
                        beside.alive.check();
                        assert!(beside.up() == kid.up() && Strong::strong_count(&beside) > 1, "{what}");
                    }
                }
            }
        }
        for (leaf, weak) in &leaves {
            leaf.alive.check();
            let (quiet, last) = (leaf.get().owner(), leaf.get().last_of());
            match weak.upgrade() {
                None => assert!(quiet.is_none() && last.is_none() && leaf.to_strong().is_none(), "{what}"),
                Some(leaf) => {
                    assert!(quiet.is_none_or(|owner| owner.leaves().contains(&leaf)), "{what}");
                    assert!(last.is_none_or(|owner| owner.last_leaves().contains(&leaf)), "{what}");
                }
            }
        }
        for owner in owners.iter().filter_map(Weak::upgrade) {
            let members = owner.leaves().iter().chain(owner.last_leaves());
            members.for_each(|leaf| leaf.alive.check());
            owner.kids().iter().chain(owner.deputy()).for_each(|kid| kid.alive.check());
        }
        for (_, kid) in &*map {
            kid.alive.check();
        }
        for (leaf, _) in &*notes {
            leaf.alive.check();
        }
    }

    fn observe(kid: &Strong<Kid>, leaf: &Strong<Leaf>, number: u32) {
        let Some((map, notes, queue)) =
            take(|world| Some((world.map.clone(), world.notes.clone(), world.queue.clone())))
        else {
            return;
        };
        match number % 5 {
            0 => drop(map.insert(Noisy(number), kid)),
            1 => drop(notes.insert(leaf, Noisy(number))),
            2 => Strong::watch(kid, |dead| {
                assert!(dead.upgrade().is_none());
                point("a callback");
            })
            .keep(),
            3 => drop(Finalizer::new(leaf, || point("a finalizer"))),
            _ => queue.watch(kid, Noisy(number)).keep(),
        }
    }

    fn owner() -> Strong<Unreadable> {
        Strong::new(Owner {
            leaves: Children::new(),
            kids: Children::new(),
            last_leaves: Children::new(),
            deputy: Child::new(),
            _value: 0,
        })
    }

    fn story(seed: u64, is_read: bool) {
        // Open to the end, so that the references stay.
        let session: &'static ReadSession = Box::leak(Box::new(read()));
        let mut rng = Rng::new(seed);
        let new = World {
            kids: Vec::new(),
            leaves: Vec::new(),
            owners: Vec::new(),
            held: Vec::new(),
            map: Rc::default(),
            notes: Rc::default(),
            queue: Rc::default(),
            sessions: Vec::new(),
            rng: Rng::new(seed + 1000),
            points: 0,
        };
        WORLD.set(Some(new));
        DEPTH.set(100); // not yet
        let owners = [owner(), owner()];
        for number in 0..12 {
            let (kid, leaf) = (Strong::<Kid>::default(), Strong::<Leaf>::default());
            let owner = &owners[rng.below(2)];
            match rng.below(4) {
                0 => drop(owner.set_deputy(&kid)),
                1 => {
                    let up = take(|world| world.kids.get(rng.below(number + 1)).map(|kid| kid.1.clone()));
                    up.and_then(|up| up.upgrade()).into_iter().for_each(|up| drop(up.below().append(&kid)));
                }
                _ => drop(owner.add_kid(&kid)),
            }
            // Of a node with several parents, the links among the dropped are in one of them.
            if rng.below(3) == 0 {
                let up = take(|world| world.kids.first().map(|kid| kid.1.clone()));
                up.and_then(|up| up.upgrade()).into_iter().for_each(|up| drop(up.below().append(&kid)));
            }
            drop(if rng.below(2) == 0 { owner.add_leaf(&leaf) } else { owner.add_last_leaf(&leaf) });
            observe(&kid, &leaf, number as u32);
            take(|world| {
                world.kids.push((session.node(&kid), Strong::downgrade(&kid)));
                world.leaves.push((session.node(&leaf), Strong::downgrade(&leaf)));
                if rng.below(2) == 0 {
                    world.held.push(Held::Kid(kid));
                }
                if rng.below(4) == 0 {
                    world.held.push(Held::Leaf(leaf));
                }
                Some(())
            });
        }
        take(|world| {
            world.owners.extend(owners.iter().map(Strong::downgrade));
            if rng.below(2) == 0 {
                world.held.push(Held::Owner(owners[1].clone()));
            }
            Some(())
        });
        DEPTH.set(0);
        let [first, second] = owners;
        drop(first);
        look("between");
        drop(second);
        for _ in 0..60 {
            act(rng.below(8));
            look("after an action");
        }
        assert!(take(|world| Some(world.points)).is_some_and(|points| points > 60));
        let world = WORLD.take().unwrap();
        if is_read {
            for (kid, _) in &world.kids {
                kid.alive.check();
            }
        }
        let World { held, kids, leaves, owners, .. } = world;
        drop((kids, leaves));
        drop(held);
        // SAFETY: boxed above, and all references of it went with the world.
        drop(unsafe { Box::from_raw(std::ptr::from_ref(session).cast_mut()) });
        assert!(owners.iter().all(|owner| owner.upgrade().is_none()));
    }

    #[test]
    fn no_hook_reaches_what_is_being_dropped() {
        for seed in 1..200 {
            story(seed, seed % 2 == 0);
        }
    }

    /// The smallest case: three members with hooks, their owner dropped at once, all of them read.
    #[test]
    fn each_hook_of_a_member_finds_itself_alone() {
        thread_local!(static SEEN: RefCell<Vec<NodeRef<'static, Member>>> = const { RefCell::new(Vec::new()) });
        #[derive(Graph)]
        struct List<T>
        where
            Member: ChildOf<List<T>, ()>,
        {
            #[strong]
            members: Children<Member>,
            _value: T,
        }
        #[derive(Graph)]
        struct Member {
            name: &'static str,
            #[weak(on_drop = Member::left)]
            list: Parent<List<u8>>,
            #[weak]
            up: Parent<Member, Below>,
            #[strong(item = below)]
            below: Children<Member, Below>,
        }
        impl Member {
            fn left(&self) {
                SEEN.with_borrow(|seen| {
                    for node in seen {
                        assert!(
                            node.get().list().is_none() || node.get().list().is_some_and(|it| !it.members.is_empty())
                        );
                        assert!(node.next_sibling().is_none() && node.prev_sibling().is_none(), "{}", node.name);
                        assert_eq!(node.to_strong().map(|it| it.name), node.to_strong().map(|_| node.name));
                        assert_eq!(node.below().len(), 1, "it has begun to be dropped at most");
                    }
                });
            }
        }
        let member = |name| Member { name, list: Parent::new(), up: Parent::new(), below: Children::new() };
        let session: &'static ReadSession = Box::leak(Box::new(read()));
        for held in 0..8 {
            let list = Strong::new(List::<u8> { members: Children::new(), _value: 0 });
            let members: Vec<_> = ["a", "b", "c"].map(|name| list.add_member(member(name))).into();
            members.iter().for_each(|it| drop(it.add_below(member("low"))));
            SEEN.set(members.iter().map(|member| session.node(member)).collect());
            let held: Vec<_> = members.into_iter().enumerate().filter(|(i, _)| held >> i & 1 == 1).collect();
            drop(list);
            SEEN.with_borrow(|seen| assert!(seen.iter().all(|member| member.get().list().is_none())));
            drop(held);
        }
        SEEN.take();
        // SAFETY: boxed above; its references were taken out just now.
        drop(unsafe { Box::from_raw(std::ptr::from_ref(session).cast_mut()) });
    }
}

/// Looks at a whole graph, in whose midst user code runs that drops and edits what is looked at.
mod in_a_look {
    use super::*;

    /// Runs what is planned wherever user code can: `Clone`, `PartialEq`, `Hash`, `Serialize`, `Display`, `Debug`,
    /// `Drop`.
    struct Field(u32);

    thread_local! {
        static CALLS: Cell<usize> = const { Cell::new(0) };
        /// At which call what is done.
        static PLAN: RefCell<Option<(usize, Plan)>> = const { RefCell::new(None) };
        static DROPPED: Cell<usize> = const { Cell::new(0) };
    }

    type Plan = Box<dyn FnOnce()>;

    impl Field {
        fn called(&self) {
            assert!(self.0 < 1000, "a field that was dropped is looked at");
            let call = CALLS.get();
            CALLS.set(call + 1);
            let plan = PLAN.with_borrow_mut(|plan| plan.take_if(|(at, _)| *at == call));
            if let Some((_, plan)) = plan {
                plan();
                assert!(self.0 < 1000, "what is looked at was dropped meanwhile");
            }
        }
    }

    impl Drop for Field {
        fn drop(&mut self) {
            self.0 = u32::MAX;
            DROPPED.set(DROPPED.get() + 1);
        }
    }

    impl Clone for Field {
        fn clone(&self) -> Field {
            self.called();
            Field(self.0)
        }
    }

    impl PartialEq for Field {
        fn eq(&self, other: &Field) -> bool {
            self.called();
            other.called();
            self.0 == other.0
        }
    }

    impl Hash for Field {
        fn hash<H: Hasher>(&self, state: &mut H) {
            self.called();
            self.0.hash(state);
        }
    }

    impl Serialize for Field {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            self.called();
            self.0.serialize(serializer)
        }
    }

    impl<'de> serde::Deserialize<'de> for Field {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Field, D::Error> {
            let field = Field(u32::deserialize(deserializer)?);
            field.called();
            Ok(field)
        }
    }

    impl fmt::Display for Field {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.called();
            write!(f, "node {}", self.0)
        }
    }

    enum Other {}

    #[derive(Graph)]
    #[graph(clone, eq, hash, serde(outside = null))]
    struct Node {
        #[graph(label)]
        field: Field,
        #[weak]
        parent: Parent<Node>,
        #[strong]
        children: Children<Node>,
        #[weak]
        other: Parent<Node, Other>,
        #[strong]
        only: Child<Node, Other>,
        #[weak]
        friend: WeakCell<Node>,
        #[weak]
        friends: WeakList<Node>,
        #[strong]
        shared: RefCell<Vec<Strong<Shared>>>,
    }

    #[derive(Graph, Serialize)]
    #[graph(clone, eq, hash, serde)]
    struct Shared {
        #[graph(label)]
        field: Field,
    }

    /// The same tree in serde's simple form.
    #[derive(Graph, Serialize)]
    struct Simple {
        field: Field,
        #[weak]
        parent: Parent<Simple>,
        #[strong]
        children: Children<Simple>,
        #[strong]
        shared: RefCell<Vec<Strong<Shared>>>,
    }

    fn node(number: u32) -> Node {
        Node {
            field: Field(number),
            parent: Parent::new(),
            children: Children::new(),
            other: Parent::new(),
            only: Child::new(),
            friend: WeakCell::new(),
            friends: WeakList::new(),
            shared: RefCell::default(),
        }
    }

    /// `0(1(2) 3 ⇒4)`, with weak links inside it and out of it.
    struct Graphs {
        root: Strong<Node>,
        outside: Rc<RefCell<Vec<Strong<Node>>>>,
        simple: Strong<Simple>,
    }

    fn graphs() -> Graphs {
        let root = Strong::new(node(0));
        let one = root.add_child(node(1));
        let two = one.add_child(node(2));
        let three = root.add_child(node(3));
        three.set_only(node(4));
        let outside: Vec<_> = [10, 11, 12].map(|number| Strong::new(node(number))).into();
        let style = Strong::new(Shared { field: Field(20) });
        for at in [&root, &one, &two, &three] {
            at.shared.borrow_mut().push(style.clone());
            outside.iter().chain([&two]).for_each(|target| at.add_friend(target));
        }
        root.set_friend(&outside[1]);
        one.set_friend(&outside[2]);
        two.set_friend(&three);
        three.set_friend(&outside[2]);
        let simple = |number| Simple {
            field: Field(number),
            parent: Parent::new(),
            children: Children::new(),
            shared: RefCell::new(vec![style.clone()]),
        };
        let top = Strong::new(simple(0));
        top.add_child(simple(1)).add_child(simple(2));
        top.add_child(simple(3));
        Graphs { root, outside: Rc::new(RefCell::new(outside)), simple: top }
    }

    fn hash_of(node: &Strong<Node>) -> u64 {
        let mut state = DefaultHasher::new();
        tree_hash(node, &mut state);
        state.finish()
    }

    /// What is outside may be dropped when the look is over.
    fn shape(node: &Strong<Node>) -> String {
        let snapshot = Snapshot::of(node);
        let inside = |edge: &NodeEdge| edge.to().is_some_and(|to| to < snapshot.inside());
        let lines = snapshot.nodes().filter(NodeInfo::is_inside).map(|it| {
            let edges: Vec<_> = it.edges().filter(inside).map(|edge| (edge.edge().field, edge.to())).collect();
            format!("{} {edges:?}\n", it.label())
        });
        lines.collect()
    }

    /// Shared nodes are compared by identity.
    fn equal_to(root: &Strong<Node>) -> Strong<Node> {
        let other = graphs().root;
        for node in other.inclusive_descendants() {
            *node.shared.borrow_mut() = root.shared.borrow().clone();
        }
        other
    }

    /// A document says it, if it is found out that the graph was edited meanwhile.
    fn written<T: Default>(document: Result<T, impl fmt::Display>) -> T {
        document.unwrap_or_else(|error| {
            let error = error.to_string();
            assert!(error.contains("edited while it was written") || !error.contains("node"), "{error}");
            T::default()
        })
    }

    /// A look, and what it gives, as text.
    type Look = fn(&Graphs) -> String;

    fn looks() -> Vec<(&'static str, Look)> {
        vec![
            ("deep_clone", |it| {
                let copy = deep_clone(&it.root);
                // The shape is asked for by user code, too, which has nothing planned any more or goes on.
                PLAN.take();
                shape(&copy)
            }),
            ("tree_eq with itself", |it| tree_eq(&it.root, &it.root).to_string()),
            ("tree_eq with another", |it| tree_eq(&it.root, &equal_to(&it.root)).to_string()),
            ("tree_eq of another", |it| tree_eq(&equal_to(&it.root), &it.root).to_string()),
            ("tree_hash", |it| hash_of(&it.root).to_string()),
            ("Document", |it| written(serde_json::to_string(&Document(it.root.clone())))),
            ("Document, postcard", |it| {
                let mut state = DefaultHasher::new();
                written(postcard::to_allocvec(&Document(it.root.clone())).map(|bytes| bytes.hash(&mut state)));
                state.finish().to_string()
            }),
            ("the simple form", |it| serde_json::to_string(&it.simple).unwrap()),
            ("show::text", |it| show::text(&it.root).to_string()),
            ("show::dot", |it| show::dot(&it.root).to_string()),
            ("show::svg", |it| show::svg(&it.root).to_string()),
            ("show::dot with a filter", |it| show::dot(&it.root).filter(|node| node.label() != "node 3").to_string()),
            ("Snapshot", |it| {
                let snapshot = Snapshot::of(&it.root);
                snapshot.nodes().map(|node| node.label() + ", ").collect()
            }),
        ]
    }

    /// What user code does in the midst of it. It gets weak handles: the graph is somebody else's.
    type Deed = fn(&Weak<Node>, &Weak<Simple>, &RefCell<Vec<Strong<Node>>>);

    fn deeds() -> Vec<(&'static str, Deed)> {
        fn all(root: &Weak<Node>) -> Vec<Strong<Node>> {
            root.upgrade().map(|root| root.inclusive_descendants().collect()).unwrap_or_default()
        }
        vec![
            ("drops the targets of weak links outside", |_, _, outside| drop(outside.take())),
            ("drops one of them", |_, _, outside| drop(outside.borrow_mut().pop())),
            ("clears all lists", |root, simple, _| {
                all(root).iter().for_each(|node| node.children().clear());
                if let Some(simple) = simple.upgrade() {
                    simple.children().clear();
                }
            }),
            ("takes the only child", |root, _, _| all(root).iter().for_each(|node| drop(node.take_only()))),
            ("detaches leaves", |root, simple, _| {
                all(root).iter().rev().take(2).for_each(|node| drop(node.detach_from_parent()));
                if let Some(leaf) = simple.upgrade().and_then(|simple| simple.children().last()) {
                    drop(leaf.detach_from_parent());
                }
            }),
            ("clears all weak links", |root, _, _| {
                for node in all(root) {
                    node.friends().clear();
                    node.clear_friend();
                }
            }),
            ("drops what is shared", |root, simple, _| {
                all(root).iter().for_each(|node| drop(node.shared.try_borrow_mut().map(|mut it| it.clear())));
                if let Some(simple) = simple.upgrade() {
                    simple.children().iter().for_each(|it| drop(it.shared.try_borrow_mut().map(|mut it| it.clear())));
                }
            }),
            ("moves what is below elsewhere", |root, _, outside| {
                let to = outside.borrow().first().cloned();
                if let (Some(root), Some(to)) = (root.upgrade(), to) {
                    to.children().append_all(root.children()).unwrap();
                }
            }),
            ("moves it elsewhere and drops it", |root, _, outside| {
                if let Some(root) = root.upgrade() {
                    let to = Strong::new(node(30));
                    to.children().append_all(root.children()).unwrap();
                }
                drop(outside.take());
            }),
            ("adds nodes", |root, _, _| {
                for at in all(root) {
                    at.add_child(node(31));
                    at.add_friend(&at.handle());
                }
            }),
            ("turns lists round", |root, _, _| all(root).iter().for_each(|node| node.children().reverse())),
            ("does all of it", |root, simple, outside| {
                for node in all(root) {
                    node.children().clear();
                    node.friends().clear();
                    drop(node.take_only());
                    drop(node.shared.try_borrow_mut().map(|mut it| it.clear()));
                }
                if let Some(simple) = simple.upgrade() {
                    simple.children().clear();
                }
                drop(outside.take());
            }),
        ]
    }

    /// Each look, with each deed in each call of user code: the answer is that of the graph as it was, and nothing
    /// leaks.
    #[test]
    fn every_look_sees_the_graph_as_it_was() {
        for (name, look) in looks() {
            CALLS.set(0);
            let graph = graphs();
            let expected = look(&graph);
            let calls = CALLS.get();
            drop(graph);
            // What serde writes is that of the lists as they are come to.
            let as_it_was = name != "the simple form" && !name.starts_with("Document");
            for (what, deed) in deeds() {
                for call in 0..calls {
                    CALLS.set(0);
                    let graph = graphs();
                    let (root, simple) = (Strong::downgrade(&graph.root), Strong::downgrade(&graph.simple));
                    let outside = graph.outside.clone();
                    PLAN.set(Some((call, Box::new(move || deed(&root, &simple, &outside)))));
                    let mut seen = String::new();
                    let panic = panic_of(|| seen = look(&graph));
                    assert_eq!(panic, None, "{name}, which {what}, in call {call}");
                    PLAN.take();
                    // A shared list cannot be edited while serde reads it, and what is shared is asked for when it is
                    // come to.
                    if as_it_was && !what.contains("shared") && !what.contains("all of it") {
                        assert_eq!(seen, expected, "{name}, which {what}, in call {call}");
                    }
                    let weak = Strong::downgrade(&graph.root);
                    drop(graph);
                    assert!(weak.upgrade().is_none(), "{name}, which {what}, in call {call}: it is not kept");
                }
            }
        }
    }

    /// The same with a panic: all that was counted is given back.
    #[test]
    fn a_panic_in_every_call_of_every_look_keeps_nothing() {
        for (name, look) in looks() {
            CALLS.set(0);
            let graph = graphs();
            look(&graph);
            let calls = CALLS.get();
            for call in 0..calls {
                CALLS.set(0);
                DROPPED.set(0);
                let graph = graphs();
                PLAN.set(Some((call, Box::new(|| panic!("planned")))));
                let panic = panic_of(|| drop(look(&graph)));
                // A label that panics is not that of a label: it says so in its place.
                assert!(panic.is_none() || panic.as_deref() == Some("planned"), "{name}, {call}: {panic:?}");
                PLAN.take();
                let counts: Vec<_> = graph.root.inclusive_descendants().map(|it| Strong::strong_count(&it)).collect();
                assert_eq!(counts, [2, 2, 2, 2], "{name}, {call}");
                assert!(graph.outside.borrow().iter().all(|it| Strong::strong_count(it) == 1), "{name}, {call}");
                assert_eq!(Strong::strong_count(&graph.simple), 1);
                let weak = Strong::downgrade(&graph.root);
                drop(graph);
                assert!(weak.upgrade().is_none(), "{name}, {call}");
            }
        }
    }
}
