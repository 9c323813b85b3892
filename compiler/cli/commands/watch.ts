/** `hproc watch` */

import { defaultPollMs } from "../../project/watch-files.js";
import { UsageError } from "../../project/usage-error.js";
import type { Command } from "../command.js";
import { interruptible } from "../interrupt.js";
import { watchSchema } from "../watch-schema.js";

export const watch: Command = {
  help: `usage: hproc watch [path] [--poll[=MS]]

Compiles a schema, and again after every change of it or of a file that it uses, until Ctrl-C. Only outputs that differ
are written. While there are errors, the outputs are those of the last good save.

  --poll[=MS]   look at the files every MS milliseconds, ${defaultPollMs} when left out, for drives that tell of no changes

With --json each event is a line: \`watching\`; then for each build \`build-started\`, its diagnostics and
\`build-finished\` with what was created, updated and removed.

examples:
  hproc watch
  hproc watch examples/todo
  hproc watch examples/todo --poll=500`,
  options: { poll: { type: "boolean", optionalValue: true } },
  run: ({ path, values, output }) => {
    const pollMs = readPoll(values["poll"]);
    return interruptible(async (interrupted) => {
      await watchSchema({ path, pollMs, output }, AbortSignal.any([interrupted, output.unread]));
      return 0;
    });
  },
};

function readPoll(value: string | boolean | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (value === true) return defaultPollMs;
  const number = Number(value);
  // A timer takes no more than the upper bound, which is 24 days.
  if (typeof value === "string" && /^\d+$/.test(value) && number >= 10 && number < 2 ** 31) return number;
  throw new UsageError(`\`--poll\` takes milliseconds from 10; found \`${value}\``);
}
