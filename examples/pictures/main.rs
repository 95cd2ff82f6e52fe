//! How long a picture takes: `show::text`, `show::dot` and `show::svg` of graphs of several sizes and shapes.
//!
//! ```sh
//! cargo run --release --example pictures              # a table of milliseconds
//! cargo run --release --example pictures -- 50 2000   # of so many nodes
//! cargo run --release --example pictures -- FOLDER    # and the SVGs, in this folder
//! ```

use std::fmt::Display;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use std::{env, fs, io};

use weakgraph::{Children, Graph, Parent, Strong, WeakList, show};

#[derive(Graph)]
struct Node {
    #[graph(label)]
    number: usize,
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    #[weak]
    links: WeakList<Node>,
}

/// That many nodes, each but the first below the one that `parent` names, with weak links across.
fn graph(nodes: usize, links: usize, parent: impl Fn(usize) -> usize) -> Strong<Node> {
    let node =
        |number| Strong::new(Node { number, parent: Parent::new(), children: Children::new(), links: WeakList::new() });
    let mut all = vec![node(0)];
    for number in 1..nodes {
        let child = all[parent(number)].add_child(node(number));
        all.push(child);
    }
    // The multiplier of a random number generator, to have the same links every time.
    let mut random = 1_u64;
    let mut any = || {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        &all[(random >> 33) as usize % nodes]
    };
    for _ in 0..links {
        any().add_link(any());
    }
    all.swap_remove(0)
}

/// The best of three.
fn time<D: Display>(picture: impl Fn() -> D) -> Duration {
    let once = |_| {
        let began = Instant::now();
        let length = picture().to_string().len();
        assert!(length > 0);
        began.elapsed()
    };
    (0..3).map(once).min().unwrap_or_default()
}

fn main() -> io::Result<ExitCode> {
    let (mut folder, mut sizes) = (None, Vec::new());
    for argument in env::args_os().skip(1) {
        match argument.to_str().and_then(|it| it.parse::<usize>().ok()) {
            Some(nodes) => sizes.push(nodes.max(1)),
            None if folder.is_some() || argument.is_empty() || argument.as_encoded_bytes().starts_with(b"-") => {
                eprintln!(
                    "pictures: neither a number of nodes nor one folder: {argument:?}\nusage: pictures [NODES ...] [FOLDER]"
                );
                return Ok(ExitCode::from(2));
            }
            None => folder = Some(PathBuf::from(argument)),
        }
    }
    if sizes.is_empty() {
        sizes.extend([100, 300, 500, 1000]);
    }
    folder.iter().try_for_each(fs::create_dir_all)?;
    println!("{:>6}  {:<34}{:>10}{:>10}{:>10}", "nodes", "shape", "text, ms", "dot, ms", "svg, ms");
    for nodes in sizes {
        let shapes = [
            ("tree", graph(nodes, 0, |it| (it - 1) / 3)),
            ("tree, a link for four nodes", graph(nodes, nodes / 4, |it| (it - 1) / 3)),
            ("tree, a link for each node", graph(nodes, nodes, |it| (it - 1) / 3)),
            ("chain", graph(nodes, 0, |it| it - 1)),
            ("chain, a link for each node", graph(nodes, nodes, |it| it - 1)),
            ("star", graph(nodes, 0, |_| 0)),
            ("star, a link for each node", graph(nodes, nodes, |_| 0)),
            ("star, seven links for each node", graph(nodes, 7 * nodes, |_| 0)),
            ("tree, seven links for each node", graph(nodes, 7 * nodes, |it| (it - 1) / 3)),
        ];
        for (shape, root) in &shapes {
            let text = time(|| show::text(root));
            let dot = time(|| show::dot(root));
            let svg = time(|| show::svg(root).nodes(nodes));
            let [text, dot, svg] = [text, dot, svg].map(|it| it.as_secs_f64() * 1e3);
            println!("{nodes:>6}  {shape:<34}{text:>10.1}{dot:>10.1}{svg:>10.1}");
            if let Some(folder) = &folder {
                fs::write(folder.join(format!("{nodes} {shape}.svg")), show::svg(root).nodes(nodes).to_string())?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
