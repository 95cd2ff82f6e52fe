//! The identity of a type that may borrow.

use core::any::TypeId;
use core::marker::PhantomData;
use core::mem;

/// The [`TypeId`] of `T` with every lifetime in it taken for `'static`.
///
/// Types that differ in lifetimes alone have the same one: the compiler makes one piece of code for them. Types that
/// differ in what is of higher rank (`for<'a> fn(&'a str)`, `fn(&'static str)`) have different ones, as they can have
/// different implementations of traits. As dtolnay's `typeid` does it.
pub(crate) fn type_id<T: ?Sized>() -> TypeId {
    trait Named {
        fn id(&self) -> TypeId
        where
            Self: 'static;
    }
    impl<T: ?Sized> Named for PhantomData<T> {
        fn id(&self) -> TypeId
        where
            Self: 'static,
        {
            TypeId::of::<T>()
        }
    }
    let named: &dyn Named = &PhantomData::<T>;
    // SAFETY: the object has no data and its one method reads none: nothing that a lifetime in `T` guards is reached.
    unsafe { mem::transmute::<&dyn Named, &(dyn Named + 'static)>(named) }.id()
}

#[cfg(test)]
mod tests {
    use super::type_id;

    fn of_borrowed<'a>(_: &'a str) -> core::any::TypeId {
        type_id::<&'a str>()
    }

    #[test]
    fn lifetimes_are_left_out_and_ranks_are_not() {
        let text = String::from("short");
        assert_eq!(of_borrowed(&text), type_id::<&'static str>());
        assert_ne!(type_id::<for<'a> fn(&'a str)>(), type_id::<fn(&'static str)>());
        assert_ne!(type_id::<str>(), type_id::<[u8]>());
    }
}
