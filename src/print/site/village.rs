//! The pages of a village: what hangs on its board, and all that it published, year by year.

use std::collections::BTreeMap;

use super::frame::{Frame, Group, bodies, link};
use super::markup::Markup;
use super::{Place, SiteFile, SiteNotice};
use crate::domain::period::{self, Date, Month};

/// Writes the pages of a village: one for each year, the latest first.
///
/// `has_code` says that a QR code lies beside them.
pub fn village_pages(
    place: Place<'_>,
    notices: &[SiteNotice],
    on: Date,
    has_code: bool,
) -> Vec<SiteFile> {
    let mut years: BTreeMap<i32, Vec<&SiteNotice>> = BTreeMap::new();
    for notice in notices {
        years.entry(notice.month.year()).or_default().push(notice);
    }
    let latest = years.keys().next_back().copied();
    let paths: Vec<(i32, String)> = years
        .keys()
        .rev()
        .map(|year| {
            let is_latest = Some(*year) == latest;
            let name = if is_latest { "index".to_owned() } else { year.to_string() };
            (*year, format!("{}{name}.html", place.village.folder))
        })
        .collect();
    let mut files = Vec::new();
    for (year, path) in &paths {
        let of_year = years.get(year).map_or(&[][..], Vec::as_slice);
        let mut first = Markup::default();
        if Some(*year) == latest {
            first.add(&hanging(path, notices, on));
        }
        first.add(&year_links(path, &paths));
        let last = code_link(has_code && Some(*year) == latest);
        files.extend(pages(place, path, (&first, of_year, &last), on));
    }
    if paths.is_empty() {
        let path = place.village.index();
        let mut first = Markup::default();
        first.raw("<p class=\"lead\">这个村还没有公布过。</p>\n");
        files.extend(pages(place, &path, (&first, &[], &code_link(has_code)), on));
    }
    files
}

fn pages(
    place: Place<'_>,
    path: &str,
    (first, notices, last): (&Markup, &[&SiteNotice], &Markup),
    on: Date,
) -> Vec<SiteFile> {
    let mut months: BTreeMap<Month, Vec<Markup>> = BTreeMap::new();
    for notice in notices {
        let item = item(path, notice, &notice.words_in_month(), on);
        months.entry(notice.month).or_default().push(item);
    }
    let group =
        |(month, items): (Month, Vec<Markup>)| Group { heading: Some(month.label()), items };
    let groups: Vec<Group> = months.into_iter().rev().map(group).collect();
    let mut heading = Markup::default();
    heading.within("<p class=\"issue\">", &place.town.name, "</p>\n");
    heading.raw("<h1>").text(&place.village.name).raw("村务公开</h1>\n");
    let title = format!("{}{}村务公开", place.town.name, place.village.name);
    let (town, village) = (place.town.index(), place.village.index());
    let crumbs: [(&str, &str); 3] =
        [("index.html", "首页"), (&town, &place.town.name), (&village, &place.village.name)];
    let crumbs = super::without_repeats(&crumbs);
    let foot = foot(on);
    let frame = Frame { path, title: &title, crumbs: &crumbs, finds: false, foot: &foot };
    frame.pages(&heading, &bodies(first, &groups, last))
}

/// The last words of a list.
pub(super) fn foot(on: Date) -> String {
    format!("由“明白账”从已公布的公示做成，截至{}。", period::date_label(on))
}

/// What hangs on the board on the day the site was made.
fn hanging(path: &str, notices: &[SiteNotice], on: Date) -> Markup {
    let mut markup = Markup::default();
    markup.raw("<section class=\"board\">\n<h2>公开栏上正在公示</h2>\n");
    let hanging: Vec<&SiteNotice> = notices.iter().rev().filter(|it| it.hangs(on)).collect();
    if hanging.is_empty() {
        markup.raw("<p>").text(&period::date_label(on)).raw("没有正在公示的内容。</p>\n");
    } else {
        markup.raw("<ul class=\"list\">\n");
        for notice in hanging.iter().take(HANGING_MAX) {
            markup.add(&item(path, notice, &notice.words(), on));
        }
        markup.raw("</ul>\n");
        if hanging.len() > HANGING_MAX {
            let rest = format!("还有 {} 份，见下面各月。", hanging.len() - HANGING_MAX);
            markup.within("<p>", &rest, "</p>\n");
        }
    }
    markup.raw("</section>\n");
    markup
}

/// So many notices are listed as hanging; a board holds no more.
const HANGING_MAX: usize = 40;

fn code_link(has_code: bool) -> Markup {
    let mut markup = Markup::default();
    if has_code {
        markup.raw(
            "<p><a href=\"qr.svg\">本村二维码</a>：印出来贴在公开栏上，手机一扫就到这里。</p>\n",
        );
    }
    markup
}

fn year_links(path: &str, paths: &[(i32, String)]) -> Markup {
    let mut markup = Markup::default();
    if paths.len() < 2 {
        return markup;
    }
    markup.raw("<nav aria-label=\"年份\">\n<ul class=\"choices\">\n");
    for (year, of) in paths {
        let words = format!("{year}年");
        if of == path {
            markup.within("<li><strong>", &words, "</strong></li>\n");
        } else {
            markup.raw("<li>").link(&link(path, of), &words).raw("</li>\n");
        }
    }
    markup.raw("</ul>\n</nav>\n");
    markup
}

/// A notice in a list, with what is known of its posting.
pub(super) fn item(path: &str, notice: &SiteNotice, words: &str, on: Date) -> Markup {
    let mut markup = Markup::default();
    markup.raw("<li>").link(&link(path, &notice.path), words).raw(" <span>");
    let until = period::day_label(notice.posted_until);
    let posting = if notice.is_taken_down {
        "已撤下".to_owned()
    } else if notice.hangs(on) {
        format!("公示到{until}")
    } else {
        format!("{}公布", period::date_label(notice.published_on))
    };
    markup.text(&posting);
    if notice.is_corrected {
        markup.raw("　已更正");
    }
    markup.raw("</span></li>\n");
    markup
}
