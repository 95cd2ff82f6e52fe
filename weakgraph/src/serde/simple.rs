//! The simple form: children in their parents.

use core::fmt;
use core::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::core::panics::dropping;
use crate::core::traits::HasParent;
use crate::{Child, Children, Graph, Parent, Strong, Weak, WeakCell, WeakList};

/// As the node itself.
impl<T: Serialize> Serialize for Strong<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

impl<'de, T: Graph + Deserialize<'de>> Deserialize<'de> for Strong<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Strong::new).map_err(deep)
    }
}

/// Says what to do if the format has a limit of depth.
fn deep<E: Error>(error: E) -> E {
    const HELP: &str =
        "the nested form goes as deep as the format allows: write deep trees as a `weakgraph::serde::Document`";
    let text = error.to_string();
    if text.contains("recurs") && !text.contains(HELP) { E::custom(format!("{HELP}: {text}")) } else { error }
}

/// As the sequence of the children.
impl<C: HasParent<R> + Serialize, R> Serialize for Children<C, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Now: a child's `serialize` can edit the list, and the length goes before them.
        let children: Vec<Strong<C>> = self.iter().collect();
        let written = serializer.collect_seq(&children);
        dropping(children, written)
    }
}

impl<'de, C: HasParent<R> + Deserialize<'de>, R> Deserialize<'de> for Children<C, R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ListVisitor<C, R>(PhantomData<(C, R)>);
        impl<'de, C: HasParent<R> + Deserialize<'de>, R> Visitor<'de> for ListVisitor<C, R> {
            type Value = Children<C, R>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a sequence of `{}`", C::NAME)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let children = Children::new();
                let read = loop {
                    match seq.next_element::<Strong<C>>() {
                        Ok(Some(child)) => match children.append(child) {
                            Ok(child) => drop(child),
                            Err(refused) => break Err(A::Error::custom(refused)),
                        },
                        Ok(None) => break Ok(()),
                        Err(error) => break Err(error),
                    }
                };
                match read {
                    Ok(()) => Ok(children),
                    Err(error) => Err(dropping(children, error)),
                }
            }
        }
        deserializer.deserialize_seq(ListVisitor(PhantomData))
    }
}

/// As the child, or none.
impl<C: HasParent<R> + Serialize, R> Serialize for Child<C, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let child = self.get();
        let written = child.serialize(serializer);
        dropping(child, written)
    }
}

impl<'de, C: HasParent<R> + Deserialize<'de>, R> Deserialize<'de> for Child<C, R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<Strong<C>>::deserialize(deserializer).map(Child::from)
    }
}

/// Reads nothing, from none or from a field that is not there.
struct Empty<T>(fn() -> T);

impl<'de, T> Visitor<'de> for Empty<T> {
    type Value = T;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("none: back-references and weak links are not read (see `weakgraph::serde::Document`)")
    }
    fn visit_none<E: Error>(self) -> Result<T, E> {
        Ok((self.0)())
    }
    fn visit_unit<E: Error>(self) -> Result<T, E> {
        Ok((self.0)())
    }
}

macro_rules! empty {
    ($($ty:ty, [$($param:ident),*];)*) => {$(
        /// As none.
        impl<$($param),*> Serialize for $ty {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_none()
            }
        }
        /// From none, as an empty one.
        impl<'de, $($param),*> Deserialize<'de> for $ty {
            fn deserialize<De: Deserializer<'de>>(deserializer: De) -> Result<Self, De::Error> {
                deserializer.deserialize_option(Empty(<$ty>::new))
            }
        }
    )*};
}

empty! {
    Parent<P, R>, [P, R];
    WeakCell<T>, [T];
    WeakList<T>, [T];
    Weak<T>, [T];
}
