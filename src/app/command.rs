//! Everything a person can do to a ledger, by window or by command line.

use std::path::{Path, PathBuf};

use super::affair::AffairCommand;
use super::attachment::AttachmentCommand;
use super::bank::StatementChoices;
use super::disclosure::DisclosureCommand;
use super::draft_together::DraftedTogether;
use super::import::ImportChoices;
use super::posting::Posting;
use super::template::TemplateCommand;
use crate::domain::account::AccountCode;
use crate::domain::affairs::AffairId;
use crate::domain::entity::Entity;
use crate::domain::holding::asset::Disposal;
use crate::domain::holding::debt::Direction;
use crate::domain::holding::{HoldingFacts, HoldingKind, Tie, TieRole};
use crate::domain::ids::{
    BankLineId, HoldingId, NoticeId, ObjectionId, OccasionId, TemplateId, VillageId, VoucherId,
};
use crate::domain::matter::MatterCode;
use crate::domain::money::Money;
use crate::domain::notice::{Fault, NoticeDraft, Publication};
use crate::domain::occasion::DisclosureSpan;
use crate::domain::period::{self, Date, Month};
use crate::domain::reconcile::{MatchPlan, StatementDraft};
use crate::domain::rules::Rules;
use crate::domain::village::VillageProfile;
use crate::domain::voucher::{VoucherDraft, VoucherNumber};
use crate::exchange::people_import::PeopleReading;

/// A request to change something (操作). Views push it, [`super::App::execute`] runs it.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Makes a new ledger file and opens it.
    CreateLedger {
        /// Where.
        path: PathBuf,
        /// Its villages, in list order; at least one.
        villages: Vec<NewVillage>,
    },
    /// Opens a ledger file for writing.
    OpenLedger {
        /// Which.
        path: PathBuf,
    },
    /// Shows another village.
    SelectVillage(VillageId),
    /// Adds villages to the open ledger.
    AddVillages(Vec<NewVillage>),
    /// Changes the facts of a village.
    UpdateVillage {
        /// Which.
        village: VillageId,
        /// All of its facts.
        profile: VillageProfile,
    },
    /// Adds a sub-account (增设明细科目).
    AddAccount {
        /// Whose chart.
        village: VillageId,
        /// Below which account.
        parent: AccountCode,
        /// Its own name.
        name: String,
    },
    /// Changes the deadlines and limits of the ledger.
    SetRules(Rules),
    /// Enters the opening balances by hand, debit positive.
    SetOpening {
        /// Whose.
        village: VillageId,
        /// Into which books.
        entity: Entity,
        /// One line for each account.
        lines: Vec<(AccountCode, Money)>,
    },
    /// Reads the opening balances from a file.
    ImportOpening {
        /// Whose.
        village: VillageId,
        /// csv, xls or xlsx.
        path: PathBuf,
        /// What a person says about the file.
        choices: ImportChoices,
    },
    /// Posts one voucher.
    PostVoucher {
        /// Whose book.
        village: VillageId,
        /// What was written.
        draft: VoucherDraft,
    },
    /// Takes a voucher back (红字冲销).
    ReverseVoucher {
        /// Whose book.
        village: VillageId,
        /// Which voucher.
        voucher: VoucherId,
        /// The day of the reversal.
        date: Date,
    },
    /// Takes a wrong voucher back and posts the right one (更正).
    CorrectVoucher {
        /// Whose book.
        village: VillageId,
        /// The wrong voucher.
        voucher: VoucherId,
        /// The day of both new vouchers.
        date: Date,
        /// What is right.
        draft: VoucherDraft,
    },
    /// Carries the income and expense of a year to 收益分配 (年终结转).
    EndYear {
        /// Whose book.
        village: VillageId,
        /// Which year.
        year: i32,
    },
    /// Appropriates the surplus of a year (收益分配).
    Appropriate {
        /// Whose book.
        village: VillageId,
        /// Whose surplus.
        entity: Entity,
        /// Which year.
        year: i32,
        /// To which accounts, and how much.
        lines: Vec<(AccountCode, Money)>,
        /// The day of the decision.
        decided_on: Date,
        /// Who decided, and what.
        decision: String,
    },
    /// Posts all vouchers of a file, or none.
    ImportVouchers {
        /// Whose book.
        village: VillageId,
        /// csv, xls or xlsx.
        path: PathBuf,
        /// What a person says about the file.
        choices: ImportChoices,
    },
    /// Brings in a bank statement (导入对账单).
    ImportStatement {
        /// Whose.
        village: VillageId,
        /// 102 or one of its sub-accounts.
        account: AccountCode,
        /// csv, xls or xlsx.
        path: PathBuf,
        /// What a person says about the file.
        choices: StatementChoices,
    },
    /// Confirms what explains lines of the bank (核对), all or none.
    MatchLines {
        /// Whose.
        village: VillageId,
        /// Lines and vouchers that belong together.
        plans: Vec<MatchPlan>,
    },
    /// Takes matches back (取消核对), all or none.
    UnmatchLines {
        /// Whose.
        village: VillageId,
        /// One line of each match, or more.
        lines: Vec<BankLineId>,
    },
    /// Posts the voucher that explains a line of the bank.
    PostFromLine {
        /// Whose book.
        village: VillageId,
        /// Which line.
        line: BankLineId,
        /// What was written.
        draft: VoucherDraft,
    },
    /// Freezes the figures and words of a notice.
    DraftNotice {
        /// Whose.
        village: VillageId,
        /// Which matter and period, and what it says.
        draft: Box<NoticeDraft>,
    },
    /// Takes a step with notices, records an occasion, changes the catalog.
    Disclosure(DisclosureCommand),
    /// Publishes a notice and closes its month.
    PublishNotice {
        /// Which.
        notice: NoticeId,
        /// The day the sheet was hung.
        on: Date,
        /// How many days it stays.
        days: u32,
        /// The boards; none takes those of the village.
        boards: Vec<String>,
    },
    /// Posts what the form holds, with all that goes with it.
    PostForm {
        /// Whose book.
        village: VillageId,
        /// What was written.
        posting: Box<Posting>,
    },
    /// Keeps, changes, removes or posts templates (凭证模板).
    Template {
        /// Whose.
        village: VillageId,
        /// What.
        command: TemplateCommand,
    },
    /// Adds or takes off source papers (凭据照片).
    Attachment {
        /// Whose.
        village: VillageId,
        /// What.
        command: AttachmentCommand,
    },
    /// Changes a resolution or a record of those who watch (村务记录).
    Affair {
        /// Whose.
        village: VillageId,
        /// What.
        command: AffairCommand,
    },
    /// Keeps a list of persons, reduced while it is read (导入名单).
    ImportPeople {
        /// Whose.
        village: VillageId,
        /// Which matter it is disclosed under.
        matter: MatterCode,
        /// The period or the occasion; none takes the last period, or records an occasion.
        span: Option<DisclosureSpan>,
        /// csv, xls or xlsx.
        path: PathBuf,
        /// How it is read.
        reading: PeopleReading,
    },
    /// Changes a register (三资台账).
    Holding {
        /// Whose.
        village: VillageId,
        /// What.
        command: HoldingCommand,
    },
}

/// What can be done to the registers (三资台账的操作).
#[derive(Clone, Debug, PartialEq)]
pub enum HoldingCommand {
    /// Enters a new entry.
    Add(Box<HoldingFacts>),
    /// Enters all entries of a file that are not there yet, or none (从表格导入台账).
    Import {
        /// Of which register.
        kind: HoldingKind,
        /// Who owes whom, for claims and debts.
        direction: Direction,
        /// csv, xls or xlsx.
        path: PathBuf,
    },
    /// Changes what is known of an entry.
    Update {
        /// Which.
        holding: HoldingId,
        /// All of its facts.
        facts: Box<HoldingFacts>,
    },
    /// Removes an entry that no voucher moved.
    Remove(HoldingId),
    /// Says which voucher moved an entry (登记凭证).
    Tie(Tie),
    /// Takes that back.
    Untie {
        /// Which entry.
        holding: HoldingId,
        /// Which voucher.
        voucher: VoucherId,
        /// In which role.
        role: TieRole,
    },
    /// Posts the depreciation of a month (计提折旧).
    Depreciate(Month),
    /// Carries a fixed asset to 固定资产清理 (处置).
    Dispose {
        /// Which.
        holding: HoldingId,
        /// When, and what it brought in.
        disposal: Disposal,
    },
}

impl Command {
    /// The ledger file that is open once the command is done, where that is another one.
    pub fn opens(&self) -> Option<&Path> {
        match self {
            Self::CreateLedger { path, .. } | Self::OpenLedger { path } => Some(path),
            Self::SelectVillage(_)
            | Self::AddVillages(_)
            | Self::UpdateVillage { .. }
            | Self::AddAccount { .. }
            | Self::SetRules(_)
            | Self::SetOpening { .. }
            | Self::ImportOpening { .. }
            | Self::PostVoucher { .. }
            | Self::ReverseVoucher { .. }
            | Self::CorrectVoucher { .. }
            | Self::EndYear { .. }
            | Self::Appropriate { .. }
            | Self::ImportVouchers { .. }
            | Self::ImportStatement { .. }
            | Self::MatchLines { .. }
            | Self::UnmatchLines { .. }
            | Self::PostFromLine { .. }
            | Self::DraftNotice { .. }
            | Self::PublishNotice { .. }
            | Self::Disclosure(_)
            | Self::PostForm { .. }
            | Self::Attachment { .. }
            | Self::Template { .. }
            | Self::Affair { .. }
            | Self::ImportPeople { .. }
            | Self::Holding { .. } => None,
        }
    }
}

/// A village to put into a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewVillage {
    /// From the division list, by its code of 12 digits.
    Listed(String),
    /// Typed by hand.
    Typed {
        /// The township as printed.
        township: String,
        /// The village as printed.
        name: String,
    },
}

/// What a command did (操作结果).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A ledger was made and is open.
    LedgerCreated {
        /// How many villages it holds.
        villages: usize,
    },
    /// A ledger is open.
    LedgerOpened,
    /// Another village is shown.
    VillageSelected,
    /// Villages were added.
    VillagesAdded(usize),
    /// The facts of a village were changed.
    VillageUpdated,
    /// A sub-account was added.
    AccountAdded(AccountCode),
    /// The rules were changed.
    RulesSet,
    /// Opening balances were entered.
    OpeningEntered(ImportSummary),
    /// Vouchers came in from a file.
    VouchersImported(ImportSummary),
    /// A bank statement came in.
    StatementImported(StatementSummary),
    /// Lines of the bank were matched.
    LinesMatched(usize),
    /// So many lines are open again.
    LinesUnmatched(usize),
    /// A voucher was posted.
    VoucherPosted {
        /// Its identity.
        voucher: VoucherId,
        /// Its month.
        month: Month,
        /// Its number.
        number: VoucherNumber,
    },
    /// The income and expense of a year were carried.
    YearEnded {
        /// The year.
        year: i32,
        /// The numbers of the vouchers, with their sums.
        vouchers: Vec<(VoucherNumber, String, Money)>,
        /// What went to 收益分配.
        surplus: Money,
    },
    /// The surplus of a year was appropriated.
    Appropriated {
        /// The year.
        year: i32,
        /// The number of the voucher, in December.
        number: VoucherNumber,
        /// The sum.
        amount: Money,
    },
    /// A notice was drafted.
    NoticeDrafted {
        /// Its identity.
        notice: NoticeId,
        /// What a person should look at.
        faults: Vec<Fault>,
    },
    /// What was due was drafted together.
    DraftedTogether(DraftedTogether),
    /// A step was taken.
    StepTaken {
        /// What to tell.
        message: String,
    },
    /// An objection was entered.
    Objected {
        /// Its identity.
        objection: ObjectionId,
        /// Its number in the village's register.
        number: u32,
        /// The last day to answer.
        answer_by: Date,
    },
    /// An occasion was recorded.
    OccasionRecorded {
        /// Its identity, the span of the duty.
        occasion: OccasionId,
        /// The last day to publish.
        due_by: Date,
    },
    /// A catalog was imported.
    CatalogImported {
        /// The first day it is in force.
        valid_from: Date,
        /// What was read.
        summary: ImportSummary,
    },
    /// Holidays were imported.
    HolidaysImported {
        /// Of which years.
        years: Vec<i32>,
        /// What was read.
        summary: ImportSummary,
    },
    /// A notice was published.
    NoticePublished {
        /// Its identity.
        notice: NoticeId,
        /// When, where and for how long.
        publication: Publication,
        /// The code on the sheet.
        check_code: String,
    },
    /// Entries of a register were imported.
    HoldingsImported {
        /// Of which register.
        kind: HoldingKind,
        /// What was read and what is new.
        summary: ImportSummary,
    },
    /// A yearly plan was imported.
    PlanImported {
        /// The year.
        year: i32,
        /// The lines read, and those that are new.
        summary: ImportSummary,
    },
    /// A template was kept, changed or removed.
    TemplateDone {
        /// The template, where it is still there.
        template: Option<TemplateId>,
        /// What to tell.
        message: String,
    },
    /// The monthly vouchers of a month were posted.
    RecurringPosted {
        /// The month.
        month: Month,
        /// How many.
        count: usize,
        /// The sum of their debits.
        total: Money,
        /// The last of them.
        last: Option<VoucherId>,
    },
    /// Source papers were added to a voucher.
    AttachmentsAdded {
        /// How many.
        added: usize,
        /// Those that the voucher had before.
        already_there: usize,
    },
    /// A source paper was taken off.
    AttachmentRemoved {
        /// Its name.
        file_name: String,
    },
    /// A resolution or a record was changed.
    AffairDone {
        /// Which, where it is one and still there.
        affair: Option<AffairId>,
        /// What to tell.
        message: String,
    },
    /// A list of persons is kept.
    PeopleImported {
        /// The matter.
        matter: MatterCode,
        /// Its period or occasion.
        span: DisclosureSpan,
        /// The last day to publish, where an occasion was recorded.
        due_by: Option<Date>,
        /// The sum of the amounts.
        total: Money,
        /// How many households stood on the list that it took the place of.
        replaced: Option<usize>,
        /// What was read, and what was reduced.
        summary: ImportSummary,
    },
    /// A register was changed.
    HoldingDone {
        /// The entry, where it is one.
        holding: Option<HoldingId>,
        /// What to tell.
        message: String,
    },
}

/// What came in from a bank statement (对账单导入结果).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatementSummary {
    /// Lines read.
    pub read: usize,
    /// Lines added.
    pub added: usize,
    /// Lines that came in before.
    pub already_there: usize,
    /// The balance before the first line.
    pub opening: Option<Money>,
    /// The balance after the last line.
    pub closing: Option<Money>,
    /// What a person should look at.
    pub warnings: Vec<String>,
}

impl StatementSummary {
    /// Of a statement that was read, before anything was added.
    pub fn of(draft: &StatementDraft) -> Self {
        Self {
            read: draft.lines.len(),
            opening: draft.facts.opening,
            closing: draft.facts.closing,
            warnings: draft.problems.iter().map(ToString::to_string).collect(),
            ..Self::default()
        }
    }
}

/// What came in from a file (导入结果).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportSummary {
    /// Rows read.
    pub read: usize,
    /// Facts added.
    pub added: usize,
    /// The last month that got vouchers.
    pub last_month: Option<Month>,
    /// What a person should look at; nothing of it kept the import back.
    pub warnings: Vec<String>,
}

impl Outcome {
    /// What came in, if the command was an import.
    pub const fn import_summary(&self) -> Option<&ImportSummary> {
        if let Self::OpeningEntered(summary)
        | Self::VouchersImported(summary)
        | Self::CatalogImported { summary, .. }
        | Self::HolidaysImported { summary, .. }
        | Self::PeopleImported { summary, .. }
        | Self::PlanImported { summary, .. }
        | Self::HoldingsImported { summary, .. } = self
        {
            Some(summary)
        } else {
            None
        }
    }

    /// What to tell the person, one sentence.
    pub fn message(&self) -> String {
        match self {
            Self::LedgerCreated { villages } => format!("账簿已建好，共 {villages} 个村"),
            Self::LedgerOpened => "账簿已打开".to_owned(),
            Self::VillageSelected => String::new(),
            Self::VillagesAdded(count) => format!("已添加 {count} 个村"),
            Self::VillageUpdated => "村情已保存".to_owned(),
            Self::AccountAdded(code) => format!("已增设明细科目 {code}"),
            Self::RulesSet => "规则已保存".to_owned(),
            Self::OpeningEntered(summary) => format!("期初余额已录入，共 {} 行", summary.added),
            Self::VouchersImported(summary) => {
                format!("读到 {} 行，入账 {} 张凭证", summary.read, summary.added)
            }
            Self::StatementImported(summary) => format!(
                "读到 {} 笔流水，新增 {} 笔，已有 {} 笔",
                summary.read, summary.added, summary.already_there
            ),
            Self::LinesMatched(count) => format!("已核对 {count} 笔流水"),
            Self::LinesUnmatched(count) => format!("已取消 {count} 笔流水的核对"),
            Self::VoucherPosted { number, month, .. } => {
                format!("已入账：{} {number}", month.label())
            }
            Self::YearEnded { year, vouchers, surplus } => format!(
                "{year}年已年终结转，记了 {} 张凭证，转入收益分配 {}",
                vouchers.len(),
                surplus.grouped()
            ),
            Self::Appropriated { year, number, amount } => {
                format!("{year}年收益已分配 {}，凭证 {number}", amount.grouped())
            }
            Self::DraftedTogether(done) => done.message(),
            Self::NoticeDrafted { faults, .. } if faults.is_empty() => {
                "草稿已起草，没有发现问题".to_owned()
            }
            Self::NoticeDrafted { faults, .. } => {
                format!("草稿已起草，有 {} 处请看一下", faults.len())
            }
            Self::PlanImported { year, summary } => plan_imported(*year, summary),
            Self::HoldingsImported { kind, summary } => holdings_imported(*kind, summary),
            Self::AttachmentsAdded { added, already_there } => {
                attachments_added(*added, *already_there)
            }
            Self::PeopleImported { summary, total, due_by, replaced, .. } => {
                people_imported(summary, *total, *due_by, *replaced)
            }
            Self::AttachmentRemoved { file_name } => format!("已取下凭据“{file_name}”"),
            Self::RecurringPosted { month, count, total, .. } => {
                format!("已入账：{}的每月凭证 {count} 张，合计 {}", month.label(), total.grouped())
            }
            Self::HoldingDone { message, .. }
            | Self::AffairDone { message, .. }
            | Self::TemplateDone { message, .. }
            | Self::StepTaken { message } => message.clone(),
            Self::Objected { number, answer_by, .. } => {
                format!("已登记第 {number} 号异议，请在 {} 前答复", period::date_label(*answer_by))
            }
            Self::OccasionRecorded { due_by, .. } => {
                format!("已登记，请在 {} 前公布", period::date_label(*due_by))
            }
            Self::CatalogImported { valid_from, summary } => format!(
                "公开目录已导入 {} 项，{} 起执行",
                summary.added,
                period::date_label(*valid_from)
            ),
            Self::HolidaysImported { years, summary } => holidays_imported(years, summary.added),
            Self::NoticePublished { publication, .. } => {
                format!("已公布，公示到 {}", period::date_label(publication.posted_until))
            }
        }
    }
}

fn plan_imported(year: i32, summary: &ImportSummary) -> String {
    match summary.added {
        0 => format!("{year}年收支计划已经登记过，内容一样，没有改动"),
        added => format!("已登记{year}年收支计划，{added} 行"),
    }
}

fn holdings_imported(kind: HoldingKind, summary: &ImportSummary) -> String {
    let added = summary.added;
    let there = match summary.read - added {
        0 => String::new(),
        there => format!("，另有 {there} 项已经在台账里"),
    };
    format!("已导入{} {added} 项{there}", kind.label())
}

fn attachments_added(added: usize, already_there: usize) -> String {
    match (added, already_there) {
        (0, there) => format!("这 {there} 份凭据已经附过了，没有重复添加"),
        (added, 0) => format!("已附上 {added} 份凭据"),
        (added, there) => format!("已附上 {added} 份凭据，另有 {there} 份已经附过"),
    }
}

fn people_imported(
    summary: &ImportSummary,
    total: Money,
    due_by: Option<Date>,
    replaced: Option<usize>,
) -> String {
    let total =
        if total.is_zero() { String::new() } else { format!("，合计 {} 元", total.grouped()) };
    let due = due_by.map(|by| format!("，请在 {} 前公布", period::date_label(by)));
    let replaced = replaced.map(|count| format!("，替换了原来导入的 {count} 户"));
    let (replaced, due) = (replaced.unwrap_or_default(), due.unwrap_or_default());
    format!("名单已导入 {} 户{total}{replaced}{due}", summary.added)
}

fn holidays_imported(years: &[i32], days: usize) -> String {
    let years: Vec<String> = years.iter().map(ToString::to_string).collect();
    format!("已导入 {} 年节假日 {days} 天", years.join("、"))
}
