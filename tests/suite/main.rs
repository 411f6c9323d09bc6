//! All tests that look at the program from outside, in one binary.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails loudly"
)]
#![allow(clippy::needless_raw_string_hashes, reason = "`expect![…]` is rewritten with them")]
#![allow(clippy::needless_pass_by_value, reason = "an `expect![…]` reads best handed over whole")]

mod architecture;
mod bank;
mod bank_files;
mod books;
mod cli;
mod cpu_renderer;
mod exchange;
mod holding;
mod holding_page;
mod ledger_page;
mod ledger_views;
mod listing;
mod money_rules;
mod pages;
mod print;
mod properties;
mod refusals;
mod simulation;
mod store;
mod support;
mod village;
mod window;
mod worked_example;
mod year_end;
mod year_window;
