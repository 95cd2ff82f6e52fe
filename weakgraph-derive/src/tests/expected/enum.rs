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
    impl Entry {
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
        ///The owner of this node, from the field `folder`.
        #[must_use]
        #[inline]
        pub fn folder(&self) -> _wg::core::option::Option<_wg::Strong<Entry>> {
            _wg::Parent::get(
                match self {
                    Self::File { folder: edge, .. } => edge,
                    Self::Link { 1: edge, .. } => edge,
                },
            )
        }
        ///Takes this node out of its owner, the target of the field `folder`.
        ///
        ///Returns a handle to this node, or `None` if it had no owner.
        #[inline]
        pub fn detach_from_folder(
            &self,
        ) -> _wg::core::option::Option<_wg::Strong<Self>> {
            _wg::detach::<Self, ()>(self)
        }
        ///The members in the field `entries`, in order.
        #[must_use]
        #[inline]
        pub fn entries(&self) -> &Children<Entry> {
            match self {
                Self::File { entries: edge, .. } => edge,
                Self::Link { 0: edge, .. } => edge,
            }
        }
        ///Adds a member at the end of the field `entries`; one that had an owner in this relation moves.
        ///
        ///# Panics
        ///
        ///If the edit is refused, for instance because the member owns this node; see `try_add_entrie`.
        #[track_caller]
        #[inline]
        pub fn add_entrie(
            &self,
            member: impl _wg::core::convert::Into<_wg::Strong<Entry>>,
        ) -> _wg::Strong<Entry> {
            <Entry as _wg::OwnedBy<
                Self,
                (),
            >>::__add(
                match self {
                    Self::File { entries: edge, .. } => edge,
                    Self::Link { 0: edge, .. } => edge,
                },
                member,
            )
        }
        ///Adds a member at the end of the field `entries`; one that had an owner in this relation moves.
        ///
        ///# Errors
        ///
        ///If the edit is refused, for instance because the member owns this node; then nothing has changed.
        #[inline]
        pub fn try_add_entrie(
            &self,
            member: impl _wg::core::convert::Into<_wg::Strong<Entry>>,
        ) -> _wg::core::result::Result<_wg::Strong<Entry>, _wg::LinkError> {
            <Entry as _wg::OwnedBy<
                Self,
                (),
            >>::__try_add(
                match self {
                    Self::File { entries: edge, .. } => edge,
                    Self::Link { 0: edge, .. } => edge,
                },
                member,
            )
        }
        ///Takes a member out of the field `entries`; `false` if it was not there.
        #[inline]
        pub fn remove_entrie(
            &self,
            member: &_wg::Strong<Entry>,
        ) -> _wg::core::primitive::bool {
            <Entry as _wg::OwnedBy<
                Self,
                (),
            >>::__remove(
                match self {
                    Self::File { entries: edge, .. } => edge,
                    Self::Link { 0: edge, .. } => edge,
                },
                member,
            )
        }
    }
    #[automatically_derived]
    unsafe impl _wg::Graph for Entry {
        const NAME: &'static _wg::core::primitive::str = "Entry";
        const PARENTS: _wg::core::primitive::usize = 1usize;
        const EDGES: _wg::core::primitive::usize = 1usize;
        #[inline]
        fn __visit<__V: _wg::Visit<Self>>(&self, visit: &mut __V) {
            let _: fn() = __no_strong_cycle::<User>;
            if let Self::File { owner: edge, .. } = self {
                let _ = edge;
            }
            visit
                .__see_parent::<
                    Entry,
                    (),
                >(
                    match self {
                        Self::File { folder: edge, .. } => edge,
                        Self::Link { 1: edge, .. } => edge,
                    },
                );
            <Entry as _wg::OwnedBy<
                Self,
                (),
            >>::__visit_children(
                visit,
                match self {
                    Self::File { entries: edge, .. } => edge,
                    Self::Link { 0: edge, .. } => edge,
                },
                0u8,
            );
        }
        #[inline]
        fn __sole(&self) -> _wg::core::option::Option<(&_wg::Link, &_wg::Head)> {
            _wg::core::option::Option::Some((
                _wg::Parent::__link(
                    match self {
                        Self::File { folder: edge, .. } => edge,
                        Self::Link { 1: edge, .. } => edge,
                    },
                ),
                _wg::Children::__head(
                    match self {
                        Self::File { entries: edge, .. } => edge,
                        Self::Link { 0: edge, .. } => edge,
                    },
                ),
            ))
        }
    }
    #[automatically_derived]
    unsafe impl _wg::Member<()> for Entry {
        type Owner = Entry;
        #[inline]
        fn __parent(&self) -> &_wg::Parent<Entry, ()> {
            match self {
                Self::File { folder: edge, .. } => edge,
                Self::Link { 1: edge, .. } => edge,
            }
        }
    }
    #[automatically_derived]
    impl _wg::MemberOf<Entry, ()> for Entry {}
    #[automatically_derived]
    unsafe impl _wg::OwnerOf<Entry, ()> for Entry {
        #[inline]
        fn __head(&self, _: _wg::core::primitive::u8) -> &_wg::Head {
            _wg::Children::__head(
                match self {
                    Self::File { entries: edge, .. } => edge,
                    Self::Link { 0: edge, .. } => edge,
                },
            )
        }
    }
    #[automatically_derived]
    impl _wg::Tree for Entry {
        type Relation = ();
        #[inline]
        fn __children(&self) -> &_wg::Children<Self, ()> {
            match self {
                Self::File { entries: edge, .. } => edge,
                Self::Link { 0: edge, .. } => edge,
            }
        }
    }
    fn __no_strong_cycle<__T: _wg::NoStrongCycle<()>>() {}
    #[automatically_derived]
    impl<__D> _wg::NoStrongCycle<__D> for Entry
    where
        User: _wg::NoStrongCycle<__D>,
    {}
};
