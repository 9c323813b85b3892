//! Component values as the JSON of what JavaScript bindings make of them. What JSON lacks is marked: bytes are
//! `{ "$bytes": base64 }`, 64-bit integers `{ "$u64": digits }`, and `none` is `null`.

use anyhow::{Context, Result, bail};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, json};
use wasmtime::component::{Type, Val};

/// Only the types that `standard` has.
pub fn to_json(value: &Val, of: &Type) -> Result<Value> {
    Ok(match (value, of) {
        (Val::Bool(value), _) => json!(value),
        (Val::U8(value), _) => json!(value),
        (Val::U64(value), _) => json!({ "$u64": value.to_string() }),
        (Val::String(value) | Val::Enum(value), _) => json!(value),
        (Val::List(values), Type::List(list)) if list.ty() == Type::U8 => {
            let bytes = values
                .iter()
                .map(|value| if let Val::U8(byte) = value { *byte } else { 0 });
            json!({ "$bytes": STANDARD.encode(bytes.collect::<Vec<u8>>()) })
        }
        (Val::List(values), Type::List(list)) => all_to_json(values, || list.ty())?,
        (Val::Tuple(values), Type::Tuple(tuple)) => {
            let parts = values.iter().zip(tuple.types()).map(|(value, of)| to_json(value, &of));
            Value::Array(parts.collect::<Result<_>>()?)
        }
        (Val::Record(fields), Type::Record(record)) => {
            let parts = fields
                .iter()
                .zip(record.fields())
                .map(|((name, value), field)| Ok((camel_case(name), to_json(value, &field.ty)?)));
            Value::Object(parts.collect::<Result<Map<String, Value>>>()?)
        }
        (Val::Variant(tag, None), _) => json!({ "tag": tag }),
        (Val::Variant(tag, Some(value)), Type::Variant(variant)) => {
            let case = variant.cases().find(|case| case.name == tag).and_then(|case| case.ty);
            json!({ "tag": tag, "val": to_json(value, &case.context("a case has its type")?)? })
        }
        (Val::Option(None), _) => Value::Null,
        (Val::Option(Some(value)), Type::Option(option)) => to_json(value, &option.ty())?,
        _ => bail!("`standard` has no values like {value:?}"),
    })
}

fn all_to_json(values: &[Val], of: impl Fn() -> Type) -> Result<Value> {
    Ok(Value::Array(
        values
            .iter()
            .map(|value| to_json(value, &of()))
            .collect::<Result<_>>()?,
    ))
}

pub fn from_json(value: Value, of: &Type) -> Result<Val> {
    Ok(match (of, value) {
        (Type::Bool, Value::Bool(value)) => Val::Bool(value),
        (Type::U8, Value::Number(value)) => Val::U8(value.as_u64().context("a whole number")?.try_into()?),
        (Type::U64, Value::Object(mark)) => Val::U64(mark["$u64"].as_str().context("digits")?.parse()?),
        (Type::String, Value::String(value)) => Val::String(value),
        (Type::Enum(_), Value::String(value)) => Val::Enum(value),
        (Type::List(_), Value::Object(mark)) => {
            let bytes = STANDARD.decode(mark["$bytes"].as_str().context("base64")?)?;
            Val::List(bytes.into_iter().map(Val::U8).collect())
        }
        (Type::List(list), Value::Array(values)) => Val::List(
            values
                .into_iter()
                .map(|value| from_json(value, &list.ty()))
                .collect::<Result<_>>()?,
        ),
        (Type::Tuple(tuple), Value::Array(values)) => Val::Tuple(
            values
                .into_iter()
                .zip(tuple.types())
                .map(|(value, of)| from_json(value, &of))
                .collect::<Result<_>>()?,
        ),
        (Type::Record(record), Value::Object(mut fields)) => {
            let parts = record.fields().map(|field| {
                let value = fields.remove(&camel_case(field.name)).unwrap_or_default();
                Ok((field.name.to_owned(), from_json(value, &field.ty)?))
            });
            Val::Record(parts.collect::<Result<_>>()?)
        }
        (Type::Variant(variant), Value::Object(mut parts)) => {
            let tag = parts["tag"].as_str().context("a tag")?.to_owned();
            let case = variant
                .cases()
                .find(|case| case.name == tag)
                .with_context(|| format!("no case is named {tag}"))?;
            let payload = case
                .ty
                .map(|of| from_json(parts.remove("val").unwrap_or_default(), &of).map(Box::new));
            Val::Variant(tag, payload.transpose()?)
        }
        (Type::Option(_), Value::Null) => Val::Option(None),
        (Type::Option(option), value) => Val::Option(Some(Box::new(from_json(value, &option.ty())?))),
        (of, value) => bail!("{value} is not of the type {of:?}"),
    })
}

/// `expects-response` is `expectsResponse`.
pub fn camel_case(name: &str) -> String {
    let mut words = name.split('-');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |text, word| {
        let (head, tail) = word.split_at(word.len().min(1));
        text + &head.to_uppercase() + tail
    })
}
