//! Dialogs about paper: does a sheet match the archive, what hangs where on the board, banner
//! characters.

use std::path::{Path, PathBuf};

use egui::{Align2, FontId, Id, Rect, Sense, Stroke, StrokeKind, TextEdit, Ui, pos2, vec2};

use super::dialogs::DialogContext;
use crate::app::{AppError, Job, Paper, PlannedBoard, Verification, parse_board};
use crate::domain::period::Period;
use crate::ui::controls;
use crate::ui::ext::{Field, UiExt as _};
use crate::ui::inbox::{Inbox, Wish};
use crate::ui::theme;

const WIDTH: f32 = 700.0;
/// The board on the screen, at most.
const DRAWING: (f32, f32) = (WIDTH - 40.0, 240.0);

/// 核验: a code, and what the QR code or the paper says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyForm {
    code: String,
    text: String,
    answer: Option<Result<Verification, String>>,
}

impl VerifyForm {
    /// Draws it; true to close.
    pub fn ui(&mut self, ui: &Ui, context: DialogContext<'_>) -> bool {
        let mut close = false;
        let escaped = controls::dialog(ui, "核验", WIDTH, |ui| {
            ui.quiet("公示表页脚的校验码与存档对不对得上；手机扫出的文字也可以贴进来一起核对。");
            let before = (self.code.clone(), self.text.clone());
            ui.horizontal(|ui| {
                let field = Field::new("校验码", 260.0);
                let id = Id::unique("verify_code");
                let response = controls::edit_in_line(ui, id, &field, &mut self.code);
                controls::begins_here(ui, &response);
                ui.quiet("如 7F3K-9QXA-M2TD-5HWE");
            });
            let hint = "二维码里的文字，或其中几行，如：收入36017.22元（可以不填）";
            let edit = TextEdit::multiline(&mut self.text).desired_rows(5).hint_text(hint);
            let response = ui.add(edit.desired_width(f32::INFINITY));
            ui.name(&response, "二维码文字");
            if before != (self.code.clone(), self.text.clone()) {
                self.answer = None;
            }
            match &self.answer {
                None => {}
                Some(Ok(found)) => {
                    let (first, rest) = (found.matches(), found.sentences().join("\n"));
                    ui.notice_box(!first, &rest);
                }
                Some(Err(fault)) => {
                    ui.notice_box(true, fault);
                }
            }
            ui.add_space(6.0);
            controls::foot(ui, |ui| {
                if ui.primary_button("核验").clicked() {
                    let text = Some(self.text.as_str()).filter(|text| !text.trim().is_empty());
                    let found = context.app.verify(&self.code, text);
                    self.answer = Some(found.map_err(|error| error.to_string()));
                }
                close = ui.plain_button("关闭").clicked();
            });
        });
        close || escaped
    }
}

/// The papers of sheets on a board, with their words for [`Paper::parse`].
const PAPERS: [(&str, &str); 3] =
    [("A3 横放", "a3-landscape"), ("A3 竖放", "a3"), ("A4 竖放", "a4")];
/// The papers of banner characters.
const BANNER_PAPERS: [(&str, &str); 2] = [("A4", "a4"), ("A3", "a3")];

/// 公开栏: the plan of the board and the characters above it.
#[derive(Clone, Debug)]
pub struct BoardForm {
    period: Period,
    size: String,
    paper: usize,
    banner: String,
    banner_paper: usize,
    folder: String,
    /// The plan for the size and paper for which it was made.
    planned: Option<((String, usize), Result<PlannedBoard, String>)>,
    fault: Option<String>,
}

impl BoardForm {
    /// For the sheets of a period on a board of so many centimetres, where somebody measured it;
    /// files go to `folder` at first.
    pub fn new(period: Period, size_cm: Option<(u32, u32)>, folder: &Path) -> Self {
        let (width, height) = size_cm.unwrap_or((240, 120));
        Self {
            period,
            size: format!("{width}×{height}"),
            paper: 0,
            banner: "财务公开栏".to_owned(),
            banner_paper: 0,
            folder: folder.display().to_string(),
            planned: None,
            fault: None,
        }
    }

    /// Draws it; true to close.
    pub fn ui(&mut self, ui: &Ui, context: DialogContext<'_>, inbox: &mut Inbox) -> bool {
        let mut close = false;
        let escaped = controls::dialog(ui, "公开栏", WIDTH, |ui| {
            ui.quiet(format!("{}的公示在公开栏上怎么放，哪些放不下。", self.period.label()));
            ui.horizontal(|ui| {
                ui.label("公开栏里面的大小（厘米）");
                let id = Id::unique("board_size");
                let field = Field::new("公开栏大小", 110.0);
                controls::edit_in_line(ui, id, &field, &mut self.size);
                choose(ui, "公示用纸", &PAPERS, &mut self.paper);
            });
            self.plan(context);
            match &self.planned {
                Some((_, Ok(planned))) => {
                    draw(ui, planned);
                    planned.remarks.iter().for_each(|remark| {
                        ui.label(remark);
                    });
                }
                Some((_, Err(fault))) => {
                    ui.notice_box(true, fault);
                }
                None => {}
            }
            ui.separator();
            ui.horizontal(|ui| {
                ui.label("横幅字");
                let id = Id::unique("banner_text");
                controls::edit_in_line(ui, id, &Field::new("横幅字", 260.0), &mut self.banner);
                choose(ui, "横幅用纸", &BANNER_PAPERS, &mut self.banner_paper);
                ui.quiet("每张纸一个字");
            });
            ui.horizontal(|ui| {
                ui.label("存到文件夹");
                let id = Id::unique("board_folder");
                controls::edit_in_line(ui, id, &Field::new("存到文件夹", 460.0), &mut self.folder);
            });
            if let Some(fault) = &self.fault {
                ui.notice_box(true, fault);
            }
            ui.add_space(6.0);
            controls::foot(ui, |ui| {
                if ui.primary_button("存布置图").clicked() {
                    self.save_plan(context, inbox);
                }
                if ui.plain_button("存横幅字").clicked() {
                    self.save_banner(context, inbox);
                }
                close = ui.plain_button("关闭").clicked();
            });
        });
        close || escaped
    }

    /// Plans again when the size or the paper is another.
    fn plan(&mut self, context: DialogContext<'_>) {
        let of = (self.size.clone(), self.paper);
        if self.planned.as_ref().is_some_and(|(planned, _)| *planned == of) {
            return;
        }
        let village = context.book.village.id;
        let board = parse_board(&self.size)
            .ok_or_else(|| "大小请写成 宽×高，如 240×120，每边 20 到 2000 厘米。".to_owned());
        let paper = paper_of(&PAPERS, self.paper);
        let planned = board.and_then(|board| {
            let planned = context.app.plan_board(village, self.period, (board, paper));
            planned.map_err(|error| error.to_string())
        });
        self.planned = Some((of, planned));
    }

    fn save_plan(&mut self, context: DialogContext<'_>, inbox: &mut Inbox) {
        let Some((_, Ok(planned))) = &self.planned else { return };
        let name = format!("{}.pdf", planned.title());
        let drawn = context.app.board_pdf(planned);
        self.save(drawn, &name, inbox);
    }

    fn save_banner(&mut self, context: DialogContext<'_>, inbox: &mut Inbox) {
        let drawn = context.app.banner(&self.banner, paper_of(&BANNER_PAPERS, self.banner_paper));
        self.save(drawn, "横幅字.pdf", inbox);
    }

    fn save(
        &mut self,
        drawn: Result<crate::app::PrintedSheet, AppError>,
        name: &str,
        inbox: &mut Inbox,
    ) {
        self.fault = None;
        if self.folder.trim().is_empty() {
            self.fault = Some("请写存放的文件夹。".to_owned());
            return;
        }
        match drawn {
            Ok(sheet) => {
                let path = PathBuf::from(self.folder.trim()).join(name);
                inbox.push(Wish::Start(Job::SaveDrawn { sheet: Box::new(sheet), path }));
            }
            Err(error) => self.fault = Some(error.to_string()),
        }
    }
}

fn choose(ui: &mut Ui, label: &str, papers: &[(&str, &str)], chosen: &mut usize) {
    let shown = papers.get(*chosen).map_or("", |(name, _)| *name);
    controls::choice(ui, label, shown, 104.0, |ui| {
        for (at, (name, _)) in papers.iter().enumerate() {
            ui.selectable_value(chosen, at, *name);
        }
    });
}

fn paper_of(papers: &[(&str, &str)], chosen: usize) -> Paper {
    let word = papers.get(chosen).map_or("a4", |(_, word)| *word);
    Paper::parse(word).unwrap_or(Paper { sheet: crate::app::Sheet::A4, large: false })
}

/// The board, small.
fn draw(ui: &mut Ui, planned: &PlannedBoard) {
    let (across, down) = planned.plan.board_mm;
    let scale = (DRAWING.0 / across).min(DRAWING.1 / down);
    let size = vec2(across, down) * scale;
    let outer = vec2(ui.available_width(), size.y + 8.0);
    let (place, response) = ui.allocate_exact_size(outer, Sense::hover());
    let words = planned.remarks.first().cloned().unwrap_or_default();
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::Image, true, format!("布置图，{words}"))
    });
    let board = Rect::from_center_size(place.center(), size);
    let painter = ui.painter().with_clip_rect(board.expand(2.0));
    painter.rect_stroke(board, 0.0, Stroke::new(2.0, theme::TEXT), StrokeKind::Outside);
    for hung in &planned.plan.hung {
        let from = board.min + vec2(hung.x_mm, hung.y_mm) * scale;
        let size = vec2(hung.page.size_mm.0, hung.page.size_mm.1) * scale;
        let sheet = Rect::from_min_size(pos2(from.x, from.y), size);
        painter.rect_filled(sheet, 0.0, theme::SURFACE);
        painter.rect_stroke(sheet, 0.0, Stroke::new(1.0, theme::OUTLINE), StrokeKind::Inside);
        let label = hung.page.label.replace(' ', "\n");
        let font = FontId::proportional((size.x / 9.5).clamp(7.0, theme::SMALL));
        let clipped = painter.with_clip_rect(sheet);
        clipped.text(sheet.center(), Align2::CENTER_CENTER, label, font, theme::TEXT);
    }
}
