use super::*;
use proptest::prelude::*;

fn row(id: i64, name: &str) -> Row {
    Row {
        id: CustomerId(id),
        name: name.to_owned(),
        customer_no: format!("10{id:04}"),
        phones: Vec::new(),
        tags: Vec::new(),
        bonus: 0,
    }
}

fn index_of(names: &[&str]) -> Index {
    Index::build((0..).zip(names).map(|(id, name)| row(id, name)))
}

fn search(index: &Index, query: &str) -> Vec<Hit> {
    index.search(query, 50, &mut || false).unwrap().hits
}

/// The names found, best first.
fn found<'a>(names: &[&'a str], query: &str) -> Vec<&'a str> {
    let index = index_of(names);
    search(&index, query).iter().map(|hit| names[usize::try_from(hit.id.0).unwrap()]).collect()
}

fn finds(name: &str, query: &str) -> bool {
    !search(&index_of(&[name]), query).is_empty()
}

/// The class, key and marked characters of the only hit.
fn shown(name: &str, query: &str) -> (Class, String, String) {
    let hits = search(&index_of(&[name]), query);
    let hit = hits.first().unwrap_or_else(|| panic!("{query} does not find {name}"));
    let chars: Vec<char> = name.chars().collect();
    let marked = hit.marks.iter().flat_map(|mark| &chars[mark.clone()]).collect();
    (hit.class, hit.matches.iter().map(|m| m.key.as_str()).collect::<Vec<_>>().join(" "), marked)
}

#[test]
fn surnames_are_found_by_their_own_reading() {
    for (name, pinyin) in [
        ("单雄信", "shanxiong"),
        ("解晓东", "xiexiao"),
        ("仇和平", "qiuhe"),
        ("曾志伟", "zengzhi"),
        ("查良镛", "zhaliang"),
        ("区志文", "ouzhi"),
        ("朴志英", "piaozhi"),
        ("盖文元", "gewen"),
        ("翟天明", "zhaitian"),
        ("任国强", "renguo"),
        ("华新民", "huaxin"),
        ("尉迟恭", "yuchigong"),
        ("万俟卨", "moqi"),
        ("长孙无忌", "zhangsunwuji"),
        ("令狐冲", "linghuchong"),
        ("单于丹", "chanyudan"),
        ("澹台明", "tantai"),
        ("乐嘉", "yuejia"),
        ("员小明", "yunxiao"),
        ("种师道", "chongshi"),
        ("缪文华", "miaowen"),
        ("繁星", "poxing"),
        ("覃小玲", "qinxiao"),
        ("谌龙", "chenlong"),
        ("尹晨光", "yinchen"),
        ("洗星海", "xianxing"),
        ("祭天行", "zhaitian"),
        ("秘红梅", "bihong"),
        ("宓雪", "mixue"),
        ("郇文", "xunwen"),
        ("逄小威", "pangxiao"),
        ("车晓红", "chexiao"),
        ("石光荣", "shiguang"),
        ("盛大海", "shengda"),
        ("吕秀才", "lvxiucai"),
        ("吕秀才", "luxiu"),
        ("耶律楚", "yelvchu"),
        ("欧阳雪梅", "ouyangxuemei"),
        ("诸葛亮", "zhugeliang"),
        ("夏侯敦", "xiahou"),
        ("皇甫嵩", "huangfu"),
        ("拓跋宏", "tuobahong"),
    ] {
        let (class, _, _) = shown(name, pinyin);
        assert!(class <= Class::Prefix, "{name} {pinyin} {class:?}");
        let initials: String = search_initials(name);
        assert!(finds(name, &initials), "{name} {initials}");
    }
}

/// The first letters of the first readings.
fn search_initials(name: &str) -> String {
    let mut units = Vec::new();
    units::Encoder::default().encode_name(name, &mut units);
    units::decode(&units).filter_map(|unit| unit.first().first().map(|b| char::from(*b))).collect()
}

#[test]
fn every_living_reading_finds_and_dead_ones_do_not() {
    for (name, query) in [
        ("单雄信", "dan"),
        ("李乐天", "liyue"),
        ("李乐天", "lile"),
        ("王长重", "wchang"),
        ("王长重", "wzz"),
        ("赵行", "zhaohang"),
        ("赵行", "zxing"),
        ("孙茜", "sunxi"),
        ("孙茜", "sq"),
        ("绿地", "lvdi"),
    ] {
        assert!(finds(name, query), "{name} {query}");
    }
    for (name, query) in [("王陈", "wzhen"), ("李阿", "lq"), ("黄敏", "guang")] {
        assert!(!finds(name, query), "{name} {query}");
    }
}

#[test]
fn letters_mix_full_pinyin_and_initials_and_say_what_matched() {
    for (name, query, class, key, marked) in [
        ("陈国华", "cg", Class::Initials, "[cg]h", "陈国"),
        ("城关粮油店", "cg", Class::Initials, "[cg]lyd", "城关"),
        ("张伟", "zw", Class::Exact, "[zw]", "张伟"),
        ("张伟", "zhangw", Class::Prefix, "[zhangw]ei", "张伟"),
        ("张伟", "zhangwei", Class::Exact, "[zhangwei]", "张伟"),
        ("张伟", "zhaw", Class::Fuzzy, "[zha]ng[w]ei", "张伟"),
        ("张伟", "zhw", Class::Exact, "[zh]ang[w]ei", "张伟"),
        ("张伟", "wei", Class::Inside, "zhang[wei]", "伟"),
        ("欧阳雪梅", "ouyxm", Class::Prefix, "[ouy]ang[x]ue[m]ei", "欧阳雪梅"),
        ("欧阳雪梅", "oyxm", Class::Exact, "[oyxm]", "欧阳雪梅"),
        ("欧阳雪梅", "xm", Class::Inside, "oy[xm]", "雪梅"),
        ("欧阳雪梅", "雪", Class::Inside, "欧阳[雪]梅", "雪"),
        ("欧阳雪梅", "欧阳x", Class::Prefix, "[欧阳雪]梅", "欧阳雪"),
        ("欧阳雪梅", "阳xue", Class::Inside, "欧[阳雪]梅", "阳雪"),
        ("马玉兰", "马玉兰", Class::Exact, "[马玉兰]", "马玉兰"),
        ("马玉兰", "MYL", Class::Exact, "[myl]", "马玉兰"),
        ("西安", "xi'an", Class::Exact, "[xian]", "西安"),
        ("张ж伟", "zw", Class::Initials, "[z]ж[w]", "张伟"),
        ("永信（宁波）公司", "永信（宁", Class::Prefix, "[永信(宁]波)公司", "永信（宁"),
        ("永信（宁波）公司", "yxnb", Class::Initials, "[yxnb]gs", "永信宁波"),
        ("ABC贸易公司", "abcm", Class::Prefix, "[abcm]aoyigongsi", "ABC贸"),
        ("ABC贸易公司", "bc", Class::Inside, "a[bc]贸易公司", "BC"),
        ("张玮玮", "zw 玮", Class::Inside, "[zw]w 张[玮]玮", "张玮"),
    ] {
        assert_eq!(shown(name, query), (class, key.to_owned(), marked.to_owned()), "{name} {query}");
    }
}

#[test]
fn better_classes_come_first_then_the_bonus_then_shorter_names_then_the_order_given() {
    assert_eq!(
        found(&["王张伟", "张伟民", "赵文", "张伟", "章无忌", "章文"], "zhangw"),
        ["张伟", "章文", "张伟民", "章无忌", "王张伟"]
    );
    assert_eq!(found(&["李张", "赵文军", "赵文", "早"], "z"), ["早", "赵文", "赵文军", "李张"]);
    let mut index = index_of(&["赵文军", "张伟民", "章文武"]);
    index.rate(|id| u8::from(id == CustomerId(1)));
    let ids: Vec<i64> = search(&index, "zw").iter().map(|hit| hit.id.0).collect();
    assert_eq!(ids, [1, 0, 2]);
}

fn numbered() -> Index {
    let mut rows =
        [row(1, "张伟"), row(2, "赵文"), row(3, "马玉兰"), row(4, "宏远五金商行"), row(8812, "陈国华")];
    rows[0].phones = vec!["13800008812".to_owned()];
    rows[1].phones = vec!["13988120000".to_owned()];
    rows[2].phones = vec!["13600001111".to_owned(), "0571-87654321".to_owned()];
    rows[3].tags = vec!["高净值".to_owned(), "VIP".to_owned()];
    rows[4].customer_no = "C-108812".to_owned();
    Index::build(rows)
}

fn ids(index: &Index, query: &str) -> Vec<i64> {
    search(index, query).iter().map(|hit| hit.id.0).collect()
}

#[test]
fn digits_are_a_phone_tail_first_then_the_customer_number_then_anywhere() {
    let index = numbered();
    assert_eq!(ids(&index, "8812"), [1, 8812, 2]);
    assert_eq!(ids(&index, "13800008812"), [1]);
    assert_eq!(ids(&index, "100003"), [3]);
    assert_eq!(ids(&index, "0571-8765"), [3]);
    assert_eq!(ids(&index, "4321"), [3]);
    assert_eq!(ids(&index, "c-1088"), [8812]);
    assert_eq!(ids(&index, "c1088"), [8812]);
    assert_eq!(ids(&index, "11113"), Vec::<i64>::new(), "a match never spans two numbers");
    assert_eq!(ids(&index, "8182"), Vec::<i64>::new(), "digits are one piece");
    let key = |query: &str| search(&index, query)[0].matches[0].clone();
    assert_eq!(key("8812"), WordMatch { field: Field::Phone, key: "*[8812]".to_owned() });
    assert_eq!(key("138"), WordMatch { field: Field::Phone, key: "[138]*".to_owned() });
    assert_eq!(key("100003"), WordMatch { field: Field::Number, key: "[100003]".to_owned() });
}

#[test]
fn every_word_must_match() {
    let index = numbered();
    assert_eq!(ids(&index, "zw 8812"), [1, 2]);
    assert_eq!(ids(&index, "8812 zhangw"), [1]);
    assert_eq!(ids(&index, "zw 1111"), Vec::<i64>::new());
    assert_eq!(ids(&index, "马 6543"), [3]);
    let hit = &search(&index, "zw 8812")[0];
    assert_eq!(hit.class, Class::Tail, "the weakest word counts");
    assert_eq!(hit.matches[1].field, Field::Phone);
}

#[test]
fn tags_are_found_by_word_and_pinyin() {
    let index = numbered();
    for query in ["#高", "#净值", "#gao", "#gjz", "#vip", "#", "＃高净值"] {
        assert_eq!(ids(&index, query), [4], "{query}");
    }
    assert_eq!(ids(&index, "#vip hy"), [4]);
    assert_eq!(ids(&index, "#无"), Vec::<i64>::new());
    assert_eq!(search(&index, "#净")[0].matches[0].key, "#高[净]值");
    assert_eq!(ids(&index, "vip"), Vec::<i64>::new(), "a tag needs its mark");
}

#[test]
fn fuzzy_matches_come_only_when_nothing_else_is_found() {
    assert_eq!(found(&["张伟", "张文"], "zhngw"), ["张伟", "张文"]);
    assert_eq!(found(&["张伟", "赵广文"], "zhangw"), ["张伟"], "赵广文 has the letters too");
    assert!(finds("赵广文", "zhangw"));
    assert!(!finds("张伟", "zg"), "two letters are never fuzzy");
}

#[test]
fn a_row_can_be_changed_added_and_taken_out() {
    let mut index = numbered();
    let mut search_of = Search::default();
    assert_eq!(search_of.find(&index, "z", 9, &mut || false).unwrap().total, 2);
    let mut changed = row(1, "周文");
    changed.tags = vec!["新".to_owned()];
    index.update(&changed);
    index.update(&row(77, "朱武"));
    index.remove(CustomerId(2));
    assert_eq!(index.len(), 5);
    assert_eq!(ids(&index, "zw"), [1, 77]);
    assert_eq!(ids(&index, "8812"), [8812]);
    assert_eq!(ids(&index, "#新"), [1]);
    let found = search_of.find(&index, "zw", 9, &mut || false).unwrap();
    assert_eq!(found.total, 2, "a result from before the change is not gone on from");
    for round in 0..100 {
        index.update(&row(1, &format!("周文{round}")));
    }
    assert_eq!(ids(&index, "zhouwen99"), [1]);
    assert!(index.memory() < 2_000, "dead keys are cleared away");
}

#[test]
fn a_search_can_be_cut_off() {
    let index = Index::build((0..10_000).map(|id| row(id, "张伟")));
    let mut asked = 0;
    let mut is_cancelled = || {
        asked += 1;
        asked == 3
    };
    assert_eq!(index.search("z", 10, &mut is_cancelled), None);
    assert_eq!(asked, 3);
}

#[test]
fn odd_queries_find_nothing_and_do_no_harm() {
    let index = numbered();
    for query in ["", "   ", "'", "-", "·", "\u{1b}[31m", "###", "(((", &"z".repeat(500), "🙂"] {
        let _ = index.search(query, 10, &mut || false).unwrap();
    }
    assert!(ids(&index, "").is_empty() && ids(&index, "-").is_empty() && ids(&index, "'").is_empty());
    assert_eq!(index.search("z", 0, &mut || false).unwrap().total, 2);
}

#[test]
fn commands_are_found_by_words_and_pinyin() {
    let phrase = pinyin_of("推迟下次联系");
    for (query, key) in [("tui", "[tui]chixiacilianxi"), ("tc", "[tc]xclx"), ("推迟", ""), ("联系", "")] {
        assert_eq!(phrase.find(query).unwrap().key, key, "{query}");
    }
    assert_eq!(phrase.find("xyz"), None);
    assert!(phrase.find("").is_some());
    let english = pinyin_of("Snooze the next contact");
    assert_eq!(english.find("snooze").unwrap().class, Class::Prefix);
    assert_eq!(english.find("next sno").unwrap().marks, [0..3, 11..15]);
    assert_eq!(english.find("sn").unwrap().marks.first(), Some(&(0..2)));
}

fn names() -> impl Strategy<Value = String> {
    prop_oneof![
        "[张赵单曾欧阳马王长乐行][伟文雪梅阳乐]{1,3}",
        "[a-cA]{1,4}[张单公司店]{0,3}",
        "[张ж·1a 单Ａ（]{0,5}",
    ]
}

fn book() -> impl Strategy<Value = Vec<Row>> {
    let row = (
        names(),
        "[a-c]?[0-3-]{2,5}",
        prop::collection::vec("1[0-3]{5,10}", 0..3),
        prop::collection::vec("[ab新高]{1,3}", 0..2),
    );
    prop::collection::vec(row, 0..30).prop_map(|rows| {
        (0..)
            .zip(rows)
            .map(|(id, (name, customer_no, phones, tags))| Row {
                id: CustomerId(id),
                name,
                customer_no,
                phones,
                tags,
                bonus: u8::from(id % 5 == 0),
            })
            .collect()
    })
}

fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[zhangwcyuoeilx]{1,6}( [zhwya0-3]{1,3})?",
        2 => "[张单a-c0-3 #'Ａ-]{1,7}",
        1 => "(zhang|wei|xue|mei|yang|dan|shan|yue|le|zw|#a|新|11|1a|c-1){1,3}( (w|zhw|12|#b|yan|me)){0,2}",
    ]
}

proptest! {
    #[test]
    fn going_on_from_a_result_finds_the_same_as_searching_anew(rows in book(), text in typed()) {
        let index = Index::build(rows);
        let mut session = Search::default();
        let ends = text.char_indices().map(|(at, ch)| at + ch.len_utf8());
        for end in ends {
            let query = &text[..end];
            let narrowed = session.find(&index, query, 10, &mut || false);
            prop_assert_eq!(narrowed, index.search(query, 10, &mut || false), "{}", query);
        }
    }

    #[test]
    fn a_changed_index_finds_the_same_as_one_built_anew(rows in book(), changed in book(), text in typed()) {
        let mut index = Index::build(rows.clone());
        let mut kept = rows;
        for row in &changed {
            index.update(row);
            match kept.iter_mut().find(|old| old.id == row.id) {
                Some(old) => *old = row.clone(),
                None => kept.push(row.clone()),
            }
        }
        let anew = Index::build(kept);
        prop_assert_eq!(index.search(&text, 50, &mut || false), anew.search(&text, 50, &mut || false));
    }

    #[test]
    fn every_hit_says_what_each_word_matched_and_marks_lie_in_the_name(rows in book(), text in typed()) {
        let index = Index::build(rows.clone());
        for hit in index.search(&text, 50, &mut || false).unwrap().hits {
            prop_assert_eq!(hit.matches.len(), text.split_whitespace().filter(|word| word.starts_with('#') || word.contains(char::is_alphanumeric)).count());
            let name = rows.iter().find(|row| row.id == hit.id).map(|row| row.name.trim().chars().count()).unwrap();
            prop_assert!(hit.marks.iter().all(|mark| mark.start < mark.end && mark.end <= name), "{:?}", hit);
            let is_bracketed = |m: &WordMatch| m.key.contains('[') || m.field == Field::Tag;
            prop_assert!(hit.matches.iter().all(is_bracketed), "{:?}", hit);
        }
    }
}

#[test]
fn one_slip_of_the_fingers_is_forgiven_when_nobody_else_is_found() {
    let names = ["张伟", "王芳", "章文"];
    let slipped = |query: &str| found(&names, query);
    assert_eq!(slipped("zhagnwei"), ["张伟"]);
    assert_eq!(slipped("wnagfang"), ["王芳"]);
    assert_eq!(slipped("zhanqwei"), ["张伟"]);
    assert_eq!(slipped("zhangx"), Vec::<&str>::new(), "who is not there is not replaced by another");
    assert_eq!(slipped("wangf"), ["王芳"]);
}

#[test]
fn all_initials_of_a_name_come_before_the_first_ones_of_a_longer_name() {
    assert_eq!(found(&["周丽娟", "周亮"], "zl"), ["周亮", "周丽娟"]);
    let due = Row { bonus: 2, ..row(0, "周丽娟") };
    let index = Index::build([due, row(1, "周亮")]);
    assert_eq!(search(&index, "zl")[0].id, CustomerId(1), "whoever is due");
}

#[test]
fn a_whole_first_syllable_comes_before_a_part_of_one_and_the_usual_reading_before_a_rare_one() {
    assert_eq!(found(&["汤晶", "尚晶", "单辉"], "shan"), ["单辉", "尚晶", "汤晶"]);
}

#[test]
fn a_number_is_found_with_its_country_as_it_is_typed() {
    let phones = vec!["13912348812".to_owned(), "0571-87654368".to_owned()];
    let index = Index::build([(0, Row { phones, ..row(1, "马玉兰") })].into_iter().map(|(_, row)| row));
    for query in [
        "+86 139 1234 8812",
        "+8613912348812",
        "0086 13912348812",
        "008613912348812",
        "8613912348812",
        "＋８６ 139",
        "+86-139-1234-8812",
        "+86 571 8765",
    ] {
        assert_eq!(search(&index, query).len(), 1, "{query}");
    }
    assert_eq!(search(&index, "+86 138").len(), 0);
    let mut session = Search::default();
    let mut found = |query: &str| session.find(&index, query, 9, &mut || false).unwrap().hits.len();
    let typed: Vec<usize> = (1..="+86139".len()).map(|end| found(&"+86139"[..end])).collect();
    assert_eq!(typed.last(), Some(&1), "going on from nothing found: {typed:?}");
}
