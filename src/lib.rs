//! 明白账: village affairs disclosure (村务公开), from one voucher to the sheet on the wall.
//!
//! The rooms, in reading order; `docs/architecture.md` holds the rule between them.

pub mod domain;
pub mod store;
pub mod exchange;
pub mod print;
pub mod app;
pub mod ui;
pub mod cli;
