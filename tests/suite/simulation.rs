//! A year in the life of three villages, told by dice: sound and unsound commands as they come,
//! and what must hold after every one of them.

mod registers;

use std::collections::BTreeMap;
use std::path::Path;

use chrono::Days;
use mingbai::app::{App, Clock, Command, DisclosureCommand, Outcome};
use mingbai::domain::account::Side;
use mingbai::domain::books::{LedgerView, Span};
use mingbai::domain::entity::Entity;
use mingbai::domain::ids::{NoticeId, VillageId};
use mingbai::domain::ledger::Book;
use mingbai::domain::matter::MatterCode;
use mingbai::domain::money::Money;
use mingbai::domain::notice::{Decision, Review};
use mingbai::domain::period::{Date, Month, Period};
use mingbai::domain::rules::Rules;
use mingbai::domain::voucher::{Entry, VoucherDraft, VoucherNumber};
use mingbai::store::{Access, Store, audit_break};
use tempfile::TempDir;

use super::dice::Dice;
use crate::support::{account, day, simple, typed, voucher};
use registers::Errand;

struct Simulation {
    dice: Dice,
    seed: u64,
    folder: TempDir,
    app: App,
    today: Date,
    villages: Vec<VillageId>,
    at: VillageId,
    written: usize,
    drafts: Vec<NoticeId>,
    errand: Errand,
    accepted: BTreeMap<&'static str, usize>,
    refused: BTreeMap<&'static str, usize>,
}

const ACCOUNTS: [&str; 9] = ["101", "102", "102", "112", "211", "501", "513", "513", "514"];
const DAYS_AT_A_TIME: u64 = 13;
const COMMANDS_A_VISIT: usize = 174;
const COMMANDS_A_VILLAGE: usize = 58;
const COMMANDS: usize = 5220;

impl Simulation {
    fn begin(seed: u64) -> Self {
        let folder = TempDir::new().expect("a folder");
        let today = day("2026-01-04");
        let mut app = App::new(Clock::Fixed(today));
        let villages = vec![typed("甲村"), typed("乙村"), typed("丙村")];
        let path = folder.path().join("三村.mbz");
        app.execute(Command::CreateLedger { path, villages }).expect("a ledger");
        let ledger = app.ledger().expect("open");
        let villages: Vec<VillageId> = ledger.villages().iter().map(|village| village.id).collect();
        // the ledger and each village
        let written = 1 + villages.len();
        let (drafts, accepted, refused) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
        let dice = Dice::seeded(seed);
        let errand = Errand::Nothing;
        let at = villages[0];
        Self {
            dice,
            seed,
            folder,
            app,
            today,
            villages,
            at,
            written,
            drafts,
            errand,
            accepted,
            refused,
        }
    }

    fn book(&self, village: VillageId) -> Book {
        self.app.ledger().expect("open").book_of(village).expect("a book").into_owned()
    }

    fn books(&self) -> Vec<Book> {
        self.villages.iter().map(|village| self.book(*village)).collect()
    }

    /// One command, named by its kind.
    fn next_command(&mut self, village: VillageId, book: &Book) -> (&'static str, Command) {
        let matter = MatterCode::FINANCE_DETAIL;
        if let Some((kind, command)) = self.errand.step() {
            return (kind, Command::Holding { village, command });
        }
        match self.dice.roll(46) {
            0 | 23 => (
                "opening",
                Command::SetOpening { village, entity: Entity::Village, lines: self.opening() },
            ),
            1 => {
                let name = ["办公费", "水电费", "差旅费", ""][self.dice.place(4)].to_owned();
                let parent = account(["513", "514", "516"][self.dice.place(3)]);
                ("account", Command::AddAccount { village, parent, name })
            }
            2 => {
                let monthly_due_day = u32::try_from(self.dice.roll(32)).expect("small");
                ("rules", Command::SetRules(Rules { monthly_due_day, ..Rules::default() }))
            }
            3 => {
                let mut profile = book.village.profile.clone();
                profile.opinion_box = format!("村口第{}棵树", self.dice.roll(9));
                if self.dice.one_in(3) {
                    profile.name.clear();
                }
                ("profile", Command::UpdateVillage { village, profile })
            }
            4..=6 => {
                let owed = book.closed_through().map_or(book.first_month(), Month::next);
                let any = Month::of(self.today - Days::new(self.dice.roll(70)));
                let period = Period::Month(if self.dice.one_in(3) { any } else { owed });
                ("draft", crate::support::draft(village, matter, Entity::Village, period))
            }
            7..=9 if !self.drafts.is_empty() => {
                let any = *self.dice.pick(&self.drafts).expect("a draft");
                let last = self.drafts.last().copied().expect("a draft");
                let notice = if self.dice.one_in(3) { any } else { last };
                let days = 12 + u32::try_from(self.dice.roll(10)).expect("small");
                let on = self.today - Days::new(self.dice.roll(3));
                ("publish", Command::PublishNotice { notice, on, days, boards: Vec::new() })
            }
            10..=13 => {
                match self.dice.pick(&book.vouchers).map(mingbai::domain::voucher::Voucher::id) {
                    Some(voucher) if registers::may_be_taken_back(book, voucher) => {
                        let date = self.today - Days::new(self.dice.roll(20));
                        if self.dice.one_in(3) {
                            let draft = self.voucher();
                            ("correct", Command::CorrectVoucher { village, voucher, date, draft })
                        } else {
                            ("reverse", Command::ReverseVoucher { village, voucher, date })
                        }
                    }
                    _ => ("voucher", Command::PostVoucher { village, draft: self.voucher() }),
                }
            }
            14 | 15 => {
                let date = self.today - Days::new(self.dice.roll(30));
                let (errand, draft) = Errand::buy(&mut self.dice, date);
                self.errand = errand;
                ("buy", Command::PostVoucher { village, draft })
            }
            16..=21 => registers::any_command(&mut self.dice, village, book, self.today),
            22 => ("year", Command::EndYear { village, year: 2026 }),
            _ => ("voucher", Command::PostVoucher { village, draft: self.voucher() }),
        }
    }

    fn opening(&mut self) -> Vec<(mingbai::domain::account::AccountCode, Money)> {
        let fen = 1 + self.dice.roll(9_000_000).cast_signed();
        let off = self.dice.roll(2).cast_signed();
        vec![(account("102"), Money::from_fen(fen)), (account("301"), Money::from_fen(-fen - off))]
    }

    fn voucher(&mut self) -> VoucherDraft {
        let sides = [Side::Debit, Side::Credit];
        let mut entries: Vec<Entry> = Vec::new();
        let mut open = 0_i64;
        for _ in 0..=self.dice.roll(3) {
            let side = sides[self.dice.place(2)];
            let fen = 1 + self.dice.roll(500_000).cast_signed();
            open += if side == Side::Debit { fen } else { -fen };
            let code = self.dice.pick(&ACCOUNTS).expect("an account");
            entries.push(Entry { account: account(code), side, amount: Money::from_fen(fen) });
        }
        let side = if open > 0 { Side::Credit } else { Side::Debit };
        let off = i64::from(self.dice.one_in(9));
        let code = if self.dice.one_in(15) { "999" } else { "101" };
        let amount = Money::from_fen(open.abs() + off);
        entries.push(Entry { account: account(code), side, amount });
        let back = self.dice.roll(45);
        let date = if self.dice.one_in(15) {
            self.today + Days::new(1 + back)
        } else {
            self.today - Days::new(back.min(u64::from(self.dice.one_in(3)) * 45))
        };
        let mut draft = voucher(date, "日常收支", entries);
        if self.dice.one_in(10) {
            let number = u32::try_from(self.dice.roll(30)).expect("small");
            draft.number = Some(VoucherNumber(number));
        }
        if self.dice.one_in(20) {
            "付王\u{e123}工资".clone_into(&mut draft.summary);
        }
        draft
    }

    fn step(&mut self, step: usize) {
        if self.errand.is_over() {
            // what was begun is finished before another village is looked at
            self.at = self.villages[step / COMMANDS_A_VILLAGE % self.villages.len()];
            self.app.execute(Command::SelectVillage(self.at)).expect("shown");
        }
        let village = self.at;
        let before = self.book(village);
        let (kind, command) = self.next_command(village, &before);
        if let Command::PublishNotice { notice, on, .. } = &command {
            self.agree(*notice, *on);
        }
        let before = self.book(village);
        let note = format!("seed {} step {step} on {}: {command:?}", self.seed, self.today);
        match self.app.execute(command) {
            Ok(outcome) => {
                *self.accepted.entry(kind).or_default() += 1;
                self.written += 1;
                self.errand.heard(Some(&outcome), &note);
                if let Outcome::NoticeDrafted { notice, .. } = outcome {
                    self.drafts.push(notice);
                }
                let book = self.book(village);
                is_sound(&book, &note);
                // what a plain voucher cannot touch is looked at now and then: it takes its time
                if kind != "voucher" || step.is_multiple_of(8) {
                    is_as_published(&book, &note);
                    if self.errand.is_over() {
                        registers::agree(&book, self.today, &note);
                    }
                }
            }
            Err(error) => {
                self.errand.heard(None, &note);
                *self.refused.entry(kind).or_default() += 1;
                let refusal = error.refusal().unwrap_or_else(|| panic!("{note}: {error}"));
                assert!(!refusal.message.is_empty() && !refusal.hint.is_empty(), "{note}");
                assert!(self.book(village) == before, "a refused command changed the book: {note}");
            }
        }
    }

    /// The supervision committee reviews and the joint meeting decides, as far as they may.
    fn agree(&mut self, notice: NoticeId, on: Date) {
        let review = Review { on, agreed: true, members: Vec::new() };
        let (notices, reason) = (vec![notice], String::new());
        let decision = Decision { on, passed: true, present: Vec::new(), note: String::new() };
        for step in [
            DisclosureCommand::Review { notices: notices.clone(), review, reason },
            DisclosureCommand::Decide { notices, decision },
        ] {
            self.written += usize::from(self.app.execute(Command::Disclosure(step)).is_ok());
        }
    }

    /// Carries out what must succeed.
    fn must(&mut self, command: Command) -> Outcome {
        let note = format!("seed {} on {}: {command:?}", self.seed, self.today);
        let outcome = self.app.execute(command).unwrap_or_else(|error| panic!("{note}: {error}"));
        self.written += 1;
        outcome
    }

    /// Publishes the months of a year that are left.
    fn publish_the_year(&mut self, village: VillageId, year: i32) {
        for standing in self.book(village).months_of_year(year) {
            if standing.published_on.is_some() {
                continue;
            }
            let (matter, period) = (MatterCode::FINANCE_DETAIL, Period::Month(standing.month));
            let entity = Entity::Village;
            let drafted = self.must(crate::support::draft(village, matter, entity, period));
            let Outcome::NoticeDrafted { notice, .. } = drafted else { panic!("{drafted:?}") };
            let (on, boards) = (self.today, Vec::new());
            self.agree(notice, on);
            self.must(Command::PublishNotice { notice, on, days: 15, boards });
        }
    }

    /// Publishes what is left of the year, carries its surplus and appropriates half of it.
    fn end_the_year(&mut self, village: VillageId) {
        let note = format!("seed {} at the end of the year", self.seed);
        self.app.execute(Command::SelectVillage(village)).expect("shown");
        // the year must not end in loss, or there is nothing to appropriate
        let grant = simple(&self.today.to_string(), "上级补助", "102", "503", "9000000.00");
        let first = self
            .book(village)
            .closed_through()
            .map_or_else(|| self.book(village).first_month(), Month::next);
        let grant = VoucherDraft { date: first.first_day(), ..grant };
        if first.year() <= 2026 {
            self.must(Command::PostVoucher { village, draft: grant });
        }
        for year in self.book(village).first_month().year()..=2026 {
            self.publish_the_year(village, year);
            self.must(Command::EndYear { village, year });
        }
        let book = self.book(village);
        is_sound(&book, &note);
        let last_day = day("2026-12-31");
        for (code, balance) in book.balances(last_day) {
            let carried = code.as_str().starts_with('5') || code.as_str().starts_with("321");
            assert!(!carried || balance.is_zero(), "{code} {balance}: {note}");
        }
        let distributable = book.distributable(Entity::Village, 2026);
        let appropriate = |amount: Money| Command::Appropriate {
            village,
            entity: Entity::Village,
            year: 2026,
            lines: vec![(account("311"), amount)],
            decided_on: day("2027-01-10"),
            decision: "成员大会通过".to_owned(),
        };
        let above = appropriate(distributable.plus(Money::from_fen(1)));
        assert!(self.app.execute(above).is_err(), "{note}");
        assert!(self.book(village) == book, "a refused command changed the book: {note}");
        if distributable.is_positive() {
            self.must(appropriate(Money::from_fen((distributable.fen() + 1) / 2)));
        }
        let book = self.book(village);
        is_sound(&book, &note);
        is_as_published(&book, &note);
        registers::agree(&book, self.today, &note);
        let left = Money::from_fen(distributable.fen() / 2);
        assert_eq!(book.distributable(Entity::Village, 2026), left.max(Money::ZERO), "{note}");
    }

    /// Closes the ledger in the evening and opens it again some days later.
    fn sleep(&mut self, step: usize) {
        let note = format!("seed {} step {step} on {}", self.seed, self.today);
        assert_eq!(self.app.check().expect("a check"), [], "{note}");
        for village in &self.villages {
            let (book, last) = (self.book(*village), Month::of(self.today));
            for month in book.first_month().through(last) {
                let told = self.app.balances(*village, month).expect("balances");
                assert_eq!(told, book.balances(month.last_day()), "{month}: {note}");
                let view = LedgerView::new(&book, Span::new(month, month));
                let differs = view.balance_sheet().difference();
                assert_eq!(differs, (Money::ZERO, Money::ZERO), "balance sheet of {month}: {note}");
            }
        }
        let before = self.books();
        self.today = self.today + Days::new(DAYS_AT_A_TIME);
        let path = self.folder.path().join("三村.mbz");
        self.app = App::new(Clock::Fixed(self.today));
        self.count_audit(&path, &note);
        self.app.execute(Command::OpenLedger { path }).expect("opens again");
        assert!(self.books() == before, "the file says something else: {note}");
    }

    /// One audit row for each command that was carried out, and none for the others; what a
    /// disposal must disclose has a row of its own.
    fn count_audit(&self, path: &Path, note: &str) {
        let store = Store::open(path, Access::Read).expect("opens to read");
        let rows = store.audit_rows().expect("a chain");
        let asked = rows.iter().filter(|row| row.command != "occasion");
        assert_eq!(asked.count(), self.written, "{note}");
        assert_eq!(audit_break(&rows), None, "{note}");
    }
}

/// What holds for every book at every moment, worked out without the program's own sums.
fn is_sound(book: &Book, note: &str) {
    let mut numbers: BTreeMap<Month, Vec<u32>> = BTreeMap::new();
    for posted in &book.vouchers {
        numbers.entry(posted.month()).or_default().push(posted.number().0);
        let signed = posted.entries().iter().map(|entry| match entry.side {
            Side::Debit => entry.amount.fen(),
            Side::Credit => -entry.amount.fen(),
        });
        assert_eq!(signed.sum::<i64>(), 0, "{} {}: {note}", posted.month(), posted.number());
    }
    for (month, numbers) in numbers {
        assert!(
            numbers.iter().copied().eq((1..).take(numbers.len())),
            "{month} {numbers:?}: {note}"
        );
    }
    assert_eq!(book.opening.total(), Money::ZERO, "{note}");
    assert_eq!(book.balances(Date::MAX).into_values().sum::<Money>(), Money::ZERO, "{note}");
}

/// What hangs on the wall is what the book says now, month after month.
fn is_as_published(book: &Book, note: &str) {
    let (matter, mut closing) = (MatterCode::FINANCE_DETAIL, None);
    for month in (1..=12).filter_map(|month| Month::new(2026, month)) {
        let period = Period::Month(month);
        let published = book.notices.iter().filter(|notice| {
            notice.matter == matter
                && notice.span == period.into()
                && notice.publication().is_some()
        });
        let published: Vec<_> = published.collect();
        assert!(published.len() <= 1, "{month} was published twice: {note}");
        for notice in published {
            let (opening, end) = notice.funds().expect("a finance sheet");
            assert!(closing.is_none_or(|before| before == opening), "{month} on the wall: {note}");
            closing = Some(end);
            let frozen = &notice.content.body;
            let now =
                &book.finance_content(matter, Entity::Village, period, &Rules::default()).body;
            assert_eq!(frozen, now, "a closed month has changed: {note}");
        }
    }
}

fn simulate(seed: u64, commands: usize) {
    let mut simulation = Simulation::begin(seed);
    for step in 0..commands {
        simulation.step(step);
        if step % COMMANDS_A_VISIT == COMMANDS_A_VISIT - 1 {
            simulation.sleep(step);
        }
    }
    for village in simulation.villages.clone() {
        simulation.end_the_year(village);
    }
    simulation.sleep(commands);
    let Simulation { accepted, refused, today, .. } = simulation;
    let told = format!("seed {seed}: accepted {accepted:?}, refused {refused:?}");
    assert!(today > day("2026-12-15"), "not a year: {today}");
    let kinds = [
        "opening",
        "account",
        "rules",
        "profile",
        "draft",
        "publish",
        "reverse",
        "voucher",
        "correct",
        "buy",
        "add",
        "update",
        "remove",
        "tie",
        "untie",
        "depreciate",
        "dispose",
    ];
    for kind in kinds {
        assert!(accepted.contains_key(kind), "never carried out: {kind}; {told}");
        assert!(refused.contains_key(kind), "never refused: {kind}; {told}");
    }
    assert!(accepted["publish"] >= 5, "{told}");
}

#[test]
fn a_year_of_dice_leaves_three_sound_books() {
    simulate(0x6D62_7A31, COMMANDS);
}
