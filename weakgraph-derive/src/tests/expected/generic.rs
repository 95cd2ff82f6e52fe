const _: () = {
    use ::weakgraph::__private::{
        self as _wg, Graph as __Graph, NoStrongCycle as __NoStrongCycle,
    };
    #[automatically_derived]
    impl<'a, T: ?Sized, B, const N: usize> Shelf<'a, T, B, N>
    where
        T: Debug,
        B: _wg::ChildOf<Self, Books>,
        Theme<B>: _wg::NoStrongCycle<()>,
    {
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
        /// Returns the parent of this node, from the field `parent`, or `None` if there is none.
        #[must_use]
        #[inline]
        fn parent(&self) -> _wg::Option<_wg::Strong<Shelf<'a, T, B, N>>> {
            _wg::Parent::get(&self.parent)
        }
        /// Removes this node from its parent, the target of the field `parent`.
        ///
        /// Returns a handle to this node, or `None` if it had no parent.
        #[inline]
        fn detach_from_parent(&self) -> _wg::Option<_wg::Strong<Self>> {
            _wg::detach::<Self, (), _>(self)
        }
        /// Returns the list of children in the field `shelves`.
        #[must_use]
        #[inline]
        fn shelves(&self) -> &Children<Shelf<'a, T, B, N>> {
            &self.shelves
        }
        /// Appends `child` to the field `shelves`, moving it if it has a parent, and returns it.
        ///
        /// # Panics
        ///
        /// If `child` is this node or one of its ancestors, or this node is being dropped; see `try_add_shelve`.
        #[track_caller]
        #[inline]
        fn add_shelve<__Node: _wg::IntoNode<Shelf<'a, T, B, N>>>(
            &self,
            child: __Node,
        ) -> _wg::Strong<Shelf<'a, T, B, N>> {
            <Shelf<
                'a,
                T,
                B,
                N,
            > as _wg::OwningEdge<Self, ()>>::__add(self, &self.shelves, child)
        }
        /// Appends `child` to the field `shelves`, moving it if it has a parent, and returns it.
        ///
        /// # Errors
        ///
        /// If `child` is this node or one of its ancestors, or this node is being dropped. Nothing has changed then.
        #[inline]
        fn try_add_shelve<__Node: _wg::IntoNode<Shelf<'a, T, B, N>>>(
            &self,
            child: __Node,
        ) -> _wg::Result<_wg::Strong<Shelf<'a, T, B, N>>, _wg::LinkError> {
            <Shelf<
                'a,
                T,
                B,
                N,
            > as _wg::OwningEdge<Self, ()>>::__try_add(self, &self.shelves, child)
        }
        /// Removes `child` from the field `shelves`. Returns `false` if it was not there.
        #[inline]
        fn remove_shelve(&self, child: &_wg::Strong<Shelf<'a, T, B, N>>) -> _wg::bool {
            <Shelf<
                'a,
                T,
                B,
                N,
            > as _wg::OwningEdge<Self, ()>>::__remove(&self.shelves, child)
        }
        /// Returns the list of children in the field `books`.
        #[must_use]
        #[inline]
        fn books(&self) -> &Children<B, Books> {
            &self.books
        }
        /// Appends `child` to the field `books`, moving it if it has a parent, and returns it.
        ///
        /// # Panics
        ///
        /// If `child` is this node or one of its ancestors, or this node is being dropped; see `try_add_book`.
        #[track_caller]
        #[inline]
        fn add_book<__Node: _wg::IntoNode<B>>(&self, child: __Node) -> _wg::Strong<B> {
            <B as _wg::OwningEdge<Self, Books>>::__add(self, &self.books, child)
        }
        /// Appends `child` to the field `books`, moving it if it has a parent, and returns it.
        ///
        /// # Errors
        ///
        /// If `child` is this node or one of its ancestors, or this node is being dropped. Nothing has changed then.
        #[inline]
        fn try_add_book<__Node: _wg::IntoNode<B>>(
            &self,
            child: __Node,
        ) -> _wg::Result<_wg::Strong<B>, _wg::LinkError> {
            <B as _wg::OwningEdge<Self, Books>>::__try_add(self, &self.books, child)
        }
        /// Removes `child` from the field `books`. Returns `false` if it was not there.
        #[inline]
        fn remove_book(&self, child: &_wg::Strong<B>) -> _wg::bool {
            <B as _wg::OwningEdge<Self, Books>>::__remove(&self.books, child)
        }
        /// Returns the node that the field `colour` shares.
        #[must_use]
        #[inline]
        fn colour(&self) -> &Strong<Colour<'a>> {
            &self.colour
        }
        /// Returns the node that the field `theme` shares.
        #[must_use]
        #[inline]
        fn theme(&self) -> &Strong<Theme<B>> {
            &self.theme
        }
    }
    #[automatically_derived]
    unsafe impl<'a, T: ?Sized, B, const N: usize> __Graph for Shelf<'a, T, B, N>
    where
        T: Debug,
        B: _wg::ChildOf<Self, Books>,
        Theme<B>: _wg::NoStrongCycle<()>,
    {
        const NAME: &'static _wg::core::primitive::str = "Shelf";
        const PARENTS: _wg::core::primitive::usize = 1usize;
        const EDGES: _wg::core::primitive::usize = 2usize;
        #[inline]
        fn __visit<__MakeOneEdgeWeak: _wg::Visit<Self>>(
            &self,
            visit: &mut __MakeOneEdgeWeak,
        ) {
            let _: fn() = __no_strong_cycle::<(__MakeOneEdgeWeak,), Colour<'a>>;
            let _ = &self.colour;
            let _ = &self.theme;
            let _: *const _wg::Parent<Shelf<'a, T, B, N>, ()> = &raw const self.parent;
            let _: *const _wg::Children<Shelf<'a, T, B, N>, ()> = &raw const self
                .shelves;
            let _: *const _wg::Children<B, Books> = &raw const self.books;
            _wg::Parent::__visit(&self.parent, visit);
            <Shelf<
                'a,
                T,
                B,
                N,
            > as _wg::OwningEdge<Self, ()>>::__visit_children(visit, &self.shelves, 0u8);
            <B as _wg::OwningEdge<
                Self,
                Books,
            >>::__visit_children(visit, &self.books, 1u8);
        }
        #[inline]
        fn __edges(&self, see: &mut _wg::EdgeCollector<'_>) {
            use _wg::Unknown as _;
            see.field("parent").parent(&self.parent);
            <Shelf<
                'a,
                T,
                B,
                N,
            > as _wg::OwningEdge<
                Self,
                (),
            >>::__children_edges(see.field("shelves"), &self.shelves);
            <B as _wg::OwningEdge<
                Self,
                Books,
            >>::__children_edges(see.field("books"), &self.books);
            _wg::Inspect(&self.colour)
                .__strong(see.field("colour"), _wg::EdgeKind::Shared);
            _wg::Inspect(&self.theme)
                .__strong(see.field("theme"), _wg::EdgeKind::Shared);
        }
    }
    #[automatically_derived]
    unsafe impl<'a, T: ?Sized, B, const N: usize> _wg::HasParent<()>
    for Shelf<'a, T, B, N>
    where
        T: Debug,
        B: _wg::ChildOf<Self, Books>,
        Theme<B>: _wg::NoStrongCycle<()>,
    {
        type Parent = Shelf<'a, T, B, N>;
        #[inline]
        fn __link(&self) -> &_wg::Link {
            _wg::Parent::__link(&self.parent)
        }
    }
    #[automatically_derived]
    impl<'a, T: ?Sized, B, const N: usize> _wg::ChildOf<Shelf<'a, T, B, N>, ()>
    for Shelf<'a, T, B, N>
    where
        T: Debug,
        B: _wg::ChildOf<Self, Books>,
        Theme<B>: _wg::NoStrongCycle<()>,
    {}
    #[automatically_derived]
    unsafe impl<'a, T: ?Sized, B, const N: usize> _wg::ParentOf<Shelf<'a, T, B, N>, ()>
    for Shelf<'a, T, B, N>
    where
        T: Debug,
        B: _wg::ChildOf<Self, Books>,
        Theme<B>: _wg::NoStrongCycle<()>,
    {
        #[inline]
        fn __head(&self, slot: _wg::core::primitive::u8) -> &_wg::Head {
            match slot {
                0u8 => _wg::Children::__head(&self.shelves),
                _ => _wg::Children::__head(&self.books),
            }
        }
    }
    #[automatically_derived]
    unsafe impl<'a, T: ?Sized, B, const N: usize> _wg::ParentOf<B, Books>
    for Shelf<'a, T, B, N>
    where
        T: Debug,
        B: _wg::ChildOf<Self, Books>,
        Theme<B>: _wg::NoStrongCycle<()>,
    {
        #[inline]
        fn __head(&self, slot: _wg::core::primitive::u8) -> &_wg::Head {
            match slot {
                0u8 => _wg::Children::__head(&self.shelves),
                _ => _wg::Children::__head(&self.books),
            }
        }
    }
    enum EditsNeedTheFieldShelves {}
    #[automatically_derived]
    unsafe impl<
        'a,
        T: ?Sized,
        B,
        const N: usize,
    > _wg::EditChildren<Shelf<'a, T, B, N>, (), EditsNeedTheFieldShelves>
    for Shelf<'a, T, B, N>
    where
        T: Debug,
        B: _wg::ChildOf<Self, Books>,
        Theme<B>: _wg::NoStrongCycle<()>,
    {}
    #[automatically_derived]
    unsafe impl<
        'a,
        T: ?Sized,
        B,
        const N: usize,
    > _wg::EditChildren<B, Books, EditsNeedTheFieldShelves> for Shelf<'a, T, B, N>
    where
        T: Debug,
        B: _wg::ChildOf<Self, Books>,
        Theme<B>: _wg::NoStrongCycle<()>,
    {}
    #[automatically_derived]
    unsafe impl<
        'a,
        T: ?Sized,
        B,
        const N: usize,
    > _wg::DetachedBy<(), EditsNeedTheFieldShelves> for Shelf<'a, T, B, N>
    where
        T: Debug,
        B: _wg::ChildOf<Self, Books>,
        Theme<B>: _wg::NoStrongCycle<()>,
    {}
    #[automatically_derived]
    unsafe impl<'a, T: ?Sized, B, const N: usize> _wg::TreeIn<()>
    for _wg::Itself<Shelf<'a, T, B, N>>
    where
        T: Debug,
        B: _wg::ChildOf<Self, Books>,
        Theme<B>: _wg::NoStrongCycle<()>,
    {
        const __EDGES: &'static [(
            _wg::core::primitive::u8,
            _wg::core::primitive::bool,
        )] = &[(0u8, true)];
        #[inline]
        fn __edge(
            &self,
            _: _wg::core::primitive::usize,
        ) -> _wg::ChildrenView<'_, Self, ()> {
            _wg::ChildrenView::__of(&self.shelves)
        }
    }
    #[automatically_derived]
    unsafe impl<'a, T: ?Sized, B, const N: usize> _wg::Tree
    for _wg::Itself<Shelf<'a, T, B, N>>
    where
        T: Debug,
        B: _wg::ChildOf<Self, Books>,
        Theme<B>: _wg::NoStrongCycle<()>,
    {
        type Relation = ();
    }
    fn __no_strong_cycle<__D: __LeadsTo<__T>, __T>() {}
    trait __LeadsTo<__T> {}
    impl<__T: __NoStrongCycle<()>> __LeadsTo<__T> for () {}
    impl<__X, __T: __NoStrongCycle<(__X,)>> __LeadsTo<__T> for (__X,) {}
    #[automatically_derived]
    impl<'a, T: ?Sized, B, const N: usize, __D> __NoStrongCycle<__D>
    for Shelf<'a, T, B, N>
    where
        T: Debug,
        __D: __LeadsTo<B>,
        __D: __LeadsTo<Colour<'a>>,
        __D: __LeadsTo<Theme<B>>,
    {}
};
