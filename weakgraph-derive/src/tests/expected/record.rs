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
        ///Returns the parent of this node, from the field `parent`, or `None` if there is none.
        #[must_use]
        #[inline]
        fn parent(&self) -> _wg::core::option::Option<_wg::Strong<Node>> {
            _wg::Parent::get(&self.parent)
        }
        ///Removes this node from its parent, the target of the field `parent`.
        ///
        ///Returns a handle to this node, or `None` if it had no parent.
        #[inline]
        fn detach_from_parent(&self) -> _wg::core::option::Option<_wg::Strong<Self>> {
            _wg::detach::<Self, ()>(self)
        }
        ///Returns the list of children in the field `children`.
        #[must_use]
        #[inline]
        fn children(&self) -> &Children<Node> {
            &self.children
        }
        ///Appends `child` to the field `children`, moving it if it has a parent, and returns it.
        ///
        ///# Panics
        ///
        ///If `child` is this node or one of its ancestors, or this node is being dropped; see `try_add_child`.
        #[track_caller]
        #[inline]
        fn add_child(&self, child: impl _wg::IntoNode<Node>) -> _wg::Strong<Node> {
            <Node as _wg::OwningEdge<Self, ()>>::__add(self, &self.children, child)
        }
        ///Appends `child` to the field `children`, moving it if it has a parent, and returns it.
        ///
        ///# Errors
        ///
        ///If `child` is this node or one of its ancestors, or this node is being dropped. Nothing has changed then.
        #[inline]
        fn try_add_child(
            &self,
            child: impl _wg::IntoNode<Node>,
        ) -> _wg::core::result::Result<_wg::Strong<Node>, _wg::LinkError> {
            <Node as _wg::OwningEdge<Self, ()>>::__try_add(self, &self.children, child)
        }
        ///Removes `child` from the field `children`. Returns `false` if it was not there.
        #[inline]
        fn remove_child(&self, child: &_wg::Strong<Node>) -> _wg::core::primitive::bool {
            <Node as _wg::OwningEdge<Self, ()>>::__remove(&self.children, child)
        }
        ///Returns the target of the field `friend`, or `None` if there is none or it was dropped.
        #[must_use]
        #[inline]
        fn friend(&self) -> _wg::core::option::Option<_wg::Strong<Node>> {
            _wg::WeakCell::get(&self.friend)
        }
        ///Sets the target of the field `friend`, which does not keep it alive.
        #[inline]
        fn set_friend(&self, target: &_wg::Strong<Node>) {
            _wg::WeakCell::set(&self.friend, target)
        }
        ///Clears the field `friend`.
        #[inline]
        fn clear_friend(&self) {
            _wg::WeakCell::clear(&self.friend)
        }
        ///Returns the node that the field `style` shares.
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
        const EDGES: _wg::core::primitive::usize = 1usize;
        #[inline]
        fn __visit<__Edge: _wg::Visit<Self>>(&self, visit: &mut __Edge) {
            let _: fn() = __no_strong_cycle::<(__Edge,), Style>;
            let _ = &self.style;
            let _ = &self.styles;
            let _: *const _wg::Parent<Node, ()> = &raw const self.parent;
            let _: *const _wg::Children<Node, ()> = &raw const self.children;
            let _: *const _wg::WeakCell<Node> = &raw const self.friend;
            _wg::Parent::__visit(&self.parent, visit);
            <Node as _wg::OwningEdge<
                Self,
                (),
            >>::__visit_children(visit, &self.children, 0u8);
            _wg::WeakCell::__visit(&self.friend, visit, _wg::core::option::Option::None);
        }
        const READABLE: _wg::core::primitive::bool = true;
        #[inline]
        fn __edges(&self, see: &mut _wg::EdgeCollector<'_>) {
            use _wg::Unknown as _;
            see.field("parent").parent(&self.parent);
            <Node as _wg::OwningEdge<
                Self,
                (),
            >>::__children_edges(see.field("children"), &self.children);
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
    #[automatically_derived]
    unsafe impl _wg::Tree for Node {
        type Relation = ();
        #[inline]
        fn __children(&self) -> &_wg::Children<Self, ()> {
            &self.children
        }
    }
    #[automatically_derived]
    unsafe impl _wg::Readable for Node {}
    #[derive(_wg::serde::Serialize)]
    #[serde(crate = "_wg::serde")]
    #[serde(rename_all = "camelCase")]
    struct __Out<'__f> {
        #[serde(default)]
        name: &'__f String,
        children: _wg::Numbers,
        friend: _wg::Number,
        style: _wg::Number,
        styles: _wg::Numbers,
        #[serde(skip)]
        __f: _wg::core::marker::PhantomData<&'__f ()>,
    }
    #[derive(_wg::serde::Deserialize)]
    #[serde(crate = "_wg::serde")]
    #[serde(rename_all = "camelCase")]
    #[doc(hidden)]
    pub struct __In {
        #[serde(default)]
        name: String,
        #[serde(default)]
        children: _wg::Numbers,
        #[serde(default)]
        friend: _wg::Number,
        #[serde(default)]
        style: _wg::Number,
        #[serde(default)]
        styles: _wg::Numbers,
    }
    #[automatically_derived]
    unsafe impl _wg::Record for Node {
        type __In = __In;
        fn __discover(
            &self,
            see: &mut _wg::Discover,
        ) -> _wg::core::result::Result<(), _wg::String> {
            let _ = &see;
            see.children(&self.children);
            see.shared("style", &self.style)?;
            see.shared("styles", &self.styles)?;
            _wg::core::result::Result::Ok(())
        }
        fn __out<'__f>(
            &'__f self,
            to: &_wg::Numbered,
        ) -> _wg::core::result::Result<
            _wg::Box<dyn _wg::erased_serde::Serialize + '__f>,
            _wg::String,
        > {
            let _ = to;
            _wg::core::result::Result::Ok(
                _wg::Box::new(
                    match self {
                        Self {
                            name: f0,
                            children: f2,
                            friend: f3,
                            style: f4,
                            styles: f5,
                            ..
                        } => {
                            __Out {
                                name: f0,
                                children: to.children(f2)?,
                                friend: to.weak_cell(f3)?,
                                style: to.one(f4)?,
                                styles: to.shared(f5)?,
                                __f: _wg::core::marker::PhantomData,
                            }
                        }
                    },
                ),
            )
        }
        fn __expect(read: &__In, see: &mut _wg::Expect<'_>) {
            let _ = &see;
            match read {
                __In {
                    name: f0,
                    children: f2,
                    friend: f3,
                    style: f4,
                    styles: f5,
                    ..
                } => {
                    let _ = f0;
                    see.children::<
                            Self,
                            Node,
                            (),
                        >("children", f2, |node| &node.children);
                    see.weak_cell::<Self, Node>("friend", f3, |node| &node.friend);
                    see.one::<Style>("style", f4);
                    see.shared::<RefCell<Vec<Strong<Style>>>>("styles", f5);
                }
            }
        }
        fn __build(
            read: __In,
            nodes: &_wg::Built,
        ) -> _wg::core::result::Result<Self, _wg::String> {
            let _ = nodes;
            _wg::core::result::Result::Ok(
                match read {
                    __In {
                        name: f0,
                        children: f2,
                        friend: f3,
                        style: f4,
                        styles: f5,
                        ..
                    } => {
                        Self {
                            name: f0,
                            parent: _wg::core::default::Default::default(),
                            children: _wg::core::default::Default::default(),
                            friend: _wg::core::default::Default::default(),
                            style: nodes.one::<Style>("style", f4)?,
                            styles: nodes
                                .shared::<RefCell<Vec<Strong<Style>>>>("styles", &f5)?,
                        }
                    }
                },
            )
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
