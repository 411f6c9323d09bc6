//! The columns of lists of persons, in the words of the departments that send them.

use crate::domain::matter::MatterCode;
use crate::domain::privacy::{self, Context};
use crate::exchange::columns::{Column, key_of, without_brackets};

/// What a column of a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// 姓名
    Name,
    /// 户主, beside the person's own name.
    Head,
    /// 身份证号, reduced.
    Id,
    /// 一卡通账号, never kept.
    Card,
    /// 联系电话, never kept.
    Phone,
    /// 住址, of which the group is kept.
    Address,
    /// 行政村, never kept: it must be the village of the list.
    Village,
    /// 组
    Group,
    /// 类别
    Category,
    /// 面积
    Measure,
    /// 标准
    Standard,
    /// 人口
    Members,
    /// 月数
    Months,
    /// 金额
    Amount,
    /// 备注
    Remark,
}

impl Key {
    /// Those that a person may point out.
    pub const CHOSEN: [Self; 9] = [
        Self::Name,
        Self::Group,
        Self::Category,
        Self::Members,
        Self::Measure,
        Self::Standard,
        Self::Months,
        Self::Amount,
        Self::Remark,
    ];

    /// Whether nothing of it is ever kept.
    pub(super) const fn is_private(self) -> bool {
        matches!(self, Self::Id | Self::Card | Self::Phone | Self::Address)
    }

    /// Whether crops or months may have such a column each, and one that adds them up.
    pub(super) const fn is_figure(self) -> bool {
        matches!(self, Self::Measure | Self::Amount)
    }

    /// As shown.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Name => "姓名",
            Self::Head => "户主",
            Self::Id => "身份证号",
            Self::Card => "银行卡号",
            Self::Phone => "电话",
            Self::Address => "住址",
            Self::Village => "行政村",
            Self::Group => "组",
            Self::Category => "类别",
            Self::Measure => "面积",
            Self::Standard => "标准",
            Self::Members => "人口",
            Self::Months => "月数",
            Self::Amount => "金额",
            Self::Remark => "备注",
        }
    }
}

/// Which column of which row is which, said by a person (栏目对照).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleMapping {
    /// The worksheet, from 0, among those that hold anything and are not hidden.
    pub sheet: usize,
    /// The number of the head's row in the file.
    pub row: usize,
    /// What stands in which column, from 0.
    pub columns: Vec<(Key, usize)>,
}

/// Whether every line of the matter's list has an amount.
pub(super) fn needs_amount(matter: MatterCode) -> bool {
    !matches!(matter.as_str(), "C14" | "C16" | "C19" | "C24" | "C25" | "C26")
}

/// The columns that a list of the matter must and may have, in the words of a person.
pub fn columns_of(matter: MatterCode) -> String {
    let must =
        if needs_amount(matter) { "姓名（户主）、金额" } else { "姓名（户主）" };
    format!(
        "{must}；还认得组别、类别、人口、面积、标准、月数、备注。身份证号、卡号、电话、住址不存"
    )
}

/// Words of a total, in a head or at the beginning of a row.
pub(super) const TOTALS: [&str; 6] = ["合计", "小计", "总计", "共计", "总额", "总数"];

/// Names of the household's head, where the persons have a column of their own.
pub(super) const HEADS: [&str; 4] = ["户主", "户主姓名", "所属户主", "家庭户主"];

/// Which of several columns of money a list is about: what a person gets, then what adds up,
/// then any other, then what is due before anything is taken off; smaller is better.
pub(super) fn amount_class(written: &str, matter: MatterCode) -> u32 {
    const MONTHLY: [&str; 6] =
        ["月金额", "月保障金", "月保障金额", "月发放金额", "每月金额", "月救助金额"];
    const PAID: [&str; 9] = [
        "实发金额",
        "实发",
        "实发合计",
        "实发数",
        "实领金额",
        "实领",
        "实补金额",
        "实际发放金额",
        "实发资金",
    ];
    const SUMS: [&str; 7] =
        ["合计金额", "总金额", "金额合计", "补贴合计", "补贴总额", "发放总额", "补贴总金额"];
    const GROSS: [&str; 4] = ["应发金额", "应发", "应补金额", "应发合计"];
    let bare = without_brackets(&key_of(written));
    let is = |names: &[&str]| names.contains(&bare.as_str());
    let is_monthly = matches!(matter.as_str(), "C14" | "C15");
    match () {
        () if is_monthly && is(&MONTHLY) => 0,
        () if is(&PAID) => 10,
        () if is(&SUMS) => 20,
        () if is(&GROSS) => 40,
        () => 30,
    }
}

/// `面积（亩，丈量人张三）` → `面积（亩）`: what stands over figures on a sheet is a word of the
/// trade and a unit, nothing else that somebody wrote into the head.
pub(super) fn label(written: &str) -> String {
    const UNITS: &str =
        "元角分亩月年人户天日工次平方米㎡²公斤千克吨头只株棵个件份袋台口季度每立万顷/·";
    let plain = key_of(&privacy::mask(written, &Context::people()));
    let bare: String = without_brackets(&plain)
        .chars()
        .filter(|c| c.is_alphabetic())
        .take(LABEL_CHARS_MAX)
        .collect();
    let inside = plain.split_once(['(', '[', '【', '〔']).map_or("", |(_, inside)| inside);
    let unit = inside.split([',', '，', ';', '；', '、', ':', ' ', ')', ']', '】', '〕']).next();
    let is_unit = |unit: &&str| {
        (1..=6).contains(&unit.chars().count()) && unit.chars().all(|c| UNITS.contains(c))
    };
    match unit.filter(is_unit) {
        Some(unit) => format!("{bare}（{unit}）"),
        None => bare,
    }
}

/// The longest word over a column of figures.
const LABEL_CHARS_MAX: usize = 10;

const fn column(key: Key, names: &'static [&'static str]) -> Column<Key> {
    Column { key, names }
}

pub(super) const COLUMNS: [Column<Key>; 14] = [
    column(
        Key::Name,
        &[
            "姓名",
            "户主姓名",
            "户主",
            "农户姓名",
            "农户",
            "领取人",
            "领款人",
            "补贴对象",
            "对象姓名",
            "申请人",
            "申请人姓名",
            "救助对象",
            "受益人",
            "享受人",
            "保障对象",
            "发放对象",
            "残疾人姓名",
            "儿童姓名",
            "老人姓名",
            "参保人",
            "人员姓名",
            "名字",
            "种植户",
            "承包方姓名",
            "承包户",
        ],
    ),
    column(
        Key::Id,
        &[
            "身份证号",
            "身份证号码",
            "身份证",
            "证件号码",
            "证件号",
            "公民身份号码",
            "身份号码",
            "户主身份证号",
            "户主身份证号码",
            "身份证件号码",
            "居民身份证号",
            "残疾证号",
            "残疾人证号",
        ],
    ),
    column(
        Key::Card,
        &[
            "一卡通账号",
            "一卡通号",
            "一卡通",
            "一本通账号",
            "一本通",
            "银行卡号",
            "银行账号",
            "银行帐号",
            "卡号",
            "账号",
            "帐号",
            "存折账号",
            "社保卡号",
            "社会保障卡号",
            "惠农卡号",
            "开户账号",
            "补贴账号",
            "收款账号",
        ],
    ),
    column(
        Key::Phone,
        &["联系电话", "电话", "手机", "手机号", "手机号码", "电话号码", "联系方式", "本人电话"],
    ),
    column(
        Key::Address,
        &["住址", "家庭住址", "地址", "详细地址", "居住地址", "户籍地址", "门牌号", "门牌"],
    ),
    column(
        Key::Village,
        &[
            "行政村",
            "村名",
            "村",
            "村(居)",
            "村居",
            "村(社区)",
            "村/社区",
            "村社区",
            "行政村(社区)",
            "行政村名",
            "行政村名称",
            "村名称",
            "所在村",
            "所属村",
            "村委会",
            "村别",
        ],
    ),
    column(
        Key::Group,
        &[
            "组别",
            "组",
            "村民小组",
            "小组",
            "所在组",
            "村组",
            "组名",
            "所属组",
            "村民组",
            "生产队",
            "自然村",
            "组(队)",
        ],
    ),
    column(
        Key::Category,
        &[
            "类别",
            "补贴类别",
            "救助类别",
            "保障类别",
            "保障类型",
            "类型",
            "对象类别",
            "人员类别",
            "补贴类型",
            "改造方式",
            "岗位",
            "职务",
            "险种",
            "帮扶措施",
            "优抚类别",
            "儿童类别",
        ],
    ),
    column(
        Key::Measure,
        &[
            "面积",
            "补贴面积",
            "种植面积",
            "承包面积",
            "核定面积",
            "确权面积",
            "耕地面积",
            "亩数",
            "数量",
            "天数",
            "工日",
            "误工天数",
        ],
    ),
    column(
        Key::Standard,
        &["标准", "补贴标准", "发放标准", "救助标准", "保障标准", "缴费标准", "每亩标准", "月标准"],
    ),
    column(
        Key::Members,
        &["保障人口", "保障人数", "家庭人口", "人口", "人数", "享受人数", "家庭人数", "人口数"],
    ),
    column(Key::Months, &["月数", "发放月数", "月份", "发放月份", "享受月数"]),
    column(
        Key::Amount,
        &[
            "金额",
            "补贴金额",
            "发放金额",
            "实发金额",
            "实发",
            "实发合计",
            "实发数",
            "实领金额",
            "实领",
            "实补金额",
            "实际发放金额",
            "实发资金",
            "补助金额",
            "救助金额",
            "保障金额",
            "月金额",
            "月保障金额",
            "月发放金额",
            "月救助金额",
            "每月金额",
            "应发金额",
            "应发",
            "应发合计",
            "补贴资金",
            "补助资金",
            "合计金额",
            "总金额",
            "金额合计",
            "补贴合计",
            "补贴总额",
            "补贴总金额",
            "发放总额",
            "月保障金",
            "保障金",
            "缴费金额",
            "误工补贴",
            "慰问金额",
            "应补金额",
        ],
    ),
    column(Key::Remark, &["备注", "说明", "变动", "变动情况", "增减变动"]),
];
