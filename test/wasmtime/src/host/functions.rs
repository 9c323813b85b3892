//! The functions of `standard`, as a component calls them.

use anyhow::{Result, bail};

use super::convert::{to_blob_record, to_capability_text, to_rest, to_text};
use super::standard::{self, Address, Capability, LazyLoadBlob, Message, OnExit, ProcessId, Request, Response};
use super::standard::{SendError, SendErrorKind, SpawnError};
use super::{Host, Item, Received};
use crate::bytes::Bytes;
use crate::transcript::{Call, Rest};

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
