//! Bytes as scripts and transcripts write them, so that a person can read what went over the wire.

use anyhow::{Context, bail};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// In JSON: `{ "json": value }` for compact JSON text, a string for other UTF-8, `{ "base64": text }` for the rest.
#[derive(Clone, Deserialize, Serialize)]
#[serde(try_from = "Value", into = "Value")]
pub struct Bytes(Vec<u8>);

impl Bytes {
    pub fn new(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }

    pub fn as_slice(&self) -> &[u8] {
        &self.0
    }

    pub fn into_vec(self) -> Vec<u8> {
        self.0
    }
}

impl TryFrom<Value> for Bytes {
    type Error = anyhow::Error;

    fn try_from(value: Value) -> anyhow::Result<Self> {
        match value {
            Value::String(text) => Ok(Self(text.into_bytes())),
            Value::Object(members) if members.len() == 1 => match members.into_iter().next() {
                Some((key, value)) if key == "json" => Ok(Self(serde_json::to_vec(&value)?)),
                Some((key, Value::String(text))) if key == "base64" => {
                    Ok(Self(STANDARD.decode(text).context("not base64")?))
                }
                _ => bail!("expected one of the keys `json` and `base64`"),
            },
            _ => bail!("expected a string, or an object with one of the keys `json` and `base64`"),
        }
    }
}

impl From<Bytes> for Value {
    fn from(Bytes(bytes): Bytes) -> Value {
        let Ok(text) = std::str::from_utf8(&bytes) else {
            return tagged("base64", Value::String(STANDARD.encode(&bytes)));
        };
        // Only where nothing is lost: the same value, written compactly, is the same text.
        match serde_json::from_str::<Value>(text) {
            Ok(value) if serde_json::to_vec(&value).is_ok_and(|again| again == bytes) => tagged("json", value),
            _ => Value::String(text.to_owned()),
        }
    }
}

fn tagged(key: &str, value: Value) -> Value {
    Value::Object(Map::from_iter([(key.to_owned(), value)]))
}
