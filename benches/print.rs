//! How long a sheet takes: 45 lines on A3, from the notice to the bytes of the PDF.

#![expect(clippy::print_stdout, reason = "a bench talks")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use mingbai::domain::entity::Entity;
use mingbai::domain::ids::{NoticeId, VillageId};
use mingbai::domain::ledger::Funds;
use mingbai::domain::matter::MatterCode;
use mingbai::domain::money::Money;
use mingbai::domain::notice::{
    Body, Content, FinanceDetail, FinanceLine, Masthead, Notice, NoticeState, Publication,
    Redaction, YearTotals,
};
use mingbai::domain::period::{Month, Period};
use mingbai::print::{self, Fonts, Paper, PdfInfo, Sheet};

fn notice(month: Month) -> Notice {
    let mut balance = Money::from_fen(20_000_000);
    let opening = Funds { cash: Money::ZERO, bank: balance };
    let lines: Vec<FinanceLine> = (1..=45)
        .map(|number| {
            let expense = Money::from_fen(143_726 + i64::from(number));
            balance = balance.minus(expense);
            FinanceLine {
                date: month.day(1 + number % 28),
                voucher: format!("记-{number:03}"),
                summary: "修村北排水沟用工林桂英等6人×2天".to_owned(),
                income: Money::ZERO,
                expense,
                balance,
                settlement: "转账".to_owned(),
                handler: "李𫖯".to_owned(),
                witness: "高𬭊".to_owned(),
                approver: "朱春梅".to_owned(),
                correction: None,
            }
        })
        .collect();
    let spent = lines.iter().map(|line| line.expense).sum();
    let masthead = Masthead {
        township: "示例镇".to_owned(),
        village: "明堌新村".to_owned(),
        signers: vec!["村委会主任".to_owned(); 5],
        seals: vec!["村民委员会（章）".to_owned(); 2],
        objection_days: 5,
        answer_days: 5,
        ..Masthead::default()
    };
    let body = Body::FinanceDetail(FinanceDetail {
        opening,
        lines,
        income_total: Money::ZERO,
        expense_total: spent,
        closing: Funds { cash: Money::ZERO, bank: balance },
        year: YearTotals { from: month, income: Money::ZERO, expense: spent },
    });
    Notice {
        entity: Entity::Village,
        id: NoticeId::new(uuid::Uuid::nil()),
        village: VillageId::new(uuid::Uuid::nil()),
        matter: MatterCode::FINANCE_DETAIL,
        span: Period::Month(month).into(),
        issue: month.number(),
        drafted_on: month.next().first_day(),
        content: Content { masthead, body, redaction: Redaction::default() },
        // a sheet that hangs carries its code, the one that is only drafted does not
        state: NoticeState::Published(Publication {
            published_on: month.next().first_day(),
            posted_until: month.next().last_day(),
            boards: vec!["村委会大门东侧".to_owned()],
            chain: Some("9f".repeat(32)),
        }),
        steps: Vec::new(),
        corrects: None,
    }
}

fn sheet(criterion: &mut Criterion) {
    let (Ok(fonts), Some(month)) = (Fonts::bundled(), Month::new(2026, 10)) else { return };
    let notice = notice(month);
    let info = PdfInfo {
        title: "财务收支".to_owned(),
        author: String::new(),
        created_on: notice.drafted_on,
    };
    let paper = Paper::from(Sheet::A3Landscape);
    criterion.bench_function("a3_sheet_of_45_lines", |bencher| {
        bencher.iter(|| {
            let document = print::compose(black_box(&notice));
            let (pages, _) = print::lay_out(&document, paper, &fonts);
            print::pdf::paint(&pages, &info, &fonts)
        });
    });
    let document = print::compose(&notice);
    let (pages, _) = print::lay_out(&document, paper, &fonts);
    let drawn = print::pdf::paint(&pages, &info, &fonts);
    if let Ok(pdf) = drawn {
        // how large the file is stands beside how long it takes
        println!("the sheet has {} pages and {} bytes", pages.len(), pdf.len());
        criterion.bench_function("preview_page_at_150_dpi", |bencher| {
            bencher.iter(|| print::raster::rgba(black_box(&pdf), 0, 150.0));
        });
    }
    criterion.bench_function("a3_layout_of_45_lines", |bencher| {
        let document = print::compose(&notice);
        bencher.iter(|| print::lay_out(black_box(&document), paper, &fonts));
    });
}

#[allow(missing_docs, reason = "the macro writes an undocumented function")]
mod group {
    use super::{criterion_group, sheet};
    criterion_group!(benches, sheet);
}
criterion_main!(group::benches);
