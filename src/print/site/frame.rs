//! What stands around the content of every page of the site, and how lists break into pages.

use super::SiteFile;
use super::markup::Markup;

/// The most bytes of a page: a village telephone on a slow network opens it at once.
pub const PAGE_BYTES_MAX: usize = 60_000;
/// What the content of a page may come to; the rest is its head and foot.
pub(super) const BODY_BYTES_MAX: usize = 48_000;

/// The head and foot of a page (页框).
pub(super) struct Frame<'a> {
    /// Where it lies, from the top of the site: `v/371502104264/index.html`.
    pub(super) path: &'a str,
    /// What the window of the browser is called.
    pub(super) title: &'a str,
    /// The way down to here: where, and in which words.
    pub(super) crumbs: &'a [(&'a str, &'a str)],
    /// Whether a box to find a village by typing is offered where scripts run.
    pub(super) finds: bool,
    /// The last words.
    pub(super) foot: &'a str,
}

impl Frame<'_> {
    /// The pages of some bodies: the first lies at the path, the others beside it. Each leads to
    /// the one before and after.
    pub(super) fn pages(&self, heading: &Markup, bodies: &[Markup]) -> Vec<SiteFile> {
        let count = bodies.len();
        let page = |(number, body): (usize, &Markup)| {
            let path = numbered(self.path, number);
            let mut content = heading.clone();
            let place = (self.path, number, count);
            let (turns, again) = (turns(place, "翻页"), turns(place, "本页末尾翻页"));
            content.add(&turns).add(body).add(&again);
            SiteFile { contents: self.page(&path, &content), path }
        };
        (1..).zip(bodies).map(page).collect()
    }

    fn page(&self, path: &str, content: &Markup) -> String {
        let mut page = Markup::default();
        page.raw("<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.within("<title>", self.title, "</title>\n");
        page.raw("<link rel=\"stylesheet\" href=\"").value(&link(path, "site.css")).raw("\">\n");
        if self.finds {
            page.raw("<script src=\"").value(&link(path, "find.js")).raw("\" defer></script>\n");
        }
        page.raw("</head>\n<body>\n<a class=\"skip\" href=\"#main\">跳到正文</a>\n<header>\n");
        page.raw("<nav aria-label=\"所在位置\">\n<ol class=\"crumbs\">\n");
        for (target, words) in self.crumbs {
            page.raw("<li>").link(&link(path, target), words).raw("</li>\n");
        }
        page.raw("</ol>\n</nav>\n</header>\n<main id=\"main\">\n").add(content);
        page.raw("</main>\n<footer>\n").within("<p>", self.foot, "</p>\n");
        page.raw("</footer>\n</body>\n</html>\n");
        page.finish()
    }
}

/// The links to the page before and after, where there are several.
fn turns((path, number, count): (&str, usize, usize), label: &'static str) -> Markup {
    let mut turns = Markup::default();
    if count < 2 {
        return turns;
    }
    let to = |number: usize| link(path, &numbered(path, number));
    turns.raw("<nav class=\"turns\" aria-label=\"").raw(label).raw("\">\n<ul>\n<li>");
    if number > 1 {
        turns.link(&to(number - 1), "‹ 上一页");
    } else {
        turns.raw("‹ 上一页");
    }
    turns.raw("</li>\n<li>").text(&format!("第 {number} 页，共 {count} 页")).raw("</li>\n<li>");
    if number < count {
        turns.link(&to(number + 1), "下一页 ›");
    } else {
        turns.raw("下一页 ›");
    }
    turns.raw("</li>\n</ul>\n</nav>\n");
    turns
}

/// The name of a later page: `2026-10-F01_2.html`.
pub(super) fn numbered(path: &str, number: usize) -> String {
    match path.strip_suffix(".html") {
        Some(stem) if number > 1 => format!("{stem}_{number}.html"),
        Some(_) | None => path.to_owned(),
    }
}

/// The way from one page of the site to another: relative, so that the folder can lie anywhere.
pub(super) fn link(from: &str, to: &str) -> String {
    let folder = from.rfind('/').map_or("", |at| from.get(..=at).unwrap_or_default());
    match to.strip_prefix(folder) {
        Some(beside) if !beside.is_empty() => beside.to_owned(),
        Some(_) | None => format!("{}{to}", "../".repeat(folder.matches('/').count())),
    }
}

/// A list under a heading.
pub(super) struct Group {
    /// The heading; none for a list that stands for itself.
    pub(super) heading: Option<String>,
    /// Its entries, each a list item.
    pub(super) items: Vec<Markup>,
}

/// Lists laid on as few pages as hold them: `first` stands on top of the first page, `last` at the
/// end of the last one.
pub(super) fn bodies(first: &Markup, groups: &[Group], last: &Markup) -> Vec<Markup> {
    let mut bodies = Vec::new();
    let mut body = first.clone();
    for group in groups.iter().filter(|group| !group.items.is_empty()) {
        begin(&mut body, group.heading.as_deref(), "");
        for item in &group.items {
            if body.len() + item.len() > BODY_BYTES_MAX {
                body.raw("</ul>\n</section>\n");
                bodies.push(std::mem::take(&mut body));
                begin(&mut body, group.heading.as_deref(), "（续）");
            }
            body.add(item);
        }
        body.raw("</ul>\n</section>\n");
    }
    body.add(last);
    bodies.push(body);
    bodies
}

fn begin(body: &mut Markup, heading: Option<&str>, again: &'static str) {
    body.raw("<section>\n");
    if let Some(heading) = heading {
        body.raw("<h2>").text(heading).raw(again).raw("</h2>\n");
    }
    body.raw("<ul class=\"list\">\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_relative_and_short() {
        assert_eq!(link("index.html", "site.css"), "site.css");
        assert_eq!(link("v/1/a.html", "v/1/index.html"), "index.html");
        assert_eq!(link("v/1/a.html", "v/12/index.html"), "../../v/12/index.html");
        assert_eq!(link("v/1/a.html", "index.html"), "../../index.html");
        assert_eq!(link("t/1/m/2026-10.html", "t/1/index.html"), "../../../t/1/index.html");
        assert_eq!(numbered("v/1/a.html", 1), "v/1/a.html");
        assert_eq!(numbered("v/1/a.html", 3), "v/1/a_3.html");
    }

    #[test]
    fn a_long_list_is_broken_and_its_heading_repeated() {
        let mut item = Markup::default();
        item.raw("<li>").text(&"村".repeat(1000)).raw("</li>\n");
        let group = Group { heading: Some("甲镇".to_owned()), items: vec![item; 40] };
        let bodies = bodies(&Markup::default(), &[group], &Markup::default());
        assert_eq!(bodies.len(), 3);
        assert!(bodies.iter().all(|body| body.len() <= BODY_BYTES_MAX + 200));
        let items: usize =
            bodies.iter().map(|body| body.clone().finish().matches("<li>").count()).sum();
        assert_eq!(items, 40);
        assert!(bodies[1].clone().finish().contains("<h2>甲镇（续）</h2>"));
    }
}
