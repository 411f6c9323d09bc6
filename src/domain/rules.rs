//! The numbers of the law that a ledger may set, with their sources' values as defaults.

use serde::{Deserialize, Serialize};

use super::account::AccountCode;
use super::money::Money;
use super::money_rules::{ApprovalTier, MoneyRules};
use super::period::{Date, Month, Period};
use super::resolution::{ResolutionRules, takes_resolution};
use super::rule_pack::RulePack;
use super::targets::{INCOME_ACCOUNTS, IncomeTargets};

/// Deadlines and limits of one ledger (规则).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rules {
    /// The day of the next month by which a monthly matter is due, 1 to 28. No law names a day;
    /// the usual practice is the 10th.
    pub monthly_due_day: u32,
    /// The least number of days a sheet stays on the board: 15 (村民委员会组织法第三十五条).
    pub posting_days_min: u32,
    /// Days a villager has to object: 5 (山东省村务公开条例第十六条).
    pub objection_days: u32,
    /// Days the committee has to answer: 5 (山东省村务公开条例第十六条).
    pub answer_days: u32,
    /// How money is handled.
    pub money: MoneyRules,
    /// The part of a year's surplus proposed for 公积公益金, in percent; the members decide, so
    /// this is only what the form starts with.
    pub surplus_reserve_percent: u32,
    /// The part of a month's income or expense that may stand under 其他 before the draft says so,
    /// in percent; zero: not looked at. No law names a number.
    pub other_share_percent: u32,
    /// What counts as collective income, and how much it should be.
    pub targets: IncomeTargets,
    /// Whose rules the numbers come from.
    pub pack: RulePack,
    /// The day of the month after the quarter by which a quarterly matter is due, 1 to 28. No law
    /// of Shandong names a day; the usual practice is the 15th.
    pub quarterly_due_day: u32,
    /// The day of the next year by which an annual matter is due; no law names one: 31 January.
    pub annual_due: MonthDay,
    /// Days from an occasion to its disclosure, counted as a legal period. 山东省村务公开条例第十二条
    /// says 随时 and names no number; the default is 5.
    pub immediate_days: u32,
    /// Days from leaving office mid-term to the published audit: 30 (山东省实施〈村民委员会组织法〉
    /// 办法第三十条).
    pub audit_days: u32,
    /// Whether the township looks at a sheet before it is published; no law asks for it.
    pub township_check: bool,
    /// From this amount on one payment is a matter of its own (F18 重大支出); zero: not looked at.
    /// 50,000 yuan is a county's practice 【待核】, not Shandong's.
    pub major_payment: Money,
    /// Above this amount an expense names its resolution; `None`: from the tier of approval that
    /// asks for an assembly; zero: not looked at.
    pub major_resolution: Option<Money>,
    /// How many must attend the four deliberations, and when they are told (四议两公开).
    pub resolution: ResolutionRules,
}

/// A day of any year (月日).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MonthDay {
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31, as far as the month has it in every year.
    pub day: u32,
}

/// Why rules are refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulesRefusal {
    /// No such day in every month.
    #[error("每月公开日要在 1 到 28 之间，写的是 {0}")]
    DueDay(u32),
    /// Below the law.
    #[error("公示天数不得少于 15 天，写的是 {0}")]
    PostingDays(u32),
    /// A limit below zero or beyond any village's money.
    #[error("金额 {} 元不能作限额", .0.grouped())]
    MoneyLimit(Money),
    /// More days than a rule about neighbouring payments can mean.
    #[error("化整为零的天数要在 0 到 60 之间，写的是 {0}")]
    SplitDays(u32),
    /// An approval tier that names nobody.
    #[error("{} 元以上的支出没有写要谁同意", .0.grouped())]
    NobodyApproves(Money),
    /// No time at all, or longer than a year.
    #[error("异议和答复的天数要在 1 到 60 之间，写的是 {0}")]
    Days(u32),
    /// No account counts as collective income.
    #[error("集体经济收入一个科目也没有选")]
    NoIncomeAccount,
    /// An account that holds no income.
    #[error("科目 {0} 不是收入，不能算集体经济收入")]
    NotIncome(AccountCode),
    /// Targets of nothing, beyond any village, or the wrong way round.
    #[error(
        "集体经济收入的下限 {least} 元、目标 {goal} 元不对",
        least = .least.grouped(),
        goal = .goal.grouped()
    )]
    Targets {
        /// The least.
        least: Money,
        /// The goal.
        goal: Money,
    },
    /// No such day in every quarter.
    #[error("每季公开日要在 1 到 28 之间，写的是 {0}")]
    QuarterlyDay(u32),
    /// No such day in every year.
    #[error("年度公开日不对：{} 月没有 {} 日，或不是每年都有", .0.month, .0.day)]
    AnnualDay(MonthDay),
    /// No time at all, or so long that nothing is immediate.
    #[error("重大事项公布的天数要在 1 到 60 之间，写的是 {0}")]
    ImmediateDays(u32),
    /// No time at all, or longer than a year.
    #[error("离任审计公布的天数要在 1 到 366 之间，写的是 {0}")]
    AuditDays(u32),
    /// A notice of meeting that cannot be meant, or is shorter than the law.
    #[error("开会提前通知的天数不对，写的是 {0}")]
    NoticeDays(u32),
    /// Not a percentage.
    #[error("提取公积公益金的比例要在 0 到 100 之间，写的是 {0}")]
    ReservePercent(u32),
    /// Not a percentage.
    #[error("“其他”一类最多占的比例要在 0 到 100 之间，写的是 {0}")]
    OtherShare(u32),
}

impl RulesRefusal {
    /// The next step, with the article where one applies.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::QuarterlyDay(_) => "一般写 15，即季度结束后次月 15 日前公布。",
            Self::AnnualDay(_) => "一般写 1 月 31 日，即次年 1 月底前公布。",
            Self::ImmediateDays(_) => {
                "一般写 5；重大事项要随时公开（《山东省村务公开条例》第十二条）。"
            }
            Self::AuditDays(_) => {
                "一般写 30：自离任之日起 30 日内完成并公布（《山东省实施〈村民委员会组织法〉办法》第三十条）。"
            }
            Self::NoticeDays(_) => {
                "村民会议和成员大会不得少于 10 日（《村民委员会组织法》第二十五条、《农村集体经济组织法》第二十七条），最多写 60。"
            }
            Self::DueDay(_) => "一般写 10，即次月 10 日前公布。",
            Self::PostingDays(_) => {
                "依据《村民委员会组织法》第三十五条：公布的期限不得少于十五日。"
            }
            Self::MoneyLimit(_) => "请写 0 或更大的金额；写 0 就是不管这一条。",
            Self::SplitDays(_) => "一般写 7；写 0 就是不管这一条。",
            Self::NobodyApproves(_) => "请写上要哪些人或哪个会议同意，或删掉这一档。",
            Self::OtherShare(_) => "请写百分数，如 10；写 0 就是不管这一条。",
            Self::ReservePercent(_) => "请照章程或成员大会的决议写百分数，如 30。",
            Self::NoIncomeAccount => "请至少选一个，如 501 经营收入；照县里的口径选。",
            Self::NotIncome(_) => "请写 501、502、503、504 或它们的明细科目。",
            Self::Targets { .. } => "要大于 0，目标不能低于下限；一般是 30000 和 100000。",
            Self::Days(_) => "山东是 5 日（《山东省村务公开条例》第十六条）。",
        }
    }
}

/// The day of the next month by which a monthly matter is due, where no rule names one.
const MONTHLY_DUE_DAY: u32 = 10;

/// The day by which a quarterly matter is due, where no rule names one.
const QUARTERLY_DUE_DAY: u32 = 15;

impl Default for Rules {
    fn default() -> Self {
        let numbers = RulePack::default().numbers();
        Self {
            monthly_due_day: MONTHLY_DUE_DAY,
            posting_days_min: numbers.posting_days_min,
            objection_days: numbers.objection_days,
            answer_days: numbers.answer_days,
            money: MoneyRules::default(),
            surplus_reserve_percent: 30,
            other_share_percent: 10,
            targets: IncomeTargets::default(),
            pack: RulePack::default(),
            quarterly_due_day: QUARTERLY_DUE_DAY,
            annual_due: MonthDay { month: 1, day: 31 },
            immediate_days: numbers.immediate_days,
            audit_days: 30,
            township_check: false,
            major_payment: Money::from_fen(5_000_000),
            major_resolution: None,
            resolution: ResolutionRules::default(),
        }
    }
}

impl MonthDay {
    /// Whether every year has this day.
    fn is_in_every_year(self) -> bool {
        // 2025 is no leap year
        Date::from_ymd_opt(2025, self.month, self.day).is_some()
    }
}

impl Rules {
    /// These rules with the numbers of a pack. Days on which periodic matters are due change only
    /// where the pack names them, or the pack before it did.
    #[must_use]
    pub fn with_pack(self, pack: RulePack) -> Self {
        let (numbers, before) = (pack.numbers(), self.pack.numbers());
        // what only Shandong asks of meetings goes and comes with it
        let asked = match pack {
            RulePack::Shandong => ResolutionRules::default(),
            RulePack::National | RulePack::Sichuan | RulePack::Hainan | RulePack::Hebei => {
                ResolutionRules::national()
            }
        };
        let resolution = ResolutionRules {
            representatives_notice_days: asked.representatives_notice_days,
            women_third: asked.women_third,
            ..self.resolution
        };
        let due_day =
            |now: u32, usual: u32| match (numbers.periodic_due_day, before.periodic_due_day) {
                (Some(day), _) => day,
                (None, Some(_)) => usual,
                (None, None) => now,
            };
        Self {
            pack,
            resolution,
            objection_days: numbers.objection_days,
            answer_days: numbers.answer_days,
            posting_days_min: numbers.posting_days_min,
            immediate_days: numbers.immediate_days,
            monthly_due_day: due_day(self.monthly_due_day, MONTHLY_DUE_DAY),
            quarterly_due_day: due_day(self.quarterly_due_day, QUARTERLY_DUE_DAY),
            ..self
        }
    }

    /// The last day on which the disclosure of a period is on time. Not shifted by holidays: no
    /// law names these days, they are set by the ledger.
    pub fn due_by(&self, period: Period) -> Date {
        let after = period.last_month().next();
        match period {
            Period::Month(_) => after.day(self.monthly_due_day),
            Period::Quarter { .. } => after.day(self.quarterly_due_day),
            Period::Year(_) => {
                let MonthDay { month, day } = self.annual_due;
                let of_year = Month::new(after.year(), month).unwrap_or(after);
                of_year.day(day)
            }
        }
    }

    /// The amount above which an expense must name its resolution; `None` where no rule asks.
    pub fn resolution_above(&self) -> Option<Money> {
        self.resolution_tiers().iter().map(|tier| tier.above).min()
    }

    /// The tiers above which an expense names its resolution, as [`Self::resolution_above`] has it.
    pub fn resolution_tiers(&self) -> Vec<ApprovalTier> {
        let tiers = self.money.approval.iter().filter(|tier| takes_resolution(tier));
        match self.major_resolution {
            None => tiers.cloned().collect(),
            Some(above) if above.is_zero() => Vec::new(),
            Some(above) => {
                let needs = tiers.max_by_key(|tier| tier.above).map(|tier| tier.needs.clone());
                let usual = || "村民会议或村民代表会议决议".to_owned();
                vec![ApprovalTier { above, needs: needs.unwrap_or_else(usual) }]
            }
        }
    }

    /// Checks the numbers.
    ///
    /// # Errors
    /// [`RulesRefusal`], in the order its variants are declared.
    pub fn check(self) -> Result<Self, RulesRefusal> {
        if !(1..=28).contains(&self.monthly_due_day) {
            return Err(RulesRefusal::DueDay(self.monthly_due_day));
        }
        if !(15..=366).contains(&self.posting_days_min) {
            return Err(RulesRefusal::PostingDays(self.posting_days_min));
        }
        let days = [self.objection_days, self.answer_days];
        if let Some(days) = days.into_iter().find(|days| !(1..=60).contains(days)) {
            return Err(RulesRefusal::Days(days));
        }
        self.check_due_days()?;
        if let Some(days) = self.resolution.out_of_range() {
            return Err(RulesRefusal::NoticeDays(days));
        }
        if self.surplus_reserve_percent > 100 {
            return Err(RulesRefusal::ReservePercent(self.surplus_reserve_percent));
        }
        if self.other_share_percent > 100 {
            return Err(RulesRefusal::OtherShare(self.other_share_percent));
        }
        self.check_money()?;
        self.check_targets()?;
        Ok(self)
    }

    fn check_due_days(&self) -> Result<(), RulesRefusal> {
        if !(1..=28).contains(&self.quarterly_due_day) {
            return Err(RulesRefusal::QuarterlyDay(self.quarterly_due_day));
        }
        if !self.annual_due.is_in_every_year() {
            return Err(RulesRefusal::AnnualDay(self.annual_due));
        }
        if !(1..=60).contains(&self.immediate_days) {
            return Err(RulesRefusal::ImmediateDays(self.immediate_days));
        }
        if !(1..=366).contains(&self.audit_days) {
            return Err(RulesRefusal::AuditDays(self.audit_days));
        }
        Ok(())
    }

    fn check_targets(&self) -> Result<(), RulesRefusal> {
        let IncomeTargets { accounts, least, goal } = &self.targets;
        if accounts.is_empty() {
            return Err(RulesRefusal::NoIncomeAccount);
        }
        let is_income = |code: &&AccountCode| INCOME_ACCOUNTS.contains(&code.first_level());
        if let Some(wrong) = accounts.iter().find(|code| !is_income(code)) {
            return Err(RulesRefusal::NotIncome(wrong.clone()));
        }
        if least.is_positive() && least <= goal && *goal <= Money::MAX {
            Ok(())
        } else {
            Err(RulesRefusal::Targets { least: *least, goal: *goal })
        }
    }

    fn check_money(&self) -> Result<(), RulesRefusal> {
        let money = &self.money;
        let tiers = money.approval.iter().map(|tier| tier.above);
        let major = [Some(self.major_payment), self.major_resolution].into_iter().flatten();
        let mut limits =
            [money.cash_in_hand_max, money.cash_payment_max].into_iter().chain(tiers).chain(major);
        if let Some(wrong) = limits.find(|limit| limit.is_negative() || *limit > Money::MAX) {
            return Err(RulesRefusal::MoneyLimit(wrong));
        }
        if money.split_days > 60 {
            return Err(RulesRefusal::SplitDays(money.split_days));
        }
        match money.approval.iter().find(|tier| tier.needs.trim().is_empty()) {
            Some(tier) => Err(RulesRefusal::NobodyApproves(tier.above)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Period {
        Period::parse(text).expect("a test period")
    }

    #[test]
    fn due_days_are_those_of_the_ledger_and_never_shifted() {
        let rules = Rules::default();
        for (of, due_by, why) in [
            ("2026-03", "2026-04-10", "a Friday"),
            ("2026-09", "2026-10-10", "a Saturday stays"),
            ("2026-12", "2027-01-10", "over the year's end, a Sunday stays"),
            ("2024-02", "2024-03-10", "after a leap day"),
            ("2026-Q1", "2026-04-15", "the first quarter"),
            ("2026-Q3", "2026-10-15", "the third"),
            ("2026-Q4", "2027-01-15", "over the year's end"),
            ("2026", "2027-01-31", "a Sunday stays"),
        ] {
            assert_eq!(rules.due_by(period(of)).to_string(), due_by, "{of}: {why}");
        }
        let rules = Rules {
            monthly_due_day: 28,
            quarterly_due_day: 8,
            annual_due: MonthDay { month: 3, day: 31 },
            ..rules
        };
        assert_eq!(rules.due_by(period("2026-01")).to_string(), "2026-02-28");
        assert_eq!(rules.due_by(period("2026-Q2")).to_string(), "2026-07-08");
        assert_eq!(rules.due_by(period("2025")).to_string(), "2026-03-31");
    }

    #[test]
    fn wrong_numbers_are_refused_with_the_next_step() {
        let refused = |rules: Rules| {
            let refusal = rules.check().expect_err("a refusal");
            format!("{refusal}。{}", refusal.hint())
        };
        let usual = Rules::default;
        assert!(usual().check().is_ok());
        assert_eq!(
            refused(Rules { quarterly_due_day: 29, ..usual() }),
            "每季公开日要在 1 到 28 之间，写的是 29。一般写 15，即季度结束后次月 15 日前公布。"
        );
        for (month, day) in [(2, 29), (2, 30), (13, 1), (4, 31), (0, 5), (1, 0)] {
            let rules = Rules { annual_due: MonthDay { month, day }, ..usual() };
            assert!(refused(rules).starts_with("年度公开日不对"), "{month}-{day}");
        }
        assert!(Rules { annual_due: MonthDay { month: 2, day: 28 }, ..usual() }.check().is_ok());
        assert!(refused(Rules { immediate_days: 0, ..usual() }).contains("条例》第十二条"));
        assert!(refused(Rules { audit_days: 400, ..usual() }).contains("第三十条"));
        assert!(refused(Rules { posting_days_min: 14, ..usual() }).contains("不得少于十五日"));
        let negative = Money::from_fen(-1);
        assert!(refused(Rules { major_payment: negative, ..usual() }).contains("限额"));
        assert!(refused(Rules { major_resolution: Some(negative), ..usual() }).contains("限额"));
    }

    #[test]
    fn a_pack_brings_its_numbers_and_takes_them_back() {
        let shown = |rules: &Rules| {
            format!(
                "{} 异议 {} 答复 {} 公示 {} 即时 {} 每月 {} 每季 {}",
                rules.pack.label(),
                rules.objection_days,
                rules.answer_days,
                rules.posting_days_min,
                rules.immediate_days,
                rules.monthly_due_day,
                rules.quarterly_due_day
            )
        };
        let own = Rules { monthly_due_day: 8, posting_days_min: 20, ..Rules::default() };
        let sichuan = own.with_pack(RulePack::Sichuan);
        assert_eq!(shown(&sichuan), "四川 异议 5 答复 10 公示 15 即时 10 每月 10 每季 10");
        let hebei = sichuan.with_pack(RulePack::Hebei);
        assert_eq!(shown(&hebei), "河北 异议 5 答复 15 公示 15 即时 5 每月 10 每季 15");
        // where no pack names the day, the ledger's own stays
        let own = Rules { monthly_due_day: 8, ..Rules::default() };
        let national = own.with_pack(RulePack::National);
        assert_eq!(shown(&national), "只按国家法 异议 5 答复 5 公示 15 即时 5 每月 8 每季 15");
        for pack in RulePack::ALL {
            assert!(Rules::default().with_pack(pack).check().is_ok(), "{pack:?}");
        }
    }

    #[test]
    fn rules_of_an_older_ledger_get_the_new_numbers() {
        let old = r#"{"monthly_due_day":8,"answer_days":6}"#;
        let rules: Rules = serde_json::from_str(old).expect("old rules");
        let expect = Rules { monthly_due_day: 8, answer_days: 6, ..Rules::default() };
        assert_eq!(rules, expect);
        assert_eq!((rules.pack, rules.quarterly_due_day), (RulePack::Shandong, 15));
    }

    #[test]
    fn the_tier_that_asks_for_an_assembly_asks_for_a_resolution() {
        let rules = Rules::default();
        assert_eq!(rules.resolution_above(), Some(Money::from_fen(1_000_000)));
        let set = |above: i64| Rules {
            major_resolution: Some(Money::from_fen(above)),
            ..Rules::default()
        };
        assert_eq!(set(2_000_000).resolution_above(), Some(Money::from_fen(2_000_000)));
        assert_eq!(set(0).resolution_above(), None);
        let mut only_signatures = Rules::default();
        only_signatures.money.approval =
            vec![ApprovalTier { above: Money::from_fen(50_000), needs: "两委研究".to_owned() }];
        assert_eq!(only_signatures.resolution_above(), None);
    }
}
