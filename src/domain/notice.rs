//! Notices: figures computed once from the book, frozen, checked and published.
//!
//! Invariant: the content of a notice never changes after it was drafted. The sheet on the wall
//! is drawn from it alone, so it can be printed again years later, whatever the book says then.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::account::{self, Chart};
use super::ids::{NoticeId, VillageId};
use super::ledger::{self, Book, Funds, ReportLine};
use super::matter::MatterCode;
use super::money::Money;
use super::period::{self, Date, Month, Period};
use super::rules::Rules;
use super::village::Office;

/// One disclosure of one matter for one period (公示).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its identity.
    pub id: NoticeId,
    /// The village that discloses.
    pub village: VillageId,
    /// The matter.
    pub matter: MatterCode,
    /// The period disclosed.
    pub period: Period,
    /// Its number in the year (期数): the number of the month for a monthly matter.
    pub issue: u32,
    /// The day the figures were frozen.
    pub drafted_on: Date,
    /// The frozen figures and words.
    pub content: Content,
    /// Where it stands.
    pub state: NoticeState,
}

/// Where a notice stands (公示状态). It moves only forward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoticeState {
    /// Frozen, not yet on the board (草稿).
    Drafted,
    /// Replaced by a later draft before it was published (作废).
    Withdrawn {
        /// The day it was replaced.
        on: Date,
    },
    /// On the board, and final (已公布).
    Published(Publication),
}

/// The act of publishing (公布).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// The day the sheet was hung.
    pub published_on: Date,
    /// The last day of the posting period.
    pub posted_until: Date,
    /// The boards it hangs on, as printed.
    pub boards: Vec<String>,
}

/// What the sheet says (公示内容), frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Who discloses, and where to object.
    pub masthead: Masthead,
    /// The figures.
    pub body: Body,
}

/// The part of a sheet that is the same for every matter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Masthead {
    /// `斗虎屯镇`
    pub township: String,
    /// `堠堌新村`
    pub village: String,
    /// The boards of the village.
    pub boards: Vec<String>,
    /// Who signs, in order: the office as printed.
    pub signers: Vec<String>,
    /// Whose seals are set: the body as printed.
    pub seals: Vec<String>,
    /// Phone of the supervision committee; empty prints a blank to fill in.
    pub supervision_phone: String,
    /// Phone of the township; empty prints a blank to fill in.
    pub township_phone: String,
    /// Where the opinion box hangs; empty leaves it out.
    pub opinion_box: String,
    /// Days a villager has to object after publication.
    pub objection_days: u32,
    /// Days the committee has to answer.
    pub answer_days: u32,
}

/// The figures of a notice, one shape for each kind of sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Body {
    /// F01: every movement of cash and bank, one by one.
    FinanceDetail(FinanceDetail),
    /// F02: five blocks in plain words.
    FinanceSummary(FinanceSummary),
}

/// F01 财务收支逐笔公开表.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinanceDetail {
    /// 上月结余
    pub opening: Funds,
    /// Every movement, by day and voucher number.
    pub lines: Vec<FinanceLine>,
    /// 本月收入合计
    pub income_total: Money,
    /// 本月支出合计
    pub expense_total: Money,
    /// 月末结余
    pub closing: Funds,
    /// 本年累计
    pub year: YearTotals,
}

/// One line of F01 (一笔收支).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinanceLine {
    /// The day of the business.
    pub date: Date,
    /// The voucher number as printed: `记-001`.
    pub voucher: String,
    /// What happened.
    pub summary: String,
    /// Money in; zero prints as blank.
    pub income: Money,
    /// Money out; zero prints as blank.
    pub expense: Money,
    /// Cash and bank together after this line.
    pub balance: Money,
    /// 结算方式
    pub settlement: String,
    /// 经手人
    pub handler: String,
    /// 证明人
    pub witness: String,
    /// 审批人
    pub approver: String,
}

/// The sums of a year so far (本年累计).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearTotals {
    /// The month the sums start with.
    pub from: Month,
    /// 本年累计收入
    pub income: Money,
    /// 本年累计支出
    pub expense: Money,
}

/// F02 财务收支汇总表: 上月结余, 本月收入, 本月支出, 月末结余, 本年累计.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinanceSummary {
    /// 上月结余
    pub opening: Funds,
    /// 本月收入, by kind.
    pub income: Vec<SummaryLine>,
    /// 本月支出, by kind.
    pub expense: Vec<SummaryLine>,
    /// 本月收入合计
    pub income_total: Money,
    /// 本月支出合计
    pub expense_total: Money,
    /// 月末结余
    pub closing: Funds,
    /// 本年累计
    pub year: YearTotals,
    /// The share of expense not paid in cash, in hundredths of a percent.
    pub non_cash_share: Option<u32>,
}

/// One kind of income or expense on F02.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryLine {
    /// In plain words.
    pub label: String,
    /// How many movements.
    pub count: usize,
    /// The sum.
    pub amount: Money,
}

/// How serious a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The notice cannot be drafted or published.
    Error,
    /// A person should look; it may be right.
    Warning,
}

/// Something wrong or doubtful in a notice (公布前检查的问题).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// How serious.
    pub level: Level,
    /// A stable name for programs.
    pub code: &'static str,
    /// The line of the sheet, from 1, where it is about one line.
    pub line: Option<usize>,
    /// One Chinese sentence with the next step.
    pub message: String,
}

/// Why a notice cannot be drafted, in order of precedence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DraftRefusal {
    /// A finance notice covers one month.
    #[error("{matter}按月公开，期间要写月份，如 2026-10，写的是 {period}", matter = .matter.title())]
    NotAMonth {
        /// The matter.
        matter: MatterCode,
        /// The period asked for.
        period: Period,
    },
    /// The period still runs.
    #[error("{period}还没有结束（今天是 {today}），不能起草公示", period = .period.label())]
    PeriodNotEnded {
        /// The period asked for.
        period: Period,
        /// The day of drafting.
        today: Date,
    },
    /// The period lies before the book.
    #[error("{period}早于本村账簿的第一个月 {first}", period = .period.label(), first = .first.label())]
    BeforeBook {
        /// The period asked for.
        period: Period,
        /// The first month of the book.
        first: Month,
    },
    /// It was published before.
    #[error("{period}的{matter}已于 {on} 公布", period = .period.label(), matter = .matter.title())]
    AlreadyPublished {
        /// The matter.
        matter: MatterCode,
        /// The period.
        period: Period,
        /// The day of publication.
        on: Date,
    },
    /// The gate found errors.
    #[error("{}", .0.iter().filter(|fault| fault.level == Level::Error).map(|fault| fault.message.as_str()).collect::<Vec<_>>().join("\n"))]
    Faults(Vec<Fault>),
}

impl DraftRefusal {
    /// The next step.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NotAMonth { .. } => "请选一个月份。",
            Self::PeriodNotEnded { .. } => "请等这个月过完、账记全了再起草。",
            Self::BeforeBook { .. } => "请选有账的月份。",
            Self::AlreadyPublished { .. } => {
                "已公布的不能重来；数字有错请记更正凭证，在下一期公示。"
            }
            Self::Faults(_) => "请按上面的提示改好后再起草。",
        }
    }
}

/// Why a notice cannot be published, in order of precedence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PublishRefusal {
    /// It is on the board already.
    #[error("这份公示已于 {0} 公布")]
    AlreadyPublished(Date),
    /// A later draft replaced it.
    #[error("这份草稿已于 {0} 作废，被后来的草稿取代")]
    Withdrawn(Date),
    /// Dated after today.
    #[error("公布日期 {on} 还没到（今天是 {today}）")]
    Future {
        /// The date written.
        on: Date,
        /// The day of publishing.
        today: Date,
    },
    /// Dated before the period was over.
    #[error("公布日期 {on} 早于{period}的结束，那时数字还不全", period = .period.label())]
    BeforePeriodEnd {
        /// The date written.
        on: Date,
        /// The period disclosed.
        period: Period,
    },
    /// Shorter than the law allows.
    #[error("公示 {days} 天太短，公布的期限不得少于 {minimum} 天")]
    TooShort {
        /// The days asked for.
        days: u32,
        /// The least allowed.
        minimum: u32,
    },
    /// Longer than makes sense.
    #[error("公示 {0} 天太长，请核对天数")]
    TooLong(u32),
    /// The book moved on after the figures were frozen.
    #[error("起草之后账里又有变动，草稿里的数字已经不是账上的数字")]
    Stale,
    /// The gate finds errors now.
    #[error("{}", .0.iter().filter(|fault| fault.level == Level::Error).map(|fault| fault.message.as_str()).collect::<Vec<_>>().join("\n"))]
    Faults(Vec<Fault>),
}

impl PublishRefusal {
    /// The next step, with the article where one applies.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::AlreadyPublished(_) => "需要再贴一份，请直接重新打印。",
            Self::Withdrawn(_) => "请公布最新的那份草稿。",
            Self::Future { .. } => "请写实际张贴的日期。",
            Self::BeforePeriodEnd { .. } => "请核对公布日期。",
            Self::TooShort { .. } => {
                "请至少公示 15 天。依据《村民委员会组织法》第三十五条：公布的期限不得少于十五日。"
            }
            Self::TooLong(_) => "公示期最长按 366 天登记。",
            Self::Stale => "请重新起草，核对后再公布。",
            Self::Faults(_) => "请按上面的提示改好后重新起草。",
        }
    }
}

/// The longest posting period that can be registered, in days.
pub const POSTING_DAYS_MAX: u32 = 366;

impl Book {
    /// Computes the notice of `matter` for `period` and freezes its figures.
    ///
    /// The faults of the result are the caller's to ask for: [`Notice::faults`].
    ///
    /// # Errors
    /// The first [`DraftRefusal`] but [`DraftRefusal::Faults`].
    pub fn draft_notice(
        &self,
        id: NoticeId,
        matter: MatterCode,
        period: Period,
        rules: &Rules,
        today: Date,
    ) -> Result<Notice, DraftRefusal> {
        let Period::Month(month) = period else {
            return Err(DraftRefusal::NotAMonth { matter, period });
        };
        if today <= period.last_day() {
            return Err(DraftRefusal::PeriodNotEnded { period, today });
        }
        let first = self.first_month();
        if month < first {
            return Err(DraftRefusal::BeforeBook { period, first });
        }
        if let Some(on) = self.published_on(matter, period) {
            return Err(DraftRefusal::AlreadyPublished { matter, period, on });
        }
        Ok(Notice {
            id,
            village: self.village.id,
            matter,
            period,
            issue: month.number(),
            drafted_on: today,
            content: self.content(matter, period, rules),
            state: NoticeState::Drafted,
        })
    }

    /// The day on which the matter was published for the period, if it was.
    pub fn published_on(&self, matter: MatterCode, period: Period) -> Option<Date> {
        self.notices
            .iter()
            .filter(|notice| notice.matter == matter && notice.period == period)
            .find_map(|notice| notice.publication().map(|publication| publication.published_on))
    }

    /// The published notice of `matter` for the latest period before `period`.
    pub fn last_published_before(&self, matter: MatterCode, period: Period) -> Option<&Notice> {
        self.notices
            .iter()
            .filter(|notice| notice.matter == matter && notice.publication().is_some())
            .filter(|notice| notice.period.last_day() < period.first_day())
            .max_by_key(|notice| notice.period.last_day())
    }

    /// What the notice of `matter` for `period` says, computed from the book as it stands.
    pub fn content(&self, matter: MatterCode, period: Period, rules: &Rules) -> Content {
        let body = if matter == MatterCode::FINANCE_SUMMARY {
            Body::FinanceSummary(self.finance_summary(period))
        } else {
            Body::FinanceDetail(self.finance_detail(period))
        };
        Content { masthead: self.masthead(rules), body }
    }

    fn masthead(&self, rules: &Rules) -> Masthead {
        let profile = &self.village.profile;
        let township = profile.township.trim_end_matches(|c: char| c.is_whitespace());
        Masthead {
            township: township.to_owned(),
            village: profile.name.clone(),
            boards: profile.boards.iter().map(|board| board.place.clone()).collect(),
            signers: vec![
                Office::PartySecretary.label().to_owned(),
                Office::CommitteeDirector.label().to_owned(),
                "村务监督委员会主任".to_owned(),
                Office::Accountant.label().to_owned(),
                "镇三资中心审核".to_owned(),
            ],
            seals: vec!["村民委员会（章）".to_owned(), "村务监督委员会（章）".to_owned()],
            supervision_phone: profile.supervision_phone.clone(),
            township_phone: profile.township_phone.clone(),
            opinion_box: profile.opinion_box.clone(),
            objection_days: rules.objection_days,
            answer_days: rules.answer_days,
        }
    }

    fn finance_detail(&self, period: Period) -> FinanceDetail {
        let report = self.report(period);
        let mut balance = report.opening.total();
        let mut lines = Vec::new();
        for voucher in self.vouchers_by_day(period) {
            let movement = ledger::fund_movement(voucher);
            if movement.is_empty() {
                continue;
            }
            let (income, expense) = (movement.income_total(), movement.expense_total());
            balance = balance.plus(income).minus(expense);
            let written = voucher.written();
            lines.push(FinanceLine {
                date: voucher.date(),
                voucher: voucher.number().to_string(),
                summary: written.summary.clone(),
                income,
                expense,
                balance,
                settlement: written.settlement.label().to_owned(),
                handler: written.handler.clone(),
                witness: written.witness.clone(),
                approver: written.approver.clone(),
            });
        }
        FinanceDetail {
            opening: report.opening,
            lines,
            income_total: report.income_total,
            expense_total: report.expense_total,
            closing: report.closing,
            year: YearTotals {
                from: report.year_from,
                income: report.year_income,
                expense: report.year_expense,
            },
        }
    }

    fn finance_summary(&self, period: Period) -> FinanceSummary {
        let report = self.report(period);
        FinanceSummary {
            opening: report.opening,
            income: summary_lines(&self.chart, &report.income),
            expense: summary_lines(&self.chart, &report.expense),
            income_total: report.income_total,
            expense_total: report.expense_total,
            closing: report.closing,
            year: YearTotals {
                from: report.year_from,
                income: report.year_income,
                expense: report.year_expense,
            },
            non_cash_share: report.non_cash_share,
        }
    }
}

fn summary_lines(chart: &Chart, lines: &[ReportLine]) -> Vec<SummaryLine> {
    let line = |line: &ReportLine| {
        let full_name = chart.full_name(&line.account);
        let label = match account::plain_words(&line.account) {
            Some(words) if line.account.parent().is_none() => words.to_owned(),
            _ => full_name,
        };
        SummaryLine { label, count: line.count, amount: line.amount }
    };
    lines.iter().map(line).collect()
}

impl Notice {
    /// How it was published, if it was.
    pub const fn publication(&self) -> Option<&Publication> {
        match &self.state {
            NoticeState::Published(publication) => Some(publication),
            NoticeState::Drafted | NoticeState::Withdrawn { .. } => None,
        }
    }

    /// Checks the frozen figures against themselves, the book and the last published sheet.
    pub fn faults(&self, book: &Book) -> Vec<Fault> {
        let mut faults = Vec::new();
        if let Body::FinanceDetail(detail) = &self.content.body {
            faults.extend(detail_faults(detail));
            faults.extend(doubtful_lines(detail));
        }
        faults.extend(self.carry_over_faults(book));
        faults.extend(negative_funds_faults(book, self.period));
        faults.extend(masthead_faults(book));
        faults.sort_by_key(|fault| fault.level);
        faults
    }

    /// Opening and closing money as the sheet states them.
    pub const fn funds(&self) -> (Funds, Funds) {
        match &self.content.body {
            Body::FinanceDetail(detail) => (detail.opening, detail.closing),
            Body::FinanceSummary(summary) => (summary.opening, summary.closing),
        }
    }

    /// The opening must be what the last sheet on the wall ended with.
    fn carry_over_faults(&self, book: &Book) -> Option<Fault> {
        let before = book.last_published_before(self.matter, self.period)?;
        let (published, opening) = (before.funds().1, self.funds().0);
        (published != opening).then(|| Fault {
            level: Level::Error,
            code: "carry_over",
            line: None,
            message: format!(
                "{}的上月结余 {} 元（现金 {}、银行 {}），与已公布的{}月末结余 {} 元（现金 {}、银行 {}）不一致。请先公布中间的月份，或核对期初余额。",
                self.period.label(),
                opening.total().grouped(),
                opening.cash.grouped(),
                opening.bank.grouped(),
                before.period.label(),
                published.total().grouped(),
                published.cash.grouped(),
                published.bank.grouped(),
            ),
        })
    }

    /// Checks the act of publishing on `on`.
    ///
    /// # Errors
    /// The first [`PublishRefusal`] in the order its variants are declared.
    pub fn check_publication(
        &self,
        book: &Book,
        rules: &Rules,
        on: Date,
        days: u32,
        boards: Vec<String>,
        today: Date,
    ) -> Result<Publication, PublishRefusal> {
        match &self.state {
            NoticeState::Drafted => {}
            NoticeState::Withdrawn { on } => return Err(PublishRefusal::Withdrawn(*on)),
            NoticeState::Published(publication) => {
                return Err(PublishRefusal::AlreadyPublished(publication.published_on));
            }
        }
        if on > today {
            return Err(PublishRefusal::Future { on, today });
        }
        if on <= self.period.last_day() {
            return Err(PublishRefusal::BeforePeriodEnd { on, period: self.period });
        }
        if days < rules.posting_days_min {
            return Err(PublishRefusal::TooShort { days, minimum: rules.posting_days_min });
        }
        if days > POSTING_DAYS_MAX {
            return Err(PublishRefusal::TooLong(days));
        }
        if self.content.body != book.content(self.matter, self.period, rules).body {
            return Err(PublishRefusal::Stale);
        }
        let faults = self.faults(book);
        if faults.iter().any(|fault| fault.level == Level::Error) {
            return Err(PublishRefusal::Faults(faults));
        }
        let posted_until = period::posted_until(on, days);
        Ok(Publication { published_on: on, posted_until, boards })
    }

    /// The code printed on the sheet (校验码): 80 bits of SHA-256 over everything the sheet
    /// says, as four groups of four letters and digits without I, L, O and U.
    pub fn check_code(&self) -> String {
        let publication = self.publication();
        let sealed = serde_json::json!({
            "id": self.id,
            "matter": self.matter,
            "period": self.period,
            "issue": self.issue,
            "content": self.content,
            "publication": publication,
        });
        let digest = Sha256::digest(sealed.to_string().as_bytes());
        let bits = digest.iter().take(10).fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
        let letters: Vec<char> =
            (0..16).rev().map(|place| base32_digit(bits >> (place * 5))).collect();
        letters
            .chunks(4)
            .map(|group| group.iter().collect::<String>())
            .collect::<Vec<_>>()
            .join("-")
    }
}

/// Crockford's alphabet: no letter that is easily misread.
fn base32_digit(bits: u128) -> char {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let index = usize::try_from(bits & 31).unwrap_or(0);
    ALPHABET.get(index).map_or('0', |byte| char::from(*byte))
}

/// The sheet must add up, whoever computed it.
fn detail_faults(detail: &FinanceDetail) -> Vec<Fault> {
    let error = |code, line, message| Fault { level: Level::Error, code, line, message };
    let mut faults = Vec::new();
    let mut balance = detail.opening.total();
    for (index, line) in detail.lines.iter().enumerate() {
        balance = balance.plus(line.income).minus(line.expense);
        if balance != line.balance {
            let message = format!(
                "第 {} 行结余应是 {}，表上是 {}",
                index + 1,
                balance.grouped(),
                line.balance.grouped()
            );
            faults.push(error("balance", Some(index + 1), message));
            break;
        }
    }
    let income: Money = detail.lines.iter().map(|line| line.income).sum();
    let expense: Money = detail.lines.iter().map(|line| line.expense).sum();
    if (income, expense) != (detail.income_total, detail.expense_total) {
        let message = "逐笔相加不等于本月合计，请核对凭证。".to_owned();
        faults.push(error("totals", None, message));
    }
    if detail.opening.total().plus(income).minus(expense) != detail.closing.total() {
        let message = "上月结余加收入减支出不等于月末结余，请核对凭证。".to_owned();
        faults.push(error("closing", None, message));
    }
    faults
}

/// Lines a villager would ask about.
fn doubtful_lines(detail: &FinanceDetail) -> Vec<Fault> {
    let warning =
        |code, line, message| Fault { level: Level::Warning, code, line: Some(line), message };
    let mut faults = Vec::new();
    for (index, line) in detail.lines.iter().enumerate() {
        let missing: Vec<&str> =
            [("经手人", &line.handler), ("证明人", &line.witness), ("审批人", &line.approver)]
                .into_iter()
                .filter(|(_, name)| name.is_empty())
                .map(|(label, _)| label)
                .collect();
        if !missing.is_empty() {
            let message = format!(
                "{}“{}”没有填{}，请核对凭据上的签字。",
                line.voucher,
                line.summary,
                missing.join("、")
            );
            faults.push(warning("missing_person", index + 1, message));
        }
    }
    faults.extend(repeated_summaries(detail));
    faults
}

/// Three or more lines of one summary look like one payment made again and again.
fn repeated_summaries(detail: &FinanceDetail) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for (index, line) in detail.lines.iter().enumerate() {
        if seen.contains(&line.summary.as_str()) {
            continue;
        }
        seen.push(&line.summary);
        let same: Vec<&str> = detail
            .lines
            .iter()
            .filter(|other| other.summary == line.summary)
            .map(|other| other.voucher.as_str())
            .collect();
        if same.len() >= 3 {
            faults.push(Fault {
                level: Level::Warning,
                code: "same_summary",
                line: Some(index + 1),
                message: format!(
                    "{} 笔“{}”摘要相同（{}），村民会问是不是重复付款，下次请写清批次。",
                    same.len(),
                    line.summary,
                    same.join("、")
                ),
            });
        }
    }
    faults
}

fn negative_funds_faults(book: &Book, period: Period) -> Vec<Fault> {
    let days = book.negative_funds(period).into_iter();
    days.map(|day| {
        let what = if day.cash { "现金" } else { "银行存款" };
        let voucher = day.voucher.map_or_else(
            || "月初就已经是负数".to_owned(),
            |(_, number)| format!("从凭证 {number} 起"),
        );
        Fault {
            level: Level::Warning,
            code: if day.cash { "negative_cash" } else { "negative_bank" },
            line: None,
            message: format!(
                "{}{}结余是 {} 元，{}，钱不可能是负的，请核对日期先后和漏记的收入。",
                period::day_label(day.date),
                what,
                day.balance.grouped(),
                voucher
            ),
        }
    })
    .collect()
}

fn masthead_faults(book: &Book) -> Vec<Fault> {
    let profile = &book.village.profile;
    let mut missing = Vec::new();
    if profile.supervision.members.is_empty() {
        missing.push("村务监督委员会成员");
    }
    if profile.supervision_phone.is_empty() {
        missing.push("村监委电话");
    }
    if profile.boards.is_empty() {
        missing.push("公开栏位置");
    }
    if missing.is_empty() {
        return Vec::new();
    }
    vec![Fault {
        level: Level::Warning,
        code: "village_facts",
        line: None,
        message: format!("村情里还没有填{}，公示上会留空，请在“设置”里补上。", missing.join("、")),
    }]
}
