//! Shared by others, without any edge.

use super::prelude::*;

node! {
    /// Shared by others, without any edge.
    #[derive(Serialize, Deserialize)]
    #[graph(clone, eq, hash, serde)]
    Style {}
}

drops!(Style);

kind! {
    Style = Style {
        far: Style,
        spec: Spec { edges: &[], parents: &[], hooked: false, drops: true, cell: None, list: None },
        edges(_n): [],
        parents(_n): [],
        this(_n): None,
        gut(me, new, mask): { let _ = (me, mask); },
        also: [read, value, record],
    }
}
