//! The rules of the house that no compiler checks: who may name whom, how long things get, and
//! what never stands in a file.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// A room, the rooms it may name, and the crates it may name.
struct Room {
    name: &'static str,
    rooms: &'static [&'static str],
    crates: &'static [&'static str],
}

/// docs/architecture.md, as a table. `main` and `lib` may name every room.
const ROOMS: [Room; 7] = [
    Room {
        name: "domain",
        rooms: &[],
        crates: &[
            "chrono",
            "thiserror",
            "serde",
            "serde_json",
            "sha2",
            "uuid",
            "unicode_normalization",
        ],
    },
    Room {
        name: "store",
        rooms: &["domain"],
        crates: &["rusqlite", "serde", "serde_json", "sha2", "thiserror", "uuid"],
    },
    Room {
        name: "print",
        rooms: &["domain"],
        crates: &[
            "printpdf",
            "subsetter",
            "ttf_parser",
            "hayro",
            "png",
            "unicode_linebreak",
            "qrcodegen",
            "thiserror",
            "chrono",
        ],
    },
    Room {
        name: "exchange",
        rooms: &["domain"],
        crates: &[
            "calamine",
            "rust_xlsxwriter",
            "csv",
            "encoding_rs",
            "flate2",
            "pinyin",
            "sha2",
            "serde",
            "thiserror",
            "chrono",
        ],
    },
    Room {
        name: "app",
        rooms: &["domain", "store", "print", "exchange"],
        crates: &["chrono", "image", "memchr", "serde", "serde_json", "sha2", "uuid", "thiserror"],
    },
    Room {
        name: "ui",
        rooms: &["app", "domain"],
        crates: &["egui", "eframe", "egui_extras", "egui_plot", "rfd"],
    },
    Room { name: "cli", rooms: &["app", "domain"], crates: &["clap", "serde_json"] },
];

/// What of the standard library only some rooms may name.
const RESERVED: [(&str, &[&str]); 4] = [
    ("std::thread", &["app"]),
    ("std::fs", &["app", "store"]),
    ("std::process::Command", &["app"]),
    ("std::net", &[]),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder, in order; none where the folder does not exist.
fn files_below(folder: &str) -> Vec<PathBuf> {
    let mut folders = vec![root().join(folder)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.expect("an entry").path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

fn rust_files(folder: &str) -> Vec<PathBuf> {
    let is_rust = |path: &PathBuf| path.extension().is_some_and(|end| end == "rs");
    files_below(folder).into_iter().filter(is_rust).collect()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).expect("inside").display().to_string()
}

/// The line without its comment; good enough where no text holds two slashes.
fn code_of(line: &str) -> &str {
    line.split_once("//").map_or(line, |(code, _)| code)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The paths named on a line that start with `first`: what follows it, up to two segments on.
fn names_root(code: &str, first: &str) -> bool {
    let used = [format!("use {first};"), format!("use {first} as ")];
    if used.iter().any(|used| code.contains(used.as_str())) {
        return true;
    }
    let path = format!("{first}::");
    code.match_indices(&path).any(|(at, _)| {
        let before = &code[..at];
        let rooted = before.strip_suffix("::").is_none_or(|rest| !rest.ends_with(is_word));
        rooted && !before.ends_with(is_word) && !before.ends_with('.')
    })
}

/// The dependencies of the program as Rust names them.
fn dependencies() -> Vec<String> {
    let manifest = read(&root().join("Cargo.toml"));
    let section = manifest.split("\n[dependencies]\n").nth(1).expect("dependencies");
    let section = section.split("\n[").next().expect("a section");
    let names = section.lines().filter_map(|line| line.split_once(" = "));
    names.map(|(name, _)| name.replace('-', "_")).collect()
}

#[track_caller]
fn nothing_found(found: &[String]) {
    assert!(found.is_empty(), "{} found:\n{}", found.len(), found.join("\n"));
}

#[test]
fn no_room_names_what_it_may_not() {
    let dependencies = dependencies();
    assert!(dependencies.len() > 20, "{dependencies:?}");
    let mut found = Vec::new();
    let mut lines = 0;
    for room in &ROOMS {
        let others: Vec<&str> = ROOMS
            .iter()
            .map(|other| other.name)
            .filter(|other| *other != room.name && !room.rooms.contains(other))
            .collect();
        for path in rust_files(&format!("src/{}", room.name)) {
            for (line, number) in read(&path).lines().zip(1..) {
                lines += 1;
                let code = code_of(line);
                let mut report = |what: &str| {
                    found.push(format!("{}:{number}: names {what}", shown(&path)));
                };
                for other in others.iter().filter(|other| names_crate_room(code, other)) {
                    report(other);
                }
                let foreign = |name: &&String| !room.crates.contains(&name.as_str());
                for name in dependencies.iter().filter(foreign) {
                    if names_root(code, name) {
                        report(name);
                    }
                }
                for (reserved, rooms) in RESERVED {
                    if code.contains(reserved) && !rooms.contains(&room.name) {
                        report(reserved);
                    }
                }
            }
        }
    }
    assert!(lines > 5000, "only {lines} lines were read");
    nothing_found(&found);
}

fn names_crate_room(code: &str, room: &str) -> bool {
    ["crate::", "mingbai::"].iter().any(|start| {
        code.match_indices(start).any(|(at, _)| {
            let rest = &code[at + start.len()..];
            rest.strip_prefix(room).is_some_and(|after| !after.starts_with(is_word))
        })
    })
}

#[test]
fn the_room_rule_sees_what_it_should() {
    assert!(names_crate_room("use crate::store::Store;", "store"));
    assert!(names_crate_room("    let x = crate::print::paint();", "print"));
    assert!(!names_crate_room("use crate::storehouse::X;", "store"));
    assert!(names_root("use rusqlite::Connection;", "rusqlite"));
    assert!(names_root("fn f(x: &::rusqlite::Row) {}", "rusqlite"));
    assert!(names_root("use egui;", "egui"));
    assert!(!names_root("print::raster::png::encode()", "png"));
    assert!(!names_root("let my_csv::x", "csv"));
    assert_eq!(code_of("let a = 1; // crate::store"), "let a = 1; ");
}

#[test]
fn every_room_is_in_the_table_and_nobody_braces_the_rooms() {
    let known: BTreeSet<&str> = ROOMS.iter().map(|room| room.name).collect();
    let listed: BTreeSet<String> = read(&root().join("src/lib.rs"))
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';').map(str::to_owned))
        .collect();
    assert_eq!(listed, known.into_iter().map(str::to_owned).collect());
    let mut found = Vec::new();
    for path in rust_files("src") {
        for (line, number) in read(&path).lines().zip(1..) {
            if code_of(line).contains("use crate::{") {
                found.push(format!("{}:{number}: one `use` for each room", shown(&path)));
            }
        }
    }
    nothing_found(&found);
}

#[test]
fn no_amount_is_a_float() {
    let mut found = Vec::new();
    for path in rust_files("src/domain") {
        for (line, number) in read(&path).lines().zip(1..) {
            let mut words = code_of(line).split(|c: char| !is_word(c));
            if words.any(|word| matches!(word, "f32" | "f64")) {
                found.push(format!("{}:{number}: a float", shown(&path)));
            }
        }
    }
    nothing_found(&found);
}

/// The functions of a file longer than `most` lines, by the indentation rustfmt gives.
fn long_functions(text: &str, most: usize) -> Vec<(usize, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let head = code.split('(').next().unwrap_or_default();
        if !(head.starts_with("fn ") || head.contains(" fn ")) || head.contains(['"', '/', '=']) {
            continue;
        }
        let indent = line.len() - code.len();
        let end = format!("{}}}", " ".repeat(indent));
        let length = lines.iter().skip(start).position(|line| **line == end).map_or(1, |at| at + 1);
        let body = lines[start..start + length].iter().take_while(|line| !line.ends_with(';'));
        if length > most && body.clone().any(|line| line.ends_with('{')) {
            found.push((start + 1, length));
        }
    }
    found
}

#[test]
fn functions_and_files_stay_short() {
    let sample = format!("    fn long() {{\n{}    }}\n", "        a();\n".repeat(80));
    assert_eq!(long_functions(&sample, 70), [(1, 82)]);
    let mut found = Vec::new();
    for path in ["src", "tests", "benches"].into_iter().flat_map(rust_files) {
        let text = read(&path);
        let lines = text.lines().count();
        if lines > 800 {
            found.push(format!("{}: {lines} lines", shown(&path)));
        }
        for (number, lines) in long_functions(&text, 70) {
            found.push(format!("{}:{number}: a function of {lines} lines", shown(&path)));
        }
    }
    nothing_found(&found);
}

#[test]
fn every_file_of_the_suite_is_listed() {
    let main = read(&root().join("tests/suite/main.rs"));
    let listed: BTreeSet<&str> =
        main.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';')).collect();
    let mut found = Vec::new();
    for path in rust_files("tests/suite") {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        if path.parent() == Some(&root().join("tests/suite")) && name != "main" {
            if !listed.contains(name.as_str()) {
                found.push(format!("{} is not in main.rs", shown(&path)));
            }
            let marker = concat!("#[ign", "ore");
            if read(&path).contains(marker) {
                found.push(format!("{} leaves a test out", shown(&path)));
            }
        }
    }
    nothing_found(&found);
}

/// All texts that are ours: code, documents, and what lies beside them.
fn our_texts() -> Vec<(PathBuf, String)> {
    let folders = ["src", "docs", "tests", "benches", "assets", ".ci", ".cargo"];
    let top = ["README.md", "CHANGELOG.md", "Cargo.toml", "schema.sql", "clippy.toml"];
    folders
        .into_iter()
        .flat_map(files_below)
        .chain(top.into_iter().map(|name| root().join(name)))
        .filter_map(|path| std::fs::read_to_string(&path).ok().map(|text| (path, text)))
        .collect()
}

#[track_caller]
fn nowhere(needles: &[&str]) {
    let mut found = Vec::new();
    for (path, text) in our_texts() {
        for (line, number) in text.lines().zip(1..) {
            for needle in needles.iter().filter(|needle| line.contains(**needle)) {
                found.push(format!("{}:{number}: {needle}", shown(&path)));
            }
        }
    }
    nothing_found(&found);
}

#[test]
fn nothing_is_left_to_do() {
    nowhere(&[
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X "),
        concat!("db", "g!("),
    ]);
}

#[test]
fn no_file_knows_the_machine_it_was_written_on() {
    nowhere(&[
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("/t", "mp/"),
        concat!("/ho", "me/"),
        concat!("rs", "proxy"),
        concat!("mir", "rors."),
        concat!("npm", "mirror"),
        concat!("arti", "factory"),
        concat!("goprox", "y."),
    ]);
}

#[test]
fn every_word_of_the_glossary_is_in_the_code() {
    let mut words = BTreeSet::new();
    for path in rust_files("src") {
        let text = read(&path);
        words.extend(text.split(|c: char| !is_word(c)).map(str::to_owned));
    }
    let glossary = read(&root().join("docs/glossary.md"));
    let mut missing = String::new();
    let mut seen = 0;
    for row in glossary.lines().filter(|line| line.starts_with('|')) {
        let Some(column) = row.split('|').nth(2) else { continue };
        for word in column.split('`').skip(1).step_by(2) {
            seen += 1;
            if !words.contains(word) {
                writeln!(missing, "{word}: {row}").expect("text");
            }
        }
    }
    assert!(seen > 40, "only {seen} words in the glossary");
    assert!(missing.is_empty(), "not in the code:\n{missing}");
}
