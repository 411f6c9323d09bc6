//! What `--out` names: never the ledger, whatever it is called.

use super::*;

/// Every command that writes a file: its words, and the end of the name it asks for.
const WRITERS: [(&[&str], &str); 8] = [
    (&["booklet", "--period", "2026-10", "--on", "2026-11-05"], "pdf"),
    (&["banner", "财务公开栏", "--paper", "a4"], "pdf"),
    (&["board-plan", "--period", "2026-10", "--board", "240x120"], "pdf"),
    (&["print-forms", "--blank"], "pdf"),
    (&["print", "--period", "2026-10", "--paper", "a4"], "pdf"),
    (&["bulletin", "--period", "2026-10", "--on", "2026-11-05"], "pdf"),
    (&["export", "--period", "2026-10"], "xlsx"),
    (&["export", "--period", "2026-10"], "journal"),
];

#[test]
fn no_command_writes_over_a_ledger() {
    let office = Office::with_months("csv");
    office.draft("2026-10", "2026-11-05");
    let before = office.bytes();
    let ledger = path(&office.ledger);
    let on = |words: &[&str], ledger: &str, out: &str| {
        let of_ledger = if words[0] == "banner" { vec![] } else { vec!["--ledger", ledger] };
        run(words.iter().copied().chain(of_ledger).chain(["--out", out]))
    };
    for (words, end) in WRITERS {
        // by its own name: wrong usage, or no folder
        let ran = on(words, &ledger, &ledger);
        assert!(matches!(ran.code, Some(1 | 2)), "{words:?} {:?} {}", ran.code, ran.err);
        assert!(ran.err.contains(&format!(".{end}")) || ran.err.contains("建不了"), "{}", ran.err);
        assert!(office.bytes() == before, "{words:?} changed the ledger");
        // called as the command wants it
        let disguised = office.folder.path().join(format!("账.{end}"));
        std::fs::copy(&office.ledger, &disguised).expect("copied");
        let said = on(words, &ledger, &path(&disguised)).refused();
        assert!(said.contains("是一个账簿文件，不能覆盖"), "{words:?} {said}");
        assert!(std::fs::read(&disguised).expect("there") == before, "{words:?}");
        // another file makes room as before, and nothing is left beside it
        std::fs::write(&disguised, "旧的").expect("written");
        on(words, &ledger, &path(&disguised)).done();
        assert_ne!(std::fs::read(&disguised).expect("there"), "旧的".as_bytes(), "{words:?}");
        std::fs::remove_file(&disguised).expect("removed");
        let left = std::fs::read_dir(office.folder.path()).expect("a folder").count();
        assert_eq!(left, 1, "{words:?} left something behind");
    }
    // folders
    for words in [
        ["print-all", "--period", "2026-10"].as_slice(),
        ["print", "--period", "2026-10", "--paper", "a4"].as_slice(),
        ["site"].as_slice(),
    ] {
        let said = on(words, &ledger, &ledger).refused();
        assert!(said.contains("建不了文件夹"), "{words:?} {said}");
        assert!(office.bytes() == before, "{words:?} changed the ledger");
    }
}
