//! The print room: sheets as text, and what must hold for every sheet.

use mingbai::domain::ids::{NoticeId, VillageId};
use mingbai::domain::ledger::Funds;
use mingbai::domain::matter::MatterCode;
use mingbai::domain::money::Money;
use mingbai::domain::notice::{
    Body, Content, FinanceDetail, FinanceLine, FinanceSummary, Masthead, Notice, NoticeState,
    Publication, SummaryLine, YearTotals,
};
use mingbai::domain::period::{Date, Month, Period};

pub(crate) fn date(text: &str) -> Date {
    text.parse().expect("test date")
}

pub(crate) fn yuan(text: &str) -> Money {
    Money::parse(text).expect("test amount")
}

pub(crate) fn masthead() -> Masthead {
    Masthead {
        township: "示例镇".to_owned(),
        village: "明堌新村".to_owned(),
        boards: vec!["村委会大门东侧".to_owned()],
        signers: [
            "村党组织书记",
            "村委会主任",
            "村务监督委员会主任",
            "会计（报账员）",
            "镇三资中心审核",
        ]
        .map(str::to_owned)
        .to_vec(),
        seals: vec!["村民委员会（章）".to_owned(), "村务监督委员会（章）".to_owned()],
        supervision_phone: String::new(),
        township_phone: String::new(),
        opinion_box: "公示栏旁".to_owned(),
        objection_days: 5,
        answer_days: 5,
    }
}

pub(crate) fn notice(matter: MatterCode, body: Body) -> Notice {
    let month = Month::new(2026, 10).expect("test month");
    Notice {
        id: NoticeId::new(uuid::Uuid::from_u128(7)),
        village: VillageId::new(uuid::Uuid::from_u128(1)),
        matter,
        period: Period::Month(month),
        issue: 10,
        drafted_on: date("2026-11-04"),
        content: Content { masthead: masthead(), body },
        state: NoticeState::Drafted,
    }
}

pub(crate) fn published(mut notice: Notice) -> Notice {
    notice.state = NoticeState::Published(Publication {
        published_on: date("2026-11-05"),
        posted_until: date("2026-11-20"),
        boards: notice.content.masthead.boards.clone(),
    });
    notice
}

/// A line without its balance, which [`detail`] fills in.
pub(crate) fn line(
    day: u32,
    voucher: usize,
    summary: &str,
    income: Money,
    expense: Money,
) -> FinanceLine {
    FinanceLine {
        date: Month::new(2026, 10).expect("test month").day(day),
        voucher: format!("记-{voucher:03}"),
        summary: summary.to_owned(),
        income,
        expense,
        balance: Money::ZERO,
        settlement: "转账".to_owned(),
        handler: "李𫖯".to_owned(),
        witness: "高𬭊".to_owned(),
        approver: "朱春梅".to_owned(),
    }
}

pub(crate) fn detail(opening: Funds, mut lines: Vec<FinanceLine>) -> FinanceDetail {
    let mut balance = opening.total();
    for line in &mut lines {
        balance = balance.plus(line.income).minus(line.expense);
        line.balance = balance;
    }
    let income_total: Money = lines.iter().map(|line| line.income).sum();
    let expense_total: Money = lines.iter().map(|line| line.expense).sum();
    FinanceDetail {
        opening,
        income_total,
        expense_total,
        closing: Funds {
            cash: opening.cash,
            bank: opening.bank.plus(income_total).minus(expense_total),
        },
        year: YearTotals {
            from: Month::new(2026, 8).expect("test month"),
            income: income_total.plus(yuan("92414.77")),
            expense: expense_total.plus(yuan("126518.95")),
        },
        lines,
    }
}

pub(crate) fn summary() -> FinanceSummary {
    let line = |label: &str, count, amount: &str| SummaryLine {
        label: label.to_owned(),
        count,
        amount: yuan(amount),
    };
    FinanceSummary {
        opening: Funds { cash: yuan("8861.99"), bank: yuan("40647.58") },
        income: vec![
            line("发包和出租等经营收入", 2, "11377.22"),
            line("上级补助", 1, "18320"),
            line("捐款和其他收入", 1, "6320"),
        ],
        expense: vec![
            line("公益事业（路灯、慰问、清淤）", 30, "47200.06"),
            line("村干部报酬和保洁员工资", 6, "9901"),
            line("办公和水电", 8, "7000"),
        ],
        income_total: yuan("36017.22"),
        expense_total: yuan("64101.06"),
        closing: Funds { cash: yuan("12781.44"), bank: yuan("8644.29") },
        year: YearTotals {
            from: Month::new(2026, 8).expect("test month"),
            income: yuan("128431.99"),
            expense: yuan("190620.01"),
        },
        non_cash_share: Some(9876),
    }
}
