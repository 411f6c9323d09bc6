//! What was published, as tables to work on with (已公布数据): one of contents, and one for each
//! matter over all villages.
//!
//! Invariant: every cell is a cell of a published sheet, masked as it was published; nothing is
//! computed but how many rows there are.

use super::entity::Entity;
use super::listing::{ColumnKind, Listing, ListingCell, ListingColumn, ListingRow};
use super::money::Money;
use super::notice::{
    Body, FinanceDetail, FinanceSummary, Notice, Publication, Statement, StatementTable,
    SummaryLine,
};
use super::people::PeopleSheet;
use super::period::{Date, Period};

/// The tables of some published notices, in the order given: the contents first, then the matters
/// in the order of their codes. Notices that are not published are left out.
pub fn published_listings(subject: &str, period: Period, notices: &[Notice]) -> Vec<Listing> {
    let mut contents = contents_listing();
    let mut tables = Tables::default();
    for notice in notices {
        let Some(posting) = notice.posting() else { continue };
        contents.rows.push(contents_row(notice, posting));
        tables.add(notice);
    }
    tables.all.sort_by(|a, b| a.code.cmp(&b.code));
    let named = |listing: Listing| Listing {
        subject: subject.to_owned(),
        period: period.label(),
        ..listing
    };
    let matters = tables.all.into_iter().map(|table| table.listing);
    std::iter::once(contents).chain(matters).map(named).collect()
}

fn column(title: &str, kind: ColumnKind) -> ListingColumn {
    ListingColumn::new(title, kind)
}

fn columns(all: &[(&str, ColumnKind)]) -> Vec<ListingColumn> {
    all.iter().map(|(title, kind)| column(title, *kind)).collect()
}

/// What stands in front of every row: whose it is, and of when.
const FRONT: [(&str, ColumnKind); 3] =
    [("乡镇", ColumnKind::Label), ("村", ColumnKind::Label), ("期间", ColumnKind::Label)];

fn front(notice: &Notice) -> Vec<ListingCell> {
    let masthead = &notice.content.masthead;
    let books = masthead.books.filter(|books| !books.is_village()).map_or("", Entity::label);
    let village = format!("{}{books}", masthead.village);
    vec![
        ListingCell::text(&masthead.township),
        ListingCell::text(village),
        ListingCell::text(notice.span_label()),
    ]
}

fn contents_listing() -> Listing {
    use ColumnKind as K;
    let mut all = FRONT.to_vec();
    all.extend([
        ("事项编号", K::Label),
        ("事项", K::Text),
        ("公布日期", K::Date),
        ("公示到", K::Date),
        ("校验码", K::Label),
        ("期初结余", K::Amount),
        ("收入", K::Amount),
        ("支出", K::Amount),
        ("期末结余", K::Amount),
        ("合计", K::Amount),
        ("备注", K::Text),
    ]);
    Listing { title: "目录".to_owned(), columns: columns(&all), ..Listing::default() }
}

fn contents_row(notice: &Notice, posting: &Publication) -> ListingRow {
    let mut cells = front(notice);
    cells.extend([
        ListingCell::text(notice.matter.as_str()),
        ListingCell::text(title(notice)),
        ListingCell::Date(posting.published_on),
        ListingCell::Date(posting.posted_until),
        ListingCell::text(notice.posted_code()),
    ]);
    let four = match &notice.content.body {
        Body::FinanceDetail(it) => {
            Some((it.opening, it.income_total, it.expense_total, it.closing))
        }
        Body::FinanceSummary(it) => {
            Some((it.opening, it.income_total, it.expense_total, it.closing))
        }
        Body::Statement(_) => None,
    };
    cells.extend(four.map_or(
        [const { ListingCell::Blank }; 4],
        |(opening, income, expense, closing)| {
            [opening.total(), income, expense, closing.total()].map(ListingCell::Amount)
        },
    ));
    cells.push(total(notice, posting));
    let note = match (notice.corrects, notice.taken_down_on()) {
        (Some(_), _) => "更正公告".to_owned(),
        (None, Some(on)) => format!("{on}提前撤下"),
        (None, None) => String::new(),
    };
    cells.push(ListingCell::text(note));
    ListingRow::entry(cells)
}

/// What the rows come to, as the QR code of the sheet says it.
fn total(notice: &Notice, posting: &Publication) -> ListingCell {
    let proof = notice.proof(posting);
    let line = proof.iter().find(|line| line.label == "合计");
    line.map_or(ListingCell::Blank, |line| amount(line.value.trim_end_matches('元')))
}

fn title(notice: &Notice) -> String {
    let correction = if notice.corrects.is_some() { "更正公告" } else { "" };
    format!("{}{correction}", notice.title())
}

/// An amount as a number; words stay words.
fn amount(text: &str) -> ListingCell {
    Money::parse(text).map_or_else(|_| ListingCell::text(text), ListingCell::Amount)
}

/// The tables of the matters.
#[derive(Default)]
struct Tables {
    all: Vec<MatterTable>,
}

struct MatterTable {
    code: String,
    listing: Listing,
}

impl Tables {
    /// The table of a matter with these columns, begun if there is none yet.
    fn of(&mut self, notice: &Notice, columns: Vec<ListingColumn>) -> Option<&mut Listing> {
        let code = notice.matter.as_str();
        let title = format!("{code} {}", title(notice));
        let is_same = |it: &MatterTable| it.listing.title == title && it.listing.columns == columns;
        let found = self.all.iter().position(is_same);
        let listing = || Listing { title, columns, ..Listing::default() };
        let begun =
            found.is_none().then(|| MatterTable { code: code.to_owned(), listing: listing() });
        self.all.extend(begun);
        // the one that was found, or the one just begun at the end
        let from_end = found.map_or(0, |at| self.all.len() - 1 - at);
        self.all.iter_mut().rev().nth(from_end).map(|it| &mut it.listing)
    }

    fn add(&mut self, notice: &Notice) {
        match &notice.content.body {
            Body::FinanceDetail(detail) => self.detail(notice, detail),
            Body::FinanceSummary(summary) => self.summary(notice, summary),
            Body::Statement(statement) => self.statement(notice, statement),
        }
    }

    fn rows(
        &mut self,
        notice: &Notice,
        own: Vec<ListingColumn>,
        rows: impl Iterator<Item = Vec<ListingCell>>,
    ) {
        let mut all = columns(&FRONT);
        all.extend(own);
        let Some(listing) = self.of(notice, all) else { return };
        let front = front(notice);
        listing
            .rows
            .extend(rows.map(|row| ListingRow::entry(front.iter().cloned().chain(row).collect())));
    }

    fn detail(&mut self, notice: &Notice, detail: &FinanceDetail) {
        use ColumnKind as K;
        let own = columns(&[
            ("序号", K::Number),
            ("日期", K::Date),
            ("凭证号", K::Label),
            ("摘要", K::Text),
            ("收入", K::Amount),
            ("支出", K::Amount),
            ("结余", K::Amount),
            ("结算", K::Label),
            ("经手人", K::Label),
            ("证明人", K::Label),
            ("审批人", K::Label),
        ]);
        let rows = (1..).zip(&detail.lines).map(|(number, line)| {
            vec![
                ListingCell::Count(number),
                ListingCell::Date(line.date),
                ListingCell::text(&line.voucher),
                ListingCell::text(line.words()),
                ListingCell::amount_or_blank(line.income),
                ListingCell::amount_or_blank(line.expense),
                ListingCell::Amount(line.balance),
                ListingCell::text(&line.settlement),
                ListingCell::text(&line.handler),
                ListingCell::text(&line.witness),
                ListingCell::text(&line.approver),
            ]
        });
        self.rows(notice, own, rows);
    }

    fn summary(&mut self, notice: &Notice, summary: &FinanceSummary) {
        use ColumnKind as K;
        let own = columns(&[
            ("收支", K::Label),
            ("项目", K::Text),
            ("笔数", K::Number),
            ("金额", K::Amount),
        ]);
        let line = |side: &'static str| {
            move |line: &SummaryLine| {
                let count = i64::try_from(line.count).unwrap_or(i64::MAX);
                vec![
                    ListingCell::text(side),
                    ListingCell::text(&line.label),
                    ListingCell::Count(count),
                    ListingCell::Amount(line.amount),
                ]
            }
        };
        let income = summary.income.iter().map(line("收入"));
        let expense = summary.expense.iter().map(line("支出"));
        self.rows(notice, own, income.chain(expense));
    }

    fn statement(&mut self, notice: &Notice, statement: &Statement) {
        let occasion = statement.occasion.iter().map(|occasion| &occasion.text);
        let words = occasion.chain(&statement.paragraphs);
        let rows: Vec<_> = words.map(|words| vec![ListingCell::text(words)]).collect();
        if !rows.is_empty() {
            self.rows(notice, columns(&[("内容", ColumnKind::Text)]), rows.into_iter());
        }
        if let Some(correction) = &statement.correction {
            let own = ["更正事项", "原公布", "更正为", "更正原因"];
            let own = own.map(|title| column(title, ColumnKind::Text)).to_vec();
            let row = |line: &super::notice::CorrectedLine| {
                let all = [&line.what, &line.was, &line.now, &correction.reason];
                all.map(ListingCell::text).to_vec()
            };
            self.rows(notice, own, correction.lines.iter().map(row));
        }
        if let Some(people) = &statement.people {
            self.people(notice, people);
        }
        for table in statement.tables.iter().filter(|table| !table.rows.is_empty()) {
            self.table(notice, table);
        }
    }

    fn people(&mut self, notice: &Notice, people: &PeopleSheet) {
        let own = people.columns.iter().map(|it| column(&it.title, it.field.kind()));
        let own = std::iter::once(column("序号", ColumnKind::Number)).chain(own).collect();
        let rows = (1..).zip(&people.people).map(|(number, person)| {
            let cells = people.columns.iter().map(|column| person.cell(column.field));
            std::iter::once(ListingCell::Count(number)).chain(cells).collect()
        });
        self.rows(notice, own, rows);
    }

    fn table(&mut self, notice: &Notice, table: &StatementTable) {
        let kind = |at: usize| table.kinds.get(at).copied().unwrap_or(ColumnKind::Text);
        let own = table.columns.iter().enumerate().map(|(at, title)| column(title, kind(at)));
        let row = |row: &Vec<String>| {
            row.iter().enumerate().map(|(at, text)| read(text, kind(at))).collect()
        };
        self.rows(notice, own.collect(), table.rows.iter().map(row));
    }
}

/// A cell of a sheet as what it is: the sheet holds words alone.
fn read(text: &str, kind: ColumnKind) -> ListingCell {
    match kind {
        ColumnKind::Amount => amount(text),
        ColumnKind::Date => {
            text.parse::<Date>().map_or_else(|_| ListingCell::text(text), ListingCell::Date)
        }
        ColumnKind::Number => text
            .parse::<i64>()
            .ok()
            .filter(|count| count.to_string() == text)
            .map_or_else(|| ListingCell::text(text), ListingCell::Count),
        ColumnKind::Text | ColumnKind::Label => ListingCell::text(text),
    }
}
