//! What is due when, and the legal steps, told as an accountant would tell them: one case for
//! each article and deadline.
//!
//! Each line of a story is an act or a question; refusals are answered with the article and the
//! next step, and the story goes on.

mod deadlines;
mod duties;
mod steps;

use expect_test::Expect;
use mingbai::app::{App, Clock, Command, DisclosureCommand, Outcome};
use mingbai::domain::catalog::SwitchedOff;
use mingbai::domain::entity::Entity;
use mingbai::domain::ids::{NoticeId, ObjectionId, OccasionId, VillageId};
use mingbai::domain::matter::MatterCode;
use mingbai::domain::notice::{
    CorrectedLine, CorrectionDraft, Decision, NoticeDraft, ObjectionFacts, Objector, Reply, Review,
    TownshipCheck,
};
use mingbai::domain::occasion::{DisclosureSpan, OccasionFacts, OccasionSource};
use mingbai::domain::period::{Date, Period};
use mingbai::domain::rule_pack::RulePack;
use mingbai::domain::rules::Rules;
use mingbai::domain::village::{
    Office, Officer, SupervisionCommittee, SupervisionMember, SupervisionPost,
};

use crate::support::{day, first, simple, typed};

/// A village, what was done there, and what was asked.
struct Desk {
    app: App,
    village: VillageId,
    notice: Option<NoticeId>,
    occasion: Option<OccasionId>,
    objection: Option<ObjectionId>,
    heard: String,
}

/// Tells a story and compares what was heard.
#[track_caller]
fn check(text: &str, expect: Expect) {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first_day = lines().next().and_then(|line| line.strip_prefix("建账 "));
    let today = day(first_day.expect("a story begins with 建账"));
    let app = App::in_memory(Clock::Fixed(today), vec![typed("甲村")]).expect("a village");
    let village = first(&app);
    let (notice, occasion, objection, heard) = (None, None, None, String::new());
    let mut desk = Desk { app, village, notice, occasion, objection, heard };
    lines().skip(1).for_each(|line| desk.hear(line));
    expect.assert_eq(&desk.heard);
}

impl Desk {
    fn say(&mut self, words: &str) {
        self.heard.push_str(words);
        self.heard.push('\n');
    }

    fn run(&mut self, command: Command) -> Option<Outcome> {
        match self.app.execute(command) {
            Ok(outcome) => Some(outcome),
            Err(error) => {
                self.say(&format!("拒绝：{error}"));
                None
            }
        }
    }

    fn step(&mut self, command: DisclosureCommand) {
        match self.run(Command::Disclosure(command)) {
            Some(Outcome::Objected { objection, answer_by, .. }) => {
                self.objection = Some(objection);
                self.say(&format!("最迟 {answer_by} 答复"));
            }
            Some(Outcome::OccasionRecorded { occasion, due_by }) => {
                self.occasion = Some(occasion);
                self.say(&format!("最迟 {due_by} 公布"));
            }
            _ => {}
        }
    }

    fn notice(&self) -> NoticeId {
        self.notice.expect("a draft before this line")
    }

    fn hear(&mut self, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (verb, rest) = words.split_first().expect("a line has words");
        match (*verb, rest) {
            ("今天", [on]) => self.app.set_clock(Clock::Fixed(day(on))),
            ("看", [matter]) => self.look(matter),
            ("下一步", []) => self.tell_next_step(),
            ("事由", [matter, on, text @ ..]) => self.occasion(matter, day(on), &text.concat()),
            ("起草", [matter, span, text @ ..]) => self.draft(matter, span, text),
            // every step on one day, where the steps are not what the story is about
            ("公布", [matter, span, on, days @ ..]) => {
                self.draft(matter, span, &[]);
                self.take("同意", &[on]);
                self.take("定案", &[on]);
                self.hear(&["张贴", on, &days.concat()].join(" "));
            }
            ("更正", [what, was, now, reason]) => self.correct(what, was, now, reason),
            ("凭证", [on, summary, debit, credit, amount]) => {
                let (village, draft) = (self.village, simple(on, summary, debit, credit, amount));
                self.run(Command::PostVoucher { village, draft });
            }
            ("冲销", [on]) => {
                let book = self.app.ledger().expect("open").book().expect("shown");
                let voucher = book.vouchers.last().expect("a voucher").id();
                let (village, date) = (self.village, day(on));
                self.run(Command::ReverseVoucher { village, voucher, date });
            }
            ("张贴", [on, rest @ ..]) => {
                let days = rest.first().map_or(15, |days| days.parse().expect("days"));
                let (notice, on) = (self.notice(), day(on));
                let boards = vec!["村委会门口".to_owned()];
                self.run(Command::PublishNotice { notice, on, days, boards });
            }
            ("规则" | "停用" | "恢复" | "目录" | "村监委", rest) => self.set(verb, rest),
            _ => self.take(verb, rest),
        }
    }

    fn take(&mut self, verb: &str, rest: &[&str]) {
        let command = match (verb, rest) {
            ("同意", [on, members @ ..]) => {
                let members = members.iter().map(|name| (*name).to_owned()).collect();
                let review = Review { on: day(on), agreed: true, members };
                let (notices, reason) = (vec![self.notice()], String::new());
                DisclosureCommand::Review { notices, review, reason }
            }
            ("有异议", [on, text @ ..]) => {
                let review = Review { on: day(on), agreed: false, members: Vec::new() };
                let notices = vec![self.notice()];
                DisclosureCommand::Review { notices, review, reason: text.concat() }
            }
            ("定案" | "退回", [on]) => {
                let (on, passed) = (day(on), verb == "定案");
                let decision = Decision { on, passed, present: Vec::new(), note: String::new() };
                DisclosureCommand::Decide { notices: vec![self.notice()], decision }
            }
            ("镇审核", [on, result]) => {
                let (on, passed) = (day(on), *result == "通过");
                let check = TownshipCheck { on, passed, note: String::new() };
                DisclosureCommand::Check { notices: vec![self.notice()], check }
            }
            ("撤下", [on, reason @ ..]) => DisclosureCommand::TakeDown {
                notice: self.notice(),
                on: day(on),
                reason: reason.concat(),
            },
            ("再贴", [on, rest @ ..]) => DisclosureCommand::PostAgain {
                notice: self.notice(),
                on: day(on),
                days: rest.first().map_or(15, |days| days.parse().expect("days")),
                boards: Vec::new(),
            },
            ("村民异议", [on, text @ ..]) => {
                let (on, text) = (day(on), text.concat());
                let facts = ObjectionFacts { on, by: Objector::Unnamed, text, late: false };
                DisclosureCommand::Object { notice: self.notice(), facts }
            }
            ("答复", [on, text @ ..]) => DisclosureCommand::Reply {
                objection: self.objection.expect("an objection before"),
                reply: Reply { on: day(on), text: text.concat() },
            },
            ("归档", [on]) => {
                DisclosureCommand::Archive { notices: vec![self.notice()], on: day(on) }
            }
            _ => panic!("cannot read “{verb} {rest:?}”"),
        };
        self.step(command);
    }

    fn set(&mut self, verb: &str, rest: &[&str]) {
        match (verb, rest) {
            ("规则", [pack]) => {
                let pack = RulePack::parse(pack).expect("a known pack");
                self.run(Command::SetRules(Rules::default().with_pack(pack)));
            }
            ("规则", ["乡镇审核", "要"]) => {
                self.run(Command::SetRules(Rules { township_check: true, ..Rules::default() }));
            }
            ("停用" | "恢复", [matter, on, reason @ ..]) => {
                let matter: MatterCode = matter.parse().expect("a code");
                let (from, until) = match verb {
                    "停用" => (day(on), None),
                    _ => (day(rest[2]), Some(day(on))),
                };
                let reason = if verb == "停用" { reason.concat() } else { reason[1..].concat() };
                let off = SwitchedOff { matter, from, until, reason };
                self.step(DisclosureCommand::SwitchOff { village: self.village, off });
            }
            ("村监委", names) => {
                let book = self.app.ledger().expect("open").book().expect("shown");
                let mut profile = book.village.profile.clone();
                let member = |(at, name): (usize, &&str)| SupervisionMember {
                    name: (*name).to_owned(),
                    post: if at == 0 { SupervisionPost::Director } else { SupervisionPost::Member },
                    relative_of: None,
                };
                let members = names.iter().enumerate().map(member).collect();
                profile.supervision = SupervisionCommittee { members };
                profile.officers = vec![
                    Officer { name: "赵主任".to_owned(), office: Office::CommitteeDirector },
                    Officer { name: "钱会计".to_owned(), office: Office::Accountant },
                ];
                self.run(Command::UpdateVillage { village: self.village, profile });
            }
            _ => panic!("cannot read “{verb} {rest:?}”"),
        }
    }

    fn occasion(&mut self, matter: &str, on: Date, text: &str) {
        let facts = OccasionFacts {
            matter: matter.parse().expect("a code"),
            on,
            text: text.to_owned(),
            source: OccasionSource::ByHand,
            due_by: None,
            cancelled_on: None,
        };
        let village = self.village;
        self.step(DisclosureCommand::RecordOccasion { village, facts });
    }

    fn draft(&mut self, matter: &str, span: &str, text: &[&str]) {
        let span = match span {
            "事由" => DisclosureSpan::Occasion(self.occasion.expect("an occasion before")),
            period => DisclosureSpan::Period(Period::parse(period).expect("a period")),
        };
        let matter = matter.parse().expect("a code");
        let mut draft = NoticeDraft::new(matter, Entity::Village, span);
        draft.paragraphs = text.iter().map(|text| (*text).to_owned()).collect();
        self.run_draft(draft);
    }

    fn correct(&mut self, what: &str, was: &str, now: &str, reason: &str) {
        let of = self.notice();
        let book = self.app.ledger().expect("open").book().expect("shown");
        let notice = book.notice(of).expect("a notice").clone();
        let mut draft = NoticeDraft::new(notice.matter, notice.entity, notice.span);
        let line = CorrectedLine { what: what.into(), was: was.into(), now: now.into() };
        let reason = reason.to_owned();
        draft.correction = Some(CorrectionDraft { notice: of, lines: vec![line], reason });
        self.run_draft(draft);
    }

    fn run_draft(&mut self, draft: NoticeDraft) {
        let command = Command::DraftNotice { village: self.village, draft: Box::new(draft) };
        if let Some(Outcome::NoticeDrafted { notice, .. }) = self.run(command) {
            self.notice = Some(notice);
        }
    }

    /// The duties of a matter that are not waiting any more, one line each.
    fn look(&mut self, matter: &str) {
        let matter: MatterCode = matter.parse().expect("a code");
        let ledger = self.app.ledger().expect("open");
        let mut lines = String::new();
        for duty in ledger.duties_of(self.village, self.app.today()) {
            if duty.matter == matter {
                let span = ledger.span_label(&duty);
                let (due_by, state) = (duty.due_by, duty.state.label());
                lines.extend([&span, "  应于 ", &due_by.to_string(), " 前公开  ", &state, "\n"]);
            }
        }
        self.heard.push_str(if lines.is_empty() { "没有任务\n" } else { &lines });
    }

    fn tell_next_step(&mut self) {
        let ledger = self.app.ledger().expect("open");
        let book = ledger.book().expect("shown");
        let notice = book.notice(self.notice()).expect("a notice");
        let next = notice.next_step(&book.objections, ledger.law(), self.app.today());
        let by = next.by().map_or_else(String::new, |by| format!("，最迟 {by}"));
        let words = format!("下一步：{}{by}", next.label());
        self.say(&words);
    }
}
