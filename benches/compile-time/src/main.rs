//! What the derive costs the compiler: a thousand structs with three edges each, beside an empty derive and serde's
//! two, and the library itself from nothing. CPU time of cargo and all that it starts; see README.md.

mod sources;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use lexopt::prelude::*;
use sources::{KINDS, Kind, OPTIONS};

/// A clean build of the library with the derive: at most so many CPU seconds.
const CLEAN_BUILD_LIMIT: f64 = 4.5;

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("compile-time: {why}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<bool, String> {
    let (structs, rounds) = options().map_err(|why| format!("{why}; there are `--structs N` and `--rounds K`"))?;
    let root = std::env::temp_dir().join(format!("weakgraph-compile-time-{}", std::process::id()));
    let done = measure(&root, structs, rounds);
    // What is left behind otherwise is only disk space.
    let _ = std::fs::remove_dir_all(&root);
    done
}

/// How many structs, and how many rounds.
fn options() -> Result<(usize, usize), lexopt::Error> {
    let (mut structs, mut rounds) = (1_000, 3);
    let mut args = lexopt::Parser::from_env();
    while let Some(arg) = args.next()? {
        match arg {
            Long("structs") => structs = args.value()?.parse()?,
            Long("rounds") => rounds = args.value()?.parse()?,
            _ => return Err(arg.unexpected()),
        }
    }
    Ok((structs, rounds))
}

fn measure(root: &Path, structs: usize, rounds: usize) -> Result<bool, String> {
    println!("CPU seconds, the least of {rounds}; {structs} structs with three fields each\n");
    println!("| | check | debug build |\n|---|---:|---:|");
    let mut found = Vec::new();
    for kind in KINDS {
        let dir = kind.write(root, structs).map_err(|e| format!("{}: {e}", root.display()))?;
        let times = ["check", "build"].map(|what| least(rounds, || compile_again(&dir, what)));
        let [check, build] = times;
        let (check, build) = (check?, build?);
        println!("| {} | {check:.2} | {build:.2} |", kind.name);
        found.push((kind.name, check, build));
    }
    let of = |name| found.iter().find(|f| f.0 == name).map_or((f64::NAN, f64::NAN), |f| (f.1, f.2));
    let (ours, serde) = (of("weakgraph"), of("serde, both"));
    let derive_met = ours.0 <= serde.0 && ours.1 <= serde.1;
    println!("\nat most serde's: {}", verdict(derive_met));

    let few = structs.div_ceil(10);
    let check = |kind: &Kind| -> Result<f64, String> {
        let dir = kind.write(root, few).map_err(|e| e.to_string())?;
        least(rounds, || compile_again(&dir, "check"))
    };
    let (options, serde) = (check(&OPTIONS)?, check(Kind::named("serde, both"))?);
    let options_met = options <= serde;
    println!("check of {few} with five options: {options:.2}, serde's two {serde:.2}: {}", verdict(options_met));

    let kind = Kind::named("weakgraph");
    let dir = kind.write(root, 1).map_err(|e| e.to_string())?;
    let clean = least(rounds, || clean_build(&dir))?;
    let clean_met = clean <= CLEAN_BUILD_LIMIT;
    println!(
        "clean build of the library with the derive: {clean:.2}, at most {CLEAN_BUILD_LIMIT}: {}",
        verdict(clean_met)
    );
    Ok(derive_met && options_met && clean_met)
}

fn verdict(met: bool) -> &'static str {
    if met { "ok" } else { "MISS" }
}

fn least(rounds: usize, mut run: impl FnMut() -> Result<f64, String>) -> Result<f64, String> {
    let mut least = f64::INFINITY;
    for _ in 0..rounds {
        least = least.min(run()?);
    }
    Ok(least)
}

/// Only the crate itself: its dependencies are there.
fn compile_again(dir: &Path, what: &str) -> Result<f64, String> {
    cargo(dir, &[what])?;
    let main = dir.join("src/lib.rs");
    let source = std::fs::read(&main).map_err(|e| e.to_string())?;
    std::fs::write(&main, source).map_err(|e| e.to_string())?;
    cargo(dir, &[what])
}

/// The library, the macro and what that is made of.
fn clean_build(dir: &Path) -> Result<f64, String> {
    cargo(dir, &["clean"])?;
    cargo(dir, &["build", "--package", "weakgraph"])
}

/// Runs cargo; gives the CPU seconds of it and of all that it started.
fn cargo(dir: &Path, args: &[&str]) -> Result<f64, String> {
    let before = children_cpu();
    let out = Command::new("cargo")
        .args(args)
        .arg("--quiet")
        .current_dir(dir)
        .env("CARGO_TARGET_DIR", target(dir))
        .env("CARGO_INCREMENTAL", "0")
        .env_remove("RUSTFLAGS")
        .stdin(Stdio::null())
        .output()
        .map_err(|e| format!("cargo: {e}"))?;
    if !out.status.success() {
        return Err(format!("cargo {} failed:\n{}", args.join(" "), String::from_utf8_lossy(&out.stderr)));
    }
    Ok(children_cpu() - before)
}

fn target(dir: &Path) -> PathBuf {
    dir.join("target")
}

/// CPU seconds of all children that have ended, and of theirs.
fn children_cpu() -> f64 {
    // SAFETY: zeroes are a valid `rusage`.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: a valid place for the result.
    unsafe { libc::getrusage(libc::RUSAGE_CHILDREN, &raw mut usage) };
    let seconds = |t: libc::timeval| t.tv_sec as f64 + t.tv_usec as f64 / 1e6;
    seconds(usage.ru_utime) + seconds(usage.ru_stime)
}
