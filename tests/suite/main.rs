//! suite
mod exchange;
mod store;
mod support;
mod village;
