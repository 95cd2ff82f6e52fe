use weakgraph::WeakList;

fn shorten<'a, 'short>(link: &'a WeakList<&'static str>) -> &'a WeakList<&'short str> {
    link
}

fn lengthen<'a, 'short>(link: &'a WeakList<&'short str>) -> &'a WeakList<&'static str> {
    link
}

fn main() {}
