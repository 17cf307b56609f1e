//! The query language: what fits, what is wrong and where, and that printing and parsing agree.

use std::path::Path;

use offprint::collection::query::{self, FIELDS, Field, Kind, Operator, Query, Test, Value};
use offprint::project;
use proptest::prelude::*;

use super::facts;

/// Each query, and the numbers of the records that it fits.
const TABLE: [(&str, &str); 24] = [
    ("year = 2012", "CO9 CO10D"),
    ("year != 2012", "CO100 CO11"),
    ("year < 2014", "CO9 CO10D"),
    ("year >= 2012 and year <= 2013", "CO9 CO10D"),
    ("year in (2012, 2014)", "CO9 CO10D CO100"),
    ("year not in (2012, 2014)", "CO11"),
    ("date > 2012-02-23", "CO10D CO100"),
    ("date = '2012-02-23'", "CO9"),
    ("number < CO100", "CO9 CO10D CO11"),
    ("number in (\"co9\", CO11)", "CO9 CO11"),
    ("number contains '1'", "CO10D CO100 CO11"),
    ("author = \"alica kizekova\"", "CO9"),
    ("author != \"Alica Kizekova\"", "CO10D CO100 CO11"),
    ("author contains \"abe\"", "CO9 CO10D CO100 CO11"),
    ("topic = \"energy\"", "CO9 CO10D CO100 CO11"),
    ("region = \"Central Asia\" or region = 'East Asia'", "CO9 CO10D"),
    ("not region = \"Central Asia\"", "CO10D CO100 CO11"),
    ("keyword != \"x\"", "CO9 CO10D CO100 CO11"),
    ("series = \"RSIS Commentary\" and series = \"rsis-commentary\"", "CO9 CO10D CO100 CO11"),
    ("lang = \"en\"", "CO9 CO10D CO100 CO11"),
    ("lang = \"en-US\"", ""),
    ("status = draft", "CO10D"),
    ("title contains \"affairs of c\" AND Type = \"Commentary\"", "CO9"),
    ("year = 2014 or year = 2012 and not (status = draft)", "CO9 CO100"),
];

#[test]
fn each_query_fits_its_records() {
    let records = [
        facts("CO9", "2012-02-23", "Alica Kizekova", "Central Asia"),
        facts("CO10D", "2012-03-01", "Mely Caballero", "East Asia"),
        facts("CO100", "2014-07-07", "Yang Razali", "Europe"),
        facts("CO11", "", "Yang Razali", "Oceania"),
    ];
    for (text, wanted) in TABLE {
        let query = query::parse(text).unwrap_or_else(|faults| panic!("{text}: {faults:?}"));
        let found: Vec<&str> =
            records.iter().filter(|facts| query.matches(facts)).map(|facts| facts.number.as_str()).collect();
        assert_eq!(found.join(" "), wanted, "{text}");
    }
}

/// Each bad query, its faults, and a word of a hint.
const BAD: [(&str, &str, &str); 27] = [
    ("", "E1101 1:1", ""),
    ("year", "E1101 1:5", ""),
    ("year =", "E1101 1:7", ""),
    ("year = 2012 and", "E1101 1:16", ""),
    ("year = 2012 region = \"x\"", "E1101 1:13", ""),
    ("(year = 2012", "E1101 1:1", ""),
    ("year = 2012)", "E1101 1:12", ""),
    ("= 2012", "E1101 1:1", ""),
    ("title = “x”", "E1101 1:9", "straight"),
    ("year = 2012 & lang = \"en\"", "E1101 1:13", "`and`"),
    ("title = \"x", "E1101 1:9", ""),
    ("title contians \"x\"", "E1101 1:7", "`contains`"),
    ("year in 2012", "E1101 1:9", ""),
    ("year in (2012", "E1101 1:14", ""),
    ("year in (2012; 2013)", "E1101 1:14", ""),
    ("year not = 2012", "E1101 1:10", ""),
    ("yaer = 2012", "E1102 1:1", "`year`"),
    ("authors = \"x\"", "E1102 1:1", "`author`"),
    ("publisher = \"x\"", "E1102 1:1", "fields are"),
    ("title < \"x\"", "E1103 1:7", "`contains`"),
    ("status contains \"x\"", "E1103 1:8 E1104 1:17", "takes"),
    ("year = 12", "E1104 1:8", ""),
    ("date = 2012-02-30", "E1104 1:8", "February"),
    ("date > 2012", "E1104 1:8", "`year = 2012`"),
    ("status = drfat", "E1104 1:10", "`draft`"),
    ("region = Asia", "E1104 1:10", "\"Asia\""),
    ("yaer = 2012 and region = Asia", "E1102 1:1 E1104 1:26", "`year`"),
];

#[test]
fn every_fault_is_told_at_its_place() {
    for (text, wanted, hint) in BAD {
        let faults = query::read("--where", text).expect_err(text);
        let told: Vec<String> = faults
            .iter()
            .map(|fault| {
                let (line, column) = fault.span.as_ref().map_or((0, 0), |span| span.line_column());
                format!("{} {line}:{column}", fault.code.code)
            })
            .collect();
        assert_eq!(told.join(" "), wanted, "{text}");
        let hints: Vec<&String> = faults.iter().flat_map(|fault| &fault.hints).collect();
        assert!(hint.is_empty() || hints.iter().any(|told| told.contains(hint)), "{text}: {hints:?}");
    }
}

#[test]
fn what_is_too_long_or_too_deep_is_refused() {
    let deep = format!("{}year = 2012{}", "(".repeat(65), ")".repeat(65));
    let told = |text: &str| query::parse(text).map_err(|faults| faults[0].code.code);
    assert_eq!(told(&deep), Err("E1105"));
    assert_eq!(told(&"not ".repeat(100_000)), Err("E1105"));
    assert!(query::parse(&format!("{}year = 2012{}", "(".repeat(64), ")".repeat(64))).is_ok());
}

#[test]
fn a_query_of_the_project_file_is_told_in_that_file() {
    let text = "[collection.x]\ntitle = \"X\"\nquery = '''\nyear = 2012\n  and regoin = \"Asia\"\n'''\n";
    let faults = project::load(Path::new("there/offprint.toml"), text.as_bytes()).expect_err("a fault");
    let told: Vec<String> = faults
        .iter()
        .map(|fault| {
            let (line, column) = fault.span.as_ref().map_or((0, 0), |span| span.line_column());
            format!("{} {line}:{column}", fault.code.code)
        })
        .collect();
    assert_eq!(told, ["E1102 5:7"]);
    let by_hand = "[collection.x]\nquery = \"year = 2012\"\norder = \"hand\"\n";
    let faults = project::load(Path::new("there/offprint.toml"), by_hand.as_bytes()).expect_err("a fault");
    assert_eq!(faults[0].code.code, "E1107");
    let escaped = "[collection.x]\nquery = \"region = \\\"Asia\\\" and yaer = 1\"\n";
    let faults = project::load(Path::new("there/offprint.toml"), escaped.as_bytes()).expect_err("a fault");
    assert_eq!(faults[0].span.as_ref().map(|span| span.line_column()), Some((2, 32)));
}

#[test]
fn an_introduction_is_text_or_a_file_inside() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    std::fs::write(folder.path().join("intro.md"), "A word *before*.\r\n").expect("writable");
    let load = |value: &str| {
        let text = format!("[collection.x]\nnumbers = [\"1\"]\nintroduction = {value}\n");
        project::load(&folder.path().join("offprint.toml"), text.as_bytes())
            .map_err(|faults| faults[0].code.code.to_owned())
            .map(|project| {
                project.collections["x"].introduction.as_ref().map(|intro| intro.text.text.clone())
            })
    };
    assert_eq!(load("\"Hello.\""), Ok(Some("Hello.".to_owned())));
    assert_eq!(load("{ file = \"intro.md\" }"), Ok(Some("A word *before*.\n".to_owned())));
    assert_eq!(load("{ file = \"gone.md\" }"), Err("E1110".to_owned()));
    assert_eq!(load("{ file = \"../intro.md\" }"), Err("E0209".to_owned()));
    assert_eq!(load("{ flie = \"intro.md\" }"), Err("E0101".to_owned()));
}

fn value(kind: Kind) -> BoxedStrategy<Value> {
    match kind {
        Kind::Year => (1000_i16..9999).prop_map(Value::Year).boxed(),
        Kind::Date => (1000_i16..9999, 1_i8..=12, 1_i8..=28)
            .prop_map(|(year, month, day)| {
                Value::Date(jiff::civil::Date::new(year, month, day).expect("a day of every month"))
            })
            .boxed(),
        Kind::Word(words) => {
            proptest::sample::select(words.to_vec()).prop_map(|word| Value::Text(word.into())).boxed()
        }
        Kind::Text | Kind::Texts | Kind::Number => {
            "[a-zA-Z\"'\\\\ ()é中,=-]{0,12}x".prop_map(Value::Text).boxed()
        }
    }
}

fn test() -> impl Strategy<Value = Query> {
    proptest::sample::select(FIELDS.to_vec()).prop_flat_map(|field: Field| {
        let operators = field.kind().operators().to_vec();
        (proptest::sample::select(operators), proptest::collection::vec(value(field.kind()), 1..4)).prop_map(
            move |(operator, mut values)| {
                if operator != Operator::In {
                    values.truncate(1);
                }
                Query::Test(Test { field, operator, values })
            },
        )
    })
}

fn any_query() -> impl Strategy<Value = Query> {
    test().prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Query::And),
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Query::Or),
            inner.prop_map(|query| Query::Not(Box::new(query))),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_printed_is_read_as_the_same(query in any_query()) {
        let text = query.to_string();
        prop_assert_eq!(query::parse(&text).map_err(|faults| format!("{text}: {faults:?}")), Ok(query));
    }

    #[test]
    fn no_text_is_too_strange(text in "(year|title|in|not|and|or|[()=<>!,\"'\\\\]|[0-9a-z]{1,4}|\\PC| ){0,40}") {
        if let Ok(query) = query::parse(&text) {
            prop_assert_eq!(query::parse(&query.to_string()).ok(), Some(query));
        } else if let Err(faults) = query::read("--where", &text) {
            for fault in faults {
                let span = fault.span.expect("every fault has a place");
                prop_assert!(span.start <= span.end && span.end <= text.len());
            }
        }
    }
}
