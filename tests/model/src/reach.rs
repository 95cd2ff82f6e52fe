//! Which public functions the drivers call. A call that is to be counted is written
//! `reach!(Children::append(list, node))`, with the path as users write it behind `weakgraph::`: what is recorded is
//! the path that is called, so it cannot say anything else.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU8, Ordering};

/// What runs programs or cases; each has a column in the table of `tests/README.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Driver {
    /// Programs that are compared with the reference.
    Exact,
    /// Programs in which user code goes on with the program.
    Hostile,
    /// Scripts of which each call of user code panics, one by one.
    Panics,
}

/// All of them, with their names in the table.
pub const DRIVERS: [(Driver, &str); 3] =
    [(Driver::Exact, "exact"), (Driver::Hostile, "hostile"), (Driver::Panics, "panics")];

thread_local! {
    static DRIVER: Cell<u8> = const { Cell::new(0) };
}

static REACHED: Mutex<BTreeMap<&'static str, u8>> = Mutex::new(BTreeMap::new());

/// Counts what is called for this driver, on this thread, while it lasts.
#[derive(Debug)]
#[must_use]
pub struct Under(u8);

/// From here on this driver is at work.
pub fn under(driver: Driver) -> Under {
    Under(DRIVER.replace(1 << driver as u8))
}

impl Drop for Under {
    fn drop(&mut self) {
        DRIVER.set(self.0);
    }
}

/// What was called since the start of the process: by the path of a function, the drivers that called it.
pub fn reached() -> BTreeMap<&'static str, Vec<&'static str>> {
    let names =
        |mask: u8| DRIVERS.iter().filter(move |(driver, _)| mask >> *driver as u8 & 1 == 1).map(|(_, name)| *name);
    REACHED.lock().expect("nobody panics with it").iter().map(|(path, &mask)| (*path, names(mask).collect())).collect()
}

/// A place in the drivers that calls a function.
#[doc(hidden)]
#[derive(Debug)]
pub struct Site {
    path: &'static str,
    seen: AtomicU8,
}

impl Site {
    #[doc(hidden)]
    pub const fn new(path: &'static str) -> Site {
        Site { path, seen: AtomicU8::new(0) }
    }

    #[doc(hidden)]
    #[inline]
    pub fn hit(&self) {
        let driver = DRIVER.get();
        if driver & !self.seen.load(Ordering::Relaxed) != 0 {
            self.seen.fetch_or(driver, Ordering::Relaxed);
            *REACHED.lock().expect("nobody panics with it").entry(self.path).or_default() |= driver;
        }
    }
}

/// Calls a public function of `weakgraph`, and records that this driver does.
#[macro_export]
macro_rules! reach {
    ($first:ident $(:: $rest:ident)* ($($arg:expr),* $(,)?)) => {
        match {
            static SITE: $crate::reach::Site =
                $crate::reach::Site::new(concat!(stringify!($first) $(, "::", stringify!($rest))*));
            SITE.hit()
        } {
            () => ::weakgraph::$first $(:: $rest)* ($($arg),*),
        }
    };
    // Of a type with these arguments: `reach!(<InRelation<'_, T, R>>::root(seen))`.
    (< $first:ident < $lifetime:lifetime $(, $of:ident)* >> :: $name:ident ($($arg:expr),* $(,)?)) => {
        match {
            static SITE: $crate::reach::Site = $crate::reach::Site::new(concat!(stringify!($first), "::", stringify!($name)));
            SITE.hit()
        } {
            () => <::weakgraph::$first<$lifetime $(, $of)*>>::$name($($arg),*),
        }
    };
    // A macro: `reach!(weak! {..})`.
    ($name:ident ! { $($body:tt)* }) => {
        match {
            static SITE: $crate::reach::Site = $crate::reach::Site::new(concat!(stringify!($name), "!"));
            SITE.hit()
        } {
            () => ::weakgraph::$name! { $($body)* },
        }
    };
}
