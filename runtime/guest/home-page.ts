/** The process's place on the node's home page (hyperdrive/packages/homepage/homepage/src/lib.rs, `Add`). */

import type { Address, ProcessTable } from "../contract/index.js";
import { encodeUtf8 } from "../contract/index.js";
import type { Exchanges } from "./exchanges.js";
import { homepageProcess } from "./system-process.js";

/** The files that the schema names for it, as the component's entry imports them. */
export interface HomePageFiles {
  /** A data URL. */
  readonly icon?: string;
  /** HTML for a frame. */
  readonly widget?: string;
}

/**
 * Puts the process there; nothing for one without user interface, icon and widget. The home page forgets its entries
 * when the node restarts, so this is for every start. It is never answered, and on a node without it nobody listens.
 */
export function addToHomePage(
  { title, ui }: ProcessTable<unknown>,
  { icon, widget }: HomePageFiles,
  { our, exchanges }: { readonly our: Address; readonly exchanges: Pick<Exchanges, "notify"> },
): void {
  if (!ui && icon === undefined && widget === undefined) return;
  const entry = { label: title, icon: icon ?? null, path: ui ? "/" : null, widget: widget ?? null };
  exchanges.notify(homepageProcess(our), encodeUtf8(JSON.stringify({ Add: entry })));
}
