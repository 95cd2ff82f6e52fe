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

/// What the DOM standard's long list of cases amounts to, for a node from elsewhere: an edit is allowed if what comes
/// of it is a document.
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

/// A walk in either direction with every removal between any two of its steps: as a `NodeIterator`, it goes on with
/// what is left.
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
pub(crate) struct Rng(pub(crate) u64);

impl Rng {
    pub(crate) fn below(&mut self, end: usize) -> usize {
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

/// What an edit of several nodes does by the standard: they go into a fragment, and that goes into the parent. Here on
/// a copy that may break.
#[test]
fn edits_of_several_nodes_are_done_whole_or_not_at_all() {
    let mut rng = Rng(0x1234_5678_9ABC);
    let (mut done, mut refused) = (0, 0);
    for round in 0..4_000 {
        let page = parse("<!DOCTYPE html><!--c--><body><p><b><i></i>x</b></p><template><u></u></template>");
        let mut all: Vec<Handle> = page.inclusive_descendants().collect();
        let contents = all.iter().find_map(Handle::template_contents).unwrap();
        all.extend(contents.inclusive_descendants());
        let fragment = Node::fragment();
        fragment.append(&[page.create_element("s").unwrap(), page.create_text("y")]).unwrap();
        all.extend(fragment.inclusive_descendants());
        let empty = Node::fragment();
        all.extend([empty, page.create_text("z"), page.create_comment("k"), page.create_element("q").unwrap()]);
        all.push(page.create_doctype("d", "", "").unwrap());
        // Fewer choices, more hits.
        let choices: Vec<Handle> = (0..3).map(|_| all[rng.below(all.len())].clone()).collect();
        let nodes: Vec<Handle> = (0..rng.below(5)).map(|_| choices[rng.below(3)].clone()).collect();
        let target = all[rng.below(all.len())].clone();
        let state = || -> Vec<(Option<Handle>, Option<Handle>)> {
            all.iter().map(|node| (node.parent(), node.prev_sibling())).collect()
        };
        let before = state();
        let what = round % 6;
        let found = match what {
            0 => target.append(&nodes),
            1 => target.prepend(&nodes),
            2 => target.replace_children(&nodes),
            3 => target.before(&nodes),
            4 => target.after(&nodes),
            _ => target.replace_with_nodes(&nodes),
        };
        if let Err(error) = found {
            refused += 1;
            assert_eq!(error, DomError::HierarchyRequest);
            assert!(state() == before, "{what}: {target:?} with {nodes:?} was refused and has changed something");
        }
        let beside_itself = what > 2 && target.parent().is_some_and(|parent| nodes.contains(&parent));
        if beside_itself {
            assert_eq!(found, Err(DomError::HierarchyRequest));
            continue;
        }
        let after = state();
        // Again on another copy, step by step as the standard says, from what was before.
        restore(&all, &before);
        assert!(state() == before);
        let wanted = by_the_standard(what, &target, &nodes);
        assert_eq!(found.is_ok(), wanted.is_ok(), "{what}: {target:?} with {nodes:?}: {found:?} {wanted:?}");
        if wanted.is_ok() {
            done += 1;
            assert!(state() == after, "{what}: {target:?} with {nodes:?}");
        }
        assert!(is_document(&letters(&page)), "{}", letters(&page));
    }
    assert!(done > 1_000 && refused > 500, "{done} {refused}");
}

/// Takes all nodes apart and puts them where they were.
fn restore(all: &[Handle], places: &[(Option<Handle>, Option<Handle>)]) {
    all.iter().for_each(|node| node.remove());
    let mut left: Vec<usize> = (0..all.len()).filter(|at| places[*at].0.is_some()).collect();
    while !left.is_empty() {
        left.retain(|&at| {
            let (parent, prev) = &places[at];
            let parent = parent.as_ref().unwrap();
            if parent.last_child() != *prev {
                return true;
            }
            parent.append_child(&all[at]).unwrap();
            false
        });
    }
}

fn by_the_standard(what: usize, target: &Handle, nodes: &[Handle]) -> Result<(), DomError> {
    let parent = target.parent();
    if what > 2 && parent.is_none() {
        return Ok(());
    }
    let prev = target.prev_siblings().find(|it| !nodes.contains(it));
    let next = target.next_siblings().find(|it| !nodes.contains(it));
    let node = match nodes {
        [node] => node.clone(),
        _ => {
            let fragment = Node::fragment();
            for node in nodes {
                fragment.append_child(node)?;
            }
            fragment
        }
    };
    match (what, parent) {
        (0, _) => target.append_child(&node),
        (1, _) => target.insert_child_before(&node, target.first_child().as_ref()),
        (2, _) => {
            // What may be put at the end may stand there alone.
            let inner: Vec<Handle> = match node.kind() {
                Kind::Fragment(_) => node.children().iter().collect(),
                _ => Vec::new(),
            };
            target.append_child(&node)?;
            for child in target.children().iter() {
                child.remove();
            }
            match node.kind() {
                Kind::Fragment(_) => inner.iter().try_for_each(|child| target.append_child(child)),
                _ => target.append_child(&node),
            }
        }
        (3, Some(parent)) => {
            let at = prev.map_or_else(|| parent.first_child(), |prev| prev.next_sibling());
            parent.insert_child_before(&node, at.as_ref())
        }
        (4, Some(parent)) => parent.insert_child_before(&node, next.as_ref()),
        (_, Some(parent)) if target.parent().as_ref() == Some(&parent) => parent.replace_child_by(&node, target),
        (_, Some(parent)) => parent.insert_child_before(&node, next.as_ref()),
        (_, None) => Ok(()),
    }
}

/// Few nodes are looked through and many are hashed: the order that comes of it is the same.
#[test]
fn nodes_beside_which_they_are_put_may_be_among_those_given() {
    let many = 14;
    for given in 1..=many {
        for at in 0..many {
            for skipped in 0..3 {
                for what in 0..3 {
                    let page = Node::fragment();
                    let all: Vec<Handle> = (0..many).map(|number| page.create_text(&format!("{number} "))).collect();
                    page.append(&all).unwrap();
                    // The last first, so that an order that is kept by chance is none.
                    let numbers: Vec<usize> = (skipped..many).take(given).rev().collect();
                    let nodes: Vec<Handle> = numbers.iter().map(|number| all[*number].clone()).collect();
                    match what {
                        0 => all[at].before(&nodes),
                        1 => all[at].after(&nodes),
                        _ => all[at].replace_with_nodes(&nodes),
                    }
                    .unwrap();
                    let stays = |number: &usize| !numbers.contains(number);
                    let first = (0..at).filter(stays);
                    let last = (at + 1..many).filter(stays);
                    let (this_first, this_last) = match what {
                        0 => (None, Some(at).filter(stays)),
                        1 => (Some(at).filter(stays), None),
                        _ => (None, None),
                    };
                    let wanted = first.chain(this_first).chain(numbers.iter().copied()).chain(this_last).chain(last);
                    let wanted: String = wanted.map(|number| format!("{number} ")).collect();
                    assert_eq!(page.text_content(), wanted, "{what}: {numbers:?} at {at}");
                }
            }
        }
    }
}
