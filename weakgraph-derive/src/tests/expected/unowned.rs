const _: () = {
    use ::weakgraph::__private::{
        self as _wg, Graph as __Graph, NoStrongCycle as __NoStrongCycle,
    };
    #[automatically_derived]
    impl Part {
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
        #[track_caller]
        /// Returns the parent of this node, from the field `whole`.
        ///
        /// # Panics
        ///
        /// If it was dropped, or never set.
        #[must_use]
        #[inline]
        fn whole(&self) -> _wg::Strong<Whole> {
            _wg::unowned::<Self, _>(_wg::Parent::get(&self.whole), "whole")
        }
        /// Removes this node from its parent, the target of the field `whole`.
        ///
        /// Returns a handle to this node, or `None` if it had no parent.
        #[inline]
        fn detach_from_whole(&self) -> _wg::Option<_wg::Strong<Self>> {
            _wg::detach::<Self, (), _>(self)
        }
        #[track_caller]
        /// Returns the target of the field `twin`.
        ///
        /// # Panics
        ///
        /// If it was dropped, or never set.
        #[must_use]
        #[inline]
        pub fn twin(&self) -> _wg::Strong<Part> {
            _wg::unowned::<Self, _>(_wg::WeakCell::get(&self.twin), "twin")
        }
        /// Sets the target of the field `twin`, which does not keep it alive.
        #[inline]
        pub fn set_twin(&self, target: &_wg::Strong<Part>) {
            _wg::WeakCell::set(&self.twin, target)
        }
        /// Clears the field `twin`.
        #[inline]
        pub fn clear_twin(&self) {
            _wg::WeakCell::clear(&self.twin)
        }
        #[track_caller]
        /// Returns the target of the field `maker`.
        ///
        /// # Panics
        ///
        /// If it was dropped, or never set.
        #[must_use]
        #[inline]
        fn maker(&self) -> _wg::Strong<Maker> {
            _wg::unowned::<Self, _>(_wg::Weak::upgrade(&self.maker), "maker")
        }
    }
    #[automatically_derived]
    unsafe impl __Graph for Part {
        const NAME: &'static _wg::core::primitive::str = "Part";
        const PARENTS: _wg::core::primitive::usize = 1usize;
        const EDGES: _wg::core::primitive::usize = 0usize;
        #[inline]
        fn __visit<__Edge: _wg::Visit<Self>>(&self, visit: &mut __Edge) {
            let _ = &self.maker;
            let _: *const _wg::Parent<Whole, ()> = &raw const self.whole;
            let _: *const _wg::WeakCell<Part> = &raw const self.twin;
            _wg::Parent::__visit(&self.whole, visit);
            _wg::WeakCell::__visit(&self.twin, visit, _wg::core::option::Option::None);
        }
        const READABLE: _wg::core::primitive::bool = true;
        const NESTS: _wg::core::primitive::bool = {
            use _wg::WithoutDrop as __WithoutDrop;
            _wg::OwnDrop::<Self>::IS || _wg::core::mem::needs_drop::<Weak<Maker>>()
        };
        #[inline]
        fn __edges(&self, see: &mut _wg::EdgeCollector<'_>) {
            use _wg::Unknown as _;
            see.field("whole").parent(&self.whole);
            see.field("twin").weak_cell(&self.twin);
            _wg::Inspect(&self.maker).__weak(see.field("maker"), _wg::EdgeKind::Weak);
        }
    }
    #[automatically_derived]
    unsafe impl _wg::HasParent<()> for Part {
        type Parent = Whole;
        #[inline]
        fn __link(&self) -> &_wg::Link {
            _wg::Parent::__link(&self.whole)
        }
    }
    #[automatically_derived]
    impl _wg::ChildOf<Whole, ()> for Part {}
    enum EditsNeedTheFieldWhole {}
    #[automatically_derived]
    unsafe impl _wg::DetachedBy<(), EditsNeedTheFieldWhole> for Part {}
    #[automatically_derived]
    unsafe impl _wg::Readable for Part {}
    #[automatically_derived]
    impl<__D> __NoStrongCycle<__D> for Part {}
};
