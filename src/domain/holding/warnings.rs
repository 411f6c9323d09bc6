//! What a person should look at in the registers.

use super::debt::Direction;
use super::register::Register;
use super::{Holding, HoldingFacts, HoldingKind};
use crate::domain::ids::HoldingId;
use crate::domain::money::Money;
use crate::domain::period::Date;

/// One thing to look at (台账提醒).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HoldingWarning {
    /// A contract ends soon (合同快到期).
    Ending {
        /// The contract.
        holding: HoldingId,
        /// What people call it.
        title: String,
        /// Its last day.
        ends_on: Date,
        /// How many days are left.
        days: i64,
    },
    /// A contract is behind (欠交).
    Arrears {
        /// The contract.
        holding: HoldingId,
        /// What people call it.
        title: String,
        /// The oldest day unpaid.
        since: Date,
        /// How much is missing.
        amount: Money,
    },
    /// A claim or debt is past its day (逾期).
    Overdue {
        /// The claim or debt.
        holding: HoldingId,
        /// Who owes whom.
        direction: Direction,
        /// What people call it.
        title: String,
        /// The day agreed.
        due_on: Date,
        /// How much is left.
        amount: Money,
    },
    /// A project was paid beyond its contract (超合同价付款).
    Overpaid {
        /// The project.
        holding: HoldingId,
        /// What people call it.
        title: String,
        /// What was paid.
        paid: Money,
        /// What the contract says.
        price: Money,
    },
    /// Ledger and registers differ in an account (账实不符).
    Differs {
        /// First level.
        account: String,
        /// Its name.
        name: String,
        /// Ledger less registers, debit positive.
        difference: Money,
    },
}

impl HoldingWarning {
    /// The register to look at.
    pub const fn kind(&self) -> Option<HoldingKind> {
        match self {
            Self::Ending { .. } | Self::Arrears { .. } => Some(HoldingKind::Contract),
            Self::Overdue { .. } => Some(HoldingKind::Debt),
            Self::Overpaid { .. } => Some(HoldingKind::Project),
            Self::Differs { .. } => None,
        }
    }

    /// One sentence with the figures.
    pub fn message(&self) -> String {
        match self {
            Self::Ending { title, ends_on, days: 0, .. } => {
                format!("合同{title}今天（{ends_on}）到期")
            }
            Self::Ending { title, ends_on, days, .. } => {
                format!("合同{title}还有 {days} 天到期（{ends_on}）")
            }
            Self::Arrears { title, since, amount, .. } => {
                format!("合同{title}欠交 {}，最早一期是 {since}", amount.grouped())
            }
            Self::Overdue { title, due_on, amount, .. } => {
                format!("{title}约定 {due_on} 归还，还有 {} 没有还清", amount.grouped())
            }
            Self::Overpaid { title, paid, price, .. } => format!(
                "{title}已付 {}，超过合同价 {}，多付 {}",
                paid.grouped(),
                price.grouped(),
                paid.minus(*price).grouped()
            ),
            Self::Differs { account, name, difference } => format!(
                "科目 {account} {name}的账面比台账{} {}",
                if difference.is_negative() { "少" } else { "多" },
                difference.abs().grouped()
            ),
        }
    }
}

impl Register<'_> {
    /// Everything to look at on a day: contracts that end within `days`, arrears, what is past
    /// its day, projects paid too much, and accounts that differ.
    pub fn warnings(&self, today: Date, days: i64) -> Vec<HoldingWarning> {
        let entries = self.book.holdings.entries();
        let mut warnings: Vec<HoldingWarning> =
            entries.iter().flat_map(|holding| self.warnings_of(holding, today, days)).collect();
        for account in self.accounts(today) {
            let difference = account.difference();
            // credit accounts are said as they are read in the ledger
            if !difference.is_zero() {
                let sign = account.is_credit;
                warnings.push(HoldingWarning::Differs {
                    account: account.code,
                    name: account.name,
                    difference: if sign { -difference } else { difference },
                });
            }
        }
        warnings
    }

    /// What to look at in one entry.
    pub fn warnings_of(&self, entry: &Holding, today: Date, days: i64) -> Vec<HoldingWarning> {
        let (holding, title) = (entry.id, entry.facts.title());
        match &entry.facts {
            HoldingFacts::Contract(contract) => {
                let left = contract.days_left(today).filter(|left| *left <= days);
                let ending = left.map(|left| HoldingWarning::Ending {
                    holding,
                    title: title.clone(),
                    ends_on: contract.ends_on,
                    days: left,
                });
                let unpaid = self.unpaid(holding, contract, today);
                let arrears = unpaid.first().map(|first| HoldingWarning::Arrears {
                    holding,
                    title,
                    since: first.due_on,
                    amount: unpaid.iter().map(|unpaid| unpaid.amount).sum(),
                });
                arrears.into_iter().chain(ending).collect()
            }
            HoldingFacts::Debt(debt) => {
                let amount = self.outstanding(holding, debt, today);
                let late = debt.due_on.filter(|due| *due < today && amount.is_positive());
                let direction = debt.direction;
                let overdue =
                    |due_on| HoldingWarning::Overdue { holding, direction, title, due_on, amount };
                late.map(overdue).into_iter().collect()
            }
            HoldingFacts::Project(project) => {
                let paid = self.paid(holding, project, today);
                let price = project.price;
                let over = project.overpaid(paid).is_positive();
                over.then_some(HoldingWarning::Overpaid { holding, title, paid, price })
                    .into_iter()
                    .collect()
            }
            HoldingFacts::Asset(_) | HoldingFacts::Biological(_) | HoldingFacts::Resource(_) => {
                Vec::new()
            }
        }
    }
}
