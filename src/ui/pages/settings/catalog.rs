//! The catalog of matters: what is in force, what this village leaves out, how far it reaches the
//! law, and the county's own that comes in from a file (公开目录).

use std::collections::BTreeSet;
use std::path::PathBuf;

use egui::{Align, Layout, RichText, ScrollArea, Ui};
use egui_extras::{Column, TableBuilder, TableRow};

use crate::app::{App, Command, DisclosureCommand, Ledger};
use crate::domain::catalog::{CatalogMode, SwitchedOff};
use crate::domain::completeness::{self, Coverage, Measured};
use crate::domain::ledger::Book;
use crate::domain::matter::{Category, Matter, MatterCode, PostingMinimum};
use crate::domain::period::{self, Date, Month};
use crate::ui::controls;
use crate::ui::ext::{Field, RowExt as _, Sign, UiExt as _};
use crate::ui::inbox::{Inbox, Pick, PickPurpose, Wish};
use crate::ui::pages::vouchers::typed::parse_day;
use crate::ui::theme;

/// What is typed and not yet done.
#[derive(Debug, Default)]
pub(super) struct CatalogForm {
    part: Part,
    category: Option<Category>,
    leaving_out: Option<LeavingOut>,
    import: Option<ImportForm>,
    holidays: String,
    /// Why it was refused.
    pub(super) fault: Option<String>,
}

/// The parts of the tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    #[default]
    Matters,
    Meter,
    Holidays,
}

/// A matter that is about to be left out, or taken up again.
#[derive(Debug)]
struct LeavingOut {
    matter: MatterCode,
    item: String,
    from: String,
    reason: String,
    /// What was left out before, to take it up again.
    before: Option<SwitchedOff>,
}

/// A county's catalog on its way in.
#[derive(Debug)]
struct ImportForm {
    path: String,
    from: String,
    mode: CatalogMode,
}

impl CatalogForm {
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        app: &App,
        ledger: &Ledger,
        inbox: &mut Inbox,
    ) -> Option<Command> {
        let today = app.today();
        let mut command = None;
        ui.card(|ui| {
            ui.set_width(ui.available_width());
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                for (part, word) in [
                    (Part::Matters, "事项"),
                    (Part::Meter, "对照法定内容"),
                    (Part::Holidays, "节假日"),
                ] {
                    if controls::tab(ui, word, self.part == part).clicked() {
                        self.part = part;
                        self.fault = None;
                    }
                }
                ui.buttons_right(|ui| {
                    if self.part == Part::Matters && ui.plain_button("导入县里的目录…").clicked()
                    {
                        self.fault = None;
                        self.import = Some(ImportForm {
                            path: String::new(),
                            from: Month::of(today).next().first_day().to_string(),
                            mode: CatalogMode::Replace,
                        });
                    }
                });
            });
            if let (Some(fault), true) = (&self.fault, self.is_plain()) {
                ui.notice_box(true, fault);
            }
            match self.part {
                Part::Matters => self.matters_ui(ui, ledger, today),
                Part::Meter => meter_ui(ui, ledger, today),
                Part::Holidays => command = self.holidays_ui(ui, ledger, today, inbox),
            }
        });
        let done = self.leaving_out_ui(ui, ledger, today);
        let imported = self.import_ui(ui, today, inbox);
        command.or(done).or(imported)
    }

    /// Takes the file that was chosen.
    pub(super) fn picked(&mut self, purpose: PickPurpose, path: &std::path::Path) {
        let path = path.display().to_string();
        match (purpose, &mut self.import) {
            (PickPurpose::Catalog, Some(form)) => form.path = path,
            (PickPurpose::Holidays, _) => self.holidays = path,
            _ => {}
        }
    }

    /// Closes what was done.
    pub(super) fn done(&mut self) {
        self.leaving_out = None;
        self.import = None;
        self.holidays.clear();
    }

    /// Whether no dialog stands before the tab.
    const fn is_plain(&self) -> bool {
        self.leaving_out.is_none() && self.import.is_none()
    }

    fn matters_ui(&mut self, ui: &mut Ui, ledger: &Ledger, today: Date) {
        let catalog = &ledger.law().catalog;
        let all = catalog.matters_on(today);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            if ui.segment(self.category.is_none(), "全部").clicked() {
                self.category = None;
            }
            for category in Category::ALL {
                if ui.segment(self.category == Some(category), category.label()).clicked() {
                    self.category = Some(category);
                }
            }
            let versions = catalog.versions();
            let note = versions.last().map_or_else(
                || format!("程序自带的目录，共 {} 项", all.len()),
                |last| format!("现行 {} 项；{} 起：{}", all.len(), last.valid_from, last.name),
            );
            ui.quiet_body(note);
        });
        let shown: Vec<&Matter> = all
            .into_iter()
            .filter(|matter| self.category.is_none_or(|category| category == matter.category))
            .collect();
        let book = ledger.book();
        let mut asked = None;
        ui.spacing_mut().item_spacing = egui::vec2(12.0, 0.0);
        TableBuilder::new(ui)
            .auto_shrink([false, false])
            .cell_layout(Layout::left_to_right(Align::Center))
            .column(Column::exact(64.0))
            .column(Column::exact(52.0))
            .column(Column::remainder().clip(true))
            .column(Column::exact(56.0))
            .column(Column::exact(130.0))
            .column(Column::exact(190.0).clip(true))
            .column(Column::exact(96.0))
            .header(theme::ROW_HEIGHT, |mut header| {
                for title in ["编号", "类别", "公开事项", "时限", "至少公示", "本村", ""]
                {
                    header.col(|ui| {
                        ui.table_head(title);
                    });
                }
            })
            .body(|body| {
                body.rows(theme::ROW_HEIGHT, shown.len(), |mut row| {
                    if let Some(matter) = shown.get(row.index()) {
                        matter_row(&mut row, matter, book, today, &mut asked);
                    }
                });
            });
        if let Some(leaving_out) = asked {
            self.fault = None;
            self.leaving_out = Some(leaving_out);
        }
    }

    fn leaving_out_ui(&mut self, ui: &Ui, ledger: &Ledger, today: Date) -> Option<Command> {
        let village = ledger.book()?.village.id;
        let form = self.leaving_out.as_mut()?;
        let title = if form.before.is_some() { "恢复公开" } else { "本村不公开这一项" };
        let (mut close, mut submit) = (false, false);
        let escaped = controls::dialog(ui, title, 560.0, |ui| {
            ui.label(format!("{} {}", form.matter, form.item));
            let label = if form.before.is_some() { "从哪天起恢复" } else { "从哪天起" };
            ui.field(&Field::new(label, 200.0), &mut form.from);
            let hint = "如 本村没有拆迁";
            ui.field(&Field { hint, ..Field::new("原因", 500.0) }, &mut form.reason);
            if let Some(fault) = &self.fault {
                ui.notice_box(true, fault);
            }
            controls::foot(ui, |ui| {
                submit = ui.primary_button("保存").clicked();
                close = ui.plain_button("取消").clicked();
            });
        });
        if close || escaped {
            self.leaving_out = None;
            self.fault = None;
            return None;
        }
        if !submit {
            return None;
        }
        let day = match parse_day(&form.from, Month::of(today)) {
            Ok(day) => day,
            Err(fault) => {
                self.fault = Some(fault);
                return None;
            }
        };
        let reason = form.reason.clone();
        let off = match &form.before {
            None => SwitchedOff { matter: form.matter, from: day, until: None, reason },
            // its last day off is the one before
            Some(before) => SwitchedOff { until: day.pred_opt(), ..before.clone() },
        };
        Some(Command::Disclosure(DisclosureCommand::SwitchOff { village, off }))
    }

    fn import_ui(&mut self, ui: &Ui, today: Date, inbox: &mut Inbox) -> Option<Command> {
        let form = self.import.as_mut()?;
        let (mut close, mut submit) = (false, false);
        let escaped = controls::dialog(ui, "导入县里的公开目录", 640.0, |ui| {
            ui.quiet_body(
                "县级民政部门制定村务公开目录（《山东省村务公开条例》第十八条）。表里要有事项和时限两列，编号、类别、内容、天数、依据有就读。",
            );
            ui.horizontal(|ui| {
                ui.field(&Field::new("文件（csv、xls、xlsx）", 500.0), &mut form.path);
                ui.vertical(|ui| {
                    ui.add_space(27.0);
                    if ui.plain_button("浏览…").clicked() {
                        let purpose = PickPurpose::Catalog;
                        inbox.push(Wish::Pick(Pick::Table { purpose }));
                    }
                });
            });
            ui.field(&Field::new("从哪天起执行", 200.0), &mut form.from);
            ui.horizontal(|ui| {
                for mode in [CatalogMode::Replace, CatalogMode::Extend] {
                    ui.radio_value(&mut form.mode, mode, mode.label());
                }
            });
            if let Some(fault) = &self.fault {
                ui.notice_box(true, fault);
            }
            controls::foot(ui, |ui| {
                submit = ui.primary_button("导入").clicked();
                close = ui.plain_button("取消").clicked();
            });
        });
        if close || escaped {
            self.import = None;
            self.fault = None;
            return None;
        }
        if !submit {
            return None;
        }
        let path = PathBuf::from(form.path.trim());
        if path.as_os_str().is_empty() {
            self.fault = Some("请写文件的位置，或点“浏览…”选一个。".to_owned());
            return None;
        }
        match parse_day(&form.from, Month::of(today)) {
            Ok(valid_from) => {
                let mode = form.mode;
                let import = DisclosureCommand::ImportCatalog { path, valid_from, mode };
                Some(Command::Disclosure(import))
            }
            Err(fault) => {
                self.fault = Some(fault);
                None
            }
        }
    }

    fn holidays_ui(
        &mut self,
        ui: &mut Ui,
        ledger: &Ledger,
        today: Date,
        inbox: &mut Inbox,
    ) -> Option<Command> {
        let calendar = &ledger.law().calendar;
        ui.quiet_body(
            "五日、十日这样的期限，最后一天遇到法定休假日的顺延到下一个工作日（民法典第二百零三条）。每年国务院办公厅发布放假安排后，从表格导入下一年的。",
        );
        if let Some(warning) = calendar.uncovered(today) {
            ui.notice_box(true, &warning);
        }
        let years: Vec<String> = calendar.years().iter().map(ToString::to_string).collect();
        ui.label(format!("已有 {} 年的安排", years.join("、")));
        let mut submit = false;
        ui.horizontal(|ui| {
            ui.field(&Field::new("节假日表（日期、类型、名称三列）", 500.0), &mut self.holidays);
            ui.vertical(|ui| {
                ui.add_space(27.0);
                if ui.plain_button("浏览…").clicked() {
                    let purpose = PickPurpose::Holidays;
                    inbox.push(Wish::Pick(Pick::Table { purpose }));
                }
            });
            ui.vertical(|ui| {
                ui.add_space(27.0);
                submit = ui.primary_button("导入").clicked();
            });
        });
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            let year = Month::of(today).year();
            for day in calendar.days().iter().filter(|day| Month::of(day.date).year() >= year) {
                let (date, weekday) = (day.date, period::weekday_label(day.date));
                ui.quiet_body(format!("{date} {weekday}　{}　{}", day.kind.label(), day.name));
            }
        });
        if !submit {
            return None;
        }
        let path = PathBuf::from(self.holidays.trim());
        if path.as_os_str().is_empty() {
            self.fault = Some("请写文件的位置，或点“浏览…”选一个。".to_owned());
            return None;
        }
        Some(Command::Disclosure(DisclosureCommand::ImportHolidays { path }))
    }
}

fn matter_row(
    row: &mut TableRow<'_, '_>,
    matter: &Matter,
    book: Option<&Book>,
    today: Date,
    asked: &mut Option<LeavingOut>,
) {
    let off = book.and_then(|book| {
        let stands = |off: &&SwitchedOff| {
            off.matter == matter.code && off.until.is_none_or(|until| until >= today)
        };
        book.switched_off.iter().rfind(stands)
    });
    row.cell(|ui| {
        ui.quiet_body(matter.code.as_str());
    });
    row.cell(|ui| {
        ui.quiet_body(matter.category.label());
    });
    row.cell(|ui| {
        let words = format!("{}\n依据：{}", matter.content, matter.source);
        ui.add(egui::Label::new(&matter.item).truncate()).on_hover_text(words);
    });
    row.cell(|ui| {
        ui.label(matter.cadence.label());
    });
    row.cell(|ui| {
        ui.quiet_body(matter.posting.map_or_else(|| "—".to_owned(), PostingMinimum::label));
    });
    row.cell(|ui| match off {
        None => {
            ui.label("公开");
        }
        Some(off) => {
            let words = format!("不公开：{}", off.reason);
            ui.add(egui::Label::new(RichText::new(&words).color(theme::DUE)).truncate())
                .on_hover_text(words);
        }
    });
    row.cell(|ui| {
        if matter.code == MatterCode::FINANCE_DETAIL || book.is_none() {
            return;
        }
        let word = if off.is_some() { "恢复…" } else { "不公开…" };
        let response = ui.plain_button(word);
        ui.name(&response, &format!("{word}{}", matter.item));
        if response.clicked() {
            *asked = Some(LeavingOut {
                matter: matter.code,
                item: matter.item.clone(),
                from: today.to_string(),
                reason: off.map_or_else(String::new, |off| off.reason.clone()),
                before: off.cloned(),
            });
        }
    });
}

/// The catalog and this year's disclosures against what the law asks for.
fn meter_ui(ui: &mut Ui, ledger: &Ledger, today: Date) {
    let year = Month::of(today).year();
    let disclosed: BTreeSet<MatterCode> = ledger
        .book()
        .map(|book| {
            let hung = book.notices.iter().filter(|notice| {
                notice.disclosed_on().is_some_and(|on| Month::of(on).year() == year)
            });
            hung.map(|notice| notice.matter).collect()
        })
        .unwrap_or_default();
    let matters = ledger.law().catalog.matters_on(today);
    let measured = completeness::completeness(&matters, &disclosed);
    let ((covered, all), (done, _)) = (measured.in_catalog(), measured.disclosed());
    ui.label(format!("法定的 {all} 项内容，目录里有 {covered} 项，{year}年已公开 {done} 项"));
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.card_heading("《山东省村务公开条例》第七条");
        measured.law.iter().for_each(|measured| measured_ui(ui, measured));
        ui.add_space(8.0);
        ui.card_heading("农经发〔2011〕13号财务公开八类");
        measured.finance.iter().for_each(|measured| measured_ui(ui, measured));
    });
}

fn measured_ui(ui: &mut Ui, measured: &Measured) {
    let (sign, colour) = match measured.coverage {
        Coverage::Disclosed => (Sign::Tick, theme::DISCLOSED),
        Coverage::Covered => (Sign::Triangle, theme::DUE),
        Coverage::Missing => (Sign::Cross, theme::OVERDUE),
    };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.sign(sign, colour);
        ui.label(measured.requirement.label).on_hover_text(measured.requirement.source);
        let codes = |codes: &[MatterCode]| {
            codes.iter().map(ToString::to_string).collect::<Vec<_>>().join("、")
        };
        let mut words = vec![measured.coverage.label().to_owned()];
        for (lead, of) in [
            ("已公开", &measured.disclosed),
            ("待公开", &measured.covered),
            ("目录缺", &measured.missing),
        ] {
            if !of.is_empty() {
                words.push(format!("{lead} {}", codes(of)));
            }
        }
        ui.quiet_body(words.join("　"));
    });
}
