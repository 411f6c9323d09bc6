//! One row of a list of vouchers: what kind of line it is, and the draft it makes.
//!
//! Invariant: every fault of a row is collected, and a draft comes out only when there is none.

use super::accounts::Accounts;
use super::cells::{self, CellFault};
use super::columns::{Column, Header};
use super::fault::{ImportFault, Place};
use super::sheet::{Cell, Row};
use crate::domain::account::{AccountCode, BANK, CASH, Chart, Side};
use crate::domain::entity::Entity;
use crate::domain::money::Money;
use crate::domain::period::Date;
use crate::domain::text;
use crate::domain::voucher::{Entry, Settlement, VoucherDraft, VoucherKind, VoucherNumber};

/// What a column of a voucher list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Date,
    Number,
    Summary,
    Income,
    Expense,
    Amount,
    Direction,
    Account,
    AccountCode,
    SubAccount,
    Settlement,
    Handler,
    Witness,
    Approver,
    Papers,
    Note,
}

/// The names people give these columns; the order is the order of preference.
pub(super) const COLUMNS: [Column<Field>; 16] = [
    Column {
        key: Field::Date,
        names: &[
            "日期",
            "业务日期",
            "发生日期",
            "交易日期",
            "记账日期",
            "凭证日期",
            "制单日期",
            "时间",
        ],
    },
    Column {
        key: Field::Number,
        names: &["凭证号", "凭证编号", "凭证字号", "凭证号数", "号数", "凭证号码", "记账凭证号"],
    },
    Column {
        key: Field::Summary,
        names: &[
            "摘要",
            "事由",
            "用途",
            "内容",
            "收支内容",
            "业务内容",
            "收支项目",
            "项目",
            "说明事由",
        ],
    },
    Column {
        key: Field::Income,
        names: &[
            "收入",
            "收入金额",
            "收入额",
            "收方",
            "收款",
            "收款金额",
            "借方(收入)",
            "收入(借方)",
            "借方收入",
            "收方金额",
            "本期收入",
        ],
    },
    Column {
        key: Field::Expense,
        names: &[
            "支出",
            "支出金额",
            "支出额",
            "付出",
            "付出金额",
            "付方",
            "付款",
            "付款金额",
            "贷方(支出)",
            "支出(贷方)",
            "贷方支出",
            "付方金额",
            "本期支出",
        ],
    },
    Column { key: Field::Amount, names: &["金额", "发生额", "发生金额", "交易金额"] },
    Column {
        key: Field::Direction,
        names: &["收支", "收支类型", "收/支", "收支方向", "收支类别", "收付", "类型", "方向"],
    },
    Column {
        key: Field::Account,
        names: &[
            "科目",
            "会计科目",
            "对方科目",
            "科目名称",
            "会计科目名称",
            "对方科目名称",
            "总账科目",
            "一级科目",
            "科目编号及名称",
        ],
    },
    Column {
        key: Field::AccountCode,
        names: &[
            "科目编号",
            "科目代码",
            "科目编码",
            "会计科目编号",
            "对方科目编号",
            "对方科目代码",
        ],
    },
    Column { key: Field::SubAccount, names: &["明细科目", "二级科目", "子目", "细目"] },
    Column {
        key: Field::Settlement,
        names: &["结算方式", "支付方式", "付款方式", "收付方式", "收付款方式", "结算形式"],
    },
    Column {
        key: Field::Handler, names: &["经手人", "经办人", "经手", "经办", "报账人"]
    },
    Column {
        key: Field::Witness,
        names: &["证明人", "验收人", "证明", "证明(验收)人", "验收证明人"],
    },
    Column {
        key: Field::Approver,
        names: &["审批人", "批准人", "审核人", "审批", "批准", "审核", "负责人"],
    },
    Column {
        key: Field::Papers,
        names: &[
            "附件张数",
            "附件数",
            "附件",
            "单据张数",
            "票据张数",
            "附单据数",
            "单据数",
            "张数",
        ],
    },
    Column { key: Field::Note, names: &["备注", "说明", "附注"] },
];

impl Field {
    /// The column as this program calls it.
    pub(super) fn label(self) -> &'static str {
        COLUMNS
            .iter()
            .find(|column| column.key == self)
            .and_then(|column| column.names.first())
            .copied()
            .unwrap_or_default()
    }
}

/// The required columns that a header lacks.
pub(super) fn missing(header: &Header<Field>) -> Vec<&'static str> {
    let mut missing = Vec::new();
    let mut need = |given: bool, label| {
        if !given {
            missing.push(label);
        }
    };
    need(header.has(Field::Date), "日期");
    need(header.has(Field::Summary), "摘要");
    if header.has(Field::Amount) && !header.has(Field::Income) && !header.has(Field::Expense) {
        need(header.has(Field::Direction), "收支");
    } else {
        need(header.has(Field::Income), "收入");
        need(header.has(Field::Expense), "支出");
    }
    need(header.has(Field::Account) || header.has(Field::AccountCode), "科目");
    need(header.has(Field::Settlement), "结算方式");
    missing
}

/// Whether money came in or went out (收支).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Income,
    Expense,
}

/// What kind of line a row is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A voucher, right or wrong.
    Voucher,
    /// Nothing in any known column.
    Blank,
    /// A sum of the rows above it; its title.
    Sum(String),
    /// A balance, a carry-over or a signature line; its title.
    Aside(String),
}

/// One row on its way to a draft.
pub(super) struct RowReader<'a> {
    pub(super) header: &'a Header<Field>,
    pub(super) row: &'a Row,
    pub(super) place: Place,
    pub(super) chart: &'a Chart,
    pub(super) accounts: &'a Accounts<'a>,
    pub(super) faults: Vec<ImportFault>,
}

impl RowReader<'_> {
    pub(super) fn kind(&self) -> Kind {
        if self.header.found.iter().all(|found| self.row.cell(found.index).is_empty()) {
            return Kind::Blank;
        }
        let given = |field| !self.cell(field).is_empty();
        let booked =
            (given(Field::Account) || given(Field::AccountCode)) && given(Field::Settlement);
        if booked {
            return Kind::Voucher;
        }
        let last = self.header.get(Field::Summary).map_or(0, |found| found.index);
        let left = self.row.cells.iter().take(last + 1).map(Cell::shown);
        for title in left.filter(|title| !title.is_empty()) {
            match core_of(&title).as_str() {
                "合计" | "总计" | "共计" | "小计" | "总合计" | "收支合计" | "发生额合计"
                | "发生额" | "合计金额" => return Kind::Sum(title),
                "累计" | "结转" | "结余" | "结存" | "期初" | "期初余额" | "期初结余" | "期初数"
                | "期末" | "期末余额" | "期末结余" | "余额" | "初余额" | "末余额" | "末结余"
                | "承前" | "过次" | "转下" | "发生额累计" => return Kind::Aside(title),
                _ => {}
            }
        }
        let first = self.row.cells.iter().find(|cell| !cell.is_empty()).map(Cell::shown);
        let no_money = ![Field::Income, Field::Expense, Field::Amount].into_iter().any(given);
        match first.filter(|first| no_money && is_signature(first)) {
            Some(title) => Kind::Aside(title),
            None => Kind::Voucher,
        }
    }

    fn cell(&self, field: Field) -> &Cell {
        self.header.cell(self.row, field)
    }

    fn shown(&self, field: Field) -> String {
        self.cell(field).shown()
    }

    fn fault(&mut self, field: Field, reason: &str, hint: &str) {
        let value = self.shown(field);
        self.fault_of(&[field], &value, reason, hint);
    }

    fn fault_of(&mut self, fields: &[Field], value: &str, reason: &str, hint: &str) {
        let names: Vec<&str> = fields
            .iter()
            .map(|field| self.header.get(*field).map_or(field.label(), |f| f.written.as_str()))
            .collect();
        let column = names.join("、");
        self.faults.push(ImportFault::at(&self.place, &column, value, reason, hint));
    }

    fn keep<T>(&mut self, field: Field, read: Result<T, CellFault>) -> Option<T> {
        read.map_err(|fault| self.fault(field, &fault.reason, &fault.hint)).ok()
    }

    pub(super) fn date(&mut self) -> Option<Date> {
        let read = cells::date(self.cell(Field::Date));
        self.keep(Field::Date, read)
    }

    /// The number; `None` where none is written, and with a fault where it cannot be read.
    pub(super) fn number(&mut self) -> Option<VoucherNumber> {
        let written = self.shown(Field::Number);
        if written.is_empty() {
            return None;
        }
        let number = VoucherNumber::parse(&written);
        if number.is_none() {
            self.fault(Field::Number, "凭证号看不懂", "请写成 记-001 或 1 这样。");
        }
        number
    }

    /// The amounts under income and expense, for checking sums; `None` where one is at fault.
    pub(super) fn sums(&self) -> Option<(Option<Money>, Option<Money>)> {
        let read = |field| cells::signed_amount(self.cell(field)).ok();
        if self.header.has(Field::Income) || self.header.has(Field::Expense) {
            return read(Field::Income).zip(read(Field::Expense));
        }
        None
    }

    pub(super) fn amount(&mut self) -> Option<(Direction, Money)> {
        if !self.header.has(Field::Income) && !self.header.has(Field::Expense) {
            return self.amount_with_direction();
        }
        let income = cells::amount(self.cell(Field::Income));
        let income = self.keep(Field::Income, income);
        let expense = cells::amount(self.cell(Field::Expense));
        let expense = self.keep(Field::Expense, expense);
        let both = [Field::Income, Field::Expense];
        match (income?, expense?) {
            (Some(income), None) => Some((Direction::Income, income)),
            (None, Some(expense)) => Some((Direction::Expense, expense)),
            (Some(_), Some(_)) => {
                let value =
                    format!("{}、{}", self.shown(Field::Income), self.shown(Field::Expense));
                let hint = "一行只记一笔，请只留一个，或分成两行。";
                self.fault_of(&both, &value, "收入和支出都填了", hint);
                None
            }
            (None, None) => {
                self.fault_of(&both, "", "收入和支出都没有填", "请照票据填上其中一个金额。");
                None
            }
        }
    }

    fn amount_with_direction(&mut self) -> Option<(Direction, Money)> {
        let amount = cells::amount(self.cell(Field::Amount));
        let amount = self.keep(Field::Amount, amount);
        let word: String =
            self.shown(Field::Direction).chars().filter(|c| !c.is_whitespace()).collect();
        let direction = match word.as_str() {
            "收" | "收入" | "收款" | "进账" | "进" => Some(Direction::Income),
            "支" | "支出" | "付" | "付款" | "付出" => Some(Direction::Expense),
            _ => None,
        };
        if direction.is_none() {
            self.fault(Field::Direction, "看不出是收入还是支出", "请写“收入”或“支出”。");
        }
        let amount = amount?;
        if amount.is_none() {
            self.fault(Field::Amount, "金额没有填", "请照票据填写金额。");
        }
        direction.zip(amount)
    }

    /// The account as the row writes it: number, name and sub-account.
    pub(super) fn account_written(&self) -> String {
        let (code, name, own) = (
            self.shown(Field::AccountCode),
            self.shown(Field::Account),
            self.shown(Field::SubAccount),
        );
        let whole = format!("{code} {name}");
        let whole = match own.as_str() {
            "" => whole,
            own if name.ends_with(own) => whole,
            own => format!("{whole}—{own}"),
        };
        whole.trim().to_owned()
    }

    pub(super) fn account(&mut self) -> Option<AccountCode> {
        let whole = self.account_written();
        let name = self.shown(Field::Account);
        let field = if name.is_empty() && self.header.has(Field::AccountCode) {
            Field::AccountCode
        } else {
            Field::Account
        };
        match self.accounts.find(&whole) {
            Ok(code) => Some(code),
            Err(fault) => {
                self.fault_of(&[field], &whole, &fault.reason, &fault.hint);
                None
            }
        }
    }

    pub(super) fn settlement(&mut self) -> Option<Settlement> {
        let written: String =
            self.shown(Field::Settlement).chars().map(text::ascii_width).collect();
        if written.trim().is_empty() {
            let hint = "请填现金、转账、村务卡、支票或扫码。";
            self.fault(Field::Settlement, "结算方式没有填", hint);
            return None;
        }
        match Settlement::find(&written) {
            None => {
                let hint = "请改成现金、转账、村务卡、支票或扫码。";
                self.fault(Field::Settlement, "结算方式认不出来", hint);
                None
            }
            Some(Settlement::None) => {
                let hint = "收支流水的每一行都有收付款；不涉及收付款的凭证请在窗口里录入。";
                self.fault(Field::Settlement, "没有收付款，不能作为收支流水导入", hint);
                None
            }
            known => known,
        }
    }

    pub(super) fn line(&mut self, field: Field) -> Option<String> {
        match text::clean_line(&self.shown(field)) {
            Ok(line) => Some(line),
            Err(fault) => {
                self.fault(field, &fault.to_string(), fault.hint());
                None
            }
        }
    }

    pub(super) fn summary(&mut self) -> Option<String> {
        let summary = self.line(Field::Summary)?;
        if summary.is_empty() {
            let hint = "请写清这笔钱是干什么的，村民要看得懂。";
            self.fault(Field::Summary, "摘要没有填", hint);
            return None;
        }
        Some(summary)
    }

    pub(super) fn papers(&mut self) -> Option<u32> {
        let plain: String = self.shown(Field::Papers).chars().map(text::ascii_width).collect();
        let digits = plain.trim().trim_end_matches(['张', '份', '页']).trim();
        if matches!(digits, "" | "-" | "—" | "无") {
            return Some(0);
        }
        let papers = digits.parse().ok().filter(|papers| *papers <= 9999);
        if papers.is_none() {
            self.fault(Field::Papers, "附件张数不是整数", "请写整数，没有附件可以空着。");
        }
        papers
    }

    /// The two lines of the voucher: the row's account against cash or bank.
    pub(super) fn entries(
        &mut self,
        (direction, amount): (Direction, Money),
        account: AccountCode,
        settlement: Settlement,
    ) -> Option<Vec<Entry>> {
        let money = AccountCode::new(if settlement.is_cash() { CASH } else { BANK })?;
        if account.first_level() == money.first_level() {
            let reason = format!(
                "科目和结算方式“{}”是同一个账户（{}），等于没有记",
                settlement.label(),
                self.chart.title(&money)
            );
            let hint =
                "提取备用金写“101 库存现金、转账、支出”，存现金写“102 银行存款、现金、支出”。";
            let value = self.shown(Field::Account);
            self.fault_of(&[Field::Account], &value, &reason, hint);
            return None;
        }
        let (debit, credit) = match direction {
            Direction::Income => (money, account),
            Direction::Expense => (account, money),
        };
        Some(vec![
            Entry { account: debit, side: Side::Debit, amount },
            Entry { account: credit, side: Side::Credit, amount },
        ])
    }

    /// The draft, once the date and the number are known; `None` leaves faults behind.
    pub(super) fn draft(
        &mut self,
        date: Option<Date>,
        number: Option<VoucherNumber>,
    ) -> Option<VoucherDraft> {
        let summary = self.summary();
        let amount = self.amount();
        let account = self.account();
        let settlement = self.settlement();
        let handler = self.line(Field::Handler);
        let witness = self.line(Field::Witness);
        let approver = self.line(Field::Approver);
        let papers = self.papers();
        let note = self.line(Field::Note);
        let settlement = settlement?;
        let entries = self.entries(amount?, account?, settlement)?;
        Some(VoucherDraft {
            date: date?,
            number,
            summary: summary?,
            entries,
            settlement,
            handler: handler?,
            witness: witness?,
            approver: approver?,
            papers: papers?,
            note: note?,
            reverses: None,
            entity: Entity::Village,
            kind: VoucherKind::Ordinary,
            corrects: None,
        })
    }
}

/// `2026年10月 合 计` → `合计`, `上月结转` → `结转`.
fn core_of(title: &str) -> String {
    title
        .chars()
        .map(text::ascii_width)
        .filter(|c| {
            !c.is_whitespace()
                && !c.is_ascii_digit()
                && !c.is_ascii_punctuation()
                && !"年月日页季度第本上当、，。：".contains(*c)
        })
        .collect()
}

fn is_signature(first: &str) -> bool {
    const STARTS: [&str; 13] = [
        "制表",
        "审核",
        "复核",
        "填表",
        "填报",
        "注:",
        "注：",
        "说明:",
        "说明：",
        "备注",
        "打印",
        "会计",
        "单位",
    ];
    let first: String = first.chars().filter(|c| !c.is_whitespace()).collect();
    STARTS.iter().any(|start| first.starts_with(start))
}
