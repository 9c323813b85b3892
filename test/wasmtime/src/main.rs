//! Runs a component as Hyperdrive does. Its calls of `standard` go to whoever started this program.
//!
//!     hyperdrive-engine compile <component.wasm> <compiled>
//!     hyperdrive-engine run <compiled> <our>

mod host;
mod link;
mod values;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use wasmtime::component::{Component, Linker};
use wasmtime::{Config, Engine, Store, WasmBacktraceDetails};
use wasmtime_wasi::p2::{WasiCtxBuilder, pipe::MemoryOutputPipe};

use host::{Host, Pipe};

/// Hyperdrive keeps the last 5000 bytes; here all of it, since tests show it to people.
const STDERR_BYTES: usize = 1 << 20;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["compile", component, compiled] => compile(component, compiled),
        ["run", compiled, our] => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
            let end = runtime
                .block_on(run(compiled, our))
                .unwrap_or_else(|error| end("not-loaded", &error, ""));
            println!("{end}");
            Ok(())
        }
        _ => bail!("usage: hyperdrive-engine compile <component.wasm> <compiled> | run <compiled> <our>"),
    }
}

/// The configuration of Hyperdrive's `kernel/mod.rs`: all else is wasmtime's default, such as 512 KiB of stack.
fn engine() -> Result<Engine> {
    let mut config = Config::new();
    config
        .wasm_backtrace_details(WasmBacktraceDetails::Enable)
        .wasm_component_model(true)
        .async_support(true);
    Engine::new(&config)
}

/// Hyperdrive compiles at each start of a process. The machine code is the same; tests start a process many times.
fn compile(component: &str, compiled: &str) -> Result<()> {
    let bytes = std::fs::read(component).context(component.to_owned())?;
    let code = engine()?
        .precompile_component(&bytes)
        .context("compiling the component")?;
    // There completely or not at all.
    let draft = format!("{compiled}.{}.tmp", std::process::id());
    std::fs::write(&draft, code)?;
    std::fs::rename(&draft, compiled)?;
    Ok(())
}

/// The linker and the order of the steps are those of Hyperdrive's `kernel/process.rs`.
async fn run(compiled: &str, our: &str) -> Result<Value> {
    let engine = engine()?;
    // SAFETY: the file was written by `compile` of this program.
    let component = unsafe { Component::deserialize_file(&engine, compiled) }.context("loading the component")?;
    let mut linker = Linker::new(&engine);
    link::standard(&mut linker, &engine, &component)?;
    wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;

    let stderr = MemoryOutputPipe::new(STDERR_BYTES);
    let wasi = WasiCtxBuilder::new().stderr(stderr.clone()).build();
    let mut store = Store::new(&engine, Host::new(Pipe::open(), wasi));
    let instance = linker
        .instantiate_async(&mut store, &component)
        .await
        .context("instantiating the component")?;
    let init = instance
        .get_typed_func::<(&str,), ()>(&mut store, "init")
        .context("the component's `init`")?;
    Ok(match init.call_async(&mut store, (our,)).await {
        Ok(()) => json!({ "end": "returned" }),
        Err(error) => end("threw", &error, &String::from_utf8_lossy(&stderr.contents())),
    })
}

fn end(kind: &str, error: &anyhow::Error, stderr: &str) -> Value {
    json!({ "end": kind, "message": format!("{error:#}"), "stderr": stderr })
}
