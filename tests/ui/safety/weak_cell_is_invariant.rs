use weakgraph::WeakCell;

fn shorten<'a, 'short>(link: &'a WeakCell<&'static str>) -> &'a WeakCell<&'short str> {
    link
}

fn lengthen<'a, 'short>(link: &'a WeakCell<&'short str>) -> &'a WeakCell<&'static str> {
    link
}

fn main() {}
