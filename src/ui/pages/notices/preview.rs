//! The right column: the sheet as it will hang on the board.

use egui::{
    Align, Align2, Color32, ColorImage, Context, Key, Layout, Modifiers, Rect, Role, ScrollArea,
    Sense, Stroke, TextureHandle, TextureOptions, Ui, WidgetInfo, pos2, vec2,
};

use crate::app::{Job, JobEvent, Paper, PreviewKey, PreviewPage};
use crate::domain::notice::Notice;
use crate::ui::controls;
use crate::ui::ext::UiExt as _;
use crate::ui::inbox::{Inbox, Wish};
use crate::ui::theme;

/// What the bar above the sheet needs to stand in one row.
const BAR_WIDTH: f32 = 690.0;

/// The papers offered, with their words for [`Paper::parse`].
const PAPERS: [(&str, &str); 4] = [
    ("A3 横放", "a3-landscape"),
    ("A3 竖放", "a3"),
    ("A4 竖放", "a4"),
    ("展板 60×90", "board:60x90"),
];
/// The largest picture a graphics card is asked to hold, in pixels.
const SIDE_MAX: f32 = 8192.0;
/// Millimetres in an inch.
const INCH_MM: f32 = 25.4;

/// The page that is drawn and how it is looked at.
pub struct Preview {
    paper: usize,
    large: bool,
    page: usize,
    /// Times the size that fits the window.
    zoom: f32,
    wanted: Option<PreviewKey>,
    shown: Option<(PreviewKey, TextureHandle)>,
    pages: usize,
    /// What the layout could not do as it should.
    pub warnings: Vec<String>,
    /// Why no page can be drawn.
    pub failure: Option<String>,
}

impl Default for Preview {
    fn default() -> Self {
        Self {
            paper: 0,
            large: false,
            page: 0,
            zoom: 1.0,
            wanted: None,
            shown: None,
            pages: 1,
            warnings: Vec::new(),
            failure: None,
        }
    }
}

impl std::fmt::Debug for Preview {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Preview").field("wanted", &self.wanted).finish_non_exhaustive()
    }
}

impl Preview {
    /// The paper that was chosen.
    pub fn paper(&self) -> Option<Paper> {
        let (_, word) = PAPERS.get(self.paper)?;
        let paper = Paper::parse(word)?;
        Some(if self.large { paper.in_large_type() } else { paper })
    }

    /// Another notice is shown: its first page, and nothing of the one before.
    pub fn restart(&mut self) {
        (self.page, self.pages) = (0, 1);
        (self.wanted, self.shown, self.failure) = (None, None, None);
        self.warnings.clear();
    }

    /// Hears what came of a page that was asked for; one that is no longer wanted is passed over.
    pub fn job(&mut self, ctx: &Context, event: &JobEvent) {
        if let JobEvent::Preview(page) = event
            && self.wanted == Some(page.key)
        {
            self.take(ctx, page);
        } else if let JobEvent::PreviewFailed(key, error) = event
            && self.wanted == Some(*key)
        {
            // an older sheet must not stand for the one that cannot be drawn
            self.shown = None;
            self.warnings.clear();
            self.failure = Some(error.to_string());
        }
    }

    /// Takes a page that was drawn.
    fn take(&mut self, ctx: &Context, page: &PreviewPage) {
        let (Ok(width), Ok(height)) = (usize::try_from(page.width), usize::try_from(page.height))
        else {
            return;
        };
        if width * height * 4 != page.pixels.len() {
            return;
        }
        // nothing shows through a page, so that both kinds of opacity are the same, and this is faster
        let image = ColorImage::from_rgba_premultiplied([width, height], &page.pixels);
        let texture = ctx.load_texture("sheet", image, TextureOptions::LINEAR);
        self.shown = Some((page.key, texture));
        self.pages = page.pages.max(1);
        self.page = self.page.min(self.pages - 1);
        self.warnings.clone_from(&page.warnings);
        self.failure = None;
    }

    /// Draws the bar and the page.
    ///
    /// `fonts` are those there are: [`crate::app::App::font_generation`].
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        (notice, fonts): (&Notice, u64),
        covered: bool,
        inbox: &mut Inbox,
    ) {
        self.bar(ui, covered);
        if let Some(failure) = &self.failure {
            ui.notice_box(true, failure);
        }
        let Some(paper) = self.paper() else { return };
        let space = ui.available_size();
        let (width_mm, height_mm) = paper.size_mm();
        let margin = 10.0;
        let fit = ((space.x - margin) / width_mm).min((space.y - margin) / height_mm).max(0.2);
        let size = vec2(width_mm, height_mm) * fit * self.zoom;
        self.request(ui, (notice, fonts), (paper, size), inbox);
        ScrollArea::both().id_salt("sheet").auto_shrink([false, false]).show(ui, |ui| {
            let outer = (size + vec2(margin, margin)).max(ui.available_size());
            let (rect, response) = ui.allocate_exact_size(outer, Sense::hover());
            let label = match (&self.shown, &self.failure) {
                (Some(_), _) => {
                    format!("公示预览，第 {} 页，共 {} 页", self.page + 1, self.pages)
                }
                (None, Some(_)) => "公示预览，没有排出来".to_owned(),
                (None, None) => "公示预览，正在排版".to_owned(),
            };
            response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &label));
            let left = rect.left() + (rect.width() - size.x) / 2.0;
            let page = Rect::from_min_size(pos2(left, rect.top() + 2.0), size);
            self.paint(ui, page);
        });
    }

    fn paint(&self, ui: &Ui, page: Rect) {
        let shadow = egui::Shadow {
            offset: [0, 2],
            blur: 6,
            spread: 0,
            color: theme::VEIL.gamma_multiply(0.5),
        };
        ui.painter().add(shadow.as_shape(page, 0));
        ui.painter().rect_filled(page, 0.0, theme::SURFACE);
        if let Some((key, texture)) = &self.shown {
            // another paper: the old page stays, in its own shape, until the new one is there
            let (across, down) = key.paper.size_mm();
            let scale = (page.width() / across).min(page.height() / down);
            let place = Rect::from_center_size(page.center(), vec2(across, down) * scale);
            let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            ui.painter().image(texture.id(), place, whole, Color32::WHITE);
        } else if self.failure.is_none() {
            let font = egui::FontId::proportional(theme::BODY);
            let words = "正在排版……";
            ui.painter().text(page.center(), Align2::CENTER_CENTER, words, font, theme::TEXT_QUIET);
        }
        let outline = Stroke::new(1.0, theme::OUTLINE);
        ui.painter().rect_stroke(page, 0.0, outline, egui::StrokeKind::Outside);
    }

    /// Asks for the page when what is to be seen has changed.
    fn request(
        &mut self,
        ui: &Ui,
        (notice, fonts): (&Notice, u64),
        (paper, size): (Paper, egui::Vec2),
        inbox: &mut Inbox,
    ) {
        let scale = ui.ctx().pixels_per_point();
        let (width_mm, height_mm) = paper.size_mm();
        let most = SIDE_MAX / width_mm.max(height_mm) * INCH_MM;
        let dpi = (size.x * scale / width_mm * INCH_MM).round().clamp(10.0, most);
        let published = notice.posting().map(|posting| posting.published_on);
        let page = self.page;
        let key = PreviewKey { notice: notice.id, published, paper, page, dpi, fonts };
        if self.wanted != Some(key) {
            self.wanted = Some(key);
            let notice = Box::new(notice.clone());
            inbox.push(Wish::Start(Job::Preview { notice, paper, page, dpi }));
        }
    }

    /// In one row, or in two where the window is narrow or the type large.
    fn bar(&mut self, ui: &mut Ui, covered: bool) {
        let roomy = ui.available_width() > BAR_WIDTH;
        ui.horizontal(|ui| {
            let before = (self.paper, self.large);
            let shown = PAPERS.get(self.paper).map_or("", |(name, _)| *name);
            controls::choice(ui, "纸张", shown, 112.0, |ui| {
                for (at, (name, _)) in PAPERS.iter().enumerate() {
                    ui.selectable_value(&mut self.paper, at, *name);
                }
            });
            let size = if self.large { "大字版" } else { "标准字号" };
            controls::choice(ui, "字号", size, 104.0, |ui| {
                ui.selectable_value(&mut self.large, false, "标准字号");
                ui.selectable_value(&mut self.large, true, "大字版");
            });
            if before != (self.paper, self.large) {
                self.page = 0;
            }
            if roomy {
                self.turn_and_zoom(ui, covered);
            }
        });
        if !roomy {
            ui.horizontal(|ui| self.turn_and_zoom(ui, covered));
        }
    }

    fn turn_and_zoom(&mut self, ui: &mut Ui, covered: bool) {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            self.turn(ui, covered);
            ui.add_space(8.0);
            self.zoom_buttons(ui);
        });
    }

    /// Drawn from right to left.
    fn turn(&mut self, ui: &mut Ui, covered: bool) {
        let key = |key| !covered && ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let (up, down) = (key(Key::PageUp), key(Key::PageDown));
        let can_next = self.page + 1 < self.pages;
        if controls::sign_button(ui, "›", "下一页", can_next).clicked() || (down && can_next) {
            self.page += 1;
        }
        ui.label(format!("第 {} 页，共 {} 页", self.page + 1, self.pages));
        let can_back = self.page > 0;
        if controls::sign_button(ui, "‹", "上一页", can_back).clicked() || (up && can_back) {
            self.page -= 1;
        }
    }

    /// Drawn from right to left.
    fn zoom_buttons(&mut self, ui: &mut Ui) {
        if controls::sign_button(ui, "＋", "放大", self.zoom < 5.0).clicked() {
            self.zoom = (self.zoom * 1.25).min(5.0);
        }
        let fits = (self.zoom - 1.0).abs() < 0.01;
        let whole = (self.zoom * 100.0).round();
        let text = if fits { "适合窗口".to_owned() } else { format!("{whole}%") };
        let button = egui::Button::new(text).min_size(vec2(92.0, theme::CONTROL_HEIGHT));
        let response = ui.add(button);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "适合窗口"));
        if response.clicked() {
            self.zoom = 1.0;
        }
        if controls::sign_button(ui, "−", "缩小", self.zoom > 0.5).clicked() {
            self.zoom = (self.zoom / 1.25).max(0.5);
        }
    }
}
