/** Explanations of what can be wrong beside a schema: the author's files, and what they import. */

import { dedent, lines, type Example, type Explanations, type ProjectExplanation } from "./explanation.js";

const counter = dedent`
  package counter:template.os@0.1.0

  process Counter {
    state { total: u64 }
    local  total() -> u64
  }
`;

const handlers = dedent`
  import { counter } from "./generated/counter.js";

  export default counter.process({
    total({ state }) {
      return state.total;
    },
  });
`;

const right: Example = { "counter.hproc": counter, "counter.ts": handlers };

const withUi = counter.replace("  state", '  ui "./ui"\n  state');

const withIcon = counter.replace("  state", '  icon "./assets/icon.svg"\n  state');

const withReader = `import { read } from "./reader.js";\n${handlers.replace("state.total;", "state.total + read();")}`;

export const project: Explanations<"project"> = {
  "project/missing-handlers": {
    kind: "project",
    title: "a process has no file with its handlers",
    text:
      "The handlers of a process are in the file that has its name in kebab-case, beside the schema. Its default export " +
      "is what `process` of the generated module returns.",
    wrong: { "counter.hproc": counter },
    shown: lines(
      "error project/missing-handlers: Counter has no handlers; they belong into `counter.ts`, beside the schema",
      " --> counter.hproc:3:1",
      "  |",
      "3 | process Counter {",
      "  | ^^^^^^^^^^^^^^^^^",
      "  |",
      '  = help: start with `import { counter } from "./generated/counter.js";` and ' +
        "`export default counter.process({ … });`",
    ),
    right,
  },
  "project/missing-asset": {
    kind: "schema",
    title: "the icon or the widget of a process is not there",
    text:
      "Both become part of the component, so they have to be there when it is built; a slip in the path would only show " +
      "on the home page, as an app without a picture.",
    wrong: { "counter.hproc": withIcon },
    right: { "counter.hproc": withIcon, "assets/icon.svg": "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n" },
  },
  "project/missing-ui": {
    kind: "project",
    title: "the folder of a `ui` is not there",
    text:
      "The files that `ui` serves lie in a folder beside the schema, which is copied into the package when it is built. " +
      "Without it browsers would find nothing at the root of the process.",
    wrong: { "counter.hproc": withUi, "counter.ts": handlers },
    shown: lines(
      "error project/missing-ui: there is no folder `./ui` beside the schema",
      " --> counter.hproc:3:1",
      "  |",
      "3 | process Counter {",
      "  | ^^^^^^^^^^^^^^^^^",
      "  |",
      "  = help: create it with an `index.html`, or remove the `ui` line",
    ),
    right: { "counter.hproc": withUi, "counter.ts": handlers, "ui/index.html": "<h1>Counter</h1>\n" },
  },
  "project/build": {
    kind: "project",
    title: "the code of a process cannot be made into a component",
    text:
      "TypeScript is content, but the code or a package that it imports needs something that a component does not have, " +
      "or fails while the component is made. A process has no Node, no files and no network of its own: it has its " +
      "state, the context of its handlers, and other processes.",
    wrong: {
      "counter.hproc": counter,
      "counter.ts": withReader,
      "reader.d.ts": "export function read(): bigint;\n",
      "reader.js": dedent`
        import { readFileSync } from "node:fs";

        export const read = () => BigInt(readFileSync("total", "utf8"));
      `,
    },
    shown: lines(
      "error project/build: a process has no Node, so there is no `node:fs`",
      " --> reader.js:1:30",
      "  |",
      '1 | import { readFileSync } from "node:fs";',
      "  |                              ^^^^^^^^^",
      "  |",
      "  = help: use the context's `vfs`, for which the process `needs vfs`",
    ),
    right: {
      "counter.hproc": counter,
      "counter.ts": withReader,
      "reader.ts": "export const read = () => 1n;\n",
    },
  },
  "project/build-warning": {
    kind: "project",
    title: "the code of a process is most likely not what was meant",
    text:
      "The bundler reads all code of a process, that of packages included, and tells what is allowed but hardly ever " +
      "meant. The component is made all the same.",
    wrong: {
      "counter.hproc": counter,
      "counter.ts": handlers.replace("return state.total;", "return Number(state.total) === -0 ? 1n : state.total;"),
    },
    shown: lines(
      "warning project/build-warning: comparison with -0 using the `===` operator will also match 0",
      " --> counter.ts:5:36",
      "  |",
      "5 |     return Number(state.total) === -0 ? 1n : state.total;",
      "  |                                    ^",
    ),
    right,
  },
};

/** What TypeScript finds in the author's files, under every code of TypeScript's own. */
export const typeScript: ProjectExplanation = {
  kind: "project",
  title: "TypeScript found a mistake in the author's files",
  text:
    "The generated interfaces have the types of the schema, so a handler that is missing, takes something else or " +
    "returns something else is a TypeScript error at your line. Codes that begin with `TS` are those of the TypeScript " +
    "compiler, and its documentation describes them.",
  wrong: { "counter.hproc": counter, "counter.ts": handlers.replace("state.total;", "state.totl;") },
  shown: lines(
    "error TS2551: Property 'totl' does not exist on type 'CounterState'. Did you mean 'total'?",
    " --> counter.ts:5:18",
    "  |",
    "5 |     return state.totl;",
    "  |                  ^^^^",
  ),
  right,
};
