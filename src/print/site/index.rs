//! The first page of a site of several townships, and the villages by the letters of their names.

use std::collections::{BTreeMap, BTreeSet};

use super::frame::{Frame, Group, bodies, link};
use super::markup::Markup;
use super::town::{TownVillage, latest_month};
use super::village::foot;
use super::{SiteFile, SiteTown, SiteVillage};
use crate::domain::period::{Date, Month};

/// What the first page says of a township.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TownFacts {
    town: SiteTown,
    villages: usize,
    latest: Option<(Month, usize)>,
    initials: String,
}

impl TownFacts {
    /// The facts of a township; `initials` are those of its name.
    pub fn of(town: &SiteTown, villages: &[TownVillage], initials: String) -> Self {
        let latest = latest_month(villages);
        Self { town: town.clone(), villages: villages.len(), latest, initials }
    }
}

/// Writes the first page: the townships, by county where there are several.
pub fn index_pages(
    title: &str,
    towns: &[TownFacts],
    villages: &[(SiteTown, SiteVillage)],
    on: Date,
) -> Vec<SiteFile> {
    let path = "index.html";
    let mut counties: Vec<Group> = Vec::new();
    let several =
        towns.iter().any(|it| Some(&it.town.county) != towns.first().map(|it| &it.town.county));
    for facts in towns {
        let heading = several.then(|| facts.town.county.clone()).filter(|it| !it.is_empty());
        let heading = heading.or_else(|| Some("各乡镇".to_owned()));
        match counties.iter_mut().find(|group| group.heading == heading) {
            Some(group) => group.items.push(town_item(path, facts)),
            None => counties.push(Group { heading, items: vec![town_item(path, facts)] }),
        }
    }
    let mut first = Markup::default();
    let counts = format!("{} 个乡镇，{} 个村。", towns.len(), villages.len());
    first.within("<p class=\"lead\">", &counts, "</p>\n");
    first.add(&letter_links(path, &letters_of(villages)));
    let mut heading = Markup::default();
    heading.within("<h1>", title, "</h1>\n");
    let foot = foot(on);
    let crumbs = [("index.html", "首页")];
    let frame = Frame { path, title, crumbs: &crumbs, finds: true, foot: &foot };
    frame.pages(&heading, &bodies(&first, &counties, &Markup::default()))
}

/// Writes the pages of villages by the first letter of their names.
pub fn letter_pages(villages: &[(SiteTown, SiteVillage)], on: Date) -> Vec<SiteFile> {
    let letters = letters_of(villages);
    let mut of: BTreeMap<char, Vec<&(SiteTown, SiteVillage)>> = BTreeMap::new();
    for village in villages {
        of.entry(letter(&village.1)).or_default().push(village);
    }
    let foot = foot(on);
    let mut files = Vec::new();
    for (letter, villages) in of {
        let path = letter_path(letter);
        let item = |(town, village): &&(SiteTown, SiteVillage)| {
            let mut markup = Markup::default();
            markup.raw("<li data-k=\"").value(&village.initials).raw("\">");
            markup.link(&link(&path, &village.index()), &village.name);
            markup.raw(" <span>").text(&town.name).raw("</span></li>\n");
            markup
        };
        let items = villages.iter().map(item).collect();
        let words = format!("村名首字母 {}", letter_label(letter));
        let mut heading = Markup::default();
        heading.within("<h1>", &words, "</h1>\n");
        let first = letter_links(&path, &letters);
        let crumbs = [("index.html", "首页"), (path.as_str(), words.as_str())];
        let frame = Frame { path: &path, title: &words, crumbs: &crumbs, finds: true, foot: &foot };
        let groups = [Group { heading: Some(format!("{} 个村", villages.len())), items }];
        files.extend(frame.pages(&heading, &bodies(&first, &groups, &Markup::default())));
    }
    files
}

/// Names that begin with no letter stand here.
const OTHER: char = '0';

fn letter(village: &SiteVillage) -> char {
    village.initials.chars().next().filter(char::is_ascii_lowercase).unwrap_or(OTHER)
}

fn letters_of(villages: &[(SiteTown, SiteVillage)]) -> BTreeSet<char> {
    villages.iter().map(|(_, village)| letter(village)).collect()
}

fn letter_path(letter: char) -> String {
    format!("a/{letter}.html")
}

fn letter_label(letter: char) -> String {
    if letter == OTHER { "其他".to_owned() } else { letter.to_ascii_uppercase().to_string() }
}

fn letter_links(path: &str, letters: &BTreeSet<char>) -> Markup {
    let mut markup = Markup::default();
    markup.raw("<section>\n<h2>按村名拼音首字母找</h2>\n<ul class=\"choices\">\n");
    for letter in letters {
        let (target, label) = (letter_path(*letter), letter_label(*letter));
        if target == path {
            markup.within("<li><strong>", &label, "</strong></li>\n");
        } else {
            markup.raw("<li>").link(&link(path, &target), &label).raw("</li>\n");
        }
    }
    markup.raw("</ul>\n</section>\n");
    markup
}

fn town_item(path: &str, facts: &TownFacts) -> Markup {
    let mut markup = Markup::default();
    markup.raw("<li data-k=\"").value(&facts.initials).raw("\">");
    markup.link(&link(path, &facts.town.index()), &facts.town.name);
    let latest = facts.latest.map_or_else(String::new, |(month, count)| {
        format!("　{} {count} 个村已公布", month.label())
    });
    let words = format!("{} 个村{latest}", facts.villages);
    markup.raw(" <span>").text(&words).raw("</span></li>\n");
    markup
}
