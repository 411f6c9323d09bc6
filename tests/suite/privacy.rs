//! What is private in free text, and what is not: cases as people write them, and numbers in
//! random dressing.

use mingbai::domain::matter::MatterCode;
use mingbai::domain::privacy::{Context, PrivateKind, Subject, group_of, mask, scan};
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
        ("尿毒症透析救助", &[Health, Health], "患病救助"),
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

/// Findings of readers: what slipped through, each with the honest text beside it.
#[test]
fn numbers_are_found_before_points_words_and_in_any_grouping() {
    use PrivateKind::{BankCard, IdCard, Phone};
    let cases: &[(&str, &[PrivateKind], &str)] = &[
        // a fraction behind it makes it no amount
        ("电话13812345678.12月误工", &[Phone], "电话138****5678.12月误工"),
        ("身份证371502199506183621.2月起停发", &[IdCard], "身份证****.2月起停发"),
        ("13812345678.0", &[Phone], "138****5678.0"),
        ("138 1234 5678.12月误工", &[Phone], "138****5678.12月误工"),
        // the word that touches it decides
        ("合同联系电话13812345678", &[Phone], "合同联系电话138****5678"),
        ("发票收款人13812345678", &[Phone], "发票收款人138****5678"),
        ("收据手机13812345678", &[Phone], "收据手机138****5678"),
        ("合同电话0635-8211234", &[Phone], "合同电话****1234"),
        ("身份证编号371502199506183620", &[IdCard], "身份证编号****"),
        // any grouping
        ("张三1380-531-2345", &[Phone], "张三138****2345"),
        ("张三1380-5312-345", &[Phone], "张三138****2345"),
        ("张三13805-312345", &[Phone], "张三138****2345"),
        ("李四 1380 531 2345", &[Phone], "李四 138****2345"),
        // a name or a group that ends or begins with a numeral stays
        ("张三371502199506183621", &[IdCard], "张三****"),
        ("王三六6222021234567894", &[BankCard], "王三六**** 7894"),
        ("371502199506183621三组", &[IdCard], "****三组"),
        ("李四13812345678一组", &[Phone], "李四138****5678一组"),
        ("卡号6222021234567894二组", &[BankCard], "卡号**** 7894二组"),
        // villages
        ("+86 138 1234 5678", &[Phone], "+138****5678"),
        ("微信号13812345678", &[Phone], "微信号138****5678"),
        ("VX13812345678", &[Phone], "VX138****5678"),
        ("家里0635－8211234", &[Phone], "家里****1234"),
        ("家里(0635)8211234", &[Phone], "家里(****1234"),
        ("本村对公账号9030412001101010", &[BankCard], "本村对公账号**** 1010"),
        ("一卡通6217001234567890123发放", &[BankCard], "一卡通**** 0123发放"),
        ("付张三1500元，13812345678", &[Phone], "付张三1500元，138****5678"),
        ("社保卡编号371502199506183621", &[IdCard], "社保卡编号****"),
    ];
    check(&context(), cases);
}

#[test]
fn illness_and_doors_are_found_as_villagers_write_them() {
    use PrivateKind::{Door, Health, Plate};
    let cases: &[(&str, &[PrivateKind], &str)] = &[
        ("尿毒症在医院透析", &[Health, Health], "患病在医院患病"),
        ("肺癌住县医院", &[Health], "患病住县医院"),
        ("李某中风住院", &[Health], "李某患病住院"),
        ("李某患慢性病", &[Health], "李某患患病"),
        ("突发脑梗，在县医院", &[Health], "突发患病，在县医院"),
        ("住甲村3组12号", &[Door], "住甲村3组（门牌不公开）"),
        ("二队15号", &[Door], "二队（门牌不公开）"),
        ("光明路十二号", &[Door], "光明路（门牌不公开）"),
        ("光明路 12 号", &[Door], "光明路 （门牌不公开）"),
        ("前屯 7号张某", &[Door], "前屯 （门牌不公开）张某"),
        ("甲村12号付某某", &[Door], "甲村（门牌不公开）付某某"),
        ("3号楼 2单元 501室", &[Door], "（门牌不公开）"),
        ("鲁P12345", &[Plate], "鲁P****"),
        ("租鲁 P·12345 一天", &[Plate], "租鲁P**** 一天"),
        ("新能源鲁PD12345", &[Plate], "新能源鲁P****"),
    ];
    check(&context(), cases);
}

#[test]
fn days_documents_and_ordinary_words_are_left_alone() {
    for text in [
        // beside the phones
        "预算 13000-150000 元",
        "1355 1280 965 元",
        "误工 1200 1300 1400 1500 元",
        "一卡通发放 1200 1300 1400 1500 元",
        "付电话费1234567元",
        "合同编号：13812345678",
        "发票号码 13812345678",
        "QQ号381234567",
        // days behind a word for accounts
        "一卡通（2026-10-01—2026-10-15）发放",
        "账户 2026-10-01 2026-10-31",
        "账户 20261001 20261031 对账",
        // numbers of documents
        "合同编号371502202610030012",
        "关于371502202610030012号工程",
        "流水号6212345678901234567",
        "合同编号1234567890123456",
        "发票代码037002000111",
        "地块编码3715021022050000123",
        "承包合同代码371502102205000123J",
        "统一社会信用代码913715020543210980",
        "组织机构代码 05432109-8",
        "中标通知 SDGP371502202602000123",
        "东政办〔2026〕12号",
        "鲁价费发〔2026〕15号，农村〔2026〕3号文",
        // words
        "其中风电占地补偿",
        "村中风貌提升",
        "空中风大，停工一天",
        "慢性病随访",
        "付高血压、糖尿病患者随访误工",
        "季节性病虫害统防",
        "精神病医院护理费",
        "暴雨致线路瘫痪抢修",
        // days after a village
        "本村15号开会",
        "我村10号前交齐",
        "村15号至20号公示",
        "本村15号、16号召开会议",
        "施工队15号进场",
        "本村12号全体会议，付本村20号集市保洁",
        "我村3号楼外墙粉刷",
        "供电所联系电话 0635-8888888，某某公司电话0635-8765432",
        "合作社12号分红",
        // groups and things
        "甲村3组，二队",
        "3组5号机井，甲村3号、5号机井维修",
        "三室一厅，一组一号泵房",
        "二组12号电表",
        "人民币叁万伍仟陆佰元整",
        "面积 1380.5312 平方米，13.8 亩",
        "1380 米×3.5 米，厚 0.18 米",
        "皖南考察，川A级景区，A4纸 500 张",
    ] {
        assert_eq!(kinds(text, &context()), [], "{text}");
    }
}

#[test]
fn a_county_s_own_matters_are_known_by_their_words() {
    let of = |code: &str, item: &str| {
        let subject = Subject::of(MatterCode::parse(code).expect("a code"), item);
        (subject.is_people, subject.is_children)
    };
    for (code, item, expected) in [
        ("C14", "", (true, false)),
        ("C19", "", (true, true)),
        ("C19", "困境儿童、留守儿童关爱", (true, true)),
        ("C19", "农机补贴", (true, false)),
        ("C28", "误工补贴人员与标准", (true, false)),
        ("K01", "城乡低保对象", (true, false)),
        ("K02", "孤儿基本生活费", (true, true)),
        ("K03", "优抚对象抚恤金", (true, false)),
        ("K04", "村组误工", (true, false)),
        ("K05", "党员名单", (false, false)),
        ("K06", "妇女儿童之家设施", (false, false)),
        ("K07", "村集体收支", (false, false)),
        ("F10", "管理费支出", (false, false)),
        ("K08", "补贴收支专项资金", (false, false)),
    ] {
        assert_eq!(of(code, item), expected, "{code} {item}");
    }
    let code = MatterCode::parse("K02").expect("a code");
    let children = Context::new((code, "孤儿基本生活费"), []);
    assert_eq!(kinds("小学生", &children), [PrivateKind::Minor]);
    assert_eq!(kinds("小学生", &Context::new(code, [])), []);
}

#[test]
fn an_address_is_reduced_to_its_group() {
    for (address, group) in [
        ("甲村3组12号", "3组"),
        ("甲镇甲村 3 组 12 号", "3组"),
        ("甲村东二组5号楼", "东二组"),
        ("第三村民小组", "第三村民小组"),
        ("生产队二队15号", "二队"),
        ("光明路12号", ""),
        ("施工队", ""),
    ] {
        assert_eq!(group_of(address), group, "{address}");
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
