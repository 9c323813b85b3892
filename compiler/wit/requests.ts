/**
 * The form in which people write the WIT of a process by hand: each case of a variant is a request, another type is what
 * is answered. serde sends a case as a call of a handler: `{"GetApps": null}`, `{"Add": {…}}`.
 */

import type { HandlerSyntax, ParameterSyntax, TypeSyntax } from "../syntax/nodes.js";
import { readRemarks } from "./comments.js";
import { toValueName, word } from "./names.js";
import type { WitCase, WitInterface, WitVariant } from "./nodes.js";
import type { ReadContext } from "./read-context.js";
import { namesIn } from "./scope.js";
import { isSignature } from "./signature-names.js";
import { readType } from "./types.js";

/**
 * The variant `request`, or the only one with a name such as `indexer-request`; none beside signatures, and none that is a
 * part of another type: what is sent is the whole.
 */
export function findRequests({ items }: WitInterface): WitVariant | undefined {
  if (items.some(isSignature)) return undefined;
  const parts = new Set(items.flatMap((item) => (item.kind === "use" ? [] : namesIn(item))));
  const variants = items.filter((item): item is WitVariant => item.kind === "variant" && !parts.has(item.name.text));
  const named = variants.filter(({ name }) => name.text.endsWith("-request"));
  return variants.find(({ name }) => name.text === "request") ?? (named.length === 1 ? named[0] : undefined);
}

/** Who may send them WIT does not say: they are for processes of the own node. */
export function readRequests(requests: WitVariant, from: WitInterface, context: ReadContext): readonly HandlerSyntax[] {
  const answer = requests.name.text.replace(/request$/, "response");
  return requests.cases.map((one) => {
    const { name, payload, comments } = one;
    const span = { start: name.span.start, end: (payload ?? name).span.end };
    const meaning = context.scope.lookUp(from, answer);
    const answerName = meaning?.kind === "declared" ? meaning.name : "json";
    const returns: TypeSyntax = {
      kind: "type",
      span: name.span,
      name: word(answerName, name.span),
      arguments: undefined,
    };
    return {
      kind: "handler",
      span,
      documentation: readRemarks(comments, name.span.start, context.file.text).documentation,
      transports: [{ kind: "transport", span: name.span, name: "local", methods: [], path: undefined }],
      name: word(toValueName(name.text), name.span),
      parameters: readParameters(one, context),
      returns,
      annotations: [],
    };
  });
}

function readParameters({ payload }: WitCase, context: ReadContext): readonly ParameterSyntax[] {
  if (payload === undefined) return [];
  return [
    {
      kind: "parameter",
      span: payload.span,
      documentation: undefined,
      name: word("value", payload.span),
      type: readType(payload, context),
      annotations: [],
      default: undefined,
      source: undefined,
    },
  ];
}
