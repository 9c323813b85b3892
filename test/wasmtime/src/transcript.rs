//! What a component did, as JSON.

use serde::Serialize;
use serde_json::Value;

use crate::bytes::Bytes;

/// The calls that are written down where a script does not say: what others can notice, and what is kept.
pub const RECORDED: [&str; 7] = [
    "send-response",
    "send-request",
    "send-and-await-response",
    "set-state",
    "clear-state",
    "set-on-exit",
    "spawn",
];

#[derive(Serialize)]
pub struct Transcript {
    pub calls: Vec<Call>,
    pub end: End,
}

#[derive(Serialize)]
#[serde(tag = "call", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Call {
    PrintToTerminal {
        verbosity: u8,
        message: String,
    },
    SendResponse {
        /// Position of the request in the script that this answers; absent where nothing was left to answer.
        #[serde(skip_serializing_if = "Option::is_none")]
        answers: Option<usize>,
        body: Bytes,
        #[serde(flatten)]
        rest: Rest,
    },
    SendRequest {
        to: String,
        body: Bytes,
        #[serde(flatten)]
        rest: Rest,
    },
    SendAndAwaitResponse {
        to: String,
        body: Bytes,
        #[serde(flatten)]
        rest: Rest,
    },
    SetState {
        bytes: Bytes,
    },
    ClearState,
    SetOnExit {
        on_exit: &'static str,
    },
    SaveCapabilities {
        capabilities: Vec<String>,
    },
    DropCapabilities {
        capabilities: Vec<String>,
    },
    Spawn {
        name: Option<String>,
        wasm_path: String,
    },
}

/// The parts of a message that most have not.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Rest {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expects_response: Option<u64>,
    #[serde(skip_serializing_if = "is_false")]
    pub inherit: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub capabilities: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blob: Option<BlobRecord>,
}

#[derive(Serialize)]
pub struct BlobRecord {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mime: Option<String>,
    pub bytes: Bytes,
}

#[derive(Serialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum End {
    /// Every message was delivered and the component waited for the next: the good end.
    MessagesUsedUp,
    Returned,
    Trapped {
        message: String,
        stderr: String,
    },
}

impl Call {
    /// The WIT name of the function, as scripts write it in `record`.
    pub fn name(&self) -> String {
        match serde_json::to_value(self) {
            Ok(Value::Object(members)) => members["call"].as_str().unwrap_or_default().to_owned(),
            _ => String::new(),
        }
    }
}

fn is_false(value: &bool) -> bool {
    !value
}
