//! What serde_json writes: a line for each type and case. `values.ts` has the same values in TypeScript.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Value, json};

use crate::everything::everything;
use crate::types::*;

#[derive(Serialize)]
struct Line<'a> {
    r#type: &'a str,
    case: &'a str,
    json: String,
}

/// Prints a line. The type's name is written, since what an alias stands for has no name of its own.
fn line<T: Serialize + ?Sized>(r#type: &str, case: &str, value: &T) {
    let json = serde_json::to_string(value).expect("every value here has JSON");
    println!(
        "{}",
        serde_json::to_string(&Line { r#type, case, json }).expect("a line has JSON")
    );
}

fn lines<T: Serialize>(r#type: &str, cases: &[(&str, T)]) {
    for (case, value) in cases {
        line(r#type, case, value);
    }
}

pub fn print() {
    scalars();
    texts();
    identities();
    lists_and_sets();
    options();
    tuples();
    results();
    maps();
    declared();
    line("Everything", "everything", &everything());
    calls();
    floats();
}

fn scalars() {
    lines("Flag", &[("true", true), ("false", false)]);
    lines("Tiny", &[("minimum", u8::MIN), ("maximum", u8::MAX)]);
    lines("Small", &[("minimum", u16::MIN), ("maximum", u16::MAX)]);
    lines("Medium", &[("minimum", u32::MIN), ("maximum", u32::MAX)]);
    lines(
        "Large",
        &[
            ("minimum", u64::MIN),
            ("beyond doubles", 9007199254740993),
            ("maximum", u64::MAX),
        ],
    );
    lines("SignedTiny", &[("minimum", i8::MIN), ("zero", 0), ("maximum", i8::MAX)]);
    lines(
        "SignedSmall",
        &[("minimum", i16::MIN), ("zero", 0), ("maximum", i16::MAX)],
    );
    lines(
        "SignedMedium",
        &[("minimum", i32::MIN), ("zero", 0), ("maximum", i32::MAX)],
    );
    lines(
        "SignedLarge",
        &[
            ("minimum", i64::MIN),
            ("beyond doubles", -9007199254740993),
            ("maximum", i64::MAX),
        ],
    );
    lines(
        "Whole",
        &[
            ("minimum", -9007199254740991i64),
            ("zero", 0),
            ("maximum", 9007199254740991),
        ],
    );
    lines(
        "Single",
        &[
            ("zero", 0.0),
            ("minus zero", -0.0),
            ("one", 1.0),
            ("a tenth", 0.1),
            ("a third", 1.0 / 3.0),
            ("whole beyond 2^24", 16777216.0),
            ("1e-7", 1e-7),
            ("1e-6", 1e-6),
            ("1e-5", 1e-5),
            ("1e-4", 1e-4),
            ("1e12", 1e12),
            ("1e13", 1e13),
            ("1e16", 1e16),
            ("1e21", 1e21),
            ("largest", f32::MAX),
            ("least", f32::MIN),
            ("least normal", f32::MIN_POSITIVE),
            ("largest subnormal", 1.1754942e-38),
            ("least subnormal", 1e-45),
            ("halfway digits", 8388608.5),
            ("nan", f32::NAN),
            ("infinite", f32::INFINITY),
        ],
    );
    lines(
        "Double",
        &[
            ("zero", 0.0),
            ("minus zero", -0.0),
            ("one", 1.0),
            ("minus one and a half", -1.5),
            ("a tenth", 0.1),
            ("a sum", 0.1 + 0.2),
            ("1e-7", 1e-7),
            ("1.5e-7", 1.5e-7),
            ("1e-6", 1e-6),
            ("1e-5", 1e-5),
            ("1.25e-5", 1.25e-5),
            ("1e-4", 1e-4),
            ("whole", 123456.0),
            ("1e15", 1e15),
            ("largest safe", 9007199254740991.0),
            ("2^53", 9007199254740992.0),
            ("1e16", 1e16),
            ("1.5e16", 1.5e16),
            ("1.2345678901234567e16", 12345678901234567.0),
            ("1e17", 1e17),
            ("1e20", 1e20),
            ("1e21", 1e21),
            ("1.5e21", 1.5e21),
            ("1e22", 1e22),
            ("1e100", 1e100),
            ("largest", f64::MAX),
            ("least", f64::MIN),
            ("least normal", f64::MIN_POSITIVE),
            ("largest subnormal", 2.225073858507201e-308),
            ("least subnormal", 5e-324),
            ("epsilon", f64::EPSILON),
            ("pi", std::f64::consts::PI),
            ("nan", f64::NAN),
            ("infinite", f64::INFINITY),
            ("minus infinite", f64::NEG_INFINITY),
        ],
    );
}

/// Each control character, what JSON escapes, and what it need not.
fn texts() {
    let control: String = (0..0x20).filter_map(char::from_u32).collect();
    lines(
        "Text",
        &[
            ("empty", ""),
            ("control characters", &control),
            ("escapes", "\"quoted\" \\ / \u{7f}"),
            ("line separators", "\u{2028}\u{2029}\u{85}"),
            ("astral", "😀\u{10ffff}"),
            ("combining", "e\u{301} é"),
            ("right to left", "שלום\u{202e}"),
            ("byte order mark", "\u{feff}a"),
            ("not characters", "\u{fffd}\u{fffe}\u{ffff}"),
            ("looks escaped", "\\ud800\\u0000"),
            ("html", "<script>&'`${}"),
            ("proto", "__proto__"),
        ],
    );
    lines(
        "Letter",
        &[
            ("a", 'a'),
            ("quote", '"'),
            ("nul", '\0'),
            ("é", 'é'),
            ("astral", '😀'),
            ("last", '\u{10ffff}'),
        ],
    );
    lines("Data", &[("empty", vec![]), ("bounds", vec![0, 1, 127, 128, 255])]);
    lines(
        "Anything",
        &[
            ("null", Value::Null),
            ("true", json!(true)),
            ("zero", json!(0)),
            ("minus zero", json!(-0.0)),
            ("largest u64", json!(u64::MAX)),
            ("least i64", json!(i64::MIN)),
            ("fraction", json!(0.5)),
            ("1e21", json!(1e21)),
            ("text", json!("a\u{2028}\n")),
            ("list", json!([null, [], {}, [1, "a"]])),
            (
                "object",
                json!({ "": 0, "__proto__": { "a": 1 }, "b": [true], "constructor": null }),
            ),
        ],
    );
}

fn identities() {
    line(
        "Owner",
        "address",
        &"alice.os@counter:counter:template.os"
            .parse::<Owner>()
            .expect("an address"),
    );
    line(
        "Owner",
        "any characters",
        &"ä b@x/y:\"q\":😀".parse::<Owner>().expect("an address"),
    );
    line(
        "Program",
        "process id",
        &"counter:counter:template.os".parse::<Program>().expect("a process id"),
    );
    line("Node", "node", "alice.os");
    lines(
        "Picture",
        &[
            (
                "with type",
                Picture {
                    mime: Some("image/png".to_owned()),
                    bytes: vec![137, 80, 0],
                },
            ),
            (
                "without type",
                Picture {
                    mime: None,
                    bytes: vec![],
                },
            ),
        ],
    );
}

fn lists_and_sets() {
    lines("Texts", &[("empty", vec![]), ("two", vec!["a", ""])]);
    lines(
        "Matrix",
        &[
            ("empty", vec![]),
            ("rows", vec![vec![], vec![1.0, -0.5, f64::NAN], vec![1e21]]),
        ],
    );
    lines("Points", &[("one", vec![Point { x: 1, y: -1 }])]);
    lines(
        "TextSet",
        &[("empty", BTreeSet::new()), ("two", BTreeSet::from(["a", "b"]))],
    );
    lines("LargeSet", &[("bounds", BTreeSet::from([0, u64::MAX]))]);
    lines(
        "ColorSet",
        &[("three", BTreeSet::from([Color::Red, Color::BlueGreen, Color::Dark]))],
    );
}

fn options() {
    lines(
        "MaybeMedium",
        &[("none", None), ("zero", Some(0)), ("maximum", Some(u32::MAX))],
    );
    lines(
        "MaybeText",
        &[("none", None), ("empty", Some("")), ("null", Some("null"))],
    );
    lines(
        "MaybeList",
        &[
            ("none", None),
            ("empty", Some(vec![])),
            ("nones", Some(vec![None, Some(1u8), None])),
        ],
    );
    lines("MaybePoint", &[("none", None), ("some", Some(Point { x: 0, y: 0 }))]);
    lines(
        "MaybeResult",
        &[("none", None), ("ok", Some(Ok(0u8))), ("err", Some(Err("")))],
    );
    lines(
        "MaybeShape",
        &[
            ("none", None),
            ("bare", Some(Shape::Empty)),
            ("with none", Some(Shape::Perhaps(None))),
        ],
    );
    lines("Maybes", &[("empty", vec![]), ("mixed", vec![None, Some(0u8), None])]);
    let none = Options {
        number: None,
        list: None,
        point: None,
        outcome: None,
        by_text: None,
        shape: None,
        pair: None,
        anything: None,
    };
    let some = Options {
        number: Some(0),
        list: Some(vec![None]),
        point: Some(Point {
            x: i32::MIN,
            y: i32::MAX,
        }),
        outcome: Some(Ok(())),
        by_text: Some(BTreeMap::from([("a".to_owned(), None), ("b".to_owned(), Some(1))])),
        shape: Some(Shape::Perhaps(Some(1))),
        pair: Some((None, None)),
        anything: Some(json!([null])),
    };
    let empty = Options {
        list: Some(vec![]),
        outcome: Some(Err(String::new())),
        by_text: Some(BTreeMap::new()),
        pair: Some((Some(0), Some(String::new()))),
        ..none.clone()
    };
    lines("Options", &[("none", none), ("some", some), ("empty", empty)]);
}

fn tuples() {
    line("Pair", "pair", &(255u8, "a"));
    line("NestedPair", "nested", &((0u8, ""), (true, vec![1u8, 2])));
    line("Alone", "alone", &(7u8,));
    line("Entry", "entry", &("a", 2.0, ["", "b"]));
    lines("MaybePair", &[("none", (None, None)), ("some", (Some(1u8), Some("a")))]);
}

fn results() {
    lines(
        "Done",
        &[
            ("ok", Ok(())),
            ("err", Err(Trouble::Missing(u64::MAX))),
            ("bare err", Err(Trouble::Busy)),
        ],
    );
    lines("Got", &[("ok", Ok(Point { x: 1, y: 2 })), ("err", Err("no"))]);
    lines("Failed", &[("ok", Ok(0u8)), ("err", Err(()))]);
    lines("Neither", &[("ok", Ok(())), ("err", Err::<(), ()>(()))]);
    lines(
        "Nested",
        &[
            ("none", Ok(None)),
            ("some", Ok(Some(1u8))),
            ("err", Err(Point { x: 0, y: 0 })),
        ],
    );
    lines(
        "Twice",
        &[
            ("ok", Ok(Ok(1u8))),
            ("inner err", Ok(Err("no"))),
            ("err", Err(Trouble::Busy)),
        ],
    );
}

fn maps() {
    lines(
        "ByText",
        &[
            ("empty", BTreeMap::new()),
            (
                "keys",
                BTreeMap::from([("", 0u8), ("\"\n", 1), ("__proto__", 2), ("é😀", 3)]),
            ),
        ],
    );
    line("ByTiny", "bounds", &BTreeMap::from([(0u8, "a"), (255, "b")]));
    line(
        "ByLarge",
        "bounds",
        &BTreeMap::from([(0u64, "a"), (9007199254740993, "b"), (u64::MAX, "c")]),
    );
    line(
        "BySigned",
        "bounds",
        &BTreeMap::from([(i64::MIN, true), (-1, false), (i64::MAX, true)]),
    );
    line(
        "ByWhole",
        "bounds",
        &BTreeMap::from([(-9007199254740991i64, 0u8), (9007199254740991, 1)]),
    );
    line(
        "ByColor",
        "all",
        &BTreeMap::from([(Color::Red, 0u8), (Color::BlueGreen, 1), (Color::Dark, 2)]),
    );
    line("ByFlag", "both", &BTreeMap::from([(false, 0u8), (true, 1)]));
    line(
        "ByLetter",
        "letters",
        &BTreeMap::from([('"', 0u8), ('a', 1), ('😀', 2)]),
    );
    line("ByNode", "nodes", &BTreeMap::from([("alice.os", 0u8), ("bob.os", 1)]));
    line("OfMaybes", "mixed", &BTreeMap::from([("a", None), ("b", Some(0u8))]));
    line("OfPoints", "points", &BTreeMap::from([("a", Point { x: 1, y: 2 })]));
    line(
        "OfMaps",
        "maps",
        &BTreeMap::from([(0u8, BTreeMap::new()), (1, BTreeMap::from([("a", true)]))]),
    );
}

fn declared() {
    lines(
        "Color",
        &[
            ("bare", Color::Red),
            ("two words", Color::BlueGreen),
            ("renamed", Color::Dark),
        ],
    );
    line(
        "Point",
        "bounds",
        &Point {
            x: i32::MIN,
            y: i32::MAX,
        },
    );
    let person = Person {
        full_name: "Ada".to_owned(),
        age: None,
        home: Some(Point { x: 1, y: 2 }),
    };
    line("Person", "mixed", &person);
    let defaults = Defaults {
        flag: false,
        count: 0,
        text: String::new(),
        names: vec!["a".to_owned()],
        maybe: Some(0),
    };
    line("Defaults", "others", &defaults);
    line(
        "Renamed",
        "renamed",
        &Renamed {
            user_id: 1,
            kind: "a".to_owned(),
        },
    );
    lines(
        "Trouble",
        &[
            ("text", Trouble::Refused("no".to_owned())),
            ("number", Trouble::Missing(0)),
            ("list", Trouble::Many(vec![])),
            ("bare", Trouble::Busy),
        ],
    );
    lines(
        "Shape",
        &[
            ("bare", Shape::Empty),
            ("number", Shape::Circle(1.0)),
            ("tuples", Shape::Polygon(vec![(0.0, -0.0), (1.5, 1e16)])),
            ("record", Shape::Named(person)),
            ("none", Shape::Perhaps(None)),
            ("some", Shape::Perhaps(Some(0))),
            ("result", Shape::Outcome(Err("no".to_owned()))),
            ("enum", Shape::Colored(Color::Dark)),
            ("bytes", Shape::Packed(vec![0, 255])),
            ("bare variant", Shape::Wrapped(Trouble::Busy)),
            ("variant", Shape::Wrapped(Trouble::Many(vec!["a".to_owned()]))),
            ("renamed", Shape::Odd(1)),
        ],
    );
}

/// What generated callers write, which a process must read, and what it then answers.
fn calls() {
    let text = |value: &str| value.to_owned();
    call("none", json!({ "Nothing": null }), ());
    call("one", Request::Large(u64::MAX), u64::MAX);
    let tags = || vec![text("hot"), text("")];
    call(
        "several",
        Request::Several(text("tea"), 2.0, tags()),
        ("tea", 2.0, tags()),
    );
    call("one tuple", Request::Pair((1, text("a"))), (1u8, "a"));
    call("no value", Request::Maybe(None), None::<String>);
    call("a value", Request::Maybe(Some(text("a"))), Some("a"));
    call("refused", Request::Attempt(0), Done::Err(Trouble::Busy));
    call("attempted", Request::Attempt(1), Done::Ok(()));
    call("everything", Request::Everything(Box::new(everything())), everything());
}

fn call(case: &str, request: impl Serialize, reply: impl Serialize) {
    let bytes = serde_json::to_vec(&request).expect("a call has JSON");
    serde_json::from_slice::<Request>(&bytes).expect("what a caller writes, a process reads");
    line("Request", case, &request);
    line("Reply", case, &reply);
}

/// Floats by their bits: powers of two, where the digits of neighbours are hardest to tell apart, and any others.
fn floats() {
    single(0x8f80_0000);
    for exponent in 1..255u32 {
        single(exponent << 23);
    }
    for exponent in (1..2047u64).step_by(8) {
        double(exponent << 52);
    }
    let mut random = 0x9e37_79b9_7f4a_7c15u64;
    for _ in 0..400 {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        single((random >> 32) as u32);
        double(random);
    }
}

fn single(bits: u32) {
    line("Single", &format!("bits {bits:08x}"), &f32::from_bits(bits));
}

fn double(bits: u64) {
    line("Double", &format!("bits {bits:016x}"), &f64::from_bits(bits));
}
