/** What is shown on the terminal, as text for somewhere else. */

import { renderReport } from "../diagnostics/render.js";
import type { Output } from "./output.js";

/** Without colour. */
export async function captureText(show: (output: Output) => void | Promise<void>): Promise<string> {
  const parts: string[] = [];
  const take = (text: string): void => void parts.push(`${text}\n`);
  await show({
    line: take,
    error: take,
    diagnostics(found) {
      if (found.length > 0) parts.push(renderReport(found, { colour: false }));
    },
    data() {},
    progress() {},
    end() {},
    clear() {},
    isTerminal: false,
    unread: new AbortController().signal,
  });
  return parts.join("");
}
