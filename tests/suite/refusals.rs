//! What the books refuse, in order of precedence, with the figures and the next step.

use expect_test::expect;

use crate::support::{check_faults, check_refusal, check_report};

// What a voucher is refused for, in order of precedence: each case has every later fault too.

#[test]
fn a_voucher_of_tomorrow_is_refused_before_all_else() {
    check_refusal(
        "凭证  2026-04-02  记-009  借 999 -5.00
         今天  2026-04-01",
        expect![["
            日期 2026-04-02 还没到（今天是 2026-04-01）
            请核对票据上的日期。
        "]],
    );
}

#[test]
fn a_closed_month_takes_no_voucher() {
    check_refusal(
        "凭证  2026-03-02  收租金  借 101 7.00  贷 501 7.00
         公布  2026-03  于 2026-04-02
         凭证  2026-03-31  记-009  借 999 -5.00
         今天  2026-04-05",
        expect![["
            2026年3月的财务已经公布，账已结，不能再记入这个月
            请记入还没公布的月份；改错请在本月冲销原凭证，再记一笔正确的。
        "]],
    );
    // closing March closes what lies before it
    check_refusal(
        "凭证  2026-02-02  收租金  借 101 7.00  贷 501 7.00
         公布  2026-03  于 2026-04-02
         凭证  2026-02-28  收租金  借 101 7.00  贷 501 7.00
         今天  2026-04-05",
        expect![["
            2026年2月的财务已经公布，账已结，不能再记入这个月
            请记入还没公布的月份；改错请在本月冲销原凭证，再记一笔正确的。
        "]],
    );
}

#[test]
fn voucher_numbers_run_without_doubles_and_gaps() {
    check_refusal(
        "凭证  2026-03-02  收租金  借 101 7.00  贷 501 7.00
         凭证  2026-03-03  记-001  借 999 -5.00
         今天  2026-04-05",
        expect![["
            2026年3月已有凭证 记-001（收租金）
            请核对是不是重复记账，或改用下一个凭证号。
        "]],
    );
    check_refusal(
        "凭证  2026-03-02  收租金  借 101 7.00  贷 501 7.00
         凭证  2026-03-03  记-003  借 999 -5.00
         今天  2026-04-05",
        expect![["
            2026年3月的下一个凭证号应是 记-002，写的是 记-003，中间断号
            请补上中间的凭证，或改用下一个凭证号。
        "]],
    );
    check_report(
        "凭证  2026-03-02  记-001  收租金  借 101 7.00  贷 501 7.00
         凭证  2026-04-02  记-001  收租金  借 101 7.00  贷 501 7.00
         今天  2026-05-01",
        "2026-04",
        expect![["
            期初 7.00（现金 7.00 银行 0.00）
              收入 501 经营收入 7.00 共 1 笔
            本期 收入 7.00 支出 0.00
            期末 14.00（现金 14.00 银行 0.00）
            本年 收入 14.00 支出 0.00
        "]],
    );
}

#[test]
fn a_private_use_character_is_refused_with_its_place() {
    check_refusal(
        "凭证  2026-03-02  付王\u{e6b5}工资  借 999 -5.00
         今天  2026-04-05",
        expect![["
            摘要里第 3 个字是自造字（U+E6B5），换一台电脑就显示不出来
            请用新版输入法重新打这个字（国家标准 GB 18030 里的字），不要从旧系统里复制。
        "]],
    );
}

#[test]
fn a_voucher_needs_a_summary_then_two_lines_then_known_accounts() {
    check_refusal(
        "凭证  2026-03-02  借 999 -5.00
         今天  2026-04-05",
        expect![["
            摘要没有填
            请写清这笔钱是干什么的，村民要看得懂。
        "]],
    );
    check_refusal(
        "凭证  2026-03-02  买纸  借 999 -5.00
         今天  2026-04-05",
        expect![["
            一张凭证至少要有一借一贷两行分录，现在有 1 行
            请补上另一方的科目。
        "]],
    );
    check_refusal(
        "凭证  2026-03-02  买纸  借 101 0.00  贷 999 -5.00
         今天  2026-04-05",
        expect![["
            没有编号为 999 的科目
            请选科目表里的科目，或先在设置里增设明细科目。
        "]],
    );
}

#[test]
fn amounts_are_above_zero_and_balance() {
    check_refusal(
        "凭证  2026-03-02  买纸  借 513 -5.00  贷 101 0.00
         今天  2026-04-05",
        expect![["
            科目 101 的金额是 0
            请填金额，或删掉这一行。
        "]],
    );
    check_refusal(
        "凭证  2026-03-02  买纸  借 513 -5.00  贷 513 7.00
         今天  2026-04-05",
        expect![["
            科目 513 的金额是 -5.00，不能是负数
            记错了要冲销，请选中原凭证点“冲销”。
        "]],
    );
    check_refusal(
        "凭证  2026-03-02  买纸  借 513 7.00  贷 513 7.00
         今天  2026-04-05",
        expect![["
            科目 513 一借一贷金额相同，等于没有记
            对方科目请换一个。
        "]],
    );
    check_refusal(
        "凭证  2026-03-02  买纸  借 513 5.00  贷 513 7.00
         今天  2026-04-05",
        expect![["
            借贷不平：借方 5.00，贷方 7.00，相差 2.00
            请核对金额，使借方合计等于贷方合计。
        "]],
    );
    check_refusal(
        "凭证  2026-03-02  买纸  借 513 1234.56  借 514 0.44  贷 101 1325.00
         今天  2026-04-05",
        expect![["
            借贷不平：借方 1,235.00，贷方 1,325.00，相差 90.00
            请核对金额，使借方合计等于贷方合计。
        "]],
    );
}

#[test]
fn a_voucher_is_reversed_once_and_a_reversal_never() {
    let start = "凭证  2026-03-02  收租金  借 101 7.00  贷 501 7.00
         冲销  2026-03 记-001  于 2026-03-05
         今天  2026-04-05\n";
    check_refusal(
        &format!("{start}冲销  2026-03 记-001  于 2026-03-06"),
        expect![["
            2026年3月 记-001 已经冲销过了
            请直接记一笔正确的凭证。
        "]],
    );
    check_refusal(
        &format!("{start}冲销  2026-03 记-002  于 2026-03-06"),
        expect![["
            2026年3月 记-002 本身是冲销凭证，不能再冲销
            请直接记一笔正确的凭证。
        "]],
    );
    check_refusal(
        "今天  2026-04-05
         凭证  2026-03-02  收租金  借 101 7.00  贷 501 7.00
         冲销  2026-03 记-001  于 2026-03-01",
        expect![["
            冲销日期 2026-03-01 早于原凭证日期 2026-03-02
            冲销日期请写今天，或原凭证之后的日期。
        "]],
    );
}

// Opening balances.

#[test]
fn opening_balances_that_do_not_balance_are_refused_with_the_difference() {
    check_refusal(
        "期初  101 5000.00   102 1234.56
         期初  301 -6000.00",
        expect![["
            期初余额不平：借方合计 6,234.56，贷方合计 6,000.00，相差 234.56
            请对照旧账的科目余额表逐行核对，资产为正，负债和权益为负。
        "]],
    );
}

#[test]
fn opening_balances_are_entered_once_with_known_accounts() {
    check_refusal(
        "期初  101 5000.00   301 -5000.00
         凭证  2026-03-02  收租金  借 101 7.00  贷 501 7.00
         期初  101 6000.00   301 -6000.00",
        expect![["
            本村的期初余额已经录入过了
            期初余额只能录一次；录错了请记一张调整凭证。
        "]],
    );
    check_refusal(
        "期初  101 5000.00   302 -5000.00",
        expect![["
            没有编号为 302 的科目
            请选科目表里的科目，或先增设明细科目。
        "]],
    );
    check_refusal(
        "期初  101 5000.00   101 5000.00   301 -10000.00",
        expect![["
            科目 101 出现了两次
            请把同一科目合并成一行。
        "]],
    );
}

#[test]
fn a_published_month_fixes_the_opening() {
    check_refusal(
        "凭证  2026-03-02  收租金  借 101 7.00  贷 501 7.00
         公布  2026-03  于 2026-04-02
         期初  101 5000.00   301 -5000.00
         今天  2026-04-05",
        expect![["
            2026年3月的财务已经公布，期初余额不能再改
            请用凭证调整，并在下一期公示里说明。
        "]],
    );
}

// Drafting and publishing.

#[test]
fn a_month_that_still_runs_is_not_drafted() {
    check_refusal(
        "凭证  2026-03-02  收租金  借 101 7.00  贷 501 7.00
         今天  2026-03-31
         起草  2026-03",
        expect![[r#"
            2026年3月还没有结束（今天是 2026-03-31），不能起草公示
            请等这一期过完、账记全了再起草。
        "#]],
    );
}

#[test]
fn a_month_before_the_book_and_a_span_that_is_no_month_are_not_drafted() {
    check_refusal(
        "凭证  2026-03-02  收租金  借 101 7.00  贷 501 7.00
         今天  2026-05-31
         起草  2026-02",
        expect![[r#"
            2026年2月早于本村账簿的第一个月 2026年3月
            请选有账的期间。
        "#]],
    );
    check_refusal(
        "凭证  2026-03-02  收租金  借 101 7.00  贷 501 7.00
         今天  2026-05-31
         起草  2026-Q1",
        expect![[r#"
            “财务收支逐笔公开”每月公开，期间写的是 2026-Q1
            请写月份，如 2026-10。
        "#]],
    );
}

#[test]
fn what_was_published_is_not_drafted_again() {
    check_refusal(
        "凭证  2026-03-02  收租金  借 101 7.00  贷 501 7.00
         公布  2026-03  于 2026-04-02
         起草  2026-03
         今天  2026-05-31",
        expect![[r#"
            2026年3月的财务收支逐笔公开已于 2026-04-02 公布
            已公布的不能重来；数字有错请记更正凭证，在下一期公示，或另发更正公告。
        "#]],
    );
}

#[test]
fn a_sheet_hangs_at_least_fifteen_days() {
    check_refusal(
        "凭证  2026-03-02  收租金  借 101 7.00  贷 501 7.00
         起草  2026-03
         张贴  2026-03  于 2026-04-02  14
         今天  2026-05-31",
        expect![["
            公示 14 天太短，公布的期限不得少于 15 天
            请至少公示 15 天。依据《村民委员会组织法》第三十五条：公布的期限不得少于十五日。
        "]],
    );
}

#[test]
fn a_sheet_is_hung_after_its_month_and_not_tomorrow() {
    let drafted = "凭证  2026-03-02  收租金  借 101 7.00  贷 501 7.00
         今天  2026-04-05
         起草  2026-03\n";
    check_refusal(
        &format!("{drafted}张贴  2026-03  于 2026-04-06  3"),
        expect![["
            公布日期 2026-04-06 还没到（今天是 2026-04-05）
            请写实际张贴的日期。
        "]],
    );
    check_refusal(
        &format!("{drafted}张贴  2026-03  于 2026-03-31  3"),
        expect![["
            公布日期 2026-03-31 早于2026年3月的结束，那时数字还不全
            请核对公布日期。
        "]],
    );
    check_refusal(
        &format!("{drafted}张贴  2026-03  于 2026-04-01  367"),
        expect![["
            公示 367 天太长，请核对天数
            公示期最长按 366 天登记。
        "]],
    );
}

#[test]
fn a_draft_that_the_book_has_left_behind_is_not_published() {
    check_refusal(
        "凭证  2026-03-02  收租金  借 101 7.00  贷 501 7.00
         起草  2026-03
         凭证  2026-03-30  买纸    借 513 2.00  贷 101 2.00
         张贴  2026-03  于 2026-04-02
         今天  2026-05-31",
        expect![["
            起草之后账里又有变动，草稿里的数字已经不是账上的数字
            请重新起草，核对后再公布。
        "]],
    );
}

#[test]
fn a_second_draft_withdraws_the_first() {
    check_refusal(
        "凭证  2026-03-02  收租金  借 101 7.00  贷 501 7.00
         起草  2026-03
         起草  2026-03
         作废稿  2026-03  于 2026-04-02
         今天  2026-05-31",
        expect![["
            这份草稿已于 2026-05-31 作废，被后来的草稿取代
            请公布最新的那份草稿。
        "]],
    );
}

#[test]
fn a_notice_is_published_once() {
    check_refusal(
        "凭证  2026-03-02  收租金  借 101 7.00  贷 501 7.00
         公布  2026-03  于 2026-04-02
         张贴  2026-03  于 2026-04-03
         今天  2026-05-31",
        expect![["
            这份公示已于 2026-04-02 公布
            需要再贴一份，请直接重新打印。
        "]],
    );
}

#[test]
fn the_opening_must_be_what_the_last_sheet_ended_with() {
    // March ends with 7.00 on the wall; April moves 2.00; May would start with 5.00
    check_refusal(
        "凭证  2026-03-02  收租金  借 101 7.00  贷 501 7.00
         公布  2026-03  于 2026-04-02
         凭证  2026-04-09  买纸    借 513 2.00  贷 101 2.00
         凭证  2026-05-09  存现    借 102 1.00  贷 101 1.00
         起草  2026-05
         今天  2026-06-01",
        expect![["
            2026年5月的上月结余 5.00 元（现金 5.00、银行 0.00），与已公布的2026年3月月末结余 7.00 元（现金 7.00、银行 0.00）不一致。请先公布中间的月份，或核对期初余额。
            请按上面的提示改好后再起草。
        "]],
    );
}

#[test]
fn a_day_with_negative_cash_is_named_with_its_voucher() {
    check_faults(
        "期初  101 100.00   301 -100.00
         凭证  2026-03-02  买纸    借 513 60.00  贷 101 60.00
         凭证  2026-03-09  买煤    借 514 90.50  贷 101 90.50
         凭证  2026-03-09  买锁    借 514 10.00  贷 101 10.00
         凭证  2026-03-10  收租金  借 101 500.00  贷 501 500.00
         起草  2026-03
         今天  2026-04-02",
        expect![["
            请看 negative_cash 3月9日现金结余是 -60.50 元，从凭证 记-002 起，钱不可能是负的，请核对日期先后和漏记的收入。
            请看 village_facts 村情里还没有填村务监督委员会成员、村监委电话、公开栏位置，公示上会留空，请在“设置”里补上。
        "]],
    );
}

#[test]
fn cash_that_is_filled_up_on_the_same_day_is_no_fault() {
    check_faults(
        "期初  102 100.00   301 -100.00
         凭证  2026-03-02  买纸        借 513 60.00  贷 101 60.00
         凭证  2026-03-02  提取备用金  借 101 80.00  贷 102 80.00
         起草  2026-03
         今天  2026-04-02",
        expect![["
            请看 village_facts 村情里还没有填村务监督委员会成员、村监委电话、公开栏位置，公示上会留空，请在“设置”里补上。
        "]],
    );
}

// The supervision committee (山东省村务公开条例第十四条).

const ARTICLE_14: &str = "依据《山东省村务公开条例》第十四条";

#[test]
fn the_supervision_committee_has_three_or_five_with_one_director() {
    check_refusal(
        "监委  高一 主任
         监委  陈二 委员
         保存村情",
        expect![["
            村务监督委员会由 3 人或 5 人组成，现在是 2 人
            依据《山东省村务公开条例》第十四条：村务监督委员会由 3 人或者 5 人组成，设主任、副主任和委员。
        "]],
    );
    check_refusal(
        "监委  高一 主任
         监委  陈二 主任
         监委  周三 委员
         保存村情",
        expect![["
            村务监督委员会要有 1 名主任，现在有 2 名
            依据《山东省村务公开条例》第十四条：村务监督委员会由 3 人或者 5 人组成，设主任、副主任和委员。
        "]],
    );
    check_refusal(
        "监委  高一 主任
         监委  陈二 委员
         监委  陈二 委员
         保存村情",
        expect![["
            村务监督委员会里“陈二”出现了两次
            请删掉重复的一行；同名的两个人请在姓名后加以区别。
        "]],
    );
}

#[test]
fn who_keeps_the_books_or_is_kin_does_not_supervise() {
    let committee = "监委  高一 主任\n监委  陈二 副主任\n";
    for (office, printed) in [
        ("村委会主任", "村委会主任"),
        ("村委会委员", "村委会委员"),
        ("会计", "会计（报账员）"),
        ("出纳", "出纳"),
        ("文书", "文书"),
        ("集体经济组织负责人", "集体经济组织负责人"),
    ] {
        let text = format!("{committee}监委  王五 委员\n干部  王五 {office}\n保存村情");
        let Err(refused) = crate::support::Story::tell(&text) else { panic!("{office} may not") };
        let refused = refused.to_string();
        let reason = format!("王五是{printed}，不得任村务监督委员会成员");
        assert!(refused.contains(&reason) && refused.contains(ARTICLE_14), "{refused}");
    }
    check_refusal(
        &format!("{committee}监委  王五 委员 近亲属 王六\n干部  王六 村委会副主任\n保存村情"),
        expect![["
            王五是村委会成员王六的近亲属，不得任村务监督委员会成员
            依据《山东省村务公开条例》第十四条：村委会成员及其近亲属、村财会人员、文书、集体经济组织负责人不得任村务监督委员会成员。请另推选人选。
        "]],
    );
}

#[test]
fn the_party_secretary_and_kin_of_the_accountant_may_supervise() {
    let text = "监委  高一 主任
         监委  陈二 副主任
         监委  王五 委员 近亲属 赵会
         干部  赵会 会计
         干部  陈二 村党组织书记
         保存村情";
    let story = crate::support::Story::tell(text).unwrap_or_else(|refused| panic!("{refused}"));
    let members = &story.book().village.profile.supervision.members;
    let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
    assert_eq!(names, ["高一", "陈二", "王五"]);
}

#[test]
fn a_sub_account_has_a_parent_and_a_name_of_its_own() {
    check_refusal(
        "增设  513 办公费
         增设  513 办公费",
        expect![["
            “管理费用”下面已有叫“办公费”的明细科目
            请直接用已有的明细科目，或换一个名称。
        "]],
    );
    check_refusal(
        "增设  516 办公费",
        expect![["
            没有编号为 516 的上级科目
            请在 42 个一级科目里选一个上级科目。
        "]],
    );
}
