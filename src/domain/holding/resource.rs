//! Resources (资源): land and water that stand in no account.

use serde::{Deserialize, Serialize};

use super::quantity::Quantity;
use super::refusal::{HoldingField, HoldingRefusal};
use super::rules;

/// What kind of land or water it is (资源类别，农经发〔2011〕13号).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResourceKind {
    /// 耕地
    #[default]
    Arable,
    /// 林地
    Woodland,
    /// 草地
    Grassland,
    /// 园地
    Orchard,
    /// 滩涂
    Shoal,
    /// 水面
    Water,
    /// 四荒地
    Waste,
    /// 集体建设用地
    Construction,
    /// 其他
    Other,
}

impl ResourceKind {
    /// Every kind, in the order of the rules.
    pub const ALL: [Self; 9] = [
        Self::Arable,
        Self::Woodland,
        Self::Grassland,
        Self::Orchard,
        Self::Shoal,
        Self::Water,
        Self::Waste,
        Self::Construction,
        Self::Other,
    ];

    /// As printed.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Arable => "耕地",
            Self::Woodland => "林地",
            Self::Grassland => "草地",
            Self::Orchard => "园地",
            Self::Shoal => "滩涂",
            Self::Water => "水面",
            Self::Waste => "四荒地",
            Self::Construction => "集体建设用地",
            Self::Other => "其他",
        }
    }
}

/// A piece of land or water (资源).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resource {
    /// 名称
    pub name: String,
    /// 类别
    pub category: ResourceKind,
    /// 坐落（到组）
    pub place: String,
    /// 面积（亩）
    pub area: Quantity,
    /// 已发包面积（亩）
    pub contracted: Quantity,
    /// 备注
    pub note: String,
}

impl Resource {
    pub(super) fn check(mut self) -> Result<Self, HoldingRefusal> {
        rules::required(HoldingField::Name, &mut self.name)?;
        rules::words(HoldingField::Place, &mut self.place)?;
        rules::some_quantity(HoldingField::Area, self.area)?;
        let (contracted, area) = (self.contracted, self.area);
        if contracted > area || contracted < Quantity::default() {
            return Err(HoldingRefusal::ContractedAboveArea { contracted, area });
        }
        rules::words(HoldingField::Note, &mut self.note)?;
        Ok(self)
    }
}
