//! The page before any ledger is open: open one, make one, or look at the sample (开始).

use std::path::{Path, PathBuf};

use egui::{Align2, RichText, ScrollArea, Sense, Stroke, Ui, vec2};

use crate::app::{App, AppError, Command, Outcome, Recent, home_folder};
use crate::ui::ext::UiExt as _;
use crate::ui::inbox::{Inbox, Pick, Picked, Wish};
use crate::ui::pages::chooser::VillageChooser;
use crate::ui::{controls, keys, theme};

/// The page.
#[derive(Debug, Default)]
pub struct WelcomePage {
    doing: Doing,
    open_path: String,
    new_path: String,
    is_new_path_typed: bool,
    demo_path: String,
    chooser: VillageChooser,
    fault: Option<String>,
    is_waiting: bool,
}

/// What the person is about to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Doing {
    #[default]
    Choosing,
    Opening,
    Making,
    Sampling,
}

const COLUMN: f32 = 900.0;

impl WelcomePage {
    /// Draws the page.
    pub fn ui(&mut self, ui: &mut Ui, app: &App, recent: &Recent, inbox: &mut Inbox) {
        if self.doing == Doing::Making {
            return ui.card(|ui| self.making_ui(ui, app, inbox));
        }
        let side = ((ui.available_width() - COLUMN) / 2.0).max(0.0);
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            ui.horizontal_top(|ui| {
                ui.add_space(side);
                ui.vertical(|ui| {
                    ui.set_width(COLUMN.min(ui.available_width()));
                    ui.add_space(36.0);
                    let title = RichText::new("把账记清楚，把表贴上墙");
                    ui.label(title.font(theme::bold(theme::FIGURE)));
                    ui.quiet_body("一个账簿是一个文件，可以放一个村，也可以放全镇的村。");
                    ui.add_space(16.0);
                    self.choices_ui(ui, inbox);
                    self.path_ui(ui, inbox);
                    if app.has_ledger() {
                        ui.add_space(8.0);
                        if ui.plain_button("回到正在用的账簿").clicked() {
                            inbox.push(Wish::ChooseLedger);
                        }
                    }
                    ui.add_space(16.0);
                    self.recent_ui(ui, recent, inbox);
                });
            });
        });
    }

    fn choices_ui(&mut self, ui: &mut Ui, inbox: &mut Inbox) {
        let choices = [
            (Doing::Opening, "打开账簿…", "打开已有的账簿文件（.mbz）"),
            (Doing::Making, "新建账簿", "选好村，建一个空账簿"),
            (Doing::Sampling, "看示例", "用一个虚构的村看看全过程"),
        ];
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = theme::GAP;
            let width = (ui.available_width() - 2.0 * theme::GAP) / 3.0;
            for (doing, title, note) in choices {
                if choice(ui, width, self.doing == doing, title, note) {
                    self.begin(doing, inbox);
                }
            }
        });
    }

    fn begin(&mut self, doing: Doing, inbox: &mut Inbox) {
        self.doing = doing;
        self.fault = None;
        match doing {
            Doing::Opening => inbox.push(Wish::Pick(Pick::Ledger)),
            Doing::Sampling => {
                self.demo_path = at_home("明白账示例");
                inbox.push(Wish::Pick(Pick::DemoFolder));
            }
            Doing::Making | Doing::Choosing => {}
        }
    }

    /// The path box: for those whose system shows no file dialog.
    fn path_ui(&mut self, ui: &mut Ui, inbox: &mut Inbox) {
        let (label, word, pick) = match self.doing {
            Doing::Opening => ("账簿文件在哪里", "打开", Pick::Ledger),
            Doing::Sampling => ("示例放在哪个文件夹", "做示例", Pick::DemoFolder),
            Doing::Choosing | Doing::Making => return,
        };
        ui.add_space(8.0);
        let is_opening = self.doing == Doing::Opening;
        let path = if is_opening { &mut self.open_path } else { &mut self.demo_path };
        let fault = self.fault.as_deref();
        let go = ui.card(|ui| {
            ui.set_width(ui.available_width());
            path_row(ui, label, path, word, pick, fault, inbox)
        });
        if go && !path.trim().is_empty() {
            let path = PathBuf::from(path.trim());
            if is_opening {
                self.open(path, inbox);
            } else {
                inbox.push(Wish::BuildDemo(path));
            }
        }
    }

    fn open(&mut self, path: PathBuf, inbox: &mut Inbox) {
        self.is_waiting = true;
        self.fault = None;
        inbox.run(Command::OpenLedger { path });
    }

    fn recent_ui(&mut self, ui: &mut Ui, recent: &Recent, inbox: &mut Inbox) {
        if recent.ledgers().is_empty() {
            return;
        }
        let mut chosen = None;
        ui.card(|ui| {
            ui.set_width(ui.available_width());
            ui.card_heading("最近的账簿");
            for path in recent.ledgers() {
                ui.horizontal(|ui| {
                    if ui.plain_button(&name_of(path)).clicked() {
                        chosen = Some(path.clone());
                    }
                    let folder = path.parent().map(|folder| folder.display().to_string());
                    let folder = RichText::new(folder.unwrap_or_default()).size(theme::SMALL);
                    ui.add(egui::Label::new(folder.color(theme::TEXT_QUIET)).truncate());
                });
            }
        });
        if let Some(path) = chosen {
            self.doing = Doing::Opening;
            self.open_path = path.display().to_string();
            self.open(path, inbox);
        }
    }

    fn making_ui(&mut self, ui: &mut Ui, app: &App, inbox: &mut Inbox) {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            if ui.plain_button("返回").clicked() {
                self.doing = Doing::Choosing;
            }
            ui.card_heading("新建账簿");
            ui.quiet_body("先选村，再定文件放在哪里。村情、期初余额以后在“设置”里填。");
        });
        ui.add_space(8.0);
        let fault_height = if self.fault.is_some() { 64.0 } else { 0.0 };
        let height = (ui.available_height() - 96.0 - fault_height).max(220.0);
        self.chooser.ui(ui, app, height);
        self.suggest_path();
        if let Some(fault) = &self.fault {
            ui.notice_box(true, fault);
        }
        ui.separator();
        let suggested = name_of(Path::new(&self.new_path));
        let pick = Pick::NewLedger { suggested };
        let before = self.new_path.clone();
        let go = path_row(ui, "账簿放在哪里", &mut self.new_path, "建账簿", pick, None, inbox);
        self.is_new_path_typed |= before != self.new_path;
        if go {
            self.create(inbox);
        }
    }

    fn suggest_path(&mut self) {
        if self.is_new_path_typed {
            return;
        }
        let name = match (self.chooser.count(), self.chooser.first_label()) {
            (1, Some(label)) => label.split_whitespace().collect::<String>(),
            (_, Some(label)) => label.split_whitespace().next().unwrap_or("村务公开").to_owned(),
            (_, None) => "村务公开".to_owned(),
        };
        self.new_path = at_home(&format!("{name}.mbz"));
    }

    fn create(&mut self, inbox: &mut Inbox) {
        let mut path = PathBuf::from(self.new_path.trim());
        if path.extension().is_none() {
            path.set_extension("mbz");
        }
        self.is_waiting = true;
        self.fault = None;
        let villages = self.chooser.villages();
        inbox.run(Command::CreateLedger { path, villages });
    }

    /// The command waits for an answer of the person: what it becomes is not told here.
    pub const fn held_up(&mut self) {
        self.is_waiting = false;
    }

    /// Hears what came of a command; whether this page tells the person itself.
    pub fn heard(&mut self, _app: &App, outcome: &Result<Outcome, AppError>) -> bool {
        if !std::mem::take(&mut self.is_waiting) {
            return false;
        }
        match outcome {
            Ok(_) => {
                *self = Self::default();
                false
            }
            Err(error @ AppError::Refused(_)) => {
                self.fault = Some(error.to_string());
                true
            }
            Err(AppError::Failed { .. }) => false,
        }
    }

    /// Hears the answer of a file dialog.
    pub fn picked(&mut self, picked: &Picked, inbox: &mut Inbox) {
        let Some(path) = picked.path() else { return };
        let shown = path.display().to_string();
        match &picked.pick {
            Pick::Ledger => {
                self.open_path = shown;
                self.open(path.to_owned(), inbox);
            }
            Pick::NewLedger { .. } => {
                self.new_path = shown;
                self.is_new_path_typed = true;
            }
            Pick::DemoFolder => {
                self.demo_path = shown;
                inbox.push(Wish::BuildDemo(path.to_owned()));
            }
            Pick::Table { .. }
            | Pick::SavePdf { .. }
            | Pick::SaveListing { .. }
            | Pick::Folder
            | Pick::SiteFolder
            | Pick::Attachments
            | Pick::Papers
            | Pick::Font
            | Pick::SaveAttachment { .. } => {}
        }
    }
}

/// A big choice; whether it was taken.
fn choice(ui: &mut Ui, width: f32, is_taken: bool, title: &str, note: &str) -> bool {
    let size = vec2(width, 104.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let label = title.to_owned();
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, label.clone()));
    let is_marked = is_taken || response.has_focus();
    let fill = if response.hovered() { theme::SURFACE_HOVER } else { theme::SURFACE };
    let stroke = if is_marked {
        Stroke::new(2.0, theme::ACCENT)
    } else {
        Stroke::new(1.0, theme::OUTLINE_FIELD)
    };
    let corner = egui::CornerRadius::same(theme::CARD_CORNER);
    ui.painter().rect(rect, corner, fill, stroke, egui::StrokeKind::Inside);
    // painted, not added: the button already says its name
    let (at, painter) = (rect.min + vec2(20.0, 20.0), ui.painter());
    let (big, plain) = (theme::bold(theme::HEADING), theme::regular(theme::BODY));
    painter.text(at, Align2::LEFT_TOP, title, big, theme::ACCENT);
    painter.text(at + vec2(0.0, 38.0), Align2::LEFT_TOP, note, plain, theme::TEXT_QUIET);
    response.clicked()
}

/// A path with a button to browse and one to go on; whether to go on.
fn path_row(
    ui: &mut Ui,
    label: &str,
    path: &mut String,
    word: &str,
    pick: Pick,
    fault: Option<&str>,
    inbox: &mut Inbox,
) -> bool {
    let mut go = false;
    let begins = matches!(pick, Pick::Ledger | Pick::DemoFolder);
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        let caption = ui.quiet(label);
        ui.buttons_right(|ui| {
            go = ui.primary_button(word).clicked();
            if ui.plain_button("浏览…").clicked() {
                inbox.push(Wish::Pick(pick));
            }
            let width = ui.available_width();
            let response = ui.named_field(label, width, "", path).labelled_by(caption.id);
            if begins {
                controls::begins_here(ui, &response);
            }
            go |= response.lost_focus() && keys::enter(ui.ctx());
        });
        if let Some(fault) = fault {
            ui.add_space(4.0);
            ui.notice_box(true, fault);
        }
    });
    go
}

fn at_home(name: &str) -> String {
    home_folder().unwrap_or_default().join(name).display().to_string()
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
