//! What serde_json accepts: for each candidate the types it is read as, and what each then writes.

use std::collections::BTreeMap;
use std::io::BufRead;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::types::*;

/// A text, or the bytes of what is none, in hexadecimal.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Candidate {
    Text(String),
    Hex(String),
}

#[derive(Serialize)]
struct Verdict {
    #[serde(flatten)]
    candidate: Candidate,
    /// By type; the types that are not here refuse it.
    accepted: BTreeMap<&'static str, String>,
}

/// Reads candidates, one in a line of JSON, and prints a verdict for each.
pub fn print(candidates: impl BufRead) {
    for line in candidates.lines() {
        let candidate: Candidate = serde_json::from_str(&line.expect("readable input")).expect("a candidate");
        let verdict = Verdict {
            accepted: judge(&candidate.bytes()),
            candidate,
        };
        println!("{}", serde_json::to_string(&verdict).expect("a verdict has JSON"));
    }
}

fn judge(bytes: &[u8]) -> BTreeMap<&'static str, String> {
    let mut accepted = BTreeMap::new();
    macro_rules! read_as {
        ($type:ty, $name:expr) => {
            if let Some(again) = read::<$type>(bytes) {
                accepted.insert($name, again);
            }
        };
    }
    crate::for_each_type!(read_as);
    accepted
}

fn read<T: DeserializeOwned + Serialize>(bytes: &[u8]) -> Option<String> {
    let value: T = serde_json::from_slice(bytes).ok()?;
    Some(serde_json::to_string(&value).expect("what was read can be written"))
}

impl Candidate {
    fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Text(text) => text.clone().into_bytes(),
            Self::Hex(hex) => {
                let digits: Vec<u32> = hex.chars().map(|digit| digit.to_digit(16).expect("a digit")).collect();
                digits.chunks(2).map(|pair| (pair[0] * 16 + pair[1]) as u8).collect()
            }
        }
    }
}
