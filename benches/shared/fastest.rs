//! How long something takes at its best, for benches that talk and stop.

use std::time::{Duration, Instant};

/// The best of three, and what came of the last.
pub(crate) fn fastest<T>(mut run: impl FnMut() -> T) -> (Duration, T) {
    let mut best = Duration::MAX;
    let mut last = None;
    for _ in 0..3 {
        let start = Instant::now();
        last = Some(run());
        best = best.min(start.elapsed());
    }
    (best, last.expect("ran"))
}
