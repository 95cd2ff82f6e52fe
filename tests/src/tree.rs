//! The node type of most tests, and a notation for trees of it: `r(a(b c) d)`.

use std::fmt::Write;
use weakgraph::{Children, Graph, Parent, Strong, Tree, TreeEdit};

/// A node with a name.
#[derive(Graph)]
#[graph(new)]
pub struct Node {
    /// What it is called in the notation.
    pub name: String,
    /// Its owner.
    #[weak]
    pub parent: Parent<Node>,
    /// Its members.
    #[strong]
    pub children: Children<Node>,
}

/// A node of this name.
pub fn node(name: &str) -> Strong<Node> {
    Node::new(name.to_owned())
}

/// The tree in this notation.
pub fn tree(text: &str) -> Strong<Node> {
    let mut roots = forest(text);
    assert_eq!(roots.len(), 1, "{text:?} is one tree");
    roots.remove(0)
}

/// The trees in this notation.
pub fn forest(text: &str) -> Vec<Strong<Node>> {
    forest_with(text, node)
}

/// The trees in this notation, of nodes made by `make`.
pub fn forest_with<K, T: TreeEdit<K>>(text: &str, make: impl Fn(&str) -> Strong<T>) -> Vec<Strong<T>> {
    let mut roots = Vec::new();
    let mut open: Vec<Strong<T>> = Vec::new();
    let mut last: Option<Strong<T>> = None;
    let mut name = String::new();
    for c in text.chars().chain([' ']) {
        if !matches!(c, '(' | ')' | ' ') {
            name.push(c);
            continue;
        }
        if !name.is_empty() {
            let node = make(&name);
            name.clear();
            match open.last() {
                Some(owner) => drop(owner.append(&node).unwrap()),
                None => roots.push(node.clone()),
            }
            last = Some(node);
        }
        match c {
            '(' => open.push(last.take().expect("a name before the `(`")),
            ')' => last = Some(open.pop().expect("a `(` before the `)`")),
            _ => {}
        }
    }
    assert!(open.is_empty(), "a `)` for each `(`");
    roots
}

/// Trees whose every node is held, so that what an edit takes out stays to be seen.
pub struct Forest {
    /// All nodes, in the order of the notation.
    pub nodes: Vec<Strong<Node>>,
}

impl Forest {
    /// The trees in this notation.
    pub fn new(text: &str) -> Forest {
        let nodes = forest(text).iter().flat_map(|root| root.inclusive_descendants().collect::<Vec<_>>()).collect();
        Forest { nodes }
    }

    /// The node of this name.
    pub fn get(&self, name: &str) -> Strong<Node> {
        let found = self.nodes.iter().find(|node| node.name == name);
        found.unwrap_or_else(|| panic!("no node is called {name:?}")).clone()
    }

    /// The nodes of these names.
    pub fn all(&self, names: &[&str]) -> Vec<Strong<Node>> {
        names.iter().map(|name| self.get(name)).collect()
    }

    /// The notation of all trees there are now.
    pub fn show(&self) -> String {
        let roots = self.nodes.iter().filter(|node| node.is_root());
        roots.map(show).collect::<Vec<_>>().join(" ")
    }
}

/// The notation of a tree. Checks on the way that both ends of every link agree.
pub fn show(root: &Strong<Node>) -> String {
    dump(root, &|node| node.name.clone())
}

/// As [`show`], for any type of tree.
pub fn dump<T: Tree>(root: &Strong<T>, name: &impl Fn(&T) -> String) -> String {
    let mut out = name(root);
    let mut members = Vec::new();
    let mut next = root.first_child();
    while let Some(member) = next {
        let at = members.len();
        assert!(member.ancestors().next().as_ref() == Some(root), "the parent of {} is its owner", name(&member));
        assert!(member.prev_sibling().as_ref() == members.last(), "what stands before {}", name(&member));
        assert_eq!(member.index_in_parent(), Some(at), "the index of {}", name(&member));
        assert!(root.nth_child(at).as_ref() == Some(&member), "the child at {at}");
        next = member.next_sibling();
        members.push(member);
        assert!(members.len() <= root.child_count(), "the list of {} ends", name(root));
    }
    assert_eq!(members.len(), root.child_count(), "the length of {}", name(root));
    assert!(root.last_child().as_ref() == members.last(), "the last child of {}", name(root));
    if !members.is_empty() {
        let below: Vec<_> = members.iter().map(|member| dump(member, name)).collect();
        write!(out, "({})", below.join(" ")).unwrap();
    }
    out
}

/// The node of this name in one of these trees.
pub fn find(roots: &[Strong<Node>], name: &str) -> Strong<Node> {
    let mut all = roots.iter().flat_map(|root| root.inclusive_descendants());
    all.find(|node| node.name == name).unwrap_or_else(|| panic!("no node is called {name:?}"))
}

/// All trees of `size` nodes, named `0`, `1` ... in document order, in the notation.
pub fn all_shapes(size: usize) -> Vec<String> {
    // The depths in document order describe a tree: each at most one more than the one before.
    let mut depths = vec![vec![0]];
    for _ in 1..size {
        depths = depths
            .iter()
            .flat_map(|shape| (1..=shape[shape.len() - 1] + 1).map(|depth| [shape.as_slice(), &[depth]].concat()))
            .collect();
    }
    depths.iter().map(|shape| notation(shape)).collect()
}

fn notation(depths: &[usize]) -> String {
    let mut out = String::new();
    for (name, &depth) in depths.iter().enumerate() {
        if let Some(before) = name.checked_sub(1).map(|before| depths[before]) {
            if depth > before {
                out.push('(');
            } else {
                out.push_str(&")".repeat(before - depth));
                out.push(' ');
            }
        }
        write!(out, "{name}").unwrap();
    }
    out.push_str(&")".repeat(depths[depths.len() - 1]));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_notation_goes_both_ways() {
        for text in ["r", "r(a)", "r(a b)", "r(a(b c) d)", "r(a(b(c)) d(e))"] {
            assert_eq!(show(&tree(text)), text);
        }
        assert_eq!(forest("a b(c)").iter().map(show).collect::<Vec<_>>(), ["a", "b(c)"]);
    }

    #[test]
    fn the_shapes_are_all_there() {
        let counts = (1..7).map(|size| all_shapes(size).len());
        assert_eq!(counts.collect::<Vec<_>>(), [1, 1, 2, 5, 14, 42]);
        assert_eq!(all_shapes(3), ["0(1 2)", "0(1(2))"]);
        for shape in all_shapes(5) {
            assert_eq!(show(&tree(&shape)), shape);
        }
    }
}
