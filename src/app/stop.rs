//! Stopping one job and no other.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether one job shall stop (停止): kept by whoever asked for the job, looked at by the worker
/// before it begins and between pages. Each job has its own.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Stops the job: one that waits is not begun, one that runs ends at the next page.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it shall stop.
    pub fn is_stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
