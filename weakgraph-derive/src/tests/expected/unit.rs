const _: () = {
    use ::weakgraph::__private::{
        self as _wg, Graph as __Graph, NoStrongCycle as __NoStrongCycle,
    };
    #[automatically_derived]
    impl r#Style {
        /// Allocates a node from nothing, and returns a handle to it. The other edges are empty.
        #[must_use]
        pub(crate) fn new() -> _wg::Strong<Self> {
            _wg::Strong::new(Self {})
        }
    }
    #[automatically_derived]
    unsafe impl __Graph for r#Style {
        const NAME: &'static _wg::core::primitive::str = "Style";
        const PARENTS: _wg::core::primitive::usize = 0usize;
        const EDGES: _wg::core::primitive::usize = 0usize;
        #[inline]
        fn __visit<__Edge: _wg::Visit<Self>>(&self, visit: &mut __Edge) {}
        const READABLE: _wg::core::primitive::bool = true;
        const NESTS: _wg::core::primitive::bool = {
            use _wg::WithoutDrop as __WithoutDrop;
            _wg::OwnDrop::<Self>::IS
        };
    }
    #[automatically_derived]
    unsafe impl _wg::Readable for r#Style {}
    #[automatically_derived]
    impl<__D> __NoStrongCycle<__D> for r#Style {}
};
