//! Other people's files: what a village hands in as csv, xls or xlsx, and the division list.
//!
//! Invariant: nothing here opens a file or writes the ledger. Bytes and a file name go in;
//! drafts, or every fault with its place, come out.
//!
//! ```text
//! bytes ─► sheet ─► columns ─► voucher_import ─► VoucherFile
//!          (workbook,         └► opening_import ─► OpeningFile
//!           delimited)        └► bank_import ───► BankFile
//!                        └► catalog_import, holiday_import, plan_import
//! listings ─► xlsx_export ─► workbook;  book ─► journal
//! divisions: the bundled list of Shandong, searched by name, code or pinyin initials
//! ```

pub mod bank_import;
pub mod catalog_import;
pub mod columns;
pub mod divisions;
pub mod fault;
pub mod holding_import;
pub mod holiday_import;
pub mod journal;
pub mod opening_import;
pub mod people_import;
pub mod plan_import;
pub mod sheet;
pub mod voucher_import;
pub mod xlsx_export;

mod accounts;
mod catalog_match;
mod catalog_words;
mod cells;
mod delimited;
mod digest;
mod holding_row;
mod markup;
mod voucher_row;
mod workbook;

pub use divisions::initials;
pub use fault::{ImportFault, Place};
pub use sheet::{FILE_BYTES_MAX, ReadFault, check_size};
