//! Sheets of a period as files: none left out, and no two of one name.

use std::collections::BTreeSet;

use mingbai::app::{
    App, Clock, Command, DisclosureCommand, NewVillage, Outcome, Paper, Pictures, PrintRequest,
};
use mingbai::domain::entity::Entity;
use mingbai::domain::ids::{NoticeId, VillageId};
use mingbai::domain::matter::MatterCode;
use mingbai::domain::notice::{CorrectedLine, CorrectionDraft, NoticeDraft};
use mingbai::domain::occasion::{OccasionFacts, OccasionSource};
use tempfile::TempDir;

use crate::support::{agree, day, period, simple};

const DETAIL: MatterCode = MatterCode::FINANCE_DETAIL;

/// A county of three villages, two of which are called 王庄, on 24 November 2026.
struct County {
    app: App,
    villages: Vec<VillageId>,
    folder: TempDir,
}

impl County {
    fn new() -> Self {
        let typed = |(township, name): (&str, &str)| NewVillage::Typed {
            township: township.to_owned(),
            name: name.to_owned(),
        };
        let names = [("甲镇", "王庄"), ("乙镇", "王庄"), ("乙镇", "李庄")].map(typed).to_vec();
        let app = App::in_memory(Clock::Fixed(day("2026-11-24")), names).expect("a ledger");
        let villages = app.ledger().expect("open").villages();
        let villages = villages.iter().map(|village| village.id).collect();
        Self { app, villages, folder: TempDir::new().expect("a folder") }
    }

    fn run(&mut self, command: Command) -> Outcome {
        self.app.execute(command).unwrap_or_else(|error| panic!("{error}"))
    }

    fn draft(&mut self, village: usize, draft: NoticeDraft) -> NoticeId {
        let (village, draft) = (self.villages[village], Box::new(draft));
        let outcome = self.run(Command::DraftNotice { village, draft });
        let Outcome::NoticeDrafted { notice, .. } = outcome else { panic!("a draft") };
        notice
    }

    /// October, item by item.
    fn month(&mut self, village: usize) -> NoticeId {
        let posted = simple("2026-10-09", "付路灯电费", "513", "101", "300.00");
        let of = self.villages[village];
        self.run(Command::PostVoucher { village: of, draft: posted });
        self.draft(village, NoticeDraft::new(DETAIL, Entity::Village, period("2026-10")))
    }

    fn publish(&mut self, notice: NoticeId) {
        let on = day("2026-11-24");
        agree(&mut self.app, notice, on).expect("agreed");
        self.run(Command::PublishNotice { notice, on, days: 15, boards: Vec::new() });
    }

    fn correct(&mut self, village: usize, wrong: NoticeId, now: &str) -> NoticeId {
        let mut draft = NoticeDraft::new(DETAIL, Entity::Village, period("2026-10"));
        let line = CorrectedLine {
            what: "第 1 行 支出".to_owned(),
            was: "300.00".to_owned(),
            now: now.to_owned(),
        };
        let (lines, reason) = (vec![line], "写错了".to_owned());
        draft.correction = Some(CorrectionDraft { notice: wrong, lines, reason });
        self.draft(village, draft)
    }

    fn happen(&mut self, village: usize, text: &str) -> NoticeId {
        let matter = MatterCode::parse("C21").expect("a code");
        let facts = OccasionFacts {
            matter,
            on: day("2026-10-20"),
            text: text.to_owned(),
            source: OccasionSource::ByHand,
            due_by: None,
            cancelled_on: None,
        };
        let village_id = self.villages[village];
        let command = DisclosureCommand::RecordOccasion { village: village_id, facts };
        let outcome = self.run(Command::Disclosure(command));
        let Outcome::OccasionRecorded { occasion, .. } = outcome else { panic!("an occasion") };
        let draft = NoticeDraft {
            paragraphs: vec![text.to_owned()],
            ..NoticeDraft::new(matter, Entity::Village, occasion)
        };
        self.draft(village, draft)
    }

    fn request(&self, village: Option<VillageId>) -> PrintRequest {
        PrintRequest {
            notice: None,
            period: Some(period("2026-10")),
            village,
            paper: Paper::parse("a4").expect("a paper"),
            tiles: None,
            pictures: Pictures::None,
            out: self.folder.path().join("公示"),
        }
    }

    fn names(&self, village: Option<VillageId>) -> Vec<String> {
        let printed = self.app.print(&self.request(village), |_, _| {}).expect("printed");
        let name = |path: &std::path::PathBuf| {
            assert!(path.is_file(), "{}", path.display());
            path.file_name().expect("a name").to_str().expect("utf-8").to_owned()
        };
        printed.files.iter().map(name).collect()
    }
}

#[test]
fn every_sheet_of_a_period_is_a_file_of_its_own_and_none_is_left_out() {
    let mut county = County::new();
    let wrong = county.month(0);
    county.publish(wrong);
    // set right once, again on the same day, and a third time in a draft
    for now in ["330.00", "333.00"] {
        let right = county.correct(0, wrong, now);
        county.publish(right);
    }
    county.correct(0, wrong, "333.30");
    county.month(1);
    county.month(2);
    for text in [
        "收到县应急局救灾款 20000 元",
        "收到县应急局救灾款 20000 元（第二批）",
        "发放 a/b 两种被褥 30 套",
    ] {
        county.happen(2, text);
    }
    let names = county.names(None);
    let expected = [
        "甲镇王庄-2026-10-F01-财务收支逐笔公开.pdf",
        "甲镇王庄-2026-10-F01-财务收支逐笔明细-更正公告-2026-11-24.pdf",
        "甲镇王庄-2026-10-F01-财务收支逐笔明细-更正公告-2026-11-24-2.pdf",
        "甲镇王庄-2026-10-F01-财务收支逐笔明细-更正公告-2026-11-24-送审稿.pdf",
        "乙镇王庄-2026-10-F01-财务收支逐笔公开-送审稿.pdf",
        "李庄-2026-10-20-C21-救灾救助款物-收到县应急局救灾款200-送审稿.pdf",
        "李庄-2026-10-20-C21-救灾救助款物-收到县应急局救灾款200-送审稿-2.pdf",
        "李庄-2026-10-20-C21-救灾救助款物-发放a_b两种被褥30套-送审稿.pdf",
        "李庄-2026-10-F01-财务收支逐笔公开-送审稿.pdf",
    ];
    assert_eq!(names, expected);
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    // one home: a run of all villages prints the same sheets in the same order
    let plan = county.app.run_plan(period("2026-10")).expect("a plan");
    let sheets = county.app.sheets_of(period("2026-10"), None).expect("sheets");
    let of_plan: Vec<_> = plan.villages.iter().flat_map(|it| &it.sheets).collect();
    assert_eq!(of_plan, sheets.iter().collect::<Vec<_>>());
    // one of two villages alone keeps its township: the folder may hold the other's
    let alone = county.names(Some(county.villages[1]));
    assert_eq!(alone, expected[4..5]);
    // and all of them again say nothing else
    assert_eq!(county.names(None), expected);
}

#[test]
fn a_board_takes_corrections_and_occasions_too() {
    let mut county = County::new();
    let wrong = county.month(0);
    county.publish(wrong);
    let right = county.correct(0, wrong, "330.00");
    county.publish(right);
    county.happen(0, "收到县应急局救灾款 20000 元");
    let (village, paper) = (county.villages[0], Paper::parse("a4").expect("a paper"));
    let board = (3000.0, 1200.0);
    let planned = county.app.plan_board(village, period("2026-10"), (board, paper));
    let planned = planned.expect("planned");
    let hung: Vec<&str> = planned.plan.hung.iter().map(|it| it.page.label.as_str()).collect();
    for label in ["财务收支逐笔公开", "财务收支逐笔明细更正公告", "10月20日救灾救助款物"]
    {
        assert!(hung.contains(&label), "{label} in {hung:?}");
    }
}

#[test]
fn a_notice_of_another_village_is_not_printed_for_this_one() {
    let mut county = County::new();
    let notice = county.month(0);
    let ask = |village: usize| {
        let village = Some(county.villages[village]);
        let request =
            PrintRequest { notice: Some(notice), period: None, ..county.request(village) };
        county.app.print(&request, |_, _| {})
    };
    assert_eq!(ask(0).expect("printed").files.len(), 1);
    let refused = ask(1).expect_err("of another village").to_string();
    assert!(refused.contains("不是这个村的") && refused.contains("请核对"), "{refused}");
}
