//! Books told as text: each line is one act of the accountant, carried out by `App::execute`.
//!
//! ```text
//! 科目  101 库存现金   501 经营收入            the chart must know these accounts by these names
//! 增设  513 办公费                             a sub-account
//! 期初  101 5000.00   301 -5000.00             lines in a row are one entry of opening balances
//! 凭证  2026-03-05 [记-001] 收到鱼塘承包费  借 101 1200.00  贷 501 1200.00  [结算 现金]
//! 冲销  2026-03 记-001  于 2026-04-02
//! 更正  2026-03 记-001  于 2026-04-02  收到鱼塘承包费  借 101 1300.00  贷 501 1300.00
//! 年终结转  2026
//! 分配  2026  于 2027-01-12  311 300.00  211 500.00
//! 起草  2026-03 [F02]
//! 张贴  2026-03  于 2026-04-08 [10 天]         publishes the last draft of the month
//! 作废稿  2026-03  于 2026-04-08               tries to publish the draft before the last one
//! 公布  2026-03  于 2026-04-08                 起草 and 张贴
//! 分账核算                                     the village keeps two sets of books; 统一核算 one
//! 账套  村委会                                 whose books the lines below are about
//! 到期日  15                                   monthly matters are due on that day
//! 干部  王五 会计   ·   监委  李四 主任 [近亲属 王五]   ·   保存村情
//! 今天  2026-04-12                             once: the day of everything; more: the day from here
//! ```

use expect_test::Expect;
use mingbai::app::{App, AppError, Clock, Command, DisclosureCommand, NewVillage, Outcome};
use mingbai::domain::account::{AccountCode, Side};
use mingbai::domain::catalog::Catalog;
use mingbai::domain::entity::{Bookkeeping, Entity};
use mingbai::domain::ids::{NoticeId, VillageId, VoucherId};
use mingbai::domain::law::Law;
use mingbai::domain::ledger::Book;
use mingbai::domain::matter::MatterCode;
use mingbai::domain::money::Money;
use mingbai::domain::notice::{Decision, Fault, Level, NoticeDraft, NoticeState, Review};
use mingbai::domain::period::{Date, Month, Period};
use mingbai::domain::village::{
    Office, Officer, SupervisionMember, SupervisionPost, VillageProfile,
};
use mingbai::domain::voucher::{Entry, Settlement, VoucherDraft, VoucherKind, VoucherNumber};
use tempfile::TempDir;

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap_or_else(|_| panic!("“{text}” is no day"))
}

pub(crate) fn month(text: &str) -> Month {
    text.parse().unwrap_or_else(|_| panic!("“{text}” is no month"))
}

pub(crate) fn period(text: &str) -> Period {
    Period::parse(text).unwrap_or_else(|_| panic!("“{text}” is no period"))
}

pub(crate) fn account(code: &str) -> AccountCode {
    AccountCode::new(code).unwrap_or_else(|| panic!("“{code}” is no account"))
}

pub(crate) fn yuan(text: &str) -> Money {
    Money::parse(text).unwrap_or_else(|fault| panic!("{fault}"))
}

pub(crate) fn entry(side: Side, code: &str, amount: Money) -> Entry {
    Entry { account: account(code), side, amount }
}

/// A voucher of these lines with all papers in order.
pub(crate) fn voucher(date: Date, summary: &str, entries: Vec<Entry>) -> VoucherDraft {
    VoucherDraft {
        date,
        number: None,
        summary: summary.to_owned(),
        entries,
        settlement: Settlement::Transfer,
        handler: "李会计".to_owned(),
        witness: "高证明".to_owned(),
        approver: "朱书记".to_owned(),
        papers: 1,
        note: String::new(),
        reverses: None,
        entity: Entity::Village,
        kind: VoucherKind::Ordinary,
        corrects: None,
    }
}

/// A voucher of two lines.
pub(crate) fn simple(
    date: &str,
    summary: &str,
    debit: &str,
    credit: &str,
    amount: &str,
) -> VoucherDraft {
    let amount = yuan(amount);
    let entries = vec![entry(Side::Debit, debit, amount), entry(Side::Credit, credit, amount)];
    voucher(day(date), summary, entries)
}

pub(crate) fn typed(name: &str) -> NewVillage {
    NewVillage::Typed { township: "甲镇".to_owned(), name: name.to_owned() }
}

/// The identity of the first village.
pub(crate) fn first(app: &App) -> VillageId {
    app.ledger().expect("an open ledger").villages()[0].id
}

/// A ledger file with one village, 甲村, and the office that has it open.
pub(crate) fn on_disk(folder: &TempDir, today: &str) -> (App, std::path::PathBuf, VillageId) {
    let path = folder.path().join("甲村.mbz");
    let mut app = App::new(Clock::Fixed(day(today)));
    let create = Command::CreateLedger { path: path.clone(), villages: vec![typed("甲村")] };
    app.execute(create).expect("a new ledger");
    let village = first(&app);
    (app, path, village)
}

/// A book that was told line by line.
pub(crate) struct Story {
    app: App,
    village: VillageId,
    entity: Entity,
    file: Option<TempDir>,
    faults: Vec<Fault>,
    drafts: Vec<(Period, MatterCode, NoticeId)>,
    opening: Vec<(AccountCode, Money)>,
    profile: VillageProfile,
}

/// The line that was refused, and why.
pub(crate) struct Refused {
    line: String,
    error: AppError,
    rest: Vec<String>,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}\n  {}", self.line, self.error)
    }
}

type Told = Result<(), AppError>;

/// The rules as they are, the catalog and the calendar that come with the program.
pub(crate) fn law() -> Law {
    Law {
        rules: mingbai::domain::rules::Rules::default(),
        catalog: Catalog::new(mingbai::exchange::catalog_import::bundled()),
        calendar: mingbai::exchange::holiday_import::bundled(),
    }
}

/// The draft of a finance notice, proposed on the day after its period.
pub(crate) fn draft(
    village: VillageId,
    matter: MatterCode,
    entity: Entity,
    period: Period,
) -> Command {
    let proposed_on = Some(period.last_month().next().first_day());
    let draft = NoticeDraft { proposed_on, ..NoticeDraft::new(matter, entity, period) };
    Command::DraftNotice { village, draft: Box::new(draft) }
}

/// The supervision committee agrees to a draft, and the joint meeting passes it.
pub(crate) fn agree(app: &mut App, notice: NoticeId, on: Date) -> Told {
    let review = Review { on, agreed: true, members: Vec::new() };
    let (notices, reason) = (vec![notice], String::new());
    app.execute(Command::Disclosure(DisclosureCommand::Review { notices, review, reason }))?;
    let decision = Decision { on, passed: true, present: Vec::new(), note: String::new() };
    let notices = vec![notice];
    app.execute(Command::Disclosure(DisclosureCommand::Decide { notices, decision })).map(drop)
}

impl Story {
    fn begin(text: &str) -> Self {
        let days: Vec<&str> =
            lines(text).filter_map(|line| line.strip_prefix("今天")).map(str::trim).collect();
        let today = Clock::Fixed(day(days.first().unwrap_or(&"2026-12-31")));
        let file = (days.len() > 1).then(|| TempDir::new().expect("a folder"));
        let app = match &file {
            None => App::in_memory(today, vec![typed("甲村")]).expect("a ledger in memory"),
            Some(folder) => {
                let mut app = App::new(today);
                let (path, villages) = (folder.path().join("甲村.mbz"), vec![typed("甲村")]);
                app.execute(Command::CreateLedger { path, villages }).expect("a ledger file");
                app
            }
        };
        let village = first(&app);
        let profile = app.ledger().expect("open").villages()[0].profile.clone();
        let (faults, drafts, opening) = (Vec::new(), Vec::new(), Vec::new());
        let entity = Entity::Village;
        Self { app, village, entity, file, faults, drafts, opening, profile }
    }

    pub(crate) fn tell(text: &str) -> Result<Self, Refused> {
        let mut story = Self::begin(text);
        let all: Vec<&str> = lines(text).collect();
        for (index, line) in all.iter().enumerate() {
            let next = all.get(index + 1).copied().unwrap_or_default();
            story.line(line, next).map_err(|error| Refused {
                line: words(line).join(" "),
                error,
                rest: all.iter().skip(index + 1).map(|&line| line.to_owned()).collect(),
            })?;
        }
        Ok(story)
    }

    /// The office, to go on with.
    pub(crate) fn into_app(self) -> App {
        self.app
    }

    pub(crate) fn app(&self) -> &App {
        &self.app
    }

    pub(crate) fn book(&self) -> &Book {
        self.app.ledger().expect("open").book().expect("a book")
    }

    /// What the file is found wrong in.
    pub(crate) fn problems(&self) -> Vec<mingbai::app::Problem> {
        self.app.check().expect("a file that can be read")
    }

    fn line(&mut self, line: &str, next: &str) -> Told {
        let words = words(line);
        let (verb, rest) = words.split_first().expect("no empty lines");
        match (*verb, rest) {
            ("科目", named) => {
                for pair in named.chunks(2) {
                    let found = self.book().chart.full_name(&account(pair[0]));
                    assert_eq!(found, pair[1], "the name of account {}", pair[0]);
                }
                Ok(())
            }
            ("今天", [today]) => self.wake_up_on(day(today)),
            ("增设", [parent, name]) => {
                let (parent, name) = (account(parent), (*name).to_owned());
                self.run(Command::AddAccount { village: self.village, parent, name }).map(drop)
            }
            ("期初", balances) => self.opening(balances, next),
            ("分账核算" | "统一核算" | "账套", rest) => self.books(verb, rest),
            ("凭证", [date, rest @ ..]) => {
                let draft = VoucherDraft { entity: self.entity, ..told_voucher(day(date), rest) };
                self.run(Command::PostVoucher { village: self.village, draft }).map(drop)
            }
            ("冲销", [of, number, "于", on]) => {
                let voucher = self.voucher(month(of), number);
                let date = day(on);
                self.run(Command::ReverseVoucher { village: self.village, voucher, date }).map(drop)
            }
            ("更正", [of, number, "于", on, rest @ ..]) => {
                let voucher = self.voucher(month(of), number);
                let (village, date) = (self.village, day(on));
                let draft = told_voucher(date, rest);
                self.run(Command::CorrectVoucher { village, voucher, date, draft }).map(drop)
            }
            ("年终结转", [year]) => {
                let year = year.parse().expect("a year");
                self.run(Command::EndYear { village: self.village, year }).map(drop)
            }
            ("分配", [year, "于", on, rest @ ..]) => self.appropriate(year, on, rest),
            ("起草", [of]) => self.draft(period(of), MatterCode::FINANCE_DETAIL),
            ("起草", [of, matter]) => {
                self.draft(period(of), matter.parse().expect("a known matter"))
            }
            ("张贴", [of, "于", on, rest @ ..]) => {
                self.publish(period(of), day(on), days_in(rest), 0)
            }
            ("作废稿", [of, "于", on]) => self.publish(period(of), day(on), 15, 1),
            ("公布", [of, "于", on]) => {
                self.draft(period(of), MatterCode::FINANCE_DETAIL)?;
                self.publish(period(of), day(on), 15, 0)
            }
            ("到期日", [due]) => {
                let rules = mingbai::domain::rules::Rules {
                    monthly_due_day: due.parse().expect("a number"),
                    ..mingbai::domain::rules::Rules::default()
                };
                self.run(Command::SetRules(rules)).map(drop)
            }
            ("干部" | "监委" | "保存村情", rest) => self.people(verb, rest),
            _ => panic!("cannot read the line “{line}”"),
        }
    }

    /// The way of bookkeeping, or the books that the lines below are about.
    fn books(&mut self, verb: &str, rest: &[&str]) -> Told {
        if let [books] = rest {
            self.entity = Entity::find(books).expect("known books");
            return Ok(());
        }
        let mut ways = Bookkeeping::ALL.into_iter();
        self.profile.bookkeeping = ways.find(|way| way.label() == verb).expect("a known way");
        let (village, profile) = (self.village, self.profile.clone());
        self.run(Command::UpdateVillage { village, profile }).map(drop)
    }

    fn appropriate(&mut self, year: &str, on: &str, rest: &[&str]) -> Told {
        let year = year.parse().expect("a year");
        let lines = rest.chunks(2).map(|pair| (account(pair[0]), yuan(pair[1]))).collect();
        let (village, entity, decided_on) = (self.village, self.entity, day(on));
        let decision = "成员（代表）大会通过".to_owned();
        let command = Command::Appropriate { village, entity, year, lines, decided_on, decision };
        self.run(command).map(drop)
    }

    fn run(&mut self, command: Command) -> Result<Outcome, AppError> {
        self.app.execute(command)
    }

    /// Closes the ledger and opens it again on another day.
    fn wake_up_on(&mut self, today: Date) -> Told {
        let Some(folder) = &self.file else { return Ok(()) };
        let path = folder.path().join("甲村.mbz");
        self.app = App::new(Clock::Fixed(today));
        self.run(Command::OpenLedger { path }).map(drop)
    }

    fn opening(&mut self, balances: &[&str], next: &str) -> Told {
        self.opening.extend(balances.chunks(2).map(|pair| (account(pair[0]), yuan(pair[1]))));
        if next.starts_with("期初") {
            return Ok(());
        }
        let lines = std::mem::take(&mut self.opening);
        let (village, entity) = (self.village, self.entity);
        self.run(Command::SetOpening { village, entity, lines }).map(drop)
    }

    fn voucher(&self, of: Month, number: &str) -> VoucherId {
        let number = VoucherNumber::parse(number).expect("a voucher number");
        let mut vouchers = self.book().vouchers.iter();
        let found = vouchers.find(|voucher| {
            voucher.entity() == self.entity && voucher.month() == of && voucher.number() == number
        });
        found.expect("a voucher of that number").id()
    }

    fn draft(&mut self, period: Period, matter: MatterCode) -> Told {
        let (village, entity) = (self.village, self.entity);
        let draft = draft(village, matter, entity, period);
        let Outcome::NoticeDrafted { notice, faults } = self.run(draft)? else {
            panic!("a draft gives a draft");
        };
        self.drafts.push((period, matter, notice));
        self.faults = faults;
        Ok(())
    }

    fn publish(&mut self, period: Period, on: Date, days: u32, before_last: usize) -> Told {
        let mut drafts = self.drafts.iter().rev().filter(|(of, ..)| *of == period);
        let notice = drafts.nth(before_last).expect("a draft of that month").2;
        let asked = self.book().notice(notice).expect("drafted before");
        if asked.state == NoticeState::Drafted && asked.steps.is_empty() {
            // the meetings were held in time, so that the posting is what is looked at
            let held = on.min(self.app.today()).max(asked.drafted_on);
            agree(&mut self.app, notice, held)?;
        }
        self.run(Command::PublishNotice { notice, on, days, boards: Vec::new() }).map(drop)
    }

    fn people(&mut self, verb: &str, rest: &[&str]) -> Told {
        match (verb, rest) {
            ("干部", [name, office]) => {
                let mut offices = Office::ALL.into_iter();
                let office = offices.find(|known| known.label().starts_with(office));
                let (name, office) = ((*name).to_owned(), office.expect("a known office"));
                self.profile.officers.push(Officer { name, office });
            }
            ("监委", [name, post, relative @ ..]) => {
                let mut posts = SupervisionPost::ALL.into_iter();
                let post = posts.find(|known| known.label() == *post).expect("a known post");
                let relative_of = relative.get(1).map(|name| (*name).to_owned());
                let name = (*name).to_owned();
                self.profile.supervision.members.push(SupervisionMember {
                    name,
                    post,
                    relative_of,
                });
            }
            ("保存村情", []) => {
                let profile = self.profile.clone();
                let village = self.village;
                return self.run(Command::UpdateVillage { village, profile }).map(drop);
            }
            _ => panic!("cannot read {verb} {rest:?}"),
        }
        Ok(())
    }
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

fn days_in(rest: &[&str]) -> u32 {
    rest.first().map_or(15, |days| days.parse().expect("a number of days"))
}

fn told_voucher(date: Date, words: &[&str]) -> VoucherDraft {
    let (number, words) = match words.split_first() {
        Some((first, rest)) if first.starts_with("记-") => (VoucherNumber::parse(first), rest),
        _ => (None, words),
    };
    let start = words.iter().position(|word| matches!(*word, "借" | "贷" | "结算"));
    let (summary, rest) = words.split_at(start.unwrap_or(words.len()));
    let mut draft = voucher(date, &summary.join(" "), Vec::new());
    draft.number = number;
    let mut rest = rest.iter();
    while let Some(word) = rest.next() {
        let mut next = || *rest.next().expect("a line of a voucher is 借 account amount");
        match *word {
            "结算" => draft.settlement = Settlement::find(next()).expect("a known settlement"),
            side => {
                let side = if side == "借" { Side::Debit } else { Side::Credit };
                let account = account(next());
                draft.entries.push(Entry { account, side, amount: yuan(next()) });
            }
        }
    }
    draft
}

fn told(text: &str) -> Story {
    Story::tell(text).unwrap_or_else(|refused| panic!("{refused}"))
}

/// The duties of 财务收支逐笔 on the last 今天, one line each.
#[track_caller]
pub(crate) fn check_duties(text: &str, expect: Expect) {
    let story = told(text);
    let ledger = story.app.ledger().expect("open");
    let duties = ledger.duties_of(story.village, story.app.today());
    let lines: Vec<String> = duties
        .iter()
        .filter(|duty| duty.matter == MatterCode::FINANCE_DETAIL)
        .map(|duty| {
            let (span, state) = (ledger.span_label(duty), duty.state);
            format!("{span}  应于 {} 前公开  {} {}\n", duty.due_by, state.name(), state.label())
        })
        .collect();
    expect.assert_eq(&lines.concat());
}

/// The report of a period, as an accountant would write it down.
#[track_caller]
pub(crate) fn check_report(text: &str, of: &str, expect: Expect) {
    let story = told(text);
    let book = story.book();
    let report = book.report(period(of));
    let mut lines = vec![format!(
        "期初 {}（现金 {} 银行 {}）",
        report.opening.total(),
        report.opening.cash,
        report.opening.bank
    )];
    for (kind, found) in [("收入", &report.income), ("支出", &report.expense)] {
        for line in found {
            lines.push(format!(
                "  {kind} {} {} 共 {} 笔",
                book.chart.title(&line.account),
                line.amount,
                line.count
            ));
        }
    }
    lines.push(format!("本期 收入 {} 支出 {}", report.income_total, report.expense_total));
    lines.push(format!(
        "期末 {}（现金 {} 银行 {}）",
        report.closing.total(),
        report.closing.cash,
        report.closing.bank
    ));
    lines.push(format!("本年 收入 {} 支出 {}", report.year_income, report.year_expense));
    if let Some(share) = report.non_cash_share {
        lines.push(format!("非现金 {}.{:02}%", share / 100, share % 100));
    }
    expect.assert_eq(&(lines.join("\n") + "\n"));
}

/// The last line of the text is refused, with these words and this next step, and the book is
/// what it was without that line.
#[track_caller]
pub(crate) fn check_refusal(text: &str, expect: Expect) {
    let Err(refused) = Story::tell(text) else { panic!("nothing was refused") };
    assert!(refused.rest.iter().all(|line| line.starts_with("今天")), "too early: {refused}");
    let Some(refusal) = refused.error.refusal() else { panic!("a failure: {}", refused.error) };
    assert!(!refusal.hint.is_empty(), "a refusal names the next step: {}", refusal.message);
    expect.assert_eq(&format!("{}\n{}\n", refusal.message, refusal.hint));
}

/// What the last draft found, one line each.
#[track_caller]
pub(crate) fn check_faults(text: &str, expect: Expect) {
    let story = told(text);
    let line = |fault: &Fault| {
        let level = if fault.level == Level::Error { "错误" } else { "请看" };
        format!("{level} {} {}\n", fault.code, fault.message)
    };
    expect.assert_eq(&story.faults.iter().map(line).collect::<String>());
}

/// A table of figures as lines of words, blanks as `·`.
pub(crate) fn listing_text(listing: &mingbai::domain::listing::Listing) -> String {
    let shown = |text: String| if text.is_empty() { "·".to_owned() } else { text };
    let heads = listing.columns.iter().map(|column| column.title.clone());
    let mut lines = vec![format!("{} {} {}", listing.title, listing.subject, listing.period)];
    lines.extend(listing.remarks.iter().cloned());
    lines.push(heads.collect::<Vec<_>>().join(" | "));
    for row in &listing.rows {
        let cells: Vec<String> = row.cells.iter().map(|cell| shown(cell.shown())).collect();
        lines.push(cells.join(" | "));
    }
    lines.extend(listing.notes.iter().cloned());
    lines.join("\n") + "\n"
}
