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
mod attachment;
mod attachment_page;
mod bank;
mod bank_files;
mod bank_layouts;
mod bank_page;
mod books;
mod cli;
mod cpu_renderer;
mod entity;
mod entity_window;
mod exchange;
mod holding;
mod holding_import;
mod holding_page;
mod ledger_page;
mod ledger_views;
mod listing;
mod key_presses;
mod money_rules;
mod notice_page;
mod notice_timeline;
mod pages;
mod old_chart;
mod print;
mod properties;
mod recall;
mod refusals;
mod simulation;
mod store;
mod support;
mod targets;
mod template;
mod template_page;
mod village;
mod window;
mod worked_example;
mod year_end;
mod year_window;
