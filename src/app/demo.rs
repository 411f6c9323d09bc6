//! The demo: a made-up village, three months of vouchers, and every sheet they lead to.

use std::path::{Path, PathBuf};

use super::command::{Command, NewVillage, Outcome};
use super::error::AppError;
use super::job::PNG_DPI;
use super::output::{make_folder, write_file};
use super::sheet::sheet_file_name;
use super::{App, Clock, DisclosureCommand, ImportChoices};
use crate::domain::entity::Entity;
use crate::domain::ids::VillageId;
use crate::domain::matter::MatterCode;
use crate::domain::notice::{Decision, NoticeDraft, Review};
use crate::domain::period::{Date, Month, Period};
use crate::domain::village::{
    Board, Office, Officer, SupervisionCommittee, SupervisionMember, SupervisionPost,
    VillageProfile,
};
use crate::print::Paper;

/// What the demo left behind (演示).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demo {
    /// The sample ledger.
    pub ledger: PathBuf,
    /// The sheets, PDF and PNG.
    pub sheets: Vec<PathBuf>,
}

const OPENING: (&str, &[u8]) = ("期初余额.csv", include_bytes!("../../assets/sample/期初余额.csv"));
const MONTHS: [(u32, u32, &str, &[u8]); 3] = [
    (8, 9, "收支流水-2026-08.csv", include_bytes!("../../assets/sample/收支流水-2026-08.csv")),
    (9, 9, "收支流水-2026-09.csv", include_bytes!("../../assets/sample/收支流水-2026-09.csv")),
    (10, 5, "收支流水-2026-10.csv", include_bytes!("../../assets/sample/收支流水-2026-10.csv")),
];
const LEDGER: &str = "示例账簿.mbz";

impl Demo {
    /// The day the demo plays on.
    pub fn today() -> Date {
        day(2026, 11, 5)
    }

    /// Builds the sample ledger in `folder` and prints its sheets for August to October 2026.
    ///
    /// The ledger of an earlier demo is replaced; any other file of that name is refused.
    ///
    /// # Errors
    /// A refusal when the folder cannot be written.
    pub fn build(folder: &Path) -> Result<Self, AppError> {
        make_folder(folder)?;
        let samples = folder.join("示例数据");
        make_folder(&samples)?;
        let path = folder.join(LEDGER);
        remove_earlier(&path)?;
        let mut app = App::new(Clock::Fixed(Self::today()));
        let village =
            NewVillage::Typed { township: "示例镇".to_owned(), name: "明堌新村".to_owned() };
        app.execute(Command::CreateLedger { path: path.clone(), villages: vec![village] })?;
        let village = first_village(&app)?;
        app.execute(Command::UpdateVillage { village, profile: sample_profile() })?;
        let file = save_sample(&samples, OPENING)?;
        let choices = ImportChoices::default();
        app.execute(Command::ImportOpening { village, path: file, choices })?;
        let mut sheets = Vec::new();
        for (month, publish_day, name, bytes) in MONTHS {
            let file = save_sample(&samples, (name, bytes))?;
            let choices = ImportChoices::default();
            app.execute(Command::ImportVouchers { village, path: file, choices })?;
            let month = Month::new(2026, month).map(Period::Month);
            let Some(period) = month else { continue };
            let on = period.last_month().next().day(publish_day);
            for matter in MatterCode::DRAFTABLE {
                sheets.extend(publish_and_print(&mut app, village, matter, period, on, folder)?);
            }
        }
        Ok(Self { ledger: path, sheets })
    }
}

fn publish_and_print(
    app: &mut App,
    village: VillageId,
    matter: MatterCode,
    period: Period,
    on: Date,
    folder: &Path,
) -> Result<Vec<PathBuf>, AppError> {
    let entity = Entity::Village;
    let draft = NoticeDraft { proposed_on: Some(on), ..NoticeDraft::new(matter, entity, period) };
    let drafted = app.execute(Command::DraftNotice { village, draft: Box::new(draft) })?;
    let Outcome::NoticeDrafted { notice, .. } = drafted else { return Ok(Vec::new()) };
    let review = Review { on, agreed: true, members: Vec::new() };
    let (notices, reason) = (vec![notice], String::new());
    app.execute(Command::Disclosure(DisclosureCommand::Review { notices, review, reason }))?;
    let decision = Decision { on, passed: true, present: Vec::new(), note: String::new() };
    let notices = vec![notice];
    app.execute(Command::Disclosure(DisclosureCommand::Decide { notices, decision }))?;
    app.execute(Command::PublishNotice { notice, on, days: 15, boards: Vec::new() })?;
    let Some(notice) = app.ledger()?.book().and_then(|book| book.notice(notice)).cloned() else {
        return Ok(Vec::new());
    };
    let paper = Paper::parse("a3-landscape").unwrap_or_else(|| crate::print::Sheet::A3.into());
    let sheet = app.sheet(&[&notice], paper)?;
    let pdf = folder.join(sheet_file_name(&notice, "pdf"));
    write_file(&pdf, &sheet.pdf)?;
    let mut written = vec![pdf];
    for page in 0..sheet.page_count() {
        let png = folder.join(sheet_file_name(&notice, &format!("{}.png", page + 1)));
        write_file(&png, &sheet.png(page, PNG_DPI)?)?;
        written.push(png);
    }
    Ok(written)
}

/// A ledger of an earlier demo makes room; anything else stays.
fn remove_earlier(path: &Path) -> Result<(), AppError> {
    if !path.exists() {
        return Ok(());
    }
    let mut earlier = App::new(Clock::Fixed(Demo::today()));
    earlier.open_to_read(path)?;
    let villages = earlier.ledger()?.villages();
    let is_demo =
        matches!(villages, [only] if only.code.is_none() && only.profile == sample_profile());
    drop(earlier);
    if !is_demo {
        return Err(AppError::refused(
            format!("{} 不是演示账簿，没有覆盖", path.display()),
            "请换一个文件夹。",
        ));
    }
    std::fs::remove_file(path).map_err(|error| {
        AppError::refused(
            format!("旧的演示账簿删不掉：{}", super::import::reason(&error)),
            "请关掉正在打开它的窗口再试。",
        )
    })
}

fn first_village(app: &App) -> Result<VillageId, AppError> {
    let first = app.ledger()?.villages().first().map(|village| village.id);
    first.ok_or_else(|| AppError::refused("账簿里没有村", "请先添加村。"))
}

fn save_sample(folder: &Path, (name, bytes): (&str, &[u8])) -> Result<PathBuf, AppError> {
    let path = folder.join(name);
    write_file(&path, bytes)?;
    Ok(path)
}

fn day(year: i32, month: u32, day: u32) -> Date {
    Date::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// A made-up village; no phone in it belongs to anybody.
fn sample_profile() -> VillageProfile {
    let officer = |name: &str, office| Officer { name: name.to_owned(), office };
    let member =
        |name: &str, post| SupervisionMember { name: name.to_owned(), post, relative_of: None };
    VillageProfile {
        name: "明堌新村".to_owned(),
        township: "示例镇".to_owned(),
        officers: vec![
            officer("朱春梅", Office::PartySecretary),
            officer("朱春梅", Office::CommitteeDirector),
            officer("李𫖯", Office::Accountant),
        ],
        supervision: SupervisionCommittee {
            members: vec![
                member("高𬭊", SupervisionPost::Director),
                member("陈玥", SupervisionPost::Member),
                member("周堃", SupervisionPost::Member),
            ],
        },
        boards: vec![Board::at("村委会大门东侧")],
        supervision_phone: "0635-0000001".to_owned(),
        township_phone: "0635-0000002".to_owned(),
        opinion_box: "公开栏右侧".to_owned(),
        ..VillageProfile::default()
    }
}
