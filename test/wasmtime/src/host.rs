//! The two sides of a running component that are outside of it: the pipe to its host, and WASI.

use std::io::{BufRead, Write};
use std::sync::mpsc::{Receiver, channel};

use anyhow::{Context, Result};
use serde_json::Value;
use wasmtime::component::ResourceTable;
use wasmtime_wasi::p2::{IoView, WasiCtx, WasiView};

/// A line of JSON for each call and for each answer, on standard output and input.
pub struct Pipe {
    answers: Receiver<String>,
}

impl Pipe {
    /// Ends the program when its input ends, whatever the component is doing: nobody is left who would hear of it.
    pub fn open() -> Self {
        let (sender, answers) = channel();
        std::thread::spawn(move || {
            for line in std::io::stdin().lock().lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
            std::process::exit(0);
        });
        Self { answers }
    }

    /// Sends a call and waits for its answer, as long as it takes.
    pub fn ask(&self, call: &Value) -> Result<Value> {
        let mut out = std::io::stdout().lock();
        serde_json::to_writer(&mut out, call)?;
        out.write_all(b"\n")?;
        out.flush()?;
        drop(out);
        let answer = self.answers.recv().context("the host has gone")?;
        Ok(serde_json::from_str(&answer)?)
    }
}

pub struct Host {
    pub pipe: Pipe,
    wasi: WasiCtx,
    table: ResourceTable,
}

impl Host {
    pub fn new(pipe: Pipe, wasi: WasiCtx) -> Self {
        Self {
            pipe,
            wasi,
            table: ResourceTable::new(),
        }
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
