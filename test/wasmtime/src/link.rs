//! The functions of `hyperware:process/standard`, as far as the component imports them: each asks the host.

use anyhow::{Result, anyhow, bail};
use serde_json::{Value, json};
use wasmtime::Engine;
use wasmtime::component::{Component, Linker, Type, Val, types::ComponentItem};

use crate::host::Host;
use crate::values::{camel_case, from_json, to_json};

const INTERFACE: &str = "hyperware:process/standard@1.0.0";

pub fn standard(linker: &mut Linker<Host>, engine: &Engine, component: &Component) -> Result<()> {
    let Some(ComponentItem::ComponentInstance(interface)) = component.component_type().get_import(engine, INTERFACE)
    else {
        return Ok(());
    };
    let mut linked = linker.instance(INTERFACE)?;
    for (name, item) in interface.exports(engine) {
        let ComponentItem::ComponentFunc(function) = item else {
            continue;
        };
        let call = camel_case(name);
        let parameters: Vec<Type> = function.params().map(|(_, parameter)| parameter).collect();
        let result = function.results().next();
        linked.func_new(name, move |store, arguments, results| {
            let arguments = arguments.iter().zip(&parameters).map(|(value, of)| to_json(value, of));
            let arguments = arguments.collect::<Result<Vec<Value>>>()?;
            let answer = store
                .data()
                .pipe
                .ask(&json!({ "call": call, "arguments": arguments }))?;
            if let (Some(place), Some(of)) = (results.first_mut(), &result) {
                *place = read_answer(answer, of)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// `{ "value": … }`, or `{ "error": … }` for the `err` of a result.
fn read_answer(mut answer: Value, of: &Type) -> Result<Val> {
    let Type::Result(result) = of else {
        return from_json(answer["value"].take(), of);
    };
    let part = |value: Value, of: Option<Type>| of.map(|of| from_json(value, &of).map(Box::new)).transpose();
    let parts = answer
        .as_object_mut()
        .ok_or_else(|| anyhow!("an answer is an object"))?;
    Ok(Val::Result(match (parts.remove("value"), parts.remove("error")) {
        (_, Some(error)) => Err(part(error, result.err())?),
        (Some(value), None) => Ok(part(value, result.ok())?),
        (None, None) => bail!("an answer has a value or an error"),
    }))
}
