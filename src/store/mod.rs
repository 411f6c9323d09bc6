//! The ledger file: one SQLite database, written one fact and one audit row at a time.
//!
//! Invariant: decides nothing and formats nothing for people; every write is one transaction,
//! so a refused or interrupted command leaves the file as it was.

mod affair;
mod attachment;
mod audit;
mod bank;
mod columns;
mod derived;
mod disclosure;
mod file;
mod holding;
mod migrate;
mod people;
mod read;
mod template;
mod township;
mod write;
mod year_end;

pub use audit::{AuditRow, audit_break, hex};
pub use derived::SearchLine;
pub use file::{Access, Store, StoreError};
pub use write::{ImportKind, Writing};
