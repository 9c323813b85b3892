/** The JSON between processes and `homepage:homepage:sys` (hyperdrive `packages/homepage/api/homepage:sys-v2.wit`). */

import { decodeJson, isRecord, readVariant } from "../../json-body.js";

export type HomePageRequest =
  | { readonly kind: "add"; readonly entry: HomePageEntry }
  | { readonly kind: "remove" }
  | { readonly kind: "remove-other"; readonly id: string }
  | { readonly kind: "set-stylesheet"; readonly css: string }
  | { readonly kind: "get-apps" }
  | { readonly kind: "get-push-subscription" };

/** What a process says of itself. */
export interface HomePageEntry {
  readonly label: string;
  /** A data URL. */
  readonly icon: string | null;
  /** Below the process. */
  readonly path: string | null;
  /** HTML for a frame. */
  readonly widget: string | null;
}

/** Undefined for anything that is none of them. */
export function parseHomePageRequest(body: Uint8Array): HomePageRequest | undefined {
  const variant = readVariant(decodeJson(body));
  if (!variant) return undefined;
  const { name, value } = variant;
  switch (name) {
    case "Add": {
      const entry = readEntry(value);
      return entry && { kind: "add", entry };
    }
    case "RemoveOther":
      return typeof value === "string" ? { kind: "remove-other", id: value } : undefined;
    case "SetStylesheet":
      return typeof value === "string" ? { kind: "set-stylesheet", css: value } : undefined;
    default:
      return value === null ? bare[name] : undefined;
  }
}

const bare: Readonly<Record<string, HomePageRequest | undefined>> = Object.assign(Object.create(null), {
  Remove: { kind: "remove" },
  GetApps: { kind: "get-apps" },
  GetPushSubscription: { kind: "get-push-subscription" },
});

function readEntry(value: unknown): HomePageEntry | undefined {
  if (!isRecord(value)) return undefined;
  const { label, icon = null, path = null, widget = null } = value;
  if (typeof label !== "string" || !isTextOrNull(icon) || !isTextOrNull(path) || !isTextOrNull(widget)) return undefined;
  return { label, icon, path, widget };
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === "string";
}

/** `[["<id>", 0], …]`; undefined for anything else. */
export function parseOrder(body: Uint8Array): readonly (readonly [id: string, order: number])[] | undefined {
  const json = decodeJson(body);
  return Array.isArray(json) && json.every(isPlace) ? json : undefined;
}

/** `["<id>", true]`; undefined for anything else. */
export function parseFavorite(body: Uint8Array): readonly [id: string, isFavorite: boolean] | undefined {
  const json = decodeJson(body);
  if (!Array.isArray(json) || json.length !== 2) return undefined;
  const [id, isFavorite] = json as readonly unknown[];
  return typeof id === "string" && typeof isFavorite === "boolean" ? [id, isFavorite] : undefined;
}

function isPlace(value: unknown): value is readonly [string, number] {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [id, order] = value as readonly unknown[];
  return typeof id === "string" && typeof order === "number" && Number.isInteger(order) && order >= 0 && order < 2 ** 32;
}
