const _: () = {
    use ::renamed::__private::{
        self as _wg, Graph as __Graph, NoStrongCycle as __NoStrongCycle,
    };
    #[automatically_derived]
    impl Employee {
        /// Allocates a node from `name`, `boss`, `style`, `styles`, `cache`, `shared`, and returns a handle to it. The other edges are empty.
        #[must_use]
        pub fn new<__0: _wg::IntoField<RefCell<Vec<Strong<Style>>>>>(
            name: String,
            boss: Weak<Employee>,
            style: Strong<Style>,
            styles: __0,
            cache: Option<Strong<Style>>,
            shared: Rc<RefCell<Ledger>>,
        ) -> _wg::Strong<Self> {
            _wg::Strong::new(Self {
                name: name,
                department: _wg::core::default::Default::default(),
                report: _wg::core::default::Default::default(),
                left: _wg::core::default::Default::default(),
                right: _wg::core::default::Default::default(),
                mentor: _wg::core::default::Default::default(),
                r#in: _wg::core::default::Default::default(),
                boss: boss,
                style: style,
                styles: _wg::IntoField::<RefCell<Vec<Strong<Style>>>>::__into(styles),
                cache: cache,
                shared: shared,
            })
        }
        /// Returns a handle to this node.
        ///
        /// # Panics
        ///
        /// If this value is not in a `Strong`, or its node is being dropped.
        #[must_use]
        #[inline]
        #[track_caller]
        pub fn handle(&self) -> _wg::Strong<Self> {
            _wg::handle(self)
        }
        /// Returns the parent of this node, from the field `department`, or `None` if there is none.
        #[must_use]
        #[inline]
        pub fn department(&self) -> _wg::Option<_wg::Strong<Department>> {
            _wg::Parent::get(&self.department)
        }
        /// Removes this node from its parent, the target of the field `department`.
        ///
        /// Returns a handle to this node, or `None` if it had no parent.
        #[inline]
        pub fn detach_from_department<__K>(&self) -> _wg::Option<_wg::Strong<Self>>
        where
            Department: _wg::EditChildren<Self, Staff, __K>,
        {
            _wg::detach::<Self, Staff, _>(self)
        }
        /// Returns the list of children in the field `report`.
        #[must_use]
        #[inline]
        pub(crate) fn report(&self) -> &Children<Page> {
            &self.report
        }
        /// Appends `child` to the field `report`, moving it if it has a parent, and returns it.
        ///
        /// # Panics
        ///
        /// If `child` is this node or one of its ancestors, or this node is being dropped; see `try_add_page`.
        #[track_caller]
        #[inline]
        pub(crate) fn add_page<__Node: _wg::IntoNode<Page>>(
            &self,
            child: __Node,
        ) -> _wg::Strong<Page> {
            <Page as _wg::OwningEdge<Self, ()>>::__add(self, &self.report, child)
        }
        /// Appends `child` to the field `report`, moving it if it has a parent, and returns it.
        ///
        /// # Errors
        ///
        /// If `child` is this node or one of its ancestors, or this node is being dropped. Nothing has changed then.
        #[inline]
        pub(crate) fn try_add_page<__Node: _wg::IntoNode<Page>>(
            &self,
            child: __Node,
        ) -> _wg::Result<_wg::Strong<Page>, _wg::LinkError> {
            <Page as _wg::OwningEdge<Self, ()>>::__try_add(self, &self.report, child)
        }
        /// Removes `child` from the field `report`. Returns `false` if it was not there.
        #[inline]
        pub(crate) fn remove_page(&self, child: &_wg::Strong<Page>) -> _wg::bool {
            <Page as _wg::OwningEdge<Self, ()>>::__remove(&self.report, child)
        }
        /// Returns the child in the field `left`.
        #[must_use]
        #[inline]
        fn left(&self) -> _wg::Option<_wg::Strong<Desk>> {
            <Desk as _wg::OwningEdge<Self, ()>>::__get(&self.left)
        }
        /// Sets the child in the field `left`, moving it if it has a parent, and returns it.
        ///
        /// # Panics
        ///
        /// If `child` is this node or one of its ancestors, or this node is being dropped; see `try_set_left`.
        #[track_caller]
        #[inline]
        fn set_left<__Node: _wg::IntoNode<Desk>>(
            &self,
            child: __Node,
        ) -> _wg::Strong<Desk> {
            <Desk as _wg::OwningEdge<Self, ()>>::__set(&self.left, child)
        }
        /// Sets the child in the field `left`, moving it if it has a parent, and returns it.
        ///
        /// # Errors
        ///
        /// If `child` is this node or one of its ancestors, or this node is being dropped. Nothing has changed then.
        #[inline]
        fn try_set_left<__Node: _wg::IntoNode<Desk>>(
            &self,
            child: __Node,
        ) -> _wg::Result<_wg::Strong<Desk>, _wg::LinkError> {
            <Desk as _wg::OwningEdge<Self, ()>>::__try_set(&self.left, child)
        }
        /// Removes the child from the field `left`, and returns it.
        #[inline]
        fn take_left(&self) -> _wg::Option<_wg::Strong<Desk>> {
            <Desk as _wg::OwningEdge<Self, ()>>::__take(&self.left)
        }
        /// Returns the child in the field `right`.
        #[deprecated]
        #[must_use]
        #[inline]
        fn right(&self) -> _wg::Option<_wg::Strong<Desk>> {
            <Desk as _wg::OwningEdge<Self, ()>>::__get(&self.right)
        }
        /// Sets the child in the field `right`, moving it if it has a parent, and returns it.
        ///
        /// # Panics
        ///
        /// If `child` is this node or one of its ancestors, or this node is being dropped; see `try_set_right`.
        #[deprecated]
        #[track_caller]
        #[inline]
        fn set_right<__Node: _wg::IntoNode<Desk>>(
            &self,
            child: __Node,
        ) -> _wg::Strong<Desk> {
            <Desk as _wg::OwningEdge<Self, ()>>::__set(&self.right, child)
        }
        /// Sets the child in the field `right`, moving it if it has a parent, and returns it.
        ///
        /// # Errors
        ///
        /// If `child` is this node or one of its ancestors, or this node is being dropped. Nothing has changed then.
        #[deprecated]
        #[inline]
        fn try_set_right<__Node: _wg::IntoNode<Desk>>(
            &self,
            child: __Node,
        ) -> _wg::Result<_wg::Strong<Desk>, _wg::LinkError> {
            <Desk as _wg::OwningEdge<Self, ()>>::__try_set(&self.right, child)
        }
        /// Removes the child from the field `right`, and returns it.
        #[deprecated]
        #[inline]
        fn take_right(&self) -> _wg::Option<_wg::Strong<Desk>> {
            <Desk as _wg::OwningEdge<Self, ()>>::__take(&self.right)
        }
        /// Returns the target of the field `mentor`, or `None` if there is none or it was dropped.
        #[must_use]
        #[inline]
        fn mentor(&self) -> _wg::Option<_wg::Strong<Employee>> {
            _wg::WeakCell::get(&self.mentor)
        }
        /// Sets the target of the field `mentor`, which does not keep it alive.
        #[inline]
        fn set_mentor(&self, target: &_wg::Strong<Employee>) {
            _wg::WeakCell::set(&self.mentor, target)
        }
        /// Clears the field `mentor`.
        #[inline]
        fn clear_mentor(&self) {
            _wg::WeakCell::clear(&self.mentor)
        }
        /// Returns the list of links in the field `in`.
        #[must_use]
        #[inline]
        fn r#in(&self) -> &WeakList<Team> {
            &self.r#in
        }
        /// Appends a link to `target` to the field `in`, which does not keep it alive.
        #[inline]
        fn add_in(&self, target: &_wg::Strong<Team>) {
            _wg::WeakList::add(&self.r#in, target)
        }
        /// Removes the first link to `target` from the field `in`. Returns `false` if there was none.
        #[inline]
        fn remove_in(&self, target: &_wg::Strong<Team>) -> _wg::bool {
            _wg::WeakList::remove(&self.r#in, target)
        }
        /// Returns the target of the field `boss`, or `None` if it was dropped.
        #[must_use]
        #[inline]
        fn boss(&self) -> _wg::Option<_wg::Strong<Employee>> {
            _wg::Weak::upgrade(&self.boss)
        }
        /// Returns the node that the field `style` shares.
        #[must_use]
        #[inline]
        fn style(&self) -> &Strong<Style> {
            &self.style
        }
    }
    /// `#[graph(opaque)]` leaves these fields out of the graph and of the check for cycles: `cache`.
    #[automatically_derived]
    unsafe impl __Graph for Employee {
        const NAME: &'static _wg::core::primitive::str = "Employee";
        const PARENTS: _wg::core::primitive::usize = 1usize;
        const EDGES: _wg::core::primitive::usize = 3usize;
        #[inline]
        fn __visit<__MakeOneEdgeWeak: _wg::Visit<Self>>(
            &self,
            visit: &mut __MakeOneEdgeWeak,
        ) {
            let _: fn() = __no_strong_cycle::<(__MakeOneEdgeWeak,), Style>;
            let _ = &self.boss;
            let _ = &self.style;
            let _ = &self.styles;
            let _: *const _wg::Parent<Department, Staff> = &raw const self.department;
            let _: *const _wg::Children<Page, ()> = &raw const self.report;
            let _: *const _wg::Child<Desk, ()> = &raw const self.left;
            let _: *const _wg::Child<Desk, ()> = &raw const self.right;
            let _: *const _wg::WeakCell<Employee> = &raw const self.mentor;
            let _: *const _wg::WeakList<Team> = &raw const self.r#in;
            _wg::Parent::__visit(&self.department, visit);
            <Page as _wg::OwningEdge<
                Self,
                (),
            >>::__visit_children(visit, &self.report, 0u8);
            <Desk as _wg::OwningEdge<Self, ()>>::__visit_child(visit, &self.left, 1u8);
            <Desk as _wg::OwningEdge<Self, ()>>::__visit_child(visit, &self.right, 2u8);
            _wg::WeakCell::__visit(
                &self.mentor,
                visit,
                _wg::core::option::Option::Some(
                    _wg::late_hook::<
                        Self,
                        _,
                    >(|__node: &Self, __dropped| {
                        use _wg::OtherHook as _;
                        use _wg::OtherNodeHook as _;
                        let __hook = _wg::EdgeHook::<
                            Self,
                            Employee,
                            _,
                        >::new(Self::unmentored)
                            .__with(__dropped);
                        _wg::hooked(|| {
                            _wg::NodeHook::<&Self, _>::new(__hook).__call(__node)
                        })
                    }),
                ),
            );
            _wg::WeakList::__visit(&self.r#in, visit, _wg::core::option::Option::None);
        }
        const READABLE: _wg::core::primitive::bool = true;
        const NESTS: _wg::core::primitive::bool = {
            use _wg::WithoutDrop as __WithoutDrop;
            _wg::OwnDrop::<Self>::IS || _wg::core::mem::needs_drop::<String>()
                || _wg::core::mem::needs_drop::<Weak<Employee>>()
                || _wg::core::mem::needs_drop::<Strong<Style>>()
                || _wg::core::mem::needs_drop::<RefCell<Vec<Strong<Style>>>>()
                || _wg::core::mem::needs_drop::<Option<Strong<Style>>>()
                || _wg::core::mem::needs_drop::<Rc<RefCell<Ledger>>>()
        };
        #[inline]
        fn __edges(&self, see: &mut _wg::EdgeCollector<'_>) {
            use _wg::Unknown as _;
            see.field("department").parent(&self.department);
            <Page as _wg::OwningEdge<
                Self,
                (),
            >>::__children_edges(see.field("report"), &self.report);
            <Desk as _wg::OwningEdge<
                Self,
                (),
            >>::__child_edge(see.field("left"), &self.left);
            <Desk as _wg::OwningEdge<
                Self,
                (),
            >>::__child_edge(see.field("right"), &self.right);
            see.field("mentor").weak_cell(&self.mentor);
            see.field("in").weak_list(&self.r#in);
            _wg::Inspect(&self.boss).__weak(see.field("boss"), _wg::EdgeKind::Weak);
            _wg::Inspect(&self.style)
                .__strong(see.field("style"), _wg::EdgeKind::Shared);
            _wg::Inspect(&self.styles)
                .__each(
                    see.field("styles"),
                    _wg::EdgeKind::Shared,
                    |see: &mut _wg::EdgeCollector<'_>, it: &Vec<Strong<Style>>| {
                        _wg::Inspect(it)
                            .__each(
                                see,
                                _wg::EdgeKind::Shared,
                                |see: &mut _wg::EdgeCollector<'_>, it: &Strong<Style>| {
                                    _wg::Inspect(it).__strong(see, _wg::EdgeKind::Shared);
                                },
                            );
                    },
                );
        }
    }
    #[automatically_derived]
    unsafe impl _wg::HasParent<Staff> for Employee {
        type Parent = Department;
        #[inline]
        fn __link(&self) -> &_wg::Link {
            _wg::Parent::__link(&self.department)
        }
        const PARENT_HOOKED: _wg::core::primitive::bool = true;
        fn __on_parent_drop(&self, _: _wg::Dropping, __dropped: &_wg::Weak<Department>) {
            use _wg::OtherHook as _;
            use _wg::OtherNodeHook as _;
            let __hook = _wg::EdgeHook::<Self, Department, _>::new(Self::orphaned)
                .__with(__dropped);
            _wg::hooked(|| _wg::NodeHook::<&Self, _>::new(__hook).__call(self))
        }
    }
    #[automatically_derived]
    impl _wg::ChildOf<Department, Staff> for Employee {}
    #[automatically_derived]
    unsafe impl _wg::ParentOf<Page, ()> for Employee {
        #[inline]
        fn __head(&self, slot: _wg::core::primitive::u8) -> &_wg::Head {
            match slot {
                0u8 => _wg::Children::__head(&self.report),
                1u8 => _wg::Child::__head(&self.left),
                _ => _wg::Child::__head(&self.right),
            }
        }
    }
    #[automatically_derived]
    unsafe impl _wg::ParentOf<Desk, ()> for Employee {
        #[inline]
        fn __head(&self, slot: _wg::core::primitive::u8) -> &_wg::Head {
            match slot {
                0u8 => _wg::Children::__head(&self.report),
                1u8 => _wg::Child::__head(&self.left),
                _ => _wg::Child::__head(&self.right),
            }
        }
    }
    pub(crate) enum EditsNeedTheFieldReport {}
    enum EditsNeedTheFieldLeft {}
    #[automatically_derived]
    unsafe impl _wg::EditChildren<Page, (), EditsNeedTheFieldReport> for Employee {}
    #[automatically_derived]
    unsafe impl _wg::EditChildren<Desk, (), EditsNeedTheFieldLeft> for Employee {}
    #[automatically_derived]
    unsafe impl<__K> _wg::DetachedBy<Staff, __K> for Employee
    where
        Department: _wg::EditChildren<Self, Staff, __K>,
    {}
    #[automatically_derived]
    unsafe impl _wg::Readable for Employee {}
    fn __no_strong_cycle<__D: __LeadsTo<__T>, __T>() {}
    trait __LeadsTo<__T> {}
    impl<__T: __NoStrongCycle<()>> __LeadsTo<__T> for () {}
    impl<__X, __T: __NoStrongCycle<(__X,)>> __LeadsTo<__T> for (__X,) {}
    #[automatically_derived]
    impl<__D> __NoStrongCycle<__D> for Employee
    where
        __D: __LeadsTo<Page>,
        __D: __LeadsTo<Desk>,
        __D: __LeadsTo<Style>,
    {}
    const _: () = {
        struct __Counted<__T: ?_wg::core::marker::Sized>(
            _wg::core::marker::PhantomData<__T>,
        );
        trait __Any {
            const NODE: _wg::core::primitive::bool = false;
        }
        impl<__T: ?_wg::core::marker::Sized> __Any for __Counted<__T> {}
        impl<__T: _wg::Graph> __Counted<__T> {
            const NODE: _wg::core::primitive::bool = true;
        }
        if <__Counted<RefCell<Ledger>>>::NODE {
            _wg::core::panic!(
                "`RefCell<Ledger>` is a node, and an `Rc` or `Arc` keeps it alive behind the graph's back: write `#[strong] shared: Strong<RefCell<Ledger>>` if others share it, `#[strong] shared: Child<RefCell<Ledger>>` if this node alone owns it, `#[weak] shared: WeakCell<RefCell<Ledger>>` if it only refers to it, or mark the field `#[graph(opaque)]`"
            )
        }
        if <__Counted<Ledger>>::NODE {
            _wg::core::panic!(
                "`Ledger` is a node, and an `Rc` or `Arc` keeps it alive behind the graph's back: write `#[strong] shared: Strong<Ledger>` if others share it, `#[strong] shared: Child<Ledger>` if this node alone owns it, `#[weak] shared: WeakCell<Ledger>` if it only refers to it, or mark the field `#[graph(opaque)]`"
            )
        }
    };
};
