const _: () = {
    use ::weakgraph::__private::{
        self as _wg, Graph as __Graph, NoStrongCycle as __NoStrongCycle,
    };
    #[automatically_derived]
    impl Entry {
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
        /// Returns the parent of this node, from the field `folder`, or `None` if there is none.
        #[must_use]
        #[inline]
        pub fn folder(&self) -> _wg::Option<_wg::Strong<Entry>> {
            _wg::Parent::get(
                match self {
                    Self::File { folder: edge, .. } => edge,
                    Self::Link { 1: edge, .. } => edge,
                },
            )
        }
        /// Removes this node from its parent, the target of the field `folder`.
        ///
        /// Returns a handle to this node, or `None` if it had no parent.
        #[inline]
        pub fn detach_from_folder<__K>(&self) -> _wg::Option<_wg::Strong<Self>>
        where
            Entry: _wg::EditChildren<Self, (), __K>,
        {
            _wg::detach::<Self, (), _>(self)
        }
        /// Returns the list of children in the field `entries`.
        #[must_use]
        #[inline]
        pub fn entries(&self) -> &Children<Entry> {
            match self {
                Self::File { entries: edge, .. } => edge,
                Self::Link { 0: edge, .. } => edge,
            }
        }
        /// Appends `child` to the field `entries`, moving it if it has a parent, and returns it.
        ///
        /// # Panics
        ///
        /// If `child` is this node or one of its ancestors, or this node is being dropped; see `try_add_entry`.
        #[track_caller]
        #[inline]
        pub fn add_entry<__Node: _wg::IntoNode<Entry>>(
            &self,
            child: __Node,
        ) -> _wg::Strong<Entry> {
            <Entry as _wg::OwningEdge<
                Self,
                (),
            >>::__add(
                self,
                match self {
                    Self::File { entries: edge, .. } => edge,
                    Self::Link { 0: edge, .. } => edge,
                },
                child,
            )
        }
        /// Appends `child` to the field `entries`, moving it if it has a parent, and returns it.
        ///
        /// # Errors
        ///
        /// If `child` is this node or one of its ancestors, or this node is being dropped. Nothing has changed then.
        #[inline]
        pub fn try_add_entry<__Node: _wg::IntoNode<Entry>>(
            &self,
            child: __Node,
        ) -> _wg::Result<_wg::Strong<Entry>, _wg::LinkError> {
            <Entry as _wg::OwningEdge<
                Self,
                (),
            >>::__try_add(
                self,
                match self {
                    Self::File { entries: edge, .. } => edge,
                    Self::Link { 0: edge, .. } => edge,
                },
                child,
            )
        }
        /// Removes `child` from the field `entries`. Returns `false` if it was not there.
        #[inline]
        pub fn remove_entry(&self, child: &_wg::Strong<Entry>) -> _wg::bool {
            <Entry as _wg::OwningEdge<
                Self,
                (),
            >>::__remove(
                match self {
                    Self::File { entries: edge, .. } => edge,
                    Self::Link { 0: edge, .. } => edge,
                },
                child,
            )
        }
    }
    #[automatically_derived]
    unsafe impl __Graph for Entry {
        const NAME: &'static _wg::core::primitive::str = "Entry";
        const PARENTS: _wg::core::primitive::usize = 1usize;
        const EDGES: _wg::core::primitive::usize = 1usize;
        #[inline]
        fn __visit<__MakeOneEdgeWeak: _wg::Visit<Self>>(
            &self,
            visit: &mut __MakeOneEdgeWeak,
        ) {
            let _: fn() = __no_strong_cycle::<(__MakeOneEdgeWeak,), User>;
            if let Self::File { owner: edge, .. } = self {
                let _ = edge;
            }
            match self {
                Self::File { folder: edge, .. } => {
                    let _: *const _wg::Parent<Entry, ()> = &raw const *edge;
                }
                Self::Link { 1: edge, .. } => {
                    let _: *const _wg::Parent<Entry, ()> = &raw const *edge;
                }
            }
            match self {
                Self::File { entries: edge, .. } => {
                    let _: *const _wg::Children<Entry, ()> = &raw const *edge;
                }
                Self::Link { 0: edge, .. } => {
                    let _: *const _wg::Children<Entry, ()> = &raw const *edge;
                }
            }
            _wg::Parent::__visit(
                match self {
                    Self::File { folder: edge, .. } => edge,
                    Self::Link { 1: edge, .. } => edge,
                },
                visit,
            );
            <Entry as _wg::OwningEdge<
                Self,
                (),
            >>::__visit_children(
                visit,
                match self {
                    Self::File { entries: edge, .. } => edge,
                    Self::Link { 0: edge, .. } => edge,
                },
                0u8,
            );
        }
        const READABLE: _wg::core::primitive::bool = true;
        const NESTS: _wg::core::primitive::bool = {
            use _wg::WithoutDrop as __WithoutDrop;
            _wg::OwnDrop::<Self>::IS || _wg::core::mem::needs_drop::<u64>()
                || _wg::core::mem::needs_drop::<Option<Strong<User>>>()
        };
        #[inline]
        fn __edges(&self, see: &mut _wg::EdgeCollector<'_>) {
            use _wg::Unknown as _;
            see.field("folder")
                .parent(
                    match self {
                        Self::File { folder: edge, .. } => edge,
                        Self::Link { 1: edge, .. } => edge,
                    },
                );
            <Entry as _wg::OwningEdge<
                Self,
                (),
            >>::__children_edges(
                see.field("entries"),
                match self {
                    Self::File { entries: edge, .. } => edge,
                    Self::Link { 0: edge, .. } => edge,
                },
            );
            if let Self::File { owner: it, .. } = self {
                _wg::Inspect(it)
                    .__each(
                        see.field("owner"),
                        _wg::EdgeKind::Shared,
                        |see: &mut _wg::EdgeCollector<'_>, it: &Strong<User>| {
                            _wg::Inspect(it).__strong(see, _wg::EdgeKind::Shared);
                        },
                    )
            }
        }
        #[inline]
        fn __sole(&self) -> _wg::core::option::Option<(&_wg::Link, &_wg::Head)> {
            _wg::core::option::Option::Some((
                _wg::Parent::__link(
                    match self {
                        Self::File { folder: edge, .. } => edge,
                        Self::Link { 1: edge, .. } => edge,
                    },
                ),
                _wg::Children::__head(
                    match self {
                        Self::File { entries: edge, .. } => edge,
                        Self::Link { 0: edge, .. } => edge,
                    },
                ),
            ))
        }
    }
    #[automatically_derived]
    unsafe impl _wg::HasParent<()> for Entry {
        type Parent = Entry;
        #[inline]
        fn __link(&self) -> &_wg::Link {
            _wg::Parent::__link(
                match self {
                    Self::File { folder: edge, .. } => edge,
                    Self::Link { 1: edge, .. } => edge,
                },
            )
        }
    }
    #[automatically_derived]
    impl _wg::ChildOf<Entry, ()> for Entry {}
    #[automatically_derived]
    unsafe impl _wg::ParentOf<Entry, ()> for Entry {
        #[inline]
        fn __head(&self, _: _wg::core::primitive::u8) -> &_wg::Head {
            _wg::Children::__head(
                match self {
                    Self::File { entries: edge, .. } => edge,
                    Self::Link { 0: edge, .. } => edge,
                },
            )
        }
    }
    #[automatically_derived]
    unsafe impl _wg::EditChildren<Entry, (), ()> for Entry {}
    #[automatically_derived]
    unsafe impl<__K> _wg::DetachedBy<(), __K> for Entry
    where
        Entry: _wg::EditChildren<Self, (), __K>,
    {}
    #[automatically_derived]
    unsafe impl _wg::TreeIn<()> for _wg::Itself<Entry> {
        const __EDGES: &'static [(
            _wg::core::primitive::u8,
            _wg::core::primitive::bool,
        )] = &[(0u8, true)];
        #[inline]
        fn __edge(
            &self,
            _: _wg::core::primitive::usize,
        ) -> _wg::ChildrenView<'_, Self, ()> {
            _wg::ChildrenView::__of(
                match self {
                    Self::File { entries: edge, .. } => edge,
                    Self::Link { 0: edge, .. } => edge,
                },
            )
        }
    }
    #[automatically_derived]
    unsafe impl _wg::Tree for _wg::Itself<Entry> {
        type Relation = ();
    }
    #[automatically_derived]
    unsafe impl _wg::Readable for Entry {}
    fn __no_strong_cycle<__D: __LeadsTo<__T>, __T>() {}
    trait __LeadsTo<__T> {}
    impl<__T: __NoStrongCycle<()>> __LeadsTo<__T> for () {}
    impl<__X, __T: __NoStrongCycle<(__X,)>> __LeadsTo<__T> for (__X,) {}
    #[automatically_derived]
    impl<__D> __NoStrongCycle<__D> for Entry
    where
        __D: __LeadsTo<User>,
    {}
};
