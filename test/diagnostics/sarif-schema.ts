/**
 * The part of SARIF 2.1.0 that hproc prints, as a JSON Schema of its own: objects are closed, so that everything printed
 * has been looked up in the specification. The numbers are its sections.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */

const text = { type: "string", minLength: 1 };

/** 3.11: text alone, without placeholders. */
const message = closed({ text }, ["text"]);

/** 3.4, 3.10: a URI reference, relative or with a scheme. */
const artifactLocation = closed(
  {
    uri: {
      type: "string",
      pattern: '^(?:file:///(?:[A-Z]:)?)?[^\\s:\\\\"<>{}|^`%]*(?:%[0-9A-F]{2}[^\\s:\\\\"<>{}|^`%]*)*$',
    },
  },
  ["uri"],
);

const whole = { type: "integer", minimum: 1 };

/** 3.30 */
const region = closed({ startLine: whole, startColumn: whole, endLine: whole, endColumn: whole }, [
  "startLine",
  "startColumn",
  "endLine",
  "endColumn",
]);

/** 3.29 */
const physicalLocation = closed({ artifactLocation, region }, ["artifactLocation", "region"]);

const level = { enum: ["error", "warning"] };

/** 3.49 */
const rule = closed(
  {
    id: text,
    shortDescription: message,
    fullDescription: message,
    defaultConfiguration: closed({ level }, ["level"]),
  },
  ["id", "shortDescription", "fullDescription", "defaultConfiguration"],
);

/** 3.55: an insertion is a replacement of an empty region. */
const fix = closed(
  {
    description: message,
    artifactChanges: list(
      closed(
        {
          artifactLocation,
          replacements: list(
            closed({ deletedRegion: region, insertedContent: closed({ text: { type: "string" } }, ["text"]) }, [
              "deletedRegion",
              "insertedContent",
            ]),
            1,
          ),
        },
        ["artifactLocation", "replacements"],
      ),
      1,
    ),
  },
  ["description", "artifactChanges"],
);

/** 3.27 */
const result = closed(
  {
    ruleId: text,
    ruleIndex: { type: "integer", minimum: 0 },
    level,
    message,
    locations: { ...list(closed({ physicalLocation, message }, ["physicalLocation"]), 1), maxItems: 1 },
    relatedLocations: list(
      closed({ id: { type: "integer", minimum: 0 }, physicalLocation, message }, ["id", "physicalLocation", "message"]),
      1,
    ),
    fixes: list(fix, 1),
  },
  ["ruleId", "ruleIndex", "level", "message", "locations"],
);

/** 3.14 */
const run = closed(
  {
    tool: closed(
      {
        driver: closed({ name: { const: "hproc" }, version: text, rules: list(rule, 0) }, ["name", "version", "rules"]),
      },
      ["driver"],
    ),
    columnKind: { const: "utf16CodeUnits" },
    newlineSequences: list(text, 1),
    invocations: list(
      closed(
        {
          executionSuccessful: { type: "boolean" },
          toolExecutionNotifications: list(closed({ level, message }, ["level", "message"]), 0),
        },
        ["executionSuccessful", "toolExecutionNotifications"],
      ),
      1,
    ),
    results: list(result, 0),
  },
  ["tool", "columnKind", "newlineSequences", "invocations", "results"],
);

export const sarifSchema = closed(
  {
    $schema: { const: "https://json.schemastore.org/sarif-2.1.0.json" },
    version: { const: "2.1.0" },
    runs: { ...list(run, 1), maxItems: 1 },
  },
  ["$schema", "version", "runs"],
);

function closed(properties: Readonly<Record<string, object>>, required: readonly string[]): object {
  return { type: "object", additionalProperties: false, required, properties };
}

function list(items: object, minItems: number): object {
  return { type: "array", items, minItems };
}
