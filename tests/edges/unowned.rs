//! `#[weak(unowned)]`: accessors that give the handle itself, and panic where there is none.

use weakgraph::{Children, Graph, Parent, Strong, Weak, WeakCell};
use weakgraph_tests::panic_of;

#[derive(Graph, Default)]
struct Whole {
    #[strong]
    parts: Children<Part>,
}

#[derive(Graph)]
struct Part {
    #[weak(unowned)]
    whole: Parent<Whole>,
    #[weak(unowned)]
    twin: WeakCell<Part>,
    #[weak(unowned)]
    maker: Weak<Whole>,
}

fn part(maker: &Strong<Whole>) -> Strong<Part> {
    Strong::new(Part { whole: Parent::new(), twin: WeakCell::new(), maker: Strong::downgrade(maker) })
}

#[test]
fn the_accessor_gives_the_handle() {
    let whole = Strong::new(Whole::default());
    let (a, b) = (whole.add_part(part(&whole)), whole.add_part(part(&whole)));
    a.set_twin(&b);
    let found: (Strong<Whole>, Strong<Part>, Strong<Whole>) = (a.whole(), a.twin(), a.maker());
    assert!(found == (whole.clone(), b, whole));
}

#[test]
fn it_panics_and_names_the_type_and_the_field() {
    let whole = Strong::new(Whole::default());
    let a = whole.add_part(part(&whole));
    let b = part(&whole);
    let gone = |field| {
        Some(format!("the target of `{field}` in this `Part` has gone, or was never set: the field is `unowned`"))
    };
    assert_eq!(panic_of(|| drop(b.whole())), gone("whole"), "never set");
    assert_eq!(panic_of(|| drop(b.twin())), gone("twin"));
    a.set_twin(&b);
    drop((whole, b));
    assert_eq!(panic_of(|| drop(a.whole())), gone("whole"));
    assert_eq!(panic_of(|| drop(a.twin())), gone("twin"));
    assert_eq!(panic_of(|| drop(a.maker())), gone("maker"));
}

#[test]
fn an_enum_has_it_in_every_variant() {
    #[derive(Graph)]
    enum Entry {
        File {
            #[weak(unowned)]
            folder: Parent<Entry>,
            #[strong(item = entry)]
            entries: Children<Entry>,
        },
        Folder {
            #[weak(unowned)]
            folder: Parent<Entry>,
            #[strong(item = entry)]
            entries: Children<Entry>,
        },
    }
    let folder = Strong::new(Entry::Folder { folder: Parent::new(), entries: Children::new() });
    let file = Strong::new(Entry::File { folder: Parent::new(), entries: Children::new() });
    folder.entries().append(&file).unwrap();
    assert!(file.folder() == folder && panic_of(|| drop(folder.folder())).is_some());
}
