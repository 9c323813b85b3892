//! The script a component is run against: what arrives, and what the rest of the node answers.

use serde::Deserialize;
use serde_json::Value;

use crate::bytes::Bytes;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Script {
    /// The address `init` is called with: `node@process:package:publisher`.
    pub our: String,
    /// State that an earlier run left behind.
    pub state: Option<Bytes>,
    /// The mailbox, in order of arrival.
    pub messages: Vec<Incoming>,
    /// What happens to the component's own requests; the first rule that fits decides.
    #[serde(default)]
    pub answers: Vec<Answer>,
    /// The calls to write down, by their WIT names; without it all of `transcript::RECORDED`.
    pub record: Option<Vec<String>>,
}

/// A request to the component.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Incoming {
    pub from: String,
    pub body: Bytes,
    /// Seconds; absent where no answer is wanted.
    pub expects_response: Option<u64>,
    #[serde(default)]
    pub inherit: bool,
    pub metadata: Option<String>,
    pub blob: Option<Blob>,
    /// How often it arrives, for measurements.
    #[serde(default = "once")]
    pub times: usize,
}

fn once() -> usize {
    1
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blob {
    pub mime: Option<String>,
    pub bytes: Bytes,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Answer {
    /// The target, with or without its node; any target if absent.
    pub to: Option<String>,
    /// The exact body; any body if absent.
    pub body: Option<Bytes>,
    /// A body with this key at the top, for requests whose values do not matter here.
    pub body_key: Option<String>,
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// What a request that expects a response gets. One that no rule fits gets a timeout when the mailbox is empty.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    Response {
        body: Bytes,
        blob: Option<Blob>,
        metadata: Option<String>,
        /// Behind everything in the mailbox instead of before it: other messages come in between.
        #[serde(default)]
        late: bool,
    },
    Error(SendErrorName),
    /// Not even a timeout: for requests like a timer's, which outlive the script.
    Never,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SendErrorName {
    Offline,
    Timeout,
}

impl Answer {
    pub fn fits(&self, target: &str, body: &[u8]) -> bool {
        let process = target.split_once('@').map_or(target, |(_, process)| process);
        self.to.as_deref().is_none_or(|to| to == target || to == process)
            && self.body.as_ref().is_none_or(|wanted| wanted.as_slice() == body)
            && self.body_key.as_deref().is_none_or(|key| has_key(body, key))
    }
}

fn has_key(body: &[u8], key: &str) -> bool {
    match serde_json::from_slice::<Value>(body) {
        Ok(Value::Object(members)) => members.contains_key(key),
        Ok(Value::String(text)) => text == key,
        _ => false,
    }
}
