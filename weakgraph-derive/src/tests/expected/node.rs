const _: () = {
    use ::weakgraph::__private::{
        self as _wg, Graph as __Graph, NoStrongCycle as __NoStrongCycle,
    };
    #[automatically_derived]
    impl Node {
        /// A handle to this node.
        ///
        /// # Panics
        ///
        /// If this value is not in a `Strong`, or its node is dying.
        #[must_use]
        #[inline]
        #[track_caller]
        fn handle(&self) -> _wg::Strong<Self> {
            _wg::handle(self)
        }
        ///The owner of this node, from the field `parent`.
        #[must_use]
        #[inline]
        fn parent(&self) -> _wg::core::option::Option<_wg::Strong<Node>> {
            let edge: &_wg::Parent<Node, ()> = &self.parent;
            _wg::Parent::get(edge)
        }
        ///Takes this node out of its owner, the target of the field `parent`.
        ///
        ///Returns a handle to this node, or `None` if it had no owner.
        #[inline]
        fn detach_from_parent(&self) -> _wg::core::option::Option<_wg::Strong<Self>> {
            _wg::detach::<Self, ()>(self)
        }
        ///The members in the field `children`, in order.
        #[must_use]
        #[inline]
        fn children(&self) -> &Children<Node> {
            &self.children
        }
        ///Adds a member at the end of the field `children`; one that had an owner in this relation moves.
        ///
        ///# Panics
        ///
        ///If the edit is refused, for instance because the member owns this node; see `try_add_child`.
        #[track_caller]
        #[inline]
        fn add_child(
            &self,
            member: impl _wg::core::convert::Into<_wg::Strong<Node>>,
        ) -> _wg::Strong<Node> {
            let edge: &_wg::Children<Node, ()> = &self.children;
            <Node as _wg::OwnedBy<Self, ()>>::__add(edge, member)
        }
        ///Adds a member at the end of the field `children`; one that had an owner in this relation moves.
        ///
        ///# Errors
        ///
        ///If the edit is refused, for instance because the member owns this node; then nothing has changed.
        #[inline]
        fn try_add_child(
            &self,
            member: impl _wg::core::convert::Into<_wg::Strong<Node>>,
        ) -> _wg::core::result::Result<_wg::Strong<Node>, _wg::LinkError> {
            let edge: &_wg::Children<Node, ()> = &self.children;
            <Node as _wg::OwnedBy<Self, ()>>::__try_add(edge, member)
        }
        ///Takes a member out of the field `children`; `false` if it was not there.
        #[inline]
        fn remove_child(
            &self,
            member: &_wg::Strong<Node>,
        ) -> _wg::core::primitive::bool {
            let edge: &_wg::Children<Node, ()> = &self.children;
            <Node as _wg::OwnedBy<Self, ()>>::__remove(edge, member)
        }
    }
    #[automatically_derived]
    unsafe impl __Graph for Node {
        const NAME: &'static _wg::core::primitive::str = "Node";
        const PARENTS: _wg::core::primitive::usize = 1usize;
        const EDGES: _wg::core::primitive::usize = 1usize;
        #[inline]
        fn __visit<__V: _wg::Visit<Self>>(&self, visit: &mut __V) {
            {
                let edge: &_wg::Parent<Node, ()> = &self.parent;
                visit.__see_parent(edge)
            }
            {
                let edge: &_wg::Children<Node, ()> = &self.children;
                <Node as _wg::OwnedBy<Self, ()>>::__visit_children(visit, edge, 0u8)
            }
        }
        const HOOKED: _wg::core::primitive::bool = true;
        fn __on_drop(&self) {
            let hook: fn(&Self) = Node::farewell;
            hook(self)
        }
        #[inline]
        fn __sole(&self) -> _wg::core::option::Option<(&_wg::Link, &_wg::Head)> {
            let link = {
                let edge: &_wg::Parent<Node, ()> = &self.parent;
                _wg::Parent::__link(edge)
            };
            let head = {
                let edge: &_wg::Children<Node, ()> = &self.children;
                _wg::Children::__head(edge)
            };
            _wg::core::option::Option::Some((link, head))
        }
    }
    #[automatically_derived]
    unsafe impl _wg::Member<()> for Node {
        type Owner = Node;
        #[inline]
        fn __parent(&self) -> &_wg::Parent<Node, ()> {
            let edge: &_wg::Parent<Node, ()> = &self.parent;
            edge
        }
    }
    #[automatically_derived]
    impl _wg::MemberOf<Node, ()> for Node {}
    #[automatically_derived]
    unsafe impl _wg::OwnerOf<Node, ()> for Node {
        #[inline]
        fn __head(&self, _: _wg::core::primitive::u8) -> &_wg::Head {
            {
                let edge: &_wg::Children<Node, ()> = &self.children;
                _wg::Children::__head(edge)
            }
        }
    }
    #[automatically_derived]
    unsafe impl _wg::Tree for Node {
        type Relation = ();
        #[inline]
        fn __children(&self) -> &_wg::Children<Self, ()> {
            let edge: &_wg::Children<Node, ()> = &self.children;
            edge
        }
    }
    #[automatically_derived]
    impl<__D> __NoStrongCycle<__D> for Node {}
};
