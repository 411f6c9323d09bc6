//! The law and the accountant: what the books mean, with no file, clock, window or paper.
//!
//! ```text
//! Book ─┬─ Village ── VillageProfile ── Officer, SupervisionCommittee, Board
//!       ├─ Chart ──── Account (AccountCode, Side)
//!       ├─ OpeningBalances
//!       ├─ Voucher ── Entry (Money)          posted, final
//!       └─ Notice ─── Content ── Body        frozen, then published
//! Duty = Book + Rules + today
//! ```

#![deny(clippy::float_arithmetic, clippy::as_conversions)]

pub mod account;
pub mod duty;
pub mod ids;
pub mod ledger;
pub mod matter;
pub mod money;
pub mod notice;
pub mod period;
pub mod rules;
pub mod text;
pub mod village;
pub mod voucher;
