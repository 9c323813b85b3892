//! A node that follows a script, with the message rules of Hyperdrive's kernel that a component can notice.

mod convert;
mod functions;

use std::collections::{HashMap, VecDeque};

use anyhow::{Result, bail};
use wasmtime::component::ResourceTable;
use wasmtime_wasi::p2::{IoView, WasiCtx, WasiView};

use crate::bytes::Bytes;
use crate::script::{self, Answer, Outcome, Script};
use crate::transcript::{Call, RECORDED};
use convert::{to_address, to_blob, to_kind, to_text};

wasmtime::component::bindgen!({ path: "wit", world: "process-v1", async: true, trappable_imports: true });

use hyperware::process::standard;
use standard::{Address, LazyLoadBlob, Message, OnExit, Request, Response, SendError, SendErrorKind};

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
