//! The window: draws the office and passes on what people ask for.
//!
//! Invariant: a view never writes. It holds `&App` and pushes wishes into an [`inbox::Inbox`];
//! only [`shell::Shell`] runs them, in `logic`.

pub mod window;
pub mod shell;
pub mod pages;
pub mod inbox;
pub mod dialog;
pub mod toast;
pub mod controls;
pub mod account_picker;
pub mod bars;
pub mod ext;
pub mod fault_table;
pub mod keys;
pub mod listing_save;
pub mod listing_table;
pub mod rows_table;
pub mod site_dialog;
pub mod table_card;
pub mod theme;
