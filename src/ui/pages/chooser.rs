//! Chooses villages: down the division list, by name or pinyin initials, or typed by hand.

use egui::{Align, ComboBox, Layout, ScrollArea, Ui, vec2};

use crate::app::{App, Division, Divisions, NewVillage};
use crate::domain::village::printed_name;
use crate::ui::ext::{Field, Sign, UiExt as _};
use crate::ui::{controls, keys, theme};

/// The province of the list.
const PROVINCE: &str = "37";
const ROW: f32 = theme::CONTROL_HEIGHT;
const FOUND_MAX: usize = 200;

/// The three ways.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Way {
    #[default]
    List,
    Search,
    Typed,
}

/// A village that was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Chosen {
    label: String,
    village: NewVillage,
}

/// Village chooser (选村).
#[derive(Debug, Default)]
pub struct VillageChooser {
    way: Way,
    city: String,
    county: String,
    town: String,
    word: String,
    found: Found,
    township: String,
    name: String,
    fault: Option<&'static str>,
    chosen: Vec<Chosen>,
}

/// What a search found, kept until the word changes.
#[derive(Debug, Default)]
struct Found {
    word: String,
    villages: Vec<&'static Division>,
}

impl VillageChooser {
    /// What was chosen, in the order it was chosen.
    pub fn villages(&self) -> Vec<NewVillage> {
        self.chosen.iter().map(|chosen| chosen.village.clone()).collect()
    }

    /// How many were chosen.
    pub fn count(&self) -> usize {
        self.chosen.len()
    }

    /// The township of the first village, to name a file after.
    pub fn first_label(&self) -> Option<&str> {
        self.chosen.first().map(|chosen| chosen.label.as_str())
    }

    /// Draws the chooser in `height` points: the ways on the left, what was chosen on the right.
    pub fn ui(&mut self, ui: &mut Ui, app: &App, height: f32) {
        let divisions = match app.divisions() {
            Ok(divisions) => divisions,
            Err(error) => {
                ui.notice_box(true, &error.to_string());
                return self.typed_ui(ui);
            }
        };
        ui.horizontal_top(|ui| {
            let right = 330.0;
            let left = ui.available_width() - right - 24.0;
            let column = |width: f32| vec2(width, height);
            ui.allocate_ui_with_layout(column(left), Layout::top_down(Align::Min), |ui| {
                ui.set_min_size(column(left));
                self.ways_ui(ui, divisions);
            });
            ui.add_space(12.0);
            ui.allocate_ui_with_layout(column(right), Layout::top_down(Align::Min), |ui| {
                ui.set_min_size(column(right));
                self.chosen_ui(ui);
            });
        });
    }

    fn ways_ui(&mut self, ui: &mut Ui, divisions: &'static Divisions) {
        ui.horizontal(|ui| {
            for (way, word) in
                [(Way::List, "按区划选"), (Way::Search, "按名字找"), (Way::Typed, "自己写")]
            {
                if ui.segment(self.way == way, word).clicked() {
                    self.way = way;
                }
            }
        });
        ui.add_space(4.0);
        match self.way {
            Way::List => self.list_ui(ui, divisions),
            Way::Search => self.search_ui(ui, divisions),
            Way::Typed => self.typed_ui(ui),
        }
    }

    fn list_ui(&mut self, ui: &mut Ui, divisions: &'static Divisions) {
        ui.horizontal(|ui| {
            if level(ui, divisions, "市", PROVINCE, &mut self.city) {
                self.county.clear();
                self.town.clear();
            }
            if level(ui, divisions, "县（市、区）", &self.city, &mut self.county) {
                self.town.clear();
            }
            level(ui, divisions, "乡镇（街道）", &self.county, &mut self.town);
        });
        if self.town.is_empty() {
            ui.add_space(8.0);
            ui.quiet_body("选到乡镇，下面就列出它的村。");
            return;
        }
        let villages = divisions.children(&self.town);
        ui.horizontal(|ui| {
            if ui.plain_button("全选").clicked() {
                for village in &villages {
                    self.tick(village, divisions, true);
                }
            }
            if ui.plain_button("全不选").clicked() {
                for village in &villages {
                    self.tick(village, divisions, false);
                }
            }
            ui.quiet_body(format!("共 {} 个村（居）", villages.len()));
        });
        self.rows_ui(ui, divisions, &villages, false);
    }

    fn search_ui(&mut self, ui: &mut Ui, divisions: &'static Divisions) {
        let field = Field {
            hint: "如：后吴、hwz、斗虎屯 后吴",
            ..Field::new("村名、拼音首字母或区划代码", ui.available_width() - 8.0)
        };
        let word = ui.field(&field, &mut self.word);
        controls::begins_here(ui, &word);
        if self.found.word != self.word {
            let found = divisions.search(&self.word, FOUND_MAX);
            let villages = found.into_iter().map(|(division, _)| division);
            self.found = Found {
                word: self.word.clone(),
                villages: villages.filter(|division| division.code.len() == 12).collect(),
            };
        }
        let villages = std::mem::take(&mut self.found.villages);
        match villages.len() {
            0 if self.word.trim().is_empty() => {}
            0 => {
                ui.quiet_body("名录里没有这样的村，可以换一种写法，或点“自己写”。");
            }
            FOUND_MAX.. => {
                ui.quiet("太多了，只列出前面一部分；前面加上乡镇名可以缩小范围。");
            }
            _ => {}
        }
        self.rows_ui(ui, divisions, &villages, true);
        self.found.villages = villages;
    }

    fn rows_ui(
        &mut self,
        ui: &mut Ui,
        divisions: &'static Divisions,
        villages: &[&'static Division],
        with_path: bool,
    ) {
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().auto_shrink([false, false]).show_rows(
            ui,
            ROW,
            villages.len(),
            |ui, rows| {
                for village in villages.iter().take(rows.end).skip(rows.start) {
                    let mut is_chosen = self.position(&village.code).is_some();
                    ui.allocate_ui_with_layout(
                        vec2(ui.available_width(), ROW),
                        Layout::left_to_right(Align::Center),
                        |ui| {
                            if ui.checkbox(&mut is_chosen, printed_name(&village.name)).changed() {
                                self.tick(village, divisions, is_chosen);
                            }
                            if with_path {
                                ui.quiet(divisions.path(&village.code));
                            }
                        },
                    );
                }
            },
        );
    }

    fn typed_ui(&mut self, ui: &mut Ui) {
        ui.quiet_body("名录里没有的村，照公示表上要印的样子写。");
        let mut is_entered = false;
        ui.horizontal_top(|ui| {
            let town = Field { hint: "如：斗虎屯镇", ..Field::new("乡镇", 180.0) };
            let town = ui.field(&town, &mut self.township);
            controls::begins_here(ui, &town);
            let name =
                Field {
                    hint: "如：堠堌新村", fault: self.fault, ..Field::new("村名", 220.0)
                };
            let response = ui.field(&name, &mut self.name);
            is_entered = response.lost_focus() && keys::enter(ui.ctx());
            ui.vertical(|ui| {
                ui.add_space(theme::SMALL + 9.0);
                is_entered |= ui.plain_button("加入").clicked();
            });
        });
        if is_entered {
            self.add_typed();
        }
    }

    fn add_typed(&mut self) {
        let (township, name) = (self.township.trim().to_owned(), self.name.trim().to_owned());
        if township.is_empty() || name.is_empty() {
            self.fault = Some("乡镇和村名都要写");
            return;
        }
        self.fault = None;
        let label = format!("{township} {name}");
        if !self.chosen.iter().any(|chosen| chosen.label == label) {
            self.chosen.push(Chosen { label, village: NewVillage::Typed { township, name } });
        }
        // the next village is most likely of the same township
        self.name.clear();
    }

    fn chosen_ui(&mut self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            ui.set_height(theme::CONTROL_HEIGHT);
            ui.card_heading(&format!("已选 {} 个村", self.chosen.len()));
        });
        if self.chosen.is_empty() {
            ui.quiet_body("在左边勾选，一个账簿可以放许多村。");
            return;
        }
        let mut removed = None;
        ui.spacing_mut().item_spacing.y = 0.0;
        let count = self.chosen.len();
        ScrollArea::vertical().id_salt("chosen").auto_shrink([false, false]).show_rows(
            ui,
            ROW,
            count,
            |ui, rows| {
                let shown = self.chosen.iter().enumerate().take(rows.end).skip(rows.start);
                for (index, chosen) in shown {
                    ui.allocate_ui_with_layout(
                        vec2(ui.available_width() - 12.0, ROW),
                        Layout::right_to_left(Align::Center),
                        |ui| {
                            let label = format!("去掉{}", chosen.label);
                            if ui.sign_button(Sign::Cross, &label).clicked() {
                                removed = Some(index);
                            }
                            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                                ui.add(egui::Label::new(&chosen.label).truncate());
                            });
                        },
                    );
                }
            },
        );
        if let Some(index) = removed {
            self.chosen.remove(index);
        }
    }

    fn position(&self, code: &str) -> Option<usize> {
        self.chosen.iter().position(
            |chosen| matches!(&chosen.village, NewVillage::Listed(listed) if listed == code),
        )
    }

    fn tick(&mut self, village: &Division, divisions: &Divisions, is_chosen: bool) {
        match (self.position(&village.code), is_chosen) {
            (None, true) => {
                let town = divisions.town_of(&village.code).map_or("", |town| &town.name);
                let label = format!("{town} {}", printed_name(&village.name));
                let village = NewVillage::Listed(village.code.clone());
                self.chosen.push(Chosen { label, village });
            }
            (Some(index), false) => {
                self.chosen.remove(index);
            }
            (None, false) | (Some(_), true) => {}
        }
    }
}

/// One level of the list; whether another division was chosen.
fn level(
    ui: &mut Ui,
    divisions: &'static Divisions,
    label: &str,
    above: &str,
    code: &mut String,
) -> bool {
    let mut is_changed = false;
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        let caption = ui.quiet(label);
        let shown = divisions.get(code).map_or("请选择", |division| &division.name);
        ui.add_enabled_ui(!above.is_empty(), |ui| {
            let list = ComboBox::from_id_salt(label).selected_text(shown).width(190.0);
            let list = list.show_ui(ui, |ui| {
                for division in divisions.children(above) {
                    let is_shown = division.code == *code;
                    if ui.selectable_label(is_shown, &division.name).clicked() {
                        code.clone_from(&division.code);
                        is_changed = !is_shown;
                    }
                }
            });
            list.response.labelled_by(caption.id);
        });
    });
    is_changed
}
