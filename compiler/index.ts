/** `hproc`: the compiler's stages for other programs. Everything but `nodeHost` and `locateSchema` works in memory. */

export { checkSchema, compileSchema, type CheckResult, type CompileResult } from "./pipeline.js";

// ---- read ----------------------------------------------------------------------------------------------------------
export { locateSchema, type SchemaLocation } from "./project/locate.js";
export { UsageError } from "./project/usage-error.js";
export type { Host } from "./project/host.js";
export { nodeHost } from "./project/node-host.js";
export { createSourceFile, positionAt, type Position, type SourceFile } from "./text/source-file.js";
export type { Span } from "./text/span.js";

// ---- parse ---------------------------------------------------------------------------------------------------------
export { parse, type Parsed } from "./syntax/parse.js";
export type { SyntaxTree } from "./syntax/nodes.js";

// ---- check ---------------------------------------------------------------------------------------------------------
export { check, type Checked } from "./check/check.js";
export { InternalError } from "./text/internal-error.js";

// ---- diagnostics of parse and check ----------------------------------------------------------------------------------
export type { Code, TypeScriptCode } from "./diagnostics/catalogue.js";
export type { Diagnostic, Fix, Label, Severity, TextEdit } from "./diagnostics/diagnostic.js";
export { applyFixes, type Fixed, type FixedFile } from "./diagnostics/apply-fixes.js";
export { countDiagnostics, renderDiagnostic, renderDiagnostics, type RenderOptions } from "./diagnostics/render.js";
export { renderDiagnosticJson } from "./diagnostics/render-json.js";
export { hasErrors, sortDiagnostics } from "./diagnostics/report.js";

// ---- model: what check makes and emit takes ---------------------------------------------------------------------------
export type {
  AliasDeclaration,
  Client,
  Constraint,
  Endpoint,
  EnumCase,
  EnumDeclaration,
  Field,
  Handler,
  HttpMethod,
  HttpSettings,
  HttpTransport,
  Literal,
  Location,
  Model,
  Package,
  Parameter,
  Process,
  RecordDeclaration,
  SavePolicy,
  Socket,
  SocketEndpoint,
  Timer,
  TypeDeclaration,
  Ui,
  Use,
  VariantCase,
  VariantDeclaration,
} from "./model/model.js";
export { formatRoute, type RouteSegment } from "./model/route.js";
export type { HostTypeName, ScalarName, Type } from "./model/type.js";

// ---- emit, format, write ---------------------------------------------------------------------------------------------
export { emit } from "./emit/index.js";
export type { OutputFile } from "./emit/emitter.js";
export { formatOutputs } from "./emit/format.js";
export { writeOutputs, type WriteSummary } from "./project/write.js";

// ---- the layout of schemas -------------------------------------------------------------------------------------------
export { formatSchema, type FormatStyle } from "./format/format.js";
