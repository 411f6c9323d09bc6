//! What stands around the lines of a statement: account, period, balances, sums and counts.

use super::figures::{self, Figure};
use super::names::BankColumn;
use crate::domain::money::Money;
use crate::domain::period::Date;
use crate::domain::reconcile::tail_of;
use crate::domain::text;
use crate::exchange::columns::Header;
use crate::exchange::sheet::{Cell, Row};

/// What a statement says of itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Stated {
    pub(super) tail: Option<String>,
    pub(super) name: String,
    pub(super) from: Option<Date>,
    pub(super) to: Option<Date>,
    pub(super) opening: Option<Money>,
    pub(super) closing: Option<Money>,
    pub(super) count: Option<usize>,
    pub(super) count_in: Option<usize>,
    pub(super) count_out: Option<usize>,
    pub(super) sum_in: Option<Money>,
    pub(super) sum_out: Option<Money>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    Number,
    Name,
    From,
    To,
    Span,
    Opening,
    Closing,
    Count,
    CountIn,
    CountOut,
    SumIn,
    SumOut,
}

const LABELS: [(Label, &[&str]); 12] = [
    (
        Label::Number,
        &[
            "账号",
            "帐号",
            "卡号",
            "查询账号",
            "账户",
            "客户账号",
            "账户号",
            "本方账号",
            "账(卡)号",
            "卡号/账号",
            "账号/卡号",
            "借记卡号",
            "交易账号",
            "交易卡号",
            "账户号码",
            "一卡通",
        ],
    ),
    (
        Label::Name,
        &[
            "户名",
            "账户名称",
            "账号名称",
            "客户名称",
            "单位名称",
            "账户名",
            "本方户名",
            "帐户名称",
            "客户姓名",
            "姓名",
        ],
    ),
    (Label::From, &["起始日期", "开始日期", "查询起始日期", "起始时间", "起始日"]),
    (
        Label::To,
        &["截止日期", "结束日期", "终止日期", "查询截止日期", "截止时间", "终止日", "截止日"],
    ),
    (
        Label::Span,
        &[
            "起止日期",
            "查询日期",
            "查询时间段",
            "查询期间",
            "日期范围",
            "起止时间",
            "交易区间",
            "查询区间",
            "交易期间",
            "对账期间",
            "查询时间",
        ],
    ),
    (Label::Opening, &["期初余额", "上期余额", "承前余额", "起始余额", "上期结余", "初始余额"]),
    (Label::Closing, &["期末余额", "截止余额", "本期余额", "期末结余"]),
    (Label::Count, &["总笔数", "合计笔数", "交易笔数", "笔数", "交易总笔数", "记录数", "总记录数"]),
    (
        Label::CountIn,
        &[
            "收入笔数",
            "贷方笔数",
            "贷方总笔数",
            "收入总笔数",
            "转入笔数",
            "贷方发生笔数",
            "贷方合计笔数",
        ],
    ),
    (
        Label::CountOut,
        &[
            "支出笔数",
            "借方笔数",
            "借方总笔数",
            "支出总笔数",
            "转出笔数",
            "借方发生笔数",
            "借方合计笔数",
        ],
    ),
    (
        Label::SumIn,
        &[
            "收入合计",
            "贷方合计",
            "贷方发生额合计",
            "收入总额",
            "收入总金额",
            "贷方总金额",
            "总收入",
            "贷方总额",
            "转入合计",
            "收入合计金额",
            "贷方合计金额",
            "贷方发生额",
            "收入金额",
            "合计收入",
        ],
    ),
    (
        Label::SumOut,
        &[
            "支出合计",
            "借方合计",
            "借方发生额合计",
            "支出总额",
            "支出总金额",
            "借方总金额",
            "总支出",
            "借方总额",
            "转出合计",
            "支出合计金额",
            "借方合计金额",
            "借方发生额",
            "支出金额",
            "合计支出",
        ],
    ),
];

/// Words of rows that add up or carry over other rows.
const SUM_WORDS: [&str; 9] =
    ["合计", "总计", "小计", "累计", "承前", "过次", "期初", "期末", "总笔数"];

/// Whether a row adds up or carries over other rows.
pub(super) fn is_sum(row: &Row) -> bool {
    row.cells.iter().any(|cell| {
        let plain = plain(&cell.shown());
        SUM_WORDS.iter().any(|word| plain.contains(word))
    })
}

fn plain(written: &str) -> String {
    written.chars().map(text::ascii_width).filter(|c| !c.is_whitespace()).collect()
}

/// A label without its brackets: `查询账号[Inquirer account number]`.
fn label_of(written: &str) -> Option<Label> {
    let plain = plain(written);
    let mut bare = plain.as_str();
    if let Some(at) = bare.find(['[', '(']).filter(|at| *at > 0 && !bare.starts_with("账(")) {
        bare = bare.get(..at).unwrap_or(bare);
    }
    let bare = bare.trim_start_matches(['#', '*', ' ']);
    // `账号/卡号 Account/Card No`
    let han: String = bare.chars().filter(|c| !c.is_ascii_alphabetic() && *c != '.').collect();
    let bare =
        if bare.starts_with(|c: char| c.is_ascii()) { bare } else { han.trim_end_matches('/') };
    LABELS.iter().find(|(_, names)| names.contains(&bare)).map(|(label, _)| *label)
}

impl Stated {
    /// Takes in a row that is not a line: `账号：…` in one cell, or a label and the cell after it.
    pub(super) fn take_words(&mut self, row: &Row) {
        let mut cells = row.cells.iter().filter(|cell| !cell.is_empty()).peekable();
        while let Some(cell) = cells.next() {
            let shown = cell.shown().chars().map(text::ascii_width).collect::<String>();
            let mut label = label_of(&shown);
            let mut parts = shown.split(':').peekable();
            let head = parts.next().unwrap_or_default();
            if parts.peek().is_some() {
                label =
                    label_of(head).or_else(|| head.split_whitespace().last().and_then(label_of));
            }
            while let Some(part) = parts.next() {
                let last = parts.peek().is_none();
                let (value, next) = if last { (part, "") } else { cut_label(part) };
                let value = value.trim().trim_end_matches([',', ';']);
                // `[20261001]`
                let value = value.trim_matches(['[', ']', '【', '】']).trim();
                match label.take() {
                    Some(found) if !value.is_empty() => self.set(found, value),
                    Some(found) if last => label = Some(found),
                    Some(_) | None => {}
                }
                if !last {
                    label = label_of(next);
                }
            }
            if let (Some(label), Some(next)) = (label, cells.peek()) {
                self.set(label, &next.shown());
            }
        }
    }

    fn set(&mut self, label: Label, value: &str) {
        let money = || match figures::figure(&Cell::text(sum_in(value))) {
            Ok(Figure::Amount(amount)) => Some(amount),
            Ok(Figure::Blank | Figure::Masked) | Err(_) => None,
        };
        let day = |written: &str| figures::date(&Cell::text(written)).ok();
        let count = || value.trim_end_matches('笔').trim().parse().ok().or_else(|| count_in(value));
        match label {
            Label::Number => {
                // the number alone, or beside the name of a branch
                let tail = tail_of(value).or_else(|| value.split_whitespace().find_map(tail_of));
                self.tail = self.tail.take().or(tail);
            }
            Label::Name if self.name.is_empty() => self.name = figures::words(&Cell::text(value)),
            Label::Name => {}
            Label::From => self.from = self.from.or_else(|| day(value)),
            Label::To => self.to = self.to.or_else(|| day(value)),
            Label::Span => self.set_span(value),
            Label::Opening => self.opening = self.opening.or_else(money),
            Label::Closing => self.closing = self.closing.or_else(money),
            Label::Count => self.count = self.count.or_else(count),
            Label::CountIn => self.count_in = self.count_in.or_else(count),
            Label::CountOut => self.count_out = self.count_out.or_else(count),
            Label::SumIn => {
                self.sum_in = self.sum_in.or_else(money);
                self.count_in = self.count_in.or_else(|| count_in(value));
            }
            Label::SumOut => {
                self.sum_out = self.sum_out.or_else(money);
                self.count_out = self.count_out.or_else(|| count_in(value));
            }
        }
    }

    /// `2026-10-01至2026-10-31`, `20261001-20261031`
    fn set_span(&mut self, value: &str) {
        let cut = value
            .split_once(['至', '到', '~', '—', '～'])
            .or_else(|| value.split_once(" - "))
            .or_else(|| value.split_once('-').filter(|(from, _)| from.trim().len() == 8));
        if let Some((from, to)) = cut {
            let day = |written: &str| figures::date(&Cell::text(written.trim())).ok();
            self.from = self.from.or_else(|| day(from));
            self.to = self.to.or_else(|| day(to));
        }
    }

    /// Takes in the sums of a row of totals, which stand in the columns of the amounts; a page's
    /// subtotal says nothing of the whole.
    pub(super) fn take_totals(&mut self, row: &Row, header: &Header<BankColumn>) {
        let whole = row.cells.iter().any(|cell| {
            let plain = plain(&cell.shown());
            plain.contains("合计") || plain.contains("总计")
        });
        let page = row.cells.iter().any(|cell| plain(&cell.shown()).contains("小计"));
        if !whole || page {
            return;
        }
        let read = |key| match figures::figure(header.cell(row, key)) {
            Ok(Figure::Amount(amount)) => Some(amount.abs()),
            Ok(Figure::Blank | Figure::Masked) | Err(_) => None,
        };
        self.sum_in = self.sum_in.or_else(|| read(BankColumn::In));
        self.sum_out = self.sum_out.or_else(|| read(BankColumn::Out));
    }
}

/// A value and the label that follows it in the same cell: `123  户名`.
fn cut_label(part: &str) -> (&str, &str) {
    let trimmed = part.trim_end();
    let cut = trimmed.rsplit_once(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|'));
    cut.unwrap_or(("", trimmed))
}

/// The count in `3笔，共100.00元`.
fn count_in(value: &str) -> Option<usize> {
    let (before, _) = value.split_once('笔')?;
    let digits: String = before
        .chars()
        .rev()
        .take_while(char::is_ascii_digit)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    digits.parse().ok()
}

/// The sum in `3笔，共100.00元`.
fn sum_in(value: &str) -> &str {
    let rest = value.split_once('笔').map_or(value, |(_, rest)| rest);
    rest.trim_start_matches(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '.' | '('))
        .trim_end_matches(['元', '。', '.'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated(rows: &[&[&str]]) -> Stated {
        let mut stated = Stated::default();
        for cells in rows {
            let cells = cells.iter().map(|written| Cell::text(written)).collect();
            stated.take_words(&Row { number: 1, cells });
        }
        stated
    }

    #[test]
    fn the_head_is_read_however_it_is_laid_out() {
        let one = stated(&[&["账　　号：", "37050162610100001234"], &["户名：甲村村民委员会"]]);
        assert_eq!((one.tail.as_deref(), one.name.as_str()), (Some("1234"), "甲村村民委员会"));
        let two = stated(&[&["卡号: 1234****9876", "卡别名: 这是卡别名"]]);
        assert_eq!(two.tail.as_deref(), Some("9876"));
        let three =
            stated(&[&["账号：6228 1234 5678 户名：甲村 起止日期：2026-10-01至2026-10-31"]]);
        assert_eq!(three.tail.as_deref(), Some("5678"));
        assert_eq!(three.name, "甲村");
        assert_eq!(three.to.map(|day| day.to_string()).as_deref(), Some("2026-10-31"));
        let four = stated(&[
            &["查询账号[Inquirer account number]", "2111 0000 4321", "期初余额：1,000.00"],
            &["收入合计：3笔，共1,234.50元", "支出合计：2笔，共20.00元", "总笔数", "5"],
        ]);
        assert_eq!(four.tail.as_deref(), Some("4321"));
        assert_eq!(four.opening.map(Money::fen), Some(100_000));
        assert_eq!((four.count_in, four.sum_in.map(Money::fen)), (Some(3), Some(123_450)));
        assert_eq!((four.count_out, four.sum_out.map(Money::fen)), (Some(2), Some(2000)));
        assert_eq!(four.count, Some(5));
        assert_eq!(stated(&[&["账号：xxxxx*********xxxx"]]).tail, None);
    }
}
