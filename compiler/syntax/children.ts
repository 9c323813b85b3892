/** The generic walk over a syntax tree: the only place that knows which node lies in which. */

import { unreachable } from "../text/internal-error.js";
import type { SyntaxNode } from "./nodes.js";

/** The nodes directly in this one, in source order. */
export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  switch (node.kind) {
    case "schema":
      return node.declarations;
    case "package":
      return present([node.documentation, node.name, node.publisher, node.version]);
    case "use":
      return present([node.documentation, ...node.imports, node.path]);
    case "import":
      return present([node.name, node.alias]);
    case "record":
      return present([node.documentation, node.name, ...node.annotations, ...node.fields]);
    case "field":
      return present([node.documentation, node.name, node.type, ...node.annotations, node.default]);
    case "enum":
    case "variant":
      return present([node.documentation, node.name, ...node.annotations, ...node.cases]);
    case "case":
      return present([node.documentation, node.name, ...node.payloads, ...node.annotations]);
    case "alias":
      return present([node.documentation, node.name, node.type, ...node.annotations]);
    case "process":
      return present([node.documentation, node.name, ...node.members]);
    case "title":
      return present([node.documentation, node.title]);
    case "icon":
    case "widget":
      return present([node.documentation, node.path]);
    case "world":
      return present([node.documentation, node.world]);
    case "engine":
      return present([node.documentation, node.engine]);
    case "ui":
      return present([node.documentation, node.folder, ...node.options]);
    case "save":
    case "timeout":
      return present([node.documentation, node.period]);
    case "log":
      return present([node.documentation, ...node.options]);
    case "needs":
      return present([node.documentation, ...node.names]);
    case "period":
      return [node.count, node.unit];
    case "state":
      return present([node.documentation, ...node.fields]);
    case "endpoint":
      return present([node.documentation, node.transport, node.path, ...node.options]);
    case "option":
      return [node.name, node.value];
    case "uses":
      return present([node.documentation, node.process, node.alias, node.path]);
    case "init":
      return present([node.documentation]);
    case "timer":
      return present([node.documentation, node.period, node.name, ...node.annotations]);
    case "socket":
      return present([node.documentation, node.path, node.name, ...node.messages, ...node.annotations]);
    case "client":
      return present([node.documentation, node.name, ...node.messages, ...node.annotations]);
    case "message":
      return [node.direction, node.type];
    case "handler":
      return present([
        node.documentation, ...node.transports, node.name, ...node.parameters, node.returns, ...node.annotations,
      ]);
    case "transport":
      return present([...node.methods, node.path]);
    case "parameter":
      return present([node.documentation, node.name, node.type, ...node.annotations, node.default, node.source]);
    case "source":
      return present([node.place, node.key]);
    case "type":
      return present([node.name, ...(node.arguments ?? [])]);
    case "annotation":
      return [node.name, ...node.arguments];
    case "list":
      return node.elements;
    case "record-value":
      return node.fields;
    case "field-value":
    case "case-value":
      return [node.name, node.value];
    case "number":
    case "string":
    case "word":
    case "documentation":
    case "broken":
      return [];
    default:
      return unreachable(node);
  }
}

/** A node and everything in it, parents first, in source order. */
export function* walk(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const child of childrenOf(node)) yield* walk(child);
}

function present(nodes: readonly (SyntaxNode | undefined)[]): readonly SyntaxNode[] {
  return nodes.filter((node) => node !== undefined);
}
