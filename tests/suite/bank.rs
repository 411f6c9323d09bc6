//! Reconciling a bank account: statements in, matches, vouchers from lines, 余额调节表.

use std::fmt::Write as _;
use std::path::PathBuf;

use expect_test::{Expect, expect};
use mingbai::app::{App, AppError, Command, Outcome, StatementChoices, StatementSummary};
use mingbai::domain::account::Side;
use mingbai::domain::entity::Entity;
use mingbai::domain::ids::{BankLineId, VillageId, VoucherId};
use mingbai::domain::listing::{Listing, ListingCell};
use mingbai::domain::money::Money;
use mingbai::domain::reconcile::{Certainty, MatchPlan, Reconciliation, WINDOW_DAYS};
use mingbai::domain::voucher::VoucherDraft;
use tempfile::TempDir;

use super::support::{account, day, entry, on_disk, simple, yuan};

pub(crate) const OCTOBER: &str = "农业银行,账号：95599000000001234\n日期,收入,支出,余额,对方户名,摘要\n\
    2026-10-03,2000.00,,12000.00,某公司,承包费\n\
    2026-10-08,,300.00,11700.00,王五,工资\n\
    2026-10-08,,300.00,11400.00,赵六,工资\n\
    2026-10-20,,80.00,11320.00,供电所,电费\n\
    2026-10-31,5.00,,11325.00,,结息\n";

/// A village with a bank account, on 2026-11-30.
struct Office {
    folder: TempDir,
    app: App,
    village: VillageId,
}

impl Office {
    fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let (mut app, _, village) = on_disk(&folder, "2026-11-30");
        let lines = vec![(account("102"), yuan("10000")), (account("301"), yuan("-10000"))];
        app.execute(Command::SetOpening { village, entity: Entity::Village, lines })
            .expect("opening balances");
        Self { folder, app, village }
    }

    fn post(&mut self, draft: VoucherDraft) -> VoucherId {
        let village = self.village;
        let done = self.app.execute(Command::PostVoucher { village, draft }).expect("posted");
        let Outcome::VoucherPosted { voucher, .. } = done else { panic!("{done:?}") };
        voucher
    }

    fn file(&self, text: &str) -> PathBuf {
        let path = self.folder.path().join("明细.csv");
        std::fs::write(&path, text).expect("written");
        path
    }

    fn import_with(
        &mut self,
        text: &str,
        accept_breaks: bool,
    ) -> Result<StatementSummary, AppError> {
        let (village, account, path) = (self.village, account("102"), self.file(text));
        let choices = StatementChoices { mapping: None, accept_breaks };
        let command = Command::ImportStatement { village, account, path, choices };
        let done = self.app.execute(command)?;
        let Outcome::StatementImported(summary) = done else { panic!("{done:?}") };
        Ok(summary)
    }

    #[track_caller]
    fn import(&mut self, text: &str) -> StatementSummary {
        self.import_with(text, false).unwrap_or_else(|error| panic!("{error}"))
    }

    #[track_caller]
    fn refused(&mut self, text: &str, expect: Expect) {
        let before = self.known();
        let error = self.import_with(text, false).expect_err("a refusal");
        let refusal = error.refusal().expect("a refusal");
        assert!(refusal.hint.contains('请'), "no next step: {}", refusal.hint);
        expect.assert_eq(&error.to_string());
        assert_eq!(self.known(), before, "something was written");
    }

    fn known(&self) -> Reconciliation {
        self.app.reconciliation(self.village, &account("102")).expect("readable")
    }

    /// The line at that place, oldest first.
    fn line(&self, at: usize) -> BankLineId {
        self.known().lines[at].id
    }

    fn book(&self) -> mingbai::domain::ledger::Book {
        self.app.ledger().expect("open").book().expect("a book").clone()
    }

    fn run(&mut self, command: Command) -> Result<Outcome, AppError> {
        self.app.execute(command)
    }

    fn match_all(&mut self, plans: Vec<MatchPlan>) -> Result<Outcome, AppError> {
        self.run(Command::MatchLines { village: self.village, plans })
    }

    /// Each suggestion: the days of the lines, the summaries of the vouchers.
    fn suggested(&self) -> String {
        let (known, book) = (self.known(), self.book());
        let mut text = String::new();
        for one in known.suggestions(&book, WINDOW_DAYS) {
            let sure = if one.certainty == Certainty::Certain { "确定" } else { "可能" };
            let line = |id: &BankLineId| {
                let line = known.line(*id).expect("a line");
                format!("{} {} {}", line.date, line.amount.grouped(), line.facts.counterparty)
            };
            let voucher =
                |id: &VoucherId| book.voucher(*id).expect("a voucher").summary().to_owned();
            let lines: Vec<String> = one.plan.lines.iter().map(line).collect();
            let vouchers: Vec<String> = one.plan.vouchers.iter().map(voucher).collect();
            let (lines, vouchers) = (lines.join("；"), vouchers.join("；"));
            writeln!(text, "{sure} {lines} = {vouchers}（{}）", one.reason).expect("text");
        }
        text
    }

    fn adjustment(&self, on: &str) -> String {
        let account = account("102");
        let table = self.app.adjustment_listing(self.village, &account, day(on)).expect("a table");
        drawn(&table)
    }
}

fn drawn(table: &Listing) -> String {
    let mut text = format!("{} {} {}\n", table.title, table.subject, table.period);
    for row in &table.rows {
        let cells: Vec<String> = row.cells.iter().map(ListingCell::shown).collect();
        writeln!(text, "{}", cells.join("|")).expect("text");
    }
    for note in &table.notes {
        writeln!(text, "{note}").expect("text");
    }
    text
}

#[test]
fn a_statement_comes_in_once() {
    let mut office = Office::new();
    let first = office.import(OCTOBER);
    assert_eq!((first.read, first.added, first.already_there), (5, 5, 0));
    assert_eq!(first.opening.map(Money::grouped).as_deref(), Some("10,000.00"));
    assert_eq!(first.closing.map(Money::grouped).as_deref(), Some("11,325.00"));
    let again = office.import(OCTOBER);
    assert_eq!((again.read, again.added, again.already_there), (5, 0, 5));
    // an overlapping file, newest first, adds what is new
    let longer = "农业银行,账号：95599000000001234\n日期,收入,支出,余额,对方户名,摘要\n\
        2026-11-02,100.00,,11425.00,某公司,押金\n2026-10-31,5.00,,11325.00,,结息\n\
        2026-10-20,,80.00,11320.00,供电所,电费\n";
    let more = office.import(longer);
    assert_eq!((more.read, more.added, more.already_there), (3, 1, 2));
    let known = office.known();
    assert_eq!((known.statements.len(), known.lines.len()), (2, 6));
    assert_eq!(known.bank_balance(day("2026-10-20")), Some(yuan("11320")));
    assert_eq!(known.bank_balance(day("2026-11-30")), Some(yuan("11425")));
    assert!(office.app.check().expect("readable").is_empty());
}

#[test]
fn a_statement_that_cannot_be_right_is_refused() {
    let mut office = Office::new();
    office.import(OCTOBER);
    let head = "日期,收入,支出,余额,对方户名,摘要\n";
    office.refused(
        &format!("账号：95599000000009999\n{head}2026-11-01,1.00,,11326.00,,\n"),
        expect!["科目 102 以前导入的是尾号 1234 的账户，这份对账单是尾号 9999 的账户。请核对是不是选错了文件；有几个账户的，请给每个账户增设一个 102 的明细科目，分别导入。"],
    );
    office.refused(
        &format!("{head}2026-10-05,1.00,,12001.00,某人,\n"),
        expect!["第 2 行 2026-10-05 1.00 在以前导入的同一时段对账单里没有，两份对账单对不上。请从网银重新下载这一时段的全部明细（不要筛选、不要删改）再导入。"],
    );
    office.refused(
        &format!("{head}2026-10-08,,300.00,11700.00,王五,工资\n2026-10-20,,80.00,11320.00,供电所,电费\n"),
        expect!["以前导入的 2026-10-08 赵六 -300.00 在这份对账单里没有，两份对账单对不上。请从网银重新下载这一时段的全部明细（不要筛选、不要删改）再导入。"],
    );
    let broken = format!("{head}2026-11-01,1.00,,11326.00,,\n2026-11-02,1.00,,11330.00,,\n");
    office.refused(
        &broken,
        expect!["余额有 1 处接不上，可能缺行或改过：第 3 行（2026-11-02）余额接不上：上一笔余额 11,326.00，这一笔收入 1.00，应为 11,327.00，表上是 11,330.00。请从网银重新下载完整的明细；确认银行给的就是这样，请选“余额接不上也导入”。"],
    );
    assert_eq!(office.import_with(&broken, true).expect("confirmed").added, 2);
    let (village, path) = (office.village, office.file(OCTOBER));
    for (code, said) in [("101", "科目 101 不是银行存款"), ("10299", "科目表里没有科目 10299")]
    {
        let (account, choices) = (account(code), StatementChoices::default());
        let path = path.clone();
        let command = Command::ImportStatement { village, account, path, choices };
        let error = office.run(command).expect_err("a refusal").to_string();
        assert!(error.starts_with(said), "{error}");
    }
}

#[test]
fn a_gap_between_statements_is_said() {
    let mut office = Office::new();
    office.import(OCTOBER);
    let later = "日期,收入,支出,余额\n2026-11-20,1.00,,20001.00\n";
    let summary = office.import(later);
    expect!["与以前的对账单接不上：2026年10月31日 的余额是 11,325.00，这一份的期初余额是 20,000.00，中间可能缺了流水，请从网银补下载"]
        .assert_eq(&summary.warnings.join("；"));
}

#[test]
fn what_is_alike_is_suggested_and_only_the_sure_is_called_sure() {
    let mut office = Office::new();
    office.post(simple("2026-10-05", "收到鱼塘承包费", "102", "501", "2000"));
    office.post(simple("2026-10-08", "付王五工资", "513", "102", "300"));
    office.post(simple("2026-10-08", "付赵六工资", "513", "102", "300"));
    office.post(simple("2026-10-18", "路灯电费", "514", "102", "50"));
    office.post(simple("2026-10-18", "机井电费", "514", "102", "30"));
    office.post(simple("2026-10-10", "太远的一笔", "102", "504", "5"));
    office.import(OCTOBER);
    let expect = expect![[r"
        确定 2026-10-03 2,000.00 某公司 = 收到鱼塘承包费（金额相同，相差 2 天）
        确定 2026-10-08 -300.00 王五 = 付王五工资（金额相同，同一天，户名相同）
        确定 2026-10-08 -300.00 赵六 = 付赵六工资（金额相同，同一天，户名相同）
        可能 2026-10-20 -80.00 供电所 = 路灯电费；机井电费（同一天的 2 张凭证合计金额相同）
    "]];
    expect.assert_eq(&office.suggested());
}

#[test]
fn pairs_that_could_be_others_are_never_sure() {
    let mut office = Office::new();
    office.post(simple("2026-10-07", "付工资", "513", "102", "300"));
    office.post(simple("2026-10-08", "付工资", "513", "102", "300"));
    office.post(simple("2026-10-20", "电费合一张", "514", "102", "80"));
    office.import(OCTOBER);
    expect![[r"
        可能 2026-10-08 -300.00 王五 = 付工资（金额相同，同一天）
        可能 2026-10-08 -300.00 赵六 = 付工资（金额相同，相差 1 天）
        确定 2026-10-20 -80.00 供电所 = 电费合一张（金额相同，同一天）
    "]]
    .assert_eq(&office.suggested());
    // one voucher for two lines of a day
    let mut office = Office::new();
    office.post(simple("2026-10-08", "发十月工资", "513", "102", "600"));
    office.import(OCTOBER);
    expect![[r"
        可能 2026-10-08 -300.00 王五；2026-10-08 -300.00 赵六 = 发十月工资（同一天的 2 笔流水合计金额相同）
    "]]
    .assert_eq(&office.suggested());
}

#[test]
fn matches_are_confirmed_and_taken_back() {
    let mut office = Office::new();
    let rent = office.post(simple("2026-10-03", "收到鱼塘承包费", "102", "501", "2000"));
    let wages = office.post(simple("2026-10-08", "发十月工资", "513", "102", "600"));
    office.import(OCTOBER);
    let (first, second, third) = (office.line(0), office.line(1), office.line(2));
    let both = MatchPlan { lines: vec![second, third], vouchers: vec![wages] };
    let done = office.match_all(vec![MatchPlan::pair(first, rent), both.clone()]).expect("matched");
    assert_eq!(done, Outcome::LinesMatched(3));
    assert_eq!(office.known().open_lines(&office.book()).len(), 2);
    let mut said = |plan: MatchPlan| office.match_all(vec![plan]).expect_err("refused").to_string();
    assert!(
        said(MatchPlan::pair(first, rent)).starts_with("2026-10-03 2,000.00 这笔流水已经对上了")
    );
    let fourth = office.line(3);
    let mut said = |plan: MatchPlan| office.match_all(vec![plan]).expect_err("refused").to_string();
    assert!(said(MatchPlan::pair(fourth, rent)).contains("已经对上别的流水"));
    assert!(said(MatchPlan::default()).starts_with("银行流水和凭证都要选"));
    let many = MatchPlan { lines: vec![first, second], vouchers: vec![rent, wages] };
    assert!(said(many).starts_with("2 笔流水对 2 张凭证"));
    let power = office.post(simple("2026-10-20", "电费", "514", "102", "81"));
    let error = office.match_all(vec![MatchPlan::pair(fourth, power)]).expect_err("refused");
    assert!(error.to_string().contains("银行流水 -80.00，凭证里银行存款动了 -81.00，相差 1.00"));
    let village = office.village;
    office.run(Command::UnmatchLines { village, lines: vec![second] }).expect("taken back");
    assert_eq!(office.known().matches.len(), 1);
    let error =
        office.run(Command::UnmatchLines { village, lines: vec![second] }).expect_err("refused");
    assert!(error.to_string().starts_with("2026-10-08 -300.00 这笔流水还没有对上凭证"));
    assert!(office.app.check().expect("readable").is_empty());
}

#[test]
fn a_voucher_taken_back_opens_its_line_again() {
    let mut office = Office::new();
    let wrong = office.post(simple("2026-10-03", "承包费", "102", "501", "2000"));
    office.import(OCTOBER);
    let line = office.line(0);
    office.match_all(vec![MatchPlan::pair(line, wrong)]).expect("matched");
    let (village, date) = (office.village, day("2026-11-01"));
    let draft = simple("2026-11-01", "收到鱼塘承包费", "102", "504", "2000");
    let correct = Command::CorrectVoucher { village, voucher: wrong, date, draft };
    office.run(correct).expect("corrected");
    assert_eq!(office.known().open_lines(&office.book()).len(), 5);
    let right = office.book().vouchers.last().expect("a voucher").id();
    office.match_all(vec![MatchPlan::pair(line, right)]).expect("matched again");
    let (known, book) = (office.known(), office.book());
    assert_eq!(known.open_lines(&book).len(), 4);
    assert!(known.open_vouchers(&book).is_empty());
    assert_eq!(known.adjustment(&book, day("2026-11-30")).difference(), Some(yuan("0")));
    assert_eq!(known.adjustment(&book, day("2026-10-31")).difference(), Some(yuan("0")));
}

#[test]
fn a_voucher_posted_from_a_line_teaches_the_next() {
    let mut office = Office::new();
    office.import(OCTOBER);
    let (village, line) = (office.village, office.line(3));
    let mut draft = office.app.proposed_voucher(village, line).expect("a proposal");
    assert_eq!((draft.summary.as_str(), draft.entries.len()), ("供电所 电费", 1));
    draft.summary = "付机井电费".to_owned();
    draft.entries.push(entry(Side::Debit, "514", yuan("80")));
    let wrong = VoucherDraft {
        entries: simple("2026-10-20", "", "514", "102", "79").entries,
        ..draft.clone()
    };
    let error = office.run(Command::PostFromLine { village, line, draft: wrong });
    assert!(error.expect_err("refused").to_string().contains("相差 1.00"));
    assert!(office.book().vouchers.is_empty(), "a refused command writes nothing");
    office.run(Command::PostFromLine { village, line, draft: draft.clone() }).expect("posted");
    assert_eq!(office.known().matches.len(), 1);
    let again = office.run(Command::PostFromLine { village, line, draft });
    assert!(again.expect_err("refused").to_string().contains("已经对上了"));
    office.import(
        "日期,收入,支出,余额,对方户名,摘要\n2026-11-20,,95.50,11229.50,供电所,电费202611\n",
    );
    let proposed = office.app.proposed_voucher(village, office.line(5)).expect("a proposal");
    assert_eq!(proposed.summary, "付机井电费");
    assert_eq!(proposed.entries, simple("2026-11-20", "", "514", "102", "95.50").entries);
    assert!(office.app.check().expect("readable").is_empty());
}

#[test]
fn the_adjustment_brings_both_balances_to_one_figure() {
    let mut office = Office::new();
    let rent = office.post(simple("2026-10-03", "收到鱼塘承包费", "102", "501", "2000"));
    let wages = office.post(simple("2026-10-08", "发十月工资", "513", "102", "600"));
    office.post(simple("2026-10-30", "收到租金支票", "102", "504", "1500"));
    office.post(simple("2026-10-31", "付误工补贴", "513", "102", "120"));
    office.import(OCTOBER);
    let both = MatchPlan { lines: vec![office.line(1), office.line(2)], vouchers: vec![wages] };
    let plans = vec![MatchPlan::pair(office.line(0), rent), both];
    office.match_all(plans).expect("matched");
    expect![[r"
        银行存款余额调节表 甲镇甲村 2026年10月31日
        企业银行存款账面余额||12,780.00
        加：银行已收、企业未收||5.00
        结息|2026-10-31|5.00
        减：银行已付、企业未付||80.00
        供电所 电费|2026-10-20|80.00
        调节后的账面余额||12,705.00
        银行对账单余额||11,325.00
        加：企业已收、银行未收||1,500.00
        2026年10月 记-003 收到租金支票|2026-10-30|1,500.00
        减：企业已付、银行未付||120.00
        2026年10月 记-004 付误工补贴|2026-10-31|120.00
        调节后的对账单余额||12,705.00
        调节后的余额相符。
        对账单从 2026年10月3日 开始，此前没有对上流水的凭证视为已对清。
    "]]
    .assert_eq(&office.adjustment("2026-10-31"));
    // in the middle of the month
    let (known, book) = (office.known(), office.book());
    let middle = known.adjustment(&book, day("2026-10-10"));
    assert_eq!((middle.books, middle.bank), (yuan("11400"), Some(yuan("11400"))));
    assert!(middle.only_bank.is_empty() && middle.only_books.is_empty());
}

#[test]
fn a_difference_that_cannot_be_explained_is_shown() {
    let mut office = Office::new();
    office.import("日期,收入,支出,余额\n2026-10-03,2000.00,,12500.00\n");
    expect![[r"
        银行存款余额调节表 甲镇甲村 2026年10月31日
        企业银行存款账面余额||10,000.00
        加：银行已收、企业未收||2,000.00
        |2026-10-03|2,000.00
        减：银行已付、企业未付||0.00
        调节后的账面余额||12,000.00
        银行对账单余额||12,500.00
        加：企业已收、银行未收||0.00
        减：企业已付、银行未付||0.00
        调节后的对账单余额||12,500.00
        差额（账面 − 对账单）||-500.00
        调节后的余额不符，相差 500.00。
        对账单从 2026年10月3日 开始，此前没有对上流水的凭证视为已对清。
        开始对账以前，账面比银行少 500.00，请查明。
        对账单只到 2026年10月3日，以后的流水还没有导入。
    "]]
    .assert_eq(&office.adjustment("2026-10-31"));
}

#[test]
fn a_group_that_lies_across_the_day_stays_open_on_both_sides() {
    let mut office = Office::new();
    let wages = office.post(simple("2026-10-30", "发工资", "513", "102", "600"));
    office.import(
        "日期,收入,支出,余额,对方户名\n2026-10-30,,300.00,9700.00,王五\n2026-11-02,,300.00,9400.00,赵六\n",
    );
    let plan = MatchPlan { lines: vec![office.line(0), office.line(1)], vouchers: vec![wages] };
    office.match_all(vec![plan]).expect("matched");
    let (known, book) = (office.known(), office.book());
    for on in ["2026-10-30", "2026-10-31", "2026-11-01", "2026-11-02"] {
        assert_eq!(known.adjustment(&book, day(on)).difference(), Some(yuan("0")), "{on}");
    }
    let october = known.adjustment(&book, day("2026-10-31"));
    assert_eq!((october.only_bank.len(), october.only_books.len()), (1, 1));
}

#[test]
fn a_mapping_is_remembered_in_the_ledger() {
    use mingbai::app::{BankColumn, ColumnMapping};
    let mut office = Office::new();
    let text = "几时,进了,出了,还剩\n2026-10-03,2000.00,,12000.00\n";
    let error = office.import_with(text, false).expect_err("unknown columns");
    let headings = &error.refusal().expect("a refusal").headings;
    assert_eq!(headings, &["几时", "进了", "出了", "还剩"]);
    let keys = [BankColumn::Date, BankColumn::In, BankColumn::Out, BankColumn::Balance];
    let columns = headings.iter().cloned().zip(keys).collect();
    let (village, account, path) = (office.village, account("102"), office.file(text));
    let sample = office.app.statement_sample(&path).expect("readable");
    let named: Vec<&str> = sample.iter().map(|column| column.heading.as_str()).collect();
    assert_eq!(named, *headings);
    assert_eq!(sample[0].values, ["2026-10-03"]);
    let choices =
        StatementChoices { mapping: Some(ColumnMapping { columns }), ..Default::default() };
    office.run(Command::ImportStatement { village, account, path, choices }).expect("told");
    let next = "几时,进了,出了,还剩\n2026-11-03,,1.00,11999.00\n";
    assert_eq!(office.import(next).added, 1);
}

#[test]
fn an_account_is_reminded_of_what_is_missing_and_what_is_late() {
    let mut office = Office::new();
    let told = |office: &Office, today: &str| {
        let (known, book) = (office.known(), office.book());
        let found = known.reminders(&book, day(today));
        found.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    office.post(simple("2026-10-03", "收到鱼塘承包费", "102", "501", "2000"));
    office.post(simple("2026-11-29", "付水费", "513", "102", "9"));
    assert_eq!(told(&office, "2026-12-31"), "", "nothing was ever imported");
    office.import(OCTOBER);
    assert_eq!(told(&office, "2026-11-02"), "");
    expect![[r"
        2026年11月的银行对账单还没有导入，现在只到 2026年10月31日
        5 笔银行流水、1 张凭证超过 30 天还没有对上"]]
    .assert_eq(&told(&office, "2026-12-01"));
    let rent = office.book().vouchers[0].id();
    office.match_all(vec![MatchPlan::pair(office.line(0), rent)]).expect("matched");
    expect!["3 笔银行流水超过 30 天还没有对上"].assert_eq(&told(&office, "2026-11-30"));
}

#[test]
fn gaps_are_told_by_balances_and_without_them_by_days() {
    let mut office = Office::new();
    office.import(OCTOBER);
    let gaps = |office: &Office| {
        office.known().gaps().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    // a statement that begins days later but with the same balance misses nothing
    office.import("日期,收入,支出,余额\n2026-11-10,1.00,,11326.00\n");
    assert_eq!(gaps(&office), "");
    office.import("日期,收入,支出,余额\n2026-11-20,1.00,,20001.00\n");
    expect!["2026年11月10日 的余额是 11,326.00，2026年11月20日 起的对账单期初余额是 20,000.00，相差 8,674.00，中间缺了流水，请从网银补下载"]
        .assert_eq(&gaps(&office));
    let mut office = Office::new();
    office.import("日期,收入,支出\n2026-10-03,1.00,\n");
    office.import("日期,收入,支出\n2026-10-04,1.00,\n");
    assert_eq!(gaps(&office), "");
    office.import("日期,收入,支出\n2026-10-09,1.00,\n");
    expect!["2026年10月4日 以后到 2026年10月9日 以前没有对账单，表上没有余额可以核对，请看这几天有没有流水"]
        .assert_eq(&gaps(&office));
}

#[test]
fn several_matches_are_taken_back_together_or_not_at_all() {
    let mut office = Office::new();
    let rent = office.post(simple("2026-10-03", "收到鱼塘承包费", "102", "501", "2000"));
    let power = office.post(simple("2026-10-20", "电费", "514", "102", "80"));
    office.import(OCTOBER);
    let (first, fourth, last) = (office.line(0), office.line(3), office.line(4));
    let plans = vec![MatchPlan::pair(first, rent), MatchPlan::pair(fourth, power)];
    office.match_all(plans).expect("matched");
    let village = office.village;
    let lines = vec![first, last];
    let error = office.run(Command::UnmatchLines { village, lines }).expect_err("refused");
    assert!(error.to_string().contains("还没有对上凭证"));
    assert_eq!(office.known().matches.len(), 2, "a refused command writes nothing");
    let lines = vec![first, fourth];
    let done = office.run(Command::UnmatchLines { village, lines }).expect("taken back");
    assert_eq!(done, Outcome::LinesUnmatched(2));
    assert!(office.known().matches.is_empty());
    // plans that take the same voucher twice are refused together
    let plans = vec![MatchPlan::pair(first, rent), MatchPlan::pair(fourth, rent)];
    let error = office.match_all(plans).expect_err("refused").to_string();
    assert!(error.contains("已经对上别的流水"), "{error}");
    assert!(office.known().matches.is_empty());
}
