/** Codecs of `variant`: what `emit/codecs.ts` prints. */

import { resolveAlias } from "../emit/print/declarations.js";
import type { Model, VariantCase, VariantDeclaration } from "../model/model.js";
import {
  decodePayload,
  encodeCase,
  expectBare,
  readTagged,
  refuseCase,
  requireObject,
  unfit,
  type Codec,
} from "../../runtime/contract/index.js";
import type { CodecOf } from "./codec-of.js";
import { memberOf } from "./trusted.js";

interface CaseCodec {
  readonly name: string;
  readonly wireName: string;
  readonly payload: "none" | "unit" | Codec<unknown>;
}

export function variantCodec(model: Model, variant: VariantDeclaration, codecOf: CodecOf): Codec<unknown> {
  const cases = variant.cases.map((each) => caseCodec(model, each, codecOf));
  const wireNames = cases.map(({ wireName }) => wireName);
  return {
    expected: variant.name,
    decode(value, problems) {
      const tagged = readTagged(value);
      const found = cases.find(({ wireName }) => wireName === tagged.tag);
      if (!found) return refuseCase(value, tagged, wireNames, problems);
      const { name: tag, payload } = found;
      if (typeof payload === "object") return { tag, val: decodePayload(tagged, payload, problems) };
      expectBare(tagged, problems);
      return payload === "unit" ? { tag, val: undefined } : { tag };
    },
    encode(value) {
      requireObject(value, variant.name);
      const found = cases.find(({ name }) => name === memberOf(value, "tag"));
      if (!found) throw unfit(variant.name, value);
      const { wireName, payload } = found;
      if (typeof payload === "object") return encodeCase(wireName, payload, memberOf(value, "val"));
      return payload === "unit" ? `{${JSON.stringify(wireName)}:null}` : JSON.stringify(wireName);
    },
  };
}

function caseCodec(model: Model, { name, wireName, payload }: VariantCase, codecOf: CodecOf): CaseCodec {
  if (!payload) return { name, wireName, payload: "none" };
  const resolved = resolveAlias(model, payload);
  if (resolved.kind === "scalar" && resolved.name === "unit") return { name, wireName, payload: "unit" };
  return { name, wireName, payload: codecOf({ type: payload, constraints: [], secret: false }) };
}
