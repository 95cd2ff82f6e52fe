use weakgraph::Graph;

struct Node;

impl Graph for Node {}

fn main() {}
