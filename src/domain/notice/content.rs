//! What a sheet says, computed from the book once and then frozen.

use serde::{Deserialize, Serialize};

use super::redaction::Redaction;
use super::statement::Statement;
use crate::domain::account::Chart;
use crate::domain::entity::{Bookkeeping, Entity};
use crate::domain::ledger::{self, Book, Funds, ReportLine};
use crate::domain::matter::{Category, MatterCode};
use crate::domain::money::Money;
use crate::domain::period::{Date, Month, Period};
use crate::domain::rules::Rules;
use crate::domain::village::Office;

/// What the sheet says (公示内容), frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Who discloses, and where to object.
    pub masthead: Masthead,
    /// The figures.
    pub body: Body,
    /// What was masked or disclosed for a reason.
    #[serde(default, skip_serializing_if = "Redaction::is_empty")]
    pub redaction: Redaction,
}

/// The part of a sheet that is the same for every matter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Masthead {
    /// `斗虎屯镇`
    pub township: String,
    /// `堠堌新村`
    pub village: String,
    /// Whose books are disclosed, in a village that keeps two sets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub books: Option<Entity>,
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
    /// Whether the last page of a table is filled up with blank rows.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fills_rows: bool,
}

/// The figures of a notice, one shape for each kind of sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Body {
    /// F01: every movement of cash and bank, one by one.
    FinanceDetail(FinanceDetail),
    /// F02: five blocks in plain words.
    FinanceSummary(FinanceSummary),
    /// Any other matter, and every correction: words and a table.
    Statement(Statement),
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
    /// What it takes back or sets right of an earlier month: `更正2026年9月记-012`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correction: Option<String>,
}

impl FinanceLine {
    /// The summary, after what it corrects.
    pub fn words(&self) -> String {
        let of = self.correction.as_ref();
        of.map_or_else(|| self.summary.clone(), |of| format!("【{of}】{}", self.summary))
    }
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
    /// 上年同期, where the books go back so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<SummaryBefore>,
    /// How many people live in the village, for figures per head.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population: Option<u32>,
    /// Whether income and expense are drawn as bars below the table.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub draws_bars: bool,
}

/// What F02 sets beside its totals: the same month of the year before (上年同期).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryBefore {
    /// 收入合计
    pub income: Money,
    /// 支出合计
    pub expense: Money,
    /// 月末结余
    pub closing: Money,
    /// 累计, where the year before is told from the same month on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<YearTotals>,
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

impl Book {
    /// What the finance notice of `matter` for `period` says of the books of `entity`, computed
    /// from the book as it stands.
    pub fn finance_content(
        &self,
        matter: MatterCode,
        entity: Entity,
        period: Period,
        rules: &Rules,
    ) -> Content {
        let books = self.books_of(entity);
        let body = if matter == MatterCode::FINANCE_SUMMARY {
            Body::FinanceSummary(books.finance_summary(period))
        } else {
            Body::FinanceDetail(books.finance_detail(entity, period))
        };
        let masthead = self.masthead(entity, rules, Category::Finance);
        Content { masthead, body, redaction: Redaction::default() }
    }

    /// The part of a sheet that is the same for every matter of a category.
    pub(super) fn masthead(&self, entity: Entity, rules: &Rules, category: Category) -> Masthead {
        let profile = &self.village.profile;
        let township = profile.township.trim_end_matches(|c: char| c.is_whitespace());
        Masthead {
            township: township.to_owned(),
            village: profile.name.clone(),
            books: (category == Category::Finance && profile.bookkeeping == Bookkeeping::Separate)
                .then_some(entity),
            boards: profile.boards.iter().map(|board| board.place.clone()).collect(),
            signers: signers(category, profile.bookkeeping, entity),
            seals: seals(category, profile.bookkeeping, entity),
            supervision_phone: profile.supervision_phone.clone(),
            township_phone: profile.township_phone.clone(),
            opinion_box: profile.opinion_box.clone(),
            objection_days: rules.objection_days,
            answer_days: rules.answer_days,
            fills_rows: profile.fills_rows,
        }
    }

    fn finance_detail(&self, entity: Entity, period: Period) -> FinanceDetail {
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
                voucher: self.number_in(entity, voucher),
                summary: written.summary.clone(),
                income,
                expense,
                balance,
                settlement: written.settlement.label().to_owned(),
                handler: written.handler.clone(),
                witness: written.witness.clone(),
                approver: written.approver.clone(),
                correction: self.correction_note(voucher),
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
            before: self.summary_before(period, report.year_from),
            population: self.village.profile.population,
            draws_bars: self.village.profile.draws_bars,
        }
    }

    fn summary_before(&self, period: Period, year_from: Month) -> Option<SummaryBefore> {
        let report = self.report(self.year_before(period)?);
        let same_start = report.year_from.number() == year_from.number();
        Some(SummaryBefore {
            income: report.income_total,
            expense: report.expense_total,
            closing: report.closing.total(),
            year: same_start.then_some(YearTotals {
                from: report.year_from,
                income: report.year_income,
                expense: report.year_expense,
            }),
        })
    }
}

/// Who signs a sheet: whoever answers for the books it discloses, then those who check it; Party
/// matters are signed by the Party organisation alone.
fn signers(category: Category, bookkeeping: Bookkeeping, entity: Entity) -> Vec<String> {
    if category == Category::Party {
        let signers = [Office::PartySecretary.label(), "组织委员", "纪检委员"];
        return signers.map(str::to_owned).to_vec();
    }
    let bookkeeping =
        if category == Category::Finance { bookkeeping } else { Bookkeeping::Unified };
    let head = match (bookkeeping, entity) {
        (Bookkeeping::Unified, _) | (_, Entity::Committee) => vec![Office::CommitteeDirector],
        (Bookkeeping::Separate, Entity::Collective) => vec![Office::CollectiveHead],
        (Bookkeeping::Separate, Entity::Village) => {
            vec![Office::CommitteeDirector, Office::CollectiveHead]
        }
    };
    let heads = head.into_iter().map(|office| office.label().to_owned());
    let mut signers = vec![Office::PartySecretary.label().to_owned()];
    signers.extend(heads);
    signers.push("村务监督委员会主任".to_owned());
    signers.extend(match category {
        Category::Finance => [Office::Accountant.label().to_owned(), "镇三资中心审核".to_owned()],
        Category::Party | Category::Affairs => {
            [Office::Clerk.label().to_owned(), "乡镇审核".to_owned()]
        }
    });
    signers
}

/// Whose seals are set on a sheet.
fn seals(category: Category, bookkeeping: Bookkeeping, entity: Entity) -> Vec<String> {
    let seal = |body: &str| format!("{body}（章）");
    if category == Category::Party {
        return vec![seal("村党组织")];
    }
    let bookkeeping =
        if category == Category::Finance { bookkeeping } else { Bookkeeping::Unified };
    let mut seals = match (bookkeeping, entity) {
        (Bookkeeping::Unified, _) | (_, Entity::Committee) => vec![seal("村民委员会")],
        (Bookkeeping::Separate, Entity::Collective) => vec![seal("集体经济组织")],
        (Bookkeeping::Separate, Entity::Village) => {
            vec![seal("村民委员会"), seal("集体经济组织")]
        }
    };
    seals.push(seal("村务监督委员会"));
    seals
}

fn summary_lines(chart: &Chart, lines: &[ReportLine]) -> Vec<SummaryLine> {
    let line = |line: &ReportLine| SummaryLine {
        label: chart.plain_name(&line.account),
        count: line.count,
        amount: line.amount,
    };
    lines.iter().map(line).collect()
}
