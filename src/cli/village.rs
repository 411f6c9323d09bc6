//! `village`: how the sheets of a village look, read and set.

use clap::Args;
use serde_json::{Value, json};

use super::arguments::OnVillage;
use super::run::{Done, open_to_read, open_to_write, village_of};
use super::say;
use crate::app::{App, AppError, Command};
use crate::domain::ids::VillageId;
use crate::domain::village::VillageProfile;

/// `village`
#[derive(Args, Debug)]
pub struct VillageSettings {
    /// 账簿和村
    #[command(flatten)]
    pub village: OnVillage,
    /// 汇总表和决算上画收支图（有空地方才画）：on 画，off 不画
    #[arg(long, value_parser = on_or_off, value_name = "on|off")]
    pub chart: Option<bool>,
    /// 表格最后一页用空行补满：on 补，off 不补
    #[arg(long, value_parser = on_or_off, value_name = "on|off")]
    pub fill_rows: Option<bool>,
    /// 人口，印人均用；0 就是不印
    #[arg(long, value_name = "人")]
    pub population: Option<u32>,
}

fn on_or_off(text: &str) -> Result<bool, String> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err("请写 on 或 off".to_owned()),
    }
}

impl VillageSettings {
    /// The profile with what was asked for.
    fn set(&self, profile: &VillageProfile) -> VillageProfile {
        let mut profile = profile.clone();
        profile.draws_bars = self.chart.unwrap_or(profile.draws_bars);
        profile.fills_rows = self.fill_rows.unwrap_or(profile.fills_rows);
        if let Some(population) = self.population {
            profile.population = Some(population).filter(|count| *count > 0);
        }
        profile
    }
}

/// Sets what was asked for, and tells how things stand.
pub(super) fn village(asked: &VillageSettings) -> Done {
    let is_asked = asked.chart.is_some() || asked.fill_rows.is_some() || asked.population.is_some();
    let on = &asked.village.on;
    let mut app = if is_asked { open_to_write(on, None)? } else { open_to_read(on, None)? };
    let id = village_of(&app, &asked.village)?;
    let profile = profile_of(&app, id)?;
    let wanted = asked.set(&profile);
    if wanted != profile {
        app.execute(Command::UpdateVillage { village: id, profile: wanted })?;
    }
    let profile = profile_of(&app, id)?;
    say(&if on.json { settings_json(&profile).to_string() } else { settings_words(&profile) });
    Ok(0)
}

fn profile_of(app: &App, id: VillageId) -> Result<VillageProfile, AppError> {
    Ok(app.ledger()?.book_of(id)?.village.profile.clone())
}

fn settings_json(profile: &VillageProfile) -> Value {
    json!({
        "village": profile.name,
        "chart": profile.draws_bars,
        "fill_rows": profile.fills_rows,
        "population": profile.population,
    })
}

fn settings_words(profile: &VillageProfile) -> String {
    let word = |is_on: bool, words: &str| format!("{}{words}", if is_on { "" } else { "不" });
    let people =
        profile.population.map_or_else(|| "没有填人口".to_owned(), |count| format!("{count} 人"));
    format!(
        "{}  {}  {}  {people}",
        profile.full_name(),
        word(profile.draws_bars, "画收支图"),
        word(profile.fills_rows, "用空行补满"),
    )
}
