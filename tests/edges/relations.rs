//! Types that stand in several relations, own each other, or own through several edges.

use std::cell::Cell;

use weakgraph::{Child, Children, Graph, LinkErrorKind, Parent, Strong, Tree};
use weakgraph_tests::{Log, Rng, SaysOnDrop};

mod two_parents_of_one_type {
    use super::*;

    struct Mother;
    struct Father;

    #[derive(Graph)]
    #[graph(new)]
    struct Person {
        #[allow(dead_code, reason = "for whoever debugs it")]
        _name: String,
        #[weak]
        mother: Parent<Person, Mother>,
        #[weak]
        father: Parent<Person, Father>,
        #[strong(item = child_as_mother)]
        as_mother: Children<Person, Mother>,
        #[strong(item = child_as_father)]
        as_father: Children<Person, Father>,
    }

    fn person(name: &str) -> Strong<Person> {
        Person::new(name.to_owned())
    }

    #[test]
    fn are_set_and_cleared_on_their_own() {
        let (eve, adam, abel) = (person("Eve"), person("Adam"), person("Abel"));
        eve.add_child_as_mother(&abel);
        assert!(abel.mother() == Some(eve.clone()) && abel.father().is_none());
        adam.add_child_as_father(&abel);
        assert!(abel.mother() == Some(eve.clone()) && abel.father() == Some(adam.clone()));
        assert!(eve.as_father().is_empty() && adam.as_mother().is_empty());
        assert_eq!(Strong::strong_count(&abel), 3);
        assert!(abel.detach_from_mother().is_some());
        assert!(abel.mother().is_none() && abel.father().is_some() && eve.as_mother().is_empty());
        assert!(!eve.as_mother().remove(&abel) && adam.as_father().contains(&abel));
    }

    #[test]
    fn a_member_lives_as_long_as_one_of_its_owners() {
        let (eve, adam) = (person("Eve"), person("Adam"));
        let abel = Strong::downgrade(&eve.add_child_as_mother(person("Abel")));
        adam.add_child_as_father(abel.upgrade().unwrap());
        drop(eve);
        assert!(abel.upgrade().is_some_and(|abel| abel.mother().is_none() && abel.father().is_some()));
        drop(adam);
        assert!(abel.upgrade().is_none());
    }

    #[test]
    fn one_node_can_be_both() {
        let log = Log::new();
        let only = person("only");
        let child = person("child");
        only.add_child_as_mother(&child);
        only.add_child_as_father(&child);
        assert_eq!(Strong::strong_count(&child), 3);
        let weak = Strong::downgrade(&child);
        drop(child);
        drop(only);
        assert!(weak.upgrade().is_none());
        assert!(log.take().is_empty());
    }

    #[test]
    fn the_ancestor_check_goes_up_through_every_owner() {
        let (a, b, c, d) = (person("a"), person("b"), person("c"), person("d"));
        a.add_child_as_mother(&b);
        b.add_child_as_father(&c);
        c.add_child_as_mother(&d);
        // The mother's side of `d` ends at `c`, its father's at `b`, which `a` owns as a mother.
        for under in [&a, &b, &c, &d] {
            for edge in [d.as_mother().append(under).map(drop), d.as_father().append(under).map(drop)] {
                let error = edge.unwrap_err();
                assert_eq!(error.kind(), LinkErrorKind::Cycle);
                assert_eq!((error.parent_type(), error.child_type()), ("Person", "Person"));
            }
        }
        assert_eq!([&a, &b, &c, &d].map(|node| node.as_mother().len() + node.as_father().len()), [1, 1, 1, 0]);
        // A second way between the same nodes is no cycle.
        a.add_child_as_father(&d);
        assert!(d.mother() == Some(c.clone()) && d.father() == Some(a.clone()));
        assert_eq!(d.as_father().append(&a).unwrap_err().kind(), LinkErrorKind::Cycle);
        assert_eq!(b.as_mother().append(&a).unwrap_err().kind(), LinkErrorKind::Cycle);
    }

    #[test]
    fn many_at_once_are_checked_through_every_owner() {
        let (top, low, x) = (person("top"), person("low"), person("x"));
        top.add_child_as_father(&low);
        let from = person("from");
        from.add_child_as_mother(&x);
        from.add_child_as_mother(&top);
        assert_eq!(low.as_mother().append_all(from.as_mother()).unwrap_err().kind(), LinkErrorKind::Cycle);
        assert_eq!(low.as_mother().splice(.., [&x, &top]).unwrap_err().kind(), LinkErrorKind::Cycle);
        assert_eq!((from.as_mother().len(), low.as_mother().len()), (2, 0));
        assert!(x.mother() == Some(from.clone()));
        from.as_mother().remove(&top);
        low.as_mother().append_all(from.as_mother()).unwrap();
        assert!(x.mother() == Some(low));
    }

    /// 30 generations of two parents each have a thousand million ways up.
    #[test]
    fn thirty_generations_of_two_parents_are_checked_in_steps_not_ways() {
        let mut couple = [person("0"), person("0")];
        let first = couple.clone();
        let mut generations = 1;
        for generation in 1..=30 {
            let next = [person(&generation.to_string()), person(&generation.to_string())];
            for child in &next {
                couple[0].add_child_as_mother(child);
                couple[1].add_child_as_father(child);
            }
            couple = next;
            generations += 1;
        }
        let [low, _] = couple;
        // Down from the first, up from the last.
        let steps = |check: &dyn Fn() -> bool| {
            let before = weakgraph::__private::steps_taken();
            assert!(check());
            weakgraph::__private::steps_taken() - before
        };
        let refused = steps(&|| low.as_mother().append(&first[0]).is_err());
        let stranger = person("stranger");
        stranger.add_child_as_mother(person("child")).add_child_as_mother(person("grandchild"));
        let allowed = steps(&|| low.as_mother().append(&stranger).is_ok());
        let from = person("from");
        from.add_child_as_father(&first[0]);
        let all = steps(&|| low.as_father().append_all(from.as_father()).is_err());
        let bound = 20 * generations;
        assert!(refused <= bound && allowed <= bound && all <= bound, "{refused}, {allowed}, {all} steps");
    }

    /// Random edits of a graph with two relations against a search for a way.
    #[test]
    fn random_edits_are_refused_exactly_where_there_is_a_way() {
        for seed in 0..40 {
            let mut rng = Rng::new(seed);
            let nodes: Vec<_> = (0..9).map(|n| person(&n.to_string())).collect();
            let mut owners = vec![[None::<usize>; 2]; nodes.len()];
            for _ in 0..400 {
                let (owner, member, relation) = (rng.below(9), rng.below(9), rng.below(2));
                let done = match (rng.below(5), relation) {
                    (0, 0) => {
                        nodes[member].detach_from_mother();
                        owners[member][0] = None;
                        continue;
                    }
                    (0, _) => {
                        nodes[member].detach_from_father();
                        owners[member][1] = None;
                        continue;
                    }
                    (_, 0) => nodes[owner].as_mother().append(&nodes[member]).is_ok(),
                    _ => nodes[owner].as_father().prepend(&nodes[member]).is_ok(),
                };
                let mut above = vec![owner];
                let mut next = 0;
                while next < above.len() {
                    let more = owners[above[next]].into_iter().flatten().filter(|at| !above.contains(at));
                    let more: Vec<_> = more.collect();
                    above.extend(more);
                    next += 1;
                }
                assert_eq!(done, !above.contains(&member), "seed {seed}: {owner} takes {member}; {owners:?}");
                if done {
                    owners[member][relation] = Some(owner);
                }
                for (node, [mother, father]) in nodes.iter().zip(&owners) {
                    assert!(node.mother().as_ref() == mother.map(|at| &nodes[at]));
                    assert!(node.father().as_ref() == father.map(|at| &nodes[at]));
                    assert!(node.as_mother().iter().all(|child| child.mother().as_ref() == Some(node)));
                    assert!(node.as_father().iter().all(|child| child.father().as_ref() == Some(node)));
                }
            }
        }
    }
}

mod rows_and_columns {
    use super::*;

    #[derive(Graph, Default)]
    struct Line {
        #[strong(item = cell)]
        cells: Children<Cell>,
    }

    #[derive(Graph, Default)]
    struct Column {
        #[strong]
        cells: Children<Cell, Column>,
    }

    #[derive(Graph, Default)]
    struct Cell {
        value: std::cell::Cell<i32>,
        #[weak]
        row: Parent<Line>,
        #[weak]
        column: Parent<Column, Column>,
    }

    #[test]
    fn a_cell_stands_in_one_row_and_one_column() {
        let rows: Vec<Strong<Line>> = (0..3).map(|_| Strong::default()).collect();
        let columns: Vec<Strong<Column>> = (0..3).map(|_| Strong::default()).collect();
        for (r, row) in rows.iter().enumerate() {
            for (c, column) in columns.iter().enumerate() {
                let cell = row.add_cell(Cell::default());
                column.add_cell(&cell);
                cell.value.set((3 * r + c) as i32);
            }
        }
        let sum = |cell: Strong<Cell>| cell.row().unwrap().cells().iter().map(|cell| cell.value.get()).sum::<i32>();
        assert_eq!(columns[0].cells().iter().map(sum).collect::<Vec<_>>(), [3, 12, 21]);
        // A row goes, the columns get shorter only where nobody else holds the cells.
        let held = rows[1].cells().first().unwrap();
        let column = held.column().unwrap();
        let mut rows = rows;
        drop(rows.remove(1));
        assert!(held.row().is_none() && column.cells().len() == 3 && column.cells().get(1) == Some(held.clone()));
        drop(rows);
        assert_eq!(column.cells().iter().filter(|cell| cell.row().is_some()).count(), 0);
        drop(column);
        drop(columns);
        assert!(held.column().is_none());
        assert_eq!(Strong::strong_count(&held), 1);
    }
}

mod several_edges_to_one_type {
    use super::*;

    #[derive(Graph, Default)]
    struct Panel {
        #[weak]
        parent: Parent<Panel>,
        #[strong]
        top: Child<Panel>,
        #[strong(item = left)]
        left: Children<Panel>,
        #[strong(item = right)]
        right: Children<Panel>,
        #[strong]
        bottom: Child<Panel>,
    }

    fn panel() -> Strong<Panel> {
        Strong::default()
    }

    #[test]
    fn a_member_is_in_one_of_them_only() {
        let (p, a, b) = (panel(), panel(), panel());
        p.add_left(&a);
        p.add_left(&b);
        let places = |of: &Strong<Panel>| {
            [p.top() == Some(of.clone()), p.left().contains(of), p.right().contains(of), p.bottom() == Some(of.clone())]
        };
        assert_eq!((places(&a), places(&b)), ([false, true, false, false], [false, true, false, false]));
        p.add_right(&a);
        assert_eq!((places(&a), p.left().len(), p.right().len()), ([false, false, true, false], 1, 1));
        p.set_top(&a);
        assert_eq!((places(&a), p.right().len()), ([true, false, false, false], 0));
        p.set_bottom(&a);
        assert_eq!((places(&a), p.top().is_none()), ([false, false, false, true], true));
        p.left().append_all(p.right()).unwrap();
        p.right().append_all(p.left()).unwrap();
        assert_eq!((places(&b), p.left().len(), p.right().len()), ([false, false, true, false], 0, 1));
        p.left().splice(.., [&a, &b]).unwrap();
        assert!(p.right().is_empty() && p.bottom().is_none() && p.left().iter().eq([a.clone(), b.clone()]));
        assert!(!p.remove_right(&a) && p.left().contains(&a), "it is in another list of the same owner");
        assert_eq!(p.right().insert_before(&a, &b).unwrap_err().kind(), LinkErrorKind::NotAChild);
        assert!(p.right().replace(&a, &b).is_err() && p.right().swap(&a, &b).is_err());
        assert_eq!(p.right().index_of(&a), None);
        assert_eq!(p.left().index_of(&b), Some(1));
        assert_eq!([&p, &a, &b].map(Strong::strong_count), [1, 2, 2]);
        drop(p);
        assert!(a.parent().is_none() && b.parent().is_none());
        assert_eq!([&a, &b].map(Strong::strong_count), [1, 1]);
    }

    #[test]
    fn the_check_sees_all_of_them() {
        for put in [
            |owner: &Panel, member: &Strong<Panel>| owner.try_set_top(member).is_ok(),
            |owner: &Panel, member: &Strong<Panel>| owner.try_add_left(member).is_ok(),
            |owner: &Panel, member: &Strong<Panel>| owner.try_add_right(member).is_ok(),
            |owner: &Panel, member: &Strong<Panel>| owner.try_set_bottom(member).is_ok(),
        ] {
            let (a, b, c) = (panel(), panel(), panel());
            assert!(put(&a, &b) && put(&b, &c));
            for owner in [&a, &b, &c] {
                assert!(owner.try_set_top(&a).is_err() && owner.try_add_left(&a).is_err());
                assert!(owner.try_add_right(&a).is_err() && owner.try_set_bottom(&a).is_err());
            }
            assert!(c.try_add_left(&b).is_err() && !put(&c, &a) && !put(&b, &b));
            assert!(b.parent() == Some(a.clone()) && c.parent() == Some(b.clone()));
        }
    }

    #[test]
    fn as_many_as_there_can_be() {
        #[derive(Graph, Default)]
        struct Hub {
            #[strong(item = c0)]
            c0: Children<Spoke>,
            #[strong]
            c1: Child<Spoke>,
            #[strong(item = c2)]
            c2: Children<Spoke>,
            #[strong]
            c3: Child<Spoke>,
            #[strong(item = c4)]
            c4: Children<Spoke>,
            #[strong]
            c5: Child<Spoke>,
            #[strong(item = c6)]
            c6: Children<Spoke>,
            #[strong]
            c7: Child<Spoke>,
        }

        #[derive(Graph, Default)]
        struct Spoke {
            #[weak]
            hub: Parent<Hub>,
        }

        let hub = Strong::<Hub>::default();
        let lists = || [hub.c0(), hub.c2(), hub.c4(), hub.c6()];
        let cells = || [hub.c1(), hub.c3(), hub.c5(), hub.c7()];
        let spoke = hub.add_c0(Spoke::default());
        for round in 0..4 {
            let moves: [&dyn Fn(); 8] = [
                &|| drop(hub.set_c7(&spoke)),
                &|| drop(hub.add_c6(&spoke)),
                &|| drop(hub.set_c5(&spoke)),
                &|| drop(hub.add_c4(&spoke)),
                &|| drop(hub.set_c3(&spoke)),
                &|| drop(hub.add_c2(&spoke)),
                &|| drop(hub.set_c1(&spoke)),
                &|| drop(hub.add_c0(&spoke)),
            ];
            for (at, put) in moves.into_iter().enumerate() {
                put();
                let lists = lists().map(|list| list.len());
                let cells = cells().map(|cell| usize::from(cell.is_some()));
                assert_eq!(lists.iter().sum::<usize>() + cells.iter().sum::<usize>(), 1, "{round} {at}");
                let here = if at % 2 == 0 { cells[3 - at / 2] } else { lists[3 - at / 2] };
                assert_eq!(here, 1);
                assert!(spoke.hub() == Some(hub.clone()) && spoke.handle() == spoke);
                assert_eq!(Strong::strong_count(&spoke), 2);
            }
            hub.add_c6(Spoke::default()).detach_from_hub();
        }
        // Waiting in the eighth of them before birth.
        let other = Strong::new(Hub { c7: spoke.clone().into(), c6: [&spoke].into(), ..Hub::default() });
        assert!(other.c7() == Some(spoke.clone()) && other.c6().is_empty() && hub.c0().is_empty());
    }
}

mod types_that_own_each_other {
    use super::*;

    #[derive(Graph)]
    struct Folder {
        name: &'static str,
        #[weak]
        parent: Parent<Folder>,
        #[weak]
        archive: Parent<File, Archived>,
        #[strong(item = folder)]
        folders: Children<Folder>,
        #[strong]
        files: Children<File>,
    }

    struct Archived;

    /// An archive is a file that holds folders.
    #[derive(Graph)]
    struct File {
        name: &'static str,
        size: Cell<u64>,
        #[weak]
        folder: Parent<Folder>,
        #[strong(item = folder)]
        inside: Children<Folder, Archived>,
        _log: SaysOnDrop,
    }

    fn folder(name: &'static str) -> Strong<Folder> {
        Strong::new(Folder {
            name,
            parent: Parent::new(),
            archive: Parent::new(),
            folders: Children::new(),
            files: Children::new(),
        })
    }

    fn file(log: &Log, name: &'static str) -> Strong<File> {
        Strong::new(File {
            name,
            size: Cell::new(1),
            folder: Parent::new(),
            inside: Children::new(),
            _log: log.on_drop(name),
        })
    }

    #[test]
    fn are_kept_from_owning_themselves_through_the_other() {
        let log = Log::new();
        let (root, zip, inner, deep) = (folder("root"), file(&log, "zip"), folder("inner"), file(&log, "deep"));
        root.add_file(&zip);
        zip.add_folder(&inner);
        inner.add_file(&deep);
        let error = inner.files().append(&zip).unwrap_err();
        assert_eq!((error.kind(), error.parent_type(), error.child_type()), (LinkErrorKind::Cycle, "Folder", "File"));
        let error = deep.inside().append(&root).unwrap_err();
        assert_eq!((error.parent_type(), error.child_type()), ("File", "Folder"));
        assert!(error.to_string().contains("`Folder` under this `File`"));
        assert!(deep.try_add_folder(&inner).is_err() && inner.try_add_folder(&root).is_err());
        assert!(root.parent().is_none() && root.archive().is_none());
        // Two ways at once: as a folder of a folder and inside of a file.
        root.add_folder(&inner);
        assert!(inner.parent() == Some(root.clone()) && inner.archive() == Some(zip.clone()));
        assert!(deep.try_add_folder(&root).is_err());
        assert_eq!(Strong::strong_count(&inner), 3);
        drop((zip, inner, deep));
        drop(root);
        assert_eq!(log.take(), ["zip", "deep"]);
    }

    #[test]
    fn die_in_document_order_each_edge_in_the_order_of_its_field() {
        let log = Log::new();
        let root = folder("root");
        root.add_file(file(&log, "1")).add_folder(folder("in 1")).add_file(file(&log, "1.1"));
        root.add_folder(folder("sub")).add_file(file(&log, "sub.1"));
        root.add_file(file(&log, "2"));
        drop(root);
        assert_eq!(log.take(), ["sub.1", "1", "1.1", "2"], "`folders` stands before `files`");
    }

    #[test]
    fn sizes_roll_up_through_back_references() {
        let log = Log::new();
        let root = folder("root");
        let leaf = root.add_file(file(&log, "zip")).add_folder(folder("in")).add_file(file(&log, "leaf"));
        let sum = |file: &File| {
            let mut way = Vec::new();
            let mut at = file.folder();
            while let Some(folder) = at {
                way.push(folder.name);
                let above = folder.archive();
                way.extend(above.iter().map(|file| file.name));
                above.iter().for_each(|above| above.size.set(above.size.get() + file.size.get()));
                at = above.and_then(|above| above.folder());
            }
            way
        };
        assert_eq!(sum(&leaf), ["in", "zip", "root"]);
        assert_eq!(root.files().first().unwrap().size.get(), 2);
        assert!(leaf.handle() == leaf && root.is_leaf(), "the tree is that of folders");
    }
}
