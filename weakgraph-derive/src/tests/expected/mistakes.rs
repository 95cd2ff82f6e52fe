const _: () = {
    use ::weakgraph::__private::{
        self as _wg, Graph as __Graph, NoStrongCycle as __NoStrongCycle,
    };
    #[automatically_derived]
    impl<'a, T: ?Sized, const N: usize> Wrong<'a, T, N>
    where
        T: Debug,
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
        fn parent(&self) -> _wg::Option<_wg::Strong<Wrong<'a, T, N>>> {
            _wg::core::panic!("refused")
        }
        /// Removes this node from its parent, the target of the field `parent`.
        ///
        /// Returns a handle to this node, or `None` if it had no parent.
        #[inline]
        fn detach_from_parent(&self) -> _wg::Option<_wg::Strong<Self>> {
            _wg::core::panic!("refused")
        }
        /// Returns the list of children in the field `kids`.
        #[must_use]
        #[inline]
        fn kids(&self) -> &Children<Self> {
            _wg::core::panic!("refused")
        }
        /// Appends `child` to the field `kids`, moving it if it has a parent, and returns it.
        ///
        /// # Panics
        ///
        /// If `child` is this node or one of its ancestors, or this node is being dropped; see `try_add_kid`.
        #[track_caller]
        #[inline]
        fn add_kid<__Node: _wg::IntoNode<Self>>(
            &self,
            child: __Node,
        ) -> _wg::Strong<Self> {
            _wg::core::panic!("refused")
        }
        /// Appends `child` to the field `kids`, moving it if it has a parent, and returns it.
        ///
        /// # Errors
        ///
        /// If `child` is this node or one of its ancestors, or this node is being dropped. Nothing has changed then.
        #[inline]
        fn try_add_kid<__Node: _wg::IntoNode<Self>>(
            &self,
            child: __Node,
        ) -> _wg::Result<_wg::Strong<Self>, _wg::LinkError> {
            _wg::core::panic!("refused")
        }
        /// Removes `child` from the field `kids`. Returns `false` if it was not there.
        #[inline]
        fn remove_kid(&self, child: &_wg::Strong<Self>) -> _wg::bool {
            _wg::core::panic!("refused")
        }
        /// Returns the parent of this node, from the field `second`, or `None` if there is none.
        #[must_use]
        #[inline]
        fn second(&self) -> _wg::Option<_wg::Strong<u8>> {
            _wg::core::panic!("refused")
        }
        /// Removes this node from its parent, the target of the field `second`.
        ///
        /// Returns a handle to this node, or `None` if it had no parent.
        #[inline]
        fn detach_from_second(&self) -> _wg::Option<_wg::Strong<Self>> {
            _wg::core::panic!("refused")
        }
    }
    #[automatically_derived]
    unsafe impl<'a, T: ?Sized, const N: usize> __Graph for Wrong<'a, T, N>
    where
        T: Debug,
    {
        const NAME: &'static _wg::core::primitive::str = "Wrong";
        const PARENTS: _wg::core::primitive::usize = 0;
        const EDGES: _wg::core::primitive::usize = 0;
        fn __visit<__Edge: _wg::Visit<Self>>(&self, _: &mut __Edge) {}
    }
    #[automatically_derived]
    unsafe impl<'a, T: ?Sized, const N: usize> _wg::HasParent<()> for Wrong<'a, T, N>
    where
        T: Debug,
    {
        type Parent = Wrong<'a, T, N>;
        #[inline]
        fn __link(&self) -> &_wg::Link {
            _wg::core::panic!("refused")
        }
    }
    #[automatically_derived]
    impl<'a, T: ?Sized, const N: usize> _wg::ChildOf<Wrong<'a, T, N>, ()>
    for Wrong<'a, T, N>
    where
        T: Debug,
    {}
    #[automatically_derived]
    unsafe impl<'a, T: ?Sized, const N: usize, __C, __R> _wg::ParentOf<__C, __R>
    for Wrong<'a, T, N>
    where
        T: Debug,
    {
        fn __head(&self, _: _wg::core::primitive::u8) -> &_wg::Head {
            _wg::core::panic!("refused")
        }
    }
    #[automatically_derived]
    unsafe impl<'a, T: ?Sized, const N: usize, __C, __R> _wg::EditChildren<__C, __R, ()>
    for Wrong<'a, T, N>
    where
        T: Debug,
    {}
    #[automatically_derived]
    unsafe impl<'a, T: ?Sized, const N: usize> _wg::TreeIn<()>
    for _wg::Itself<Wrong<'a, T, N>>
    where
        T: Debug,
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
            _wg::core::panic!("refused")
        }
    }
    #[automatically_derived]
    unsafe impl<'a, T: ?Sized, const N: usize> _wg::Tree for _wg::Itself<Wrong<'a, T, N>>
    where
        T: Debug,
    {
        type Relation = ();
    }
    #[automatically_derived]
    impl<'a, T: ?Sized, const N: usize, __D> __NoStrongCycle<__D> for Wrong<'a, T, N>
    where
        T: Debug,
    {}
};
