//! Runs a component as Hyperdrive does, against a script, and prints what it did as JSON.
//!
//!     hyperdrive-check <component.wasm> [<script.json>]     without a script: standard input

mod bytes;
mod host;
mod script;
mod transcript;

use std::io::Read;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use wasmtime::component::{Component, Linker};
use wasmtime::{Config, Engine, Store, WasmBacktraceDetails};
use wasmtime_wasi::p2::{WasiCtxBuilder, pipe::MemoryOutputPipe};

use host::{Host, ProcessV1, ScriptEnded};
use script::Script;
use transcript::{End, Transcript};

/// Hyperdrive keeps the last 5000 bytes; here all of it, since the transcript is for people.
const STDERR_BYTES: usize = 1 << 20;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (component, script) = match &arguments[..] {
        [component] => (component, read_standard_input()?),
        [component, script] => (component, std::fs::read_to_string(script).context(script.clone())?),
        _ => bail!("usage: hyperdrive-check <component.wasm> [<script.json>]"),
    };
    let component = std::fs::read(component).context(component.clone())?;
    let script = serde_json::from_str(&script).context("the script")?;
    println!("{}", serde_json::to_string_pretty(&run(&component, script).await?)?);
    Ok(())
}

/// The engine, the linker and the order of the steps are those of Hyperdrive's `kernel/mod.rs` and `kernel/process.rs`.
async fn run(bytes: &[u8], script: Script) -> Result<Transcript> {
    let mut config = Config::new();
    config
        .wasm_backtrace_details(WasmBacktraceDetails::Enable)
        .wasm_component_model(true)
        .async_support(true);
    let engine = Engine::new(&config)?;

    let started = Instant::now();
    let component = Component::new(&engine, bytes).context("compiling the component")?;
    let compiled = started.elapsed();

    let mut linker = Linker::new(&engine);
    ProcessV1::add_to_linker(&mut linker, |host: &mut Host| host)?;
    wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;

    let our = script.our.clone();
    let stderr = MemoryOutputPipe::new(STDERR_BYTES);
    let mut store = Store::new(
        &engine,
        Host::new(script, WasiCtxBuilder::new().stderr(stderr.clone()).build())?,
    );

    let started = Instant::now();
    let process = ProcessV1::instantiate_async(&mut store, &component, &linker)
        .await
        .context("instantiating the component")?;
    let instantiated = started.elapsed();

    let started = Instant::now();
    let outcome = process.call_init(&mut store, &our).await;
    let ran = started.elapsed();

    let host = store.into_data();
    eprintln!(
        "compiled in {compiled:.1?}, instantiated in {instantiated:.1?}, {} deliveries in {ran:.1?} ({:.1} µs each)",
        host.delivered,
        ran.as_secs_f64() * 1e6 / host.delivered.max(1) as f64,
    );
    let end = match outcome {
        Ok(()) => End::Returned,
        Err(error) if error.is::<ScriptEnded>() => End::MessagesUsedUp,
        Err(error) => End::Trapped {
            message: format!("{error:#}"),
            stderr: String::from_utf8_lossy(&stderr.contents()).into_owned(),
        },
    };
    Ok(Transcript { calls: host.calls, end })
}

fn read_standard_input() -> Result<String> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    Ok(text)
}
