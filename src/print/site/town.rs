//! The pages of a township: its villages, and who published what for each month.

use std::collections::{BTreeMap, BTreeSet};

use super::frame::{Frame, Group, bodies, link};
use super::markup::Markup;
use super::village::{foot, item};
use super::{SiteFile, SiteNotice, SiteTown, SiteVillage};
use crate::domain::period::{self, Date, Month};

/// A village of a township with what it published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TownVillage {
    /// The village.
    pub village: SiteVillage,
    /// Its notices, in the order published.
    pub notices: Vec<SiteNotice>,
}

/// Writes the first page of a township, and those after it where it has many villages.
pub fn town_pages(town: &SiteTown, villages: &[TownVillage], on: Date) -> Vec<SiteFile> {
    let path = town.index();
    let months = months(villages);
    let mut first = Markup::default();
    if let Some((month, published)) = months.iter().next_back() {
        let words = format!("{} 个村中 {published} 个已公布", villages.len());
        first
            .raw("<p class=\"lead\">")
            .link(&link(&path, &month_path(town, *month)), &month.label());
        first.raw("：").text(&words).raw("。</p>\n");
    }
    first.add(&month_links(town, &path, &months));
    let items = villages.iter().map(|village| village_item(&path, village, on)).collect();
    let groups = [Group { heading: Some("各村".to_owned()), items }];
    let mut heading = Markup::default();
    heading.raw("<h1>").text(&town.name).raw("村务公开</h1>\n");
    let title = format!("{}村务公开", town.name);
    let crumbs = super::without_repeats(&[("index.html", "首页"), (&path, &town.name)]);
    let foot = foot(on);
    let frame = Frame { path: &path, title: &title, crumbs: &crumbs, finds: true, foot: &foot };
    frame.pages(&heading, &bodies(&first, &groups, &Markup::default()))
}

/// Writes the pages of each month: which villages published what for it.
pub fn month_pages(town: &SiteTown, villages: &[TownVillage], on: Date) -> Vec<SiteFile> {
    let months: Vec<Month> = months(villages).into_keys().collect();
    let mut files = Vec::new();
    for (at, month) in months.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| months.get(at)).copied();
        let beside = (before, months.get(at + 1).copied());
        files.extend(month_page(town, villages, (*month, beside), on));
    }
    files
}

fn month_page(
    town: &SiteTown,
    villages: &[TownVillage],
    (month, (before, after)): (Month, (Option<Month>, Option<Month>)),
    on: Date,
) -> Vec<SiteFile> {
    let path = month_path(town, month);
    let (mut items, mut silent) = (Vec::new(), Vec::new());
    for village in villages {
        let of_month: Vec<&SiteNotice> =
            village.notices.iter().filter(|notice| notice.month == month).collect();
        if of_month.is_empty() {
            silent.push(plain_item(&path, &village.village));
        } else {
            items.push(month_item(&path, &village.village, &of_month, on));
        }
    }
    let published = format!("已公布的村（{} 个）", items.len());
    let owing = format!("没有公布的村（{} 个）", silent.len());
    let groups =
        [Group { heading: Some(published), items }, Group { heading: Some(owing), items: silent }];
    let mut first = Markup::default();
    first.raw("<nav aria-label=\"前后月份\">\n<ul class=\"choices\">\n");
    for beside in [before, after].into_iter().flatten() {
        let target = link(&path, &month_path(town, beside));
        first.raw("<li>").link(&target, &beside.label()).raw("</li>\n");
    }
    first.raw("<li>").link(&link(&path, &town.index()), "所有月份").raw("</li>\n</ul>\n</nav>\n");
    let mut heading = Markup::default();
    heading.within("<p class=\"issue\">", &town.name, "</p>\n");
    heading.raw("<h1>").text(&month.label()).raw("村务公开</h1>\n");
    let title = format!("{}{}村务公开", town.name, month.label());
    let (index, label) = (town.index(), month.label());
    let crumbs: [(&str, &str); 3] = [("index.html", "首页"), (&index, &town.name), (&path, &label)];
    let crumbs = super::without_repeats(&crumbs);
    let foot = foot(on);
    let frame = Frame { path: &path, title: &title, crumbs: &crumbs, finds: true, foot: &foot };
    frame.pages(&heading, &bodies(&first, &groups, &Markup::default()))
}

/// The months for which a village published something, and how many did.
fn months(villages: &[TownVillage]) -> BTreeMap<Month, usize> {
    let mut months: BTreeMap<Month, usize> = BTreeMap::new();
    for village in villages {
        let own: BTreeSet<Month> = village.notices.iter().map(|notice| notice.month).collect();
        for month in own {
            *months.entry(month).or_default() += 1;
        }
    }
    months
}

/// The latest month for which a village published something, and how many did.
pub(super) fn latest_month(villages: &[TownVillage]) -> Option<(Month, usize)> {
    months(villages).into_iter().next_back()
}

fn month_path(town: &SiteTown, month: Month) -> String {
    format!("{}m/{month}.html", town.folder)
}

fn month_links(town: &SiteTown, path: &str, months: &BTreeMap<Month, usize>) -> Markup {
    let mut markup = Markup::default();
    if months.is_empty() {
        return markup;
    }
    markup.raw("<section>\n<h2>按月查</h2>\n");
    let years: BTreeSet<i32> = months.keys().map(|month| month.year()).collect();
    for year in years.into_iter().rev() {
        markup.within("<h3>", &format!("{year}年"), "</h3>\n<ul class=\"choices\">\n");
        for month in months.keys().rev().filter(|month| month.year() == year) {
            let words = format!("{}月", month.number());
            markup.raw("<li>").link(&link(path, &month_path(town, *month)), &words);
            markup.raw("</li>\n");
        }
        markup.raw("</ul>\n");
    }
    markup.raw("</section>\n");
    markup
}

fn begin_item(path: &str, village: &SiteVillage) -> Markup {
    let mut markup = Markup::default();
    markup.raw("<li data-k=\"").value(&village.initials).raw("\">");
    markup.link(&link(path, &village.index()), &village.name);
    markup
}

fn plain_item(path: &str, village: &SiteVillage) -> Markup {
    let mut markup = begin_item(path, village);
    markup.raw("</li>\n");
    markup
}

fn village_item(path: &str, village: &TownVillage, on: Date) -> Markup {
    let mut markup = begin_item(path, &village.village);
    let hanging = village.notices.iter().filter(|notice| notice.hangs(on)).count();
    let last = village.notices.iter().map(|notice| notice.published_on).max();
    let words = match (last, hanging) {
        (None, _) => "还没有公布过".to_owned(),
        (Some(last), 0) => format!("最近公布 {}", period::date_label(last)),
        (Some(_), hanging) => format!("正在公示 {hanging} 份"),
    };
    markup.raw(" <span>").text(&words).raw("</span></li>\n");
    markup
}

fn month_item(path: &str, village: &SiteVillage, notices: &[&SiteNotice], on: Date) -> Markup {
    let mut markup = begin_item(path, village);
    markup.raw("\n<ul>\n");
    for notice in notices {
        markup.add(&item(path, notice, &notice.words_in_month(), on));
    }
    markup.raw("</ul>\n</li>\n");
    markup
}
