//! The registers under the dice: what is bought is entered and tied, the rest is tried at random.

use mingbai::app::{Command, HoldingCommand, Outcome};
use mingbai::domain::holding::asset::Disposal;
use mingbai::domain::holding::biological::BiologicalUse;
use mingbai::domain::holding::contract::Thing;
use mingbai::domain::holding::debt::Direction;
use mingbai::domain::holding::{HoldingFacts, Tie, TieRole};
use mingbai::domain::ids::{HoldingId, VillageId, VoucherId};
use mingbai::domain::ledger::Book;
use mingbai::domain::listing::{ListingRow, RowRole};
use mingbai::domain::money::Money;
use mingbai::domain::period::{Date, Month};
use mingbai::domain::voucher::{Voucher, VoucherDraft};

use crate::dice::Dice;
use crate::holding::{asset, causes_add_up, contract, debt, orchard, plan, pond, project};
use crate::support::simple;

/// Accounts that only what is entered in a register may move in this simulation.
const KEPT: [&str; 5] = ["132", "133", "151", "152", "153"];

/// What was begun and is finished by the next commands: bought, entered, tied.
#[derive(Debug, Default)]
pub(super) enum Errand {
    #[default]
    Nothing,
    /// The voucher is asked for; these facts follow.
    Buying(Box<HoldingFacts>, TieRole, Money),
    /// The voucher stands.
    Bought(VoucherId, Box<HoldingFacts>, TieRole, Money),
    /// The entry stands.
    Entered(Tie),
}

impl Errand {
    /// Something to buy, with the voucher that pays for it.
    pub(super) fn buy(dice: &mut Dice, date: Date) -> (Self, VoucherDraft) {
        let amount = format!("{}.{:02}", 100 + dice.roll(9000), dice.roll(100));
        let on = date.to_string();
        let life = u32::try_from(1 + dice.roll(24)).expect("a life");
        let plan = || plan("50.00", life, "0");
        let trees = BiologicalUse::Productive(plan());
        let (facts, role, debit) = match dice.roll(3) {
            0 => (asset("水泵", &on, &amount, plan()), TieRole::Acquire, "151"),
            1 => (orchard(&on, &amount, trees), TieRole::Acquire, "132"),
            _ => (project(&on, &amount), TieRole::Pay, "153"),
        };
        let draft = simple(&on, "购置", debit, "102", &amount);
        let sum = Money::parse(&amount).expect("an amount");
        (Self::Buying(Box::new(facts), role, sum), draft)
    }

    /// The next step, if something was begun.
    pub(super) fn step(&self) -> Option<(&'static str, HoldingCommand)> {
        match self {
            Self::Nothing | Self::Buying(..) => None,
            Self::Bought(_, facts, ..) => Some(("add", HoldingCommand::Add(facts.clone()))),
            Self::Entered(tie) => Some(("tie", HoldingCommand::Tie(*tie))),
        }
    }

    /// Hears how the last step ended. Once the voucher stands nothing may be in the way.
    pub(super) fn heard(&mut self, outcome: Option<&Outcome>, note: &str) {
        *self = match (std::mem::take(self), outcome) {
            (Self::Nothing | Self::Buying(..), None)
            | (Self::Nothing | Self::Entered(_), Some(_)) => Self::Nothing,
            (Self::Buying(facts, role, amount), Some(Outcome::VoucherPosted { voucher, .. })) => {
                Self::Bought(*voucher, facts, role, amount)
            }
            (
                Self::Bought(voucher, _, role, amount),
                Some(Outcome::HoldingDone { holding: Some(holding), .. }),
            ) => Self::Entered(Tie { holding: *holding, voucher, role, amount }),
            (left, outcome) => panic!("{left:?} ended with {outcome:?}: {note}"),
        };
    }

    pub(super) const fn is_over(&self) -> bool {
        matches!(self, Self::Nothing)
    }
}

/// Anything at all done to the registers, most of it unsound.
pub(super) fn any_command(
    dice: &mut Dice,
    village: VillageId,
    book: &Book,
    today: Date,
) -> (&'static str, Command) {
    let any_holding = |dice: &mut Dice| {
        let entry = dice.pick(book.holdings.entries());
        entry.map_or(HoldingId::new(uuid::Uuid::nil()), |entry| entry.id)
    };
    let any_voucher = |dice: &mut Dice| {
        let voucher = dice.pick(&book.vouchers);
        voucher.map_or(VoucherId::new(uuid::Uuid::nil()), Voucher::id)
    };
    let recent = |dice: &mut Dice| today - chrono::Days::new(dice.roll(60));
    let (kind, command) = match dice.roll(12) {
        0 | 1 => ("add", HoldingCommand::Add(Box::new(any_facts(dice, book, today)))),
        2 => {
            let (holding, facts) = (any_holding(dice), Box::new(any_facts(dice, book, today)));
            ("update", HoldingCommand::Update { holding, facts })
        }
        3 => ("remove", HoldingCommand::Remove(any_holding(dice))),
        4 | 5 => {
            let tie = likely_tie(dice, book).unwrap_or_else(|| {
                let (holding, voucher) = (any_holding(dice), any_voucher(dice));
                let amount = Money::from_fen(dice.roll(100_000).cast_signed());
                Tie { holding, voucher, role: TieRole::Receive, amount }
            });
            ("tie", HoldingCommand::Tie(tie))
        }
        6 => {
            let loose = |tie: &&Tie| matches!(tie.role, TieRole::Receive | TieRole::Repay);
            let ties: Vec<Tie> = book.holdings.ties().iter().filter(loose).copied().collect();
            let of_other = dice.one_in(2);
            let (holding, voucher, role) = match dice.pick(&ties) {
                Some(tie) if !of_other => (tie.holding, tie.voucher, tie.role),
                _ => (any_holding(dice), any_voucher(dice), TieRole::Depreciate),
            };
            ("untie", HoldingCommand::Untie { holding, voucher, role })
        }
        7..=9 => ("depreciate", HoldingCommand::Depreciate(Month::of(recent(dice)))),
        _ => {
            let disposal = Disposal { on: recent(dice), proceeds: Money::ZERO };
            ("dispose", HoldingCommand::Dispose { holding: any_holding(dice), disposal })
        }
    };
    (kind, Command::Holding { village, command })
}

/// A voucher that moves what an entry is about, half of it claimed; none where the entry stands
/// on vouchers of its own.
fn likely_tie(dice: &mut Dice, book: &Book) -> Option<Tie> {
    let holding = dice.pick(book.holdings.entries())?;
    let loose = |role: &&TieRole| matches!(role, TieRole::Receive | TieRole::Repay);
    let role = *holding.facts.roles().iter().find(loose)?;
    let moves = holding.facts.moves(role)?;
    let moving: Vec<&Voucher> =
        book.vouchers.iter().filter(|voucher| moves.of(voucher).is_positive()).collect();
    let voucher = dice.pick(&moving)?;
    let amount = Money::from_fen(moves.of(voucher).fen() / 2);
    Some(Tie { holding: holding.id, voucher: voucher.id(), role, amount })
}

/// Facts that move nothing in the kept accounts, sound or not.
fn any_facts(dice: &mut Dice, book: &Book, today: Date) -> HoldingFacts {
    let on = (today - chrono::Days::new(dice.roll(400))).to_string();
    match dice.roll(5) {
        0 => pond(dice.roll(1000).cast_signed(), dice.roll(700).cast_signed()),
        1 | 2 => {
            let entry = dice.pick(book.holdings.entries()).map(|entry| entry.id);
            let thing = entry.map_or_else(|| Thing::Words("门面房".to_owned()), Thing::Entry);
            let mut facts = contract(&on, &today.to_string(), "500.00", thing);
            facts.number = format!("合{}", dice.roll(60));
            HoldingFacts::Contract(facts)
        }
        3 => debt(Direction::Claim, &on, "800.00", "112"),
        _ => debt(Direction::Debt, &on, "800.00", ["211", "221", "112"][dice.place(3)]),
    }
}

/// Vouchers that an entry stands on are not taken back by hand here: that makes a difference
/// which is told, and told elsewhere.
pub(super) fn may_be_taken_back(book: &Book, voucher: VoucherId) -> bool {
    let holds = |tie: &Tie| matches!(tie.role, TieRole::Acquire | TieRole::Pay);
    !book.holdings.ties().iter().any(|tie| tie.voucher == voucher && holds(tie))
}

/// Registers and ledger agree in the kept accounts; elsewhere every difference is made up of the
/// causes named.
pub(super) fn agree(book: &Book, today: Date, note: &str) {
    let listing = book.agreement(today);
    causes_add_up(&listing);
    let differs = |row: &&ListingRow| row.role == RowRole::Alarm;
    for row in listing.rows.iter().filter(differs) {
        let account = row.cells[0].shown();
        assert!(!KEPT.iter().any(|code| account.starts_with(code)), "{account} differs: {note}");
    }
}
