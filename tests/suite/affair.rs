//! The affairs of a village in its ledger: what is written and read back, what a refusal leaves
//! untouched, what must be disclosed by when, and what an expense is held to.

mod occasions;
mod spending;

use expect_test::{Expect, expect};
use mingbai::app::{AffairCommand, App, Clock, Command, DisclosureCommand, Outcome};
use mingbai::domain::affairs::AffairId;
use mingbai::domain::entity::Entity;
use mingbai::domain::governance::{GovernanceFacts, GovernanceKind};
use mingbai::domain::ids::{GovernanceId, NoticeId, OccasionId, ResolutionId, VillageId};
use mingbai::domain::ledger::Book;
use mingbai::domain::notice::{Decision, Notice, NoticeDraft, Review};
use mingbai::domain::resolution::{Resolution, ResolutionFacts, Stage, StageRecord};
use rusqlite::Connection;

use super::governance::{audit, profile, usual, veto, work};
use super::resolution::{blank, record};
use super::support::{day, on_disk, yuan};

/// A village that has been in its ledger since January, on a later day.
pub(crate) struct Desk {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) app: App,
    pub(crate) path: std::path::PathBuf,
    pub(crate) village: VillageId,
}

impl Desk {
    pub(crate) fn open(today: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (mut app, path, village) = on_disk(&folder, "2026-01-05");
        app.set_clock(Clock::Fixed(day(today)));
        app.execute(Command::UpdateVillage { village, profile: profile() }).expect("a profile");
        Self { folder, app, path, village }
    }

    pub(crate) fn book(&self) -> &Book {
        self.app.ledger().expect("open").book().expect("a book")
    }

    pub(crate) fn today(&mut self, today: &str) {
        self.app.set_clock(Clock::Fixed(day(today)));
    }

    pub(crate) fn act(&mut self, command: AffairCommand) -> Result<Outcome, String> {
        let village = self.village;
        let done = self.app.execute(Command::Affair { village, command });
        done.map_err(|error| error.to_string())
    }

    /// What was told.
    #[track_caller]
    pub(crate) fn did(&mut self, command: AffairCommand) -> String {
        self.act(command).expect("done").message()
    }

    pub(crate) fn resolution(&mut self, facts: ResolutionFacts) -> ResolutionId {
        match self.act(AffairCommand::AddResolution(Box::new(facts))) {
            Ok(Outcome::AffairDone { affair: Some(AffairId::Resolution(id)), .. }) => id,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn record(&mut self, facts: GovernanceFacts) -> GovernanceId {
        match self.act(AffairCommand::AddRecord(Box::new(facts))) {
            Ok(Outcome::AffairDone { affair: Some(AffairId::Record(id)), .. }) => id,
            other => panic!("{other:?}"),
        }
    }

    /// Records a meeting told like `提议 2026-03-02 党支部 应到 5 实到 5 同意 5`.
    #[track_caller]
    pub(crate) fn meet(&mut self, resolution: ResolutionId, line: &str) -> String {
        let record = Box::new(meeting(line));
        let papers = Vec::new();
        self.did(AffairCommand::RecordMeeting { resolution, record, papers })
    }

    /// A resolution that passed all four meetings, the last on 2026-03-20.
    pub(crate) fn resolved(&mut self, facts: ResolutionFacts) -> ResolutionId {
        let id = self.resolution(facts);
        for line in FOUR {
            self.meet(id, line);
        }
        id
    }

    pub(crate) fn known(&self, id: ResolutionId) -> &Resolution {
        self.book().affairs.resolution(id).expect("a resolution")
    }

    /// A refusal, and the file as it was byte for byte.
    #[track_caller]
    pub(crate) fn refused(&mut self, command: AffairCommand, expect: Expect) {
        let before = std::fs::read(&self.path).expect("a file");
        let said = self.act(command).expect_err("a refusal");
        assert!(std::fs::read(&self.path).expect("a file") == before, "the file changed");
        expect.assert_eq(&said);
    }

    /// The file read again by another office says the same.
    #[track_caller]
    pub(crate) fn is_kept(&self) {
        let mut app = App::new(Clock::Fixed(self.app.today()));
        let copy = self.path.with_file_name("抄件.mbz");
        std::fs::copy(&self.path, &copy).expect("a copy");
        app.open_to_read(&copy).expect("readable");
        let read = app.ledger().expect("open").book().expect("a book");
        assert_eq!(read.affairs, self.book().affairs);
        assert_eq!(read.occasions, self.book().occasions);
        assert_eq!(self.problems(), Vec::<&str>::new());
    }

    pub(crate) fn problems(&self) -> Vec<&'static str> {
        self.app.check().expect("checked").iter().map(|problem| problem.code).collect()
    }

    /// The occasions that stand, and the last day to publish each.
    pub(crate) fn occasions(&self) -> Vec<String> {
        let law = self.app.ledger().expect("open").law();
        let line = |occasion: &mingbai::domain::occasion::Occasion| {
            let facts = &occasion.facts;
            let gone = facts.cancelled_on.map(|on| format!(" {on} 取消")).unwrap_or_default();
            format!("{} {} 最迟 {}{gone}", facts.matter, facts.label(), facts.due_by(law))
        };
        self.book().occasions.iter().map(line).collect()
    }

    /// Drafts, decides and hangs the notice over an occasion.
    pub(crate) fn publish(&mut self, occasion: OccasionId, on: &str) -> NoticeId {
        let matter = self.book().occasions.iter().find(|it| it.id == occasion);
        let matter = matter.expect("an occasion").facts.matter;
        let draft = Box::new(NoticeDraft {
            proposed_on: Some(day(on)),
            ..NoticeDraft::new(matter, Entity::Village, occasion)
        });
        let draft = Command::DraftNotice { village: self.village, draft };
        let Ok(Outcome::NoticeDrafted { notice, .. }) = self.app.execute(draft) else {
            panic!("not drafted")
        };
        let (notices, reason) = (vec![notice], String::new());
        let review = Review { on: day(on), agreed: true, members: Vec::new() };
        self.step(DisclosureCommand::Review { notices: notices.clone(), review, reason });
        let (passed, present, note) = (true, Vec::new(), String::new());
        let decision = Decision { on: day(on), passed, present, note };
        self.step(DisclosureCommand::Decide { notices, decision });
        let boards = vec!["村委会门口".to_owned()];
        let publish = Command::PublishNotice { notice, on: day(on), days: 15, boards };
        self.app.execute(publish).expect("published");
        notice
    }

    pub(crate) fn step(&mut self, command: DisclosureCommand) {
        self.app.execute(Command::Disclosure(command)).expect("a step");
    }

    pub(crate) fn notice(&self, id: NoticeId) -> &Notice {
        self.book().notice(id).expect("a notice")
    }
}

pub(crate) const FOUR: [&str; 4] = [
    "提议  2026-03-02  党支部    应到 5   实到 5   同意 5",
    "商议  2026-03-05  两委      应到 7   实到 7   同意 7",
    "审议  2026-03-08  党员大会  应到 31  实到 31  同意 31",
    "决议  2026-03-20  代表会议  应到 45  实到 40  妇女 16/12  通知 2026-03-10  同意 38  反对 1  弃权 1",
];

/// A meeting told in one line, with no paper.
pub(crate) fn meeting(line: &str) -> StageRecord {
    let words: Vec<&str> = line.split_whitespace().collect();
    let stage = Stage::MEETINGS.into_iter().find(|stage| stage.label() == words[0]);
    StageRecord { papers: Vec::new(), ..record(stage.expect("a stage"), &words[1..]) }
}

pub(crate) fn road() -> ResolutionFacts {
    ResolutionFacts { amount: Some(yuan("126000.00")), ..blank("修村北路") }
}

#[test]
fn a_resolution_walks_its_stages_and_is_read_back() {
    let mut desk = Desk::open("2026-12-31");
    let id = desk.resolution(road());
    let mut told = FOUR.map(|line| desk.meet(id, line)).to_vec();
    let (on, outcome) = (day("2026-08-30"), "路已修好，验收合格。".to_owned());
    told.push(desk.did(AffairCommand::Complete { resolution: id, on, outcome }));
    expect![[r#"
        已登记提议：〔2026〕1号 修村北路，待商议
        已登记商议：〔2026〕1号 修村北路，待审议
        已登记审议：〔2026〕1号 修村北路，待决议
        已登记决议：〔2026〕1号 修村北路，待决议公开；请在 2026年3月25日 前起草并公布
        已保存：〔2026〕1号 修村北路；请在 2026年9月4日 前起草并公布"#]]
    .assert_eq(&told.join("\n"));
    assert_eq!(desk.known(id).facts.meetings.len(), 4);
    desk.is_kept();
}

#[test]
fn every_register_is_written_changed_and_removed() {
    let mut desk = Desk::open("2026-12-31");
    for facts in [
        GovernanceFacts::Audit(audit()),
        GovernanceFacts::Supervision(work()),
        GovernanceFacts::Veto(veto()),
        GovernanceFacts::Evaluation(usual()),
        GovernanceFacts::Plan(super::plain_words::plan_of(2026)),
    ] {
        desk.record(facts);
    }
    let told = desk.did(AffairCommand::AddUsualPowers);
    assert_eq!(told, "已登记 13 项常用的小微权力，请照县里的清单核对");
    let again = desk.did(AffairCommand::AddUsualPowers);
    assert!(again.contains(" 0 项"), "{again}");
    let of = |book: &Book, kind| {
        book.affairs.records.iter().filter(|it| it.facts.kind() == kind).count()
    };
    assert_eq!(of(desk.book(), GovernanceKind::Power), 13);
    let vetoed = desk.book().affairs.records.iter().find(|it| it.facts.veto().is_some());
    let vetoed = vetoed.expect("a veto").id;
    let mut facts = veto();
    facts.amount = yuan("900.00");
    let facts = Box::new(GovernanceFacts::Veto(facts));
    desk.did(AffairCommand::UpdateRecord { record: vetoed, facts });
    let kept = desk.book().affairs.record(vetoed).and_then(|it| it.facts.veto()).expect("a veto");
    assert_eq!(kept.amount, yuan("900.00"));
    desk.is_kept();
    desk.did(AffairCommand::RemoveRecord(vetoed));
    assert_eq!(of(desk.book(), GovernanceKind::Veto), 0);
    desk.is_kept();
}

#[test]
fn what_is_refused_leaves_the_file_as_it_was() {
    let mut desk = Desk::open("2026-12-31");
    let id = desk.resolution(road());
    let few = "提议 2026-03-02 党支部 应到 5 实到 2 同意 2";
    let (record, papers) = (Box::new(meeting(few)), Vec::new());
    desk.refused(AffairCommand::RecordMeeting { resolution: id, record, papers }, expect!["应到 5 人，实到 2 人，没有过半数（3 人），会议无效。依据《中国共产党支部工作条例（试行）》第十二条：支部委员会会议须有半数以上委员到会。请通知其余委员，重新开会。"]);
    desk.refused(
        AffairCommand::AddResolution(Box::new(road())),
        expect!["2026年第 1 号已经用在“修村北路”上。请换一个编号，或用程序给的编号。"],
    );
    let (on, outcome) = (day("2026-08-30"), "好了".to_owned());
    desk.refused(
        AffairCommand::Complete { resolution: id, on, outcome },
        expect!["还没有决议通过，不能登记完成日期。请先登记四议，决议通过以后再办。"],
    );
    desk.meet(id, FOUR[0]);
    desk.refused(
        AffairCommand::RemoveResolution(id),
        expect!["已经登记了 1 次会议，不能删除。登记错了请改；不办了请登记终止，写明原因。"],
    );
    let stranger = GovernanceFacts::Supervision(mingbai::domain::governance::SupervisionWork {
        members: vec!["王五".to_owned()],
        ..work()
    });
    desk.refused(AffairCommand::AddRecord(Box::new(stranger)), expect!["王五不是村务监督委员会成员，不能在这里签字。依据《村民委员会组织法》第三十七条：村务监督由村务监督委员会进行，村委会成员及其近亲属不得担任其成员。请改写成员的姓名，成员有变动的先到村情里改。"]);
    let nothing = GovernanceId::new(uuid::Uuid::from_u128(1));
    desk.refused(
        AffairCommand::RemoveRecord(nothing),
        expect!["本村的监督台账里没有这一条。请在监督台账里重新选一条。"],
    );
    desk.is_kept();
}

#[test]
fn a_matter_is_given_up_only_before_it_is_resolved() {
    let mut desk = Desk::open("2026-12-31");
    let id = desk.resolution(road());
    desk.meet(id, FOUR[0]);
    let abandon = |on: &str, reason: &str| AffairCommand::Abandon {
        resolution: id,
        on: day(on),
        reason: reason.to_owned(),
    };
    desk.refused(
        abandon("2026-03-01", "县里统一修"),
        expect!["终止日期 2026-03-01 早于上一次会议 2026-03-02。请核对这两个日期。"],
    );
    desk.refused(abandon("2026-03-03", " "), expect!["终止原因没有填。请填上再保存。"]);
    desk.did(abandon("2026-03-03", "县里统一修"));
    assert_eq!(desk.known(id).facts.state().label(), "已终止");
    let (record, papers) = (Box::new(meeting(FOUR[1])), Vec::new());
    desk.refused(
        AffairCommand::RecordMeeting { resolution: id, record, papers },
        expect!["这一项已于 2026-03-03 终止。要再办这件事，请新登记一项，从提议开始。"],
    );
    desk.is_kept();
    let other = desk.resolved(ResolutionFacts { number: 2, ..road() });
    let command = AffairCommand::Abandon {
        resolution: other,
        on: day("2026-04-01"),
        reason: "不想修了".to_owned(),
    };
    desk.refused(command, expect!["2026-03-20 已经决议通过，不能终止。决议要由作出决议的会议变更：请新登记一项，从提议开始；没有办成的，在实施结果里写明。"]);
}

#[test]
fn minutes_lie_beside_the_ledger_and_are_looked_after() {
    let mut desk = Desk::open("2026-12-31");
    let id = desk.resolution(road());
    let minutes = desk.folder.path().join("会议记录.png");
    image::RgbImage::new(8, 8).save(&minutes).expect("a picture");
    let text = desk.folder.path().join("记录.txt");
    std::fs::write(&text, "会议记录").expect("a text");
    let record = |line: &str, papers| AffairCommand::RecordMeeting {
        resolution: id,
        record: Box::new(meeting(line)),
        papers,
    };
    // nothing is copied for a meeting that is refused
    let few = "提议 2026-03-02 党支部 应到 5 实到 2 同意 2";
    let said = desk.act(record(few, vec![minutes.clone()])).expect_err("refused");
    assert!(said.contains("会议无效"), "{said}");
    let said = desk.act(record(FOUR[0], vec![text])).expect_err("refused");
    assert!(said.contains("记录.txt"), "{said}");
    let files = std::path::PathBuf::from(format!("{}.files", desk.path.display()));
    assert!(!files.exists(), "nothing was copied");
    desk.did(record(FOUR[0], vec![minutes.clone()]));
    desk.meet(id, FOUR[1]);
    let stage = Stage::Consulted;
    desk.did(AffairCommand::AttachPapers { resolution: id, stage, papers: vec![minutes] });
    let papers = |desk: &Desk| -> Vec<usize> {
        desk.known(id).facts.meetings.iter().map(|record| record.papers.len()).collect()
    };
    assert_eq!(papers(&desk), [1, 1]);
    desk.is_kept();
    let paper = desk.known(id).facts.meetings[0].papers[0].clone();
    let place = desk.app.attachment_path(&paper).expect("a place");
    std::fs::write(&place, "别的").expect("altered");
    assert_eq!(desk.problems(), ["affair_file", "affair_file"]);
    let digest = paper.digest;
    desk.did(AffairCommand::DetachPaper { resolution: id, stage, digest });
    assert_eq!(papers(&desk), [1, 0]);
    assert_eq!(desk.problems(), ["affair_file"]);
}

/// What the self-check says once another program has changed the file.
fn tampered(statement: &str) -> Vec<&'static str> {
    let mut desk = Desk::open("2026-12-31");
    desk.resolved(road());
    desk.record(GovernanceFacts::Veto(veto()));
    assert_eq!(desk.problems(), Vec::<&str>::new());
    let Desk { app, path, folder, .. } = desk;
    drop(app);
    let file = Connection::open(&path).expect("a file");
    assert!(file.execute(statement, []).expect("changed") > 0, "{statement}");
    drop(file);
    let mut app = App::new(Clock::Fixed(day("2026-12-31")));
    app.open_to_read(&path).expect("readable");
    let found = app.check().expect("checked").iter().map(|problem| problem.code).collect();
    drop(folder);
    found
}

#[test]
fn what_another_program_changed_is_found() {
    for (statement, found) in [
        (
            "UPDATE affair SET facts = replace(facts, '\"agreed\":38', '\"agreed\":37')
             WHERE kind = 'resolution'",
            "affair_changed",
        ),
        ("UPDATE affair SET facts = replace(facts, '86000', '86001')", "affair_changed"),
        ("DELETE FROM affair WHERE kind = 'veto'", "affair_changed"),
        (
            "INSERT INTO affair SELECT zeroblob(16), village_id, kind, facts FROM affair
             WHERE kind = 'veto'",
            "affair_changed",
        ),
        (
            "UPDATE occasion SET facts = replace(facts, '2026-03-20', '2026-04-20')",
            "disclosure_changed",
        ),
    ] {
        assert_eq!(tampered(statement), [found], "{statement}");
    }
}

#[test]
fn what_cannot_be_is_not_read() {
    let mut desk = Desk::open("2026-12-31");
    desk.resolved(road());
    let Desk { app, path, folder, .. } = desk;
    drop(app);
    let file = Connection::open(&path).expect("a file");
    let change = "UPDATE affair SET facts = replace(facts, '\"attended\":40', '\"attended\":400')";
    file.execute(change, []).expect("changed");
    drop(file);
    let mut app = App::new(Clock::Fixed(day("2026-12-31")));
    let said = app.open_to_read(&path).expect_err("damaged").to_string();
    assert!(said.contains("村务记录：实到 400，多于应到 45"), "{said}");
    drop(folder);
}
