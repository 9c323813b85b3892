/** A stand-in for a process of the subject's package that is not installed. */

import { parseProcessId } from "../../runtime/contract/index.js";
import type { Kernel } from "../../runtime/node/kernel.js";

/** Answers each request to `<process>:subject:test.os` with what `reply` makes of its body. */
export function answerInPlaceOf(kernel: Kernel, process: string, reply: (body: string) => string | Uint8Array): void {
  const id = parseProcessId(`${process}:subject:test.os`);
  if (!id) throw new RangeError(`\`${process}\` is no name of a process`);
  const port = kernel.addModule(
    id,
    (message) => {
      if (message.message.tag !== "request") return;
      const answer = reply(new TextDecoder().decode(message.message.val.body));
      port.respond(message, typeof answer === "string" ? new TextEncoder().encode(answer) : answer);
    },
    { isPublic: true },
  );
}
