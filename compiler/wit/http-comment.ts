/** The `http` kind of a handler from kit's comment `// HTTP: GET /api/tasks/{id}`, which has one method and one path. */

import type { TransportSyntax } from "../syntax/nodes.js";
import type { Note } from "./comments.js";
import { word } from "./names.js";
import type { WitName } from "./nodes.js";
import type { ReadContext } from "./read-context.js";

interface HttpSignature {
  readonly name: WitName;
  readonly comment: Note | undefined;
  /** What hproc says where a handler has more methods, or no path. */
  readonly mark: TransportSyntax | undefined;
}

/** Without the comment a handler is found by its name in the body, as in interfaces of earlier versions of kit. */
export function readHttp({ name, comment, mark }: HttpSignature, context: ReadContext): TransportSyntax {
  const [, method = "POST", path] = /^(\S+)(?:\s+(\S+))?/.exec(comment?.text ?? "") ?? [];
  const span = comment?.span ?? name.span;
  const isSaid = mark?.name === "http" && mentions(mark, method.toUpperCase(), path);
  if (mark !== undefined && !isSaid) {
    const reason = `\`// HTTP:\` says \`${comment?.text ?? ""}\``;
    const text = context.file.text.slice(mark.span.start, mark.span.end);
    context.report("wit/mark", { mark: text, reason }, { file: context.file, span: mark.span });
  }
  if (isSaid) return mark;
  return {
    kind: "transport",
    span,
    name: "http",
    methods: [word(method.toUpperCase(), span)],
    path: path === undefined ? undefined : { kind: "string", span, value: path.startsWith("/") ? path : `/${path}` },
  };
}

function mentions({ methods, path }: TransportSyntax, method: string, witPath: string | undefined): boolean {
  const hasMethod = methods.length === 0 || methods.some(({ text }) => text === method);
  return hasMethod && (path === undefined || path.value === witPath);
}
