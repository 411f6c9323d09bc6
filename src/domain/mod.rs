//! The law and the accountant: what the books mean, with no file, clock, window or paper.
//!
//! ```text
//! Book ─┬─ Village ── VillageProfile ── Officer, SupervisionCommittee, Board
//!       ├─ Chart ──── Account (AccountCode, Side)
//!       ├─ OpeningBalances
//!       ├─ Voucher ── Entry (Money)          posted, final
//!       ├─ Attachments Attachment            source papers, photographed
//!       ├─ Holdings ─ Holding, Tie           registers (三资), tied to vouchers
//!       ├─ Affairs ┬ Resolution               four deliberations, two disclosures
//!       │          └ Governance               audits, supervision, reviews, small powers
//!       ├─ PeopleList ─ Person              subsidies and relief, reduced on reading
//!       ├─ Template  TemplateFacts         written again, some every month
//!       └─ Notice ─── Content ── Body        frozen, then published
//! LedgerView = Book + Span            the views of the ledger, each a Listing
//! Catalog = built-in matters + CatalogVersion …     Calendar = holidays, legal periods
//! Composed = Book + matter + span      what the books say of a matter
//! Duty = Book + Rules + today
//! ```

#![deny(clippy::float_arithmetic, clippy::as_conversions)]

pub mod money;
pub mod words;
pub mod period;
pub mod text;
pub mod ids;
pub mod account;
pub mod old_chart;
pub mod entity;
pub mod village;
pub mod voucher;
pub mod opening;
pub mod ledger;
pub mod money_rules;
pub mod correction;
pub mod duplicate;
pub mod holding;
pub mod attachment;
pub mod field;
pub mod resolution;
pub mod governance;
pub mod affairs;
pub mod template;
pub mod terms;
pub mod year_end;
pub mod matter;
pub mod privacy;
pub mod people;
pub mod calendar;
pub mod rule_pack;
pub mod rules;
pub mod catalog;
pub mod completeness;
pub mod law;
pub mod occasion;
pub mod composed;
pub mod notice;
pub mod facts;
pub mod duty;
pub mod booklet;
pub mod township;
pub mod listing;
pub mod targets;
pub mod books;
pub mod published;
pub mod reconcile;
