/** All diagnostics of a run as one SARIF log, as code scanning and editors read it. */

import { positionAt, type SourceFile } from "../text/source-file.js";
import type { Span } from "../text/span.js";
import type { Diagnostic, Fix, Label } from "./diagnostic.js";
import { findExplained } from "./explanations/index.js";

export interface SarifRun {
  /** Of hproc. */
  readonly version: string;
  readonly diagnostics: readonly Diagnostic[];
  /** What went wrong without a place in a file. */
  readonly errors: readonly string[];
}

/**
 * JSON text of SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html) with a line end. Members
 * that would be empty are left out.
 */
export function renderSarif({ version, diagnostics, errors }: SarifRun): string {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "hproc", version, rules: codes.map(toRule) } },
        columnKind: "utf16CodeUnits",
        // A lone `\r` is not among those that a reader assumes.
        newlineSequences: ["\r\n", "\n", "\r"],
        invocations: [
          {
            executionSuccessful: errors.length === 0,
            toolExecutionNotifications: errors.map((text) => ({ level: "error", message: { text } })),
          },
        ],
        results: diagnostics.map((diagnostic) => toResult(diagnostic, codes.indexOf(diagnostic.code))),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function toRule(code: Diagnostic["code"]): object {
  const explained = findExplained(code);
  if (explained === undefined) return { id: code };
  const { severity, explanation } = explained;
  return {
    id: code,
    shortDescription: { text: explanation.title },
    fullDescription: { text: explanation.text },
    defaultConfiguration: { level: severity },
  };
}

function toResult(diagnostic: Diagnostic, ruleIndex: number): object {
  const { code, severity, message, file, span, label, related, expected, help, fixes } = diagnostic;
  const text = [
    message,
    ...(expected === undefined ? [] : [`expected: ${expected}`]),
    ...(help === undefined ? [] : [`help: ${help}`]),
  ].join("\n");
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text },
    locations: [toLocation(file, span, label)],
    ...(related.length === 0 ? {} : { relatedLocations: related.map(toRelated) }),
    ...(fixes.length === 0 ? {} : { fixes: fixes.map((fix) => toFix(fix, file)) }),
  };
}

function toRelated({ file, span, message }: Label, id: number): object {
  return { id, ...toLocation(file, span, message) };
}

function toLocation(file: SourceFile, span: Span, text: string | undefined): object {
  const physicalLocation = { artifactLocation: toArtifact(file), region: toRegion(file, span) };
  return { physicalLocation, ...(text === undefined ? {} : { message: { text } }) };
}

/** One change for each file. */
function toFix({ title, edits }: Fix, owner: SourceFile): object {
  const files = [...new Set(edits.map(({ file = owner }) => file))];
  return {
    description: { text: title },
    artifactChanges: files.map((file) => ({
      artifactLocation: toArtifact(file),
      replacements: edits
        .filter((edit) => (edit.file ?? owner) === file)
        .map(({ span, newText }) => ({ deletedRegion: toRegion(file, span), insertedContent: { text: newText } })),
    })),
  };
}

/** Lines and columns from 1; the end column is the one behind the last character, as SARIF has it. */
function toRegion(file: SourceFile, span: Span): object {
  const start = positionAt(file, span.start);
  const end = positionAt(file, span.end);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** A relative path stays relative, to where the user stands; `:` and the like are escaped, since a URI may begin so. */
function toArtifact({ path }: SourceFile): { readonly uri: string } {
  const drive = /^[A-Za-z]:(?=\/)/.exec(path)?.[0] ?? "";
  const rest = path.slice(drive.length).split("/").map(encodeURIComponent).join("/");
  if (drive !== "") return { uri: `file:///${drive}${rest}` };
  return { uri: rest.startsWith("/") ? `file://${rest}` : rest };
}
