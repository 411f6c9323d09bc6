//! What is private in free text, and what is not: cases as people write them, and numbers in
//! random dressing.

use mingbai::domain::matter::MatterCode;
use mingbai::domain::privacy::{Context, PrivateKind, mask, scan};
use proptest::prelude::*;

fn context() -> Context {
    let matter = MatterCode::parse("F01").expect("a code");
    Context::new(matter, ["0635-8231234", "13906350000"])
}

fn kinds(text: &str, context: &Context) -> Vec<PrivateKind> {
    scan(text, context).into_iter().map(|hit| hit.kind).collect()
}

#[track_caller]
fn check(context: &Context, cases: &[(&str, &[PrivateKind], &str)]) {
    for (text, expected, masked) in cases {
        assert_eq!(kinds(text, context), *expected, "{text}");
        assert_eq!(mask(text, context), *masked, "{text}");
        assert_eq!(kinds(masked, context), [], "the mask of {text}");
    }
}

#[test]
fn numbers_of_persons_are_found_however_they_are_written() {
    use PrivateKind::{BankCard, IdCard, Phone};
    let cases: &[(&str, &[PrivateKind], &str)] = &[
        ("由子代领，身份证371502199506183621", &[IdCard], "由子代领，身份证****"),
        ("11010519491231002X", &[IdCard], "****"),
        ("１１０１０５１９４９１２３１００２ｘ", &[IdCard], "****"),
        ("110105-19491231-002X", &[IdCard], "****"),
        ("110105 1949 1231 002 X，李某", &[IdCard], "****，李某"),
        ("110105\n19491231\n002X", &[IdCard], "****"),
        ("一一〇一〇五一九四九一二三一〇〇二X", &[IdCard], "****"),
        ("身份证130503670401001", &[IdCard], "身份证****"),
        ("残疾证11010519491231002142", &[], "残疾证11010519491231002142"),
        ("卡号6222021234567894", &[BankCard], "卡号**** 7894"),
        ("卡 6222 0212 3456 7894 收", &[BankCard], "卡 **** 7894 收"),
        ("一卡通账号：903041200110101", &[BankCard], "一卡通账号：**** 0101"),
        ("本人电话15668469156", &[Phone], "本人电话156****9156"),
        ("一三八一二三四五六七八", &[Phone], "138****5678"),
        ("138一二三四5678", &[Phone], "138****5678"),
        ("三组13812345678", &[Phone], "三组138****5678"),
        ("138 1234 5678/139.1234.5679", &[Phone, Phone], "138****5678/139****5679"),
        ("1 3 8 1 2 3 4 5 6 7 8", &[Phone], "138****5678"),
        ("+86-13812345678", &[Phone], "+138****5678"),
        ("壹叁捌壹贰叁肆伍陆柒捌", &[Phone], "138****5678"),
        ("家里电话0635-8765432", &[Phone], "家里电话****5432"),
        ("电话8765432", &[Phone], "电话****5432"),
    ];
    check(&context(), cases);
}

#[test]
fn plates_illness_children_and_doors_are_found() {
    use PrivateKind::{Door, Health, Minor, Plate};
    let cases: &[(&str, &[PrivateKind], &str)] = &[
        ("租鲁P·A1234挖机", &[Plate], "租鲁P****挖机"),
        ("租鲁P·A1234B拉土", &[Plate], "租鲁P****拉土"),
        ("鲁pd12345加油", &[Plate], "鲁P****加油"),
        ("精神残疾二级，低保户", &[Health], "残疾，低保户"),
        ("二级残疾", &[Health], "残疾"),
        ("肢体残疾", &[Health], "残疾"),
        ("肢残三级", &[Health], "残疾"),
        ("智力二级", &[Health], "残疾"),
        ("残疾等级二级", &[Health], "残疾"),
        ("尿毒症透析救助", &[Health, Health], "患病患病救助"),
        ("精神分裂症，监护人领", &[Health], "患病，监护人领"),
        ("患肺癌", &[Health], "患患病"),
        ("孙子8岁", &[Minor], "孙子未成年"),
        ("其女十二周岁", &[Minor], "其女未成年"),
        ("住光明路12号", &[Door], "住光明路（门牌不公开）"),
        ("3号楼2单元501室王某", &[Door], "（门牌不公开）王某"),
        ("门牌12号", &[Door], "（门牌不公开）"),
    ];
    check(&context(), cases);
    let people: &[(&str, &[PrivateKind], &str)] =
        &[("小学生，孤儿", &[Minor, Minor], "未成年，未成年")];
    check(&Context::people(), people);
}

#[test]
fn ordinary_summaries_are_left_alone() {
    for text in [
        "付办公用纸和墨盒 300.00 元",
        "收鱼塘承包费 12,000.00 元",
        "金额 1234567.89、2345678.90",
        "1500 3000 800 共 5300 元",
        "2026-10-03 至 2026-11-03",
        "2026-10-03 2026-11-03",
        "2026.10.03 2026.11.03 12",
        "20261003 20261103",
        "合同 HT2026001，第 2026-015 号",
        "记-012、记-013号凭证",
        "发票号码 25372000000012345678",
        "流水号 4000123412341234",
        "打12345热线反映，12388、12317、12380 均可",
        "监督举报电话：0635-2987654",
        "村监委电话 0635-8231234，13906350000",
        "3号机井维修，5号桥，第3号异议",
        "光明路12号路灯维修",
        "二〇二六年十月，一组至八组",
        "残疾人两项补贴，困难残疾人生活补贴和重度残疾人护理补贴",
        "高血压义诊宣传，防癌筛查",
        "60岁以上老人体检，3岁以下婴幼儿",
        "人民币壹万贰仟叁佰肆拾伍元整",
        "付村小学生活动费，付学生营养餐",
        "换锁 3 把，钥匙 12 个",
        "面积 9.8 亩，标准 125.79 元/亩，金额 1232.74 元",
        "农经发〔2011〕13号，鲁农字〔2026〕5号文件",
        "村委会办公室二级路由器，三级电工",
        "疫情中风险地区",
        "统一社会信用代码 91371502MA3C123456",
    ] {
        assert_eq!(kinds(text, &context()), [], "{text}");
    }
}

/// The last character of an identity card.
fn with_check(number: &str) -> String {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: usize = number.bytes().zip(weights).map(|(b, w)| usize::from(b - b'0') * w).sum();
    format!("{number}{}", char::from(b"10X98765432"[sum % 11]))
}

/// The last digit of a bank card.
fn with_luhn(number: &str) -> String {
    let sum: u32 = number
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, b)| u32::from(b - b'0') * (2 - u32::from(at % 2 == 1)))
        .map(|value| value / 10 + value % 10)
        .sum();
    format!("{number}{}", (10 - sum % 10) % 10)
}

prop_compose! {
    fn id_card()(
        area in prop::sample::select(vec!["371502", "371525", "110105", "320583", "513701"]),
        year in 1930..2026_u32, month in 1..=12_u32, day in 1..=28_u32, order in 0..1000_u32,
    ) -> String {
        with_check(&format!("{area}{year:04}{month:02}{day:02}{order:03}"))
    }
}

prop_compose! {
    fn bank_card()(
        head in prop::sample::select(vec!["621700", "623319", "622848"]),
        rest in "[0-9]{9,12}",
    ) -> String {
        with_luhn(&format!("{head}{rest}"))
    }
}

fn phone() -> impl Strategy<Value = String> {
    "1[3-9][0-9]{9}"
}

fn other_script(c: char, script: usize) -> char {
    let Some(value) = c.to_digit(10).and_then(|it| usize::try_from(it).ok()) else { return c };
    let scripts =
        ["0123456789", "０１２３４５６７８９", "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"];
    scripts[script].chars().nth(value).expect("a digit")
}

/// A number in one of the ways in which people write it.
fn dressed(secret: &str, script: usize, between: &str, way: usize) -> String {
    let sizes: &[usize] = match (way, secret.len()) {
        (0, _) => &[],
        (1, 11) => &[3, 4, 4],
        (1, 18) => &[6, 8, 4],
        (1, _) => &[4; 5],
        _ => &[1; 20],
    };
    let mut sizes = sizes.iter();
    let mut left = sizes.next().copied().unwrap_or(usize::MAX);
    let mut written = String::new();
    for c in secret.chars() {
        if left == 0 {
            written.push_str(between);
            left = sizes.next().copied().unwrap_or(usize::MAX);
        }
        written.push(other_script(c, script));
        left -= 1;
    }
    written
}

/// The digits of a text in their order, in runs, whatever their script.
fn runs(text: &str) -> Vec<String> {
    let plain: String = text
        .chars()
        .map(|c| {
            (0..10_u32)
                .find(|value| {
                    let digit = char::from_digit(*value, 10).expect("a digit");
                    (0..4).any(|script| other_script(digit, script) == c)
                })
                .and_then(|value| char::from_digit(value, 10))
                .unwrap_or('|')
        })
        .collect();
    plain.split('|').filter(|run| !run.is_empty()).map(str::to_owned).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_secret_in_any_dress_is_found_and_masked(
        secret in prop_oneof![id_card(), bank_card(), phone()],
        script in 0..4_usize,
        between in prop::sample::select(vec![" ", "-", ".", "·", "\n", "　", "—", " - "]),
        way in 0..3_usize,
        (before, after) in prop::sample::select(vec![
            ("付", "误工"), ("张三：", "。"), ("（", "）"), ("", ""), ("3组 李四，", "，代领 300 元"),
        ]),
    ) {
        let text = format!("{before}{}{after}", dressed(&secret, script, between, way));
        let context = context();
        prop_assert!(!scan(&text, &context).is_empty(), "not found: {text}");
        let masked = mask(&text, &context);
        prop_assert!(scan(&masked, &context).is_empty(), "found again: {masked}");
        for run in runs(&masked) {
            prop_assert!(run.len() < 6, "{run} is left in {masked}");
        }
        for hit in scan(&text, &context) {
            prop_assert!(text.get(hit.start..hit.end).is_some());
        }
    }

    #[test]
    fn money_days_and_vouchers_are_no_secrets(
        fen in 1..999_999_999_i64, year in 2015..2035_u32, month in 1..=12_u32, day in 1..=28_u32,
        number in 1..999_u32, what in prop::sample::select(vec![
            "付办公费", "收水面承包费", "付保洁员工资", "提取备用金", "付3号机井电费", "收一事一议筹资",
        ]),
    ) {
        let (yuan, rest) = (fen / 100, fen % 100);
        let text = format!(
            "{year}-{month:02}-{day:02} 记-{number:03} {what} {yuan}.{rest:02} 元，{year}年{month}月{day}日，合同 HT{year}{number:03}，{year}.{month:02}.{day:02} {yuan}.{rest:02}"
        );
        prop_assert_eq!(kinds(&text, &context()), vec![], "{}", text);
    }
}
