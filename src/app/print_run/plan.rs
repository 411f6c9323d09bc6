//! What there is to print of a period: the sheets of each village in print order, and what is
//! missing; no book is read.

use std::collections::{BTreeMap, BTreeSet};

use super::RunSheets;
use crate::app::App;
use crate::app::error::AppError;
use crate::app::ledger::Ledger;
use crate::domain::duty::{ANY_DAY, Duty};
use crate::domain::entity::Entity;
use crate::domain::ids::{NoticeId, VillageId};
use crate::domain::matter::MatterCode;
use crate::domain::notice::{Notice, NoticeState};
use crate::domain::occasion::DisclosureSpan;
use crate::domain::period::{Period, day_label};

/// What there is to print of a period (批量打印的内容).
#[derive(Clone, Debug, PartialEq)]
pub struct RunPlan {
    /// The period.
    pub period: Period,
    /// Whose villages: `示例镇`, or how many townships.
    pub subject: String,
    /// The villages, in list order.
    pub villages: Vec<VillagePlan>,
}

/// What there is to print of one village.
#[derive(Clone, Debug, PartialEq)]
pub struct VillagePlan {
    /// The village.
    pub village: VillageId,
    /// Its place in the list of the ledger, from 1.
    pub place: usize,
    /// Its name, with the township where there are several.
    pub name: String,
    /// Its sheets, in the order of the catalog.
    pub sheets: Vec<Notice>,
    /// What is due and has no draft, as named to people.
    pub missing: Vec<String>,
    /// Drafts that are left out, because only what is published is printed.
    pub left_out: Vec<String>,
}

/// What makes two drafts the same sheet: only the latest of them is printed.
type Same = (MatterCode, Entity, DisclosureSpan, Option<NoticeId>);

impl VillagePlan {
    /// Whether it owes something of the period: without a draft, or not published.
    pub fn is_behind(&self) -> bool {
        !self.missing.is_empty() || self.drafts() > 0
    }

    /// How many of its sheets are not published.
    pub fn drafts(&self) -> usize {
        self.sheets.iter().filter(|notice| notice.publication().is_none()).count()
    }
}

impl RunPlan {
    /// How many sheets it prints.
    pub fn count(&self) -> usize {
        self.villages.iter().map(|village| village.sheets.len()).sum()
    }

    /// Only some of its villages and sheets.
    #[must_use]
    pub fn narrowed(&self, wanted: impl Fn(VillageId) -> bool, sheets: RunSheets) -> Self {
        let village = |village: &VillagePlan| {
            let (kept, left): (Vec<&Notice>, Vec<&Notice>) =
                village.sheets.iter().partition(|notice| sheets.takes(notice));
            let left_out = match sheets {
                RunSheets::All | RunSheets::Drafts => Vec::new(),
                RunSheets::Published => left.into_iter().map(words).collect(),
            };
            let sheets = kept.into_iter().cloned().collect();
            let (name, missing) = (village.name.clone(), village.missing.clone());
            VillagePlan { name, sheets, missing, left_out, ..*village }
        };
        let villages = self.villages.iter().filter(|it| wanted(it.village)).map(village).collect();
        Self { villages, period: self.period, subject: self.subject.clone() }
    }
}

/// `财务收支逐笔公开`; of an occasion, with its day: the period stands at the head of every list.
pub(in crate::app) fn words(notice: &Notice) -> String {
    let correction = if notice.corrects.is_some() { "更正公告" } else { "" };
    let books = if notice.entity.is_village() { "" } else { notice.entity.label() };
    let day = notice.occasion().map(|occasion| day_label(occasion.on)).unwrap_or_default();
    format!("{day}{books}{}{correction}", notice.title())
}

impl App {
    /// The sheets of a period, of one village or of each, in list order and that of the catalog;
    /// no book is read.
    ///
    /// # Errors
    /// A refusal when no ledger is open; a failure when the file cannot be read.
    pub fn sheets_of(
        &self,
        period: Period,
        village: Option<VillageId>,
    ) -> Result<Vec<Notice>, AppError> {
        let ledger = self.ledger()?;
        let mut sheets = sheets_in(ledger, period)?;
        let wanted = ledger.villages().iter().map(|it| it.id);
        let wanted = wanted.filter(|id| village.is_none_or(|only| only == *id));
        Ok(wanted.filter_map(|id| sheets.remove(&id)).flatten().collect())
    }

    /// What can be printed of a period, of every village: notices over the period, and those
    /// over occasions in it.
    ///
    /// # Errors
    /// A refusal when no ledger is open; a failure when the file cannot be read.
    pub fn run_plan(&self, period: Period) -> Result<RunPlan, AppError> {
        let (ledger, today) = (self.ledger()?, self.today());
        let mut sheets = sheets_in(ledger, period)?;
        let covers = period.first_day()..=period.last_day();
        let schedule = ledger.schedule(today).within(covers, ANY_DAY);
        let mut missing: BTreeMap<VillageId, Vec<String>> = BTreeMap::new();
        for facts in ledger.duty_facts() {
            schedule.each(facts, |duty| {
                if is_missing(&duty, period) {
                    missing.entry(duty.village).or_default().push(owed(ledger, &duty));
                }
            });
        }
        let names = ledger.short_names();
        let villages = ledger.villages().iter().zip(1..).map(|(village, place)| VillagePlan {
            village: village.id,
            place,
            name: names.get(&village.id).cloned().unwrap_or_default(),
            sheets: sheets.remove(&village.id).unwrap_or_default(),
            missing: missing.remove(&village.id).unwrap_or_default(),
            left_out: Vec::new(),
        });
        let villages = villages.collect();
        Ok(RunPlan { period, subject: ledger.townships_label(), villages })
    }
}

/// Whether a duty of the period is open and nobody drafted anything for it.
fn is_missing(duty: &Duty, period: Period) -> bool {
    let is_of_period = match duty.span {
        DisclosureSpan::Period(span) => span == period,
        DisclosureSpan::Occasion(_) => period.contains(duty.opens_on),
    };
    is_of_period && duty.notice.is_none() && duty.state.is_open()
}

/// What is due; of an occasion, with what happened.
fn owed(ledger: &Ledger, duty: &Duty) -> String {
    let title = ledger.law().title(duty.matter);
    match duty.span {
        DisclosureSpan::Period(_) => title.to_owned(),
        DisclosureSpan::Occasion(_) => {
            format!("{title}（{}）", ledger.public_label_of(duty.village, duty.span))
        }
    }
}

/// The place of each matter in the catalog.
fn places(ledger: &Ledger) -> BTreeMap<MatterCode, usize> {
    let mut places = BTreeMap::new();
    for (term, place) in ledger.law().catalog.terms().into_iter().zip(0..) {
        places.entry(term.matter.code).or_insert(place);
    }
    places
}

/// The sheets of a period, village by village: notices over the period, and those over occasions
/// in it.
fn sheets_in(
    ledger: &Ledger,
    period: Period,
) -> Result<BTreeMap<VillageId, Vec<Notice>>, AppError> {
    let mut notices = ledger.store.notices_for(period.into())?;
    let in_period = |notice: &Notice| period.contains(notice.covers_until());
    notices.extend(ledger.store.notices_of_occasions()?.into_iter().filter(in_period));
    let mut of: BTreeMap<VillageId, Vec<Notice>> = BTreeMap::new();
    for notice in notices {
        of.entry(notice.village).or_default().push(notice);
    }
    let places = places(ledger);
    Ok(of.into_iter().map(|(village, notices)| (village, in_order(notices, &places))).collect())
}

/// What is published, and the latest draft of what is not; in the order of the catalog. A
/// published notice may be set right more than once.
fn in_order(notices: Vec<Notice>, places: &BTreeMap<MatterCode, usize>) -> Vec<Notice> {
    let same = |notice: &Notice| (notice.matter, notice.entity, notice.span, notice.corrects);
    let (mut sheets, mut drafts) = (Vec::new(), BTreeMap::<Same, Notice>::new());
    for notice in notices {
        match notice.state {
            NoticeState::Published(_) => sheets.push(notice),
            NoticeState::Drafted => drop(drafts.insert(same(&notice), notice)),
            NoticeState::Withdrawn { .. } => {}
        }
    }
    let hung: BTreeSet<Same> = sheets.iter().map(same).collect();
    let is_next = |(same, draft): &(Same, Notice)| draft.corrects.is_some() || !hung.contains(same);
    sheets.extend(drafts.into_iter().filter(is_next).map(|(_, draft)| draft));
    // a matter that left the catalog comes last
    let place = |notice: &Notice| places.get(&notice.matter).copied().unwrap_or(usize::MAX);
    sheets.sort_by_key(|it| {
        let what = (place(it), it.matter, it.entity, it.covers_until(), it.span);
        (what, it.corrects.is_some(), it.drafted_on)
    });
    sheets
}
