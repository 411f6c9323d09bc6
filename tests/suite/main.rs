//! suite

mod print;
