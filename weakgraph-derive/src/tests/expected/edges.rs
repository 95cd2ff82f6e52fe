const _: () = {
    use ::renamed::__private::{
        self as _wg, Graph as __Graph, NoStrongCycle as __NoStrongCycle,
    };
    #[automatically_derived]
    impl Employee {
        ///Makes a node from `name`, `boss`, `style`, `styles`, `cache`, `shared`; its other edges are empty.
        #[must_use]
        pub fn new(
            name: String,
            boss: Weak<Employee>,
            style: Strong<Style>,
            styles: RefCell<Vec<Strong<Style>>>,
            cache: Option<Strong<Style>>,
            shared: Rc<RefCell<Ledger>>,
        ) -> _wg::Strong<Self> {
            _wg::Strong::new(Self {
                name: name,
                department: _wg::core::default::Default::default(),
                report: _wg::core::default::Default::default(),
                left: _wg::core::default::Default::default(),
                right: _wg::core::default::Default::default(),
                mentor: _wg::core::default::Default::default(),
                r#in: _wg::core::default::Default::default(),
                boss: boss,
                style: style,
                styles: styles,
                cache: cache,
                shared: shared,
            })
        }
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
        ///The owner of this node, from the field `department`.
        #[must_use]
        #[inline]
        pub fn department(&self) -> _wg::core::option::Option<_wg::Strong<Department>> {
            let edge: &_wg::Parent<Department, Staff> = &self.department;
            _wg::Parent::get(edge)
        }
        ///Takes this node out of its owner, the target of the field `department`.
        ///
        ///Returns a handle to this node, or `None` if it had no owner.
        #[inline]
        pub fn detach_from_department(
            &self,
        ) -> _wg::core::option::Option<_wg::Strong<Self>> {
            _wg::detach::<Self, Staff>(self)
        }
        ///The members in the field `report`, in order.
        #[must_use]
        #[inline]
        pub(crate) fn report(&self) -> &Children<Page> {
            &self.report
        }
        ///Adds a member at the end of the field `report`; one that had an owner in this relation moves.
        ///
        ///# Panics
        ///
        ///If the edit is refused, for instance because the member owns this node; see `try_add_page`.
        #[track_caller]
        #[inline]
        pub(crate) fn add_page(
            &self,
            member: impl _wg::core::convert::Into<_wg::Strong<Page>>,
        ) -> _wg::Strong<Page> {
            let edge: &_wg::Children<Page, ()> = &self.report;
            <Page as _wg::OwnedBy<Self, ()>>::__add(edge, member)
        }
        ///Adds a member at the end of the field `report`; one that had an owner in this relation moves.
        ///
        ///# Errors
        ///
        ///If the edit is refused, for instance because the member owns this node; then nothing has changed.
        #[inline]
        pub(crate) fn try_add_page(
            &self,
            member: impl _wg::core::convert::Into<_wg::Strong<Page>>,
        ) -> _wg::core::result::Result<_wg::Strong<Page>, _wg::LinkError> {
            let edge: &_wg::Children<Page, ()> = &self.report;
            <Page as _wg::OwnedBy<Self, ()>>::__try_add(edge, member)
        }
        ///Takes a member out of the field `report`; `false` if it was not there.
        #[inline]
        pub(crate) fn remove_page(
            &self,
            member: &_wg::Strong<Page>,
        ) -> _wg::core::primitive::bool {
            let edge: &_wg::Children<Page, ()> = &self.report;
            <Page as _wg::OwnedBy<Self, ()>>::__remove(edge, member)
        }
        ///The member in the field `left`.
        #[must_use]
        #[inline]
        fn left(&self) -> _wg::core::option::Option<_wg::Strong<Desk>> {
            let edge: &_wg::Child<Desk, ()> = &self.left;
            <Desk as _wg::OwnedBy<Self, ()>>::__get(edge)
        }
        ///Puts a member into the field `left`; the one before it is detached.
        ///
        ///# Panics
        ///
        ///If the edit is refused, for instance because the member owns this node; see `try_set_left`.
        #[track_caller]
        #[inline]
        fn set_left(
            &self,
            member: impl _wg::core::convert::Into<_wg::Strong<Desk>>,
        ) -> _wg::Strong<Desk> {
            let edge: &_wg::Child<Desk, ()> = &self.left;
            <Desk as _wg::OwnedBy<Self, ()>>::__set(edge, member)
        }
        ///Puts a member into the field `left`; the one before it is detached.
        ///
        ///# Errors
        ///
        ///If the edit is refused, for instance because the member owns this node; then nothing has changed.
        #[inline]
        fn try_set_left(
            &self,
            member: impl _wg::core::convert::Into<_wg::Strong<Desk>>,
        ) -> _wg::core::result::Result<_wg::Strong<Desk>, _wg::LinkError> {
            let edge: &_wg::Child<Desk, ()> = &self.left;
            <Desk as _wg::OwnedBy<Self, ()>>::__try_set(edge, member)
        }
        ///Takes the member out of the field `left`.
        #[inline]
        fn take_left(&self) -> _wg::core::option::Option<_wg::Strong<Desk>> {
            let edge: &_wg::Child<Desk, ()> = &self.left;
            <Desk as _wg::OwnedBy<Self, ()>>::__take(edge)
        }
        ///The member in the field `right`.
        #[deprecated]
        #[must_use]
        #[inline]
        fn right(&self) -> _wg::core::option::Option<_wg::Strong<Desk>> {
            let edge: &_wg::Child<Desk, ()> = &self.right;
            <Desk as _wg::OwnedBy<Self, ()>>::__get(edge)
        }
        ///Puts a member into the field `right`; the one before it is detached.
        ///
        ///# Panics
        ///
        ///If the edit is refused, for instance because the member owns this node; see `try_set_right`.
        #[deprecated]
        #[track_caller]
        #[inline]
        fn set_right(
            &self,
            member: impl _wg::core::convert::Into<_wg::Strong<Desk>>,
        ) -> _wg::Strong<Desk> {
            let edge: &_wg::Child<Desk, ()> = &self.right;
            <Desk as _wg::OwnedBy<Self, ()>>::__set(edge, member)
        }
        ///Puts a member into the field `right`; the one before it is detached.
        ///
        ///# Errors
        ///
        ///If the edit is refused, for instance because the member owns this node; then nothing has changed.
        #[deprecated]
        #[inline]
        fn try_set_right(
            &self,
            member: impl _wg::core::convert::Into<_wg::Strong<Desk>>,
        ) -> _wg::core::result::Result<_wg::Strong<Desk>, _wg::LinkError> {
            let edge: &_wg::Child<Desk, ()> = &self.right;
            <Desk as _wg::OwnedBy<Self, ()>>::__try_set(edge, member)
        }
        ///Takes the member out of the field `right`.
        #[deprecated]
        #[inline]
        fn take_right(&self) -> _wg::core::option::Option<_wg::Strong<Desk>> {
            let edge: &_wg::Child<Desk, ()> = &self.right;
            <Desk as _wg::OwnedBy<Self, ()>>::__take(edge)
        }
        ///The target of the field `mentor`, if it is set and alive.
        #[must_use]
        #[inline]
        fn mentor(&self) -> _wg::core::option::Option<_wg::Strong<Employee>> {
            let edge: &_wg::WeakCell<Employee> = &self.mentor;
            _wg::WeakCell::get(edge)
        }
        ///Points the field `mentor` at `target`, without keeping it alive.
        #[inline]
        fn set_mentor(&self, target: &_wg::Strong<Employee>) {
            let edge: &_wg::WeakCell<Employee> = &self.mentor;
            _wg::WeakCell::set(edge, target)
        }
        ///Points the field `mentor` at nothing.
        #[inline]
        fn clear_mentor(&self) {
            let edge: &_wg::WeakCell<Employee> = &self.mentor;
            _wg::WeakCell::clear(edge)
        }
        ///The living targets of the field `in`.
        #[must_use]
        #[inline]
        fn r#in(&self) -> &WeakList<Team> {
            &self.r#in
        }
        ///Adds `target` to the field `in`, without keeping it alive.
        #[inline]
        fn add_in(&self, target: &_wg::Strong<Team>) {
            let edge: &_wg::WeakList<Team> = &self.r#in;
            _wg::WeakList::add(edge, target)
        }
        ///Takes `target` out of the field `in`; `false` if it was not there.
        #[inline]
        fn remove_in(&self, target: &_wg::Strong<Team>) -> _wg::core::primitive::bool {
            let edge: &_wg::WeakList<Team> = &self.r#in;
            _wg::WeakList::remove(edge, target)
        }
        ///The target of the field `boss`, if it is alive.
        #[must_use]
        #[inline]
        fn boss(&self) -> _wg::core::option::Option<_wg::Strong<Employee>> {
            let edge: &_wg::Weak<Employee> = &self.boss;
            _wg::Weak::upgrade(edge)
        }
        ///The node shared through the field `style`.
        #[must_use]
        #[inline]
        fn style(&self) -> &Strong<Style> {
            &self.style
        }
    }
    ///Left out of the graph and of the check for cycles by `#[graph(opaque)]`: `cache`.
    #[automatically_derived]
    unsafe impl __Graph for Employee {
        const NAME: &'static _wg::core::primitive::str = "Employee";
        const PARENTS: _wg::core::primitive::usize = 1usize;
        const EDGES: _wg::core::primitive::usize = 3usize;
        #[inline]
        fn __visit<__V: _wg::Visit<Self>>(&self, visit: &mut __V) {
            let _: fn() = __Pair::<Self, Department>::differ;
            let _: fn() = __Pair::<Self, Page>::differ;
            let _: fn() = __Pair::<Self, Desk>::differ;
            let _: fn() = __no_strong_cycle::<(__V,), Style>;
            let _ = &self.boss;
            let _ = &self.style;
            let _ = &self.styles;
            {
                let edge: &_wg::Parent<Department, Staff> = &self.department;
                visit.__see_parent(edge)
            }
            {
                let edge: &_wg::Children<Page, ()> = &self.report;
                <Page as _wg::OwnedBy<Self, ()>>::__visit_children(visit, edge, 0u8)
            }
            {
                let edge: &_wg::Child<Desk, ()> = &self.left;
                <Desk as _wg::OwnedBy<Self, ()>>::__visit_child(visit, edge, 0u8)
            }
            {
                let edge: &_wg::Child<Desk, ()> = &self.right;
                <Desk as _wg::OwnedBy<Self, ()>>::__visit_child(visit, edge, 1u8)
            }
            {
                let edge: &_wg::WeakCell<Employee> = &self.mentor;
                visit
                    .__see_weak_cell(
                        edge,
                        {
                            let hook: fn(&Self) = Self::unmentored;
                            _wg::core::option::Option::Some(_wg::late_hook::<Self>(hook))
                        },
                    )
            }
            {
                let edge: &_wg::WeakList<Team> = &self.r#in;
                visit.__see_weak_list(edge, _wg::core::option::Option::None)
            }
        }
    }
    #[automatically_derived]
    unsafe impl _wg::Member<Staff> for Employee {
        type Owner = Department;
        #[inline]
        fn __parent(&self) -> &_wg::Parent<Department, Staff> {
            let edge: &_wg::Parent<Department, Staff> = &self.department;
            edge
        }
        const OWNER_HOOKED: _wg::core::primitive::bool = true;
        fn __on_owner_drop(&self) {
            let hook: fn(&Self) = Self::orphaned;
            hook(self)
        }
    }
    #[automatically_derived]
    impl _wg::MemberOf<Department, Staff> for Employee {}
    #[automatically_derived]
    unsafe impl _wg::OwnerOf<Page, ()> for Employee {
        #[inline]
        fn __head(&self, _: _wg::core::primitive::u8) -> &_wg::Head {
            {
                let edge: &_wg::Children<Page, ()> = &self.report;
                _wg::Children::__head(edge)
            }
        }
    }
    #[automatically_derived]
    unsafe impl _wg::OwnerOf<Desk, ()> for Employee {
        #[inline]
        fn __head(&self, slot: _wg::core::primitive::u8) -> &_wg::Head {
            match slot {
                0u8 => {
                    let edge: &_wg::Child<Desk, ()> = &self.left;
                    _wg::Child::__head(edge)
                }
                _ => {
                    let edge: &_wg::Child<Desk, ()> = &self.right;
                    _wg::Child::__head(edge)
                }
            }
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
    fn __no_strong_cycle<__D: __LeadsTo<__T>, __T>() {}
    trait __LeadsTo<__T> {}
    impl<__T: __NoStrongCycle<()>> __LeadsTo<__T> for () {}
    impl<__X, __T: __NoStrongCycle<(__X,)>> __LeadsTo<__T> for (__X,) {}
    #[automatically_derived]
    impl<__D> __NoStrongCycle<__D> for Employee
    where
        __D: __LeadsTo<Page>,
        __D: __LeadsTo<Desk>,
        __D: __LeadsTo<Style>,
    {}
    const _: () = {
        struct __Counted<__T: ?_wg::core::marker::Sized>(
            _wg::core::marker::PhantomData<__T>,
        );
        trait __Any {
            const NODE: _wg::core::primitive::bool = false;
        }
        impl<__T: ?_wg::core::marker::Sized> __Any for __Counted<__T> {}
        impl<__T: _wg::Graph> __Counted<__T> {
            const NODE: _wg::core::primitive::bool = true;
        }
        if <__Counted<RefCell<Ledger>>>::NODE {
            _wg::core::panic!(
                "`RefCell<Ledger>` is a node, and an `Rc` or `Arc` keeps it alive behind the graph's back: own it by `#[strong] Children`, `Child` or `Strong`, refer to it by `#[weak] WeakCell`, or mark the field `#[graph(opaque)]`"
            )
        }
        if <__Counted<Ledger>>::NODE {
            _wg::core::panic!(
                "`Ledger` is a node, and an `Rc` or `Arc` keeps it alive behind the graph's back: own it by `#[strong] Children`, `Child` or `Strong`, refer to it by `#[weak] WeakCell`, or mark the field `#[graph(opaque)]`"
            )
        }
    };
};
