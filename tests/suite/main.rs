//! suite
mod cli;
mod exchange;
mod properties;
mod store;
mod support;
mod village;
