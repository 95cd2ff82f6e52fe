use weakgraph::Parent;

fn shorten<'a, 'short>(edge: &'a Parent<&'static str>) -> &'a Parent<&'short str> {
    edge
}

fn lengthen<'a, 'short>(edge: &'a Parent<&'short str>) -> &'a Parent<&'static str> {
    edge
}

fn main() {}
