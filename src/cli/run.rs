//! Runs one headless command.

use serde_json::{Value, json};

use super::arguments::{
    Appropriate, Bulletin, Duties, Export, Init, OnLedger, OnVillage, Print, Report, Targets, Task,
    YearEnd,
};
use super::import_arguments::{Import, ImportBank, ImportFile, ImportPlan, ImportTable};
use super::{affair, complain, disclosure, paper, say, village};
use crate::app::{
    AffairCommand, App, AppError, Clock, Command, Demo, HoldingCommand, ImportChoices, ImportFault,
    ImportSummary, NewVillage, Outcome, Pictures, PrintRequest, Printed, StatementChoices,
    StatementSummary,
};
use crate::domain::governance::YearPlan;
use crate::domain::ids::VillageId;
use crate::domain::listing::{Listing, ListingCell};
use crate::domain::money::Money;
use crate::domain::period::{Date, Month, Period};
use crate::domain::voucher::VoucherNumber;

pub(super) type Done = Result<u8, AppError>;

pub(super) fn run(task: Task) -> Done {
    match task {
        Task::Demo { folder } => {
            let demo = Demo::build(&folder)?;
            say(&format!("示例账簿：{}", demo.ledger.display()));
            for sheet in demo.sheets {
                say(&sheet.display().to_string());
            }
            Ok(0)
        }
        Task::Init(init) => initialise(&init),
        Task::Import(Import::Opening(file)) => import(&file, |village, path, choices| {
            Command::ImportOpening { village, path, choices }
        }),
        Task::Import(Import::Vouchers(file)) => import(&file, |village, path, choices| {
            Command::ImportVouchers { village, path, choices }
        }),
        Task::Import(Import::Bank(bank)) => import_bank(&bank),
        Task::Import(Import::Holdings(asked)) => {
            let (kind, direction) = asked.kind;
            import_file(&asked.file, |village, path| {
                let command = HoldingCommand::Import { kind, direction, path };
                Command::Holding { village, command }
            })
        }
        Task::Import(Import::Plan(asked)) => import_plan(asked),
        Task::Import(Import::People(asked)) => disclosure::import_people(&asked),
        Task::Import(Import::Catalog(asked)) => disclosure::import_catalog(asked),
        Task::Import(Import::Holidays(asked)) => disclosure::import_holidays(asked),
        Task::Duties(duties) => list_duties(&duties),
        Task::Report(report) => show_report(&report),
        Task::Balances(asked) => show_balances(&asked),
        Task::Targets(asked) => show_targets(&asked),
        Task::Bulletin(asked) => show_bulletin(&asked),
        Task::Export(asked) => export(asked),
        Task::Occasion(asked) => disclosure::occasion(asked),
        Task::Draft(draft) => disclosure::draft(draft),
        Task::Review(asked) => disclosure::review(asked),
        Task::Decide(asked) => disclosure::decide(asked),
        Task::TownshipCheck(asked) => disclosure::township_check(asked),
        Task::Publish(publish) => disclosure::publish(publish),
        Task::TakeDown(asked) => disclosure::take_down(asked),
        Task::PostAgain(asked) => disclosure::post_again(asked),
        Task::Object(asked) => disclosure::object(asked),
        Task::Reply(asked) => disclosure::reply(asked),
        Task::Archive(asked) => disclosure::archive(asked),
        Task::Switch(asked) => disclosure::switch(asked),
        Task::Print(print) => print_sheets(print),
        Task::PrintAll(asked) => paper::print_all(asked),
        Task::Booklet(asked) => paper::booklet(&asked),
        Task::Affairs(asked) => affair::affairs(&asked),
        Task::PrintForms(asked) => affair::print_forms(&asked),
        Task::Village(asked) => village::village(&asked),
        Task::YearEnd(asked) => end_year(&asked),
        Task::Appropriate(asked) => appropriate(asked),
        Task::Check(on) => check(&on),
        Task::Banner(asked) => paper::banner(&asked),
        Task::BoardPlan(asked) => paper::board_plan(&asked),
        Task::Verify(asked) => paper::verify(&asked),
        Task::Fonts(asked) => paper::fonts(&asked),
        Task::Site(asked) => paper::site(asked),
    }
}

/// The office on the day the caller wants it to be.
pub(super) fn office(on: Option<Date>) -> App {
    let app = App::new(on.map_or(Clock::System, Clock::Fixed));
    app.use_fonts_of_this_user();
    app
}

pub(super) fn open_to_write(on: &OnLedger, today: Option<Date>) -> Result<App, AppError> {
    let mut app = office(today);
    app.execute(Command::OpenLedger { path: on.ledger.clone() })?;
    Ok(app)
}

pub(super) fn open_to_read(on: &OnLedger, today: Option<Date>) -> Result<App, AppError> {
    let mut app = office(today);
    app.open_to_read(&on.ledger)?;
    Ok(app)
}

/// The village named, or the only one.
pub(super) fn village_of(app: &App, village: &OnVillage) -> Result<VillageId, AppError> {
    let ledger = app.ledger()?;
    match (&village.village, ledger.villages()) {
        (Some(written), _) => Ok(ledger.find_village(written)?.id),
        (None, [only]) => Ok(only.id),
        (None, villages) => Err(AppError::refused(
            format!("账簿里有 {} 个村，不知道是哪一个", villages.len()),
            "请用 --village 写明村名或 12 位代码。",
        )),
    }
}

fn initialise(init: &Init) -> Done {
    let mut app = office(None);
    let mut villages = Vec::new();
    if let Some(code) = &init.town {
        let listed = app.divisions()?.villages_under(code.trim());
        if listed.is_empty() {
            return Err(AppError::refused(
                format!("区划名录里没有代码 {code}，或它下面没有村"),
                "请写 4 位市代码、6 位县代码、9 位乡镇代码或 12 位村代码。",
            ));
        }
        villages.extend(listed.into_iter().map(|village| NewVillage::Listed(village.code.clone())));
    }
    for written in init.villages.iter().map(|written| written.trim()) {
        villages.push(match written.split_once('/') {
            Some((township, name)) => {
                NewVillage::Typed { township: township.to_owned(), name: name.to_owned() }
            }
            None => NewVillage::Listed(written.to_owned()),
        });
    }
    let outcome = app.execute(Command::CreateLedger { path: init.file.clone(), villages })?;
    if init.json {
        let names: Vec<Value> = app
            .ledger()?
            .villages()
            .iter()
            .map(|village| json!({ "code": village.code, "name": village.profile.name }))
            .collect();
        say(&json!({ "ledger": init.file, "villages": names }).to_string());
    } else {
        say(&outcome.message());
    }
    Ok(0)
}

/// Imports a table into the books, with what a person says about it.
fn import(
    table: &ImportTable,
    command: impl FnOnce(VillageId, std::path::PathBuf, ImportChoices) -> Command,
) -> Done {
    let mut choices = ImportChoices { entity: table.books.entity, ..ImportChoices::default() };
    for (old, new) in &table.map {
        choices.map.set(old, new.clone());
    }
    import_file(&table.file, |village, path| command(village, path, choices))
}

fn import_file(
    file: &ImportFile,
    command: impl FnOnce(VillageId, std::path::PathBuf) -> Command,
) -> Done {
    let run = || -> Result<Outcome, AppError> {
        let mut app = open_to_write(&file.village.on, file.on)?;
        let village = village_of(&app, &file.village)?;
        app.execute(command(village, file.file.clone()))
    };
    let json = file.village.on.json;
    match run() {
        Ok(outcome) => {
            let nothing = ImportSummary::default();
            let summary = outcome.import_summary().unwrap_or(&nothing);
            for warning in &summary.warnings {
                complain(warning);
            }
            say(&if json { summary_json(summary, &[]).to_string() } else { outcome.message() });
            Ok(0)
        }
        Err(error) => {
            say_faults(&error, json);
            Err(error)
        }
    }
}

fn import_plan(asked: ImportPlan) -> Done {
    let ImportPlan { file, year, passed_on, passed_by, books } = asked;
    let entity = books.entity;
    let plan =
        YearPlan { year, entity, passed_on, passed_by, lines: Vec::new(), others: String::new() };
    import_file(&file, |village, path| {
        let command = AffairCommand::ImportPlan { plan: Box::new(plan), path };
        Command::Affair { village, command }
    })
}

fn import_bank(bank: &ImportBank) -> Done {
    let run = || -> Result<Outcome, AppError> {
        let mut app = open_to_write(&bank.file.village.on, bank.file.on)?;
        let village = village_of(&app, &bank.file.village)?;
        let (account, path) = (bank.account.clone(), bank.file.file.clone());
        let choices = StatementChoices { mapping: None, accept_breaks: bank.accept_breaks };
        app.execute(Command::ImportStatement { village, account, path, choices })
    };
    let json = bank.file.village.on.json;
    match run() {
        Ok(outcome) => {
            if let Outcome::StatementImported(summary) = &outcome {
                for warning in &summary.warnings {
                    complain(warning);
                }
                if json {
                    say(&statement_json(summary, &[]).to_string());
                    return Ok(0);
                }
            }
            say(&outcome.message());
            Ok(0)
        }
        Err(error) => {
            if let Some(refusal) = error.refusal().filter(|_| json) {
                let nothing = StatementSummary::default();
                say(&statement_json(&nothing, &refusal.import_faults).to_string());
            }
            Err(error)
        }
    }
}

fn statement_json(statement: &StatementSummary, faults: &[ImportFault]) -> Value {
    let (read, added) = (statement.read, statement.added);
    let warnings = statement.warnings.clone();
    let summary = ImportSummary { read, added, warnings, ..ImportSummary::default() };
    let mut json = summary_json(&summary, faults);
    if let Some(fields) = json.as_object_mut() {
        let text = |amount: Option<Money>| amount.map(|amount| amount.to_string());
        fields.insert("already_there".to_owned(), json!(statement.already_there));
        fields.insert("opening".to_owned(), json!(text(statement.opening)));
        fields.insert("closing".to_owned(), json!(text(statement.closing)));
    }
    json
}

/// The faults of a file that was refused, where JSON is asked for.
pub(super) fn say_faults(error: &AppError, json: bool) {
    if let Some(refusal) = error.refusal().filter(|_| json) {
        say(&summary_json(&ImportSummary::default(), &refusal.import_faults).to_string());
    }
}

pub(super) fn summary_json(summary: &ImportSummary, faults: &[ImportFault]) -> Value {
    let fault_json = |fault: &ImportFault| {
        json!({
            "level": "error", "file": fault.file, "sheet": fault.sheet, "row": fault.row,
            "column": fault.column, "value": fault.value, "reason": fault.reason,
            "hint": fault.hint,
        })
    };
    let warning_json = |warning: &String| json!({ "level": "warning", "reason": warning });
    let faults: Vec<Value> =
        faults.iter().map(fault_json).chain(summary.warnings.iter().map(warning_json)).collect();
    let already_there = summary.read - summary.added;
    json!({
        "read": summary.read, "added": summary.added, "already_there": already_there,
        "faults": faults,
    })
}

fn list_duties(duties: &Duties) -> Done {
    let app = open_to_read(&duties.village.on, duties.on)?;
    let ledger = app.ledger()?;
    let list = match &duties.village.village {
        Some(written) => ledger.duties_of(ledger.find_village(written)?.id, app.today()),
        None => ledger.duties(app.today()),
    };
    if duties.village.on.json {
        say(&app.duties_json(&list)?.to_string());
        return Ok(0);
    }
    for duty in list {
        let village = ledger.village(duty.village).map(|village| village.profile.name.as_str());
        say(&format!(
            "{}  {}  {}  应于 {} 前公开  {}",
            village.unwrap_or_default(),
            ledger.law().title(duty.matter),
            ledger.span_label(&duty),
            duty.due_by,
            duty.state.label()
        ));
    }
    Ok(0)
}

fn show_report(report: &Report) -> Done {
    let app = open_to_read(&report.village.on, None)?;
    let village = village_of(&app, &report.village)?;
    if report.village.on.json {
        say(&app.report_json(village, report.books.entity, report.period)?.to_string());
        return Ok(0);
    }
    say(&app.report_text(village, report.books.entity, report.period)?);
    Ok(0)
}

/// 科目余额 of one village, or of each.
fn show_balances(asked: &Report) -> Done {
    let mut app = office(None);
    app.open_to_glance(&asked.village.on.ledger)?;
    let ledger = app.ledger()?;
    let wanted = match &asked.village.village {
        Some(written) => vec![ledger.find_village(written)?],
        None => ledger.villages().iter().collect(),
    };
    let through = asked.period.last_month();
    let mut all = Vec::with_capacity(wanted.len());
    for village in wanted {
        let accounts = app.named_balances(village.id, asked.books.entity, through)?;
        if asked.village.on.json {
            let line = |(account, balance): &(String, Money)| json!({ "account": account, "balance": balance.to_string() });
            let accounts: Vec<Value> = accounts.iter().map(line).collect();
            let name = &village.profile.name;
            all.push(json!({ "village": name, "period": through, "accounts": accounts }));
            continue;
        }
        say(&format!("{} {}末，借方为正", village.profile.full_name(), through.label()));
        for (account, balance) in accounts {
            say(&format!("{:>18}  {account}", balance.grouped()));
        }
    }
    if asked.village.on.json {
        say(&Value::Array(all).to_string());
    }
    Ok(0)
}

fn show_targets(asked: &Targets) -> Done {
    let app = open_to_read(&asked.on, None)?;
    let through = asked.period.map_or_else(|| Month::of(app.today()), Period::last_month);
    if asked.on.json {
        say(&app.targets_json(through)?.to_string());
        return Ok(0);
    }
    say_listing(&app.targets_listing(through)?);
    Ok(0)
}

fn say_listing(listing: &Listing) {
    say(&format!("{} {}", listing.title, listing.period));
    for row in &listing.rows {
        let cells: Vec<String> = row.cells.iter().map(ListingCell::shown).collect();
        say(&cells.join("  "));
    }
    for note in &listing.notes {
        say(note);
    }
}

/// 督查通报, from the small facts of all villages: no book is read.
fn show_bulletin(asked: &Bulletin) -> Done {
    let mut app = office(asked.today);
    app.open_to_glance(&asked.on.ledger)?;
    if let Some((path, format)) = &asked.out {
        app.save_listing(&app.bulletin(asked.period)?, *format, path)?;
    }
    match (asked.on.json, &asked.out) {
        (true, _) => say(&app.bulletin_json(asked.period)?.to_string()),
        (false, Some((path, _))) => say(&path.display().to_string()),
        (false, None) => say_listing(&app.bulletin(asked.period)?),
    }
    Ok(0)
}

fn export(asked: Export) -> Done {
    let app = open_to_read(&asked.village.on, None)?;
    let village = match &asked.village.village {
        Some(written) => Some(app.ledger()?.find_village(written)?.id),
        None => None,
    };
    let (out, format) = asked.out;
    let files = if asked.published {
        app.export_published(village, asked.period, &out, format)?;
        vec![out]
    } else {
        app.export(village, asked.period, &out, format)?
    };
    if asked.village.on.json {
        say(&json!({ "files": files }).to_string());
    } else {
        for file in files {
            say(&file.display().to_string());
        }
    }
    Ok(0)
}

fn end_year(asked: &YearEnd) -> Done {
    let mut app = open_to_write(&asked.village.on, asked.on)?;
    let village = village_of(&app, &asked.village)?;
    let outcome = app.execute(Command::EndYear { village, year: asked.year })?;
    if let Outcome::YearEnded { year, vouchers, surplus } = &outcome
        && asked.village.on.json
    {
        let voucher = |(number, summary, amount): &(VoucherNumber, String, Money)| json!({ "number": number.to_string(), "summary": summary, "amount": amount.to_string() });
        let vouchers: Vec<Value> = vouchers.iter().map(voucher).collect();
        let surplus = surplus.to_string();
        say(&json!({ "year": year, "vouchers": vouchers, "surplus": surplus }).to_string());
    } else {
        say(&outcome.message());
    }
    Ok(0)
}

fn appropriate(asked: Appropriate) -> Done {
    let mut app = open_to_write(&asked.village.on, asked.on)?;
    let village = village_of(&app, &asked.village)?;
    let entity = asked.books.entity;
    let Appropriate { year, line: lines, decided_on, decision, .. } = asked;
    let command = Command::Appropriate { village, entity, year, lines, decided_on, decision };
    let outcome = app.execute(command)?;
    if let Outcome::Appropriated { year, number, amount } = &outcome
        && asked.village.on.json
    {
        let (number, amount) = (number.to_string(), amount.to_string());
        say(&json!({ "year": year, "number": number, "amount": amount }).to_string());
    } else {
        say(&outcome.message());
    }
    Ok(0)
}

fn print_sheets(print: Print) -> Done {
    let app = open_to_read(&print.village.on, None)?;
    let village = match &print.village.village {
        Some(written) => Some(app.ledger()?.find_village(written)?.id),
        None => None,
    };
    let paper = if print.large { print.paper.in_large_type() } else { print.paper };
    let request = PrintRequest {
        notice: print.notice,
        period: print.period,
        village,
        paper,
        tiles: print.tiles,
        pictures: match (print.long_image, print.png) {
            (true, _) => Pictures::Long,
            (false, true) => Pictures::Pages,
            (false, false) => Pictures::None,
        },
        out: print.out,
    };
    let Printed { files, warnings } = app.print(&request, |done, total| {
        if total > 1 {
            complain(&format!("{done}/{total}"));
        }
    })?;
    for warning in &warnings {
        complain(warning);
    }
    if print.village.on.json {
        say(&json!({ "files": files, "warnings": warnings }).to_string());
    } else {
        for file in files {
            say(&file.display().to_string());
        }
    }
    Ok(0)
}

fn check(on: &OnLedger) -> Done {
    let app = open_to_read(on, None)?;
    let problems = app.check()?;
    if on.json {
        say(&json!({ "ok": problems.is_empty(), "problems": problems }).to_string());
    } else if problems.is_empty() {
        say("账簿完好：数据完整，借贷平衡，操作记录连续，公示内容与校验码相符");
    }
    for problem in &problems {
        complain(&format!("{}：{}", problem.place, problem.message));
    }
    Ok(u8::from(!problems.is_empty()))
}
