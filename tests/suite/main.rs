//! suite
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has to stop")]
#![allow(clippy::indexing_slicing, reason = "so has one that finds less than it asked for")]
#![allow(clippy::needless_pass_by_value, reason = "an `expect![…]` reads best handed over whole")]

mod architecture;
mod cli;
mod exchange;
mod properties;
mod refusals;
mod simulation;
mod store;
mod support;
mod village;
