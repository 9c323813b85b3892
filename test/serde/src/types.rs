//! The types of `sink.hproc` as a Rust process has them: derived serde, `BTreeMap` and `BTreeSet` for a known order.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::identities::{Address, ProcessId};

pub type Flag = bool;
pub type Tiny = u8;
pub type Small = u16;
pub type Medium = u32;
pub type Large = u64;
pub type SignedTiny = i8;
pub type SignedSmall = i16;
pub type SignedMedium = i32;
pub type SignedLarge = i64;
/// `int` is `s64` in WIT; which of its values a JavaScript number holds is not serde's business.
pub type Whole = i64;
pub type Single = f32;
pub type Double = f64;
pub type Letter = char;
pub type Text = String;
pub type Data = Vec<u8>;
pub type Anything = Value;

pub type Owner = Address;
pub type Program = ProcessId;
pub type Node = String;

pub type Texts = Vec<String>;
pub type Matrix = Vec<Vec<f64>>;
pub type Points = Vec<Point>;
pub type TextSet = BTreeSet<String>;
pub type LargeSet = BTreeSet<u64>;
pub type ColorSet = BTreeSet<Color>;

pub type MaybeMedium = Option<u32>;
pub type MaybeText = Option<String>;
pub type MaybeList = Option<Vec<Option<u8>>>;
pub type MaybePoint = Option<Point>;
pub type MaybeResult = Option<Result<u8, String>>;
pub type MaybeShape = Option<Shape>;
pub type Maybes = Vec<Option<u8>>;

pub type Pair = (u8, String);
pub type NestedPair = (Pair, (bool, Vec<u8>));
pub type Alone = (u8,);
pub type Entry = (String, f64, Vec<String>);
pub type MaybePair = (Option<u8>, Option<String>);

pub type Done = Result<(), Trouble>;
pub type Got = Result<Point, String>;
pub type Failed = Result<u8, ()>;
pub type Neither = Result<(), ()>;
pub type Nested = Result<Option<u8>, Point>;
pub type Twice = Result<Result<u8, String>, Trouble>;

pub type ByText = BTreeMap<String, u8>;
pub type ByTiny = BTreeMap<u8, String>;
pub type ByLarge = BTreeMap<u64, String>;
pub type BySigned = BTreeMap<i64, bool>;
pub type ByWhole = BTreeMap<i64, u8>;
pub type ByColor = BTreeMap<Color, u8>;
pub type ByFlag = BTreeMap<bool, u8>;
pub type ByLetter = BTreeMap<char, u8>;
pub type ByNode = BTreeMap<String, u8>;
pub type OfMaybes = BTreeMap<String, Option<u8>>;
pub type OfPoints = BTreeMap<String, Point>;
pub type OfMaps = BTreeMap<u8, BTreeMap<String, bool>>;

#[derive(Clone, Copy, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Color {
    Red,
    Green,
    BlueGreen,
    #[serde(rename = "dark-red")]
    Dark,
}

#[derive(Clone, Deserialize, Serialize)]
pub struct Point {
    pub x: i32,
    pub y: i32,
}

#[derive(Clone, Deserialize, Serialize)]
pub struct Person {
    pub full_name: String,
    pub age: Option<u8>,
    pub home: Option<Point>,
}

/// A default of the schema is `serde(default)` on the field.
#[derive(Clone, Deserialize, Serialize)]
pub struct Defaults {
    #[serde(default = "yes")]
    pub flag: bool,
    #[serde(default = "seven")]
    pub count: u32,
    #[serde(default = "letter_a")]
    pub text: String,
    #[serde(default)]
    pub names: Vec<String>,
    pub maybe: Option<u32>,
}

fn yes() -> bool {
    true
}

fn seven() -> u32 {
    7
}

fn letter_a() -> String {
    "a".to_owned()
}

#[derive(Clone, Deserialize, Serialize)]
pub struct Renamed {
    #[serde(rename = "userID")]
    pub user_id: u64,
    #[serde(rename = "type")]
    pub kind: String,
}

#[derive(Clone, Deserialize, Serialize)]
pub struct Options {
    pub number: Option<u8>,
    pub list: Option<Vec<Option<u8>>>,
    pub point: Option<Point>,
    pub outcome: Option<Result<(), String>>,
    pub by_text: Option<BTreeMap<String, Option<u8>>>,
    pub shape: Option<Shape>,
    pub pair: Option<MaybePair>,
    pub anything: Option<Value>,
}

#[derive(Clone, Deserialize, Serialize)]
pub enum Trouble {
    Refused(String),
    Missing(u64),
    Many(Vec<String>),
    Busy,
}

#[derive(Clone, Deserialize, Serialize)]
pub enum Shape {
    Empty,
    Circle(f64),
    Polygon(Vec<(f64, f64)>),
    Named(Person),
    Perhaps(Option<u8>),
    Outcome(Result<u8, String>),
    Colored(Color),
    Packed(Vec<u8>),
    Wrapped(Trouble),
    #[serde(rename = "odd-one")]
    Odd(u8),
}

/// Hyperdrive's own form of a blob; process_lib writes the bytes as base64.
#[derive(Clone, Deserialize, Serialize)]
pub struct Picture {
    pub mime: Option<String>,
    pub bytes: Vec<u8>,
}

#[derive(Clone, Deserialize, Serialize)]
pub struct Everything {
    pub flag: Flag,
    pub tiny: Tiny,
    pub small: Small,
    pub medium: Medium,
    pub large: Large,
    pub signed_tiny: SignedTiny,
    pub signed_small: SignedSmall,
    pub signed_medium: SignedMedium,
    pub signed_large: SignedLarge,
    pub whole: Whole,
    pub single: Single,
    pub double: Double,
    pub letter: Letter,
    pub text: Text,
    pub data: Data,
    pub anything: Anything,
    pub owner: Owner,
    pub program: Program,
    pub node: Node,
    pub picture: Picture,
    pub texts: Texts,
    pub matrix: Matrix,
    pub points: Points,
    pub text_set: TextSet,
    pub large_set: LargeSet,
    pub color_set: ColorSet,
    pub maybe_medium: MaybeMedium,
    pub maybe_text: MaybeText,
    pub maybe_list: MaybeList,
    pub maybe_point: MaybePoint,
    pub maybe_result: MaybeResult,
    pub maybe_shape: MaybeShape,
    pub maybes: Maybes,
    pub pair: Pair,
    pub nested_pair: NestedPair,
    pub alone: Alone,
    pub maybe_pair: MaybePair,
    pub done: Done,
    pub got: Got,
    pub failed: Failed,
    pub neither: Neither,
    pub nested: Nested,
    pub twice: Twice,
    pub by_text: ByText,
    pub by_tiny: ByTiny,
    pub by_large: ByLarge,
    pub by_signed: BySigned,
    pub by_whole: ByWhole,
    pub by_color: ByColor,
    pub by_flag: ByFlag,
    pub by_letter: ByLetter,
    pub by_node: ByNode,
    pub of_maybes: OfMaybes,
    pub of_points: OfPoints,
    pub of_maps: OfMaps,
    pub person: Person,
    pub defaults: Defaults,
    pub renamed: Renamed,
    pub options: Options,
}

/// The handlers of a process, as Rust's macro derives them to read a call.
#[derive(Deserialize, Serialize)]
pub enum Request {
    Nothing,
    Large(u64),
    Several(String, f64, Vec<String>),
    Pair(Pair),
    Maybe(Option<String>),
    Attempt(u64),
    Everything(Box<Everything>),
}

/// Calls `$run!(Name, "Name")` for each type that candidates are judged by.
#[macro_export]
macro_rules! for_each_type {
    ($run:ident) => {
        $crate::for_each_type!(@list $run,
            Flag Tiny Small Medium Large SignedTiny SignedSmall SignedMedium SignedLarge Whole Single Double Letter
            Text Data Anything Owner Program Node Picture Texts Matrix Points TextSet LargeSet ColorSet MaybeMedium
            MaybeText MaybeList MaybePoint MaybeResult MaybeShape Maybes Pair NestedPair Alone Entry MaybePair Done Got
            Failed Neither Nested Twice ByText ByTiny ByLarge BySigned ByWhole ByColor ByFlag ByLetter ByNode OfMaybes
            OfPoints OfMaps Color Point Person Defaults Renamed Options Trouble Shape Everything);
    };
    (@list $run:ident, $($name:ident)*) => { $($run!($name, stringify!($name));)* };
}
