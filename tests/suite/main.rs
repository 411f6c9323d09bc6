//! suite
mod exchange;
mod support;
mod village;
