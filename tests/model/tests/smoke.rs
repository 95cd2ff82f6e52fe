use weakgraph_model::run;
#[test]
fn random() {
    let mut x = std::env::var("SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(1u64);
    for _ in 0..std::env::var("N").ok().and_then(|s| s.parse().ok()).unwrap_or(2000) {
        let mut bytes = vec![];
        let seed = x;
        for _ in 0..200 { x ^= x << 13; x ^= x >> 7; x ^= x << 17; bytes.push((x >> 24) as u8); }
        if std::panic::catch_unwind(|| run(&bytes)).is_err() { panic!("seed {seed} mode {}", bytes[0] % 8); }
    }
}
