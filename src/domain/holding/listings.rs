//! The registers as tables: on screen, on paper and in workbooks alike.

use super::asset::Asset;
use super::biological::Biological;
use super::contract::{Contract, Thing};
use super::debt::{Age, Debt, Direction};
use super::project::Project;
use super::quantity::Quantity;
use super::register::{Register, Worth};
use super::resource::Resource;
use super::{Holding, HoldingFacts, HoldingKind};
use crate::domain::ledger::Book;
use crate::domain::listing::{
    ColumnKind, Link, Listing, ListingCell, ListingColumn, ListingRow, RowRole,
};
use crate::domain::money::Money;
use crate::domain::period::{Date, date_label};

/// Which table of the registers (台账表).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RegisterSheet {
    /// 固定资产台账
    #[default]
    Assets,
    /// 生物资产台账
    Biological,
    /// 资源台账
    Resources,
    /// 合同台账
    Contracts,
    /// 债权台账
    Claims,
    /// 债务台账
    Debts,
    /// 账龄分析表
    Ageing,
    /// 工程项目台账
    Projects,
    /// 三资台账与总账核对表
    Agreement,
}

impl RegisterSheet {
    /// Every table, in order.
    pub const ALL: [Self; 9] = [
        Self::Assets,
        Self::Biological,
        Self::Resources,
        Self::Contracts,
        Self::Claims,
        Self::Debts,
        Self::Ageing,
        Self::Projects,
        Self::Agreement,
    ];

    /// As on its tab.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Assets => "固定资产",
            Self::Biological => "生物资产",
            Self::Resources => "资源",
            Self::Contracts => "合同",
            Self::Claims => "债权",
            Self::Debts => "债务",
            Self::Ageing => "账龄",
            Self::Projects => "工程",
            Self::Agreement => "账实核对",
        }
    }

    /// The register it shows, where it is one.
    pub const fn kind(self) -> Option<HoldingKind> {
        match self {
            Self::Assets => Some(HoldingKind::Asset),
            Self::Biological => Some(HoldingKind::Biological),
            Self::Resources => Some(HoldingKind::Resource),
            Self::Contracts => Some(HoldingKind::Contract),
            Self::Claims | Self::Debts => Some(HoldingKind::Debt),
            Self::Projects => Some(HoldingKind::Project),
            Self::Ageing | Self::Agreement => None,
        }
    }
}

/// The head of a table over the whole width.
pub(super) fn columns(heads: &[(&str, ColumnKind)]) -> Vec<ListingColumn> {
    heads.iter().map(|(title, kind)| ListingColumn::new(*title, *kind)).collect()
}

/// A table of a village.
pub(super) fn sheet(
    book: &Book,
    title: &str,
    period: String,
    columns: Vec<ListingColumn>,
    rows: Vec<ListingRow>,
) -> Listing {
    Listing {
        title: title.to_owned(),
        subject: book.village.profile.full_name(),
        period,
        columns,
        rows,
        signers: vec!["制表".to_owned(), "复核".to_owned()],
        ..Listing::default()
    }
}

/// An amount that is always shown.
pub(super) const fn amount(amount: Money) -> ListingCell {
    ListingCell::Amount(amount)
}

fn text(words: impl Into<String>) -> ListingCell {
    ListingCell::text(words)
}

fn day(date: Option<Date>) -> ListingCell {
    date.map_or(ListingCell::Blank, ListingCell::Date)
}

fn span(contract: &Contract) -> ListingCell {
    text(format!("{} 至 {}", contract.starts_on, contract.ends_on))
}

/// A row of an entry; red where something is to be looked at.
fn entry(holding: &Holding, cells: Vec<ListingCell>, alarm: bool) -> ListingRow {
    let mut row = ListingRow::entry(cells).to(Link::Holding(holding.id));
    if alarm {
        row.role = RowRole::Alarm;
    }
    row
}

/// The foot: `合计` and the sums of the columns of amounts.
fn sums(columns: &[ListingColumn], rows: &[ListingRow]) -> ListingRow {
    let cells =
        columns.iter().enumerate().map(|(at, column)| match column.kind {
            ColumnKind::Amount => {
                let cells = rows.iter().filter_map(|row| row.cells.get(at));
                let sum = cells.map(|cell| match cell {
                    ListingCell::Amount(amount) => *amount,
                    ListingCell::Blank
                    | ListingCell::Text(_)
                    | ListingCell::Count(_)
                    | ListingCell::Date(_)
                    | ListingCell::Share(_) => Money::ZERO,
                });
                ListingCell::Amount(sum.sum())
            }
            ColumnKind::Text | ColumnKind::Label | ColumnKind::Date | ColumnKind::Number => {
                if at == 0 { text("合计") } else { ListingCell::Blank }
            }
        });
    ListingRow::sum(cells.collect())
}

impl Register<'_> {
    /// One of the tables at a date.
    pub fn sheet(&self, of: RegisterSheet, date: Date) -> Listing {
        match of {
            RegisterSheet::Assets => self.assets(date),
            RegisterSheet::Biological => self.biological(date),
            RegisterSheet::Resources => self.resources(date),
            RegisterSheet::Contracts => self.contracts(date),
            RegisterSheet::Claims => self.debts(Direction::Claim, date),
            RegisterSheet::Debts => self.debts(Direction::Debt, date),
            RegisterSheet::Ageing => self.ageing(date),
            RegisterSheet::Projects => self.projects(date),
            RegisterSheet::Agreement => self.agreement(date),
        }
    }

    /// A table with its rows and their sums.
    fn table(
        &self,
        title: &str,
        date: Date,
        heads: &[(&str, ColumnKind)],
        mut rows: Vec<ListingRow>,
    ) -> Listing {
        let columns = columns(heads);
        if !rows.is_empty() {
            let sum = sums(&columns, &rows);
            rows.push(sum);
        }
        sheet(self.book, title, date_label(date), columns, rows)
    }

    fn rows<'h>(&'h self, row: impl Fn(&'h Holding) -> Option<ListingRow>) -> Vec<ListingRow> {
        self.book.holdings.entries().iter().filter_map(row).collect()
    }

    /// 固定资产台账
    fn assets(&self, date: Date) -> Listing {
        use ColumnKind::{Amount, Date as Day, Label, Text};
        let heads = [
            ("名称", Text),
            ("类别", Label),
            ("数量", Label),
            ("存放地点", Text),
            ("保管人", Label),
            ("取得日期", Day),
            ("原值", Amount),
            ("月折旧", Amount),
            ("累计折旧", Amount),
            ("净值", Amount),
            ("状态", Label),
        ];
        let rows = self.rows(|holding| {
            let HoldingFacts::Asset(asset) = &holding.facts else { return None };
            let worth = self.worth(holding, date);
            let monthly = if worth.cost.is_zero() {
                Money::ZERO
            } else {
                asset.depreciation.monthly(asset.cost)
            };
            let cells = vec![
                text(&asset.name),
                text(&asset.category),
                counted(asset.quantity, &asset.unit),
                text(&asset.place),
                text(&asset.keeper),
                ListingCell::Date(asset.acquired_on),
                amount(worth.cost),
                ListingCell::amount_or_blank(monthly),
                amount(worth.accumulated),
                amount(worth.net()),
                text(asset_state(asset, worth, date)),
            ];
            Some(entry(holding, cells, false))
        });
        self.table("固定资产台账", date, &heads, rows)
    }

    /// 生物资产台账
    fn biological(&self, date: Date) -> Listing {
        use ColumnKind::{Amount, Date as Day, Label, Text};
        let heads = [
            ("名称", Text),
            ("类别", Label),
            ("数量", Label),
            ("地点", Text),
            ("管护人", Label),
            ("取得日期", Day),
            ("原值", Amount),
            ("累计折旧", Amount),
            ("净值", Amount),
            ("状态", Label),
        ];
        let rows = self.rows(|holding| {
            let HoldingFacts::Biological(biological) = &holding.facts else { return None };
            let worth = self.worth(holding, date);
            let cells = vec![
                text(&biological.name),
                text(biological.used_as.label()),
                counted(biological.quantity, &biological.unit),
                text(&biological.place),
                text(&biological.keeper),
                ListingCell::Date(biological.acquired_on),
                amount(worth.cost),
                amount(worth.accumulated),
                amount(worth.net()),
                text(biological_state(biological, worth, date)),
            ];
            Some(entry(holding, cells, false))
        });
        self.table("生物资产台账", date, &heads, rows)
    }

    /// 资源台账, each with the contract that lets it.
    fn resources(&self, date: Date) -> Listing {
        use ColumnKind::{Amount, Label, Number, Text};
        let heads = [
            ("名称", Text),
            ("类别", Label),
            ("坐落", Text),
            ("面积（亩）", Number),
            ("已发包（亩）", Number),
            ("承租方", Label),
            ("起止", Text),
            ("每期租金", Amount),
            ("应收", Amount),
            ("实收", Amount),
            ("欠交", Amount),
            ("合同编号", Label),
        ];
        let rows = self.rows(|holding| {
            let HoldingFacts::Resource(resource) = &holding.facts else { return None };
            Some(self.resource_row(holding, resource, date))
        });
        let (mut area, mut contracted) = (Quantity::default(), Quantity::default());
        for holding in self.book.holdings.of_kind(HoldingKind::Resource) {
            if let HoldingFacts::Resource(resource) = &holding.facts {
                area = area.plus(resource.area);
                contracted = contracted.plus(resource.contracted);
            }
        }
        let mut listing = self.table("资源台账", date, &heads, rows);
        if let Some(foot) = listing.rows.last_mut() {
            for (at, sum) in [(3, area), (4, contracted)] {
                if let Some(cell) = foot.cells.get_mut(at) {
                    *cell = text(sum.to_string());
                }
            }
        }
        listing
    }

    fn resource_row(&self, holding: &Holding, resource: &Resource, date: Date) -> ListingRow {
        let contract = self.book.holdings.of_kind(HoldingKind::Contract).find_map(|other| {
            let HoldingFacts::Contract(contract) = &other.facts else { return None };
            let current = contract.starts_on <= date && date <= contract.ends_on;
            (contract.thing == Thing::Entry(holding.id) && current).then_some((other, contract))
        });
        let mut cells = vec![
            text(&resource.name),
            text(resource.category.label()),
            text(&resource.place),
            text(resource.area.to_string()),
            text(resource.contracted.to_string()),
        ];
        let mut behind = false;
        if let Some((other, contract)) = contract {
            let [due, received, left] = self.contract_sums(other, contract, date);
            behind = left.is_positive();
            cells.extend([text(&contract.party), span(contract), amount(contract.amount)]);
            cells.extend([amount(due), amount(received), amount(left), text(&contract.number)]);
        } else {
            cells.extend(std::iter::repeat_n(ListingCell::Blank, 7));
        }
        entry(holding, cells, behind)
    }

    /// 应收、实收、欠交
    fn contract_sums(&self, holding: &Holding, contract: &Contract, date: Date) -> [Money; 3] {
        let unpaid = self.unpaid(holding.id, contract, date);
        let left = unpaid.iter().map(|unpaid| unpaid.amount).sum();
        [contract.receivable(date), self.received(holding.id, contract, date), left]
    }

    /// 合同台账
    fn contracts(&self, date: Date) -> Listing {
        use ColumnKind::{Amount, Date as Day, Label, Text};
        let heads = [
            ("合同编号", Label),
            ("对方", Label),
            ("标的", Text),
            ("起止", Text),
            ("交款", Label),
            ("每期金额", Amount),
            ("应收", Amount),
            ("实收", Amount),
            ("欠交", Amount),
            ("欠交起", Day),
        ];
        let rows = self.rows(|holding| {
            let HoldingFacts::Contract(contract) = &holding.facts else { return None };
            let [due, received, left] = self.contract_sums(holding, contract, date);
            let unpaid = self.unpaid(holding.id, contract, date);
            let cells = vec![
                text(&contract.number),
                text(&contract.party),
                text(self.thing(contract)),
                span(contract),
                text(contract.schedule.label()),
                amount(contract.amount),
                amount(due),
                amount(received),
                amount(left),
                day(unpaid.first().map(|first| first.due_on)),
            ];
            Some(entry(holding, cells, left.is_positive()))
        });
        self.table("合同台账", date, &heads, rows)
    }

    /// What a contract is about, in words.
    pub fn thing(&self, contract: &Contract) -> String {
        match &contract.thing {
            Thing::Words(words) => words.clone(),
            Thing::Entry(id) => {
                self.book.holdings.get(*id).map(|thing| thing.facts.title()).unwrap_or_default()
            }
        }
    }

    /// 债权台账、债务台账
    fn debts(&self, direction: Direction, date: Date) -> Listing {
        use ColumnKind::{Amount, Date as Day, Label, Number, Text};
        let claims: [(&str, ColumnKind); 9] = [
            ("欠款单位或个人", Text),
            ("事由", Text),
            ("形成时间", Day),
            ("金额", Amount),
            ("年利率", Number),
            ("约定归还", Day),
            ("已收", Amount),
            ("余额", Amount),
            ("科目", Label),
        ];
        let debts: [(&str, ColumnKind); 9] = [
            ("债权人", Text),
            ("用途", Text),
            ("形成时间", Day),
            ("本金", Amount),
            ("年利率", Number),
            ("约定归还", Day),
            ("已还", Amount),
            ("余额", Amount),
            ("科目", Label),
        ];
        let (title, heads) = match direction {
            Direction::Claim => ("债权台账", claims),
            Direction::Debt => ("债务台账", debts),
        };
        let rows = self.rows(|holding| {
            let HoldingFacts::Debt(debt) = &holding.facts else { return None };
            (debt.direction == direction).then(|| self.debt_row(holding, debt, date))
        });
        self.table(title, date, &heads, rows)
    }

    fn debt_row(&self, holding: &Holding, debt: &Debt, date: Date) -> ListingRow {
        let left = self.outstanding(holding.id, debt, date);
        let rate = if debt.rate == 0 {
            String::new()
        } else {
            format!("{}.{:02}%", debt.rate / 100, debt.rate % 100)
        };
        let cells = vec![
            text(&debt.party),
            text(&debt.purpose),
            ListingCell::Date(debt.incurred_on),
            amount(debt.principal),
            text(rate),
            day(debt.due_on),
            amount(self.settled(holding.id, debt, date)),
            amount(left),
            text(self.book.chart.title(&debt.account)),
        ];
        let late = debt.due_on.is_some_and(|due| due < date) && left.is_positive();
        entry(holding, cells, late)
    }

    /// 债权债务账龄分析表
    fn ageing(&self, date: Date) -> Listing {
        let mut heads = vec![
            ("对方", ColumnKind::Text),
            ("事由", ColumnKind::Text),
            ("形成时间", ColumnKind::Date),
            ("余额", ColumnKind::Amount),
        ];
        heads.extend(Age::ALL.map(|age| (age.label(), ColumnKind::Amount)));
        let columns = columns(&heads);
        let mut rows = Vec::new();
        for direction in Direction::ALL {
            let lines = self.rows(|holding| {
                let HoldingFacts::Debt(debt) = &holding.facts else { return None };
                let left = self.outstanding(holding.id, debt, date);
                if debt.direction != direction || left.is_zero() {
                    return None;
                }
                let mut cells = vec![
                    text(&debt.party),
                    text(&debt.purpose),
                    ListingCell::Date(debt.incurred_on),
                    amount(left),
                ];
                let own = Age::of(debt.incurred_on, date);
                cells.extend(
                    Age::ALL.map(|age| if age == own { amount(left) } else { ListingCell::Blank }),
                );
                Some(entry(holding, cells, false))
            });
            if lines.is_empty() {
                continue;
            }
            let mut foot = sums(&columns, &lines);
            if let Some(cell) = foot.cells.first_mut() {
                *cell = text(format!("{}合计", direction.label()));
            }
            rows.extend(lines);
            rows.push(foot);
        }
        sheet(self.book, "债权债务账龄分析表", date_label(date), columns, rows)
    }

    /// 工程项目台账
    fn projects(&self, date: Date) -> Listing {
        use ColumnKind::{Amount, Date as Day, Label, Text};
        let heads = [
            ("名称", Text),
            ("地点", Text),
            ("预算", Amount),
            ("资金来源", Label),
            ("决策日期", Day),
            ("招标方式", Label),
            ("承建方", Text),
            ("合同价", Amount),
            ("已付", Amount),
            ("验收", Day),
            ("决算", Amount),
        ];
        let rows = self.rows(|holding| {
            let HoldingFacts::Project(project) = &holding.facts else { return None };
            Some(self.project_row(holding, project, date))
        });
        self.table("工程项目台账", date, &heads, rows)
    }

    fn project_row(&self, holding: &Holding, project: &Project, date: Date) -> ListingRow {
        let paid = self.paid(holding.id, project, date);
        let cells = vec![
            text(&project.name),
            text(&project.place),
            amount(project.budget),
            text(&project.funding),
            ListingCell::Date(project.decided_on),
            text(project.bidding.label()),
            text(&project.contractor),
            ListingCell::amount_or_blank(project.price),
            amount(paid),
            day(project.accepted_on),
            project.final_cost.map_or(ListingCell::Blank, ListingCell::Amount),
        ];
        entry(holding, cells, project.overpaid(paid).is_positive())
    }
}

fn counted(quantity: Quantity, unit: &str) -> ListingCell {
    text(format!("{quantity}{unit}"))
}

fn asset_state(asset: &Asset, worth: Worth, date: Date) -> &'static str {
    state(asset.acquired_on, worth, date).unwrap_or_else(|| asset.used_as.label())
}

fn biological_state(biological: &Biological, worth: Worth, date: Date) -> &'static str {
    state(biological.acquired_on, worth, date).unwrap_or("在管")
}

/// Said of what is not there at the date.
fn state(acquired_on: Date, worth: Worth, date: Date) -> Option<&'static str> {
    if acquired_on > date { Some("未取得") } else { worth.cost.is_zero().then_some("已处置") }
}
