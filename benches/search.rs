//! How long a search takes among 100,000 and 1,000,000 generated customers, key by key and anew.

use callbook::domain::CustomerId;
use callbook::search::{Index, Row, Search};
use divan::{Bencher, black_box};
use std::sync::OnceLock;

const SIZES: [i64; 2] = [100_000, 1_000_000];
const QUERIES: [&str; 12] =
    ["z", "zw", "zhangw", "ouyxm", "wei", "张", "雪梅", "8812", "1", "zw 8812", "zhngw", "xqzvk"];
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏\
程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严单解仇查区朴翟";
const GIVEN: &str = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲华红建国春梅雪玉海峰晓东志慧鹏宇欣怡子涵梓轩\
浩然诗雨思佳俊嘉瑞博乐长行重朝阳婷莹琳洁云莲真环爱妹香月莺媛瑾颖露瑶婵雁蓓纨仪荷丹蓉眉君琴蕊薇菁梦岚苑婕馨瑗琰韵融园";

/// A small generator of its own: the figures must not move with a library.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % most
    }

    /// One of the characters, the first ones more often.
    fn pick(&mut self, chars: &[char]) -> char {
        let most = self.below(chars.len()) + 1;
        chars[self.below(most)]
    }
}

fn rows(count: i64) -> impl Iterator<Item = Row> {
    let (surnames, given): (Vec<char>, Vec<char>) = (SURNAMES.chars().collect(), GIVEN.chars().collect());
    let mut dice = Dice(7);
    (0..count).map(move |id| {
        let surname =
            if dice.below(100) == 0 { "欧阳".to_owned() } else { dice.pick(&surnames).to_string() };
        let mut name = surname;
        name.push(dice.pick(&given));
        if dice.below(10) > 0 {
            name.push(dice.pick(&given));
        }
        if dice.below(20) == 0 {
            name.push_str("五金商行");
        }
        let phone = format!("1545{:07}", dice.below(10_000_000));
        let tags = if dice.below(10) == 0 { vec!["高净值".to_owned()] } else { Vec::new() };
        let bonus = u8::from(dice.below(50) == 0);
        Row {
            id: CustomerId(id),
            name,
            customer_no: format!("{:07}", 100_000 + id),
            phones: vec![phone],
            tags,
            bonus,
        }
    })
}

fn index(size: i64) -> &'static Index {
    static SMALL: OnceLock<Index> = OnceLock::new();
    static LARGE: OnceLock<Index> = OnceLock::new();
    let slot = if size == SIZES[0] { &SMALL } else { &LARGE };
    slot.get_or_init(|| Index::build(rows(size)))
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn build(bencher: Bencher, size: i64) {
    bencher.with_inputs(|| rows(size).collect::<Vec<_>>()).bench_values(Index::build);
}

fn anew(bencher: Bencher, size: i64, query: &str) {
    let index = index(size);
    bencher.bench(|| index.search(black_box(query), 10, &mut || false));
}

#[divan::bench(args = QUERIES)]
fn anew_100_000(bencher: Bencher, query: &str) {
    anew(bencher, SIZES[0], query);
}

#[divan::bench(args = QUERIES, sample_count = 20)]
fn anew_1_000_000(bencher: Bencher, query: &str) {
    anew(bencher, SIZES[1], query);
}

/// All keys of a name typed one after the other.
#[divan::bench(args = SIZES, sample_count = 20)]
fn six_keys(bencher: Bencher, size: i64) {
    let index = index(size);
    bencher.with_inputs(Search::default).bench_refs(|search| {
        for end in 1..="zhangw".len() {
            black_box(search.find(index, &"zhangw"[..end], 10, &mut || false));
        }
    });
}

#[divan::bench(sample_count = 20)]
fn one_row_changed(bencher: Bencher) {
    let row = rows(SIZES[0]).last();
    bencher
        .with_inputs(|| Index::build(rows(SIZES[0])))
        .bench_refs(|index| row.iter().for_each(|row| index.update(row)));
}

fn main() {
    for size in SIZES {
        let index = index(size);
        // The figure belongs into the report of the benches.
        let mut out = std::io::stdout();
        let _ = std::io::Write::write_fmt(
            &mut out,
            format_args!("{size}: {} KiB of keys\n", index.memory() / 1024),
        );
    }
    divan::main();
}
