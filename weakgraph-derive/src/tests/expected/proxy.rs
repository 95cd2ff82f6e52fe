/// The accessors of a `Employee`, for a `Proxy<Employee>`, which derefs to this type.
///
/// Each keeps the node alive during the call. If the node was dropped, it returns `Err(Dropped)`, and drops its argument.
#[repr(transparent)]
pub struct EmployeeProxy<'a, T: ?Sized, const N: usize = 3>
where
    Employee<'a, T, N>: Sized,
{
    proxy: ::renamed::Proxy<Employee<'a, T, N>>,
}
const _: () = {
    use ::renamed::__private::{
        self as _wg, Graph as __Graph, NoStrongCycle as __NoStrongCycle,
    };
    #[automatically_derived]
    impl<'a, T: ?Sized, const N: usize> Employee<'a, T, N>
    where
        Self: Sized,
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
        /// Returns the parent of this node, from the field `department`, or `None` if there is none.
        #[must_use]
        #[inline]
        pub fn department(&self) -> _wg::Option<_wg::Strong<Department<Self>>> {
            _wg::Parent::get(&self.department)
        }
        /// Removes this node from its parent, the target of the field `department`.
        ///
        /// Returns a handle to this node, or `None` if it had no parent.
        #[inline]
        pub fn detach_from_department<__K>(&self) -> _wg::Option<_wg::Strong<Self>>
        where
            Department<Self>: _wg::EditChildren<Self, Staff, __K>,
        {
            _wg::detach::<Self, Staff, _>(self)
        }
        /// Returns the list of children in the field `reports`.
        #[must_use]
        #[inline]
        fn reports(&self) -> &Children<Self> {
            &self.reports
        }
        /// Appends `child` to the field `reports`, moving it if it has a parent, and returns it.
        ///
        /// # Panics
        ///
        /// If `child` is this node or one of its ancestors, or this node is being dropped; see `try_add_report`.
        #[track_caller]
        #[inline]
        fn add_report<__Node: _wg::IntoNode<Self>>(
            &self,
            child: __Node,
        ) -> _wg::Strong<Self> {
            <Self as _wg::OwningEdge<Self, ()>>::__add(self, &self.reports, child)
        }
        /// Appends `child` to the field `reports`, moving it if it has a parent, and returns it.
        ///
        /// # Errors
        ///
        /// If `child` is this node or one of its ancestors, or this node is being dropped. Nothing has changed then.
        #[inline]
        fn try_add_report<__Node: _wg::IntoNode<Self>>(
            &self,
            child: __Node,
        ) -> _wg::Result<_wg::Strong<Self>, _wg::LinkError> {
            <Self as _wg::OwningEdge<Self, ()>>::__try_add(self, &self.reports, child)
        }
        /// Removes `child` from the field `reports`. Returns `false` if it was not there.
        #[inline]
        fn remove_report(&self, child: &_wg::Strong<Self>) -> _wg::bool {
            <Self as _wg::OwningEdge<Self, ()>>::__remove(&self.reports, child)
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
        #[track_caller]
        /// Returns the target of the field `mentor`.
        ///
        /// # Panics
        ///
        /// If it was dropped, or never set.
        #[must_use]
        #[inline]
        pub(crate) fn mentor(&self) -> _wg::Strong<Self> {
            _wg::unowned::<Self, _>(_wg::WeakCell::get(&self.mentor), "mentor")
        }
        /// Sets the target of the field `mentor`, which does not keep it alive.
        #[inline]
        pub(crate) fn set_mentor(&self, target: &_wg::Strong<Self>) {
            _wg::WeakCell::set(&self.mentor, target)
        }
        /// Clears the field `mentor`.
        #[inline]
        pub(crate) fn clear_mentor(&self) {
            _wg::WeakCell::clear(&self.mentor)
        }
        /// Returns the list of links in the field `teams`.
        #[must_use]
        #[inline]
        fn teams(&self) -> &WeakList<Team> {
            &self.teams
        }
        /// Appends a link to `target` to the field `teams`, which does not keep it alive.
        #[inline]
        fn add_team(&self, target: &_wg::Strong<Team>) {
            _wg::WeakList::add(&self.teams, target)
        }
        /// Removes the first link to `target` from the field `teams`. Returns `false` if there was none.
        #[inline]
        fn remove_team(&self, target: &_wg::Strong<Team>) -> _wg::bool {
            _wg::WeakList::remove(&self.teams, target)
        }
        /// Returns the node that the field `style` shares.
        #[must_use]
        #[inline]
        fn style(&self) -> &Strong<Style> {
            &self.style
        }
    }
    #[automatically_derived]
    unsafe impl<'a, T: ?Sized, const N: usize> __Graph for Employee<'a, T, N>
    where
        Self: Sized,
    {
        const NAME: &'static _wg::core::primitive::str = "Employee";
        const PARENTS: _wg::core::primitive::usize = 1usize;
        const EDGES: _wg::core::primitive::usize = 2usize;
        #[inline]
        fn __visit<__MakeOneEdgeWeak: _wg::Visit<Self>>(
            &self,
            visit: &mut __MakeOneEdgeWeak,
        ) {
            let _: fn() = __no_strong_cycle::<(__MakeOneEdgeWeak,), Style>;
            let _ = &self.style;
            let _: *const _wg::Parent<Department<Self>, Staff> = &raw const self
                .department;
            let _: *const _wg::Children<Self, ()> = &raw const self.reports;
            let _: *const _wg::Child<Desk, ()> = &raw const self.left;
            let _: *const _wg::WeakCell<Self> = &raw const self.mentor;
            let _: *const _wg::WeakList<Team> = &raw const self.teams;
            _wg::Parent::__visit(&self.department, visit);
            <Self as _wg::OwningEdge<
                Self,
                (),
            >>::__visit_children(visit, &self.reports, 0u8);
            <Desk as _wg::OwningEdge<Self, ()>>::__visit_child(visit, &self.left, 1u8);
            _wg::WeakCell::__visit(&self.mentor, visit, _wg::core::option::Option::None);
            _wg::WeakList::__visit(&self.teams, visit, _wg::core::option::Option::None);
        }
        #[inline]
        fn __edges(&self, see: &mut _wg::EdgeCollector<'_>) {
            use _wg::Unknown as _;
            see.field("department").parent(&self.department);
            <Self as _wg::OwningEdge<
                Self,
                (),
            >>::__children_edges(see.field("reports"), &self.reports);
            <Desk as _wg::OwningEdge<
                Self,
                (),
            >>::__child_edge(see.field("left"), &self.left);
            see.field("mentor").weak_cell(&self.mentor);
            see.field("teams").weak_list(&self.teams);
            _wg::Inspect(&self.style)
                .__strong(see.field("style"), _wg::EdgeKind::Shared);
        }
    }
    #[automatically_derived]
    unsafe impl<'a, T: ?Sized, const N: usize> _wg::HasParent<Staff>
    for Employee<'a, T, N>
    where
        Self: Sized,
    {
        type Parent = Department<Self>;
        #[inline]
        fn __link(&self) -> &_wg::Link {
            _wg::Parent::__link(&self.department)
        }
    }
    #[automatically_derived]
    impl<'a, T: ?Sized, const N: usize> _wg::ChildOf<Department<Self>, Staff>
    for Employee<'a, T, N>
    where
        Self: Sized,
    {}
    #[automatically_derived]
    unsafe impl<'a, T: ?Sized, const N: usize> _wg::ParentOf<Self, ()>
    for Employee<'a, T, N>
    where
        Self: Sized,
    {
        #[inline]
        fn __head(&self, slot: _wg::core::primitive::u8) -> &_wg::Head {
            match slot {
                0u8 => _wg::Children::__head(&self.reports),
                _ => _wg::Child::__head(&self.left),
            }
        }
    }
    #[automatically_derived]
    unsafe impl<'a, T: ?Sized, const N: usize> _wg::ParentOf<Desk, ()>
    for Employee<'a, T, N>
    where
        Self: Sized,
    {
        #[inline]
        fn __head(&self, slot: _wg::core::primitive::u8) -> &_wg::Head {
            match slot {
                0u8 => _wg::Children::__head(&self.reports),
                _ => _wg::Child::__head(&self.left),
            }
        }
    }
    enum EditsNeedTheFieldReports {}
    #[automatically_derived]
    unsafe impl<
        'a,
        T: ?Sized,
        const N: usize,
    > _wg::EditChildren<Self, (), EditsNeedTheFieldReports> for Employee<'a, T, N>
    where
        Self: Sized,
    {}
    #[automatically_derived]
    unsafe impl<
        'a,
        T: ?Sized,
        const N: usize,
    > _wg::EditChildren<Desk, (), EditsNeedTheFieldReports> for Employee<'a, T, N>
    where
        Self: Sized,
    {}
    #[automatically_derived]
    unsafe impl<'a, T: ?Sized, const N: usize, __K> _wg::DetachedBy<Staff, __K>
    for Employee<'a, T, N>
    where
        Self: Sized,
        Department<Self>: _wg::EditChildren<Self, Staff, __K>,
    {}
    fn __no_strong_cycle<__D: __LeadsTo<__T>, __T>() {}
    trait __LeadsTo<__T> {}
    impl<__T: __NoStrongCycle<()>> __LeadsTo<__T> for () {}
    impl<__X, __T: __NoStrongCycle<(__X,)>> __LeadsTo<__T> for (__X,) {}
    #[automatically_derived]
    impl<'a, T: ?Sized, const N: usize, __D> __NoStrongCycle<__D> for Employee<'a, T, N>
    where
        Self: Sized,
        __D: __LeadsTo<Desk>,
        __D: __LeadsTo<Style>,
    {}
    #[automatically_derived]
    impl<'a, T: ?Sized, const N: usize> EmployeeProxy<'a, T, N>
    where
        Employee<'a, T, N>: Sized,
    {
        /// Returns the parent of this node, from the field `department`, or `None` if there is none.
        ///
        /// # Errors
        ///
        /// `Dropped` if the node was dropped.
        #[inline]
        pub fn department(
            &self,
        ) -> _wg::Result<
            _wg::Option<_wg::Strong<Department<Employee<'a, T, N>>>>,
            _wg::Dropped,
        > {
            _wg::Proxy::with(&self.proxy, <Employee<'a, T, N>>::department)
        }
        /// Removes this node from its parent, the target of the field `department`.
        ///
        /// Returns a handle to this node, or `None` if it had no parent.
        ///
        /// # Errors
        ///
        /// `Dropped` if the node was dropped.
        #[inline]
        pub fn detach_from_department<__K>(
            &self,
        ) -> _wg::Result<_wg::Option<_wg::Strong<Employee<'a, T, N>>>, _wg::Dropped>
        where
            Department<
                Employee<'a, T, N>,
            >: _wg::EditChildren<Employee<'a, T, N>, Staff, __K>,
        {
            _wg::Proxy::with(&self.proxy, <Employee<'a, T, N>>::detach_from_department)
        }
        /// Returns the list of children in the field `reports`.
        ///
        /// # Errors
        ///
        /// `Dropped` if the node was dropped.
        #[inline]
        fn reports(
            &self,
        ) -> _wg::Result<_wg::Vec<_wg::Strong<Employee<'a, T, N>>>, _wg::Dropped> {
            match _wg::Proxy::get(&self.proxy) {
                _wg::Ok(__target) => {
                    let __given = _wg::listed(<Employee<'a, T, N>>::reports(&*__target));
                    _wg::Ok(_wg::dropping(__target, __given))
                }
                _wg::Err(__dead) => _wg::Err(__dead),
            }
        }
        /// Appends `child` to the field `reports`, moving it if it has a parent, and returns it.
        ///
        /// # Panics
        ///
        /// If `child` is this node or one of its ancestors, or this node is being dropped; see `try_add_report`.
        ///
        /// # Errors
        ///
        /// `Dropped` if the node was dropped.
        #[track_caller]
        #[inline]
        fn add_report<__Node: _wg::IntoNode<Employee<'a, T, N>>>(
            &self,
            child: __Node,
        ) -> _wg::Result<_wg::Strong<Employee<'a, T, N>>, _wg::Dropped> {
            match _wg::Proxy::get(&self.proxy) {
                _wg::Ok(__target) => {
                    let __given = <Employee<'a, T, N>>::add_report(&*__target, child);
                    _wg::Ok(_wg::dropping(__target, __given))
                }
                _wg::Err(__dead) => _wg::Err(__dead),
            }
        }
        /// Appends `child` to the field `reports`, moving it if it has a parent, and returns it.
        ///
        /// # Errors
        ///
        /// If `child` is this node or one of its ancestors, or this node is being dropped. Nothing has changed then.
        ///
        /// The outer error is `Dropped`, if the node was dropped.
        #[inline]
        fn try_add_report<__Node: _wg::IntoNode<Employee<'a, T, N>>>(
            &self,
            child: __Node,
        ) -> _wg::Result<
            _wg::Result<_wg::Strong<Employee<'a, T, N>>, _wg::LinkError>,
            _wg::Dropped,
        > {
            _wg::with_argument(&self.proxy, <Employee<'a, T, N>>::try_add_report, child)
        }
        /// Removes `child` from the field `reports`. Returns `false` if it was not there.
        ///
        /// # Errors
        ///
        /// `Dropped` if the node was dropped.
        #[inline]
        fn remove_report(
            &self,
            child: &_wg::Strong<Employee<'a, T, N>>,
        ) -> _wg::Result<_wg::bool, _wg::Dropped> {
            _wg::with_argument(&self.proxy, <Employee<'a, T, N>>::remove_report, child)
        }
        /// Returns the child in the field `left`.
        ///
        /// # Errors
        ///
        /// `Dropped` if the node was dropped.
        #[inline]
        fn left(&self) -> _wg::Result<_wg::Option<_wg::Strong<Desk>>, _wg::Dropped> {
            _wg::Proxy::with(&self.proxy, <Employee<'a, T, N>>::left)
        }
        /// Sets the child in the field `left`, moving it if it has a parent, and returns it.
        ///
        /// # Panics
        ///
        /// If `child` is this node or one of its ancestors, or this node is being dropped; see `try_set_left`.
        ///
        /// # Errors
        ///
        /// `Dropped` if the node was dropped.
        #[track_caller]
        #[inline]
        fn set_left<__Node: _wg::IntoNode<Desk>>(
            &self,
            child: __Node,
        ) -> _wg::Result<_wg::Strong<Desk>, _wg::Dropped> {
            match _wg::Proxy::get(&self.proxy) {
                _wg::Ok(__target) => {
                    let __given = <Employee<'a, T, N>>::set_left(&*__target, child);
                    _wg::Ok(_wg::dropping(__target, __given))
                }
                _wg::Err(__dead) => _wg::Err(__dead),
            }
        }
        /// Sets the child in the field `left`, moving it if it has a parent, and returns it.
        ///
        /// # Errors
        ///
        /// If `child` is this node or one of its ancestors, or this node is being dropped. Nothing has changed then.
        ///
        /// The outer error is `Dropped`, if the node was dropped.
        #[inline]
        fn try_set_left<__Node: _wg::IntoNode<Desk>>(
            &self,
            child: __Node,
        ) -> _wg::Result<_wg::Result<_wg::Strong<Desk>, _wg::LinkError>, _wg::Dropped> {
            _wg::with_argument(&self.proxy, <Employee<'a, T, N>>::try_set_left, child)
        }
        /// Removes the child from the field `left`, and returns it.
        ///
        /// # Errors
        ///
        /// `Dropped` if the node was dropped.
        #[inline]
        fn take_left(
            &self,
        ) -> _wg::Result<_wg::Option<_wg::Strong<Desk>>, _wg::Dropped> {
            _wg::Proxy::with(&self.proxy, <Employee<'a, T, N>>::take_left)
        }
        #[track_caller]
        /// Returns the target of the field `mentor`.
        ///
        /// # Panics
        ///
        /// If it was dropped, or never set.
        ///
        /// # Errors
        ///
        /// `Dropped` if the node was dropped.
        #[inline]
        pub(crate) fn mentor(
            &self,
        ) -> _wg::Result<_wg::Strong<Employee<'a, T, N>>, _wg::Dropped> {
            match _wg::Proxy::get(&self.proxy) {
                _wg::Ok(__target) => {
                    let __given = <Employee<'a, T, N>>::mentor(&*__target);
                    _wg::Ok(_wg::dropping(__target, __given))
                }
                _wg::Err(__dead) => _wg::Err(__dead),
            }
        }
        /// Sets the target of the field `mentor`, which does not keep it alive.
        ///
        /// # Errors
        ///
        /// `Dropped` if the node was dropped.
        #[inline]
        pub(crate) fn set_mentor(
            &self,
            target: &_wg::Strong<Employee<'a, T, N>>,
        ) -> _wg::Result<(), _wg::Dropped> {
            _wg::with_argument(&self.proxy, <Employee<'a, T, N>>::set_mentor, target)
        }
        /// Clears the field `mentor`.
        ///
        /// # Errors
        ///
        /// `Dropped` if the node was dropped.
        #[inline]
        pub(crate) fn clear_mentor(&self) -> _wg::Result<(), _wg::Dropped> {
            _wg::Proxy::with(&self.proxy, <Employee<'a, T, N>>::clear_mentor)
        }
        /// Returns the list of links in the field `teams`.
        ///
        /// # Errors
        ///
        /// `Dropped` if the node was dropped.
        #[inline]
        fn teams(&self) -> _wg::Result<_wg::Vec<_wg::Strong<Team>>, _wg::Dropped> {
            match _wg::Proxy::get(&self.proxy) {
                _wg::Ok(__target) => {
                    let __given = _wg::listed(<Employee<'a, T, N>>::teams(&*__target));
                    _wg::Ok(_wg::dropping(__target, __given))
                }
                _wg::Err(__dead) => _wg::Err(__dead),
            }
        }
        /// Appends a link to `target` to the field `teams`, which does not keep it alive.
        ///
        /// # Errors
        ///
        /// `Dropped` if the node was dropped.
        #[inline]
        fn add_team(&self, target: &_wg::Strong<Team>) -> _wg::Result<(), _wg::Dropped> {
            _wg::with_argument(&self.proxy, <Employee<'a, T, N>>::add_team, target)
        }
        /// Removes the first link to `target` from the field `teams`. Returns `false` if there was none.
        ///
        /// # Errors
        ///
        /// `Dropped` if the node was dropped.
        #[inline]
        fn remove_team(
            &self,
            target: &_wg::Strong<Team>,
        ) -> _wg::Result<_wg::bool, _wg::Dropped> {
            _wg::with_argument(&self.proxy, <Employee<'a, T, N>>::remove_team, target)
        }
        /// Returns the node that the field `style` shares.
        ///
        /// # Errors
        ///
        /// `Dropped` if the node was dropped.
        #[inline]
        fn style(&self) -> _wg::Result<Strong<Style>, _wg::Dropped> {
            match _wg::Proxy::get(&self.proxy) {
                _wg::Ok(__target) => {
                    let __given = _wg::core::clone::Clone::clone(
                        <Employee<'a, T, N>>::style(&*__target),
                    );
                    _wg::Ok(_wg::dropping(__target, __given))
                }
                _wg::Err(__dead) => _wg::Err(__dead),
            }
        }
        /// A clone of the field `name`.
        ///
        /// # Errors
        ///
        /// `Dropped` if the node was dropped.
        #[inline]
        pub fn name(&self) -> _wg::Result<String, _wg::Dropped> {
            match _wg::Proxy::get(&self.proxy) {
                _wg::Ok(__target) => {
                    let __given = <String as _wg::core::clone::Clone>::clone(
                        &__target.name,
                    );
                    _wg::Ok(_wg::dropping(__target, __given))
                }
                _wg::Err(__dead) => _wg::Err(__dead),
            }
        }
        /// Returns the content of the field `for`.
        ///
        /// # Errors
        ///
        /// `Dropped` if the node was dropped.
        #[deprecated]
        #[inline]
        fn r#for(&self) -> _wg::Result<[u8; N], _wg::Dropped> {
            match _wg::Proxy::get(&self.proxy) {
                _wg::Ok(__target) => {
                    let __given = _wg::copied::<[u8; N]>(&__target.r#for);
                    _wg::Ok(_wg::dropping(__target, __given))
                }
                _wg::Err(__dead) => _wg::Err(__dead),
            }
        }
        /// Sets the field `for` to `value`.
        ///
        /// # Errors
        ///
        /// `Dropped` if the node was dropped.
        #[deprecated]
        #[inline]
        fn set_for(&self, value: [u8; N]) -> _wg::Result<(), _wg::Dropped> {
            match _wg::Proxy::get(&self.proxy) {
                _wg::Ok(__target) => {
                    let __given = _wg::core::cell::Cell::<
                        [u8; N],
                    >::set(&__target.r#for, value);
                    _wg::Ok(_wg::dropping(__target, __given))
                }
                _wg::Err(__dead) => _wg::Err(__dead),
            }
        }
    }
    #[automatically_derived]
    unsafe impl<'a, T: ?Sized, const N: usize> _wg::Proxied for Employee<'a, T, N>
    where
        Self: Sized,
    {
        type Accessors = EmployeeProxy<'a, T, N>;
    }
};
