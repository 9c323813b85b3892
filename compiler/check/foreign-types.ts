/** Built-in types as other languages call them. */

const foreignNames: Readonly<Record<string, readonly string[]>> = {
  json: ["any", "Any", "JSON", "Json", "JsonValue", "object", "Object", "unknown", "Value"],
  list: ["array", "Array", "List", "ReadonlyArray", "Vec", "vec"],
  s64: ["bigint", "BigInt", "i64", "int64", "isize", "long", "Long", "sint64"],
  bool: ["boolean", "Boolean", "Bool"],
  bytes: ["blob", "buffer", "Buffer", "Bytes", "Uint8Array"],
  f64: ["double", "Double", "Float", "float64", "number", "Number"],
  f32: ["float", "float32"],
  map: ["BTreeMap", "dict", "Dict", "HashMap", "Map", "Record"],
  set: ["BTreeSet", "HashSet", "Set"],
  s8: ["i8", "int8"],
  s16: ["i16", "int16", "short"],
  s32: ["i32", "int32", "sint32", "sfixed32"],
  int: ["Int", "integer", "Integer"],
  option: ["maybe", "Maybe", "nullable", "Nullable", "Option", "optional", "Optional"],
  result: ["Result"],
  string: ["str", "String", "text", "Text", "varchar"],
  u8: ["byte", "uint8"],
  u16: ["uint16"],
  u32: ["fixed32", "uint", "uint32"],
  u64: ["fixed64", "uint64", "usize"],
  tuple: ["Tuple"],
  unit: ["Unit", "void", "Void"],
};

/** Types of other languages around a type, which is written alone here. */
const wrappers: readonly string[] = [
  "Promise", "Future", "Awaited", "Box", "Rc", "Arc", "RefCell", "Mutex", "Cell", "Readonly", "Required", "Deferred",
  "Observable",
];

/** What to write instead, where that is not one type. */
const advice: ReadonlyMap<string, string> = new Map([
  ["Date", "write a time as `u64`, in milliseconds since 1970"],
  ["DateTime", "write a time as `u64`, in milliseconds since 1970"],
  ["datetime", "write a time as `u64`, in milliseconds since 1970"],
  ["timestamp", "write a time as `u64`, in milliseconds since 1970"],
  ["Timestamp", "write a time as `u64`, in milliseconds since 1970"],
  ["time", "write a time as `u64`, in milliseconds since 1970"],
  ["Duration", "write a duration as `u64`, in milliseconds"],
  ["uuid", "write an id as `string`, perhaps with a `@pattern`"],
  ["UUID", "write an id as `string`, perhaps with a `@pattern`"],
  ["Uuid", "write an id as `string`, perhaps with a `@pattern`"],
  ["ID", "write an id as `u64` or `string`"],
  ["Decimal", "write a decimal number as `string`, or as a whole number of its smallest part"],
  ["decimal", "write a decimal number as `string`, or as a whole number of its smallest part"],
  ["u128", "the largest whole number is `u64`; write more digits as `string`"],
  ["i128", "the largest whole number is `s64`; write more digits as `string`"],
  ["never", "leave out the type: a handler without one returns nothing"],
  ["Self", "write the name of the type"],
  ["Partial", "declare a record in which each field is an `option<…>`"],
  ["Pick", "declare a record with the fields that are meant"],
  ["Omit", "declare a record with the fields that are meant"],
]);

/** A sentence for `help`; undefined for a type that nobody brings along. */
export function adviseForeign(name: string): string | undefined {
  return advice.get(name) ?? (wrappers.includes(name) ? "write the type inside it alone" : undefined);
}

/** True for a type that is written without what is around it. */
export function isForeignWrapper(name: string): boolean {
  return wrappers.includes(name);
}

/** From the other name to ours. */
export const foreignTypes: ReadonlyMap<string, string> = new Map(
  Object.entries(foreignNames).flatMap(([ours, others]) => others.map((name) => [name, ours] as const)),
);
