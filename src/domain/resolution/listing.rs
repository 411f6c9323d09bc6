//! The register of resolutions as tables: on screen, on paper and in workbooks alike.

use super::{Resolution, ResolutionState, Stage, disclosures_due};
use crate::domain::affairs::AffairId;
use crate::domain::listing::{
    ColumnKind, Link, Listing, ListingCell, ListingColumn, ListingRow, RowRole,
};
use crate::domain::period::{Date, date_label};

fn columns(heads: &[(&str, ColumnKind)]) -> Vec<ListingColumn> {
    heads.iter().map(|(title, kind)| ListingColumn::new(*title, *kind)).collect()
}

fn day(date: Option<Date>) -> ListingCell {
    date.map_or(ListingCell::Blank, ListingCell::Date)
}

/// 四议两公开台账: every resolution with the day of each of its six stages, as of a day.
/// `subject` is the village as printed.
pub fn register_listing(resolutions: &[Resolution], subject: &str, on: Date) -> Listing {
    use ColumnKind::{Amount, Date as Day, Label, Text};
    let heads = [
        ("编号", Label),
        ("事项", Text),
        ("动议", Label),
        ("金额", Amount),
        ("提议", Day),
        ("商议", Day),
        ("审议", Day),
        ("决议", Day),
        ("决议公开", Day),
        ("完成", Day),
        ("结果公开", Day),
        ("进展", Label),
    ];
    let rows = in_order(resolutions).map(|resolution| {
        let facts = &resolution.facts;
        let held = |stage| day(facts.meeting(stage).map(|record| record.held_on));
        let disclosed = |stage| day(facts.disclosed_by(stage).map(|by| by.published_on));
        let link = Link::Affair(AffairId::Resolution(resolution.id));
        let mut row = ListingRow::entry(vec![
            ListingCell::text(facts.number_label()),
            ListingCell::text(&facts.title),
            ListingCell::text(facts.motive.label()),
            facts.amount.map_or(ListingCell::Blank, ListingCell::Amount),
            held(Stage::Proposed),
            held(Stage::Consulted),
            held(Stage::Deliberated),
            held(Stage::Resolved),
            disclosed(Stage::ResolutionDisclosed),
            day(facts.completed_on),
            disclosed(Stage::OutcomeDisclosed),
            ListingCell::text(facts.state().label()),
        ]);
        if !disclosures_due(resolution).is_empty() {
            row.role = RowRole::Alarm;
        }
        row.to(link)
    });
    let rows: Vec<ListingRow> = rows.collect();
    let rejected = resolutions
        .iter()
        .filter(|resolution| {
            let state = resolution.facts.state();
            matches!(state, ResolutionState::Rejected { .. } | ResolutionState::Abandoned { .. })
        })
        .count();
    let finished = resolutions
        .iter()
        .filter(|resolution| resolution.facts.state() == ResolutionState::Finished)
        .count();
    let notes = vec![format!(
        "共 {} 项：办结 {finished} 项，未通过或终止 {rejected} 项，进行中 {} 项。",
        resolutions.len(),
        resolutions.len() - finished - rejected
    )];
    Listing {
        title: "四议两公开台账".to_owned(),
        subject: subject.to_owned(),
        period: date_label(on),
        columns: columns(&heads),
        rows,
        notes,
        signers: vec!["制表".to_owned(), "复核".to_owned()],
        ..Listing::default()
    }
}

/// The meetings of all resolutions with attendance and votes (会议表决情况表).
pub fn meetings_listing(resolutions: &[Resolution], subject: &str, on: Date) -> Listing {
    use ColumnKind::{Date as Day, Label, Number, Text};
    let heads = [
        ("编号", Label),
        ("事项", Text),
        ("步骤", Label),
        ("会议", Label),
        ("日期", Day),
        ("应到", Number),
        ("实到", Number),
        ("到会率", Number),
        ("同意", Number),
        ("反对", Number),
        ("弃权", Number),
        ("结果", Label),
    ];
    let count = |count: u32| ListingCell::Count(i64::from(count));
    let mut rows = Vec::new();
    for resolution in in_order(resolutions) {
        let facts = &resolution.facts;
        for record in &facts.meetings {
            let result = if record.passed { "通过" } else { "未通过" };
            rows.push(
                ListingRow::entry(vec![
                    ListingCell::text(facts.number_label()),
                    ListingCell::text(&facts.title),
                    ListingCell::text(record.stage.label()),
                    ListingCell::text(record.form.label()),
                    ListingCell::Date(record.held_on),
                    count(record.attendance.should),
                    count(record.attendance.attended),
                    ListingCell::Share(record.attendance.share()),
                    count(record.votes.agreed),
                    count(record.votes.against),
                    count(record.votes.abstained),
                    ListingCell::text(result),
                ])
                .to(Link::Affair(AffairId::Resolution(resolution.id))),
            );
        }
    }
    Listing {
        title: "四议会议表决情况表".to_owned(),
        subject: subject.to_owned(),
        period: date_label(on),
        columns: columns(&heads),
        rows,
        signers: vec!["制表".to_owned(), "复核".to_owned()],
        ..Listing::default()
    }
}

/// By year and number.
fn in_order(resolutions: &[Resolution]) -> impl Iterator<Item = &Resolution> {
    let mut sorted: Vec<&Resolution> = resolutions.iter().collect();
    sorted.sort_by_key(|resolution| (resolution.facts.year(), resolution.facts.number));
    sorted.into_iter()
}
