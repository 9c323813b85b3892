/** No file uses itself, in whatever way: of two that use each other neither could be understood alone. */

import type { Label } from "../diagnostics/diagnostic.js";
import type { Report } from "../diagnostics/report.js";
import type { UseSyntax } from "../syntax/nodes.js";
import type { SourceFile } from "../text/source-file.js";
import type { Unit } from "./unit.js";

/** One `use` on the way from the entry. */
interface Edge {
  readonly from: SourceFile;
  readonly syntax: UseSyntax;
  readonly to: SourceFile;
}

/** Reports each cycle once, at the `use` that closes it. */
export function checkUseCycles(units: readonly [Unit, ...Unit[]], report: Report): void {
  const edges = new Map(units.map((unit) => [unit.tree.file, edgesOf(unit)]));
  const done = new Set<SourceFile>();
  const way: Edge[] = [];

  // As deep as the longest chain of files, whose number is limited.
  const follow = (file: SourceFile): void => {
    for (const edge of edges.get(file) ?? []) {
      if (done.has(edge.to)) continue;
      const start = way.findIndex(({ from }) => from === edge.to);
      way.push(edge);
      if (edge.to === file) reportCycle([edge], report);
      else if (start >= 0) reportCycle(way.slice(start), report);
      else follow(edge.to);
      way.pop();
    }
    done.add(file);
  };

  follow(units[0].tree.file);
}

function edgesOf({ tree, files }: Unit): readonly Edge[] {
  return tree.schema.declarations.flatMap((syntax) => {
    const to = syntax.kind === "use" ? files.get(syntax.path.value) : undefined;
    return syntax.kind === "use" && to !== undefined ? [{ from: tree.file, syntax, to }] : [];
  });
}

function reportCycle(cycle: readonly Edge[], report: Report): void {
  const last = cycle.at(-1);
  if (last === undefined) return;
  const names = [...cycle.map(({ from }) => from), last.to].map(({ name }) => `\`${name}\``);
  const related = cycle.slice(0, -1).map(
    ({ from, syntax, to }): Label => ({ file: from, span: syntax.path.span, message: `leads to \`${to.name}\`` }),
  );
  report("use/cycle", { cycle: names.join(" → ") }, { file: last.from, span: last.syntax.path.span }, { related });
}
