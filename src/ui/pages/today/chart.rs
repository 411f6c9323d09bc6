//! Income and expense of twelve months as bars.

use egui::Ui;

use super::figures::MonthSums;
use crate::ui::bars::{BarGroup, bar_groups};

const BARS_HEIGHT: f32 = 120.0;

pub(super) fn ui(ui: &mut Ui, months: &[MonthSums]) {
    let group = |sums: &MonthSums| BarGroup {
        label: format!("{}月", sums.month.number()),
        words: format!(
            "{}　收入 {}　支出 {}",
            sums.month.label(),
            sums.income.grouped(),
            sums.expense.grouped()
        ),
        sums: [sums.income, sums.expense],
    };
    let groups: Vec<BarGroup> = months.iter().map(group).collect();
    bar_groups(ui, ["收入", "支出"], &groups, BARS_HEIGHT);
}
