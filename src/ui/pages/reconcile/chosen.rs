//! Which lines and vouchers are chosen, by mouse or keyboard.

use std::collections::BTreeSet;

use super::shown::{Mark, Shown};
use crate::domain::ids::{BankLineId, VoucherId};
use crate::domain::money::Money;
use crate::domain::reconcile::MatchPlan;

/// One of the two lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum List {
    /// 银行流水
    #[default]
    Bank,
    /// 凭证
    Books,
}

impl List {
    /// As it stands above the list.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Bank => "银行流水",
            Self::Books => "凭证",
        }
    }

    /// What its rows are counted in.
    pub(super) const fn unit(self) -> &'static str {
        match self {
            Self::Bank => "笔",
            Self::Books => "张",
        }
    }

    /// The head of the words.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Bank => "对方户名、摘要",
            Self::Books => "摘要",
        }
    }
}

/// How a row is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// Alone, with what belongs to it on the other side.
    Alone,
    /// With those already chosen.
    Also,
    /// In if it was out, out if it was in.
    Toggle,
}

/// What is chosen.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    pub(super) lines: BTreeSet<BankLineId>,
    pub(super) vouchers: BTreeSet<VoucherId>,
    /// The list that the arrow keys move in.
    pub(super) list: List,
    pub(super) line_cursor: Option<BankLineId>,
    pub(super) voucher_cursor: Option<VoucherId>,
    /// The list that was chosen from first.
    lead: List,
    /// Bring the cursors into view.
    pub(super) reveal: bool,
}

impl Chosen {
    /// Nothing on either side.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.vouchers.is_empty()
    }

    /// Chooses nothing any more; the cursors stay.
    pub(super) fn clear(&mut self) {
        self.lines.clear();
        self.vouchers.clear();
    }

    /// Forgets what is no longer there.
    pub(super) fn keep(&mut self, shown: &Shown) {
        self.lines.retain(|id| shown.line(*id).is_some());
        self.vouchers.retain(|id| shown.voucher(*id).is_some());
    }

    /// What is chosen, in the order of the lists.
    pub(super) fn plan(&self) -> MatchPlan {
        let lines = self.lines.iter().copied().collect();
        MatchPlan { lines, vouchers: self.vouchers.iter().copied().collect() }
    }

    /// Whether what is chosen is a confirmed match.
    pub(super) fn is_matched(&self, shown: &Shown) -> bool {
        let mut lines = self.lines.iter().filter_map(|id| shown.line(*id));
        let mut vouchers = self.vouchers.iter().filter_map(|id| shown.voucher(*id));
        lines.any(|row| row.mark == Mark::Matched) || vouchers.any(|row| row.mark == Mark::Matched)
    }

    /// The sums of both sides.
    pub(super) fn sums(&self, shown: &Shown) -> (Money, Money) {
        let lines = self.lines.iter().filter_map(|id| shown.line(*id)).map(|row| row.amount);
        let vouchers = self.vouchers.iter().filter_map(|id| shown.voucher(*id));
        (lines.sum(), vouchers.map(|row| row.amount).sum())
    }

    fn take(&mut self, plan: &MatchPlan) {
        self.lines = plan.lines.iter().copied().collect();
        self.vouchers = plan.vouchers.iter().copied().collect();
        self.voucher_cursor = plan.vouchers.first().copied().or(self.voucher_cursor);
    }

    /// Takes a line.
    pub(super) fn take_line(&mut self, shown: &Shown, id: BankLineId, how: How) {
        (self.list, self.line_cursor) = (List::Bank, Some(id));
        let group = shown.group_of_line(id);
        if how != How::Alone && group.is_none() {
            if self.is_matched(shown) {
                self.clear();
            }
            if self.is_empty() {
                self.lead = List::Bank;
            }
            if !self.lines.insert(id) && how == How::Toggle {
                self.lines.remove(&id);
            }
            return;
        }
        let wanted = group.or_else(|| shown.suggestion_of_line(id).map(|one| one.plan.clone()));
        if let Some(plan) = wanted {
            self.lead = List::Bank;
            self.take(&plan);
            return;
        }
        let keeps = self.lead == List::Books && !self.vouchers.is_empty();
        if !keeps || self.is_matched(shown) {
            self.lead = List::Bank;
            self.vouchers.clear();
        }
        self.lines = BTreeSet::from([id]);
    }

    /// Takes a voucher.
    pub(super) fn take_voucher(&mut self, shown: &Shown, id: VoucherId, how: How) {
        (self.list, self.voucher_cursor) = (List::Books, Some(id));
        let group = shown.group_of_voucher(id);
        if how != How::Alone && group.is_none() {
            if self.is_matched(shown) {
                self.clear();
            }
            if self.is_empty() {
                self.lead = List::Books;
            }
            if !self.vouchers.insert(id) && how == How::Toggle {
                self.vouchers.remove(&id);
            }
            return;
        }
        // a person who looks for the partner of a line is not led away from it
        let keeps = self.lead == List::Bank && !self.lines.is_empty() && !self.is_matched(shown);
        let wanted = group
            .or_else(|| shown.suggestion_of_voucher(id).map(|one| one.plan.clone()))
            .filter(|plan| !keeps || plan.lines.iter().any(|line| self.lines.contains(line)));
        if let Some(plan) = wanted {
            self.take(&plan);
            self.voucher_cursor = Some(id);
            return;
        }
        if !keeps {
            self.lead = List::Books;
            self.lines.clear();
        }
        self.vouchers = BTreeSet::from([id]);
    }

    /// Moves the cursor of the active list by a row; `how` says what that does to the choice,
    /// `None` leaves it as it is.
    pub(super) fn step(&mut self, shown: &Shown, down: bool, how: Option<How>) {
        self.reveal = true;
        match self.list {
            List::Bank => {
                let order = &shown.listed_lines.order;
                let at = place(order, &shown.lines, self.line_cursor, |row| row.id);
                let Some(row) = next(order, at, down).and_then(|at| shown.lines.get(at)) else {
                    return;
                };
                self.line_cursor = Some(row.id);
                if let Some(how) = how {
                    self.take_line(shown, row.id, how);
                }
            }
            List::Books => {
                let order = &shown.listed_vouchers.order;
                let at = place(order, &shown.vouchers, self.voucher_cursor, |row| row.id);
                let Some(row) = next(order, at, down).and_then(|at| shown.vouchers.get(at)) else {
                    return;
                };
                self.voucher_cursor = Some(row.id);
                if let Some(how) = how {
                    self.take_voucher(shown, row.id, how);
                }
            }
        }
    }

    /// Takes the row under the cursor in or out.
    pub(super) fn toggle(&mut self, shown: &Shown) {
        match (self.list, self.line_cursor, self.voucher_cursor) {
            (List::Bank, Some(id), _) => self.take_line(shown, id, How::Toggle),
            (List::Books, _, Some(id)) => self.take_voucher(shown, id, How::Toggle),
            (List::Bank | List::Books, ..) => {}
        }
    }
}

fn place<R, I: PartialEq>(
    order: &[usize],
    rows: &[R],
    cursor: Option<I>,
    id: impl Fn(&R) -> I,
) -> Option<usize> {
    let cursor = cursor?;
    order.iter().position(|at| rows.get(*at).is_some_and(|row| id(row) == cursor))
}

/// The place in the rows of the neighbour.
fn next(order: &[usize], at: Option<usize>, down: bool) -> Option<usize> {
    let last = order.len().checked_sub(1)?;
    let to = match at {
        None if down => 0,
        None => last,
        Some(at) if down => (at + 1).min(last),
        Some(at) => at.saturating_sub(1),
    };
    order.get(to).copied()
}
