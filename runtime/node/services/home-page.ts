/**
 * `homepage:homepage:sys` of a node without a home page: takes what processes say of themselves, and shows it nowhere
 * (hyperdrive `packages/homepage/homepage/src/lib.rs`). Like there, what it cannot read is dropped without an answer.
 */

import { formatProcessId } from "../../contract/address.js";
import { decodeJson, isRecord, readVariant } from "../json-body.js";
import type { Kernel } from "../kernel.js";
import { homepageProcess } from "../system-processes.js";

export function addHomePageService(kernel: Kernel): void {
  const port = kernel.addModule(homepageProcess, ({ source, message }) => {
    if (message.tag !== "request") return;
    const variant = readVariant(decodeJson(message.val.body));
    if (variant?.name !== "Add" || !isRecord(variant.value) || typeof variant.value["label"] !== "string") return;
    port.print(2, `homepage: ${formatProcessId(source.process)} shows itself as ${JSON.stringify(variant.value["label"])}`);
  });
}
