//! How values stand in their columns: one place for each, both ways.

use std::str::FromStr as _;

use uuid::Uuid;

use crate::domain::account::{AccountCode, Side};
use crate::domain::entity::Entity;
use crate::domain::matter::MatterCode;
use crate::domain::occasion::DisclosureSpan;
use crate::domain::period::{Date, Month};
use crate::domain::voucher::{Settlement, VoucherKind};

/// A stored value that cannot be what the schema says: the file was changed by another program.
pub(super) fn damaged(what: &str) -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(
        rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT),
        Some(what.to_owned()),
    )
}

pub(super) fn uuid(bytes: &[u8]) -> rusqlite::Result<Uuid> {
    Uuid::from_slice(bytes).map_err(|_| damaged("编号不是 16 个字节"))
}

pub(super) fn date(text: &str) -> rusqlite::Result<Date> {
    Date::from_str(text).map_err(|_| damaged(&format!("日期“{text}”不存在")))
}

pub(super) fn account(text: &str) -> rusqlite::Result<AccountCode> {
    AccountCode::new(text).ok_or_else(|| damaged(&format!("科目编号“{text}”不对")))
}

pub(super) const fn side_text(side: Side) -> &'static str {
    match side {
        Side::Debit => "debit",
        Side::Credit => "credit",
    }
}

pub(super) fn side(text: &str) -> rusqlite::Result<Side> {
    match text {
        "debit" => Ok(Side::Debit),
        "credit" => Ok(Side::Credit),
        other => Err(damaged(&format!("借贷方向“{other}”不对"))),
    }
}

pub(super) const fn settlement_text(settlement: Settlement) -> &'static str {
    match settlement {
        Settlement::Cash => "cash",
        Settlement::Transfer => "transfer",
        Settlement::Card => "card",
        Settlement::Cheque => "cheque",
        Settlement::Scan => "scan",
        Settlement::None => "none",
    }
}

pub(super) fn settlement(text: &str) -> rusqlite::Result<Settlement> {
    let found = Settlement::ALL.into_iter().find(|known| settlement_text(*known) == text);
    found.ok_or_else(|| damaged(&format!("结算方式“{text}”不对")))
}

pub(super) fn month(text: &str) -> rusqlite::Result<Month> {
    text.parse().map_err(|_| damaged(&format!("月份“{text}”不存在")))
}

pub(super) fn span(text: &str) -> rusqlite::Result<DisclosureSpan> {
    text.parse::<DisclosureSpan>().map_err(|fault| damaged(&fault.to_string()))
}

pub(super) fn matter(text: &str) -> rusqlite::Result<MatterCode> {
    text.parse::<MatterCode>().map_err(|fault| damaged(&fault.to_string()))
}

pub(super) fn entity(text: &str) -> rusqlite::Result<Entity> {
    Entity::from_name(text).ok_or_else(|| damaged(&format!("会计主体“{text}”不对")))
}

pub(super) fn kind(text: &str) -> rusqlite::Result<VoucherKind> {
    let found = VoucherKind::ALL.into_iter().find(|known| known.name() == text);
    found.ok_or_else(|| damaged(&format!("凭证用途“{text}”不对")))
}

pub(super) fn json<T: serde::de::DeserializeOwned>(text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|error| damaged(&format!("JSON 读不出来：{error}")))
}

/// JSON of a value that always has one: plain structs with text keys.
pub(super) fn to_json<T: serde::Serialize>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| damaged(&format!("JSON 写不出来：{error}")))
}
