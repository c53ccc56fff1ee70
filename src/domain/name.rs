//! Chinese names: which part is the surname, and whether a name is a firm's.
//!
//! Must not: know readings (that is `search`) or hide anything (that is `mask`).

/// Surnames of two and more characters, longest first where one begins another.
pub const COMPOUND_SURNAMES: &[&str] = &[
    "爱新觉罗",
    "叶赫那拉",
    "钮祜禄",
    "瓜尔佳",
    "赫舍里",
    "阿史那",
    "吐谷浑",
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "皇甫",
    "尉迟",
    "万俟",
    "长孙",
    "慕容",
    "令狐",
    "司徒",
    "司空",
    "司寇",
    "宇文",
    "夏侯",
    "公孙",
    "轩辕",
    "东方",
    "端木",
    "澹台",
    "公冶",
    "宗政",
    "濮阳",
    "淳于",
    "单于",
    "太叔",
    "申屠",
    "仲孙",
    "钟离",
    "鲜于",
    "闾丘",
    "亓官",
    "仉督",
    "子车",
    "颛孙",
    "巫马",
    "公西",
    "漆雕",
    "乐正",
    "壤驷",
    "公良",
    "公羊",
    "公仪",
    "公输",
    "拓跋",
    "拓拔",
    "夹谷",
    "宰父",
    "谷梁",
    "榖梁",
    "段干",
    "百里",
    "东郭",
    "南郭",
    "南宫",
    "南门",
    "东门",
    "西门",
    "北宫",
    "呼延",
    "羊舌",
    "微生",
    "梁丘",
    "左丘",
    "第五",
    "闻人",
    "赫连",
    "独孤",
    "纳兰",
    "完颜",
    "耶律",
    "屠岸",
    "即墨",
    "达奚",
    "褚师",
    "哥舒",
    "斛律",
    "斛斯",
    "尔朱",
    "仆固",
    "富察",
    "相里",
    "太史",
    "归海",
];

const FIRM_ENDINGS: &[&str] = &[
    "公司",
    "集团",
    "商行",
    "商店",
    "商场",
    "超市",
    "酒店",
    "酒楼",
    "饭店",
    "餐厅",
    "餐馆",
    "药店",
    "药房",
    "书店",
    "工厂",
    "厂",
    "店",
    "行",
    "部",
    "社",
    "所",
    "院",
    "馆",
    "铺",
    "坊",
    "站",
    "场",
    "中心",
    "工作室",
    "合作社",
    "事务所",
    "经营部",
    "门市部",
    "服务部",
    "委员会",
    "协会",
    "学校",
    "医院",
    "银行",
    "基金会",
    "村委会",
    "居委会",
    "个体户",
    "企业",
    "农场",
    "车行",
    "诊所",
];

/// The surname a personal name starts with: a compound one if something follows it, else the first character. A
/// name in another script, or one with a middle dot, gives its first character. Empty only for an empty name.
pub fn surname(name: &str) -> &str {
    let compound = COMPOUND_SURNAMES.iter().find(|s| name.len() > s.len() && name.starts_with(**s));
    compound.map_or_else(|| first_char(name), |s| &name[..s.len()])
}

/// What follows the surname.
pub fn given(name: &str) -> &str {
    &name[surname(name).len()..]
}

/// Whether a name is a firm's by its words: `有限公司` anywhere, or four and more Chinese characters that end as
/// firms do (厂, 店, 商行, 合作社 ...). Only a guess, for names whose kind is not known.
pub fn is_firm_name(name: &str) -> bool {
    let length = name.chars().count();
    name.contains("公司")
        || length >= 4 && !name.contains(['·', '•']) && FIRM_ENDINGS.iter().any(|end| name.ends_with(end))
}

fn first_char(text: &str) -> &str {
    text.chars().next().map_or("", |ch| &text[..ch.len_utf8()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compound_surnames_come_first_when_a_given_name_follows() {
        for (name, family, rest) in [
            ("马玉兰", "马", "玉兰"),
            ("欧阳雪梅", "欧阳", "雪梅"),
            ("欧阳修", "欧阳", "修"),
            ("欧文", "欧", "文"),
            ("尉迟恭", "尉迟", "恭"),
            ("万俟卨", "万俟", "卨"),
            ("诸葛亮", "诸葛", "亮"),
            ("钟离", "钟", "离"),
            ("爱新觉罗玄烨", "爱新觉罗", "玄烨"),
            ("买买提·吐尔逊", "买", "买提·吐尔逊"),
            ("", "", ""),
            ("John Smith", "J", "ohn Smith"),
        ] {
            assert_eq!((surname(name), given(name)), (family, rest));
        }
    }

    #[test]
    fn firms_are_told_from_people() {
        for name in
            ["宏远五金商行", "城关粮油店", "宁波永信有限公司", "宁波永信有限公司象山分部", "红星合作社"]
        {
            assert!(is_firm_name(name), "{name}");
        }
        for name in ["马玉兰", "欧阳雪梅", "陈店", "刘国行", "阿依古丽·买买提厂", ""] {
            assert!(!is_firm_name(name), "{name}");
        }
    }
}
