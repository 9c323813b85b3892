/**
 * `schemas/model.schema.json` is exact: of models with every construct, each object has the properties that the schema
 * knows and no other, those that are never undefined are required and no other, and nothing in the schema is left over.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Model } from "../../compiler/model/model.js";
import { compile, compileModel } from "../support/compile.js";
import { repositoryFolder } from "../support/golden.js";
import { everyConstruct, otherSavePolicies } from "./every-construct.js";

/** What the schema of the model is written with. */
interface Node {
  readonly $ref?: string;
  readonly description?: string;
  readonly oneOf?: readonly Node[];
  readonly type?: "object" | "array" | "string" | "boolean" | "integer";
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly items?: Node;
  readonly const?: string;
  readonly enum?: readonly string[];
}

const schema: Node & { readonly $defs: Readonly<Record<string, Node>> } = JSON.parse(
  readFileSync(join(repositoryFolder, "schemas/model.schema.json"), "utf8"),
);

const isValid = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

const models: readonly Model[] = [compileModel(everyConstruct), ...otherSavePolicies.map(compileModel)];

/** What all models together have at a place of the schema. */
class Seen {
  /** By property, how many objects have a value, and how many have none. */
  readonly properties = new Map<string, { present: number; absent: number }>();
  readonly values = new Set<unknown>();
}

const seen = new Map<Node, Seen>();

const test = suite("schema of the model");

test("the models have no warnings: nothing in them is there by mistake", () => {
  assert.equal(
    [everyConstruct, ...otherSavePolicies].flatMap((source) => compile(source).diagnostics.map(({ message }) => message)),
    [],
  );
});

test("they are valid", () => {
  for (const model of models) assert.ok(isValid(toJson(model)), JSON.stringify(isValid.errors, undefined, 2));
});

test("every object has exactly the properties that the schema knows", () => {
  for (const model of models) visit(schema, model, "model");
});

test("what is required is what always has a value; what is not is sometimes missing, and sometimes there", () => {
  for (const [place, node] of objects()) {
    const found = seen.get(node);
    assert.ok(found, `no model has ${place}`);
    const always = [...found.properties].filter(([, { absent }]) => absent === 0).map(([name]) => name);
    assert.equal([...(node.required ?? [])].sort(), always.sort(), place);
    const never = [...found.properties].filter(([, { present }]) => present === 0).map(([name]) => name);
    // No annotation stands behind the name of a process.
    assert.equal(never, place === "process" ? ["deprecated"] : [], place);
  }
});

test("every value of a choice is one that models have", () => {
  for (const [place, node] of nodes()) {
    const choices = node.enum ?? (node.const === undefined ? [] : [node.const]);
    assert.equal(choices.filter((choice) => !seen.get(node)?.values.has(choice)), [], place);
  }
});

test("every object is closed, and every definition is used", () => {
  for (const [place, node] of objects()) assert.is(node.additionalProperties, false, place);
  const { $defs } = schema;
  assert.equal(
    Object.keys($defs).filter((name) => !JSON.stringify(schema).includes(`"#/$defs/${name}"`)),
    [],
  );
});

test("a property too many and one too few are refused, in every object of a model", () => {
  for (const model of models) {
    const document = toJson(model);
    for (const { object, required } of objectsOf(schema, document)) {
      object["tooMany"] = 1;
      assert.not(isValid(document), `tooMany in ${JSON.stringify(object)}`);
      delete object["tooMany"];
      for (const name of required) {
        const value = object[name];
        delete object[name];
        assert.not(isValid(document), `without ${name}: ${JSON.stringify(object)}`);
        object[name] = value;
      }
    }
    assert.ok(isValid(document));
  }
});

test.run();

function toJson(model: Model): unknown {
  return JSON.parse(JSON.stringify(model));
}

/** Notes what a value has; properties that are undefined are still there. */
function visit(given: Node, value: unknown, place: string): void {
  const node = choose(given, value);
  assert.ok(node, `${place}: no choice fits ${JSON.stringify(value)}`);
  const found = seen.get(node) ?? new Seen();
  seen.set(node, found);
  if (node.type === "array") {
    assert.ok(Array.isArray(value) && node.items, place);
    for (const [index, each] of value.entries()) visit(node.items, each, `${place}[${index}]`);
  } else if (node.type === "object") {
    const properties = Object.entries(node.properties ?? {});
    const members = value as Readonly<Record<string, unknown>>;
    assert.equal(Object.keys(members).sort(), properties.map(([name]) => name).sort(), place);
    for (const [name, property] of properties) {
      const counts = found.properties.get(name) ?? { present: 0, absent: 0 };
      counts[members[name] === undefined ? "absent" : "present"]++;
      found.properties.set(name, counts);
      if (members[name] !== undefined) visit(property, members[name], `${place}.${name}`);
    }
  } else {
    found.values.add(value);
  }
}

/** The objects of a document with what each must have. */
function* objectsOf(
  given: Node,
  value: unknown,
): Iterable<{ readonly object: Record<string, unknown>; readonly required: readonly string[] }> {
  const node = choose(given, value);
  if (node?.type === "array" && node.items) {
    for (const each of value as readonly unknown[]) yield* objectsOf(node.items, each);
  } else if (node?.type === "object") {
    const object = value as Record<string, unknown>;
    yield { object, required: node.required ?? [] };
    for (const [name, each] of Object.entries(object)) yield* objectsOf(node.properties?.[name] ?? {}, each);
  }
}

/** The node that says what a value is: a choice has a `kind` that no other choice of the place has. */
function choose(given: Node, value: unknown): Node | undefined {
  const node = given.$ref === undefined ? given : definition(given.$ref);
  if (!node.oneOf) return node;
  const { kind } = value as { readonly kind: string };
  const fitting = node.oneOf.filter((each) => {
    const choice = each.properties?.["kind"];
    return choice?.const === kind || choice?.enum?.includes(kind) === true;
  });
  assert.ok(fitting.length <= 1, `several choices for ${kind}`);
  return fitting[0];
}

function definition(reference: string): Node {
  const found = schema.$defs[reference.replace("#/$defs/", "")];
  assert.ok(found, reference);
  return found;
}

/** Every node of the schema, with a name for messages. */
function nodes(): readonly (readonly [place: string, node: Node])[] {
  const below = (place: string, node: Node): readonly (readonly [string, Node])[] => [
    [place, node],
    ...Object.entries(node.properties ?? {}).flatMap(([name, each]) => below(`${place}.${name}`, each)),
    ...(node.items ? below(`${place}[]`, node.items) : []),
    ...(node.oneOf ?? []).flatMap((each, index) => below(`${place}|${index}`, each)),
  ];
  return [...below("model", schema), ...Object.entries(schema.$defs).flatMap(([name, each]) => below(name, each))];
}

function objects(): readonly (readonly [place: string, node: Node])[] {
  return nodes().filter(([, node]) => node.type === "object");
}
