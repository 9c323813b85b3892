//! Between the shapes of the interface, of scripts and of transcripts.

use anyhow::{Result, bail};

use super::standard::{Address, Capability, LazyLoadBlob, ProcessId, Request, SendErrorKind};
use crate::bytes::Bytes;
use crate::script::{self, SendErrorName};
use crate::transcript::{BlobRecord, Rest};

pub fn to_address(text: &str) -> Result<Address> {
    let parts: Vec<&str> = text.split(['@', ':']).collect();
    let [node, process, package, publisher] = parts[..] else {
        bail!("`{text}` is not an address such as `alice.os@counter:counter:template.os`");
    };
    Ok(Address {
        node: node.to_owned(),
        process: ProcessId {
            process_name: process.to_owned(),
            package_name: package.to_owned(),
            publisher_node: publisher.to_owned(),
        },
    })
}

pub fn to_text(Address { node, process }: &Address) -> String {
    format!(
        "{node}@{}:{}:{}",
        process.process_name, process.package_name, process.publisher_node
    )
}

pub fn to_capability_text(Capability { issuer, params }: &Capability) -> String {
    format!("{} {params}", to_text(issuer))
}

pub fn to_rest(request: &Request, blob: Option<&LazyLoadBlob>) -> Rest {
    Rest {
        expects_response: request.expects_response,
        inherit: request.inherit,
        metadata: request.metadata.clone(),
        capabilities: request.capabilities.iter().map(to_capability_text).collect(),
        blob: blob.map(to_blob_record),
    }
}

pub fn to_blob_record(LazyLoadBlob { mime, bytes }: &LazyLoadBlob) -> BlobRecord {
    BlobRecord {
        mime: mime.clone(),
        bytes: Bytes::new(bytes),
    }
}

pub fn to_blob(script::Blob { mime, bytes }: script::Blob) -> LazyLoadBlob {
    LazyLoadBlob {
        mime,
        bytes: bytes.into_vec(),
    }
}

pub fn to_kind(name: SendErrorName) -> SendErrorKind {
    match name {
        SendErrorName::Offline => SendErrorKind::Offline,
        SendErrorName::Timeout => SendErrorKind::Timeout,
    }
}
