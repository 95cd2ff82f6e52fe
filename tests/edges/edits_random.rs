//! Random edits of trees, held against a model of plain vectors.

use weakgraph::{Strong, Tree};
use weakgraph_tests::{Node, Rng, node, show};

#[derive(Clone, PartialEq, Debug)]
struct Model {
    members: Vec<Vec<usize>>,
}

impl Model {
    fn of(&mut self, owner: usize) -> &mut Vec<usize> {
        &mut self.members[owner]
    }

    fn owner(&self, node: usize) -> Option<usize> {
        self.members.iter().position(|list| list.contains(&node))
    }

    fn detach(&mut self, node: usize) {
        self.members.iter_mut().for_each(|list| list.retain(|&member| member != node));
    }

    fn is_within(&self, mut node: usize, above: usize) -> bool {
        loop {
            if node == above {
                return true;
            }
            match self.owner(node) {
                None => return false,
                Some(owner) => node = owner,
            }
        }
    }

    /// Puts a node where `place` says, in a list that it was taken out of.
    fn put(&mut self, owner: usize, node: usize, place: impl FnOnce(&[usize]) -> usize) {
        self.detach(node);
        let list = self.of(owner);
        let at = place(list);
        list.insert(at, node);
    }
}

#[test]
fn random_edits_agree_with_a_model() {
    for seed in 0..8 {
        random_edits(seed, 3000);
    }
}

const NODES: usize = 14;

#[expect(clippy::too_many_lines, reason = "one arm for each edit")]
fn random_edits(seed: u64, steps: usize) {
    let mut rng = Rng::new(seed);
    let nodes: Vec<_> = (0..NODES).map(|n| node(&n.to_string())).collect();
    let mut model = Model { members: vec![Vec::new(); NODES] };
    for step in 0..steps {
        let (owner, member, beside) = (rng.below(NODES), rng.below(NODES), rng.below(NODES));
        let (o, m, b) = (&nodes[owner], &nodes[member], &nodes[beside]);
        let list = o.children();
        let before = model.clone();
        let cycle = model.is_within(owner, member);
        let has_beside = model.of(owner).contains(&beside);
        let position = move |list: &[usize]| list.iter().position(|&at| at == beside).unwrap();
        let edit = rng.below(18);
        // Whether the edit is to succeed; the model is edited only then.
        let (did, expected) = match edit {
            0 | 1 => (list.append(m).is_ok(), !cycle),
            2 => (list.prepend(m).is_ok(), !cycle),
            3 => (list.insert_before(b, m).is_ok(), !cycle && has_beside),
            4 => (list.insert_after(b, m).is_ok(), !cycle && has_beside),
            5 => (list.replace(b, m).is_ok(), !cycle && has_beside),
            6 => (list.remove(m), model.of(owner).contains(&member)),
            7 => (m.detach().is_some(), model.owner(member).is_some()),
            8 => {
                let refused = owner != member && model.of(member).clone().iter().any(|&at| model.is_within(owner, at));
                (list.append_all(m.children()).is_ok(), !refused)
            }
            9 => {
                list.reverse();
                (true, true)
            }
            10 => {
                list.sort_by_key(|node| node.name.clone());
                (true, true)
            }
            11 => (list.swap(m, b).is_ok(), model.of(owner).contains(&member) && has_beside),
            12 => {
                list.retain(|node| node.name.len() == 1);
                (true, true)
            }
            13 if rng.below(8) == 0 => {
                list.clear();
                (true, true)
            }
            14 | 15 => {
                let len = model.of(owner).len();
                let start = rng.below(len + 1);
                let end = start + rng.below(len - start + 1);
                let new: Vec<usize> = (0..rng.below(4)).map(|_| rng.below(NODES)).collect();
                let refused = new.iter().any(|&at| model.is_within(owner, at));
                let gone = list.splice(start..end, new.iter().map(|&at| &nodes[at]));
                if let Ok(gone) = &gone {
                    let mut kept: Vec<usize> = model.of(owner)[..start].to_vec();
                    let tail: Vec<usize> = model.of(owner)[end..].to_vec();
                    let out: Vec<usize> = model.of(owner)[start..end].to_vec();
                    let mut placed = Vec::new();
                    for &at in new.iter().rev() {
                        if !placed.contains(&at) {
                            placed.insert(0, at);
                        }
                    }
                    placed.iter().for_each(|&at| model.detach(at));
                    kept.extend(placed.iter().copied());
                    kept.extend(tail);
                    let mut once = Vec::new();
                    for (index, &at) in kept.iter().enumerate() {
                        let here = (start..start + placed.len()).contains(&index);
                        if here || !placed.contains(&at) {
                            once.push(at);
                        }
                    }
                    let expected: Vec<_> = out.into_iter().filter(|at| !placed.contains(at)).collect();
                    assert!(gone.iter().eq(expected.iter().map(|&at| &nodes[at])), "seed {seed}, step {step}");
                    *model.of(owner) = once;
                }
                (gone.is_ok(), !refused)
            }
            16 => {
                let at = rng.below(5);
                let in_range = at <= model.of(owner).len();
                let target = model.of(owner).get(at).copied();
                let did = list.insert(at, m).is_ok();
                if did && target != Some(member) {
                    model.put(owner, member, |list| {
                        target.map_or(list.len(), |target| list.iter().position(|&at| at == target).unwrap())
                    });
                }
                (did, in_range && !cycle)
            }
            _ => {
                let drained: Vec<_> = list.drain().rev().take(2).collect();
                let expected: Vec<_> = model.of(owner).iter().rev().take(2).map(|&at| nodes[at].clone()).collect();
                assert!(drained == expected);
                (true, true)
            }
        };
        assert_eq!(did, expected, "edit {edit} of {owner} with {member} beside {beside}, seed {seed}, step {step}");
        if did {
            match edit {
                0 | 1 => model.put(owner, member, <[usize]>::len),
                2 => model.put(owner, member, |_| 0),
                3 if member != beside => model.put(owner, member, position),
                4 if member != beside => model.put(owner, member, |list| position(list) + 1),
                5 if member != beside => {
                    model.put(owner, member, position);
                    model.detach(beside);
                }
                6 | 7 => model.detach(member),
                8 if owner != member => {
                    let moved = std::mem::take(model.of(member));
                    model.of(owner).extend(moved);
                }
                9 => model.of(owner).reverse(),
                10 => model.of(owner).sort_by_key(ToString::to_string),
                11 => {
                    let list = model.of(owner);
                    let at = |of: usize| list.iter().position(|&at| at == of).unwrap();
                    let (a, b) = (at(member), at(beside));
                    list.swap(a, b);
                }
                12 => model.of(owner).retain(|at| *at < 10),
                13 | 17 => model.of(owner).clear(),
                _ => {}
            }
        } else {
            assert_eq!(model, before);
        }
        compare(&nodes, &model, &format!("edit {edit}, seed {seed}, step {step}"));
    }
}

fn compare(nodes: &[Strong<Node>], model: &Model, when: &str) {
    for (at, node) in nodes.iter().enumerate() {
        let expected = model.members[at].iter().map(|&member| &nodes[member]);
        assert!(node.children().iter().collect::<Vec<_>>().iter().eq(expected), "the members of {at} after {when}");
        let owner = model.owner(at);
        assert!(node.parent().as_ref() == owner.map(|owner| &nodes[owner]), "the owner of {at} after {when}");
        assert_eq!(Strong::strong_count(node), 1 + usize::from(owner.is_some()), "the handles of {at} after {when}");
        if owner.is_none() {
            show(node);
        }
    }
}
