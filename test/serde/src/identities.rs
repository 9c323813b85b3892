//! `Address` and `ProcessId` as strings, read by Hyperdrive's rules (`lib/src/core.rs`): the separators count, which
//! characters stand between them does not.

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

#[derive(Clone)]
pub struct ProcessId {
    process: String,
    package: String,
    publisher: String,
}

#[derive(Clone)]
pub struct Address {
    node: String,
    process: ProcessId,
}

impl FromStr for ProcessId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.split(':').collect();
        let [process, package, publisher] = parts[..] else {
            return Err(format!("`{text}` has not three parts"));
        };
        if process.is_empty() || package.is_empty() || publisher.is_empty() {
            return Err(format!("`{text}` has an empty part"));
        }
        Ok(Self {
            process: process.to_owned(),
            package: package.to_owned(),
            publisher: publisher.to_owned(),
        })
    }
}

impl FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.split('@').collect();
        match parts[..] {
            [node, process] if !node.is_empty() => Ok(Self {
                node: node.to_owned(),
                process: process.parse()?,
            }),
            _ => Err(format!("`{text}` is not `node@process:package:publisher`")),
        }
    }
}

impl Display for ProcessId {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}:{}", self.process, self.package, self.publisher)
    }
}

impl Display for Address {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}@{}", self.node, self.process)
    }
}

macro_rules! as_string {
    ($name:ident) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.to_string())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?
                    .parse()
                    .map_err(D::Error::custom)
            }
        }
    };
}

as_string!(ProcessId);
as_string!(Address);
