//! What year end, appropriation and correction refuse, and that a refusal writes nothing.

use expect_test::{Expect, expect};
use mingbai::domain::entity::Entity;
use mingbai::domain::notice::FinanceLine;

use super::support::Story;

/// A village whose only month of 2025 was published.
const DECEMBER: &str = "
    今天  2026-01-31
    期初  102 1000.00   301 -1000.00
    凭证  2025-12-05  收到鱼塘承包费  借 102 600.00  贷 501 600.00
    凭证  2025-12-06  购买办公用纸    借 513 100.00  贷 102 100.00
";

#[track_caller]
fn check_refused(text: &str, expect: Expect) {
    let refused = Story::tell(text).err().expect("a refusal");
    expect.assert_eq(&refused.to_string());
}

fn with_december(rest: &str) -> String {
    format!("{DECEMBER}\n公布 2025-12 于 2026-01-08\n{rest}")
}

#[test]
fn a_year_is_ended_when_all_its_months_were_published() {
    check_refused(
        &format!("{DECEMBER}\n年终结转 2025"),
        expect![[r#"
        年终结转 2025
          2025年还有 1 个月的财务没有公布：2025年12月。请先把这些月份的财务逐笔公开表起草、公布，再结转。"#]],
    );
    check_refused(
        &with_december("年终结转 2026"),
        expect![[r#"
        年终结转 2026
          2026年还没有过完（今天是 2026-01-31），不能年终结转。请等 12 月的财务公布以后再结转。"#]],
    );
    check_refused(
        &with_december("年终结转 2024"),
        expect![[r#"
        年终结转 2024
          本村的账从2025年12月开始，没有2024年的账。请核对年份。"#]],
    );
    check_refused(
        &with_december("年终结转 99999"),
        expect![[r#"
        年终结转 99999
          99999年还没有过完（今天是 2026-01-31），不能年终结转。请等 12 月的财务公布以后再结转。"#]],
    );
    check_refused(
        &with_december("年终结转 2025\n年终结转 2025"),
        expect![[r#"
        年终结转 2025
          2025年已于 2026-01-31 年终结转。请接着做收益分配，或在新的一年里记账。"#]],
    );
}

#[test]
fn years_are_ended_one_after_the_other() {
    let text = "
        今天  2027-01-31
        期初  102 1000.00   301 -1000.00
        凭证  2025-12-05  收到鱼塘承包费  借 102 600.00  贷 501 600.00
        公布  2025-12  于 2026-01-08
        年终结转  2026
    ";
    check_refused(
        text,
        expect![[r#"
        年终结转 2026
          2025年还没有年终结转，不能先结转2026年。请从最早的一年开始，一年一年结转。"#]],
    );
}

#[test]
fn an_ended_year_takes_no_ordinary_voucher_and_its_end_stays() {
    let late = "年终结转 2025\n凭证 2025-12-31 补记 借 102 1.00 贷 504 1.00";
    check_refused(
        &with_december(late),
        expect![[r#"
        凭证 2025-12-31 补记 借 102 1.00 贷 504 1.00
          2025年已经年终结转，不能再记入这一年。请记入新的一年；改上一年的错，请在今年冲销原凭证，再记一笔正确的。"#]],
    );
    check_refused(
        &with_december("年终结转 2025\n冲销 2025-12 记-003 于 2026-01-20"),
        expect![[r#"
        冲销 2025-12 记-003 于 2026-01-20
          2025年已经年终结转，不能再记入这一年。请记入新的一年；改上一年的错，请在今年冲销原凭证，再记一笔正确的。"#]],
    );
    let fix = "年终结转 2025\n更正 2025-12 记-003 于 2026-01-20 改 借 501 600.00 贷 321 600.00";
    check_refused(
        &with_december(fix),
        expect![[r#"
        更正 2025-12 记-003 于 2026-01-20 改 借 501 600.00 贷 321 600.00
          2025年12月 记-003 是年终结转凭证，不能更正。收益分配、计提折旧错了请冲销后重做；年终结转不能改。"#]],
    );
}

#[test]
fn a_year_with_nothing_to_carry_is_ended_all_the_same() {
    let text = "
        今天  2026-01-31
        期初  102 1000.00   301 -1000.00
        凭证  2025-12-05  提取备用金  借 101 100.00  贷 102 100.00
        公布  2025-12  于 2026-01-08
        年终结转  2025
    ";
    let Ok(story) = Story::tell(text) else { panic!("a year of nothing can be ended") };
    assert_eq!(story.book().vouchers.len(), 1);
    assert!(story.book().year_ended(2025).is_some());
    assert!(story.problems().is_empty(), "{:?}", story.problems());
}

#[test]
fn a_loss_is_carried_and_leaves_nothing_to_appropriate() {
    let text = "
        今天  2026-01-31
        期初  102 1000.00   301 -1000.00
        凭证  2025-12-05  购买办公用纸  借 513 100.00  贷 102 100.00
        公布  2025-12  于 2026-01-08
        年终结转  2025
        分配  2025  于 2026-01-12  311 0.01
    ";
    check_refused(
        text,
        expect![[r#"
        分配 2025 于 2026-01-12 311 0.01
          要分配 0.01，可分配的只有 0.00，多出 0.01。请把金额减到可分配的数以内。"#]],
    );
}

#[test]
fn no_more_is_appropriated_than_there_is() {
    let check = |rest: &str, expect: Expect| {
        check_refused(&with_december(&format!("年终结转 2025\n{rest}")), expect);
    };
    check_refused(
        &with_december("分配 2025 于 2026-01-12 311 1.00"),
        expect![[r#"
        分配 2025 于 2026-01-12 311 1.00
          2025年还没有年终结转，不能分配收益。请先做年终结转。"#]],
    );
    check(
        "分配 2025 于 2026-01-12 311 150.00 211 350.01",
        expect![[r#"
        分配 2025 于 2026-01-12 311 150.00 211 350.01
          要分配 500.01，可分配的只有 500.00，多出 0.01。请把金额减到可分配的数以内。"#]],
    );
    check(
        "分配 2025 于 2026-01-12 311 300.00\n分配 2025 于 2026-01-13 211 200.01",
        expect![[r#"
        分配 2025 于 2026-01-13 211 200.01
          要分配 200.01，可分配的只有 200.00，多出 0.01。请把金额减到可分配的数以内。"#]],
    );
    check(
        "分配 2025 于 2026-01-12 311 -1.00",
        expect![[r#"
        分配 2025 于 2026-01-12 311 -1.00
          分配到科目 311 的金额是 -1.00，要大于 0。请填大于 0 的金额，不分的项目请留空。"#]],
    );
    check(
        "分配 2025 于 2026-01-12 211 0",
        expect![[r#"
        分配 2025 于 2026-01-12 211 0
          分配到科目 211 的金额是 0.00，要大于 0。请填大于 0 的金额，不分的项目请留空。"#]],
    );
    check(
        "分配 2025 于 2026-01-12 102 1.00",
        expect![[r#"
        分配 2025 于 2026-01-12 102 1.00
          收益不能分配到科目 102。请分到 311 公积公益金、211 应付款等负债或权益科目。"#]],
    );
    check(
        "分配 2025 于 2026-02-12 311 1.00",
        expect![[r#"
        分配 2025 于 2026-02-12 311 1.00
          决议日期 2026-02-12 还没到（今天是 2026-01-31）。请写开会决定的日期。"#]],
    );
    check(
        "分配 2025 于 2026-01-12",
        expect![[r#"
        分配 2025 于 2026-01-12
          分配的项目一行也没有。请至少填一项，如提取公积公益金。"#]],
    );
}

#[test]
fn an_appropriation_is_taken_back_and_made_again() {
    let text = with_december(
        "年终结转 2025
         分配 2025 于 2026-01-12 311 500.00
         冲销 2025-12 记-006 于 2026-01-20
         分配 2025 于 2026-01-21 311 100.00 211 400.00",
    );
    let story = Story::tell(&text).unwrap_or_else(|refused| panic!("{refused}"));
    assert!(story.book().distributable(Entity::Village, 2025).is_zero());
    assert!(story.problems().is_empty(), "{:?}", story.problems());
}

#[test]
fn a_correction_is_refused_whole() {
    let check = |rest: &str, expect: Expect| check_refused(&with_december(rest), expect);
    check(
        "更正 2025-12 记-002 于 2025-12-31 购买办公用纸 借 513 90.00 贷 102 90.00",
        expect![[r#"
        更正 2025-12 记-002 于 2025-12-31 购买办公用纸 借 513 90.00 贷 102 90.00
          2025年12月的财务已经公布，账已结，不能再记入这个月。请记入还没公布的月份；改错请在本月冲销原凭证，再记一笔正确的。"#]],
    );
    check(
        "更正 2025-12 记-002 于 2026-01-10 购买办公用纸 借 513 100.00 贷 102 100.00",
        expect![[r#"
        更正 2025-12 记-002 于 2026-01-10 购买办公用纸 借 513 100.00 贷 102 100.00
          改后的凭证与 2025年12月 记-002 一模一样，没有可更正的。请改好记错的科目、金额或摘要再更正；只想撤回请点“冲销”。"#]],
    );
    check(
        "更正 2025-12 记-002 于 2026-01-10 购买办公用纸 借 513 90.00 贷 102 80.00",
        expect![[r#"
        更正 2025-12 记-002 于 2026-01-10 购买办公用纸 借 513 90.00 贷 102 80.00
          借贷不平：借方 90.00，贷方 80.00，相差 10.00。请核对金额，使借方合计等于贷方合计。"#]],
    );
    let twice = "冲销 2025-12 记-002 于 2026-01-09
        更正 2025-12 记-002 于 2026-01-10 购买办公用纸 借 513 90.00 贷 102 90.00";
    check(
        twice,
        expect![[r#"
        更正 2025-12 记-002 于 2026-01-10 购买办公用纸 借 513 90.00 贷 102 90.00
          2025年12月 记-002 已经冲销过了。请直接记一笔正确的凭证。"#]],
    );
    let reversal = "冲销 2025-12 记-002 于 2026-01-09
        更正 2026-01 记-001 于 2026-01-10 购买办公用纸 借 513 90.00 贷 102 90.00";
    check(
        reversal,
        expect![[r#"
        更正 2026-01 记-001 于 2026-01-10 购买办公用纸 借 513 90.00 贷 102 90.00
          2026年1月 记-001 本身是冲销凭证，不能再冲销。请直接记一笔正确的凭证。"#]],
    );
}

#[test]
fn a_correction_posts_both_vouchers_and_can_be_corrected_again() {
    let text = with_december(
        "更正 2025-12 记-002 于 2026-01-10 购买办公用纸 借 513 90.00 贷 102 90.00
         更正 2026-01 记-002 于 2026-01-11 购买办公用纸 借 513 95.00 贷 102 95.00",
    );
    let story = Story::tell(&text).unwrap_or_else(|refused| panic!("{refused}"));
    let book = story.book();
    let january: Vec<_> = book.vouchers.iter().skip(2).collect();
    assert_eq!(january.len(), 4);
    assert_eq!(january[0].written().reverses, Some(book.vouchers[1].id()));
    assert_eq!(january[1].written().corrects, Some(book.vouchers[1].id()));
    assert_eq!(january[3].written().corrects, Some(january[1].id()));
    let notes: Vec<_> = january.iter().map(|voucher| book.correction_note(voucher)).collect();
    let december = Some("更正2025年12月记-002".to_owned());
    assert_eq!(notes, [december.clone(), december, None, None]);
    assert!(story.problems().is_empty(), "{:?}", story.problems());
}

#[test]
fn a_line_without_correction_is_written_as_before() {
    let old = r#"{"date":"2026-09-03","voucher":"记-001","summary":"付路灯电费","income":0,"expense":187500,"balance":100,"settlement":"转账","handler":"","witness":"","approver":""}"#;
    let line: FinanceLine = serde_json::from_str(old).expect("a line frozen earlier");
    assert_eq!(serde_json::to_string(&line).expect("a line"), old);
}
