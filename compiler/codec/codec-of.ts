/**
 * Types of a model as codecs at once, without generated code: the same parts of `runtime/contract` that
 * `emit/print/codec-expression.ts` prints, and a test compares the two.
 */

import { inOrderOfCost, standsForSecret, type Restricted } from "../emit/print/codec-expression.js";
import { findDeclaration, hasTextForm, resolveAlias } from "../emit/print/declarations.js";
import type { Constraint, Model, TypeDeclaration } from "../model/model.js";
import type { HostTypeName, Type } from "../model/type.js";
import { InternalError, unreachable } from "../text/internal-error.js";
import * as contract from "../../runtime/contract/index.js";
import type { Codec } from "../../runtime/contract/index.js";
import { recordCodec } from "./record-codec.js";
import { trustCodec } from "./trusted.js";
import { variantCodec } from "./variant-codec.js";

/** Gives the codecs of the types of one model. Values have the forms that they have in a process. */
export type CodecOf = (restricted: Restricted) => Codec<unknown>;

export function codecsOf(model: Model): CodecOf {
  const declared = new Map<string, Codec<unknown>>();

  function codecOf({ type, constraints, secret }: Restricted): Codec<unknown> {
    const restricted = constrained(type, constraints);
    const isHidden = secret || (constraints.length > 0 && standsForSecret(type, model));
    return isHidden ? contract.secretOf(restricted) : restricted;
  }

  function constrained(type: Type, constraints: readonly Constraint[]): Codec<unknown> {
    const resolved = resolveAlias(model, type);
    if (constraints.length > 0 && resolved.kind === "option") return constrainedOption(type, constraints);
    return inOrderOfCost(constraints).reduce(
      (inner, constraint) => constrain(inner, resolved, constraint),
      plain(type),
    );
  }

  /** Constraints of an option are about what is inside it, and aliases on the way to it have some too. */
  function constrainedOption(type: Type, constraints: readonly Constraint[]): Codec<unknown> {
    const alias = type.kind === "named" ? findDeclaration(model, type.name) : undefined;
    if (alias?.kind === "alias") return constrained(alias.type, [...alias.constraints, ...constraints]);
    if (type.kind !== "option") throw new InternalError(`${JSON.stringify(type)} is no option`);
    return contract.optionOf(codecOf({ type: type.element, constraints, secret: false }));
  }

  function plain(type: Type): Codec<unknown> {
    switch (type.kind) {
      case "scalar":
        return contract[type.name];
      case "host":
        return hostCodecs[type.name];
      case "list":
        return contract.listOf(plain(type.element));
      case "set":
        return contract.setOf(plain(type.element));
      case "option":
        return contract.optionOf(plain(type.element));
      case "result":
        return contract.resultOf(plain(type.ok), plain(type.err));
      case "tuple":
        return contract.tupleOf(...type.elements.map(plain));
      case "map": {
        const [key, value] = [plain(type.key), plain(type.value)];
        return hasTextForm(model, type.key) ? contract.mapOf(trustCodec(key), value) : contract.pairsOf(key, value);
      }
      case "named": {
        const codec = declared.get(type.name) ?? ofDeclaration(findDeclaration(model, type.name));
        declared.set(type.name, codec);
        return codec;
      }
      default:
        return unreachable(type);
    }
  }

  function ofDeclaration(declaration: TypeDeclaration): Codec<unknown> {
    switch (declaration.kind) {
      case "record":
        return recordCodec(model, declaration, codecOf);
      case "enum":
        return contract.enumOf(
          declaration.name,
          declaration.cases.map(({ name, wireName }) => [name, wireName] as const),
        );
      case "variant":
        return variantCodec(model, declaration, codecOf);
      case "alias":
        return codecOf(declaration);
      default:
        return unreachable(declaration);
    }
  }

  return codecOf;
}

const hostCodecs = {
  Address: contract.address,
  ProcessId: contract.processId,
  NodeId: contract.nodeId,
  Blob: contract.blob,
  HttpResponse: contract.httpResponse,
} as const satisfies Record<HostTypeName, Codec<unknown>>;

function constrain(inner: Codec<unknown>, type: Type, constraint: Constraint): Codec<unknown> {
  const isScalar = (...names: readonly string[]): boolean => type.kind === "scalar" && names.includes(type.name);
  const { withByteLength, withItems, withLength, withPattern, withRange } = contract;
  switch (constraint.kind) {
    case "length": {
      const { minimum, maximum } = constraint;
      if (isScalar("bytes")) return withByteLength(trustCodec(inner), minimum, maximum);
      return withLength(trustCodec(inner), minimum, maximum);
    }
    case "pattern":
      return withPattern(trustCodec(inner), constraint.pattern);
    case "range": {
      const { minimum, maximum } = constraint;
      if (isScalar("u64", "s64")) return withRange<bigint>(trustCodec(inner), BigInt(minimum), BigInt(maximum));
      return withRange<number>(trustCodec(inner), Number(minimum), Number(maximum));
    }
    case "items":
      return withItems<readonly unknown[]>(trustCodec(inner), constraint.minimum, constraint.maximum);
    default:
      return unreachable(constraint);
  }
}
