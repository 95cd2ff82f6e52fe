//! Enums whose every variant carries the same edges, tuple structs, unit structs.
use weakgraph::{Child, Children, Graph, Parent, Strong, Tree};

#[derive(Graph)]
#[graph(on_drop = Self::gone)]
enum Entry {
    File {
        size: u64,
        #[weak(on_drop = Self::gone)]
        folder: Parent<Entry>,
        #[strong(item = entry)]
        entries: Children<Self>,
    },
    Link(
        #[strong(name = entries, item = entry)] Children<Entry>,
        String,
        #[weak(name = folder, on_drop = Self::gone)] Parent<Self>,
    ),
    Socket {
        #[strong(item = entry)]
        entries: Children<Entry>,
        #[weak(on_drop = Self::gone)]
        folder: Parent<Entry>,
        #[strong]
        users: Vec<Strong<User>>,
    },
}

impl Entry {
    fn gone(&self) {}
}

#[derive(Graph, Default)]
#[graph(new)]
struct User(String, #[strong] Option<Strong<Badge>>, #[weak(name = group)] Parent<Group>);

#[derive(Graph, Default)]
struct Group(#[strong(name = users)] Children<User>, #[strong(name = boss)] Child<User>);

#[derive(Graph, Default)]
#[graph(new)]
struct Badge;

#[derive(Graph)]
enum Plain {
    A,
    B(u8),
}

#[derive(Graph)]
enum Never {}

pub fn main() {
    let top = Strong::new(Entry::Socket { entries: Children::new(), folder: Parent::new(), users: vec![] });
    let file = top.add_entry(Entry::File { size: 3, folder: Parent::new(), entries: Children::new() });
    let link = file.add_entry(Entry::Link(Children::new(), "to".into(), Parent::new()));
    assert!(link.folder() == Some(file.clone()) && link.depth() == 2 && link.root() == top);
    assert!(matches!(&*file, Entry::File { size: 3, .. }) && matches!(&*link, Entry::Link(_, to, _) if to == "to"));
    assert!(matches!(&*top, Entry::Socket { users, .. } if users.is_empty()));

    let group = Strong::new(Group::default());
    let user = group.add_user(User::new("Ada".into(), Some(Badge::new())));
    assert!(user.group() == Some(group.clone()) && user.0 == "Ada" && user.1.is_some());
    group.set_boss(&user);
    assert!(group.users().is_empty() && group.boss() == Some(user));

    let plain = [Strong::new(Plain::A), Strong::new(Plain::B(1))];
    assert!(matches!(*plain[0], Plain::A) && matches!(*plain[1], Plain::B(1)));
    let _: Option<Strong<Never>> = None;
}
