//! suite
mod exchange;
