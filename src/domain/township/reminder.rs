//! Reminders to read out or send (催办): one sentence each, with what, until when, and what to do.

use super::DutyGroup;
use crate::domain::ids::VillageId;
use crate::domain::law::Law;
use crate::domain::listing::{
    ColumnKind, Link, Listing, ListingCell, ListingColumn, ListingRow, RowRole,
};
use crate::domain::period::{self, Date};

/// One sentence for one village (催办的一句话).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// The village.
    pub village: VillageId,
    /// Its name as read out.
    pub name: String,
    /// The last day.
    pub due_by: Date,
    /// Days left; below zero once it is past.
    pub days_left: i64,
    /// What, until when, and what to do; without the village.
    pub words: String,
}

/// So many matters are named; more are counted.
const NAMED_MAX: usize = 2;

impl Reminder {
    /// As read out: `堠堌新村：2026年10月财务收支逐笔公开已逾期 3 天，请今天办理。`
    pub fn sentence(&self) -> String {
        format!("{}：{}", self.name, self.words)
    }
}

/// What is said of the open duties of a village; `span` names the period or the occasion.
pub fn of_duties(group: &DutyGroup, name: &str, span: &str, law: &Law) -> Reminder {
    let titles: Vec<&str> =
        group.duties.iter().take(NAMED_MAX).map(|duty| law.title(duty.matter)).collect();
    let (category, count) = (group.category.label(), group.count());
    let what = match titles.as_slice() {
        [only] => (*only).to_owned(),
        named if count <= NAMED_MAX => format!("{category} {count} 项（{}）", named.join("；")),
        named => format!("{category} {count} 项（{}等）", named.join("；")),
    };
    // an occasion is told in its own words
    let what = if group.span.period().is_some() {
        format!("{span}{what}")
    } else {
        format!("{span}，{what}")
    };
    let words = said(&what, "办理", group.due_by, group.days_left());
    let (village, due_by, days_left) = (group.village, group.due_by, group.days_left());
    Reminder { village, name: name.to_owned(), due_by, days_left, words }
}

/// What is said of the groups that are not named one by one.
pub fn of_the_rest(groups: &[DutyGroup], name: &str) -> Option<Reminder> {
    let first = groups.first()?;
    let count: usize = groups.iter().map(DutyGroup::count).sum();
    let (village, due_by, days_left) = (first.village, first.due_by, first.days_left());
    let words = match days_left {
        ..0 => format!("另有 {count} 项没有办，最早的已逾期 {} 天，请尽快补办。", -days_left),
        days => format!("另有 {count} 项将到期，最早的还有 {days} 天。"),
    };
    Some(Reminder { village, name: name.to_owned(), due_by, days_left, words })
}

/// What is said of objections that wait for an answer, one sentence each; `received` are their
/// days (山东省村务公开条例第十六条：自收到之日起五日内答复).
pub fn of_objections(
    village: VillageId,
    name: &str,
    received: &[Date],
    law: &Law,
    today: Date,
) -> Vec<Reminder> {
    let one = |on: &Date| {
        let due_by = law.calendar.legal_deadline(*on, law.rules.answer_days);
        let days_left = (due_by - today).num_days();
        let what = format!("{}收到的异议还没有答复，", period::day_label(*on));
        let words = said(&what, "答复", due_by, days_left);
        Reminder { village, name: name.to_owned(), due_by, days_left, words }
    };
    received.iter().map(one).collect()
}

fn said(what: &str, act: &str, due_by: Date, days_left: i64) -> String {
    let by = period::day_label(due_by);
    match days_left {
        ..0 => format!("{what}已逾期 {} 天，请今天{act}。", -days_left),
        0 => format!("{what}今天到期，请今天{act}。"),
        days => format!("{what}请在{by}前{act}，还有 {days} 天。"),
    }
}

/// The reminders as a table to print, to export, and to copy (催办清单).
pub fn listing(reminders: &[Reminder], subject: String, days: u32, today: Date) -> Listing {
    let heads = [
        ("村", ColumnKind::Text),
        ("催办内容", ColumnKind::Text),
        ("最迟", ColumnKind::Date),
        ("状态", ColumnKind::Label),
    ];
    let row = |reminder: &Reminder| {
        let left = reminder.days_left;
        let state = match left {
            ..0 => format!("逾期 {} 天", -left),
            0 => "今天到期".to_owned(),
            days => format!("还有 {days} 天"),
        };
        let cells = vec![
            ListingCell::text(reminder.name.as_str()),
            ListingCell::text(reminder.words.as_str()),
            ListingCell::Date(reminder.due_by),
            ListingCell::text(state),
        ];
        let role = if left < 0 { RowRole::Alarm } else { RowRole::Entry };
        ListingRow { role, ..ListingRow::entry(cells) }.to(Link::Village(reminder.village))
    };
    let overdue = reminders.iter().filter(|reminder| reminder.days_left < 0).count();
    let mut villages: Vec<VillageId> = reminders.iter().map(|reminder| reminder.village).collect();
    villages.sort_unstable();
    villages.dedup();
    Listing {
        title: "村务公开催办清单".to_owned(),
        subject,
        period: period::date_label(today),
        columns: heads.map(|(title, kind)| ListingColumn::new(title, kind)).into(),
        rows: reminders.iter().map(row).collect(),
        notes: vec![format!(
            "共 {} 个村 {} 条，其中逾期 {overdue} 条；没有逾期的列到 {days} 天以内。",
            villages.len(),
            reminders.len()
        )],
        ..Listing::default()
    }
}
