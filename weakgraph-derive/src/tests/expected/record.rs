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
        /// Returns the list of children in the field `hidden`.
        #[must_use]
        #[inline]
        fn hidden(&self) -> &Children<Node> {
            &self.hidden
        }
        /// Appends `child` to the field `hidden`, moving it if it has a parent, and returns it.
        ///
        /// # Panics
        ///
        /// If `child` is this node or one of its ancestors, or this node is being dropped; see `try_add_hidden`.
        #[track_caller]
        #[inline]
        fn add_hidden<__Node: _wg::IntoNode<Node>>(
            &self,
            child: __Node,
        ) -> _wg::Strong<Node> {
            <Node as _wg::OwningEdge<Self, ()>>::__add(self, &self.hidden, child)
        }
        /// Appends `child` to the field `hidden`, moving it if it has a parent, and returns it.
        ///
        /// # Errors
        ///
        /// If `child` is this node or one of its ancestors, or this node is being dropped. Nothing has changed then.
        #[inline]
        fn try_add_hidden<__Node: _wg::IntoNode<Node>>(
            &self,
            child: __Node,
        ) -> _wg::Result<_wg::Strong<Node>, _wg::LinkError> {
            <Node as _wg::OwningEdge<Self, ()>>::__try_add(self, &self.hidden, child)
        }
        /// Removes `child` from the field `hidden`. Returns `false` if it was not there.
        #[inline]
        fn remove_hidden(&self, child: &_wg::Strong<Node>) -> _wg::bool {
            <Node as _wg::OwningEdge<Self, ()>>::__remove(&self.hidden, child)
        }
        /// Returns the target of the field `friend`, or `None` if there is none or it was dropped.
        #[must_use]
        #[inline]
        fn friend(&self) -> _wg::Option<_wg::Strong<Node>> {
            _wg::WeakCell::get(&self.friend)
        }
        /// Sets the target of the field `friend`, which does not keep it alive.
        #[inline]
        fn set_friend(&self, target: &_wg::Strong<Node>) {
            _wg::WeakCell::set(&self.friend, target)
        }
        /// Clears the field `friend`.
        #[inline]
        fn clear_friend(&self) {
            _wg::WeakCell::clear(&self.friend)
        }
        /// Returns the node that the field `style` shares.
        #[must_use]
        #[inline]
        fn style(&self) -> &Strong<Style> {
            &self.style
        }
    }
    #[automatically_derived]
    unsafe impl __Graph for Node {
        const NAME: &'static _wg::core::primitive::str = "Node";
        const PARENTS: _wg::core::primitive::usize = 1usize;
        const EDGES: _wg::core::primitive::usize = 2usize;
        #[inline]
        fn __visit<__MakeOneEdgeWeak: _wg::Visit<Self>>(
            &self,
            visit: &mut __MakeOneEdgeWeak,
        ) {
            let _: fn() = __no_strong_cycle::<(__MakeOneEdgeWeak,), Style>;
            let _ = &self.style;
            let _ = &self.styles;
            let _: *const _wg::Parent<Node, ()> = &raw const self.parent;
            let _: *const _wg::Children<Node, ()> = &raw const self.children;
            let _: *const _wg::Children<Node, ()> = &raw const self.hidden;
            let _: *const _wg::WeakCell<Node> = &raw const self.friend;
            _wg::Parent::__visit(&self.parent, visit);
            <Node as _wg::OwningEdge<
                Self,
                (),
            >>::__visit_children(visit, &self.children, 0u8);
            <Node as _wg::OwningEdge<
                Self,
                (),
            >>::__visit_children(visit, &self.hidden, 1u8);
            _wg::WeakCell::__visit(&self.friend, visit, _wg::core::option::Option::None);
        }
        const READABLE: _wg::core::primitive::bool = true;
        const NESTS: _wg::core::primitive::bool = {
            use _wg::WithoutDrop as __WithoutDrop;
            _wg::OwnDrop::<Self>::IS || _wg::core::mem::needs_drop::<String>()
                || _wg::core::mem::needs_drop::<Strong<Style>>()
                || _wg::core::mem::needs_drop::<RefCell<Vec<Strong<Style>>>>()
        };
        #[inline]
        fn __edges(&self, see: &mut _wg::EdgeCollector<'_>) {
            use _wg::Unknown as _;
            see.field("parent").parent(&self.parent);
            <Node as _wg::OwningEdge<
                Self,
                (),
            >>::__children_edges(see.field("children"), &self.children);
            <Node as _wg::OwningEdge<
                Self,
                (),
            >>::__children_edges(see.field("hidden"), &self.hidden);
            see.field("friend").weak_cell(&self.friend);
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
        fn __head(&self, slot: _wg::core::primitive::u8) -> &_wg::Head {
            match slot {
                0u8 => _wg::Children::__head(&self.children),
                _ => _wg::Children::__head(&self.hidden),
            }
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
        )] = &[(0u8, true), (1u8, true)];
        #[inline]
        fn __edge(
            &self,
            index: _wg::core::primitive::usize,
        ) -> _wg::ChildrenView<'_, Self, ()> {
            match index {
                0usize => _wg::ChildrenView::__of(&self.children),
                _ => _wg::ChildrenView::__of(&self.hidden),
            }
        }
    }
    #[automatically_derived]
    unsafe impl _wg::Tree for _wg::Itself<Node> {
        type Relation = ();
    }
    #[automatically_derived]
    unsafe impl _wg::Readable for Node {}
    type __Own = Node;
    type __T0 = String;
    type __T2 = Node;
    type __T3 = ();
    type __T4 = Node;
    type __T5 = Style;
    type __T6 = RefCell<Vec<Strong<Style>>>;
    {
        #[derive(_wg::serde::Deserialize)]
        #[serde(crate = "_wg::serde")]
        #[serde(rename_all = "camelCase")]
        #[doc(hidden)]
        pub struct Node {
            #[serde(default)]
            name: __T0,
            #[serde(rename = "kids", default)]
            children: _wg::Numbers,
            #[serde(default)]
            friend: _wg::Number,
            #[serde(default)]
            style: _wg::Number,
            #[serde(default)]
            styles: _wg::Numbers,
        }
        #[automatically_derived]
        unsafe impl _wg::Record for __Own {
            type __In = Node;
            fn __discover(
                &self,
                see: &mut _wg::Discover,
            ) -> _wg::core::result::Result<(), _wg::String> {
                let _ = &see;
                match self {
                    Self { children: f2, style: f5, styles: f6, .. } => {
                        see.children(f2);
                        see.shared("style", f5)?;
                        see.shared("styles", f6)?;
                    }
                }
                _wg::Ok(())
            }
            fn __out<'__f>(
                &'__f self,
                to: &_wg::Numbered,
            ) -> _wg::core::result::Result<
                _wg::Box<dyn _wg::erased_serde::Serialize + '__f>,
                _wg::String,
            > {
                fn __skip1(it: &&__T0) -> _wg::core::primitive::bool {
                    __Own::is_short(*it)
                }
                #[derive(_wg::serde::Serialize)]
                #[serde(crate = "_wg::serde")]
                #[serde(rename_all = "camelCase")]
                struct Node<'__f> {
                    #[serde(skip_serializing_if = "__skip1")]
                    name: &'__f __T0,
                    #[serde(rename = "kids")]
                    children: _wg::Numbers,
                    friend: _wg::Number,
                    style: _wg::Number,
                    styles: _wg::Numbers,
                }
                let _ = to;
                _wg::Ok(
                    _wg::Box::new(
                        match self {
                            Self {
                                name: f0,
                                children: f2,
                                friend: f4,
                                style: f5,
                                styles: f6,
                                ..
                            } => {
                                Node {
                                    name: f0,
                                    children: to.children(f2)?,
                                    friend: to.weak_cell(f4, "friend", false)?,
                                    style: to.one(f5)?,
                                    styles: to.shared(f6)?,
                                }
                            }
                        },
                    ),
                )
            }
            fn __expect(read: &Node, see: &mut _wg::Expect<'_>) {
                let _ = &see;
                match read {
                    Node {
                        name: f0,
                        children: f2,
                        friend: f4,
                        style: f5,
                        styles: f6,
                        ..
                    } => {
                        let _ = f0;
                        see.children::<
                                Self,
                                __T2,
                                __T3,
                            >("children", f2, |node| &node.children);
                        see.weak_cell::<Self, __T4>("friend", f4, |node| &node.friend);
                        see.one::<__T5>("style", f5);
                        see.shared::<__T6>("styles", f6);
                    }
                }
            }
            fn __build(
                read: Node,
                nodes: &_wg::Built,
            ) -> _wg::core::result::Result<Self, _wg::String> {
                let _ = nodes;
                _wg::Ok(
                    match read {
                        Node {
                            name: f0,
                            children: f2,
                            friend: f4,
                            style: f5,
                            styles: f6,
                            ..
                        } => {
                            Self {
                                name: f0,
                                parent: _wg::core::default::Default::default(),
                                children: _wg::core::default::Default::default(),
                                hidden: _wg::core::default::Default::default(),
                                friend: _wg::core::default::Default::default(),
                                style: nodes.one::<__T5>("style", f5)?,
                                styles: nodes.shared::<__T6>("styles", &f6)?,
                            }
                        }
                    },
                )
            }
        }
    }
    fn __no_strong_cycle<__D: __LeadsTo<__T>, __T>() {}
    trait __LeadsTo<__T> {}
    impl<__T: __NoStrongCycle<()>> __LeadsTo<__T> for () {}
    impl<__X, __T: __NoStrongCycle<(__X,)>> __LeadsTo<__T> for (__X,) {}
    #[automatically_derived]
    impl<__D> __NoStrongCycle<__D> for Node
    where
        __D: __LeadsTo<Style>,
    {}
};
