#[allow(
    deprecated,
    nonstandard_style,
    single_use_lifetimes,
    unused_qualifications,
    clippy::all,
    clippy::pedantic,
    clippy::nursery
)]
const _: () = {
    use ::weakgraph::__private as _wg;
    #[automatically_derived]
    unsafe impl<'a, T: ?Sized, B, const N: usize> _wg::Graph for Wrong<'a, T, B, N>
    where
        T: Debug,
    {
        const NAME: &'static _wg::core::primitive::str = "Wrong";
        const PARENTS: _wg::core::primitive::usize = 0;
        const EDGES: _wg::core::primitive::usize = 0;
        fn __visit<__V: _wg::Visit<Self>>(&self, _: &mut __V) {}
    }
    #[automatically_derived]
    impl<'a, T: ?Sized, B, const N: usize, __D> _wg::NoStrongCycle<__D>
    for Wrong<'a, T, B, N>
    where
        T: Debug,
    {}
};
