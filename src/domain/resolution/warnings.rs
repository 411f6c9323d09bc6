//! What of a resolution a person should look at, though nothing refuses it.

use super::ResolutionFacts;
use super::meeting::MeetingForm;
use super::rules::ResolutionRules;
use super::stage::{Stage, StageRecord};

/// Something about a resolution to look at (四议两公开提醒).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolutionWarning {
    /// The stage it is about.
    pub stage: Stage,
    /// The stable name of what it is about.
    pub code: &'static str,
    /// One Chinese sentence with the figures and the rule.
    pub message: String,
}

impl ResolutionFacts {
    /// What to look at, stage by stage.
    pub fn warnings(&self, rules: &ResolutionRules) -> Vec<ResolutionWarning> {
        self.meetings.iter().flat_map(|record| record.warnings(rules)).collect()
    }
}

impl StageRecord {
    fn warnings(&self, rules: &ResolutionRules) -> Vec<ResolutionWarning> {
        let found = [
            self.notice_warning(rules),
            self.women_warning(rules),
            self.votes_warning(),
            self.township_warning(),
            self.papers_warning(),
        ];
        let of = |(code, message)| ResolutionWarning { stage: self.stage, code, message };
        found.into_iter().flatten().map(of).collect()
    }

    fn notice_warning(&self, rules: &ResolutionRules) -> Option<(&'static str, String)> {
        let needed = self.form.notice_days(rules);
        let form = self.form.label();
        match self.is_short_notice(rules) {
            None if needed > 0 => {
                let message = format!("{form}没有登记通知日期，应当提前 {needed} 天通知。");
                Some(("notice_unknown", message))
            }
            Some(true) => Some((
                "short_notice",
                format!(
                    "{form}只提前 {} 天通知（应当提前 {needed} 天），原因：{}。",
                    self.days_of_notice().unwrap_or_default(),
                    self.short_notice_reason
                ),
            )),
            None | Some(false) => None,
        }
    }

    fn women_warning(&self, rules: &ResolutionRules) -> Option<(&'static str, String)> {
        let asked = rules.women_third && self.form == MeetingForm::RepresentativesAssembly;
        (asked && self.women.is_none()).then(|| {
            let message = "没有登记妇女代表到会人数，不知道够不够其总数的三分之一（《山东省实施〈村民委员会组织法〉办法》第二十四条）。";
            ("women_unknown", message.to_owned())
        })
    }

    fn votes_warning(&self) -> Option<(&'static str, String)> {
        let (votes, attended) = (self.votes.total(), self.attendance.attended);
        (votes < attended).then(|| {
            let unit = self.form.unit();
            let message = format!(
                "实到 {attended} {unit}，表决 {votes}，有 {} {unit}没有表决。",
                attended - votes
            );
            ("votes_missing", message)
        })
    }

    fn township_warning(&self) -> Option<(&'static str, String)> {
        let asked = self.stage == Stage::Resolved && self.township_attendee.is_empty();
        asked.then(|| ("no_township", "没有登记乡镇参会人员，登记表要有其签字。".to_owned()))
    }

    fn papers_warning(&self) -> Option<(&'static str, String)> {
        self.papers.is_empty().then(|| {
            let stage = self.stage.label();
            ("no_papers", format!("{stage}没有附会议记录、签到表或照片。"))
        })
    }
}
