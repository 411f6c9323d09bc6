//! The pages of one notice: the words and figures of its sheet, nothing more.

use super::frame::{BODY_BYTES_MAX, Frame, link};
use super::markup::Markup;
use super::{Place, SiteFile, SiteNotice, table};
use crate::domain::notice::{Notice, Publication};
use crate::domain::period;
use crate::print::compose::{self, BLANK_NUMBER};
use crate::print::document::{Block, Document, Figure, Role, Signing, Standing};

/// What else the site says of a notice: what it sets right, and what sets it right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Related {
    /// The notice that was wrong, of a 更正公告.
    pub corrects: Option<SiteNotice>,
    /// The corrections of this notice, in the order published.
    pub corrected_by: Vec<SiteNotice>,
}

/// Writes the pages of a published notice (一份公示的网页).
pub fn notice_pages(place: Place<'_>, notice: &Notice, related: &Related) -> Vec<SiteFile> {
    let document = compose::words_of(notice);
    let path = super::notice_path(&place.village.folder, notice);
    let mut filler = Filler::default();
    filler.add(&opening(&path, &document, notice, related));
    lay(&mut filler, &document, notice);
    filler.block(&check(notice));
    let mut heading = Markup::default();
    heading.within("<p class=\"issue\">", &document.heading.issue.join("　"), "</p>\n");
    heading.within("<h1>", &document.heading.title, "</h1>\n");
    let town = place.town.index();
    let village = place.village.index();
    let frame = Frame {
        path: &path,
        title: &document.heading.title,
        crumbs: &[
            ("index.html", "首页"),
            (&town, &place.town.name),
            (&village, &place.village.name),
        ],
        finds: false,
        foot: "由“明白账”从已公布的公示做成，内容和公开栏上张贴的一致。",
    };
    let crumbs: Vec<(&str, &str)> = frame.crumbs.to_vec();
    let crumbs = super::without_repeats(&crumbs);
    Frame { crumbs: &crumbs, ..frame }.pages(&heading, &filler.finish())
}

/// The content of a notice on its way over the pages (排页).
#[derive(Default)]
pub(super) struct Filler {
    full: Vec<Markup>,
    body: Markup,
}

impl Filler {
    /// Whether so many more bytes are too many for this page.
    pub(super) const fn is_full(&self, more: usize) -> bool {
        !self.body.is_empty() && self.body.len() + more > BODY_BYTES_MAX
    }

    /// Adds to this page.
    pub(super) fn add(&mut self, markup: &Markup) {
        self.body.add(markup);
    }

    /// Adds what stays together, on a new page if it has to.
    pub(super) fn block(&mut self, markup: &Markup) {
        if self.is_full(markup.len()) {
            self.turn();
        }
        self.add(markup);
    }

    /// Begins a new page.
    pub(super) fn turn(&mut self) {
        self.full.push(std::mem::take(&mut self.body));
    }

    fn finish(mut self) -> Vec<Markup> {
        self.turn();
        self.full
    }
}

/// When it hangs, and what became of it since.
fn opening(path: &str, document: &Document, notice: &Notice, related: &Related) -> Markup {
    let mut opening = Markup::default();
    if let Standing::Posted(lines) = &document.heading.standing {
        opening.within("<p class=\"posted\">", &lines.join("\n"), "</p>\n");
    }
    if let Some(on) = notice.taken_down_on() {
        let words = format!("这份公示已于{}提前撤下，还没有重新张贴。", period::date_label(on));
        opening.within("<p class=\"flag\">", &words, "</p>\n");
    }
    for correction in &related.corrected_by {
        opening.raw("<p class=\"flag\">这份公示有更正，请看 ");
        opening.link(&link(path, &correction.path), &correction.words()).raw("</p>\n");
    }
    if let Some(wrong) = &related.corrects {
        opening.raw("<p class=\"flag\">更正的是 ");
        opening.link(&link(path, &wrong.path), &wrong.words()).raw("</p>\n");
    }
    opening
}

fn lay(filler: &mut Filler, document: &Document, notice: &Notice) {
    let mut tables = 0;
    for block in &document.blocks {
        match block {
            Block::Figures(all) => filler.block(&figures(all)),
            Block::Paragraph(paragraph) => {
                for part in parts(&paragraph.text) {
                    filler.block(&words(part, paragraph.role, notice));
                }
            }
            Block::Table(of) => {
                tables += 1;
                let caption = match tables {
                    1 => notice.title().to_owned(),
                    _ => format!("{}（表 {tables}）", notice.title()),
                };
                table::lay(filler, of, &caption);
            }
            Block::Signing(signing) => filler.block(&signers(signing)),
            // forms are never hung, and a telephone needs no code to photograph
            // and what the bars show stands in the table above them
            Block::Form(_)
            | Block::Ruled(_)
            | Block::NewPage
            | Block::Proof(_)
            | Block::Bars(_) => {}
        }
    }
    // a page has room for what a sheet may have to leave out
    for extra in &document.extras {
        if let Block::Paragraph(terms) = &extra.block {
            let mut markup = Markup::default();
            markup.within("<p>", &terms.text, "</p>\n");
            filler.block(&markup);
        }
    }
}

/// The longest paragraph that is kept whole, in characters.
const PART_MAX: usize = 4_000;

/// A text of many pages in parts that fit one.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((at, _)) = rest.char_indices().nth(PART_MAX) {
        let (part, after) = rest.split_at(at);
        parts.push(part);
        rest = after;
    }
    parts.push(rest);
    parts
}

fn words(text: &str, role: Role, notice: &Notice) -> Markup {
    let mut markup = Markup::default();
    match role {
        Role::Headline | Role::Lead | Role::Chapter | Role::Caption => {
            markup.within("<p class=\"lead\">", text, "</p>\n")
        }
        Role::Note => {
            markup.raw("<section class=\"note\">\n<h2>有异议找谁</h2>\n<p>");
            with_phones(&mut markup, text, notice);
            markup.raw("</p>\n</section>\n")
        }
    };
    markup
}

/// The words with the telephone numbers to touch.
fn with_phones(markup: &mut Markup, text: &str, notice: &Notice) {
    let masthead = &notice.content.masthead;
    let mut phones = vec![masthead.supervision_phone.as_str(), &masthead.township_phone];
    phones.retain(|phone| phone.chars().any(|c| c.is_ascii_digit()));
    let mut rest = text;
    loop {
        let found = phones.iter().filter_map(|phone| Some((rest.find(phone)?, *phone)));
        let blank = rest.find(BLANK_NUMBER).map(|at| (at, BLANK_NUMBER));
        let Some((at, found)) = found.chain(blank).min() else { break };
        let (before, after) = rest.split_at(at);
        markup.text(before);
        if found == BLANK_NUMBER {
            markup.raw("（没有登记）");
        } else {
            dialled(markup, found);
        }
        rest = after.strip_prefix(found).unwrap_or_default();
    }
    markup.text(rest);
}

/// What was entered as a telephone number, each number of it to touch.
fn dialled(markup: &mut Markup, entered: &str) {
    let is_in_number = |c: char| c.is_ascii_digit() || c == '-';
    let mut rest = entered;
    while let Some(from) = rest.find(is_in_number) {
        let (before, after) = rest.split_at(from);
        markup.text(before);
        let end = after.find(|c| !is_in_number(c)).unwrap_or(after.len());
        let (shown, left) = after.split_at(end);
        let number: String = shown.chars().filter(char::is_ascii_digit).collect();
        if number.len() >= DIALLED_MIN {
            markup.link(&format!("tel:{number}"), shown);
        } else {
            markup.text(shown);
        }
        rest = left;
    }
    markup.text(rest);
}

/// The digits of the shortest number that is dialled: 12345, 110 is not given as a contact.
const DIALLED_MIN: usize = 5;

fn figures(all: &[Figure]) -> Markup {
    let mut markup = Markup::default();
    markup.raw("<ul class=\"figures\">\n");
    for figure in all {
        markup.within("<li><span>", &figure.label, " <small>").text(&figure.notes.join("　"));
        markup.within("</small></span> <strong>", &figure.amount, " <span>");
        markup.text(&figure.unit).raw("</span></strong></li>\n");
    }
    markup.raw("</ul>\n");
    markup
}

fn signers(signing: &Signing) -> Markup {
    let mut markup = Markup::default();
    markup.raw("<section class=\"note\">\n<h2>签字和盖章</h2>\n<p>签字：");
    markup.text(&signing.signers.join("、")).raw("。<br>盖章：");
    let seals: Vec<&str> =
        signing.seals.iter().map(|seal| seal.trim_end_matches("（章）")).collect();
    markup.text(&seals.join("、")).raw("。<br>签字和章在公开栏张贴的原件上。</p>\n</section>\n");
    markup
}

/// How to check that this is what hangs on the board.
fn check(notice: &Notice) -> Markup {
    let mut markup = Markup::default();
    markup.raw("<section class=\"note\">\n<h2>怎样核对</h2>\n<p>校验码 <strong class=\"code\">");
    markup.text(&notice.posted_code()).raw("</strong>");
    if let Some(chain) = notice.posting().and_then(Publication::chain_label) {
        markup.raw("，存档链 ").within("<span class=\"code\">", &chain, "</span>");
    }
    markup.raw("。<br>公开栏上那张纸的页脚也印着校验码：两处一样，内容就一样。");
    markup.raw("也可以请村会计或镇里用校验码和存档核对。</p>\n</section>\n");
    markup
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_without_loss() {
        let text = "约".repeat(PART_MAX * 2 + 1);
        let cut = parts(&text);
        assert_eq!(cut.len(), 3);
        assert_eq!(cut.concat(), text);
        assert_eq!(parts(""), [""]);
    }
}
