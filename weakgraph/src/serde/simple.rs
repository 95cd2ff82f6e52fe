//! The simple form: members in their owners.

use core::fmt;
use core::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::core::panics::dropping;
use crate::core::traits::Member;
use crate::{Child, Children, Graph, Parent, Strong, Weak, WeakCell, WeakList};

/// As the node itself.
impl<T: Serialize> Serialize for Strong<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

impl<'de, T: Graph + Deserialize<'de>> Deserialize<'de> for Strong<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Strong::new)
    }
}

/// As the sequence of the members.
impl<C: Member<R> + Serialize, R> Serialize for Children<C, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Now: a member's `serialize` can edit the list, and the length goes before them.
        let members: Vec<Strong<C>> = self.iter().collect();
        let written = serializer.collect_seq(&members);
        dropping(members, written)
    }
}

impl<'de, C: Member<R> + Deserialize<'de>, R> Deserialize<'de> for Children<C, R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members<C, R>(PhantomData<(C, R)>);
        impl<'de, C: Member<R> + Deserialize<'de>, R> Visitor<'de> for Members<C, R> {
            type Value = Children<C, R>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a sequence of `{}`", C::NAME)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let children = Children::new();
                let read = loop {
                    match seq.next_element::<Strong<C>>() {
                        Ok(Some(member)) => match children.append(member) {
                            Ok(member) => drop(member),
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
        deserializer.deserialize_seq(Members(PhantomData))
    }
}

/// As the member, or none.
impl<C: Member<R> + Serialize, R> Serialize for Child<C, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let member = self.get();
        let written = member.serialize(serializer);
        dropping(member, written)
    }
}

impl<'de, C: Member<R> + Deserialize<'de>, R> Deserialize<'de> for Child<C, R> {
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
