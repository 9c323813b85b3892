/** The marks of a signature, by what they are about. */

import type { AnnotationSyntax, ParameterSyntax, TransportSyntax, TypeSyntax } from "../syntax/nodes.js";
import type { Note, Remarks } from "./comments.js";
import type { ReadContext } from "./read-context.js";

export interface SignatureMarks {
  readonly annotations: readonly AnnotationSyntax[];
  readonly transport: TransportSyntax | undefined;
  readonly returns: { readonly mark: Note; readonly type: TypeSyntax } | undefined;
  readonly parameters: ReadonlyMap<string, { readonly mark: Note; readonly parameter: ParameterSyntax }>;
}

/** Each is one piece of the handler as the schema has it. */
export function readSignatureMarks({ marks }: Remarks, context: ReadContext): SignatureMarks {
  const annotations: AnnotationSyntax[] = [];
  const parameters = new Map<string, { readonly mark: Note; readonly parameter: ParameterSyntax }>();
  let transport: TransportSyntax | undefined;
  let returns: SignatureMarks["returns"];
  for (const mark of marks) {
    if (mark.text.startsWith("@")) annotations.push(...(context.readMark("LoneAnnotations", mark) ?? []));
    else if (mark.text.startsWith("->")) {
      const type = context.readMark("LoneReturns", mark);
      returns = type && { mark, type };
    } else if (/^http\b(?!\s*:)/.test(mark.text)) transport = context.readMark("LoneTransport", mark);
    else {
      const parameter = context.readMark("LoneParameter", mark);
      if (parameter !== undefined) parameters.set(parameter.name.text, { mark, parameter });
    }
  }
  return { annotations, transport, returns, parameters };
}
