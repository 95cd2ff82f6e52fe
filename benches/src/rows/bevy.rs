//! `bevy_ecs`: entities with components, `ChildOf` and `Children` as the edges.

use bevy_ecs::prelude::*;

use super::{Data, Rows};

#[derive(Component)]
struct Id(u64);

#[derive(Component)]
struct Text(String);

pub struct Table {
    world: World,
    root: Entity,
}

impl Table {
    fn order(&self) -> &[Entity] {
        self.world.get::<Children>(self.root).map_or(&[], |rows| rows)
    }

    fn label(&self, row: Entity) -> Entity {
        self.world.get::<Children>(row).expect("a row has cells")[1]
    }
}

impl Rows for Table {
    const NAME: &'static str = "bevy_ecs";
    type Row = Entity;

    fn new() -> Table {
        let mut world = World::new();
        let root = world.spawn_empty().id();
        Table { world, root }
    }

    fn append(&mut self, rows: &[Data]) {
        for data in rows {
            let row = self.world.spawn((Id(data.id), ChildOf(self.root))).id();
            self.world.spawn((Text(data.id.to_string()), ChildOf(row)));
            self.world.spawn((Text(data.label.clone()), ChildOf(row)));
        }
    }

    fn clear(&mut self) {
        self.world.entity_mut(self.root).despawn_related::<Children>();
    }

    fn update_tenth(&mut self) {
        let rows: Vec<Entity> = self.order().iter().copied().step_by(10).collect();
        for row in rows {
            let label = self.label(row);
            self.world.get_mut::<Text>(label).expect("a label").0.push_str(" !!!");
        }
    }

    fn swap(&mut self) {
        let mut rows = self.world.get_mut::<Children>(self.root).expect("it has rows");
        let last = rows.len() - 1;
        rows.swap(1, last - 1);
    }

    fn rows(&self) -> Vec<Entity> {
        self.order().to_vec()
    }

    fn remove(&mut self, row: Entity) {
        self.world.despawn(row);
    }

    fn see(&self, f: &mut dyn FnMut(u64, &str)) {
        for &row in self.order() {
            let label = self.label(row);
            let owner = self.world.get::<ChildOf>(label).expect("a label has a row").parent();
            let id = self.world.get::<Id>(owner).expect("a row has an id").0;
            f(id, &self.world.get::<Text>(label).expect("a label").0);
        }
    }
}
