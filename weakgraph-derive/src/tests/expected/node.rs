const _: () = {
    use ::weakgraph::__private::{
        self as _wg, Graph as __Graph, NoStrongCycle as __NoStrongCycle,
    };
    #[automatically_derived]
    impl Node {
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
        /// Returns the parent of this node, from the field `parent`, or `None` if there is none.
        #[must_use]
        #[inline]
        fn parent(&self) -> _wg::Option<_wg::Strong<Node>> {
            _wg::Parent::get(&self.parent)
        }
        /// Removes this node from its parent, the target of the field `parent`.
        ///
        /// Returns a handle to this node, or `None` if it had no parent.
        #[inline]
        fn detach_from_parent(&self) -> _wg::Option<_wg::Strong<Self>> {
            _wg::detach::<Self, (), _>(self)
        }
        /// Returns the list of children in the field `children`.
        #[must_use]
        #[inline]
        fn children(&self) -> &Children<Node> {
            &self.children
        }
        /// Appends `child` to the field `children`, moving it if it has a parent, and returns it.
        ///
        /// # Panics
        ///
        /// If `child` is this node or one of its ancestors, or this node is being dropped; see `try_add_child`.
        #[track_caller]
        #[inline]
        fn add_child<__Node: _wg::IntoNode<Node>>(
            &self,
            child: __Node,
        ) -> _wg::Strong<Node> {
            <Node as _wg::OwningEdge<Self, ()>>::__add(self, &self.children, child)
        }
        /// Appends `child` to the field `children`, moving it if it has a parent, and returns it.
        ///
        /// # Errors
        ///
        /// If `child` is this node or one of its ancestors, or this node is being dropped. Nothing has changed then.
        #[inline]
        fn try_add_child<__Node: _wg::IntoNode<Node>>(
            &self,
            child: __Node,
        ) -> _wg::Result<_wg::Strong<Node>, _wg::LinkError> {
            <Node as _wg::OwningEdge<Self, ()>>::__try_add(self, &self.children, child)
        }
        /// Removes `child` from the field `children`. Returns `false` if it was not there.
        #[inline]
        fn remove_child(&self, child: &_wg::Strong<Node>) -> _wg::bool {
            <Node as _wg::OwningEdge<Self, ()>>::__remove(&self.children, child)
        }
    }
    #[automatically_derived]
    unsafe impl __Graph for Node {
        const NAME: &'static _wg::core::primitive::str = "Node";
        const PARENTS: _wg::core::primitive::usize = 1usize;
        const EDGES: _wg::core::primitive::usize = 1usize;
        #[inline]
        fn __visit<__Edge: _wg::Visit<Self>>(&self, visit: &mut __Edge) {
            let _: *const _wg::Parent<Node, ()> = &raw const self.parent;
            let _: *const _wg::Children<Node, ()> = &raw const self.children;
            _wg::Parent::__visit(&self.parent, visit);
            <Node as _wg::OwningEdge<
                Self,
                (),
            >>::__visit_children(visit, &self.children, 0u8);
        }
        const READABLE: _wg::core::primitive::bool = true;
        const NESTS: _wg::core::primitive::bool = {
            use _wg::WithoutDrop as __WithoutDrop;
            _wg::OwnDrop::<Self>::IS || _wg::core::mem::needs_drop::<String>()
        };
        const HOOKED: _wg::core::primitive::bool = true;
        fn __on_drop(&self, _: _wg::Dropping) {
            use _wg::OtherNodeHook as _;
            _wg::hooked(|| _wg::NodeHook::<&Self, _>::new(Node::farewell).__call(self))
        }
        #[inline]
        fn __edges(&self, see: &mut _wg::EdgeCollector<'_>) {
            see.field("parent").parent(&self.parent);
            <Node as _wg::OwningEdge<
                Self,
                (),
            >>::__children_edges(see.field("children"), &self.children);
        }
        #[inline]
        fn __sole(&self) -> _wg::core::option::Option<(&_wg::Link, &_wg::Head)> {
            _wg::core::option::Option::Some((
                _wg::Parent::__link(&self.parent),
                _wg::Children::__head(&self.children),
            ))
        }
    }
    #[automatically_derived]
    unsafe impl _wg::HasParent<()> for Node {
        type Parent = Node;
        #[inline]
        fn __link(&self) -> &_wg::Link {
            _wg::Parent::__link(&self.parent)
        }
    }
    #[automatically_derived]
    impl _wg::ChildOf<Node, ()> for Node {}
    #[automatically_derived]
    unsafe impl _wg::ParentOf<Node, ()> for Node {
        #[inline]
        fn __head(&self, _: _wg::core::primitive::u8) -> &_wg::Head {
            _wg::Children::__head(&self.children)
        }
    }
    enum EditsNeedTheFieldChildren {}
    #[automatically_derived]
    unsafe impl _wg::EditChildren<Node, (), EditsNeedTheFieldChildren> for Node {}
    #[automatically_derived]
    unsafe impl _wg::DetachedBy<(), EditsNeedTheFieldChildren> for Node {}
    #[automatically_derived]
    unsafe impl _wg::TreeIn<()> for _wg::Itself<Node> {
        const __EDGES: &'static [(
            _wg::core::primitive::u8,
            _wg::core::primitive::bool,
        )] = &[(0u8, true)];
        #[inline]
        fn __edge(
            &self,
            _: _wg::core::primitive::usize,
        ) -> _wg::ChildrenView<'_, Self, ()> {
            _wg::ChildrenView::__of(&self.children)
        }
    }
    #[automatically_derived]
    unsafe impl _wg::Tree for _wg::Itself<Node> {
        type Relation = ();
    }
    #[automatically_derived]
    unsafe impl _wg::Readable for Node {}
    #[automatically_derived]
    impl<__D> __NoStrongCycle<__D> for Node {}
};
