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

mod affair;
mod affair_page;
mod architecture;
mod attachment;
mod attachment_page;
mod bank;
mod bank_files;
mod bank_layouts;
mod bank_page;
mod booklet;
mod books;
mod calendar;
mod catalog;
mod cli;
mod composed;
mod cpu_renderer;
mod dice;
mod disclosure;
mod entity;
mod entity_window;
mod exchange;
mod fonts;
mod governance;
mod harness;
mod holding;
mod holding_import;
mod holding_page;
mod key_presses;
mod ledger_page;
mod ledger_views;
mod listing;
mod money_rules;
mod notice_editor;
mod notice_page;
mod notice_preview;
mod notice_timeline;
mod notice_walks;
mod odd_sheets;
mod old_chart;
mod pages;
mod paper;
mod people;
mod people_files;
mod paper_ledger;
mod plain_words;
mod powers;
mod print;
mod print_run;
mod privacy;
mod profile_page;
mod properties;
mod recall;
mod reread;
mod refusals;
mod resolution;
mod resolution_form;
mod resolution_walk;
mod sheet_gallery;
mod sheet_names;
mod simulation;
mod site;
mod small_screen;
mod store;
mod support;
mod targets;
mod template;
mod template_page;
mod today_page;
mod township;
mod view_details;
mod village;
mod window;
mod worked_example;
mod year_end;
mod year_window;
