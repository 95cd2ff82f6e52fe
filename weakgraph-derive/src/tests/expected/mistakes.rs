const _: () = {
    use ::weakgraph::__private::{
        self as _wg, Graph as __Graph, NoStrongCycle as __NoStrongCycle,
    };
    #[automatically_derived]
    impl<'a, T: ?Sized, const N: usize> Wrong<'a, T, N>
    where
        T: Debug,
    {
        /// A handle to this node.
        ///
        /// # Panics
        ///
        /// If this value is not in a `Strong`, or its node is dying.
        #[must_use]
        #[inline]
        #[track_caller]
        pub fn handle(&self) -> _wg::Strong<Self> {
            _wg::handle(self)
        }
        ///The owner of this node, from the field `parent`.
        #[must_use]
        #[inline]
        fn parent(&self) -> _wg::core::option::Option<_wg::Strong<Wrong<'a, T, N>>> {
            let edge: &_wg::Parent<Wrong<'a, T, N>, ()> = &self.parent;
            _wg::Parent::get(edge)
        }
        ///Takes this node out of its owner, the target of the field `parent`.
        ///
        ///Returns a handle to this node, or `None` if it had no owner.
        #[inline]
        fn detach_from_parent(&self) -> _wg::core::option::Option<_wg::Strong<Self>> {
            _wg::detach::<Self, ()>(self)
        }
        ///The owner of this node, from the field `second`.
        #[must_use]
        #[inline]
        fn second(&self) -> _wg::core::option::Option<_wg::Strong<[u8; N]>> {
            let edge: &_wg::Parent<[u8; N], ()> = &self.second;
            _wg::Parent::get(edge)
        }
        ///Takes this node out of its owner, the target of the field `second`.
        ///
        ///Returns a handle to this node, or `None` if it had no owner.
        #[inline]
        fn detach_from_second(&self) -> _wg::core::option::Option<_wg::Strong<Self>> {
            _wg::detach::<Self, ()>(self)
        }
        ///The members in the field `kids`, in order.
        #[must_use]
        #[inline]
        fn kids(&self) -> &Children<Self> {
            &self.kids
        }
        ///Adds a member at the end of the field `kids`; one that had an owner in this relation moves.
        ///
        ///# Panics
        ///
        ///If the edit is refused, for instance because the member owns this node; see `try_add_kid`.
        #[track_caller]
        #[inline]
        fn add_kid(
            &self,
            member: impl _wg::core::convert::Into<_wg::Strong<Self>>,
        ) -> _wg::Strong<Self> {
            let edge: &_wg::Children<Self, ()> = &self.kids;
            <Self as _wg::OwnedBy<Self, ()>>::__add(edge, member)
        }
        ///Adds a member at the end of the field `kids`; one that had an owner in this relation moves.
        ///
        ///# Errors
        ///
        ///If the edit is refused, for instance because the member owns this node; then nothing has changed.
        #[inline]
        fn try_add_kid(
            &self,
            member: impl _wg::core::convert::Into<_wg::Strong<Self>>,
        ) -> _wg::core::result::Result<_wg::Strong<Self>, _wg::LinkError> {
            let edge: &_wg::Children<Self, ()> = &self.kids;
            <Self as _wg::OwnedBy<Self, ()>>::__try_add(edge, member)
        }
        ///Takes a member out of the field `kids`; `false` if it was not there.
        #[inline]
        fn remove_kid(&self, member: &_wg::Strong<Self>) -> _wg::core::primitive::bool {
            let edge: &_wg::Children<Self, ()> = &self.kids;
            <Self as _wg::OwnedBy<Self, ()>>::__remove(edge, member)
        }
    }
    #[automatically_derived]
    unsafe impl<'a, T: ?Sized, const N: usize> __Graph for Wrong<'a, T, N>
    where
        T: Debug,
    {
        const NAME: &'static _wg::core::primitive::str = "Wrong";
        const PARENTS: _wg::core::primitive::usize = 1usize;
        const EDGES: _wg::core::primitive::usize = 1usize;
        #[inline]
        fn __visit<__V: _wg::Visit<Self>>(&self, visit: &mut __V) {
            let _: fn() = __Pair::<Self, [u8; N]>::differ;
            {
                let edge: &_wg::Parent<Wrong<'a, T, N>, ()> = &self.parent;
                visit.__see_parent(edge)
            }
            {
                let edge: &_wg::Children<Self, ()> = &self.kids;
                <Self as _wg::OwnedBy<Self, ()>>::__visit_children(visit, edge, 0u8)
            }
        }
        #[inline]
        fn __sole(&self) -> _wg::core::option::Option<(&_wg::Link, &_wg::Head)> {
            let link = {
                let edge: &_wg::Parent<Wrong<'a, T, N>, ()> = &self.parent;
                _wg::Parent::__link(edge)
            };
            let head = {
                let edge: &_wg::Children<Self, ()> = &self.kids;
                _wg::Children::__head(edge)
            };
            _wg::core::option::Option::Some((link, head))
        }
    }
    #[automatically_derived]
    unsafe impl<'a, T: ?Sized, const N: usize> _wg::Member<()> for Wrong<'a, T, N>
    where
        T: Debug,
    {
        type Owner = Wrong<'a, T, N>;
        #[inline]
        fn __parent(&self) -> &_wg::Parent<Wrong<'a, T, N>, ()> {
            let edge: &_wg::Parent<Wrong<'a, T, N>, ()> = &self.parent;
            edge
        }
    }
    #[automatically_derived]
    impl<'a, T: ?Sized, const N: usize> _wg::MemberOf<Wrong<'a, T, N>, ()>
    for Wrong<'a, T, N>
    where
        T: Debug,
    {}
    #[automatically_derived]
    unsafe impl<'a, T: ?Sized, const N: usize> _wg::OwnerOf<Self, ()> for Wrong<'a, T, N>
    where
        T: Debug,
    {
        #[inline]
        fn __head(&self, _: _wg::core::primitive::u8) -> &_wg::Head {
            {
                let edge: &_wg::Children<Self, ()> = &self.kids;
                _wg::Children::__head(edge)
            }
        }
    }
    #[automatically_derived]
    unsafe impl<'a, T: ?Sized, const N: usize> _wg::Tree for Wrong<'a, T, N>
    where
        T: Debug,
    {
        type Relation = ();
        #[inline]
        fn __children(&self) -> &_wg::Children<Self, ()> {
            let edge: &_wg::Children<Self, ()> = &self.kids;
            edge
        }
    }
    struct __Pair<__A, __B>(
        _wg::core::marker::PhantomData<__A>,
        _wg::core::marker::PhantomData<__B>,
    );
    trait __Other {
        fn differ() {}
    }
    impl<__A, __B> __Other for __Pair<__A, __B> {}
    impl<__A> __Pair<__A, __A> {
        fn differ()
        where
            __A: _wg::OtherThanItself,
        {}
    }
    #[automatically_derived]
    impl<'a, T: ?Sized, const N: usize, __D> __NoStrongCycle<__D> for Wrong<'a, T, N>
    where
        T: Debug,
    {}
};
