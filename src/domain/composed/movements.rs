//! Income and expense of one kind, one by one (逐笔): what was earned, granted, and spent on pay,
//! management, welfare and labour.

use super::funds::{Moved, moved};
use super::{Composed, blank_zero, summed, table, this};
use crate::domain::account::AccountCode;
use crate::domain::entity::Entity;
use crate::domain::ledger::{Book, fund_movement};
use crate::domain::listing::ColumnKind;
use crate::domain::money::Money;
use crate::domain::notice::StatementTable;
use crate::domain::period::{Date, Period, date_label};
use crate::domain::voucher::Voucher;

/// Money in or out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    In,
    Out,
}

/// One amount of a voucher against one account.
struct Line<'a> {
    voucher: &'a Voucher,
    account: AccountCode,
    way: Way,
    amount: Money,
}

/// A kind of income or expense.
struct Kind<'a> {
    /// The village's book, which numbers the vouchers.
    book: &'a Book,
    /// The books disclosed.
    books: &'a Book,
    entity: Entity,
    period: Period,
}

/// 村组干部报酬 are booked to 应付工资, or straight to 管理费用.
const PAY_WORDS: [&str; 4] = ["报酬", "干部工资", "绩效", "干部补贴"];
/// 误工 is booked to 应付劳务费, or straight to an expense.
const LABOUR_WORDS: [&str; 2] = ["误工", "劳务"];

impl<'a> Kind<'a> {
    fn is_pay(&self, account: &AccountCode, voucher: &Voucher) -> bool {
        account.first_level() == "212"
            || (account.first_level() == "513" && self.is_named(account, voucher, &PAY_WORDS))
    }

    fn is_labour(&self, account: &AccountCode, voucher: &Voucher) -> bool {
        account.first_level() == "213"
            || (matches!(account.first_level(), "511" | "513" | "514")
                && self.is_named(account, voucher, &LABOUR_WORDS))
    }

    /// Whether the account says so, or the summary where a village keeps no sub-accounts.
    fn is_named(&self, account: &AccountCode, voucher: &Voucher, words: &[&str]) -> bool {
        let name = self.book.chart.full_name(account);
        let summary = &voucher.written().summary;
        let says = |text: &str| words.iter().any(|word| text.contains(word));
        says(&name) || (account.parent().is_none() && says(summary))
    }

    /// The movements from one day through another, by day and number.
    fn lines(
        &self,
        from: Date,
        through: Date,
        fits: impl Fn(Way, &AccountCode, &Voucher) -> bool,
    ) -> Vec<Line<'a>> {
        let mut vouchers: Vec<&Voucher> =
            self.books.vouchers.iter().filter(|it| (from..=through).contains(&it.date())).collect();
        vouchers.sort_by_key(|voucher| (voucher.date(), voucher.entity(), voucher.number()));
        let mut lines = Vec::new();
        for voucher in vouchers {
            let movement = fund_movement(voucher);
            let sides = [(Way::In, movement.income), (Way::Out, movement.expense)];
            for (way, amounts) in sides {
                for (account, amount) in amounts {
                    if fits(way, &account, voucher) {
                        lines.push(Line { voucher, account, way, amount });
                    }
                }
            }
        }
        lines
    }

    /// The movements of the period, and what they come to in the year so far.
    fn of_period(
        &self,
        way: Way,
        fits: impl Fn(&AccountCode, &Voucher) -> bool,
    ) -> (Vec<Line<'a>>, Money) {
        let fits = |line_way: Way, account: &AccountCode, voucher: &Voucher| {
            line_way == way && fits(account, voucher)
        };
        let (first, last) = (self.period.first_day(), self.period.last_day());
        let from = self.books.year_from(self.period).first_day();
        let year = sum(&self.lines(from, last, fits));
        (self.lines(first, last, fits), year)
    }

    /// `本月集体经营收入 3 笔，共 1,200.00 元；本年累计 …`
    fn sentence(&self, what: &str, lines: &[Line<'_>], year: Money) -> String {
        let this = this(self.period);
        let so_far = match self.period {
            Period::Year(_) => String::new(),
            Period::Month(_) | Period::Quarter { .. } => {
                format!("；本年累计 {} 元", year.grouped())
            }
        };
        if lines.is_empty() {
            return format!("{this}没有{what}{so_far}。");
        }
        format!("{this}{what} {} 笔，共 {} 元{so_far}。", lines.len(), sum(lines).grouped())
    }

    fn cells(&self, line: &Line<'_>) -> [String; 4] {
        [
            line.voucher.date().format("%m-%d").to_string(),
            self.book.number_in(self.entity, line.voucher),
            line.voucher.written().summary.clone(),
            self.book.chart.full_name(&line.account),
        ]
    }

    /// The lines of one way, with who paid and who allowed it.
    fn table(&self, lines: &[Line<'_>], amount: &str) -> StatementTable {
        use ColumnKind::{Amount, Date as Day, Label, Text};
        let heads = [
            ("日期", Day),
            ("凭证号", Label),
            ("摘要", Text),
            ("项目", Text),
            (amount, Amount),
            ("结算", Label),
            ("经手人", Label),
            ("审批人", Label),
        ];
        let row = |line: &Line<'_>| {
            let written = line.voucher.written();
            let mut row = self.cells(line).to_vec();
            row.push(line.amount.grouped());
            row.push(written.settlement.label().to_owned());
            row.extend([written.handler.clone(), written.approver.clone()]);
            row
        };
        summed(table("", &heads, lines.iter().map(row).collect())).numbered()
    }

    fn one_way(
        &self,
        way: Way,
        what: &str,
        amount: &str,
        fits: impl Fn(&AccountCode, &Voucher) -> bool,
    ) -> Composed {
        let (lines, year) = self.of_period(way, fits);
        Composed::says(self.sentence(what, &lines, year), vec![self.table(&lines, amount)])
    }
}

fn sum(lines: &[Line<'_>]) -> Money {
    lines.iter().map(|line| line.amount).sum()
}

/// F06 集体经营收入: 经营收入 and 投资收益 that came in.
pub(super) fn earned(book: &Book, books: &Book, entity: Entity, period: Period) -> Composed {
    let kind = Kind { book, books, entity, period };
    kind.one_way(Way::In, "集体经营收入", "收入", |it, _| {
        matches!(it.first_level(), "501" | "502")
    })
}

/// F09 村组干部报酬
pub(super) fn pay(book: &Book, books: &Book, entity: Entity, period: Period) -> Composed {
    let kind = Kind { book, books, entity, period };
    kind.one_way(Way::Out, "村组干部报酬", "实发", |account, voucher| {
        kind.is_pay(account, voucher)
    })
}

/// F10 管理费支出, without the pay that F09 tells of.
pub(super) fn management(book: &Book, books: &Book, entity: Entity, period: Period) -> Composed {
    let kind = Kind { book, books, entity, period };
    kind.one_way(Way::Out, "管理费支出", "支出", |account, voucher| {
        account.first_level() == "513" && !kind.is_pay(account, voucher)
    })
}

/// F11 公益福利支出
pub(super) fn welfare(book: &Book, books: &Book, entity: Entity, period: Period) -> Composed {
    let kind = Kind { book, books, entity, period };
    kind.one_way(Way::Out, "公益福利支出", "支出", |account, _| {
        account.first_level() == "514"
    })
}

/// C28 误工补贴
pub(super) fn labour(book: &Book, books: &Book, entity: Entity, period: Period) -> Composed {
    let kind = Kind { book, books, entity, period };
    kind.one_way(Way::Out, "误工补贴和劳务费", "实发", |account, voucher| {
        kind.is_labour(account, voucher)
    })
}

/// 专项应付款
const EARMARKED: &str = "241";

/// F08 补助收入与专项资金: each receipt and each use, and what is left of every earmarked fund.
pub(super) fn granted(book: &Book, books: &Book, entity: Entity, period: Period) -> Composed {
    let kind = Kind { book, books, entity, period };
    let fits = |way: Way, account: &AccountCode, _: &Voucher| match way {
        Way::In => matches!(account.first_level(), "503" | EARMARKED),
        Way::Out => account.first_level() == EARMARKED,
    };
    let lines = kind.lines(period.first_day(), period.last_day(), fits);
    let total = |way: Way| -> Money {
        lines.iter().filter(|line| line.way == way).map(|line| line.amount).sum()
    };
    let (received, spent) = (total(Way::In), total(Way::Out));
    let funds = moved(books, period, |account| account.first_level() == EARMARKED);
    let left: Money = funds.values().map(|moved| -moved.closing()).sum();
    let sentence = format!(
        "{}收到补助和专项资金 {} 元，用掉专项资金 {} 元；到{}，专项资金还有 {} 元没有用完。",
        this(period),
        received.grouped(),
        spent.grouped(),
        date_label(period.last_day()),
        left.grouped()
    );
    Composed::says(sentence, vec![granted_table(&kind, &lines), earmarked_table(books, &funds)])
}

fn granted_table(kind: &Kind<'_>, lines: &[Line<'_>]) -> StatementTable {
    use ColumnKind::{Amount, Date as Day, Label, Text};
    let heads = [
        ("日期", Day),
        ("凭证号", Label),
        ("摘要", Text),
        ("项目", Text),
        ("到账", Amount),
        ("支出", Amount),
        ("经手人", Label),
    ];
    let row = |line: &Line<'_>| {
        let mut row = kind.cells(line).to_vec();
        let (received, spent) = match line.way {
            Way::In => (line.amount, Money::ZERO),
            Way::Out => (Money::ZERO, line.amount),
        };
        row.extend([blank_zero(received), blank_zero(spent)]);
        row.push(line.voucher.written().handler.clone());
        row
    };
    summed(table("", &heads, lines.iter().map(row).collect())).numbered()
}

fn earmarked_table(
    books: &Book,
    funds: &std::collections::BTreeMap<AccountCode, Moved>,
) -> StatementTable {
    use ColumnKind::{Amount, Text};
    let heads = [
        ("专项资金", Text),
        ("期初结余", Amount),
        ("到账", Amount),
        ("使用", Amount),
        ("期末结余", Amount),
    ];
    let row = |(account, moved): (&AccountCode, &Moved)| {
        vec![
            books.chart.full_name(account),
            (-moved.opening).grouped(),
            blank_zero(moved.credit),
            blank_zero(moved.debit),
            (-moved.closing()).grouped(),
        ]
    };
    summed(table("专项资金结余", &heads, funds.iter().map(row).collect()))
}
