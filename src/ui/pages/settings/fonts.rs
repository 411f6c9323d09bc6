//! Fonts for rare characters: what was added, and another one (补字字体).

use std::path::Path;

use egui::{RichText, Ui};

use crate::app::{AddedFont, App, AppError};
use crate::ui::ext::UiExt as _;
use crate::ui::inbox::{Inbox, Pick, Wish};
use crate::ui::theme;

/// The fonts a person added, and what became of the last try.
#[derive(Debug, Default)]
pub(super) struct FontsCard {
    /// Read once: it takes a look into every file.
    added: Option<Vec<AddedFont>>,
    said: Option<Result<String, AppError>>,
    /// The font that is about to be removed, once it was asked about.
    leaving: Option<String>,
    /// Whether the window has to learn the fonts anew.
    changed: bool,
}

impl FontsCard {
    pub(super) fn take(&mut self, app: &App, path: &Path) {
        self.said = Some(app.add_font(path).map(|font| {
            format!("已添加 {}，多了 {} 个字，如 {}", font.name, font.characters, font.samples)
        }));
        self.changed();
    }

    fn changed(&mut self) {
        self.added = None;
        self.changed = true;
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, app: &App, inbox: &mut Inbox) {
        if std::mem::take(&mut self.changed) {
            theme::install_fonts(ui.ctx(), app.added_font_bytes());
        }
        ui.set_width(ui.available_width());
        ui.card_heading("补字字体");
        ui.quiet_body(
            "自带的字体有八千多个规范汉字和常用生僻字。人名、地名里还有印不出的字，添加一个收有它的字体文件，就能印了。",
        );
        let added = self.added.get_or_insert_with(|| app.added_fonts().unwrap_or_default());
        let mut remove = None;
        for font in added.iter() {
            ui.horizontal(|ui| {
                ui.label(RichText::new(&font.name).font(theme::bold(theme::BODY)));
                ui.label(format!("多 {} 个字：{}", font.characters, font.samples));
                if self.leaving.as_deref() != Some(&font.name) {
                    if ui.plain_button("移除").clicked() {
                        self.leaving = Some(font.name.clone());
                    }
                    return;
                }
                ui.label("移除后，用到这些字的公示就印不出了。");
                if ui.plain_button("确定移除").clicked() {
                    remove = Some(font.name.clone());
                }
                if ui.plain_button("不移除").clicked() {
                    self.leaving = None;
                }
            });
        }
        if let Some(name) = remove {
            self.leaving = None;
            let removed = app.remove_font(&name);
            self.said = Some(removed.map(|()| format!("已移除 {name}")));
            self.changed();
        }
        if ui.plain_button("添加字体文件…").clicked() {
            inbox.push(Wish::Pick(Pick::Font));
        }
        match &self.said {
            None => {}
            Some(Ok(said)) => {
                ui.notice_box(false, said);
            }
            Some(Err(error)) => {
                ui.notice_box(true, &error.to_string());
            }
        }
    }
}
