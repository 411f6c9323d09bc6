//! Keys that act on the window: quiet while an input method composes, and Esc also while a list
//! is open, which it closes.

use egui::{Context, Event, Id, ImeEvent, Key, KeyboardShortcut, Modifiers, Popup};

fn id() -> Id {
    Id::unique("mingbai-composing")
}

/// Looks at the input of this frame; the shell calls it once, before anything is drawn.
pub fn watch(ctx: &Context) {
    let before = ctx.data(|data| data.get_temp::<Composing>(id())).unwrap_or_default();
    let mut now = Composing {
        under_way: before.under_way,
        this_frame: before.under_way,
        list_open: Popup::is_any_open(ctx),
    };
    ctx.input(|input| {
        for event in &input.events {
            if let Event::Ime(ime) = event {
                now.under_way = matches!(ime, ImeEvent::Preedit { text, .. } if !text.is_empty());
                now.this_frame = true;
            }
        }
    });
    if now != before {
        ctx.data_mut(|data| data.insert_temp(id(), now));
    }
}

/// What an input method is doing (输入法).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Composing {
    /// A composition waits for its end.
    under_way: bool,
    /// This frame saw one: the Enter that ended it is not ours.
    this_frame: bool,
    /// This frame began with a list open: an Esc is for the list.
    list_open: bool,
}

/// Whether an input method composes, or did in this frame.
pub fn is_composing(ctx: &Context) -> bool {
    ctx.data(|data| data.get_temp::<Composing>(id())).unwrap_or_default().this_frame
}

fn is_list_open(ctx: &Context) -> bool {
    ctx.data(|data| data.get_temp::<Composing>(id())).unwrap_or_default().list_open
}

/// Whether a key was pressed for the window; takes it.
pub fn pressed(ctx: &Context, modifiers: Modifiers, key: Key) -> bool {
    let is_for_the_list = key == Key::Escape && is_list_open(ctx);
    !is_composing(ctx)
        && !is_for_the_list
        && ctx.input_mut(|input| input.consume_shortcut(&KeyboardShortcut::new(modifiers, key)))
}

/// Whether Enter was pressed for the window; takes it.
pub fn enter(ctx: &Context) -> bool {
    pressed(ctx, Modifiers::NONE, Key::Enter)
}

/// Whether Esc was pressed for the window; takes it.
pub fn escape(ctx: &Context) -> bool {
    pressed(ctx, Modifiers::NONE, Key::Escape)
}

/// Moves the mark in a list of `count` with the arrow keys; whether it moved.
pub fn move_mark(ctx: &Context, marked: &mut usize, count: usize) -> bool {
    let before = *marked;
    if pressed(ctx, Modifiers::NONE, Key::ArrowDown) {
        *marked += 1;
    }
    if pressed(ctx, Modifiers::NONE, Key::ArrowUp) {
        *marked = marked.saturating_sub(1);
    }
    *marked = (*marked).min(count.saturating_sub(1));
    *marked != before
}
