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
            _wg::Parent::get(&self.department)
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
            member: impl _wg::IntoNode<Page>,
        ) -> _wg::Strong<Page> {
            <Page as _wg::OwningEdge<Self, ()>>::__add(self, &self.report, member)
        }
        ///Adds a member at the end of the field `report`; one that had an owner in this relation moves.
        ///
        ///# Errors
        ///
        ///If the edit is refused, for instance because the member owns this node; then nothing has changed.
        #[inline]
        pub(crate) fn try_add_page(
            &self,
            member: impl _wg::IntoNode<Page>,
        ) -> _wg::core::result::Result<_wg::Strong<Page>, _wg::LinkError> {
            <Page as _wg::OwningEdge<Self, ()>>::__try_add(self, &self.report, member)
        }
        ///Takes a member out of the field `report`; `false` if it was not there.
        #[inline]
        pub(crate) fn remove_page(
            &self,
            member: &_wg::Strong<Page>,
        ) -> _wg::core::primitive::bool {
            <Page as _wg::OwningEdge<Self, ()>>::__remove(&self.report, member)
        }
        ///The member in the field `left`.
        #[must_use]
        #[inline]
        fn left(&self) -> _wg::core::option::Option<_wg::Strong<Desk>> {
            <Desk as _wg::OwningEdge<Self, ()>>::__get(&self.left)
        }
        ///Puts a member into the field `left`; the one before it is detached.
        ///
        ///# Panics
        ///
        ///If the edit is refused, for instance because the member owns this node; see `try_set_left`.
        #[track_caller]
        #[inline]
        fn set_left(&self, member: impl _wg::IntoNode<Desk>) -> _wg::Strong<Desk> {
            <Desk as _wg::OwningEdge<Self, ()>>::__set(&self.left, member)
        }
        ///Puts a member into the field `left`; the one before it is detached.
        ///
        ///# Errors
        ///
        ///If the edit is refused, for instance because the member owns this node; then nothing has changed.
        #[inline]
        fn try_set_left(
            &self,
            member: impl _wg::IntoNode<Desk>,
        ) -> _wg::core::result::Result<_wg::Strong<Desk>, _wg::LinkError> {
            <Desk as _wg::OwningEdge<Self, ()>>::__try_set(&self.left, member)
        }
        ///Takes the member out of the field `left`.
        #[inline]
        fn take_left(&self) -> _wg::core::option::Option<_wg::Strong<Desk>> {
            <Desk as _wg::OwningEdge<Self, ()>>::__take(&self.left)
        }
        ///The member in the field `right`.
        #[deprecated]
        #[must_use]
        #[inline]
        fn right(&self) -> _wg::core::option::Option<_wg::Strong<Desk>> {
            <Desk as _wg::OwningEdge<Self, ()>>::__get(&self.right)
        }
        ///Puts a member into the field `right`; the one before it is detached.
        ///
        ///# Panics
        ///
        ///If the edit is refused, for instance because the member owns this node; see `try_set_right`.
        #[deprecated]
        #[track_caller]
        #[inline]
        fn set_right(&self, member: impl _wg::IntoNode<Desk>) -> _wg::Strong<Desk> {
            <Desk as _wg::OwningEdge<Self, ()>>::__set(&self.right, member)
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
            member: impl _wg::IntoNode<Desk>,
        ) -> _wg::core::result::Result<_wg::Strong<Desk>, _wg::LinkError> {
            <Desk as _wg::OwningEdge<Self, ()>>::__try_set(&self.right, member)
        }
        ///Takes the member out of the field `right`.
        #[deprecated]
        #[inline]
        fn take_right(&self) -> _wg::core::option::Option<_wg::Strong<Desk>> {
            <Desk as _wg::OwningEdge<Self, ()>>::__take(&self.right)
        }
        ///The target of the field `mentor`, if it is set and alive.
        #[must_use]
        #[inline]
        fn mentor(&self) -> _wg::core::option::Option<_wg::Strong<Employee>> {
            _wg::WeakCell::get(&self.mentor)
        }
        ///Points the field `mentor` at `target`, without keeping it alive.
        #[inline]
        fn set_mentor(&self, target: &_wg::Strong<Employee>) {
            _wg::WeakCell::set(&self.mentor, target)
        }
        ///Points the field `mentor` at nothing.
        #[inline]
        fn clear_mentor(&self) {
            _wg::WeakCell::clear(&self.mentor)
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
            _wg::WeakList::add(&self.r#in, target)
        }
        ///Takes `target` out of the field `in`; `false` if it was not there.
        #[inline]
        fn remove_in(&self, target: &_wg::Strong<Team>) -> _wg::core::primitive::bool {
            _wg::WeakList::remove(&self.r#in, target)
        }
        ///The target of the field `boss`, if it is alive.
        #[must_use]
        #[inline]
        fn boss(&self) -> _wg::core::option::Option<_wg::Strong<Employee>> {
            _wg::Weak::upgrade(&self.boss)
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
        fn __visit<__Edge: _wg::Visit<Self>>(&self, visit: &mut __Edge) {
            let _: fn() = __no_strong_cycle::<(__Edge,), Style>;
            let _ = &self.boss;
            let _ = &self.style;
            let _ = &self.styles;
            let _: *const _wg::Parent<Department, Staff> = &raw const self.department;
            let _: *const _wg::Children<Page, ()> = &raw const self.report;
            let _: *const _wg::Child<Desk, ()> = &raw const self.left;
            let _: *const _wg::Child<Desk, ()> = &raw const self.right;
            let _: *const _wg::WeakCell<Employee> = &raw const self.mentor;
            let _: *const _wg::WeakList<Team> = &raw const self.r#in;
            _wg::Parent::__visit(&self.department, visit);
            <Page as _wg::OwningEdge<
                Self,
                (),
            >>::__visit_children(visit, &self.report, 0u8);
            <Desk as _wg::OwningEdge<Self, ()>>::__visit_child(visit, &self.left, 1u8);
            <Desk as _wg::OwningEdge<Self, ()>>::__visit_child(visit, &self.right, 2u8);
            _wg::WeakCell::__visit(
                &self.mentor,
                visit,
                _wg::core::option::Option::Some(
                    _wg::late_hook::<Self>(|__node: &Self| { Self::unmentored(__node) }),
                ),
            );
            _wg::WeakList::__visit(&self.r#in, visit, _wg::core::option::Option::None);
        }
        const READABLE: _wg::core::primitive::bool = true;
        #[inline]
        fn __edges(&self, see: &mut _wg::EdgeCollector<'_>) {
            use _wg::Unknown as _;
            see.field("department").parent(&self.department);
            <Page as _wg::OwningEdge<
                Self,
                (),
            >>::__children_edges(see.field("report"), &self.report);
            <Desk as _wg::OwningEdge<
                Self,
                (),
            >>::__child_edge(see.field("left"), &self.left);
            <Desk as _wg::OwningEdge<
                Self,
                (),
            >>::__child_edge(see.field("right"), &self.right);
            see.field("mentor").weak_cell(&self.mentor);
            see.field("in").weak_list(&self.r#in);
            _wg::Inspect(&self.boss).__weak(see.field("boss"), _wg::EdgeKind::Weak);
            _wg::Inspect(&self.style)
                .__strong(see.field("style"), _wg::EdgeKind::Shared);
            _wg::Inspect(&self.styles)
                .__each(
                    see.field("styles"),
                    _wg::EdgeKind::Shared,
                    |see: &mut _wg::EdgeCollector<'_>, it: &Vec<Strong<Style>>| {
                        _wg::Inspect(it)
                            .__each(
                                see,
                                _wg::EdgeKind::Shared,
                                |see: &mut _wg::EdgeCollector<'_>, it: &Strong<Style>| {
                                    _wg::Inspect(it).__strong(see, _wg::EdgeKind::Shared);
                                },
                            );
                    },
                );
        }
    }
    #[automatically_derived]
    unsafe impl _wg::HasParent<Staff> for Employee {
        type Parent = Department;
        #[inline]
        fn __link(&self) -> &_wg::Link {
            _wg::Parent::__link(&self.department)
        }
        const PARENT_HOOKED: _wg::core::primitive::bool = true;
        fn __on_parent_drop(&self, _: _wg::Dropping) {
            Self::orphaned(self)
        }
    }
    #[automatically_derived]
    impl _wg::ChildOf<Department, Staff> for Employee {}
    #[automatically_derived]
    unsafe impl _wg::ParentOf<Page, ()> for Employee {
        #[inline]
        fn __head(&self, slot: _wg::core::primitive::u8) -> &_wg::Head {
            match slot {
                0u8 => _wg::Children::__head(&self.report),
                1u8 => _wg::Child::__head(&self.left),
                _ => _wg::Child::__head(&self.right),
            }
        }
    }
    #[automatically_derived]
    unsafe impl _wg::ParentOf<Desk, ()> for Employee {
        #[inline]
        fn __head(&self, slot: _wg::core::primitive::u8) -> &_wg::Head {
            match slot {
                0u8 => _wg::Children::__head(&self.report),
                1u8 => _wg::Child::__head(&self.left),
                _ => _wg::Child::__head(&self.right),
            }
        }
    }
    #[automatically_derived]
    unsafe impl _wg::Readable for Employee {}
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
