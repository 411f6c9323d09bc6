//! Templates and monthly vouchers: kept, changed, posted once for a month, and refused with a
//! reason.

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use mingbai::app::{App, AppError, Clock, Command, Outcome, Posting, TemplateCommand};
use mingbai::domain::account::Side;
use mingbai::domain::ids::{TemplateId, VillageId, VoucherId};
use mingbai::domain::ledger::Book;
use mingbai::domain::money::Money;
use mingbai::domain::template::{Monthly, RecurringState, TemplateFacts, TemplateLine};
use mingbai::domain::voucher::VoucherDraft;
use mingbai::store::{Access, Store};
use tempfile::TempDir;

use super::support::{account, day, month, on_disk, simple, yuan};

pub(crate) struct Desk {
    folder: TempDir,
    pub(crate) app: App,
    ledger: std::path::PathBuf,
    pub(crate) village: VillageId,
}

/// What a voucher of two lines says, every month on `day` from 2026-09, or not.
pub(crate) fn facts(
    name: &str,
    summary: &str,
    amount: Option<&str>,
    day: Option<u32>,
) -> TemplateFacts {
    let line = |side, code| TemplateLine { account: account(code), side, amount: amount.map(yuan) };
    TemplateFacts {
        lines: vec![line(Side::Debit, "513"), line(Side::Credit, "102")],
        monthly: day.map(|day| Monthly { day, from: month("2026-09") }),
        ..TemplateFacts::of_draft(&simple("2026-09-30", summary, "513", "102", "1"), name)
    }
}

impl Desk {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let (app, ledger, village) = on_disk(&folder, "2026-11-20");
        Self { folder, app, ledger, village }
    }

    pub(crate) fn run(&mut self, command: TemplateCommand) -> Result<Outcome, AppError> {
        self.app.execute(Command::Template { village: self.village, command })
    }

    pub(crate) fn save(&mut self, facts: TemplateFacts) -> TemplateId {
        match self.run(TemplateCommand::Save { facts: Box::new(facts), of: None }) {
            Ok(Outcome::TemplateDone { template: Some(id), .. }) => id,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn post(&mut self, draft: VoucherDraft) -> VoucherId {
        match self.app.execute(Command::PostVoucher { village: self.village, draft }) {
            Ok(Outcome::VoucherPosted { voucher, .. }) => voucher,
            other => panic!("{other:?}"),
        }
    }

    /// The office, and the folder that must outlive it.
    pub(crate) fn into_window(self) -> (App, TempDir) {
        (self.app, self.folder)
    }

    fn book(&self) -> &Book {
        self.app.ledger().expect("open").book().expect("a book")
    }

    fn draft(&self, id: TemplateId, of: &str, amount: Option<Money>) -> VoucherDraft {
        let facts = &self.book().template(id).expect("a template").facts;
        let date = month(of).day(facts.monthly.expect("monthly").day).min(self.app.today());
        facts.draft(month(of), date, amount)
    }

    fn post_month(&mut self, of: &str, ids: &[TemplateId]) -> Result<Outcome, AppError> {
        let vouchers = ids.iter().map(|id| (*id, self.draft(*id, of, None))).collect();
        self.run(TemplateCommand::Post { month: month(of), vouchers })
    }

    /// The monthly vouchers of a month as they stand, one line each.
    fn standing(&self, of: &str) -> String {
        let book = self.book();
        let mut lines = String::new();
        for one in book.recurring(month(of), self.app.today()) {
            let state = match one.state {
                RecurringState::Posted(id) => {
                    let voucher = book.voucher(id).expect("a voucher");
                    format!("已记 {} {}", voucher.number(), voucher.summary())
                }
                RecurringState::Due => "还没记".to_owned(),
                RecurringState::Waiting => "没到日子".to_owned(),
                RecurringState::Missed => "已结账".to_owned(),
            };
            let name = &one.template.facts.name;
            writeln!(lines, "{} {name} {state}", one.due_on).expect("text");
        }
        lines
    }

    fn problems(&self) -> Vec<String> {
        let problems = self.app.check().expect("a check");
        problems.iter().map(|found| format!("{} {}", found.place, found.message)).collect()
    }

    #[track_caller]
    fn refuses(&mut self, command: TemplateCommand, expected: Expect) {
        let before = std::fs::read(&self.ledger).expect("bytes");
        let Err(AppError::Refused(refusal)) = self.run(command) else { panic!("not refused") };
        assert!(!refusal.hint.is_empty(), "a refusal names the next step");
        expected.assert_eq(&format!("{}\n{}\n", refusal.message, refusal.hint));
        assert!(before == std::fs::read(&self.ledger).expect("bytes"), "the ledger was changed");
    }

    fn reopen(&mut self) {
        let path = self.ledger.clone();
        self.app.execute(Command::OpenLedger { path }).expect("opened again");
    }
}

#[test]
fn a_posted_voucher_becomes_a_template_and_its_month_is_done() {
    let mut desk = Desk::new();
    let draft = simple("2026-10-25", "付10月村干部工资", "513", "102", "5200.00");
    let of = desk.post(draft);
    let voucher = desk.book().voucher(of).expect("posted").clone();
    let mut facts = TemplateFacts::of(&voucher, "村干部工资");
    assert_eq!(facts.summary, "付{月}月村干部工资");
    facts.monthly = Some(Monthly { day: 25, from: month("2026-10") });
    let save = TemplateCommand::Save { facts: Box::new(facts), of: Some(of) };
    assert_eq!(desk.run(save).expect("kept").message(), "已存为模板“村干部工资”");
    expect![[r#"
        2026-10-25 村干部工资 已记 记-001 付10月村干部工资
    "#]]
    .assert_eq(&desk.standing("2026-10"));
    expect![[r#"
        2026-11-25 村干部工资 没到日子
    "#]]
    .assert_eq(&desk.standing("2026-11"));
    assert_eq!(desk.standing("2026-09"), "", "not before its first month");
    let memory = desk.book().clone();
    desk.reopen();
    assert_eq!(desk.book(), &memory);
    assert_eq!(desk.problems(), Vec::<String>::new());
}

#[test]
fn the_vouchers_of_a_month_are_posted_all_at_once_and_once_only() {
    let mut desk = Desk::new();
    let wages = desk.save(facts("保洁员工资", "付{月}月保洁员王秀兰工资", Some("900"), Some(10)));
    let power = desk.save(facts("路灯电费", "付{上月}月路灯电费", None, Some(15)));
    let rent = desk.save(facts("办公室租金", "付{年}年{月}月办公室租金", Some("400"), Some(31)));
    desk.save(facts("买纸", "购办公用纸", Some("60"), None));
    expect![[r#"
        2026-11-10 保洁员工资 还没记
        2026-11-15 路灯电费 还没记
        2026-11-30 办公室租金 没到日子
    "#]]
    .assert_eq(&desk.standing("2026-11"));
    desk.refuses(
        TemplateCommand::Post {
            month: month("2026-11"),
            vouchers: [wages, power].map(|id| (id, desk.draft(id, "2026-11", None))).to_vec(),
        },
        expect![[r#"
            “路灯电费”：科目 513 的金额是 0
            请填金额，或删掉这一行。
        "#]],
    );
    let vouchers = vec![
        (wages, desk.draft(wages, "2026-11", None)),
        (power, desk.draft(power, "2026-11", Some(yuan("311.50")))),
    ];
    let done = desk.run(TemplateCommand::Post { month: month("2026-11"), vouchers });
    assert_eq!(done.expect("posted").message(), "已入账：2026年11月的每月凭证 2 张，合计 1,211.50");
    expect![[r#"
        2026-11-10 保洁员工资 已记 记-001 付11月保洁员王秀兰工资
        2026-11-15 路灯电费 已记 记-002 付10月路灯电费
        2026-11-30 办公室租金 没到日子
    "#]]
    .assert_eq(&desk.standing("2026-11"));
    let again = TemplateCommand::Post {
        month: month("2026-11"),
        vouchers: vec![(wages, desk.draft(wages, "2026-11", None))],
    };
    desk.refuses(
        again,
        expect![[r#"
            “保洁员工资”2026年11月的凭证已经记过了，是 记-001
            要再记一张，请从“模板”里用它，或直接照抄那张凭证。
        "#]],
    );
    let twice = vec![(rent, desk.draft(rent, "2026-11", None)); 2];
    desk.refuses(
        TemplateCommand::Post { month: month("2026-11"), vouchers: twice },
        expect![[r#"
            “办公室租金”选了两次
            请去掉重复的一张。
        "#]],
    );
    desk.refuses(
        TemplateCommand::Post { month: month("2026-11"), vouchers: Vec::new() },
        expect![[r#"
            一张凭证也没有选
            请勾选要记的凭证。
        "#]],
    );
    // the last day of a shorter month, and last year's month in January
    desk.post_month("2026-09", &[rent]).expect("posted late");
    assert!(desk.standing("2026-09").contains("2026-09-30 办公室租金 已记 记-001 付2026年9月"));
    assert_eq!(desk.problems(), Vec::<String>::new());
    desk.reopen();
    assert_eq!(desk.problems(), Vec::<String>::new());
}

#[test]
fn a_voucher_taken_back_is_to_be_posted_again_and_one_set_right_is_not() {
    let mut desk = Desk::new();
    let wages = desk.save(facts("保洁员工资", "付{月}月保洁员工资", Some("900"), Some(10)));
    desk.post_month("2026-11", &[wages]).expect("posted");
    let first = desk.book().vouchers[0].id();
    let village = desk.village;
    let (date, right) = (day("2026-11-20"), simple("2026-11-20", "付保洁", "513", "102", "950"));
    let correct = Command::CorrectVoucher { village, voucher: first, date, draft: right };
    desk.app.execute(correct).expect("corrected");
    assert!(
        desk.standing("2026-11").contains("已记 记-003 付保洁"),
        "{}",
        desk.standing("2026-11")
    );
    let right = desk.book().vouchers.last().expect("a voucher").id();
    desk.app
        .execute(Command::ReverseVoucher { village, voucher: right, date })
        .expect("taken back");
    assert_eq!(desk.standing("2026-11"), "2026-11-10 保洁员工资 还没记\n");
    // one written by hand with the same words counts
    desk.post(simple("2026-11-18", "付11月保洁员工资", "513", "102", "910.00"));
    assert!(desk.standing("2026-11").contains("已记 记-005"));
}

#[test]
fn a_template_used_in_the_form_is_noted_with_its_voucher() {
    let mut desk = Desk::new();
    let wages = desk.save(facts("保洁员工资", "付{月}月保洁员工资", Some("900"), Some(10)));
    let village = desk.village;
    let draft = simple("2026-11-12", "付保洁员王秀兰十一月工资", "514", "101", "880.00");
    let posting = Posting { template: Some((wages, month("2026-11"))), ..Posting::of(draft) };
    desk.app
        .execute(Command::PostForm { village, posting: Box::new(posting.clone()) })
        .expect("posted");
    assert!(desk.standing("2026-11").contains("已记 记-001"), "other words, other account");
    desk.run(TemplateCommand::Remove(wages)).expect("removed");
    assert_eq!((desk.book().templates.len(), desk.book().vouchers.len()), (0, 1));
    let before = std::fs::read(&desk.ledger).expect("bytes");
    let gone = Command::PostForm { village, posting: Box::new(posting) };
    let refused = desk.app.execute(gone).expect_err("the template is gone").to_string();
    assert!(refused.contains("本村没有这个模板"), "{refused}");
    assert!(before == std::fs::read(&desk.ledger).expect("bytes"));
    assert_eq!(desk.problems(), Vec::<String>::new());
}

#[test]
fn a_template_is_renamed_changed_and_checked() {
    let mut desk = Desk::new();
    let paper = desk.save(facts("买纸", "购办公用纸", Some("60"), None));
    let power = desk.save(facts("电费", "付{月}月电费", None, Some(15)));
    let new = Box::new(facts("购纸", "购｛月｝月办公用纸", None, Some(31)));
    let update = TemplateCommand::Update { template: paper, facts: new };
    assert_eq!(desk.run(update).expect("changed").message(), "模板“购纸”已改好");
    assert_eq!(desk.book().template(paper).expect("kept").facts.summary, "购{月}月办公用纸");
    let save = |facts: TemplateFacts| TemplateCommand::Save { facts: Box::new(facts), of: None };
    let mut unbalanced = facts("甲", "付甲", Some("60"), None);
    unbalanced.lines[1].amount = Some(yuan("61"));
    let mut negative = facts("甲", "付甲", Some("60"), None);
    negative.lines[0].amount = Some(yuan("-60"));
    let mut unknown = facts("甲", "付甲", Some("60"), None);
    unknown.lines[0].account = account("599");
    let mut single = facts("甲", "付甲", Some("60"), None);
    single.lines.pop();
    let nobody = TemplateId::new(uuid::Uuid::nil());
    let no_voucher = TemplateCommand::Save {
        facts: Box::new(facts("甲", "付甲", None, None)),
        of: Some(VoucherId::new(uuid::Uuid::nil())),
    };
    let update_nobody = TemplateCommand::Update {
        template: nobody,
        facts: Box::new(facts("甲", "付甲", None, None)),
    };
    for (command, words) in [
        (save(facts(" ", "付甲", None, None)), "模板没有名称"),
        (save(facts("购纸", "付甲", None, None)), "本村已有模板“购纸”"),
        (
            save(facts("甲\u{e4c5}", "付甲", None, None)),
            "模板名称里第 2 个字是自造字（U+E4C5），换一台电脑就显示不出来",
        ),
        (save(facts("甲", "付甲\u{7}", None, None)), "摘要里第 3 个字是不能显示的控制符（U+0007）"),
        (save(facts("甲", "", None, None)), "模板的摘要没有填"),
        (save(facts("甲", "付{日}日电费", None, None)), "不认识“{日}”"),
        (save(single), "模板至少要有一借一贷两行分录，现在有 1 行"),
        (save(unknown), "没有编号为 599 的科目"),
        (save(negative), "科目 513 的金额不对"),
        (save(unbalanced), "借贷不平：借方 60.00，贷方 61.00，相差 1.00"),
        (save(facts("甲", "付甲", None, Some(32))), "每月的日子写 1 到 31，写的是 32"),
        (no_voucher, "账里没有这张凭证"),
        (update_nobody, "本村没有这个模板"),
        (TemplateCommand::Remove(nobody), "本村没有这个模板"),
    ] {
        let before = std::fs::read(&desk.ledger).expect("bytes");
        let Err(AppError::Refused(refusal)) = desk.run(command) else { panic!("{words}") };
        assert_eq!(refusal.message, words);
        assert!(!refusal.hint.is_empty(), "{words}");
        assert!(before == std::fs::read(&desk.ledger).expect("bytes"), "{words}");
    }
    assert_eq!(desk.book().templates.len(), 2);
    desk.run(TemplateCommand::Remove(power)).expect("removed");
    assert_eq!(desk.problems(), Vec::<String>::new());
}

#[test]
fn one_amount_fills_two_blanks_and_the_balance_fills_one() {
    let amounts = |facts: &TemplateFacts, amount: Option<&str>| {
        facts.entries(amount.map(yuan)).map(|entries| {
            let lines = entries.iter().map(|entry| entry.amount.grouped());
            lines.collect::<Vec<_>>().join(" ")
        })
    };
    let both = facts("电费", "付电费", None, None);
    assert_eq!(amounts(&both, None), None);
    assert_eq!(amounts(&both, Some("30")).as_deref(), Some("30.00 30.00"));
    let mut rest = facts("水电", "付水电", Some("100"), None);
    rest.lines.push(TemplateLine { account: account("514"), side: Side::Debit, amount: None });
    rest.lines[1].amount = Some(yuan("130"));
    assert_eq!(amounts(&rest, None).as_deref(), Some("100.00 130.00 30.00"));
    rest.lines[1].amount = Some(yuan("90"));
    assert_eq!(amounts(&rest, None), None, "nothing is left for the blank");
    rest.lines[1].amount = None;
    assert_eq!(amounts(&rest, Some("20")).as_deref(), Some("100.00 120.00 20.00"));
}

#[test]
fn a_closed_month_says_that_it_was_missed() {
    let mut desk = Desk::new();
    let opening = vec![(account("102"), yuan("5000")), (account("301"), yuan("-5000"))];
    let village = desk.village;
    desk.app
        .execute(Command::SetOpening {
            village,
            entity: mingbai::domain::entity::Entity::Village,
            lines: opening,
        })
        .expect("opening");
    desk.post(simple("2026-10-20", "付路灯电费", "513", "102", "30.00"));
    let wages = desk.save(facts("保洁员工资", "付{月}月保洁员工资", Some("900"), Some(10)));
    let matter = mingbai::domain::matter::MatterCode::FINANCE_DETAIL;
    let period = super::support::period("2026-10");
    let drafted = desk.app.execute(crate::support::draft(
        village,
        matter,
        mingbai::domain::entity::Entity::Village,
        period,
    ));
    let Ok(Outcome::NoticeDrafted { notice, .. }) = drafted else { panic!("{drafted:?}") };
    let boards = vec!["村委会门口".to_owned()];
    let on = day("2026-11-05");
    crate::support::agree(&mut desk.app, notice, on).expect("agreed");
    desk.app.execute(Command::PublishNotice { notice, on, days: 15, boards }).expect("published");
    assert_eq!(desk.standing("2026-10"), "2026-10-10 保洁员工资 已结账\n");
    let refused = desk.post_month("2026-10", &[wages]).expect_err("closed").to_string();
    assert!(refused.contains("“保洁员工资”：2026年10月的财务已经公布"), "{refused}");
}

#[test]
fn a_template_changed_by_another_program_is_found() {
    let mut desk = Desk::new();
    let wages = desk.save(facts("保洁员工资", "付{月}月保洁员工资", Some("900"), Some(10)));
    let other = facts("保洁员工资", "付{月}月保洁员工资", Some("9000"), Some(10));
    desk.app = App::new(Clock::Fixed(day("2026-11-20")));
    let mut store = Store::open(&desk.ledger, Access::Write).expect("the file");
    let written: Result<(), mingbai::store::StoreError> =
        store.write(|writing| writing.update_template(wages, &other));
    written.expect("changed behind the back");
    drop(store);
    desk.reopen();
    assert_eq!(desk.problems(), ["甲村 凭证模板 模板的内容或用它记的凭证与操作记录不符"]);
}
