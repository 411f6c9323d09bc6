//! The photos of the boards of a notice, one after the other.

use egui::{
    Align, Color32, ColorImage, Context, Layout, Modifiers, Rect, Role, Sense, TextureHandle,
    TextureOptions, Ui, WidgetInfo, pos2, vec2,
};

use super::dialogs::DialogContext;
use crate::app::{Job, JobEvent, PictureKey};
use crate::domain::ids::NoticeId;
use crate::domain::notice::BoardPhoto;
use crate::domain::period::date_label;
use crate::ui::ext::UiExt as _;
use crate::ui::inbox::{Inbox, Wish};
use crate::ui::{controls, keys, theme};

/// What the bars around the picture take of the window.
const AROUND: f32 = 230.0;
/// The longer side of a picture, in pixels.
const SIDE: u32 = 2048;

/// The photos that are looked at.
#[derive(Default)]
pub struct Photos {
    notice: Option<NoticeId>,
    at: usize,
    wanted: Option<PictureKey>,
    shown: Option<(PictureKey, TextureHandle)>,
    failure: Option<String>,
}

impl std::fmt::Debug for Photos {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Photos").field("notice", &self.notice).finish_non_exhaustive()
    }
}

impl Photos {
    /// Of a notice, the newest first.
    pub fn of(notice: NoticeId) -> Self {
        Self { notice: Some(notice), ..Self::default() }
    }

    /// Takes a picture that was drawn.
    pub fn job(&mut self, ctx: &Context, event: &JobEvent) {
        let JobEvent::Picture(key, drawn) = event else { return };
        if self.wanted.as_ref() != Some(key.as_ref()) {
            return;
        }
        let picture = match drawn {
            Ok(picture) => picture,
            Err(error) => {
                self.failure = Some(error.to_string());
                return;
            }
        };
        let (Ok(width), Ok(height)) =
            (usize::try_from(picture.width), usize::try_from(picture.height))
        else {
            return;
        };
        if width * height * 4 == picture.pixels.len() {
            let image = ColorImage::from_rgba_unmultiplied([width, height], &picture.pixels);
            let texture = ctx.load_texture("board-photo", image, TextureOptions::LINEAR);
            self.shown = Some(((**key).clone(), texture));
        }
    }

    /// Draws it; true to close.
    pub(super) fn ui(&mut self, ui: &Ui, context: DialogContext<'_>, inbox: &mut Inbox) -> bool {
        let Some(notice) = self.notice.and_then(|id| context.book.notice(id)) else { return true };
        let mut photos: Vec<&BoardPhoto> = notice.photos().collect();
        photos.reverse();
        let Some(photo) = photos.get(self.at).or_else(|| photos.first()) else { return true };
        let mut close = false;
        let screen = ui.ctx().content_rect();
        let width = (screen.width() - 140.0).min(980.0);
        let escaped = controls::dialog(ui, "公开栏照片", width, |ui| {
            self.bar(ui, photo, photos.len());
            let space = vec2(width, (screen.height() - AROUND).max(160.0));
            self.request(photo, context, inbox);
            self.picture(ui, photo, space);
            controls::foot(ui, |ui| {
                close = ui.primary_button("关闭").clicked();
                if ui.plain_button("用系统程序打开").clicked()
                    && let Ok(file) = context.app.attachment_path(&photo.file)
                {
                    inbox.push(Wish::OpenOutside(file));
                }
            });
        });
        close || escaped
    }

    fn bar(&mut self, ui: &mut Ui, photo: &BoardPhoto, count: usize) {
        let is_front = controls::is_front(ui);
        let pressed = |key| is_front && keys::pressed(ui.ctx(), Modifiers::NONE, key);
        let (left, right) = (pressed(egui::Key::ArrowLeft), pressed(egui::Key::ArrowRight));
        ui.horizontal(|ui| {
            let (can_back, can_next) = (self.at > 0, self.at + 1 < count);
            if controls::sign_button(ui, "‹", "上一张", can_back).clicked() || (left && can_back)
            {
                self.turn_to(self.at - 1);
            }
            ui.label(format!("第 {} 张，共 {count} 张", self.at + 1));
            if controls::sign_button(ui, "›", "下一张", can_next).clicked() || (right && can_next)
            {
                self.turn_to(self.at + 1);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let board = if photo.board.is_empty() { "" } else { "　" };
                ui.quiet(format!("{}{board}{}", date_label(photo.on), photo.board));
            });
        });
    }

    fn turn_to(&mut self, at: usize) {
        self.at = at;
        self.failure = None;
    }

    fn request(&mut self, photo: &BoardPhoto, context: DialogContext<'_>, inbox: &mut Inbox) {
        let file = match context.app.attachment_path(&photo.file) {
            Ok(file) => file,
            Err(error) => {
                self.failure = Some(error.to_string());
                return;
            }
        };
        let attachment = photo.file.clone();
        let key = PictureKey { attachment, file, page: 0, side: SIDE, turns: 0 };
        if self.wanted.as_ref() != Some(&key) {
            self.wanted = Some(key.clone());
            inbox.push(Wish::Start(Job::Picture(Box::new(key))));
        }
    }

    fn picture(&self, ui: &mut Ui, photo: &BoardPhoto, space: egui::Vec2) {
        let (rect, response) = ui.allocate_exact_size(space, Sense::hover());
        let label = format!("照片“{}”", photo.file.file_name);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &label));
        ui.painter().rect_filled(rect, 0.0, theme::SURFACE_QUIET);
        if let Some(failure) = &self.failure {
            let inside = egui::UiBuilder::new().max_rect(rect.shrink(16.0));
            ui.scope_builder(inside, |ui| ui.notice_box(true, failure));
            return;
        }
        let shown = self.shown.as_ref().filter(|(key, _)| Some(key) == self.wanted.as_ref());
        let Some((_, texture)) = shown else {
            ui.put(rect, egui::Label::new("正在打开……"));
            return;
        };
        let size = texture.size_vec2();
        let fit = (space.x / size.x.max(1.0)).min(space.y / size.y.max(1.0));
        let place = Rect::from_center_size(rect.center(), size * fit);
        let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        ui.painter().image(texture.id(), place, whole, Color32::WHITE);
    }
}
