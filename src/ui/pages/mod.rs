//! The pages of the window, one file or folder each.
//!
//! A page has the shape `fn ui(&mut self, ui, app: &App, inbox: &mut Inbox)`: `self` holds only
//! what a person has typed, chosen or scrolled to.

pub mod affairs;
pub mod chooser;
pub mod holdings;
pub mod ledgers;
pub mod notices;
pub mod old_chart;
pub mod reconcile;
pub mod settings;
pub mod today;
pub mod township;
pub mod vouchers;
pub mod welcome;

use crate::domain::duty::Duty;
use crate::domain::ids::VillageId;
use crate::domain::matter::MatterCode;
use crate::domain::occasion::{DisclosureSpan, Occasion};
use crate::domain::period::{Month, Period};

/// What a page shall show when it is next drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The village; the shell has already selected it.
    pub village: VillageId,
    /// The period; of an occasion, the month it happened in.
    pub period: Period,
    /// The matter, where one is meant.
    pub matter: Option<MatterCode>,
    /// What the notice covers, where that is not the period.
    pub span: Option<DisclosureSpan>,
}

impl Wanted {
    /// A period of a village.
    pub const fn new(village: VillageId, period: Period) -> Self {
        Self { village, period, matter: None, span: None }
    }

    /// The notice over an occasion.
    pub fn occasion(village: VillageId, occasion: &Occasion) -> Self {
        Self {
            village,
            period: Period::Month(Month::of(occasion.facts.on)),
            matter: Some(occasion.facts.matter),
            span: Some(DisclosureSpan::Occasion(occasion.id)),
        }
    }

    /// The notice that a duty asks for; `period` as [`crate::app::Ledger::period_of`] has it.
    pub const fn duty(duty: &Duty, period: Period) -> Self {
        let (matter, span) = (Some(duty.matter), Some(duty.span));
        Self { village: duty.village, period, matter, span }
    }
}

/// The pages, in the order of the side bar (页面).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// 今天
    #[default]
    Today,
    /// 凭证
    Vouchers,
    /// 对账
    Reconcile,
    /// 账表
    Ledgers,
    /// 公示
    Notices,
    /// 三资
    Holdings,
    /// 村务
    Affairs,
    /// 乡镇
    Township,
    /// 设置
    Settings,
}

impl Page {
    /// All pages, in order.
    pub const ALL: [Self; 9] = [
        Self::Today,
        Self::Vouchers,
        Self::Reconcile,
        Self::Ledgers,
        Self::Notices,
        Self::Holdings,
        Self::Affairs,
        Self::Township,
        Self::Settings,
    ];

    /// As on the side bar.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Today => "今天",
            Self::Vouchers => "凭证",
            Self::Reconcile => "对账",
            Self::Ledgers => "账表",
            Self::Notices => "公示",
            Self::Holdings => "三资",
            Self::Affairs => "村务",
            Self::Township => "乡镇",
            Self::Settings => "设置",
        }
    }
}
