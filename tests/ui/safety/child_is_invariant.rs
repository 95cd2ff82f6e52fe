use weakgraph::Child;

fn shorten<'a, 'short>(edge: &'a Child<&'static str>) -> &'a Child<&'short str> {
    edge
}

fn lengthen<'a, 'short>(edge: &'a Child<&'short str>) -> &'a Child<&'static str> {
    edge
}

fn main() {}
