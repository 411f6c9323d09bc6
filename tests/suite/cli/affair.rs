//! The registers of village affairs and the six forms, by command line.

use mingbai::app::AffairCommand;

use super::*;
use crate::affair::{FOUR, meeting, road};

#[test]
fn a_resolution_is_listed_drafted_and_printed() {
    let office = Office::with_opening();
    let mut app = App::new(Clock::Fixed("2026-11-24".parse().expect("a day")));
    app.execute(Command::OpenLedger { path: office.ledger.clone() }).expect("open");
    let village = crate::support::first(&app);
    let mut facts = road();
    facts.registered_on = "2026-11-01".parse().expect("a day");
    facts.meetings = FOUR.map(|line| meeting(&line.replace("2026-03", "2026-11"))).to_vec();
    let command = AffairCommand::AddResolution(Box::new(facts));
    app.execute(Command::Affair { village, command }).expect("entered");
    let occasion = app.ledger().expect("open").book().expect("a book").occasions[0].id.to_string();
    drop(app);
    let listed = office.on(&["affairs", "--on", "2026-11-24", "--json"]).json();
    assert_eq!(keys(&listed), sorted(["title", "period", "rows", "notes"]));
    let row = &listed["rows"][0];
    assert_eq!((text(row, "事项"), text(row, "金额")), ("修村北路", "126000.00"));
    assert_eq!((text(row, "决议"), text(row, "进展")), ("2026-11-20", "待决议公开"));
    let id = text(row, "id").to_owned();
    let votes = office.on(&["affairs", "--register", "会议表决"]).done();
    assert!(votes.contains("四议会议表决情况表") && votes.contains("村民代表会议"), "{votes}");
    // what was resolved stands in the draft by itself
    let draft = ["draft", "--matter", "C03", "--occasion", &occasion, "--on", "2026-11-24"];
    office.on(&draft).done();
    for (which, name) in [(vec!["--resolution", &id], "六张.pdf"), (vec!["--blank"], "空白.pdf")]
    {
        let out = path(&office.folder.path().join(name));
        let mut words = vec!["print-forms", "--out", &out, "--json"];
        words.extend(which);
        let printed = office.on(&words).json();
        assert_eq!(printed["pages"], 6, "{printed}");
        assert!(std::fs::read(&out).expect("a PDF").starts_with(b"%PDF"));
    }
    let out = path(&office.folder.path().join("无.pdf"));
    let nobody = "00000000-0000-0000-0000-000000000001";
    let none = office.on(&["print-forms", "--resolution", nobody, "--out", &out]).refused();
    assert!(none.contains("本村没有这一项决议"), "{none}");
    let wrong = office.on(&["affairs", "--register", "会议"]);
    assert_eq!(wrong.code, Some(2), "{}", wrong.err);
}
