/** Types of the checked model: plain JSON-shaped data, user types by name. */

export const scalarNames = [
  "bool", "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "int", "f32", "f64", "char", "string", "bytes", "json",
  "unit",
] as const;

/** Types of Hyperware that every schema knows. */
export const hostTypeNames = ["Address", "ProcessId", "NodeId", "Blob", "HttpResponse"] as const;

/** Built-in types that take other types. */
export const typeConstructorNames = ["list", "option", "result", "tuple", "map", "set"] as const;

export type ScalarName = (typeof scalarNames)[number];
export type HostTypeName = (typeof hostTypeNames)[number];

export type Type =
  | { readonly kind: "scalar"; readonly name: ScalarName }
  | { readonly kind: "host"; readonly name: HostTypeName }
  | { readonly kind: "list"; readonly element: Type }
  | { readonly kind: "set"; readonly element: Type }
  | { readonly kind: "option"; readonly element: Type }
  | { readonly kind: "result"; readonly ok: Type; readonly err: Type }
  | { readonly kind: "tuple"; readonly elements: readonly Type[] }
  | { readonly kind: "map"; readonly key: Type; readonly value: Type }
  /** A record, enum, variant or alias of the model. */
  | { readonly kind: "named"; readonly name: string };
