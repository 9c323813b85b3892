//! The `standard` interface over a script, with the message rules of Hyperdrive's kernel that a component can notice.

use std::collections::{HashMap, VecDeque};

use anyhow::{Result, bail};
use wasmtime::component::ResourceTable;
use wasmtime_wasi::p2::{IoView, WasiCtx, WasiView};

use crate::bytes::Bytes;
use crate::script::{self, Answer, Outcome, Script, SendErrorName};
use crate::transcript::{BlobRecord, Call, RECORDED, Rest};

wasmtime::component::bindgen!({ path: "wit", world: "process-v1", async: true, trappable_imports: true });

pub use hyperware::process::standard::{
    self, Address, Capability, LazyLoadBlob, Message, OnExit, ProcessId, Request, Response, SendError, SendErrorKind,
    SpawnError,
};

/// Ends the component: the script has nothing more for it.
#[derive(Debug)]
pub struct ScriptEnded;

impl std::fmt::Display for ScriptEnded {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("every message of the script was delivered")
    }
}

impl std::error::Error for ScriptEnded {}

/// Something in the mailbox.
enum Item {
    /// The position of the request in the script's list.
    Request(usize, Box<script::Incoming>),
    Response {
        id: u64,
        from: Address,
        response: Box<Response>,
        blob: Option<LazyLoadBlob>,
    },
    Error {
        id: u64,
        kind: SendErrorKind,
    },
}

/// A request of the component that expects a response.
struct Outstanding {
    /// What `send-response` answered when it was sent, and answers again when its outcome arrives.
    prompting: Option<usize>,
    context: Option<Vec<u8>>,
    target: Address,
    request: Request,
    blob: Option<LazyLoadBlob>,
    may_time_out: bool,
}

pub struct Host {
    pub calls: Vec<Call>,
    /// Deliveries so far, for measurements.
    pub delivered: usize,
    recorded: Vec<String>,
    our: Address,
    mailbox: VecDeque<Item>,
    answers: Vec<Answer>,
    /// The request that `send-response` answers, as its position in the script.
    prompting: Option<usize>,
    outstanding: HashMap<u64, Outstanding>,
    next_id: u64,
    timed_out: bool,
    last_blob: Option<LazyLoadBlob>,
    blobbed: bool,
    state: Option<Vec<u8>>,
    on_exit: OnExit,
    wasi: WasiCtx,
    table: ResourceTable,
}

type Received = std::result::Result<(Address, Message), (SendError, Option<Vec<u8>>)>;

impl Host {
    pub fn new(script: Script, wasi: WasiCtx) -> Result<Self> {
        let mut mailbox = VecDeque::new();
        for (position, message) in script.messages.into_iter().enumerate() {
            to_address(&message.from)?;
            mailbox.push_back(Item::Request(position, Box::new(message)));
        }
        Ok(Self {
            calls: Vec::new(),
            delivered: 0,
            recorded: script.record.unwrap_or_else(|| RECORDED.map(str::to_owned).to_vec()),
            our: to_address(&script.our)?,
            mailbox,
            answers: script.answers,
            prompting: None,
            outstanding: HashMap::new(),
            next_id: 0,
            timed_out: false,
            last_blob: None,
            blobbed: false,
            state: script.state.map(Bytes::into_vec),
            on_exit: OnExit::None,
            wasi,
            table: ResourceTable::new(),
        })
    }

    fn record(&mut self, call: Call) {
        if self.recorded.contains(&call.name()) {
            self.calls.push(call);
        }
    }

    fn deliver(&mut self, item: Item) -> Result<Received> {
        self.delivered += 1;
        Ok(match item {
            Item::Request(position, message) => {
                if message.expects_response.is_some() {
                    self.prompting = Some(position);
                }
                let source = to_address(&message.from)?;
                let script::Incoming {
                    body,
                    expects_response,
                    inherit,
                    metadata,
                    blob,
                    ..
                } = *message;
                self.keep_blob(blob.map(to_blob));
                let capabilities = Vec::new();
                let body = body.into_vec();
                Ok((
                    source,
                    Message::Request(Request {
                        inherit,
                        expects_response,
                        body,
                        metadata,
                        capabilities,
                    }),
                ))
            }
            Item::Response {
                id,
                from,
                response,
                blob,
            } => {
                self.keep_blob(blob);
                let context = self.restore(id).and_then(|request| request.context);
                Ok((from, Message::Response((*response, context))))
            }
            Item::Error { id, kind } => {
                self.blobbed = false;
                let Some(Outstanding {
                    context,
                    target,
                    request,
                    blob,
                    ..
                }) = self.restore(id)
                else {
                    bail!("an error for a request that is not outstanding");
                };
                Err((
                    SendError {
                        kind,
                        target,
                        message: Message::Request(request),
                        lazy_load_blob: blob,
                    },
                    context,
                ))
            }
        })
    }

    fn keep_blob(&mut self, blob: Option<LazyLoadBlob>) {
        self.blobbed = blob.is_some();
        // A message without a blob leaves the former one: Hyperdrive clears only the mark.
        if blob.is_some() {
            self.last_blob = blob;
        }
    }

    fn restore(&mut self, id: u64) -> Option<Outstanding> {
        let request = self.outstanding.remove(&id)?;
        self.prompting = request.prompting;
        Some(request)
    }

    /// The next item; when the mailbox is empty, time has passed for every request that is still unanswered, once.
    fn next_item(&mut self) -> Result<Item> {
        if self.mailbox.is_empty() && !self.timed_out {
            self.timed_out = true;
            let mut ids: Vec<u64> = self
                .outstanding
                .iter()
                .filter(|(_, request)| request.may_time_out)
                .map(|(id, _)| *id)
                .collect();
            ids.sort_unstable();
            self.mailbox.extend(ids.into_iter().map(|id| Item::Error {
                id,
                kind: SendErrorKind::Timeout,
            }));
        }
        // A repeated request stays where it is until its last time; a million of them take the memory of one.
        if let Some(Item::Request(position, message)) = self.mailbox.front_mut() {
            if message.times > 1 {
                message.times -= 1;
                return Ok(Item::Request(*position, message.clone()));
            }
        }
        self.mailbox.pop_front().ok_or_else(|| ScriptEnded.into())
    }

    /// Puts the request's outcome into the mailbox and returns its id, if it expects one.
    fn send(
        &mut self,
        target: Address,
        request: Request,
        context: Option<Vec<u8>>,
        blob: Option<LazyLoadBlob>,
    ) -> Option<u64> {
        request.expects_response?;
        let outcome = self.outcome(&target, &request.body);
        let id = self.next_id;
        self.next_id += 1;
        match &outcome {
            Some(Outcome::Response {
                body,
                blob,
                metadata,
                late,
            }) => {
                let (inherit, capabilities) = (false, Vec::new());
                let response = Box::new(Response {
                    inherit,
                    body: body.as_slice().to_vec(),
                    metadata: metadata.clone(),
                    capabilities,
                });
                let item = Item::Response {
                    id,
                    from: target.clone(),
                    response,
                    blob: blob.clone().map(to_blob),
                };
                if *late {
                    self.mailbox.push_back(item)
                } else {
                    self.insert_first(item)
                }
            }
            Some(Outcome::Error(name)) => self.insert_first(Item::Error {
                id,
                kind: to_kind(*name),
            }),
            Some(Outcome::Never) | None => {}
        }
        let may_time_out = outcome.is_none();
        let prompting = self.prompting;
        self.outstanding.insert(
            id,
            Outstanding {
                prompting,
                context,
                target,
                request,
                blob,
                may_time_out,
            },
        );
        Some(id)
    }

    fn outcome(&self, target: &Address, body: &[u8]) -> Option<Outcome> {
        let target = to_text(target);
        self.answers
            .iter()
            .find(|answer| answer.fits(&target, body))
            .map(|answer| answer.outcome.clone())
    }

    /// Before the requests that wait, but behind outcomes of requests that were sent earlier.
    fn insert_first(&mut self, item: Item) {
        let position = self
            .mailbox
            .iter()
            .take_while(|item| !matches!(item, Item::Request(..)))
            .count();
        self.mailbox.insert(position, item);
    }
}

impl standard::Host for Host {
    async fn print_to_terminal(&mut self, verbosity: u8, message: String) -> Result<()> {
        eprintln!("[{verbosity}] {message}");
        self.record(Call::PrintToTerminal { verbosity, message });
        Ok(())
    }

    async fn our(&mut self) -> Result<Address> {
        Ok(self.our.clone())
    }

    async fn get_on_exit(&mut self) -> Result<OnExit> {
        Ok(self.on_exit.clone())
    }

    async fn set_on_exit(&mut self, on_exit: OnExit) -> Result<()> {
        let name = match on_exit {
            OnExit::None => "none",
            OnExit::Restart => "restart",
            OnExit::Requests(_) => "requests",
        };
        self.record(Call::SetOnExit { on_exit: name });
        self.on_exit = on_exit;
        Ok(())
    }

    async fn get_state(&mut self) -> Result<Option<Vec<u8>>> {
        // The state arrives as a blob: found or not, it says whether the message now has one.
        self.blobbed = self.state.is_some();
        Ok(self.state.clone())
    }

    async fn set_state(&mut self, bytes: Vec<u8>) -> Result<()> {
        self.blobbed = false;
        self.record(Call::SetState {
            bytes: Bytes::new(&bytes),
        });
        self.state = Some(bytes);
        Ok(())
    }

    async fn clear_state(&mut self) -> Result<()> {
        self.blobbed = false;
        self.record(Call::ClearState);
        self.state = None;
        Ok(())
    }

    async fn spawn(
        &mut self,
        name: Option<String>,
        wasm_path: String,
        _: OnExit,
        _: Vec<Capability>,
        _: Vec<(ProcessId, String)>,
        _: bool,
    ) -> Result<std::result::Result<ProcessId, SpawnError>> {
        self.blobbed = false;
        self.record(Call::Spawn { name, wasm_path });
        Ok(Err(SpawnError::NoFileAtPath))
    }

    async fn save_capabilities(&mut self, caps: Vec<Capability>) -> Result<()> {
        self.record(Call::SaveCapabilities {
            capabilities: caps.iter().map(to_capability_text).collect(),
        });
        Ok(())
    }

    async fn drop_capabilities(&mut self, caps: Vec<Capability>) -> Result<()> {
        self.record(Call::DropCapabilities {
            capabilities: caps.iter().map(to_capability_text).collect(),
        });
        Ok(())
    }

    async fn our_capabilities(&mut self) -> Result<Vec<Capability>> {
        Ok(Vec::new())
    }

    async fn receive(&mut self) -> Result<Received> {
        let item = self.next_item()?;
        self.deliver(item)
    }

    async fn has_blob(&mut self) -> Result<bool> {
        Ok(self.blobbed)
    }

    async fn get_blob(&mut self) -> Result<Option<LazyLoadBlob>> {
        Ok(if self.blobbed { self.last_blob.clone() } else { None })
    }

    async fn last_blob(&mut self) -> Result<Option<LazyLoadBlob>> {
        Ok(self.last_blob.clone())
    }

    async fn send_request(
        &mut self,
        target: Address,
        request: Request,
        context: Option<Vec<u8>>,
        lazy_load_blob: Option<LazyLoadBlob>,
    ) -> Result<()> {
        let rest = to_rest(&request, lazy_load_blob.as_ref());
        self.record(Call::SendRequest {
            to: to_text(&target),
            body: Bytes::new(&request.body),
            rest,
        });
        self.send(target, request, context, lazy_load_blob);
        Ok(())
    }

    async fn send_requests(
        &mut self,
        requests: Vec<(Address, Request, Option<Vec<u8>>, Option<LazyLoadBlob>)>,
    ) -> Result<()> {
        for (target, request, context, blob) in requests {
            self.send_request(target, request, context, blob).await?;
        }
        Ok(())
    }

    async fn send_response(&mut self, response: Response, lazy_load_blob: Option<LazyLoadBlob>) -> Result<()> {
        // `inherit` wins over an explicit blob.
        let blob = if response.inherit {
            self.last_blob.clone()
        } else {
            lazy_load_blob
        };
        let rest = Rest {
            expects_response: None,
            inherit: response.inherit,
            metadata: response.metadata,
            capabilities: response.capabilities.iter().map(to_capability_text).collect(),
            blob: blob.as_ref().map(to_blob_record),
        };
        self.record(Call::SendResponse {
            answers: self.prompting,
            body: Bytes::new(&response.body),
            rest,
        });
        Ok(())
    }

    async fn send_and_await_response(
        &mut self,
        target: Address,
        request: Request,
        lazy_load_blob: Option<LazyLoadBlob>,
    ) -> Result<std::result::Result<(Address, Message), SendError>> {
        let to = to_text(&target);
        if to == to_text(&self.our) {
            bail!("a process cannot await a response from itself");
        }
        let rest = to_rest(&request, lazy_load_blob.as_ref());
        self.record(Call::SendAndAwaitResponse {
            to,
            body: Bytes::new(&request.body),
            rest,
        });
        let Some(id) = self.send(target, request, None, lazy_load_blob) else {
            bail!("send-and-await-response needs `expects-response`");
        };
        let position = self.mailbox.iter().position(
            |item| matches!(item, Item::Response { id: found, .. } | Item::Error { id: found, .. } if *found == id),
        );
        let item = position
            .and_then(|position| self.mailbox.remove(position))
            .unwrap_or(Item::Error {
                id,
                kind: SendErrorKind::Timeout,
            });
        Ok(self.deliver(item)?.map_err(|(error, _)| error))
    }
}

impl IoView for Host {
    fn table(&mut self) -> &mut ResourceTable {
        &mut self.table
    }
}

impl WasiView for Host {
    fn ctx(&mut self) -> &mut WasiCtx {
        &mut self.wasi
    }
}

fn to_address(text: &str) -> Result<Address> {
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

fn to_text(Address { node, process }: &Address) -> String {
    format!(
        "{node}@{}:{}:{}",
        process.process_name, process.package_name, process.publisher_node
    )
}

fn to_capability_text(Capability { issuer, params }: &Capability) -> String {
    format!("{} {params}", to_text(issuer))
}

fn to_rest(request: &Request, blob: Option<&LazyLoadBlob>) -> Rest {
    Rest {
        expects_response: request.expects_response,
        inherit: request.inherit,
        metadata: request.metadata.clone(),
        capabilities: request.capabilities.iter().map(to_capability_text).collect(),
        blob: blob.map(to_blob_record),
    }
}

fn to_blob_record(LazyLoadBlob { mime, bytes }: &LazyLoadBlob) -> BlobRecord {
    BlobRecord {
        mime: mime.clone(),
        bytes: Bytes::new(bytes),
    }
}

fn to_blob(script::Blob { mime, bytes }: script::Blob) -> LazyLoadBlob {
    LazyLoadBlob {
        mime,
        bytes: bytes.into_vec(),
    }
}

fn to_kind(name: SendErrorName) -> SendErrorKind {
    match name {
        SendErrorName::Offline => SendErrorKind::Offline,
        SendErrorName::Timeout => SendErrorKind::Timeout,
    }
}
