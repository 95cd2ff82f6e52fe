//! A yardstick for object graphs with weak back-references: weakgraph, its peers and the physical limit on the same
//! workloads, interleaved in one run. See README.md.

mod alloc;
mod groups;
mod growth;
mod maps;
mod options;
mod real;
mod report;
mod rings;
mod rows;
mod run;
mod shape;
mod targets;
mod trees;
mod worker;

use std::os::unix::process::CommandExt;
use std::process::ExitCode;
use std::time::Instant;

use options::options;

#[global_allocator]
static ALLOC: alloc::Counting = alloc::Counting;

/// Dropping a deep chain recurses in `rc_refcell` and in some collectors. The main thread gets a 4 GiB stack (by a
/// limit and an exec), so that the process stays single-threaded, which glibc's malloc rewards.
fn big_stack() {
    const WANT: u64 = 4 << 30;
    const MARK: &str = "WEAKGRAPH_BENCHES_STACK_SET";
    unsafe {
        let mut l: libc::rlimit = std::mem::zeroed();
        libc::getrlimit(libc::RLIMIT_STACK, &mut l);
        if l.rlim_cur >= WANT || std::env::var_os(MARK).is_some() {
            return;
        }
        l.rlim_cur = WANT.min(l.rlim_max);
        if libc::setrlimit(libc::RLIMIT_STACK, &l) != 0 {
            eprintln!("cannot raise the stack limit; leave out --shape chain");
            return;
        }
    }
    let exe = std::env::current_exe().expect("own path");
    let e = std::process::Command::new(exe).args(std::env::args().skip(1)).env(MARK, "1").exec();
    panic!("exec: {e}");
}

fn main() -> ExitCode {
    // A closed pipe ends the program, as it does others.
    unsafe { libc::signal(libc::SIGPIPE, libc::SIG_DFL) };
    let o = options();
    big_stack();
    if !o.cold {
        alloc::warm_heap();
    }
    if let Some(file) = &o.growth {
        return growth::run(file);
    }
    let start = Instant::now();
    if o.csv {
        println!("{}", report::CSV_HEAD);
    } else {
        println!("# weakgraph-benches{}", if o.quick { " --quick" } else { "" });
        println!("\nload average at the start: {}", report::load());
    }
    let mut groups = groups::trees();
    groups.extend(groups::rows());
    groups.extend(groups::maps());
    groups.extend(groups::rings());
    let missed = if o.csv { 0 } else { targets::report(&groups) };
    if !o.csv {
        println!("\nload average at the end: {}; {:.0} s in all", report::load(), start.elapsed().as_secs_f64());
    }
    if o.targets && missed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
