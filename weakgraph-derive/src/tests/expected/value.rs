const _: () = {
    use ::weakgraph::__private::{
        self as _wg, Graph as __Graph, NoStrongCycle as __NoStrongCycle,
    };
    #[automatically_derived]
    impl<T> Entry<T> {
        /// Returns a handle to this node.
        ///
        /// # Panics
        ///
        /// If this value is not in a `Strong`, or its node is being dropped.
        #[must_use]
        #[inline]
        #[track_caller]
        fn handle(&self) -> _wg::Strong<Self> {
            _wg::handle(self)
        }
        /// Returns the parent of this node, from the field `folder`, or `None` if there is none.
        #[must_use]
        #[inline]
        fn folder(&self) -> _wg::Option<_wg::Strong<Self>> {
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
        fn detach_from_folder(&self) -> _wg::Option<_wg::Strong<Self>> {
            _wg::detach::<Self, (), _>(self)
        }
        /// Returns the list of children in the field `entries`.
        #[must_use]
        #[inline]
        fn entries(&self) -> &Children<Self> {
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
        fn add_entry<__Node: _wg::IntoNode<Self>>(
            &self,
            child: __Node,
        ) -> _wg::Strong<Self> {
            <Self as _wg::OwningEdge<
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
        fn try_add_entry<__Node: _wg::IntoNode<Self>>(
            &self,
            child: __Node,
        ) -> _wg::Result<_wg::Strong<Self>, _wg::LinkError> {
            <Self as _wg::OwningEdge<
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
        fn remove_entry(&self, child: &_wg::Strong<Self>) -> _wg::bool {
            <Self as _wg::OwningEdge<
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
        /// Returns the target of the field `last`, or `None` if there is none or it was dropped.
        #[must_use]
        #[inline]
        fn last(&self) -> _wg::Option<_wg::Strong<Self>> {
            _wg::WeakCell::get(
                match self {
                    Self::File { last: edge, .. } => edge,
                    Self::Link { 2: edge, .. } => edge,
                },
            )
        }
        /// Sets the target of the field `last`, which does not keep it alive.
        #[inline]
        fn set_last(&self, target: &_wg::Strong<Self>) {
            _wg::WeakCell::set(
                match self {
                    Self::File { last: edge, .. } => edge,
                    Self::Link { 2: edge, .. } => edge,
                },
                target,
            )
        }
        /// Clears the field `last`.
        #[inline]
        fn clear_last(&self) {
            _wg::WeakCell::clear(
                match self {
                    Self::File { last: edge, .. } => edge,
                    Self::Link { 2: edge, .. } => edge,
                },
            )
        }
    }
    #[automatically_derived]
    unsafe impl<T> __Graph for Entry<T> {
        const NAME: &'static _wg::core::primitive::str = "Entry";
        const PARENTS: _wg::core::primitive::usize = 1usize;
        const EDGES: _wg::core::primitive::usize = 1usize;
        #[inline]
        fn __visit<__MakeOneEdgeWeak: _wg::Visit<Self>>(
            &self,
            visit: &mut __MakeOneEdgeWeak,
        ) {
            let _: fn() = __no_strong_cycle::<(__MakeOneEdgeWeak,), User>;
            if let Self::Link { 3: edge, .. } = self {
                let _ = edge;
            }
            match self {
                Self::File { folder: edge, .. } => {
                    let _: *const _wg::Parent<Self, ()> = &raw const *edge;
                }
                Self::Link { 1: edge, .. } => {
                    let _: *const _wg::Parent<Self, ()> = &raw const *edge;
                }
            }
            match self {
                Self::File { entries: edge, .. } => {
                    let _: *const _wg::Children<Self, ()> = &raw const *edge;
                }
                Self::Link { 0: edge, .. } => {
                    let _: *const _wg::Children<Self, ()> = &raw const *edge;
                }
            }
            match self {
                Self::File { last: edge, .. } => {
                    let _: *const _wg::WeakCell<Self> = &raw const *edge;
                }
                Self::Link { 2: edge, .. } => {
                    let _: *const _wg::WeakCell<Self> = &raw const *edge;
                }
            }
            _wg::Parent::__visit(
                match self {
                    Self::File { folder: edge, .. } => edge,
                    Self::Link { 1: edge, .. } => edge,
                },
                visit,
            );
            <Self as _wg::OwningEdge<
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
            _wg::WeakCell::__visit(
                match self {
                    Self::File { last: edge, .. } => edge,
                    Self::Link { 2: edge, .. } => edge,
                },
                visit,
                _wg::core::option::Option::None,
            );
        }
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
            <Self as _wg::OwningEdge<
                Self,
                (),
            >>::__children_edges(
                see.field("entries"),
                match self {
                    Self::File { entries: edge, .. } => edge,
                    Self::Link { 0: edge, .. } => edge,
                },
            );
            see.field("last")
                .weak_cell(
                    match self {
                        Self::File { last: edge, .. } => edge,
                        Self::Link { 2: edge, .. } => edge,
                    },
                );
            if let Self::Link { 3: it, .. } = self {
                {
                    let see = see.field("3");
                    _wg::Inspect(it)
                        .__each_key(
                            see,
                            _wg::EdgeKind::Shared,
                            |see: &mut _wg::EdgeCollector<'_>, it: &Strong<User>| {
                                _wg::Inspect(it).__strong(see, _wg::EdgeKind::Shared);
                            },
                        );
                    _wg::Inspect(it)
                        .__each_value(
                            see,
                            _wg::EdgeKind::Shared,
                            |
                                see: &mut _wg::EdgeCollector<'_>,
                                it: &(u8, [Strong<User>; 2], dyn Has<Strong<User>>)|
                            {
                                {
                                    let (see, tuple) = (see, it);
                                    _wg::Inspect(&tuple.1)
                                        .__each(
                                            see,
                                            _wg::EdgeKind::Shared,
                                            |see: &mut _wg::EdgeCollector<'_>, it: &Strong<User>| {
                                                _wg::Inspect(it).__strong(see, _wg::EdgeKind::Shared);
                                            },
                                        );
                                    see.opaque(_wg::EdgeKind::Shared);
                                };
                            },
                        )
                }
            }
        }
        fn __label(&self) -> _wg::core::option::Option<_wg::String> {
            match self {
                Self::File { size: it, .. } => _wg::label(it),
                _ => _wg::core::option::Option::None,
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
    unsafe impl<T> _wg::HasParent<()> for Entry<T> {
        type Parent = Self;
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
    impl<T> _wg::ChildOf<Self, ()> for Entry<T> {}
    #[automatically_derived]
    unsafe impl<T> _wg::ParentOf<Self, ()> for Entry<T> {
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
    enum EditsNeedTheFieldEntries {}
    #[automatically_derived]
    unsafe impl<T> _wg::EditChildren<Self, (), EditsNeedTheFieldEntries> for Entry<T> {}
    #[automatically_derived]
    unsafe impl<T> _wg::DetachedBy<(), EditsNeedTheFieldEntries> for Entry<T> {}
    #[automatically_derived]
    unsafe impl<T> _wg::TreeIn<()> for _wg::Itself<Entry<T>> {
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
    unsafe impl<T> _wg::Tree for _wg::Itself<Entry<T>> {
        type Relation = ();
    }
    #[automatically_derived]
    unsafe impl<T> _wg::DeepClone for Entry<T>
    where
        T: _wg::core::clone::Clone,
    {
        fn __plain(&self) -> Self {
            match self {
                Self::File { size: f0, .. } => {
                    Self::File {
                        size: <T as _wg::core::clone::Clone>::clone(f0),
                        folder: _wg::core::default::Default::default(),
                        entries: _wg::core::default::Default::default(),
                        last: _wg::core::default::Default::default(),
                    }
                }
                Self::Link { 3: f3, .. } => {
                    Self::Link {
                        0: _wg::core::default::Default::default(),
                        1: _wg::core::default::Default::default(),
                        2: _wg::core::default::Default::default(),
                        3: <HashMap<
                            Strong<User>,
                            (u8, [Strong<User>; 2], dyn Has<Strong<User>>),
                        > as _wg::core::clone::Clone>::clone(f3),
                    }
                }
            }
        }
        fn __clone_parts<'__k>(
            &'__k self,
            copy: &Self,
            parts: &mut _wg::CloneParts<'__k>,
        ) {
            let _ = (copy, &parts);
            use _wg::OtherPart as _;
            parts
                .children::<
                    Self,
                    (),
                >(
                    match self {
                        Self::File { entries: edge, .. } => edge,
                        Self::Link { 0: edge, .. } => edge,
                    },
                    match copy {
                        Self::File { entries: edge, .. } => edge,
                        Self::Link { 0: edge, .. } => edge,
                    },
                );
            _wg::WeakPart(
                    match self {
                        Self::File { last: edge, .. } => edge,
                        Self::Link { 2: edge, .. } => edge,
                    },
                    match copy {
                        Self::File { last: edge, .. } => edge,
                        Self::Link { 2: edge, .. } => edge,
                    },
                )
                .__clone(parts);
        }
    }
    #[automatically_derived]
    unsafe impl<T> _wg::TreeEq for Entry<T>
    where
        T: _wg::core::cmp::PartialEq,
    {
        fn __plain_eq(&self, other: &Self) -> _wg::core::primitive::bool {
            match (self, other) {
                (Self::File { size: f0, .. }, Self::File { size: g0, .. }) => {
                    true && <T as _wg::core::cmp::PartialEq>::eq(f0, g0)
                }
                (Self::Link { 3: f3, .. }, Self::Link { 3: g3, .. }) => {
                    true
                        && <HashMap<
                            Strong<User>,
                            (u8, [Strong<User>; 2], dyn Has<Strong<User>>),
                        > as _wg::core::cmp::PartialEq>::eq(f3, g3)
                }
                _ => false,
            }
        }
        fn __eq_parts<'__k>(
            &'__k self,
            other: &'__k Self,
            parts: &mut _wg::EqParts<'__k>,
        ) {
            let _ = (other, &parts);
            parts
                .children::<
                    Self,
                    (),
                >(
                    match self {
                        Self::File { entries: edge, .. } => edge,
                        Self::Link { 0: edge, .. } => edge,
                    },
                    match other {
                        Self::File { entries: edge, .. } => edge,
                        Self::Link { 0: edge, .. } => edge,
                    },
                );
        }
    }
    #[automatically_derived]
    unsafe impl<T> _wg::TreeHash for Entry<T>
    where
        T: _wg::core::hash::Hash,
    {
        fn __plain_hash(&self, mut state: &mut dyn _wg::core::hash::Hasher) {
            let _ = &mut state;
            _wg::core::hash::Hash::hash(&_wg::core::mem::discriminant(self), &mut state);
            match self {
                Self::File { size: f0, .. } => {
                    <T as _wg::core::hash::Hash>::hash(f0, &mut state);
                }
                Self::Link { .. } => {}
            }
        }
        fn __hash_parts<'__k>(&'__k self, parts: &mut _wg::HashParts<'__k>) {
            let _ = &parts;
            parts
                .children::<
                    Self,
                    (),
                >(
                    match self {
                        Self::File { entries: edge, .. } => edge,
                        Self::Link { 0: edge, .. } => edge,
                    },
                );
        }
    }
    fn __no_strong_cycle<__D: __LeadsTo<__T>, __T>() {}
    trait __LeadsTo<__T> {}
    impl<__T: __NoStrongCycle<()>> __LeadsTo<__T> for () {}
    impl<__X, __T: __NoStrongCycle<(__X,)>> __LeadsTo<__T> for (__X,) {}
    #[automatically_derived]
    impl<T, __D> __NoStrongCycle<__D> for Entry<T>
    where
        __D: __LeadsTo<User>,
    {}
};
