const _: () = {
    use ::weakgraph::__private::{
        self as _wg, Graph as __Graph, NoStrongCycle as __NoStrongCycle,
    };
    #[automatically_derived]
    unsafe impl<'a, T: ?Sized, B, const N: usize> __Graph for Wrong<'a, T, B, N>
    where
        T: Debug,
    {
        const NAME: &'static _wg::core::primitive::str = "Wrong";
        const PARENTS: _wg::core::primitive::usize = 0;
        const EDGES: _wg::core::primitive::usize = 0;
        fn __visit<__Edge: _wg::Visit<Self>>(&self, _: &mut __Edge) {}
    }
    #[automatically_derived]
    impl<'a, T: ?Sized, B, const N: usize, __D> __NoStrongCycle<__D>
    for Wrong<'a, T, B, N>
    where
        T: Debug,
    {}
};
