//! The look: every colour, size and font of the window, named by meaning.
//!
//! Invariant: no other file makes a colour or a size of its own (clippy checks the colours).

use std::sync::Arc;

use egui::{
    Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Stroke,
    TextStyle, Theme, Visuals,
};

use crate::app::{FONT_BOLD, FONT_REGULAR};

/// The name of the bold family.
const BOLD: &str = "bold";

#[expect(clippy::disallowed_methods, reason = "the tokens are made here and nowhere else")]
const fn rgb(red: u8, green: u8, blue: u8) -> Color32 {
    Color32::from_rgb(red, green, blue)
}

/// The one accent: the main action, the current page, the focused field.
pub const ACCENT: Color32 = rgb(0x8C, 0x1D, 0x18);
/// The accent under the pointer.
pub const ACCENT_HOVER: Color32 = rgb(0xA3, 0x2A, 0x24);
/// Text on the accent.
pub const ON_ACCENT: Color32 = Color32::WHITE;
/// The window behind the cards.
pub const GROUND: Color32 = rgb(0xF3, 0xF4, 0xF6);
/// Cards, bars and fields.
pub const SURFACE: Color32 = Color32::WHITE;
/// The head of a table, a field that cannot be changed.
pub const SURFACE_QUIET: Color32 = rgb(0xED, 0xEE, 0xF3);
/// A row that sums others.
pub const SUM_GROUND: Color32 = rgb(0xF1, 0xF2, 0xF6);
/// A row under the pointer.
pub const SURFACE_HOVER: Color32 = rgb(0xF7, 0xF7, 0xFA);
/// A row that is selected.
pub const SURFACE_SELECTED: Color32 = rgb(0xFB, 0xF0, 0xEF);
/// Lines around cards and fields.
pub const OUTLINE: Color32 = rgb(0xD5, 0xD8, 0xDF);
/// Lines around fields, darker so that they are found.
pub const OUTLINE_FIELD: Color32 = rgb(0xB4, 0xB9, 0xC4);
/// Main text.
pub const TEXT: Color32 = rgb(0x1C, 0x20, 0x2B);
/// Labels and explanations.
pub const TEXT_QUIET: Color32 = rgb(0x59, 0x60, 0x6D);
/// Text of hints inside empty fields.
pub const TEXT_FAINT: Color32 = rgb(0x86, 0x8C, 0x98);
/// Past its last day; wrong.
pub const OVERDUE: Color32 = rgb(0x9B, 0x1C, 0x1C);
/// Behind [`OVERDUE`].
pub const OVERDUE_GROUND: Color32 = rgb(0xFB, 0xE9, 0xE7);
/// Open and still on time; to be looked at.
pub const DUE: Color32 = rgb(0x8A, 0x4B, 0x00);
/// Behind [`DUE`].
pub const DUE_GROUND: Color32 = rgb(0xFF, 0xF0, 0xD6);
/// Published, correct, done.
pub const DISCLOSED: Color32 = rgb(0x1F, 0x5C, 0x43);
/// Behind [`DISCLOSED`].
pub const DISCLOSED_GROUND: Color32 = rgb(0xE4, 0xF2, 0xEA);
/// Nothing to do yet.
pub const WAITING: Color32 = TEXT_QUIET;
/// Behind [`WAITING`].
pub const WAITING_GROUND: Color32 = SURFACE_QUIET;
/// Income in charts.
pub const INCOME: Color32 = rgb(0x2F, 0x6E, 0xA3);
/// Expense in charts.
pub const EXPENSE: Color32 = ACCENT;
/// Dims the window behind a dialog.
pub const VEIL: Color32 = Color32::from_black_alpha(90);

/// Below what floats.
pub const SHADOW: Color32 = Color32::from_black_alpha(40);

/// Running text, in points of the screen.
pub const BODY: f32 = 16.0;
/// Labels above fields and notes.
pub const SMALL: f32 = 14.0;
/// The heading of a card.
pub const HEADING: f32 = 20.0;
/// The big figure of a card.
pub const FIGURE: f32 = 26.0;
/// Height of buttons and fields.
pub const CONTROL_HEIGHT: f32 = 36.0;
/// Height of a row in a table.
pub const ROW_HEIGHT: f32 = 37.0;
/// Space inside a card.
pub const CARD_PADDING: i8 = 16;
/// Space between cards.
pub const GAP: f32 = 12.0;
/// Height of the top bar.
pub const TOP_BAR: f32 = 52.0;
/// Width of the side bar.
pub const SIDE_BAR: f32 = 132.0;
/// Space between the bars and the page.
pub const PAGE_MARGIN: i8 = 20;
/// Corners of cards.
pub const CARD_CORNER: u8 = 8;
/// Corners of buttons and fields.
pub const CONTROL_CORNER: u8 = 5;
/// The 大字 mode and the usual zoom.
pub const LARGE_ZOOM: f32 = 1.25;

/// Bold type of `size`.
pub fn bold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(BOLD.into()))
}

/// Regular type of `size`.
pub fn regular(size: f32) -> FontId {
    FontId::proportional(size)
}

/// Installs fonts and look; call once, before the first frame.
pub fn install(ctx: &Context) {
    install_fonts(ctx, Vec::new());
    ctx.set_theme(Theme::Light);
    ctx.all_styles_mut(|style| {
        style.text_styles = [
            (TextStyle::Small, regular(SMALL)),
            (TextStyle::Body, regular(BODY)),
            (TextStyle::Button, regular(BODY)),
            (TextStyle::Heading, bold(HEADING)),
            (TextStyle::Monospace, FontId::monospace(BODY)),
        ]
        .into();
        style.spacing.item_spacing = egui::vec2(10.0, 8.0);
        style.spacing.button_padding = egui::vec2(14.0, 6.0);
        style.spacing.interact_size.y = CONTROL_HEIGHT;
        style.spacing.icon_width = 18.0;
        style.spacing.icon_width_inner = 12.0;
        style.spacing.icon_spacing = 8.0;
        style.spacing.combo_height = 360.0;
        style.interaction.selectable_labels = false;
        style.visuals = visuals();
    });
}

/// Installs the bundled fonts, and others behind them for what they lack.
pub fn install_fonts(ctx: &Context, added: Vec<(String, Vec<u8>)>) {
    let mut fonts = fonts();
    for (name, bytes) in added {
        let name = format!("added {name}");
        fonts.font_data.insert(name.clone(), Arc::new(FontData::from_owned(bytes)));
        for family in fonts.families.values_mut() {
            family.push(name.clone());
        }
    }
    ctx.set_fonts(fonts);
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let faces = [("regular", FONT_REGULAR), ("bold-face", FONT_BOLD)];
    for (name, bytes) in faces {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    for family in [FontFamily::Proportional, FontFamily::Monospace] {
        fonts.families.entry(family).or_default().insert(0, "regular".to_owned());
    }
    let mut bold = vec!["bold-face".to_owned()];
    bold.extend(fonts.families.get(&FontFamily::Proportional).into_iter().flatten().cloned());
    fonts.families.insert(FontFamily::Name(BOLD.into()), bold);
    fonts
}

fn visuals() -> Visuals {
    let mut visuals = Visuals::light();
    let corner = CornerRadius::same(CONTROL_CORNER);
    visuals.panel_fill = GROUND;
    visuals.window_fill = SURFACE;
    visuals.extreme_bg_color = SURFACE;
    visuals.faint_bg_color = SURFACE_HOVER;
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(TEXT_QUIET);
    visuals.hyperlink_color = ACCENT;
    visuals.error_fg_color = OVERDUE;
    visuals.warn_fg_color = DUE;
    visuals.selection.bg_fill = SURFACE_SELECTED;
    visuals.selection.stroke = Stroke::new(1.5, ACCENT);
    visuals.window_corner_radius = CornerRadius::same(CARD_CORNER);
    visuals.menu_corner_radius = corner;
    visuals.text_cursor.stroke = Stroke::new(2.0, TEXT);
    let widgets = &mut visuals.widgets;
    widgets.noninteractive.bg_stroke = Stroke::new(1.0, OUTLINE);
    widgets.noninteractive.fg_stroke = Stroke::new(1.0, TEXT);
    for (state, fill, outline) in [
        (&mut widgets.inactive, SURFACE, OUTLINE_FIELD),
        (&mut widgets.hovered, SURFACE_HOVER, TEXT_FAINT),
        (&mut widgets.active, SURFACE_QUIET, ACCENT),
        (&mut widgets.open, SURFACE_HOVER, ACCENT),
    ] {
        state.bg_fill = fill;
        state.weak_bg_fill = fill;
        state.bg_stroke = Stroke::new(1.0, outline);
        state.fg_stroke = Stroke::new(1.0, TEXT);
        state.corner_radius = corner;
        state.expansion = 0.0;
    }
    visuals
}
