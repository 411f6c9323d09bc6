//! What makes a page of the site well formed, looked at without any library.

/// Elements that have no end.
const VOID: [&str; 5] = ["meta", "link", "br", "input", "img"];

/// A tag: its name and the text of its attributes.
struct Tag<'a> {
    name: &'a str,
    attributes: &'a str,
    closes: bool,
}

/// The tags of a page, in order. Text may hold no `<`, and `&` only where an entity begins.
#[track_caller]
fn tags<'a>(page: &str, text: &'a str) -> Vec<Tag<'a>> {
    let mut tags = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        check_entities(page, &rest[..at]);
        let end = rest[at..].find('>').unwrap_or_else(|| panic!("{page}: a tag without end"));
        let inner = &rest[at + 1..at + end];
        assert!(!inner.contains('<'), "{page}: <{inner}>");
        let closes = inner.starts_with('/');
        let inner = inner.trim_start_matches('/');
        let (name, attributes) = inner.split_once([' ', '\n']).unwrap_or((inner, ""));
        check_attributes(page, attributes, name);
        tags.push(Tag { name, attributes, closes });
        rest = &rest[at + end + 1..];
    }
    tags
}

#[track_caller]
fn check_entities(page: &str, words: &str) {
    for after in words.split('&').skip(1) {
        let known = ["amp;", "lt;", "gt;", "quot;", "#39;"];
        assert!(known.iter().any(|it| after.starts_with(it)), "{page}: a bare & in {words}");
    }
    assert!(!words.contains('>'), "{page}: a bare > in {words}");
}

#[track_caller]
fn check_attributes(page: &str, attributes: &str, name: &str) {
    if name == "!DOCTYPE" {
        return;
    }
    let mut seen = Vec::new();
    let mut rest = attributes.trim();
    while !rest.is_empty() {
        let Some((key, after)) = rest.split_once("=\"") else {
            assert_eq!(rest, "defer", "{page}: an attribute of <{name}>");
            return;
        };
        let (value, after) = after.split_once('"').expect("a quoted value");
        check_entities(page, value);
        let key = key.trim().trim_start_matches("defer ");
        assert!(key.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{page}: {key}");
        assert!(!key.starts_with("on") && key != "style", "{page}: a handler {key}");
        assert!(!seen.contains(&key), "{page}: {key} twice");
        seen.push(key);
        rest = after.trim();
    }
}

/// Whether a page is well formed and holds what every page must; its links.
#[track_caller]
pub(crate) fn check_page(page: &str, text: &str) -> Vec<String> {
    assert!(text.starts_with("<!DOCTYPE html>\n<html lang=\"zh-CN\">\n"), "{page}");
    for needed in [
        "<meta charset=\"utf-8\">",
        "name=\"viewport\"",
        "<title>",
        "<a class=\"skip\" href=\"#main\">",
        "<main id=\"main\">",
    ] {
        assert_eq!(text.matches(needed).count(), 1, "{page}: {needed}");
    }
    let mut open: Vec<&str> = Vec::new();
    let mut links = Vec::new();
    for tag in tags(page, text) {
        if tag.closes {
            assert_eq!(open.pop(), Some(tag.name), "{page}: </{}>", tag.name);
            continue;
        }
        let inside = open.last().copied().unwrap_or_default();
        match tag.name {
            "li" => assert!(["ul", "ol"].contains(&inside), "{page}: li in {inside}"),
            "td" => assert_eq!(inside, "tr", "{page}"),
            "th" => {
                assert_eq!(inside, "tr", "{page}");
                assert!(tag.attributes.contains("scope=\""), "{page}: a th of nothing");
            }
            "ul" | "ol" | "table" | "section" | "dl" | "p" => {
                assert!(inside != "p" && inside != "ul", "{page}: {} in {inside}", tag.name);
            }
            _ => {}
        }
        for (key, value) in pairs(tag.attributes) {
            if key == "href" || key == "src" {
                assert!(!value.contains("://") && !value.starts_with('/'), "{page}: {value}");
                links.extend((value != "#main").then(|| value.to_owned()));
            }
        }
        if !VOID.contains(&tag.name) && tag.name != "!DOCTYPE" {
            open.push(tag.name);
        }
    }
    assert_eq!(open, Vec::<&str>::new(), "{page}: not closed");
    assert_eq!(text.matches("<h1").count(), 1, "{page}: one heading");
    assert_eq!(text.matches("<table").count(), text.matches("<caption").count(), "{page}");
    links
}

fn pairs(attributes: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = attributes;
    while let Some((key, after)) = rest.split_once("=\"") {
        let (value, after) = after.split_once('"').expect("a quoted value");
        found.push((key.rsplit(' ').next().unwrap_or_default(), value));
        rest = after;
    }
    found
}

/// Where a link leads, from the top of the site.
pub(crate) fn resolve(page: &str, link: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        if part == ".." {
            assert!(parts.pop().is_some(), "{page}: {link} leads out of the site");
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

#[test]
fn the_check_sees_what_it_should() {
    let good = "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"x\"><title>t</title></head><body><a class=\"skip\" href=\"#main\">s</a><main id=\"main\"><h1>h</h1><a href=\"a.html\">x</a></main></body></html>\n";
    assert_eq!(check_page("p", good), ["a.html"]);
    for (from, to) in [
        ("</main>", ""),
        (">x<", ">x & y<"),
        (">x<", "><script>alert(1)<"),
        ("href=\"a.html\"", "href=\"a.html\" onclick=\"x\""),
        ("href=\"a.html\"", "href=\"https://a\""),
        ("<h1>h</h1>", "<h2>h</h2>"),
        ("<h1>h</h1>", "<h1>h</h1><li>x</li>"),
    ] {
        let bad = good.replace(from, to);
        let seen = std::panic::catch_unwind(|| check_page("p", &bad));
        assert!(seen.is_err(), "{bad}");
    }
    assert_eq!(resolve("v/1/a.html", "../../t/b.html"), "t/b.html");
}
