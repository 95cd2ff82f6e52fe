//! The rules of the edits, exhaustively and at random.

use weakgraph_dom::{DomError, Handle, Kind, Node, parse};

fn make(letter: char) -> Handle {
    let page = Node::document();
    match letter {
        'd' => page.create_doctype("html", "", "").unwrap(),
        'e' => page.create_element("e").unwrap(),
        'c' => page.create_comment("c"),
        'p' => page.create_instruction("p", "").unwrap(),
        't' => page.create_text("t"),
        'D' => page,
        _ => panic!("{letter}"),
    }
}

fn letter(node: &Node) -> char {
    match node.kind() {
        Kind::Doctype(_) => 'd',
        Kind::Element(_) => 'e',
        Kind::Comment(_) => 'c',
        Kind::Instruction(_) => 'p',
        Kind::Text(_) => 't',
        Kind::Document(_) => 'D',
        Kind::Fragment(_) => 'F',
    }
}

fn letters(parent: &Node) -> String {
    parent.children().iter().map(|child| letter(&child)).collect()
}

/// Every word of up to so many of these letters.
fn words(letters: &str, longest: usize) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut last = all.clone();
    for _ in 0..longest {
        last = last.iter().flat_map(|word| letters.chars().map(move |letter| format!("{word}{letter}"))).collect();
        all.extend(last.iter().cloned());
    }
    all
}

/// Whether these may be the children of a document: at most one doctype, then at most one element, no text.
fn is_document(children: &str) -> bool {
    let rest: String = children.chars().filter(|it| !"cp".contains(*it)).collect();
    ["", "d", "e", "de"].contains(&rest.as_str())
}

fn with_children(parent: Handle, children: &str) -> Handle {
    for letter in children.chars() {
        parent.append_child(&make(letter)).unwrap();
    }
    parent
}

/// What the DOM standard's long list of cases amounts to, for a node from elsewhere: an edit is allowed if what comes of it is
/// a document.
#[test]
fn a_document_stays_one_whatever_is_put_where() {
    let mut nodes: Vec<String> = ["d", "e", "c", "p", "t", "D"].map(str::to_owned).into();
    nodes.extend(words("ect", 3).iter().map(|word| format!("F{word}")));
    let mut cases = 0;
    for children in words("dec", 4).iter().filter(|word| is_document(word)) {
        for node in &nodes {
            for at in 0..=children.len() {
                for replace in [false, true] {
                    if replace && at == children.len() {
                        continue;
                    }
                    cases += 1;
                    let page = with_children(Node::document(), children);
                    let new = match node.strip_prefix('F') {
                        Some(inner) => with_children(Node::fragment(), inner),
                        None => make(node.chars().next().unwrap()),
                    };
                    let child = page.nth_child(at);
                    let found = match &child {
                        Some(child) if replace => page.replace_child_by(&new, child),
                        child => page.insert_child_before(&new, child.as_ref()),
                    };
                    let after = [&children[..at], node.trim_start_matches('F'), &children[at + usize::from(replace)..]]
                        .concat();
                    let allowed = is_document(&after) && node != "D";
                    let wanted = if allowed { Ok(()) } else { Err(DomError::HierarchyRequest) };
                    assert_eq!(found, wanted, "{node} into {children} at {at}, replace: {replace}");
                    assert_eq!(&letters(&page), if allowed { &after } else { children });
                }
            }
        }
    }
    assert!(cases > 5_000, "{cases}");
}

#[test]
fn every_kind_of_node_takes_what_the_standard_says() {
    for parent in "decptDF".chars() {
        for node in "decptDF".chars() {
            let make = |letter| if letter == 'F' { Node::fragment() } else { make(letter) };
            let (parent_node, new) = (make(parent), make(node));
            let allowed = match (parent, node) {
                ('D', 't' | 'D') => false,
                ('D', _) => true,
                ('e' | 'F', 'd' | 'D') => false,
                ('e' | 'F', _) => true,
                _ => false,
            };
            let wanted = if allowed { Ok(()) } else { Err(DomError::HierarchyRequest) };
            assert_eq!(parent_node.append_child(&new), wanted, "{node} into {parent}");
            // Where the child is of another node, that is told, but only if nothing before it in the list is wrong.
            let stranger = make('e');
            let wanted = if "eDF".contains(parent) { DomError::NotFound } else { DomError::HierarchyRequest };
            assert_eq!(make(parent).insert_child_before(&make('c'), Some(&stranger)), Err(wanted));
        }
    }
}

/// A walk in either direction with every removal between any two of its steps: as a `NodeIterator`, it goes on with what is left.
#[test]
fn a_walk_goes_on_when_nodes_are_removed_under_it() {
    let source = "<ul><li><a></a><b></b></li><li><i></i></li></ul><p></p>";
    let body = || parse(source).query_body();
    let names = |root: &Handle| root.descendants().map(|node| node.name()).collect::<Vec<_>>();
    let all = names(&body());
    for stop in 0..=all.len() {
        for gone in 0..all.len() {
            for back in [false, true] {
                let root = body();
                let mut nodes: Vec<_> = root.descendants().collect();
                let victim = nodes[gone].clone();
                let below: Vec<Handle> = victim.inclusive_descendants().collect();
                let mut walk = root.descendants();
                let mut step = || if back { walk.next_back() } else { walk.next() };
                let mut seen: Vec<Handle> = (0..stop).filter_map(|_| step()).collect();
                victim.remove();
                seen.extend(std::iter::from_fn(step));
                if back {
                    nodes.reverse();
                }
                let stays = |at: usize, node: &Handle| at < stop || !below.contains(node);
                let wanted: Vec<Handle> =
                    nodes.into_iter().enumerate().filter(|(at, node)| stays(*at, node)).map(|(_, node)| node).collect();
                assert_eq!(seen, wanted, "stop {stop}, gone {gone}, back: {back}");
            }
        }
    }
}

trait Body {
    fn query_body(&self) -> Handle;
}
impl Body for Handle {
    fn query_body(&self) -> Handle {
        self.document_element().and_then(|html| html.last_child()).unwrap()
    }
}

/// Numbers that look random, the same in every run.
struct Rng(u64);

impl Rng {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }
}

/// The same edits in ours and in indextree's arena, whose `checked_*` refuse what ours must refuse.
#[test]
fn random_edits_agree_with_an_arena() {
    use indextree::{Arena, NodeId};
    let dump_arena = |arena: &Arena<usize>, roots: &[NodeId]| -> Vec<Vec<(usize, usize)>> {
        let depth = |id: NodeId| id.ancestors(arena).count();
        roots.iter().map(|id| id.descendants(arena).map(|it| (*arena[it].get(), depth(it))).collect()).collect()
    };
    for seed in 1..=12 {
        let mut rng = Rng(u64::wrapping_mul(seed, 0x9E37_79B9_7F4A_7C15));
        const NODES: usize = 24;
        let mut arena = Arena::new();
        let ids: Vec<NodeId> = (0..NODES).map(|key| arena.new_node(key)).collect();
        let page = Node::document();
        let ours: Vec<Handle> = (0..NODES).map(|_| page.create_element("e").unwrap()).collect();
        let key = |node: &Handle| ours.iter().position(|it| it == node).unwrap();
        let (mut done, mut refused) = (0, 0);
        for _ in 0..1_500 {
            let (a, b) = (rng.below(NODES), rng.below(NODES));
            let theirs_cycle = a == b || ids[a].ancestors(&arena).any(|it| it == ids[b]);
            let (found, wanted) = match rng.below(6) {
                0 | 1 => (ours[a].append_child(&ours[b]).is_ok(), ids[a].checked_append(ids[b], &mut arena).is_ok()),
                2 => {
                    let first = ours[a].first_child();
                    let ours = ours[a].insert_child_before(&ours[b], first.as_ref()).is_ok();
                    // Prepending the first child changes nothing.
                    let first = arena[ids[a]].first_child();
                    let theirs = first == Some(ids[b]) || ids[a].checked_prepend(ids[b], &mut arena).is_ok();
                    (ours, theirs)
                }
                3 => {
                    // Before a sibling; `before` of a root does nothing.
                    let Some(parent) = ours[a].parent() else { continue };
                    let above = arena[ids[a]].parent().unwrap();
                    let cycle = above == ids[b] || above.ancestors(&arena).any(|it| it == ids[b]);
                    let found = parent.insert_child_before(&ours[b], Some(&ours[a])).is_ok();
                    let wanted = a == b || (!cycle && ids[a].checked_insert_before(ids[b], &mut arena).is_ok());
                    (found, wanted)
                }
                4 => {
                    let Some(parent) = ours[a].parent() else { continue };
                    let above = arena[ids[a]].parent().unwrap();
                    let cycle = above == ids[b] || above.ancestors(&arena).any(|it| it == ids[b]);
                    let found = parent.replace_child_by(&ours[b], &ours[a]).is_ok();
                    let wanted = a == b || !cycle;
                    if wanted && a != b {
                        ids[a].checked_insert_before(ids[b], &mut arena).unwrap();
                        ids[a].detach(&mut arena);
                    }
                    (found, wanted)
                }
                _ => {
                    ours[a].remove();
                    ids[a].detach(&mut arena);
                    (true, true)
                }
            };
            assert_eq!(found, wanted, "seed {seed}: {a} and {b}, cycle: {theirs_cycle}");
            if found {
                done += 1
            } else {
                refused += 1
            }
            let dump_ours: Vec<Vec<(usize, usize)>> = ours
                .iter()
                .map(|root| {
                    root.inclusive_descendants().map(|it| (key(&it), it.inclusive_ancestors().count())).collect()
                })
                .collect();
            assert_eq!(dump_ours, dump_arena(&arena, &ids), "seed {seed}");
        }
        assert!(done > 300 && refused > 50, "{done} {refused}");
    }
}

#[test]
fn a_page_of_any_depth_is_edited_copied_and_dropped() {
    let before = weakgraph_dom::alive();
    let page = parse("<body></body>");
    let body = page.query_body();
    let mut at = body.clone();
    for _ in 0..100_000 {
        let below = page.create_element("div").unwrap();
        at.append_child(&below).unwrap();
        at = below;
    }
    at.append_child(&page.create_text("deep")).unwrap();
    let copy = body.clone_node(true);
    assert_eq!(copy.text_content(), "deep");
    assert_eq!(weakgraph_dom::serialize(&copy).len(), 100_000 * "<div></div>".len() + 4);
    assert_eq!(at.append_child(&body), Err(DomError::HierarchyRequest));
    assert!(body.strong_count() > 0);
    drop((page, body, at, copy));
    assert_eq!(weakgraph_dom::alive(), before);
}
