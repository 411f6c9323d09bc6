//! What was done, what people asked, and what is still owed.

use super::{BookletRefusal, Chapter, Desk};
use crate::domain::duty::{self, Duty, DutyFacts};
use crate::domain::listing::ColumnKind;
use crate::domain::matter::MatterCode;
use crate::domain::notice::{Body, Notice, Objection, StatementTable};
use crate::domain::occasion::DisclosureSpan;
use crate::domain::period::{Date, date_label, day_label};
use crate::domain::resolution::{Resolution, Stage};

/// The matters that tell what the village owns, owes and is owed, and what of it was disposed of.
const HOLDINGS: [&str; 6] = ["F12", "F13", "F14", "F15", "F16", "C09"];

impl Desk<'_> {
    /// 资产和资源有什么变化: what the published sheets over the registers say; none where none is.
    pub(super) fn holdings(&self) -> Option<Chapter> {
        let is_of = |matter: MatterCode| HOLDINGS.contains(&matter.as_str());
        let mut chapter = Chapter::new("资产、资源和欠款有什么变化");
        for (notice, on) in self.published() {
            let Body::Statement(words) = &notice.content.body else { continue };
            if !is_of(notice.matter) || !self.period.contains(notice.covers_until()) {
                continue;
            }
            let mut said: Vec<String> = Vec::new();
            said.extend(words.occasion.as_ref().map(|occasion| occasion.text.clone()));
            said.extend(words.paragraphs.iter().cloned());
            let rows: usize = words.tables.iter().map(|table| table.rows.len()).sum();
            if rows > 0 {
                said.push(format!("逐项见公开栏，共 {rows} 行。"));
            }
            if said.is_empty() {
                said.push("本期无此事项。".to_owned());
            }
            let title = titled(notice);
            chapter.say(format!("{title}（{}公布）：{}", day_label(on), said.concat()));
        }
        (!chapter.parts.is_empty()).then_some(chapter)
    }

    /// 办了哪些事: the sheets over the period and those published in it; the resolutions that
    /// were disclosed, with their outcome.
    pub(super) fn matters(&self) -> Result<Chapter, BookletRefusal> {
        let mut chapter = Chapter::new("办了哪些事");
        let published: Vec<(&Notice, Date)> = self
            .published()
            .into_iter()
            .filter(|(notice, on)| {
                self.period.contains(notice.covers_until()) || self.period.contains(*on)
            })
            .collect();
        if published.is_empty() {
            chapter.say(format!("{}的事项还没有公布，今天没有可以报告的。", self.period.label()));
        } else {
            chapter.say(format!("贴在公开栏上的一共 {} 份，都可以按校验码核对。", published.len()));
            let row = |(notice, on): &(&Notice, Date)| {
                vec![day_label(*on), titled(notice), notice.posted_code()]
            };
            chapter.show(StatementTable {
                title: "公布的事项".to_owned(),
                columns: ["公布日期", "事项", "校验码"].map(str::to_owned).to_vec(),
                kinds: vec![ColumnKind::Date, ColumnKind::Text, ColumnKind::Label],
                rows: published.iter().map(row).collect(),
                ..StatementTable::default()
            });
        }
        let rows = self.resolutions()?;
        if !rows.is_empty() {
            chapter.show(StatementTable {
                title: "村民会议、村民代表会议决定的事".to_owned(),
                columns: ["编号", "决定了什么", "哪天决定", "办得怎么样"]
                    .map(str::to_owned)
                    .to_vec(),
                kinds: vec![
                    ColumnKind::Label,
                    ColumnKind::Text,
                    ColumnKind::Date,
                    ColumnKind::Text,
                ],
                rows,
                ..StatementTable::default()
            });
        }
        Ok(chapter)
    }

    /// The resolutions of the period that a notice disclosed; the outcome only where that is
    /// disclosed too.
    fn resolutions(&self) -> Result<Vec<Vec<String>>, BookletRefusal> {
        let mut rows = Vec::new();
        for Resolution { facts, .. } in &self.book.affairs.resolutions {
            let by = |stage| facts.disclosed_by(stage).map(|by| by.published_on);
            let Some(disclosed_on) = by(Stage::ResolutionDisclosed) else { continue };
            let outcome_on = by(Stage::OutcomeDisclosed);
            let days = [facts.resolved_on(), Some(disclosed_on), outcome_on];
            if !days.into_iter().flatten().any(|on| self.period.contains(on)) {
                continue;
            }
            let number = facts.number_label();
            let title = self.gate(&format!("决议 {number} 的事项"), &facts.title)?;
            let outcome = match outcome_on {
                Some(_) if facts.outcome.is_empty() => "已办完".to_owned(),
                Some(_) => self.gate(&format!("决议 {number} 的实施结果"), &facts.outcome)?,
                None => "实施结果还没有公布".to_owned(),
            };
            let resolved = facts.resolved_on().map(date_label).unwrap_or_default();
            rows.push(vec![number, title, resolved, outcome]);
        }
        Ok(rows)
    }

    /// 大家提的意见和答复: of what hangs, without a name.
    pub(super) fn objections(&self) -> Result<Chapter, BookletRefusal> {
        let mut chapter = Chapter::new("大家提的意见和答复");
        let is_told = |objection: &&Objection| {
            let replied = objection.reply.as_ref().map(|reply| reply.on);
            let days = [Some(objection.facts.on), replied];
            // what was said of a draft that never hung is no matter of the meeting
            let hangs = objection.notice.is_none_or(|id| {
                self.book.notice(id).is_some_and(|notice| notice.publication().is_some())
            });
            hangs && days.into_iter().flatten().any(|on| self.period.contains(on))
        };
        let told: Vec<&Objection> = self.book.objections.iter().filter(is_told).collect();
        if told.is_empty() {
            chapter.say(format!("{}没有收到意见。", self.period.label()));
        }
        for objection in told {
            let number = objection.number;
            let text = self.gate(&format!("第 {number} 号异议"), &objection.facts.text)?;
            let about = objection.notice.and_then(|id| self.book.notice(id));
            let about = about.map(|notice| format!("，对《{}》", titled(notice)));
            chapter.say(format!(
                "第 {number} 号（{}{}提出{}）：{text}",
                objection.anonymous(),
                day_label(objection.facts.on),
                about.unwrap_or_default()
            ));
            chapter.say(if let Some(reply) = &objection.reply {
                let text = self.gate(&format!("第 {number} 号异议的答复"), &reply.text)?;
                format!("　　答复（{}）：{text}", day_label(reply.on))
            } else {
                let by = objection.answer_by(self.law);
                format!("　　还没有答复，最迟 {}答复。", day_label(by))
            });
        }
        Ok(chapter)
    }

    /// 还欠什么: what is due of the period and not published.
    pub(super) fn owed(&self) -> Chapter {
        let mut chapter = Chapter::new("还欠大家什么，下一步怎么办");
        let is_owed = |duty: &Duty| {
            let is_of_period = match duty.span {
                DisclosureSpan::Period(span) => self.period.contains(span.last_day()),
                DisclosureSpan::Occasion(_) => self.period.contains(duty.opens_on),
            };
            is_of_period && duty.state.is_open()
        };
        let mut duties = duty::duties(&DutyFacts::of(self.book), self.law, self.today);
        duties.retain(is_owed);
        duties.sort_by_key(|duty| (duty.due_by, duty.matter));
        if duties.is_empty() {
            chapter.say("到今天为止，这段时间该公布的都公布了。");
            return chapter;
        }
        chapter.say(format!(
            "这段时间该公布、还没有公布的有 {} 件，公布以后贴在公开栏上：",
            duties.len()
        ));
        let row = |duty: &Duty| {
            vec![
                self.law.title(duty.matter).to_owned(),
                self.span_label(duty.span),
                date_label(duty.due_by),
                duty.state.label(),
            ]
        };
        chapter.show(StatementTable {
            title: "还没有公布的事项".to_owned(),
            columns: ["事项", "哪一期", "最迟公布", "到今天"].map(str::to_owned).to_vec(),
            kinds: vec![ColumnKind::Text, ColumnKind::Label, ColumnKind::Date, ColumnKind::Label],
            rows: duties.iter().map(row).collect(),
            ..StatementTable::default()
        });
        chapter
    }

    /// A period, or the day of an occasion: what happened is not published yet.
    fn span_label(&self, span: DisclosureSpan) -> String {
        match span {
            DisclosureSpan::Period(period) => period.label(),
            DisclosureSpan::Occasion(id) => {
                let occasion = self.book.occasions.iter().find(|occasion| occasion.id == id);
                occasion.map(|occasion| date_label(occasion.facts.on)).unwrap_or_default()
            }
        }
    }
}

/// `2026年第3季度固定资产`; of an occasion, with what happened.
fn titled(notice: &Notice) -> String {
    let word = if notice.corrects.is_some() { "更正公告" } else { "" };
    let books = if notice.entity.is_village() { "" } else { notice.entity.label() };
    let title = format!("{books}{}{word}", notice.title());
    match (notice.period(), notice.occasion()) {
        (Some(period), _) => format!("{}{title}", period.label()),
        (None, Some(occasion)) => format!("{title}：{}", occasion.text),
        (None, None) => title,
    }
}
