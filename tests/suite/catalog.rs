//! Catalogs: the built-in one against the law, and what counties hand in.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use chrono::Days;
use expect_test::{Expect, expect};
use mingbai::domain::catalog::{Catalog, CatalogMode, CatalogRefusal, CatalogVersion};
use mingbai::domain::completeness::{Coverage, completeness};
use mingbai::domain::ids::CatalogId;
use mingbai::domain::matter::{Cadence, Category, Matter, MatterCode, PostingMinimum};
use mingbai::domain::period::Date;
use mingbai::exchange::catalog_import::{CatalogFile, bundled, read_catalog};
use proptest::collection::vec;
use proptest::prelude::*;
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use uuid::Uuid;

use super::support::day;

fn code(text: &str) -> MatterCode {
    MatterCode::parse(text).expect("a code")
}

fn built_in() -> Catalog {
    Catalog::new(bundled())
}

fn line(matter: &Matter) -> String {
    let Matter { code, category, item, cadence, posting, form, .. } = matter;
    let posting = posting.map_or("—".to_owned(), PostingMinimum::label);
    format!("{code} {} {item} {} {posting} {form}", category.label(), cadence.label())
}

fn read(bytes: &[u8], name: &str) -> String {
    match read_catalog(bytes, name, &built_in()) {
        Ok(CatalogFile { matters, warnings, .. }) => {
            let lines = matters.iter().map(line);
            let warnings = warnings.into_iter().map(|warning| format!("请看：{warning}"));
            lines.chain(warnings).collect::<Vec<_>>().join("\n")
        }
        Err(faults) => faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    }
}

#[track_caller]
fn check_file(text: &str, expect: Expect) {
    expect.assert_eq(&read(text.as_bytes(), "县目录.csv"));
}

fn version(from: &str, mode: CatalogMode, matters: Vec<Matter>) -> CatalogVersion {
    let id = CatalogId::new(Uuid::nil());
    CatalogVersion { id, name: "莘县目录".to_owned(), valid_from: day(from), mode, matters }
}

#[test]
fn the_built_in_catalog_is_the_law_s_with_its_cadences() {
    let matters = bundled();
    assert_eq!(matters.len(), 59);
    let mut counts: BTreeMap<(Category, Cadence), usize> = BTreeMap::new();
    for matter in &matters {
        *counts.entry((matter.category, matter.cadence)).or_default() += 1;
        assert!(!matter.item.is_empty() && !matter.content.is_empty(), "{matter:?}");
        assert!(!matter.source.is_empty() && !matter.form.is_empty(), "{matter:?}");
    }
    let mut shown = String::new();
    for ((category, cadence), count) in counts {
        writeln!(shown, "{}{} {count}", category.label(), cadence.label()).expect("a text");
    }
    expect![[r#"
        党务每季 1
        党务每年 3
        党务即时 3
        村务每季 15
        村务每年 3
        村务即时 15
        财务每月 9
        财务每季 4
        财务每年 3
        财务即时 3
    "#]]
    .assert_eq(&shown);
    let catalog = built_in();
    let detail = catalog.matter(MatterCode::FINANCE_DETAIL).expect("F01");
    assert_eq!((detail.cadence, detail.item.as_str()), (Cadence::Monthly, "财务收支逐笔明细"));
}

#[test]
fn village_affairs_and_finance_hang_fifteen_days_but_for_one() {
    let usual = |matter: &&Matter| match matter.category {
        Category::Party => matter.posting.is_none(),
        Category::Affairs | Category::Finance => {
            matter.posting == Some(PostingMinimum::calendar(15))
        }
    };
    let matters = bundled();
    let others: Vec<String> = matters.iter().filter(|matter| !usual(matter)).map(line).collect();
    expect![[r#"
        D03 党务 发展党员 即时 5 个工作日 党务公开栏
        C14 村务 低保初审公示 即时 7 个工作日 村公示栏"#]]
    .assert_eq(&others.join("\n"));
}

#[test]
fn the_built_in_catalog_answers_every_requirement_of_the_law() {
    let catalog = built_in();
    let in_force = catalog.matters_on(day("2026-06-30"));
    let meter = completeness(&in_force, &BTreeSet::new());
    assert_eq!((meter.in_catalog(), meter.disclosed()), ((18, 18), (0, 18)));
    assert!(meter.missing().is_empty(), "{:?}", meter.missing());
    let all: BTreeSet<MatterCode> = in_force.iter().map(|matter| matter.code).collect();
    assert_eq!(completeness(&in_force, &all).disclosed(), (18, 18));
    // C11 answers an item of the law and, with nothing else that has a fixed time, the last class
    let some = ["C01", "C02", "C07", "C11", "F13", "F05"].map(code).into_iter().collect();
    let meter = completeness(&in_force, &some);
    let done = |measured: &&mingbai::domain::completeness::Measured| {
        measured.coverage == Coverage::Disclosed
    };
    assert_eq!(meter.law.iter().filter(done).count(), 3);
    assert_eq!(meter.finance.iter().filter(done).count(), 3);
}

#[test]
fn a_county_s_list_is_read_by_the_names_of_its_columns() {
    check_file(
        "莘县村务公开目录（2026年版）,,,,,,\n\
        序号,类别,公开事项,公开内容,公开时间,公示期,公开渠道\n\
        1,财务,财务收支情况,逐项逐笔,每月10日前,不少于15日,公开栏\n\
        2,,债务,借款和还款,每季首月15日前,15,公开栏、微信群\n\
        3,村务,村规民约,现行文本,长期公开,长期,\n\
        4,,低保初审公示,初审名单,及时,7个工作日,公示栏\n\
        5,,冬季清洁取暖补贴,到户金额,发放后5日内,20天,\n\
        6,党务,发展党员,人选,随时,5个工作日,党务公开栏\n\
        注：本目录由县民政局负责解释。,,,,,,\n",
        expect![[r#"
            F01 财务 财务收支情况 每月 15 日 公开栏
            F15 财务 债务 每季 15 日 公开栏、微信群
            C01 村务 村规民约 每年 15 日 公开栏/明白纸
            C14 村务 低保初审公示 即时 7 个工作日 公示栏
            K01 村务 冬季清洁取暖补贴 即时 20 日 公开栏
            D03 党务 发展党员 即时 5 个工作日 党务公开栏
            请看：第 7 行“冬季清洁取暖补贴”和已有的公开事项都对不上名称，编成了 K01。"#]],
    );
}

#[test]
fn codes_stay_where_the_county_writes_them() {
    check_file(
        "编号,事项,分类,频次,期限,依据\n\
        f01,财务收支公开表,财务,按月,,\n\
        SX-07,秸秆禁烧责任人,政务,年度,,莘县规定\n",
        expect![[r#"
            F01 财务 财务收支公开表 每月 15 日 公开栏
            SX-07 村务 秸秆禁烧责任人 每年 15 日 公开栏
            请看：“政务”算作村务。"#]],
    );
}

#[test]
fn every_fault_of_a_catalog_is_named_at_once() {
    check_file(
        "编号,类别,公开事项,公开时限,公示天数\n\
        F01,财务,财务收支逐笔明细,每季,15\n\
        F02,财务,财务收支汇总,每半年,15\n\
        C01,村务,村规民约,看情况,15\n\
        C02,村务,工作制度,每年,10\n\
        C03,村务,会议决定,随时,\n\
        C03,村务,会议决定的事项,随时,\n\
        C05,村务,,随时,15\n\
        公章1,村务,公章使用,每月或每季,15\n\
        ,其他,路灯维护,每季,15\n\
        ,,垃圾清运,每季,一个月\n\
        C14,村务,低保初审公示,及时,5\n",
        expect![[r#"
            县目录.csv 第 2 行“公开时限”列“每季”：财务收支逐笔明细要每月公开。依据《山东省村务公开条例》第十二条：财务收支逐项逐笔每月公布。请改成每月。
            县目录.csv 第 3 行“公开时限”列“每半年”：时限不是每月、每季、每年或即时。请写每月、每季、每年或即时。
            县目录.csv 第 4 行“公开时限”列“看情况”：时限看不懂。请写每月、每季、每年或即时。
            县目录.csv 第 5 行“公示天数”列“10”：C02 工作制度的公示期是 10 日，少于 15 日。依据《村民委员会组织法》第三十五条：公布的期限不得少于十五日。请改成 15 日或更长。
            县目录.csv 第 7 行“编号”列“C03”：这个编号在第 6 行已经有了。请改成不同的编号，或把两行并成一行。
            县目录.csv 第 8 行“公开事项”列：公开事项没有填。请写公开事项的名称，合并的单元格请拆开填上。
            县目录.csv 第 9 行“编号”列“公章1”：编号只能用字母、数字和“-”，最多 8 个。请改成 F01 这样的编号，或把这一格空着，按名称对应。
            县目录.csv 第 9 行“公开时限”列“每月或每季”：一格里写了几种时限。请拆成几个事项，或只写最勤的一种。
            县目录.csv 第 10 行“类别”列“其他”：类别看不懂。请写党务、村务或财务。
            县目录.csv 第 11 行“公示天数”列“一个月”：公示天数看不懂。请只写一个天数，如 15 日、7 个工作日。
            县目录.csv 第 12 行“公示天数”列“5”：C14 低保初审公示的公示期是 5 日，少于 7 日。自带的目录里这个事项另有较短的公示天数，也不能再少。请照它改。"#]],
    );
}

#[test]
fn a_file_that_is_no_catalog_says_what_is_missing() {
    check_file(
        "姓名,电话\n张三,1\n",
        expect!["县目录.csv：没有找到表头。表里要有一行栏名，至少有公开事项和公开时限两栏。"],
    );
    check_file(
        "序号,公开事项,备注\n1,村规民约,\n",
        expect![
            "县目录.csv 第 1 行：表头缺少公开时限栏，找到的有序号、公开事项。表里要有一行栏名，至少有公开事项和公开时限两栏。"
        ],
    );
    check_file(
        "公开事项,公开时限\n",
        expect![
            "县目录.csv：表头下面一个公开事项也没有。请一行写一个公开事项：类别、公开事项、公开时限。"
        ],
    );
    check_file(
        "公开事项,公开时限\n取暖补贴,及时\n取暖补贴情况,每年\n",
        expect![[r#"
            县目录.csv 第 2 行：类别没有填。请写党务、村务或财务。
            县目录.csv 第 3 行“公开事项”列“取暖补贴情况”：这个公开事项在第 2 行已经有了。请删掉重复的一行，或把名称写得不一样。
            县目录.csv 第 3 行：类别没有填。请写党务、村务或财务。"#]],
    );
    check_file(
        "类别,公开事项,公开时限\n村务,㐂\u{e000}补贴,及时\n",
        expect![
            "县目录.csv 第 2 行“公开事项”列“㐂补贴”：第 2 个字是自造字（U+E000），换一台电脑就显示不出来。请用新版输入法重新打这个字（国家标准 GB 18030 里的字），不要从旧系统里复制。"
        ],
    );
}

#[test]
fn a_catalog_without_f01_cannot_replace_and_may_extend() {
    let text = "类别,公开事项,公开时限\n村务,取暖补贴,每年\n";
    let file = read_catalog(text.as_bytes(), "县目录.csv", &built_in()).expect("a good file");
    assert_eq!(file.matters.len(), 1);
    let replace = version("2026-07-01", CatalogMode::Replace, file.matters.clone());
    assert_eq!(built_in().with(replace), Err(CatalogRefusal::FinanceMissing));
    let extend = version("2026-07-01", CatalogMode::Extend, file.matters);
    let catalog = built_in().with(extend).expect("a version");
    assert_eq!(catalog.matters_on(day("2026-07-01")).len(), 60);
    // the next list of the county finds the matter of its own by its name
    let again = read_catalog(text.as_bytes(), "县目录.csv", &catalog).expect("a good file");
    assert_eq!(again.matters[0].code, code("K01"));
    assert!(again.warnings.is_empty(), "{:?}", again.warnings);
    let other = "类别,公开事项,公开时限\n村务,秸秆禁烧,每年\n";
    let other = read_catalog(other.as_bytes(), "县目录.csv", &catalog).expect("a good file");
    assert_eq!(other.matters[0].code, code("K02"));
}

/// One sheet for each part of the catalog, categories in merged cells and lines of their own.
fn workbook_of_three_sheets() -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let plain = Format::new();
    let cover = book.add_worksheet();
    cover.set_name("说明")?;
    cover.write(0, 0, "各村照此公开")?;
    for (name, rows) in [
        ("党务公开", vec![("党费收缴", "每季度")]),
        ("村务公开", vec![("低保对象名单", "每季首月10日前"), ("村规民约", "每年")]),
        ("财务公开", vec![("财务收支逐笔明细", "每月10日前"), ("债权", "季后15日内")]),
    ] {
        let sheet = book.add_worksheet();
        sheet.set_name(name)?;
        sheet.merge_range(0, 0, 0, 2, &format!("莘县{name}目录"), &plain)?;
        for (column, title) in (0_u16..).zip(["序号", "公 开\n事 项", "公开时限"]) {
            sheet.write(2, column, title)?;
        }
        for (row, (item, cadence)) in (3_u32..).zip(rows) {
            sheet.write(row, 0, row - 2)?;
            sheet.write(row, 1, item)?;
            sheet.write(row, 2, cadence)?;
        }
    }
    book.save_to_buffer()
}

#[test]
fn a_workbook_may_have_a_sheet_for_each_part() {
    let bytes = workbook_of_three_sheets().expect("a workbook");
    expect![[r#"
        D04 党务 党费收缴 每季 — 党务公开栏
        C15 村务 低保对象名单 每季 15 日 公开栏
        C01 村务 村规民约 每年 15 日 公开栏/明白纸
        F01 财务 财务收支逐笔明细 每月 15 日 公开栏
        F14 财务 债权 每季 15 日 公开栏"#]]
    .assert_eq(&read(&bytes, "县目录.xlsx"));
}

#[test]
fn a_line_of_its_own_may_head_a_part() {
    check_file(
        "公开事项,公开时限\n一、财务公开（2项）,\n财务收支逐笔明细,每月\n债权,每季\n二、村级事务,\n宅基地审批,每季\n",
        expect![[r#"
            F01 财务 财务收支逐笔明细 每月 15 日 公开栏
            F14 财务 债权 每季 15 日 公开栏
            C10 村务 宅基地审批 每季 15 日 公开栏"#]],
    );
}

#[test]
fn a_matter_with_empty_cells_is_no_heading() {
    check_file(
        "公开事项,公开时限\n财务公开,\n财务收支情况,\n债权,每季\n",
        expect![
            "县目录.csv 第 3 行“公开时限”列：时限没有填。请写每月、每季、每年或即时。合并的单元格请拆开填上。"
        ],
    );
}

#[test]
fn the_same_catalog_has_one_digest_whatever_the_file() {
    let digest = |bytes: &[u8], name: &str| {
        read_catalog(bytes, name, &built_in()).expect("a good file").digest
    };
    let text = "类别,公开事项,公开时限\n财务,财务收支逐笔明细,每月\n";
    let (gbk, _, _) = encoding_rs::GB18030.encode(text);
    let tabs = text.replace(',', "\t");
    assert_eq!(digest(text.as_bytes(), "a.csv"), digest(&gbk, "b.csv"));
    assert_eq!(digest(text.as_bytes(), "a.csv"), digest(tabs.as_bytes(), "c.txt"));
    let other = text.replace("财务收支逐笔明细", "债权");
    assert_ne!(digest(text.as_bytes(), "a.csv"), digest(other.as_bytes(), "a.csv"));
}

fn settings() -> ProptestConfig {
    ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() }
}

fn cadence() -> impl Strategy<Value = Cadence> {
    prop::sample::select(Cadence::ALL.to_vec())
}

/// A version of a few matters, most of them with F01.
fn any_version() -> impl Strategy<Value = CatalogVersion> {
    let matters = vec((0..6_usize, cadence()), 0..6);
    (0..40_u64, any::<bool>(), matters, prop::bool::weighted(0.8)).prop_map(
        |(days, replaces, matters, with_detail)| {
            let codes = ["F02", "C01", "C15", "D01", "K01", "K02"];
            let own = |(place, cadence): (usize, Cadence)| Matter {
                code: code(codes[place]),
                cadence,
                ..bundled()[3].clone()
            };
            let mut matters: Vec<Matter> = matters.into_iter().map(own).collect();
            if with_detail {
                matters.extend(bundled().into_iter().filter(|matter| matter.code == code("F01")));
            }
            let from = day("2026-01-01") + Days::new(days);
            let mode = if replaces { CatalogMode::Replace } else { CatalogMode::Extend };
            version(&from.to_string(), mode, matters)
        },
    )
}

fn days() -> impl Iterator<Item = Date> {
    day("2025-12-31").iter_days().take(45)
}

proptest! {
    #![proptest_config(settings())]

    #[test]
    fn a_catalog_is_sound_on_every_day(versions in vec(any_version(), 0..6)) {
        let mut catalog = built_in();
        for version in versions {
            let before = catalog.clone();
            let from = version.valid_from;
            match catalog.with(version) {
                Ok(with) => {
                    // what was in force before its day stays as it was
                    for day in days().filter(|day| *day < from) {
                        prop_assert_eq!(with.matters_on(day), before.matters_on(day));
                    }
                    catalog = with;
                }
                Err(refusal) => {
                    prop_assert!(!refusal.to_string().is_empty() && !refusal.hint().is_empty());
                    catalog = before;
                }
            }
        }
        for day in days() {
            let in_force = catalog.matters_on(day);
            let codes: BTreeSet<MatterCode> = in_force.iter().map(|matter| matter.code).collect();
            prop_assert_eq!(codes.len(), in_force.len(), "no code twice");
            let detail = catalog.matter_on(MatterCode::FINANCE_DETAIL, day).map(|matter| matter.cadence);
            prop_assert_eq!(detail, Some(Cadence::Monthly));
            // the terms say the same, and no two of a matter lie over each other
            let terms: Vec<_> = catalog
                .terms()
                .into_iter()
                .filter(|term| {
                    term.from.is_none_or(|from| from <= day) && term.until.is_none_or(|until| day <= until)
                })
                .map(|term| (term.matter.code, term.matter))
                .collect();
            prop_assert_eq!(terms.len(), in_force.len());
            prop_assert_eq!(
                BTreeMap::from_iter(terms),
                in_force.into_iter().map(|matter| (matter.code, matter)).collect()
            );
        }
    }

    #[test]
    fn the_order_in_which_versions_come_in_does_not_matter(
        versions in vec(any_version(), 0..4),
        seed: u64,
    ) {
        let all = |versions: Vec<CatalogVersion>| {
            versions.into_iter().try_fold(built_in(), Catalog::with)
        };
        let mut shuffled = versions.clone();
        let turn = usize::try_from(seed % 4).expect("small").min(versions.len());
        shuffled.rotate_left(turn);
        if let (Ok(first), Ok(second)) = (all(versions), all(shuffled)) {
            prop_assert_eq!(first, second);
        }
    }
}
