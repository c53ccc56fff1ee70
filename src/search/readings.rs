//! Readings of Chinese characters without tones: all that are alive today, the surname's reading first in a name.
//!
//! The pinyin crate knows one reading of each character well; its lists of further readings hold many that only
//! old books have. So further readings come from the tables here, which name the characters that have them today.

use crate::domain::name;
use pinyin::ToPinyin;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

/// A reading in lower-case ASCII; ü is written v, and once more u.
pub(super) type Reading = Cow<'static, str>;

/// Surnames of one character that are not read as the character usually is (or where the usual reading must be
/// named because the character has several).
const SURNAMES: &str = "\
单shan 解xie 仇qiu 曾zeng 查zha 区ou 朴piao 盖ge 翟zhai 任ren 华hua 尉wei 乐yue 员yun 种chong 缪miao 燕yan 宁ning \
柏bai 隗wei 繁po 折she 佴nai 郇xun 冼xian 洗xian 祭zhai 逄pang 覃qin 谌chen 晟cheng 葛ge 那na 能nai 秘bi 黑he 盛sheng \
石shi 沈shen 召shao 句gou 车che 阚kan 莘shen 牟mu 宓mi 薄bo 褚chu 都du 钭tou 炅gui 藏zang 臧zang 强qiang 瞿qu 麴qu \
撒sa 佘she 厍she 殳shu 眭sui 仝tong 庹tuo 万wan 毋wu 郗xi 嵇ji 相xiang 胥xu 禤xuan 亓qi 綦qi 乜nie 粘nian 么yao 幺yao \
要yao 弋yi 於yu 恽yun 昝zan 占zhan 訾zi 禚zhuo 俞yu 贲ben 费fei 鲜xian 呙guo 宿su 肖xiao 叶ye 殷yin 仉zhang 拓tuo \
撖han 睢sui 揣chuai 璩qu 弥mi 过guo 邰tai 郏jia 郯tan 阙que 逯lu 陆lu 尹yin 纪ji 贾jia 降jiang 卜bu \
长chang 冒mao 哈ha 铅qian 夹jia 奇qi 谷gu 汤tang 曲qu 尧yao \
不fou 干gan 令ling ";

/// Compound surnames one of whose characters is not read as usual, each syllable after its character.
const COMPOUNDS: &str = "\
尉yu迟chi 万mo俟qi 长zhang孙sun 单chan于yu 澹tan台tai 令ling狐hu 乐yue正zheng 吐tu谷yu浑hun 亓qi官guan 鲜xian于yu \
宰zai父fu 夹jia谷gu 谷gu梁liang 呼hu延yan 拓tuo跋ba 拓tuo拔ba 皇huang甫fu 仆pu固gu 宗zong政zheng 相xiang里li 漆qi雕diao \
壤rang驷si 颛zhuan孙sun 羊yang舌she 阿a史shi那na 叶ye赫he那na拉la 爱ai新xin觉jue罗luo 百bai里li 尔er朱zhu 完wan颜yan \
耶ye律lv 斛hu律lv 濮pu阳yang 褚chu师shi 仉zhang督du 屠tu岸an 钮niu祜hu禄lu 瓜gua尔er佳jia 赫he舍she里li 纳na兰lan";

/// Characters with more than one reading today (tones apart), the commonest first.
const SEVERAL: &str = "\
阿a,e 艾ai,yi 扒ba,pa 耙ba,pa 柏bai,bo 伯bo,bai 薄bo,bao 堡bao,bu,pu 剥bo,bao 贲ben,bi 秘mi,bi 泌mi,bi 辟pi,bi \
便bian,pian 扁bian,pian 骠biao,piao 屏ping,bing 泊bo,po 蕃fan,bo 蚌bang,beng 磅bang,pang 膀bang,pang 埔pu,bu 参can,shen,cen \
藏cang,zang 曾zeng,ceng 差cha,chai,ci 查cha,zha 刹sha,cha 禅chan,shan 单dan,shan,chan 颤chan,zhan 长chang,zhang 裳shang,chang \
朝chao,zhao 嘲chao,zhao 车che,ju 称cheng,chen 乘cheng,sheng 盛sheng,cheng 晟sheng,cheng 澄cheng,deng 铛dang,cheng 匙chi,shi \
尺chi,che 种zhong,chong 重zhong,chong 臭chou,xiu 仇chou,qiu 畜chu,xu 传chuan,zhuan 幢chuang,zhuang 椎zhui,chui 绰chuo,chao \
伺si,ci 兹zi,ci 枞cong,zong 攒zan,cuan 撮cuo,zuo 大da,dai 石shi,dan 弹dan,tan 澹dan,tan 叨dao,tao 得de,dei 的de,di 地di,de \
翟zhai,di 提ti,di 调diao,tiao 都dou,du 读du,dou 度du,duo 囤tun,dun 沌dun,zhuan 洞dong,tong 峒dong,tong 侗dong,tong 恶e,wu \
繁fan,po 番fan,pan 否fou,pi 佛fo,fu 脯fu,pu 咖ka,ga 伽jia,qie,ga 盖gai,ge 镐gao,hao 蛤ge,ha 给gei,ji 颈jing,geng \
龟gui,jun,qiu 谷gu,yu 鹄hu,gu 括kuo,gua 莞guan,wan 纶lun,guan 桧hui,gui 炅jiong,gui 柜gui,ju 虾xia,ha 行xing,hang,heng \
巷xiang,hang 吭keng,hang 和he,huo,hu 核he,hu 还hai,huan 会hui,kuai 豁huo,hua 嬛huan,xuan 奇qi,ji 期qi,ji 缉ji,qi \
稽ji,qi 系xi,ji 亟ji,qi 诘jie,ji 茄qie,jia 夹jia,ga 贾jia,gu 见jian,xian 槛kan,jian 降jiang,xiang 强qiang,jiang 角jiao,jue \
脚jiao,jue 觉jue,jiao 校xiao,jiao 嚼jiao,jue 侥jiao,yao 解jie,xie 颉jie,xie 芥jie,gai 劲jin,jing 靓liang,jing 咀ju,zui 句ju,gou \
圈quan,juan 隽jun,juan 浚jun,xun 卡ka,qia 壳ke,qiao 隗wei,kui 落luo,la,lao 烙lao,luo 乐le,yue 勒le,lei 棱leng,ling \
俩lia,liang 了le,liao 六liu,lu 陆lu,liu 露lu,lou 率lv,shuai 捋lv,luo 络luo,lao 埋mai,man 脉mai,mo 蔓man,wan 氓mang,meng \
牟mou,mu 冒mao,mo 没mei,mo 糜mi,mei 模mo,mu 抹mo,ma 万wan,mo 缪miao,mou,miu 哪na,nei 那na,nuo 南nan,na 娜na,nuo 呢ne,ni \
能neng,nai 粘zhan,nian 鸟niao,diao 尿niao,sui 拗ao,niu 弄nong,long 疟nve,yao 区qu,ou 胖pang,pan 刨pao,bao 炮pao,bao 朴pu,piao,po \
瀑pu,bao 曝pu,bao 栖qi,xi 蹊xi,qi 纤xian,qian 铅qian,yan 乾qian,gan 茜qian,xi 荨qian,xun 亲qin,qing 覃qin,tan \
雀que,qiao 券quan,xuan 若ruo,re 塞sai,se 色se,shai 杉shan,sha 厦sha,xia 莎sha,suo 汤tang,shang 召zhao,shao 折zhe,she 蛇she,yi \
拾shi,she 什shen,shi 沈shen,chen 谌chen,shen 莘xin,shen 省sheng,xing 识shi,zhi 似si,shi 食shi,si 峙zhi,shi 氏shi,zhi 殖zhi,shi \
谁shui,shei 熟shu,shou 属shu,zhu 术shu,zhu 数shu,shuo 衰shuai,cui 说shuo,shui,yue 宿su,xiu 拓tuo,ta 沓ta,da 陶tao,yao \
褪tui,tun 驮tuo,duo 尾wei,yi 遗yi,wei 蔚wei,yu 尉wei,yu 玟wen,min 无wu,mo 洗xi,xian 铣xi,xian 吓xia,he 削xiao,xue 血xue,xie \
叶ye,xie 吁yu,xu 圩wei,xu 郗xi,chi 郇xun,huan 咽yan,ye 殷yin,yan 约yue,yao 钥yao,yue 於yu,wu 俞yu,shu 熨yun,yu 员yuan,yun \
扎zha,za 咋za,ze,zha 轧zha,ya,ga 择ze,zhai 祭ji,zhai 栅zha,shan 着zhe,zhao,zhuo 爪zhua,zhao 这zhe,zhei 著zhu,zhuo 转zhuan,zhuai \
赚zhuan,zuan 琢zhuo,zuo 仔zai,zi 综zong,zeng 柞zuo,zha 宓mi,fu 俟si,qi 徵zheng,zhi 么me,yao 黑hei,he \
不bu,fou 费fei,bi 炔que,gui 筠yun,jun 湛zhan,chen 邪xie,ye \
戏xi,hu 镡tan,xin 汶wen,men 佴nai,er 贠yun,yuan";

/// The readings of one character, the usual one first; empty for characters that nobody reads.
pub(super) fn of_char(ch: char) -> Vec<Reading> {
    if let Some(readings) = tables().several.get(&ch) {
        return readings.iter().flat_map(|reading| spellings(reading)).collect();
    }
    ch.to_pinyin().map(|one| spellings(one.plain())).unwrap_or_default()
}

/// The readings of the surname a name starts with: for each of its characters the one it has there, if tables
/// name one.
pub(super) fn of_surname(text: &str) -> Vec<Reading> {
    let surname = name::surname(text);
    if let Some(readings) = tables().compounds.get(surname) {
        return readings.iter().map(|reading| Cow::Borrowed(*reading)).collect();
    }
    surname
        .chars()
        .map_while(|ch| tables().surnames.get(&ch).map(|reading| Cow::Borrowed(*reading)))
        .collect()
}

/// A reading as people type it: ü as v and as u. Nothing for the few that are no letters (ê).
fn spellings(reading: &'static str) -> Vec<Reading> {
    if reading.is_ascii() {
        return if reading.contains('v') {
            vec![Cow::Borrowed(reading), Cow::Owned(reading.replace('v', "u"))]
        } else {
            vec![Cow::Borrowed(reading)]
        };
    }
    [reading.replace('ü', "v"), reading.replace('ü', "u")]
        .into_iter()
        .filter(|spelling| spelling.is_ascii())
        .map(Cow::Owned)
        .collect()
}

struct Tables {
    several: HashMap<char, Vec<&'static str>>,
    surnames: HashMap<char, &'static str>,
    compounds: HashMap<String, Vec<&'static str>>,
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| Tables {
        several: entries(SEVERAL).map(|(ch, readings)| (ch, readings.split(',').collect())).collect(),
        surnames: entries(SURNAMES).collect(),
        compounds: COMPOUNDS.split_whitespace().map(compound).collect(),
    })
}

fn entries(table: &'static str) -> impl Iterator<Item = (char, &'static str)> {
    table.split_whitespace().filter_map(|entry| {
        let ch = entry.chars().next()?;
        Some((ch, &entry[ch.len_utf8()..]))
    })
}

/// `尉yu迟chi` as 尉迟 with yu and chi.
fn compound(entry: &'static str) -> (String, Vec<&'static str>) {
    let surname = entry.chars().filter(|ch| !ch.is_ascii()).collect();
    let readings = entry.split(|ch: char| !ch.is_ascii()).filter(|reading| !reading.is_empty()).collect();
    (surname, readings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_well_formed() {
        let well = |reading: &str| {
            (1..=6).contains(&reading.len()) && reading.bytes().all(|b| b.is_ascii_lowercase())
        };
        for (ch, readings) in &tables().several {
            assert!(readings.iter().all(|reading| well(reading)), "{ch} {readings:?}");
        }
        for (ch, reading) in &tables().surnames {
            assert!(well(reading), "{ch}");
        }
        for (surname, readings) in &tables().compounds {
            assert_eq!(surname.chars().count(), readings.len(), "{surname}");
            assert!(
                name::COMPOUND_SURNAMES.contains(&surname.as_str()),
                "{surname} is not in the list of surnames"
            );
        }
        for surname in name::COMPOUND_SURNAMES {
            for ch in surname.chars() {
                assert!(!of_char(ch).is_empty(), "{surname}");
            }
        }
    }

    #[test]
    fn u_with_dots_is_v_and_u_and_dead_readings_are_gone() {
        assert_eq!(of_char('吕'), ["lv", "lu"]);
        assert_eq!(of_char('绿'), ["lv", "lu"]);
        assert_eq!(of_char('略'), ["lve", "lue"]);
        assert_eq!(of_char('华'), ["hua"]);
        assert_eq!(of_char('陈'), ["chen"]);
        assert_eq!(of_char('行'), ["xing", "hang", "heng"]);
        assert!(of_char('·').is_empty());
    }
}
