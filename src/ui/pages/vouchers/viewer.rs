//! The window that shows the source papers of a voucher: one after the other, page by page.

use std::path::PathBuf;

use egui::{
    Align, Color32, ColorImage, Context, Id, Key, Label, Layout, Modifiers, Rect, RichText, Role,
    ScrollArea, Sense, TextureHandle, TextureOptions, Ui, WidgetInfo, pos2, vec2,
};

use crate::app::{
    App, AttachmentCommand, Command, Job, JobEvent, Picture, PictureKey, home_folder,
};
use crate::domain::attachment::Attachment;
use crate::domain::ids::VoucherId;
use crate::domain::ledger::Book;
use crate::domain::voucher::Voucher;
use crate::ui::controls;
use crate::ui::ext::{Field, UiExt as _};
use crate::ui::inbox::{Inbox, Pick, Wish};
use crate::ui::{keys, theme};

/// The largest picture a graphics card is asked to hold, in pixels.
const SIDE_MAX: f32 = 8192.0;
/// The longer side is asked for in steps, so that a window being pulled draws nothing anew.
const SIDE_STEP: f32 = 512.0;
/// The most a picture is enlarged.
const ZOOM_MAX: f32 = 6.0;
/// What the bars around the picture take of the window.
const AROUND: f32 = 250.0;
/// Height of the row that asks where a copy goes.
const SAVE_ROW: f32 = 46.0;

/// What is looked at, and how.
#[derive(Default)]
pub struct Viewer {
    voucher: Option<VoucherId>,
    at: usize,
    page: usize,
    turns: u8,
    zoom: f32,
    wanted: Option<PictureKey>,
    shown: Option<(PictureKey, TextureHandle)>,
    pages: usize,
    failure: Option<String>,
    /// Where a copy goes, while that is asked.
    saving: Option<String>,
    save_fault: Option<String>,
}

impl std::fmt::Debug for Viewer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Viewer").field("voucher", &self.voucher).finish_non_exhaustive()
    }
}

/// What the window asks the page to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewerAsked {
    /// Choose more files for the voucher.
    Add(VoucherId),
}

impl Viewer {
    /// Shows the source papers of a voucher, the first one first.
    pub fn open(&mut self, voucher: VoucherId) {
        *self = Self { voucher: Some(voucher), zoom: 1.0, pages: 1, ..Self::default() };
    }

    /// The voucher whose papers are shown.
    pub const fn voucher(&self) -> Option<VoucherId> {
        self.voucher
    }

    /// Takes a picture that was drawn, or why it could not be; hears of a saved copy.
    pub fn job(&mut self, ctx: &Context, event: &JobEvent) -> bool {
        match event {
            JobEvent::Picture(key, drawn) => {
                if self.wanted.as_ref() == Some(key.as_ref()) {
                    match drawn {
                        Ok(picture) => self.show(ctx, key, picture),
                        Err(error) => self.failure = Some(error.to_string()),
                    }
                }
                true
            }
            JobEvent::AttachmentSaved(Ok(_)) => {
                self.saving = None;
                true
            }
            JobEvent::AttachmentSaved(Err(error)) if self.saving.is_some() => {
                self.save_fault = Some(error.to_string());
                true
            }
            JobEvent::AttachmentSaved(Err(_))
            | JobEvent::Preview(_)
            | JobEvent::PreviewFailed(..)
            | JobEvent::Site(_)
            | JobEvent::Saved(_)
            | JobEvent::RunProgress(_)
            | JobEvent::RunDone(_)
            | JobEvent::Sent(_)
            | JobEvent::Cancelled
            | JobEvent::Failed(_) => false,
        }
    }

    fn show(&mut self, ctx: &Context, key: &PictureKey, picture: &Picture) {
        let (Ok(width), Ok(height)) =
            (usize::try_from(picture.width), usize::try_from(picture.height))
        else {
            return;
        };
        if width * height * 4 != picture.pixels.len() {
            return;
        }
        let image = ColorImage::from_rgba_unmultiplied([width, height], &picture.pixels);
        let texture = ctx.load_texture("attachment", image, TextureOptions::LINEAR);
        self.shown = Some((key.clone(), texture));
        self.pages = picture.pages.max(1);
        self.failure = None;
    }

    /// Takes the place that was chosen for a copy.
    pub fn picked(&mut self, path: &std::path::Path) {
        if let Some(saving) = &mut self.saving {
            *saving = path.display().to_string();
            self.save_fault = None;
        }
    }

    /// Draws the window when it is open.
    pub fn ui(
        &mut self,
        ui: &Ui,
        app: &App,
        book: &Book,
        inbox: &mut Inbox,
    ) -> Option<ViewerAsked> {
        let voucher = self.voucher.and_then(|id| book.voucher(id))?;
        let papers = book.attachments.of(voucher.id());
        self.at = self.at.min(papers.len().saturating_sub(1));
        let mut asked = None;
        let mut close = false;
        let screen = ui.ctx().content_rect();
        let width = (screen.width() - 140.0).min(1060.0);
        let title = format!("{} {} 的凭据照片", voucher.month().label(), voucher.number());
        let escaped = controls::dialog(ui, &title, width, |ui| {
            ui.add(
                Label::new(RichText::new(voucher.summary()).color(theme::TEXT_QUIET)).truncate(),
            );
            if let Some(paper) = papers.get(self.at) {
                self.bar(ui, papers);
                let saving = if self.saving.is_some() { SAVE_ROW } else { 0.0 };
                let height = (screen.height() - AROUND - saving).max(160.0);
                self.picture(ui, app, paper, vec2(width, height), inbox);
                self.save_row(ui, app, paper, inbox);
            } else {
                ui.add_space(20.0);
                ui.quiet_body("这张凭证还没有附凭据照片。");
                ui.add_space(20.0);
            }
            (asked, close) = self.foot(ui, app, book, voucher, papers.get(self.at), inbox);
        });
        if escaped && self.saving.take().is_none() || close {
            *self = Self::default();
        }
        asked
    }

    /// Which paper, which page, how large.
    fn bar(&mut self, ui: &mut Ui, papers: &[Attachment]) {
        let count = papers.len();
        let turned = self.turned(ui, count);
        ui.horizontal(|ui| {
            let can_back = self.at > 0 || self.page > 0;
            let back = controls::sign_button(ui, "‹", "上一张", can_back).clicked();
            let mut place = format!("第 {} 份，共 {count} 份", self.at + 1);
            if self.pages > 1 {
                let (page, pages) = (self.page + 1, self.pages);
                place = format!("{place}　第 {page} 页，共 {pages} 页");
            }
            ui.label(place);
            let can_next = self.at + 1 < count || self.page + 1 < self.pages;
            let next = controls::sign_button(ui, "›", "下一张", can_next).clicked();
            if can_back && (back || turned < 0) {
                self.go_back();
            } else if can_next && (next || turned > 0) {
                self.go_on();
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                self.zoom_buttons(ui);
                if let Some(paper) = papers.get(self.at) {
                    let text = format!("{}　{}", paper.file_name, paper.size_label());
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        ui.add(Label::new(RichText::new(text).size(theme::SMALL)).truncate());
                    });
                }
            });
        });
    }

    /// −1 back, 1 on, by key; no key acts while a path is typed.
    fn turned(&self, ui: &Ui, count: usize) -> i8 {
        let ctx = ui.ctx();
        let is_still = self.saving.is_some() || !controls::is_front(ui);
        if is_still || (count < 2 && self.pages < 2) {
            return 0;
        }
        let pressed = |key| keys::pressed(ctx, Modifiers::NONE, key);
        if pressed(Key::PageDown) || pressed(Key::ArrowRight) {
            1
        } else if pressed(Key::PageUp) || pressed(Key::ArrowLeft) {
            -1
        } else {
            0
        }
    }

    fn go_on(&mut self) {
        if self.page + 1 < self.pages {
            self.page += 1;
        } else {
            self.at += 1;
            self.begin();
        }
    }

    fn go_back(&mut self) {
        if self.page > 0 {
            self.page -= 1;
        } else {
            self.at = self.at.saturating_sub(1);
            self.begin();
        }
    }

    /// Another paper: upright, whole, from its first page.
    fn begin(&mut self) {
        (self.page, self.pages, self.turns, self.zoom) = (0, 1, 0, 1.0);
        (self.failure, self.saving, self.save_fault) = (None, None, None);
    }

    /// Drawn from right to left.
    fn zoom_buttons(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        let pressed = |key| self.saving.is_none() && keys::pressed(&ctx, Modifiers::NONE, key);
        let (plus, minus) = (pressed(Key::Plus) || pressed(Key::Equals), pressed(Key::Minus));
        if ui.plain_button("转向").on_hover_text("向右转 90 度").clicked() {
            self.turns = (self.turns + 1) % 4;
        }
        let larger = self.zoom < ZOOM_MAX;
        if controls::sign_button(ui, "＋", "放大", larger).clicked() || (plus && larger) {
            self.zoom = (self.zoom * 1.5).min(ZOOM_MAX);
        }
        let fits = (self.zoom - 1.0).abs() < 0.01;
        let text = if fits {
            "适合窗口".to_owned()
        } else {
            format!("{}%", (self.zoom * 100.0).round())
        };
        let button = egui::Button::new(text).min_size(vec2(92.0, theme::CONTROL_HEIGHT));
        let response = ui.add(button);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "适合窗口"));
        if response.clicked() {
            self.zoom = 1.0;
        }
        let smaller = self.zoom > 1.01;
        if controls::sign_button(ui, "−", "缩小", smaller).clicked() || (minus && smaller) {
            self.zoom = (self.zoom / 1.5).max(1.0);
        }
    }

    fn picture(
        &mut self,
        ui: &mut Ui,
        app: &App,
        paper: &Attachment,
        space: egui::Vec2,
        inbox: &mut Inbox,
    ) {
        self.request(ui, app, paper, space, inbox);
        let frame = egui::Frame::new().fill(theme::SURFACE_QUIET);
        frame.show(ui, |ui| {
            if let Some(failure) = &self.failure {
                ui.set_min_size(space);
                ui.add_space(16.0);
                ui.notice_box(true, failure);
                return;
            }
            let area = ScrollArea::both().id_salt("attachment").auto_shrink([false, false]);
            area.max_height(space.y).show(ui, |ui| {
                let inner = ui.available_size();
                let label = format!("凭据“{}”的图像", paper.file_name);
                let size = self.shown_size(inner);
                let (rect, response) =
                    ui.allocate_exact_size(size.max(inner - vec2(1.0, 1.0)), Sense::drag());
                response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &label));
                if response.dragged() {
                    ui.scroll_with_delta(response.drag_delta());
                }
                let Some((_, texture)) = self.shown.as_ref().filter(|(key, _)| self.is_of(key))
                else {
                    ui.put(rect, Label::new("正在打开……"));
                    return;
                };
                let place = Rect::from_center_size(rect.center(), size);
                let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
                ui.painter().image(texture.id(), place, whole, Color32::WHITE);
            });
        });
    }

    /// Whether a picture is of what is looked at, whatever its size.
    fn is_of(&self, key: &PictureKey) -> bool {
        self.wanted.as_ref().is_some_and(|wanted| {
            (&key.attachment.digest, key.page, key.turns)
                == (&wanted.attachment.digest, wanted.page, wanted.turns)
        })
    }

    fn shown_size(&self, space: egui::Vec2) -> egui::Vec2 {
        let Some((_, texture)) = &self.shown else { return space };
        let size = texture.size_vec2();
        let fit = (space.x / size.x.max(1.0)).min(space.y / size.y.max(1.0));
        size * fit * self.zoom
    }

    /// Asks for the picture when what is to be seen has changed.
    fn request(
        &mut self,
        ui: &Ui,
        app: &App,
        paper: &Attachment,
        space: egui::Vec2,
        inbox: &mut Inbox,
    ) {
        let scale = ui.ctx().pixels_per_point();
        let longer = space.max_elem() * scale * self.zoom;
        let side = ((longer / SIDE_STEP).ceil() * SIDE_STEP).min(SIDE_MAX);
        let file = match app.attachment_path(paper) {
            Ok(file) => file,
            Err(error) => {
                self.failure = Some(error.to_string());
                return;
            }
        };
        let key = PictureKey {
            attachment: paper.clone(),
            file,
            page: self.page,
            side: whole_pixels(side),
            turns: self.turns,
        };
        if self.wanted.as_ref() != Some(&key) {
            self.wanted = Some(key.clone());
            self.failure = None;
            inbox.push(Wish::Start(Job::Picture(Box::new(key))));
        }
    }

    /// Where a copy goes.
    fn save_row(&mut self, ui: &mut Ui, app: &App, paper: &Attachment, inbox: &mut Inbox) {
        let Some(path) = &mut self.saving else { return };
        let mut start = false;
        let mut cancel = false;
        ui.horizontal(|ui| {
            let room = (ui.available_width() - 290.0).max(200.0);
            let fault = self.save_fault.as_deref();
            let field = Field { fault, ..Field::new("存到", room) };
            let response = controls::edit_in_line(ui, Id::unique("attachment_copy"), &field, path);
            controls::begins_here(ui, &response);
            start = response.has_focus() && keys::enter(ui.ctx());
            if ui.plain_button("浏览…").clicked() {
                let suggested = paper.file_name.clone();
                inbox.push(Wish::Pick(Pick::SaveAttachment { suggested }));
            }
            start |= ui.primary_button("保存").clicked();
            cancel = ui.plain_button("不存了").clicked();
        });
        let path = PathBuf::from(path.trim());
        if let Some(fault) = &self.save_fault {
            ui.notice_box(true, fault);
        }
        if cancel {
            self.saving = None;
        } else if start && let Ok(file) = app.attachment_path(paper) {
            self.save_fault = None;
            let attachment = Box::new(paper.clone());
            inbox.push(Wish::Start(Job::SaveAttachment { attachment, file, path }));
        }
    }

    fn foot(
        &mut self,
        ui: &mut Ui,
        app: &App,
        book: &Book,
        voucher: &Voucher,
        paper: Option<&Attachment>,
        inbox: &mut Inbox,
    ) -> (Option<ViewerAsked>, bool) {
        let mut asked = None;
        let mut close = false;
        ui.add_space(4.0);
        controls::foot(ui, |ui| {
            close = ui.primary_button("关闭").clicked();
            if ui.plain_button("添加…").clicked() {
                asked = Some(ViewerAsked::Add(voucher.id()));
            }
            let Some(paper) = paper else { return };
            if ui.plain_button("用系统程序打开").clicked()
                && let Ok(file) = app.attachment_path(paper)
            {
                inbox.push(Wish::OpenOutside(file));
            }
            if ui.plain_button("另存为…").clicked() {
                let folder = home_folder().unwrap_or_default();
                self.saving = Some(folder.join(&paper.file_name).display().to_string());
                self.save_fault = None;
            }
            if ui.plain_button("取下…").clicked() {
                ask_removal(book, voucher, paper, inbox);
            }
        });
        (asked, close)
    }
}

fn ask_removal(book: &Book, voucher: &Voucher, paper: &Attachment, inbox: &mut Inbox) {
    let (village, id) = (book.village.id, voucher.id());
    let text = format!(
        "把“{}”（{}）从 {} {} 取下。附错了才取下；取下会记入操作记录，这个月公布以后就不能再取下。",
        paper.file_name,
        paper.size_label(),
        voucher.month().label(),
        voucher.number(),
    );
    let command = AttachmentCommand::Remove { voucher: id, digest: paper.digest.clone() };
    inbox.ask("取下凭据", text, "取下", Command::Attachment { village, command });
}

/// A number of pixels: the conversion from a float saturates.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float becomes an integer by saturating, which is what is meant"
)]
const fn whole_pixels(value: f32) -> u32 {
    value as u32
}
