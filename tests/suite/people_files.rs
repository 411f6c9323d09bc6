//! Lists of persons as other offices send them: several worksheets, hidden rows, heads of two
//! rows, numbers that a workbook has rounded, other villages. All persons are made up.

use expect_test::{Expect, expect};
use mingbai::domain::matter::MatterCode;
use mingbai::exchange::people_import::{
    Key, PeopleReading, PeopleTarget, read_people, survey_people,
};
use rust_xlsxwriter::Workbook;

use super::support::day;

/// A workbook: `# name` begins a worksheet, `|` parts cells, `^` hides a row, `'` keeps digits
/// text.
fn workbook(text: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let mut row = 0;
    let mut name = "Sheet1".to_owned();
    book.add_worksheet();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(next) = line.strip_prefix("# ") {
            if row > 0 {
                book.add_worksheet();
            }
            let last = book.worksheets().len() - 1;
            next.clone_into(&mut name);
            book.worksheet_from_index(last).expect("a sheet").set_name(next).expect("a name");
            row = 0;
            continue;
        }
        let sheet = book.worksheet_from_name(&name).expect("a sheet");
        let (line, is_hidden) = line.strip_prefix('^').map_or((line, false), |line| (line, true));
        for (column, cell) in (0..).zip(line.split('|').map(str::trim)) {
            match (cell.strip_prefix('\''), cell.parse::<f64>()) {
                (Some(text), _) => sheet.write(row, column, text).expect("text"),
                (None, Ok(number)) => sheet.write(row, column, number).expect("a number"),
                (None, Err(_)) if cell.is_empty() => continue,
                (None, Err(_)) => sheet.write(row, column, cell).expect("text"),
            };
        }
        if is_hidden {
            sheet.set_row_hidden(row).expect("hidden");
        }
        row += 1;
    }
    book.save_to_buffer().expect("bytes")
}

fn read(bytes: &[u8], matter: &str, reading: &PeopleReading) -> String {
    let matter = MatterCode::parse(matter).expect("a code");
    let target = PeopleTarget { matter, village: "甲村", today: day("2026-11-24") };
    match read_people(bytes, "名单.xlsx", target, reading) {
        Ok(file) => {
            let mut lines: Vec<String> = [&file.measure_label, &file.standard_label]
                .into_iter()
                .filter(|label| !label.is_empty())
                .map(|label| format!("栏：{label}"))
                .collect();
            lines.extend(file.people.iter().map(|it| {
                let members = it.members.map(|it| it.to_string()).unwrap_or_default();
                let amount = it.amount.to_string();
                let parts = [
                    &it.name,
                    &it.head,
                    &it.tail,
                    &it.group,
                    &it.category,
                    &members,
                    &it.measure,
                    &it.standard,
                    &it.months,
                    &amount,
                    &it.remark,
                ];
                let parts: Vec<&str> =
                    parts.into_iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
                parts.join(" ")
            }));
            lines.extend(file.notes.iter().map(|note| format!("请看：{note}")));
            lines.join("\n")
        }
        Err(faults) => faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    }
}

#[track_caller]
fn check(matter: &str, text: &str, expect: Expect) {
    expect.assert_eq(&read(&workbook(text), matter, &PeopleReading::default()));
}

#[test]
fn every_worksheet_with_a_list_is_read() {
    check(
        "C23",
        "# 1组
         姓名|身份证号|金额
         张三|'371502196503154215|100
         李四||200
         合计||300
         # 2组
         2组发放表
         序号|姓名|金额
         1|王五|50
         本页小计||50
         # 3组
         户主|面积（亩）|补贴金额
         赵六|2|80
         合计||430
         # 说明
         填表说明
         请用正楷填写",
        expect![[r#"
            栏：面积（亩）
            张三 1组 100.00
            李四 1组 200.00
            王五 2组 50.00
            赵六 3组 2 80.00
            请看：读了 3 张工作表：“1组”2 户、“2组”1 户、“3组”1 户。
            请看：“身份证号”是个人信息，没有存入账簿。
            请看：工作表“说明”没有认出表头，没有读；里面有要公布的人，请补上表头。"#]],
    );
}

#[test]
fn one_list_on_two_worksheets_is_refused() {
    let faults = "# 原表
         姓名|金额
         张三|100
         李四|200
         王五|300
         # 改后
         姓名|金额
         李四|200
         张三|100
         王五|310";
    check(
        "C23",
        faults,
        expect![
            "名单.xlsx：工作表“原表”和“改后”里有 2 户相同，像是同一份名单写了两遍，或是汇总表和分表。请只留要公布的工作表，另外的删掉或隐藏起来，存好再导入。"
        ],
    );
    let months = "# 7月
         姓名|身份证号|金额
         张三|'371502196503154215|300
         # 8月
         姓名|身份证号|金额
         张三|'371502196503154215|310";
    check(
        "C15",
        months,
        expect![
            "名单.xlsx：工作表“7月”和“8月”里有 1 户相同，像是同一份名单写了两遍，或是汇总表和分表。请只留要公布的工作表，另外的删掉或隐藏起来，存好再导入。"
        ],
    );
}

#[test]
fn hidden_rows_are_not_imported() {
    check(
        "C23",
        "行政村|姓名|金额
         甲村|张三|100
         ^乙村|李四|200
         ^乙村|王五|300
         甲村|赵六|400
         合计||500",
        expect![[r#"
            张三 100.00
            赵六 400.00
            请看：表里有 2 行隐藏着（多半是筛选没有取消），看不见的行没有导入；要导入的，请取消筛选、存好再导入。"#]],
    );
    check(
        "C23",
        "姓名|金额
         张三|100
         ^李四|200
         合计|300",
        expect![
            "名单.xlsx 工作表“Sheet1” 第 4 行“金额”列：合计写的是 300.00，逐行相加是 100.00。请核对是不是漏了行（隐藏的行不算），或某一行金额写错了。"
        ],
    );
    check(
        "C23",
        "姓名|金额\n^张三|100\n^李四|200",
        expect![
            "名单.xlsx：表里的 2 行都隐藏着，看不见的行不导入。请在表格里取消筛选、显示要公布的行，存好再导入。"
        ],
    );
}

#[test]
fn rows_of_other_villages_are_refused() {
    check(
        "C23",
        "行政村|组|姓名|金额
         镇明镇甲村|1组|张三|100
         乙村|1组|李四|200
         |2组|王五|300
         丙村|1组|赵六|400
         丁村|1组|孙七|400
         戊村|1组|周八|400",
        expect![
            "名单.xlsx：“行政村”一栏里除了甲村还有别的村：乙村 2 户、丙村 1 户、丁村 1 户等 4 个村。请只留甲村的行（筛选后复制到新表，或把别村的行删掉）再导入；是本村自然村的，请把这一栏的栏名改成“组别”。"
        ],
    );
    check(
        "C23",
        "村名|姓名|金额\n乙村|李四|200",
        expect![
            "名单.xlsx：“村名”一栏里没有甲村，写的是：乙村 1 户。请只留甲村的行（筛选后复制到新表，或把别村的行删掉）再导入；是本村自然村的，请把这一栏的栏名改成“组别”。"
        ],
    );
    check(
        "C23",
        "村(居)|姓名|金额\n甲村村委会|李四|200\n|王五|100",
        expect![[r#"
        李四 200.00
        王五 100.00"#]],
    );
}

#[test]
fn of_several_amounts_that_which_a_person_gets_is_taken() {
    // what was due, what was taken off, what was paid
    check(
        "C28",
        "姓名|金额|扣款|实发\n张三|1200|200|1000",
        expect![[r#"
        张三 1000.00
        请看：金额读的是“实发”，没有读“金额”。"#]],
    );
    check(
        "C28",
        "姓名|补贴金额|实发金额\n张三|1200|1000",
        expect![[r#"
        张三 1000.00
        请看：金额读的是“实发金额”，没有读“补贴金额”。"#]],
    );
    check(
        "C28",
        "姓名|应发金额|金额\n张三|1200|1000",
        expect![[r#"
        张三 1000.00
        请看：金额读的是“金额”，没有读“应发金额”。"#]],
    );
    check(
        "C23",
        "姓名|金额|金额\n张三|1200|1000",
        expect![
            "名单.xlsx 工作表“Sheet1” 第 1 行：表头里有几栏都像金额：“金额”“金额”，分不清该公布哪一栏。请在导入窗口里指明金额是哪一栏，或把要公布的那一栏改名“实发金额”。"
        ],
    );
    check(
        "C23",
        "姓名|补贴金额|救助金额|合计\n张三|1200|1000|2200",
        expect![[r#"
        张三 2200.00
        请看：金额读的是“合计”，没有读“补贴金额”“救助金额”。"#]],
    );
    check(
        "C15",
        "姓名|月保障金|合计金额\n张三|300|900",
        expect![[r#"
        张三 300.00
        请看：金额读的是“月保障金”，没有读“合计金额”。"#]],
    );
    // 合计 is what stands to its left
    check(
        "C23",
        "姓名|小麦面积|玉米面积|合计|补贴金额\n张三|1|2|3|300",
        expect![[r#"
        栏：面积
        张三 3 300.00"#]],
    );
    check(
        "C23",
        "姓名|面积|标准（元/亩）|合计\n张三|2|100|200",
        expect![[r#"
        栏：面积
        栏：标准（元/亩）
        张三 2 100 200.00"#]],
    );
    check("C18", "姓名|生活补贴|护理补贴|合计\n张三|100|80|180", expect!["张三 180.00"]);
    // two lists beside each other
    check(
        "C21",
        "姓名|金额|姓名|金额\n张三|100|李四|100",
        expect![
            "名单.xlsx 工作表“Sheet1” 第 1 行：表头里有几栏都像姓名：“姓名”“姓名”，分不清该公布哪一栏。左右并排的名单请先接成一列；不是的，请在导入窗口里指明姓名是哪一栏。"
        ],
    );
}

#[test]
fn a_head_of_two_rows_is_one_head() {
    // crops above their areas and amounts
    check(
        "C23",
        "2026年种粮补贴公示表
         序号|姓名|小麦||玉米||合计
         ||面积|金额|面积|金额|
         1|张三|1|100|2|150|250",
        expect![[r#"
            张三 250.00
            请看：有几栏都像面积：“小麦面积”“玉米面积”，分不清是哪一栏，都没有读；要公布的请指明是哪一栏。
            请看：金额读的是“合计”，没有读“小麦金额”“玉米金额”。"#]],
    );
    check(
        "C23",
        "序号|姓名|小麦||玉米||合计||备注
         ||面积|金额|面积|金额|面积|金额|
         1|张三|1|100|2|150|3|250|新增
         序号|姓名|小麦||玉米||合计||备注
         ||面积|金额|面积|金额|面积|金额|
         2|李四|1|100|2|150|3|250|",
        expect![[r#"
            栏：面积
            张三 3 250.00 新增
            李四 3 250.00
            请看：面积读的是“合计面积”，没有读“小麦面积”“玉米面积”。
            请看：金额读的是“合计金额”，没有读“小麦金额”“玉米金额”。"#]],
    );
}

#[test]
fn what_stands_over_several_columns_names_their_sum() {
    // no sum: whoever sends it must say which counts
    check(
        "C23",
        "姓名|小麦||玉米|
         |面积|金额|面积|金额
         张三|1|100|2|150",
        expect![
            "名单.xlsx 工作表“Sheet1” 第 2 行：表头里有几栏都像金额：“小麦金额”“玉米金额”，分不清该公布哪一栏。请在导入窗口里指明金额是哪一栏，或把要公布的那一栏改名“实发金额”。"
        ],
    );
    // one merged area, an amount beside it
    check(
        "C23",
        "姓名|组|补贴面积（亩）|||补贴金额
         ||小麦|玉米|合计|
         张三|1组|1.5|2|3.5|350",
        expect![[r#"
            栏：补贴面积（亩）
            张三 1组 3.5 350.00
            请看：面积读的是“补贴面积（亩）合计”，没有读“补贴面积（亩）小麦”“补贴面积（亩）玉米”。"#]],
    );
    check(
        "C23",
        "姓名|组|面积|补贴金额||
         |||小麦|玉米|小计
         张三|1组|3|150|200|350",
        expect![[r#"
            栏：面积
            张三 1组 3 350.00
            请看：金额读的是“补贴金额小计”，没有读“补贴金额小麦”“补贴金额玉米”。"#]],
    );
    // groups of columns above the names
    check(
        "C23",
        "基本信息|||发放情况||
         姓名|身份证号|组别|面积|标准|金额
         张三|'371502196503154215|1组|2|100|200",
        expect![[r#"
            栏：面积
            栏：标准
            张三 1组 2 100 200.00
            请看：“身份证号”是个人信息，没有存入账簿。"#]],
    );
    // names that are only above the other columns
    check(
        "C23",
        "序号|户主信息||面积|金额
         |姓名|身份证号||
         1|张三|'371502196503154215|2|200",
        expect![[r#"
            栏：面积
            张三 2 200.00
            请看：“身份证号”是个人信息，没有存入账簿。"#]],
    );
    // a line with the name of a group is not part of the head
    check("C23", "序号|姓名|金额\n一组||\n1|张三|200", expect!["张三 200.00"]);
}

#[test]
fn the_head_may_stand_low_and_sums_in_the_middle() {
    check(
        "C23",
        "镇明镇
         2026年耕地地力保护补贴
         公　示　表
         单位：甲村村民委员会||||金额单位：元
         根据上级文件
         现公示如下
         序号|姓　名|组　别|面 积（亩）|金额（元）|备　注
         '１|张　三|１组|２．５|１００．００|
         2|李四|1组|3|２００|
         |小计||5.5|300|
         3|王五|2组|1|50|
         |小计||1|50|
         合计|||6.5|350|
         制表人：张三|||审核：李四||",
        expect![[r#"
            栏：面积（亩）
            张三 １组 ２．５ 100.00
            李四 1组 3 200.00
            王五 2组 1 50.00"#]],
    );
}

#[test]
fn an_office_is_not_a_signature() {
    check(
        "C28",
        "职务|姓名|金额
         村委会主任|张三|1200
         负责人|李四|1000
         审核员|王五|900
         村委会主任|赵六|
         负责人：张三||
         审核|孙七|",
        expect![[r#"
            名单.xlsx 工作表“Sheet1” 第 5 行“金额”列：没有金额。请填上金额；这次没有发的人请从表里删掉。"#]],
    );
    let offices = "职务|姓名|金额\n村委会主任|张三|1200\n审核员|王五|900\n审核|孙七|";
    check(
        "C28",
        offices,
        expect![[r#"
        张三 村委会主任 1200.00
        王五 审核员 900.00"#]],
    );
    check("C22", "姓名|金额\n单位食堂|300\n负责人：张三|\n审核|", expect!["单位食堂 300.00"]);
}

#[test]
fn only_namesakes_have_a_tail_and_only_a_right_one() {
    // one household with two plots
    let plots = "户主|身份证号|面积|金额
         张三|'371502196503154215|1|100
         张三|'371502196503154215|2|200";
    check(
        "C23",
        plots,
        expect![[r#"
        栏：面积
        张三 1 100.00
        张三 2 200.00
        请看：“身份证号”是个人信息，没有存入账簿。
        请看：第 2、3 行的身份证号相同，请核对是不是重复发放。"#]],
    );
    // numbers of a workbook, and what Excel has rounded before
    let numbers = "户主|身份证号|金额
         张三|371502201503154218|100
         张三|'371502196503154000|200
         李四|'371502196503154215、371502196801011239|300
         李四|'371502196503154215、371502196801011239|300";
    check(
        "C23",
        numbers,
        expect![[r#"
        张三 100.00
        张三 200.00
        李四 300.00
        李四 300.00
        请看：“身份证号”是个人信息，没有存入账簿。
        请看：第 2、3 行有同名的人，证号末几位不对（Excel 会改写长数字），没有尾号可以区分；请把证号一栏设成文本、重新填好再导入，或写明组别。
        请看：第 2 行的证号表明是未成年人，未成年人不公布姓名，请核对，改写成监护人。"#]],
    );
    let namesakes = "户主|身份证号|金额
         张三|'371502196503154215|100
         张三|'11010519491231002X|200";
    check(
        "C23",
        namesakes,
        expect![[r#"
        张三 4215 100.00
        张三 002X 200.00
        请看：“身份证号”是个人信息，没有存入账簿；同名的人留证号后四位以便区分。"#]],
    );
}

#[test]
fn of_children_nothing_but_their_kind_is_kept() {
    check(
        "C19",
        "儿童姓名|户主|身份证号|组别|类别|人数|标准（元，王小明）|金额|备注
         王小明|王五|'371502201503154219|1组|留守儿童|1|600|600|王小明的父亲在外务工
         李小红|李四||2组|孤儿|1|1800|1800|李小红随祖母生活，电话13812345678",
        expect![[r#"
            1组 留守儿童 600.00
            2组 孤儿 1800.00
            请看：这一事项不公布姓名，只存类别、组别和金额，备注等别的栏不存。
            请看：“身份证号”是个人信息，没有存入账簿。"#]],
    );
}

#[test]
fn what_stands_in_the_head_stays_out_of_the_ledger() {
    check(
        "C23",
        "户主|面积（亩，丈量人张三13812345678）|补贴标准（元/亩）|金额（李四13812345678经办）
         张三|1|100|100
         合计|||120",
        expect![
            "名单.xlsx 工作表“Sheet1” 第 3 行“金额（李四138****5678经办）”列：合计写的是 120.00，逐行相加是 100.00。请核对是不是漏了行（隐藏的行不算），或某一行金额写错了。"
        ],
    );
    check(
        "C23",
        "户主|面积（亩，丈量人张三13812345678）|补贴标准（元/亩）|金额
         张三|1|100|100",
        expect![[r#"
            栏：面积（亩）
            栏：补贴标准（元/亩）
            张三 1 100 100.00"#]],
    );
}

#[test]
fn faults_of_a_list_speak_of_lists() {
    check(
        "C23",
        "姓名|金额\n张三|-120",
        expect![
            "名单.xlsx 工作表“Sheet1” 第 2 行“金额”列“-120”：金额是负数。名单只写发放的；追回的请从表里删掉，钱退回村账的另记凭证，要说明的写进公示内容。"
        ],
    );
    check(
        "C23",
        "# 张三13812345678\n姓名|组\n张三|1组",
        expect![
            "名单.xlsx 工作表“张三138****5678” 第 1 行：表头缺少金额栏，找到的有姓名、组。表里要有一行栏名：姓名（户主）、金额；还认得组别、类别、人口、面积、标准、月数、备注。身份证号、卡号、电话、住址不存。"
        ],
    );
}

#[test]
fn a_person_says_which_column_is_which_on_any_sheet() {
    let bytes = workbook(
        "# 封面
         惠农补贴
         # 1组
         一组发放表
         姓名|甲项|乙项
         张三|100|900
         # 2组
         姓名|甲项|乙项
         李四|200|800",
    );
    let matter = MatterCode::parse("C23").expect("a code");
    let survey = survey_people(&bytes, "名单.xlsx", matter);
    let names: Vec<&str> = survey.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["封面", "1组", "2组"]);
    assert_eq!(survey.sheets[1].rows[1], (2, vec!["姓名".into(), "甲项".into(), "乙项".into()]));
    let mapping = mingbai::app::PeopleMapping {
        sheet: 1,
        row: 2,
        columns: vec![(Key::Name, 0), (Key::Amount, 1)],
    };
    let reading = PeopleReading { mapping: Some(mapping), ..PeopleReading::default() };
    expect![[r#"
        张三 1组 100.00
        李四 2组 200.00
        请看：读了 2 张工作表：“1组”1 户、“2组”1 户。
        请看：工作表“封面”没有认出表头，没有读；里面有要公布的人，请补上表头。"#]]
    .assert_eq(&read(&bytes, "C23", &reading));
}

#[test]
fn what_the_program_took_is_where_a_person_begins() {
    let bytes = workbook("姓名|小麦|||身份证号\n|面积|金额|合计|\n张三|1|100|100|");
    let matter = MatterCode::parse("C23").expect("a code");
    let survey = survey_people(&bytes, "名单.xlsx", matter);
    let guess = survey.guess.expect("a head");
    assert_eq!((guess.sheet, guess.row), (0, 2));
    let (_, names) = &survey.sheets[0].rows[1];
    assert_eq!(names[0], "姓名", "names above are shown with those below");
    let columns = vec![(Key::Name, 0), (Key::Amount, 2), (Key::Id, 4)];
    let mapping = mingbai::app::PeopleMapping { columns, ..guess };
    let reading = PeopleReading { mapping: Some(mapping), ..PeopleReading::default() };
    expect![[r#"
        张三 100.00
        请看：“身份证号”是个人信息，没有存入账簿。"#]]
    .assert_eq(&read(&bytes, "C23", &reading));
}
