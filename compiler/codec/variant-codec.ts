/** Codecs of `variant`: what `emit/codecs.ts` prints. */

import { resolveAlias } from "../emit/print/declarations.js";
import type { Model, VariantCase, VariantDeclaration } from "../model/model.js";
import { expectBare, variantOf, type Codec } from "../../runtime/contract/index.js";
import type { CodecOf } from "./codec-of.js";
import { memberOf } from "./trusted.js";

interface CaseCodec {
  readonly name: string;
  readonly wireName: string;
  readonly payload: "none" | "unit" | Codec<unknown>;
}

export function variantCodec(model: Model, variant: VariantDeclaration, codecOf: CodecOf): Codec<unknown> {
  const cases = variant.cases.map((each) => caseCodec(model, each, codecOf));
  return variantOf<unknown>(variant.name, {
    names: cases.map(({ wireName }) => wireName),
    decode(tagged, problems) {
      const found = cases.find(({ wireName }) => wireName === tagged.tag);
      if (!found) return undefined;
      const { name: tag, wireName, payload } = found;
      if (typeof payload === "object") return { tag, val: payload.decode(tagged.payload, problems, wireName) };
      expectBare(tagged, problems);
      return payload === "unit" ? { tag, val: undefined } : { tag };
    },
    encode(value) {
      const found = cases.find(({ name }) => name === memberOf(value, "tag"));
      if (!found) return undefined;
      const { wireName, payload } = found;
      const key = JSON.stringify(wireName);
      if (typeof payload === "object") return `{${key}:${payload.encode(memberOf(value, "val"), "val")}}`;
      return payload === "unit" ? `{${key}:null}` : key;
    },
  });
}

function caseCodec(model: Model, { name, wireName, payload }: VariantCase, codecOf: CodecOf): CaseCodec {
  if (!payload) return { name, wireName, payload: "none" };
  const resolved = resolveAlias(model, payload);
  if (resolved.kind === "scalar" && resolved.name === "unit") return { name, wireName, payload: "unit" };
  return { name, wireName, payload: codecOf({ type: payload, constraints: [], secret: false }) };
}
