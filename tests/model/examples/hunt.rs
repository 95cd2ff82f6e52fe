//! scratch
use std::panic::catch_unwind;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    if a.len() == 3 && a[1] == "one" {
        let bytes: Vec<u8> = a[2].split(',').map(|b| b.parse().unwrap()).collect();
        weakgraph_model::run(&bytes);
        return;
    }
    let (from, n): (u64, u64) = (a[1].parse().unwrap(), a[2].parse().unwrap());
    let mode: Option<u8> = a.get(3).map(|m| m.parse().unwrap());
    for seed in from..from + n {
        let mut s = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut next = || {
            s ^= s << 13;
            s ^= s >> 7;
            s ^= s << 17;
            (s >> 24) as u8
        };
        let len = 20 + usize::from(next()) * 3 / 2;
        let mut bytes: Vec<u8> = (0..len).map(|_| next()).collect();
        bytes[0] = mode.unwrap_or([4, 5, 6, 6, 7][usize::from(bytes[0]) % 5]);
        let run = bytes.clone();
        let ok = std::thread::spawn(move || catch_unwind(|| weakgraph_model::run(&run)).is_ok()).join().unwrap();
        if !ok {
            // shrink by chunks
            let fails = |b: &[u8]| {
                let b = b.to_vec();
                std::thread::spawn(move || catch_unwind(|| weakgraph_model::run(&b)).is_err()).join().unwrap()
            };
            let quiet = std::panic::take_hook();
            let _ = quiet;
            std::panic::set_hook(Box::new(|_| ()));
            let mut size = bytes.len() / 2;
            while size >= 1 {
                let mut at = 1;
                while at + size <= bytes.len() {
                    let mut b = bytes.clone();
                    b.drain(at..at + size);
                    if fails(&b) { bytes = b } else { at += size.max(1) }
                }
                size /= 2;
            }
            for i in 1..bytes.len() {
                for v in [0u8, 1, 2, 4] {
                    if bytes[i] > v {
                        let mut b = bytes.clone();
                        b[i] = v;
                        if fails(&b) {
                            bytes = b;
                            break;
                        }
                    }
                }
            }
            println!("seed {seed} one {}", bytes.iter().map(|b| b.to_string()).collect::<Vec<_>>().join(","));
            return;
        }
    }
    println!("{n} passed");
}
