/** The examples of explanations that are projects: what building them shows is what the explanation shows. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { interruptible } from "../../compiler/cli/interrupt.js";
import { bundleProcesses } from "../../compiler/cli/build-processes.js";
import { prepareProject } from "../../compiler/cli/prepare.js";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.js";
import type { Example } from "../../compiler/diagnostics/explanations/explanation.js";
import { listExplained, typeScriptFamily } from "../../compiler/diagnostics/explanations/index.js";
import { renderDiagnostics } from "../../compiler/diagnostics/render.js";
import { withFiles } from "../component/temporary-project.js";

const test = suite("explained projects");

for (const { code, severity, explanation } of listExplained()) {
  if (explanation.kind !== "project") continue;

  test(`${code}: the wrong example gives it and nothing else`, async () => {
    const { isBuilt, found, shown } = await buildExample(explanation.wrong);
    assert.fixture(shown, explanation.shown);
    assert.is(isBuilt, severity === "warning");
    const codes = found.map((each) => (code === typeScriptFamily ? each.code.replace(/\d+/, "…") : each.code));
    assert.equal([...new Set(codes)], [code]);
  });

  test(`${code}: the right example gives nothing`, async () => {
    const { isBuilt, shown } = await buildExample(explanation.right);
    assert.equal([isBuilt, shown], [true, ""]);
  });
}

test.run();

/** As `hproc dev` builds it, which is all of `hproc build` but the component. */
function buildExample(
  example: Example,
): Promise<{ readonly isBuilt: boolean; readonly found: readonly Diagnostic[]; readonly shown: string }> {
  return withFiles(example, (folder) =>
    interruptible(async (interrupted) => {
      const found: Diagnostic[] = [];
      const output = {
        line() {},
        data() {},
        isTerminal: false,
        clear() {},
        error(text: string) {
          throw new Error(text);
        },
        diagnostics: (more: readonly Diagnostic[]) => void found.push(...more),
        progress() {},
        end() {},
        unread: new AbortController().signal,
      };
      const project = await prepareProject(folder, output, interrupted);
      const built = project && (await bundleProcesses(project, { output, interrupted }));
      const shown = renderDiagnostics(found, { colour: false }).replaceAll(`${folder}/`, "");
      return { isBuilt: built !== undefined, found, shown };
    }),
  );
}
