//! Small pieces that every page is made of.

use egui::{
    Align, Align2, Button, Color32, CornerRadius, Frame, Label, Layout, Margin, Painter, Rect,
    Response, RichText, Role, Sense, Stroke, TextEdit, Ui, UiBuilder, Widget as _, WidgetInfo,
    vec2,
};

use egui_extras::TableRow;

use super::{table_card, theme};
use crate::domain::duty::DutyState;
use crate::domain::money::Money;

/// What [`UiExt::field`] draws.
#[derive(Debug)]
pub struct Field<'a> {
    /// The label above, and the accessible name.
    pub label: &'a str,
    /// What stands there while the field is empty.
    pub hint: &'a str,
    /// What is wrong with it, shown below.
    pub fault: Option<&'a str>,
    /// In points.
    pub width: f32,
    /// Amounts stand to the right.
    pub right: bool,
}

impl<'a> Field<'a> {
    /// A field of `width` points without hint or fault.
    pub const fn new(label: &'a str, width: f32) -> Self {
        Self { label, hint: "", fault: None, width, right: false }
    }
}

/// The signs that go with a state, drawn, not typed: fonts lack some of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// A tick.
    Tick,
    /// A cross.
    Cross,
    /// A filled dot.
    Dot,
    /// An empty ring.
    Ring,
    /// A triangle: look here.
    Triangle,
    /// A short line: nothing.
    Dash,
}

/// Additions to [`egui::Ui`].
pub trait UiExt {
    /// A white card with a thin line around it.
    fn card<R>(&mut self, add: impl FnOnce(&mut Ui) -> R) -> R;
    /// The heading of a card.
    fn card_heading(&mut self, text: &str) -> Response;
    /// Quiet text: a label or an explanation.
    fn quiet(&mut self, text: impl Into<String>) -> Response;
    /// Quiet text as large as running text.
    fn quiet_body(&mut self, text: impl Into<String>) -> Response;
    /// The main action of a place.
    fn primary_button(&mut self, text: &str) -> Response;
    /// Any other action.
    fn plain_button(&mut self, text: &str) -> Response;
    /// The same, grey where it cannot be done; wraps with the others of its row.
    fn plain_button_if(&mut self, can: bool, text: &str) -> Response;
    /// A labelled one-line field with its fault below it.
    fn field(&mut self, field: &Field<'_>, text: &mut String) -> Response;
    /// An amount, to the right of the space it is given.
    fn money(&mut self, amount: Money) -> Response;
    /// A state as a coloured tag with its sign.
    fn pill(&mut self, sign: Sign, text: &str, colour: Color32, ground: Color32) -> Response;
    /// The state of a duty.
    fn duty_pill(&mut self, state: DutyState) -> Response;
    /// A drawn sign at the height of the first line of the text beside it.
    fn sign_beside(&mut self, sign: Sign, colour: Color32);
    /// A drawn sign as tall as the text.
    fn sign(&mut self, sign: Sign, colour: Color32) -> Response;
    /// A box in amber or red with a sentence in it.
    fn notice_box(&mut self, is_error: bool, text: &str) -> Response;
    /// A button that shows a sign and is called `label`.
    fn sign_button(&mut self, sign: Sign, label: &str) -> Response;
    /// Buttons at the right end of a row; the first one added stands outermost.
    fn buttons_right<R>(&mut self, add: impl FnOnce(&mut Ui) -> R) -> R;
    /// A button that opens something below it: its text and a small triangle.
    fn menu_like_button(&mut self, text: &str, label: &str) -> Response;
    /// Gives a control its accessible name where no label stands beside it.
    fn name(&self, response: &Response, name: &str);
    /// A one-line field without a label above it; `name` is its accessible name.
    fn named_field(&mut self, name: &str, width: f32, hint: &str, text: &mut String) -> Response;
    /// The same for an amount; red while it cannot be read.
    fn amount_field(&mut self, name: &str, width: f32, text: &mut String) -> Response;
    /// The head of a column.
    fn table_head(&mut self, title: &str) -> Response;
    /// The head of a column of amounts.
    fn table_head_right(&mut self, title: &str) -> Response;
    /// Chooses one of a few: the current one in the accent colour.
    fn segment(&mut self, selected: bool, text: &str) -> Response;
}

impl UiExt for Ui {
    fn card<R>(&mut self, add: impl FnOnce(&mut Self) -> R) -> R {
        Frame::new()
            .fill(theme::SURFACE)
            .stroke(Stroke::new(1.0, theme::OUTLINE))
            .corner_radius(CornerRadius::same(theme::CARD_CORNER))
            .inner_margin(Margin::same(theme::CARD_PADDING))
            .show(self, add)
            .inner
    }

    fn card_heading(&mut self, text: &str) -> Response {
        self.label(RichText::new(text).font(theme::bold(theme::HEADING)))
    }

    fn quiet(&mut self, text: impl Into<String>) -> Response {
        self.label(RichText::new(text).color(theme::TEXT_QUIET).size(theme::SMALL))
    }

    fn quiet_body(&mut self, text: impl Into<String>) -> Response {
        self.label(RichText::new(text).color(theme::TEXT_QUIET))
    }

    fn primary_button(&mut self, text: &str) -> Response {
        let words = RichText::new(text).color(theme::ON_ACCENT);
        Button::new(words)
            .fill(theme::ACCENT)
            .stroke(Stroke::NONE)
            .min_size(vec2(0.0, theme::CONTROL_HEIGHT))
            .ui(self)
    }

    fn plain_button(&mut self, text: &str) -> Response {
        self.plain_button_if(true, text)
    }

    fn plain_button_if(&mut self, can: bool, text: &str) -> Response {
        self.add_enabled(can, Button::new(text).min_size(vec2(0.0, theme::CONTROL_HEIGHT)))
    }

    fn field(&mut self, field: &Field<'_>, text: &mut String) -> Response {
        self.vertical(|ui| {
            ui.set_width(field.width);
            ui.spacing_mut().item_spacing.y = 3.0;
            let label = ui.quiet(field.label);
            let mut edit = TextEdit::singleline(text)
                .hint_text(RichText::new(field.hint).color(theme::TEXT_FAINT))
                .desired_width(field.width)
                .align(Align2::LEFT_CENTER)
                .margin(Margin::symmetric(10, 4))
                .min_size(vec2(field.width, theme::CONTROL_HEIGHT));
            if field.right {
                edit = edit.align(Align2::RIGHT_CENTER);
            }
            if field.fault.is_some() {
                ui.visuals_mut().widgets.inactive.bg_stroke = Stroke::new(2.0, theme::OVERDUE);
            }
            let response = ui.add(edit).labelled_by(label.id);
            if let Some(fault) = field.fault {
                let fault = RichText::new(fault).color(theme::OVERDUE).size(theme::SMALL);
                ui.add(Label::new(fault).wrap());
            }
            response
        })
        .inner
    }

    fn money(&mut self, amount: Money) -> Response {
        self.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let colour = if amount.is_negative() { theme::OVERDUE } else { theme::TEXT };
            ui.label(RichText::new(amount.grouped()).color(colour))
        })
        .inner
    }

    fn pill(&mut self, sign: Sign, text: &str, colour: Color32, ground: Color32) -> Response {
        Frame::new()
            .fill(ground)
            .corner_radius(CornerRadius::same(11))
            .inner_margin(Margin::symmetric(9, 2))
            .show(self, |ui| {
                ui.spacing_mut().item_spacing.x = 5.0;
                // a row is as tall as a button unless told otherwise
                ui.spacing_mut().interact_size.y = theme::SMALL + 6.0;
                ui.horizontal(|ui| {
                    ui.sign(sign, colour);
                    ui.label(RichText::new(text).font(theme::bold(theme::SMALL)).color(colour));
                });
            })
            .response
    }

    fn duty_pill(&mut self, state: DutyState) -> Response {
        let (sign, colour, ground) = match state {
            DutyState::Waiting { .. } => (Sign::Ring, theme::WAITING, theme::WAITING_GROUND),
            DutyState::Due { .. } => (Sign::Dot, theme::DUE, theme::DUE_GROUND),
            DutyState::Overdue { .. } => (Sign::Cross, theme::OVERDUE, theme::OVERDUE_GROUND),
            DutyState::Fulfilled { .. } => (Sign::Tick, theme::DISCLOSED, theme::DISCLOSED_GROUND),
            DutyState::Late { .. } => (Sign::Tick, theme::DUE, theme::DUE_GROUND),
        };
        self.pill(sign, &state.label(), colour, ground)
    }

    fn sign_beside(&mut self, sign: Sign, colour: Color32) {
        self.vertical(|ui| {
            ui.add_space(7.0);
            ui.sign(sign, colour);
        });
    }

    fn sign(&mut self, sign: Sign, colour: Color32) -> Response {
        let side = theme::SMALL * 0.75;
        let (rect, response) = self.allocate_exact_size(vec2(side, side), Sense::hover());
        paint_sign(self.painter(), rect, sign, colour);
        response
    }

    fn notice_box(&mut self, is_error: bool, text: &str) -> Response {
        let (colour, ground) = if is_error {
            (theme::OVERDUE, theme::OVERDUE_GROUND)
        } else {
            (theme::DUE, theme::DUE_GROUND)
        };
        Frame::new()
            .fill(ground)
            .corner_radius(CornerRadius::same(theme::CONTROL_CORNER))
            .inner_margin(Margin::symmetric(10, 8))
            .show(self, |ui| {
                ui.horizontal_top(|ui| {
                    ui.sign_beside(if is_error { Sign::Cross } else { Sign::Triangle }, colour);
                    ui.add(Label::new(RichText::new(text).color(theme::TEXT)).wrap());
                });
            })
            .response
    }

    fn sign_button(&mut self, sign: Sign, label: &str) -> Response {
        let side = 28.0;
        let (rect, response) = self.allocate_exact_size(vec2(side, side), Sense::click());
        response
            .widget_info(|| WidgetInfo::labeled(Role::Button, self.is_enabled(), label.to_owned()));
        let visuals = self.style().interact(&response);
        if response.hovered() || response.has_focus() {
            self.painter().rect(
                rect,
                CornerRadius::same(theme::CONTROL_CORNER),
                visuals.bg_fill,
                visuals.bg_stroke,
                egui::StrokeKind::Inside,
            );
        }
        let inner = rect.shrink((side - theme::SMALL * 0.75) / 2.0);
        self.scope_builder(UiBuilder::new().max_rect(inner), |ui| {
            ui.sign(sign, theme::TEXT_QUIET);
        });
        response.on_hover_text(label)
    }

    fn buttons_right<R>(&mut self, add: impl FnOnce(&mut Self) -> R) -> R {
        let size = vec2(self.available_width(), theme::CONTROL_HEIGHT);
        self.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), add).inner
    }

    fn menu_like_button(&mut self, text: &str, label: &str) -> Response {
        // the spaces keep the place of the triangle
        let button = Button::new(format!("{text}　 ")).min_size(vec2(0.0, theme::CONTROL_HEIGHT));
        let response = button.ui(self);
        let label = label.to_owned();
        response
            .widget_info(|| WidgetInfo::labeled(Role::Button, self.is_enabled(), label.clone()));
        let tip = response.rect.right_center() + vec2(-18.0, 3.0);
        let corners = vec![tip + vec2(-5.0, -5.0), tip + vec2(5.0, -5.0), tip + vec2(0.0, 2.0)];
        self.painter().add(egui::Shape::convex_polygon(corners, theme::TEXT_QUIET, Stroke::NONE));
        response
    }

    fn segment(&mut self, selected: bool, text: &str) -> Response {
        let colour = if selected { theme::ON_ACCENT } else { theme::TEXT };
        let fill = if selected { theme::ACCENT } else { theme::SURFACE };
        let response = Button::new(RichText::new(text).color(colour))
            .fill(fill)
            .min_size(vec2(0.0, theme::CONTROL_HEIGHT))
            .ui(self);
        let text = text.to_owned();
        response.widget_info(|| {
            WidgetInfo::selected(Role::RadioButton, self.is_enabled(), selected, text.clone())
        });
        response
    }

    fn name(&self, response: &Response, name: &str) {
        self.ctx().accesskit_node_builder(response.id, |node| node.set_label(name));
    }

    fn named_field(&mut self, name: &str, width: f32, hint: &str, text: &mut String) -> Response {
        let edit = plain_edit(text, width);
        let edit = edit.hint_text(RichText::new(hint).color(theme::TEXT_FAINT));
        let response = self.add(edit.align(Align2::LEFT_CENTER));
        self.name(&response, name);
        response
    }

    fn amount_field(&mut self, name: &str, width: f32, text: &mut String) -> Response {
        let is_wrong = !text.trim().is_empty() && Money::parse(text).is_err();
        let response = self
            .scope(|ui| {
                if is_wrong {
                    ui.visuals_mut().widgets.inactive.bg_stroke = Stroke::new(2.0, theme::OVERDUE);
                }
                ui.add(plain_edit(text, width).align(Align2::RIGHT_CENTER))
            })
            .inner;
        self.name(&response, name);
        response
    }

    fn table_head(&mut self, title: &str) -> Response {
        head_ground(self);
        self.label(table_card::head(title, theme::BODY))
    }

    fn table_head_right(&mut self, title: &str) -> Response {
        head_ground(self);
        self.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(table_card::head(title, theme::BODY))
        })
        .inner
    }
}

fn plain_edit(text: &mut String, width: f32) -> TextEdit<'_> {
    TextEdit::singleline(text)
        .desired_width(width)
        .margin(Margin::symmetric(10, 4))
        .min_size(vec2(width, theme::CONTROL_HEIGHT))
}

/// Half of the gap between two columns, so that grounds and rules of neighbours meet.
const HALF_GAP: f32 = 6.0;

/// The grey behind the head of a table.
fn head_ground(ui: &Ui) {
    let rect = ui.max_rect().expand2(vec2(HALF_GAP, 0.0));
    let mut painter = ui.painter().clone();
    // wider than the cell, but never above or below what scrolls around the table
    let clip = Rect::from_x_y_ranges(rect.x_range(), ui.clip_rect().y_range());
    painter.set_clip_rect(rect.intersect(clip));
    painter.rect_filled(rect, 0.0, theme::SURFACE_QUIET);
}

/// Additions to the rows of a table.
pub trait RowExt {
    /// A cell with the thin line below it that runs through the row.
    fn cell(&mut self, add: impl FnOnce(&mut Ui));
}

impl RowExt for TableRow<'_, '_> {
    fn cell(&mut self, add: impl FnOnce(&mut Ui)) {
        self.col(|ui| {
            let rect = ui.max_rect().expand2(vec2(HALF_GAP, 0.0));
            let mut painter = ui.painter().clone();
            painter.set_clip_rect(Rect::from_x_y_ranges(rect.x_range(), ui.clip_rect().y_range()));
            painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, theme::OUTLINE));
            add(ui);
        });
    }
}

/// Draws a sign into a square.
pub fn paint_sign(painter: &Painter, rect: Rect, sign: Sign, colour: Color32) {
    let (stroke, side) = (Stroke::new(1.8, colour), rect.width());
    let at = |x: f32, y: f32| rect.min + vec2(x * side, y * side);
    match sign {
        Sign::Tick => {
            painter.line(vec![at(0.05, 0.55), at(0.38, 0.88), at(0.97, 0.15)], stroke);
        }
        Sign::Cross => {
            painter.line_segment([at(0.12, 0.12), at(0.88, 0.88)], stroke);
            painter.line_segment([at(0.88, 0.12), at(0.12, 0.88)], stroke);
        }
        Sign::Dot => {
            painter.circle_filled(rect.center(), side * 0.42, colour);
        }
        Sign::Ring => {
            painter.circle_stroke(rect.center(), side * 0.38, stroke);
        }
        Sign::Dash => {
            painter.line_segment([at(0.2, 0.5), at(0.8, 0.5)], stroke);
        }
        Sign::Triangle => {
            let corners = vec![at(0.5, 0.02), at(1.0, 0.95), at(0.0, 0.95)];
            painter.add(egui::Shape::convex_polygon(corners, colour, Stroke::NONE));
        }
    }
}
