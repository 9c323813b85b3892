/**
 * Every finding that the compiler can report, in the order of the stages. A code is stable, says its area and is never
 * used again for something else. Messages name things as the user wrote them, in backticks, without a closing period.
 */

import { didYouMean } from "../text/suggest.js";
import type { Severity } from "./diagnostic.js";

interface Entry<Arguments> {
  readonly severity: Severity;
  /** What is wrong. */
  readonly message: (args: Arguments) => string;
  /** What would have been accepted. */
  readonly expected?: string;
  /** One concrete action. */
  readonly help?: (args: Arguments) => string | undefined;
}

export type Code = keyof typeof entries;

/** What TypeScript found in the author's files keeps TypeScript's code. */
export type TypeScriptCode = `TS${number}`;

/** What a code's message is made of. */
export type ArgumentsOf<C extends Code> = Parameters<(typeof entries)[C]["message"]>[0];

const entries = {
  // ---- syntax: the text cannot be read ----------------------------------------------------------------------------

  "syntax/expected": error<{ expected: string; found: string; help: string | undefined }>({
    message: ({ expected, found }) => `expected ${expected}, found ${found}`,
    help: ({ help }) => help,
  }),
  "syntax/unclosed": error<{ open: string; close: string }>({
    message: ({ open }) => `this \`${open}\` is never closed`,
    help: ({ close }) => `write the missing \`${close}\``,
  }),
  "syntax/unterminated-string": error<object>({
    message: () => "this string does not end on its line",
    help: () => 'write the closing `"`; for a line end inside the string write `\\n`',
  }),
  "syntax/unterminated-comment": error<object>({
    message: () => "this comment does not end",
    help: () => "write the closing `*/`",
  }),
  "syntax/escape": error<{ escape: string }>({
    message: ({ escape }) => `\`${escape}\` is not an escape`,
    expected: '`\\"`, `\\\\`, `\\n`, `\\r`, `\\t` or `\\u{…}` with the hexadecimal number of a character',
    help: () => "for a backslash write `\\\\`",
  }),
  "syntax/character": error<{ character: string; help: string | undefined }>({
    message: ({ character }) => `${character} has no meaning here`,
    help: ({ help }) => help,
  }),
  "syntax/number": error<{ text: string; better: string | undefined }>({
    message: ({ text }) => `\`${text}\` is not a number that a schema can have`,
    expected: "decimal digits, with `-` before and a fraction after them where the type allows it",
    help: ({ better }) => (better === undefined ? undefined : `write \`${better}\``),
  }),
  "syntax/documentation": error<object>({
    message: () => "this `///` comment documents nothing",
    help: () => "put it on the line before what it documents, or write `//`",
  }),
  "syntax/early-brace": error<{ name: string }>({
    message: ({ name }) => `this \`}\` ends the process \`${name}\`, and more of its members follow`,
    help: () => "remove it",
  }),
  "syntax/merge-conflict": error<object>({
    message: () => "a merge left two versions of these lines",
    help: () => "keep one of them and remove the three marks",
  }),
  "syntax/other-language": error<{ language: string; help: string | undefined }>({
    message: ({ language }) => `this is no schema but ${language}`,
    expected: "a file with a `package` line, types and processes of hproc",
    help: ({ help }) => help ?? "write its types as `record`, `enum` and `variant`, and what answers as a `process`",
  }),
  "syntax/too-deep": error<{ limit: number }>({
    message: ({ limit }) => `brackets are nested more than ${limit} deep`,
    help: () => "give inner types a name with `type`",
  }),

  // ---- package ----------------------------------------------------------------------------------------------------

  "package/missing": error<object>({
    message: () => "the schema does not say which package it belongs to",
    expected: "one `package` line in each schema",
    help: () => "begin the file with a line such as `package todo:template.os@0.1.0`",
  }),
  "package/duplicate": error<object>({
    message: () => "a schema belongs to one package",
    help: () => "remove one of the two lines",
  }),
  "package/part": error<{ part: "name" | "publisher" | "version"; text: string; better: string | undefined }>({
    message: ({ part, text }) => `\`${text}\` is not a package ${part}`,
    help: ({ part, better }) =>
      (better === undefined ? "" : `write \`${better}\`: `) +
      ({
        name: "a name has words of small letters and digits with `-` between them, such as `to-do`",
        publisher: "a publisher is the name of a node, such as `template.os`",
        version: "a version has three numbers, such as `0.1.0`",
      })[part],
  }),

  // ---- use: other files -------------------------------------------------------------------------------------------

  "use/path": error<{ path: string; problem: string; better: string | undefined }>({
    message: ({ path, problem }) => `\`"${path}"\` does not name a schema: ${problem}`,
    expected: 'a path from this file such as `"./types.hproc"`, or a file of an npm package such as `"money/money.hproc"`',
    help: ({ better }) => (better === undefined ? undefined : `write \`"${better}"\``),
  }),
  "use/missing-file": error<{ looked: string; suggestion: string | undefined }>({
    message: ({ looked }) => `there is no file \`${looked}\``,
    expected: "a path from the folder of this file, or into an npm package that is installed",
    help: ({ suggestion }) => didYouMean(suggestion),
  }),
  "use/too-many": error<{ limit: number }>({
    message: ({ limit }) => `the schema uses more than ${limit} files`,
    help: () => "write types that belong together into one file",
  }),
  "use/cycle": error<{ cycle: string }>({
    message: ({ cycle }) => `the files use each other: ${cycle}`,
    expected: "files that end: one that is used does not use the one that uses it",
    help: () => "move the types that both need into a file of their own",
  }),
  "use/unknown-name": error<{ name: string; path: string; suggestion: string | undefined }>({
    message: ({ name, path }) => `\`${path}\` declares no type \`${name}\``,
    help: ({ suggestion }) => didYouMean(suggestion),
  }),
  "use/process": error<{ name: string; path: string }>({
    message: ({ name }) => `\`${name}\` is a process, and \`use\` takes types`,
    help: ({ path }) => `to call it, write \`uses … as … from "${path}"\` in the process`,
  }),
  "use/indirect": error<{ name: string; path: string; origin: string }>({
    message: ({ name, path }) => `\`${path}\` only uses \`${name}\` and does not declare it`,
    help: ({ origin }) => `use it from where it is declared: that file takes it from \`"${origin}"\``,
  }),
  "use/clash": error<{ name: string; path: string }>({
    message: ({ name }) => `there are two types called \`${name}\`, and the outputs of a schema have one set of names`,
    help: ({ name, path }) => `in the schema, call one by another name: \`use { ${name} as Other${name} } from "${path}"\``,
  }),
  "use/unused": warning<{ name: string }>({
    message: ({ name }) => `\`${name}\` is used from another file and then by nothing here`,
    help: () => "remove it",
  }),

  // ---- name: what things are called -------------------------------------------------------------------------------

  "name/duplicate": error<{ what: string; name: string }>({
    message: ({ what, name }) => `there are two ${what} called \`${name}\``,
    help: ({ what }) =>
      what === "options" || what === "annotations" ? "remove one of them" : "rename one, or remove it",
  }),
  "name/built-in": error<{ name: string }>({
    message: ({ name }) => `\`${name}\` is a built-in type`,
    help: () => "choose another name",
  }),
  "name/style": error<{ what: string; name: string; style: string; better: string | undefined }>({
    message: ({ what, name, style }) => `the ${what} \`${name}\` is not written in ${style}`,
    help: ({ better }) => (better === undefined ? undefined : `write \`${better}\``),
  }),
  "name/collision": error<{ left: string; right: string; both: string; where: string }>({
    message: ({ left, right, both, where }) => `${left} and ${right} are both \`${both}\` in ${where}`,
    help: () => "rename one of them",
  }),
  "name/wit": error<{ name: string; reason: string; help: string | undefined }>({
    message: ({ name, reason }) => `WIT cannot carry the name \`${name}\`: ${reason}`,
    help: ({ help }) => help,
  }),
  "name/reserved": error<{ what: string; name: string; reason: string }>({
    message: ({ what, name, reason }) => `a ${what} cannot be called \`${name}\`: ${reason}`,
    help: () => "choose another name",
  }),
  "name/kit": warning<{ what: string; name: string; reason: string }>({
    message: ({ what, name, reason }) => `Rust callers cannot use the ${what} \`${name}\`: ${reason}`,
    help: () => "choose another name if Rust processes built by kit are to call this one",
  }),
  "name/unknown-type": error<{ name: string; suggestion: string | undefined; help: string | undefined }>({
    message: ({ name }) => `no type is named \`${name}\``,
    help: ({ suggestion, help }) =>
      help ?? didYouMean(suggestion) ?? "declare it, or take it from another file with `use { … } from \"./….hproc\"`",
  }),
  "name/unknown-process": error<{ id: string; suggestion: string | undefined; path: string | undefined }>({
    message: ({ id, path }) =>
      `no process of ${path === undefined ? "this schema" : `\`${path}\``} has the id \`${id}\``,
    expected: "a process's name in kebab-case, its package and its publisher",
    help: ({ suggestion, path }) =>
      didYouMean(suggestion) ??
      (path === undefined ? 'if another file declares it, write `from "./that-file.hproc"` behind the alias' : undefined),
  }),
  "name/unknown-annotation": error<{ name: string; suggestion: string | undefined; help: string | undefined }>({
    message: ({ name }) => `no annotation is named \`@${name}\``,
    expected:
      "`@length`, `@range`, `@items`, `@pattern`, `@secret`, `@wire`, `@example`, `@deprecated` or `@status`",
    help: ({ suggestion, help }) => help ?? didYouMean(suggestion),
  }),
  "name/unknown-option": error<{ name: string; where: string; known: string; help: string | undefined }>({
    message: ({ name, where }) => `${where} has no option \`${name}\``,
    help: ({ help, known }) => help ?? `it has ${known}`,
  }),
  "name/unknown-engine": error<{ name: string; suggestion: string | undefined }>({
    message: ({ name }) => `no engine is named \`${name}\``,
    expected: "`quickjs` or `starlingmonkey`",
    help: ({ suggestion }) => didYouMean(suggestion),
  }),
  "name/unknown-need": error<{ name: string; suggestion: string | undefined; help: string | undefined }>({
    message: ({ name }) => `no part of a node is named \`${name}\``,
    expected: "`vfs`, `kv`, `sqlite` or `fetch`",
    help: ({ suggestion, help }) => help ?? didYouMean(suggestion),
  }),
  "name/unknown-source": error<{ name: string; suggestion: string | undefined }>({
    message: ({ name }) => `a parameter cannot come from \`${name}\``,
    expected: "`from path`, `from query`, `from header` or `from body`",
    help: ({ suggestion }) => didYouMean(suggestion),
  }),
  "name/unknown-transport": error<{ name: string; suggestion: string | undefined }>({
    message: ({ name }) => `no kind of endpoint is named \`${name}\``,
    expected: "`http`, or `ws` for WebSockets",
    help: ({ suggestion }) => didYouMean(suggestion),
  }),

  // ---- type -------------------------------------------------------------------------------------------------------

  "type/arguments": error<{ name: string; usage: string; takes: string; count: number }>({
    message: ({ name, takes, count }) =>
      `\`${name}\` takes ${takes} in angle brackets, found ${count === 0 ? "none" : count}`,
    help: ({ usage }) => `write \`${usage}\``,
  }),
  "type/recursive": error<{ cycle: string }>({
    message: ({ cycle }) => `the type contains itself: ${cycle}`,
    expected: "types that end: WIT has no recursive types",
    help: () => "refer to the inner value by an id, and keep all of them in a map",
  }),
  "type/empty": error<{ what: "record" | "enum" | "variant"; name: string }>({
    message: ({ what, name }) => `the ${what} \`${name}\` is empty, and WIT has no empty ${what}s`,
    help: ({ what }) => `write at least one ${what === "record" ? "field" : "case"}, or remove it`,
  }),
  "type/payload": error<{ name: string; count: number; inEnum: boolean }>({
    message: ({ name, count, inEnum }) =>
      inEnum ? `the case \`${name}\` of an enum carries a value` : `the case \`${name}\` carries ${count} values`,
    expected: "no value in an enum, at most one in a variant",
    help: ({ inEnum }) => (inEnum ? "write `variant` for `enum`" : "put the values into a record or a `tuple<…>`"),
  }),
  "type/too-large": error<{ name: string; limit: string }>({
    message: ({ name, limit }) => `\`${name}\` is larger than a component can have: ${limit}`,
    help: () => "split it into smaller types",
  }),
  "type/key": error<{ type: string; container: "map" | "set" }>({
    message: ({ type, container }) =>
      `\`${type}\` cannot be the ${container === "map" ? "key of a map" : "element of a set"}`,
    expected: "a type that JavaScript compares by value: `string`, `char`, `bool`, an integer, `NodeId` or an enum",
    help: ({ container }) =>
      container === "set" ? "write `list<…>`" : "write a list of records, or a string as the key",
  }),
  "type/unit": error<{ what: string }>({
    message: ({ what }) => `${what} cannot be \`unit\`: it would carry nothing`,
    expected: "`unit` as a handler's return type or inside a `result`",
    help: () => "remove it",
  }),
  "type/http-response": error<object>({
    message: () => "`HttpResponse` can only be what an `http` handler returns",
    help: () => "write the type of the body",
  }),
  "type/nested-option": error<object>({
    message: () => "an `option` in an `option` has two kinds of none that look the same in JSON",
    help: () => "write a `variant` that names the cases",
  }),
  "type/unused": warning<{ what: string; name: string }>({
    message: ({ what, name }) => `no handler or state uses the ${what} \`${name}\``,
    help: () => "use it, or remove it",
  }),

  // ---- annotation -------------------------------------------------------------------------------------------------

  "annotation/place": error<{ name: string; where: string; allowed: string }>({
    message: ({ name, where }) => `\`@${name}\` has no meaning on ${where}`,
    help: ({ allowed }) => `it belongs on ${allowed}`,
  }),
  "annotation/arguments": error<{ name: string; usage: string }>({
    message: ({ name }) => `\`@${name}\` is not complete or not understood`,
    help: ({ usage }) => `write ${usage}`,
  }),
  "annotation/type": error<{ name: string; type: string; allowed: string; better: string | undefined }>({
    message: ({ name, type }) => `\`@${name}\` does not apply to \`${type}\``,
    help: ({ allowed, better }) =>
      better === undefined ? `it applies to ${allowed}` : `write \`@${better}\`; \`@length\` is for texts, \`@items\` for lists, \`@range\` for numbers`,
  }),
  "annotation/bounds": error<{ name: string; problem: string }>({
    message: ({ name, problem }) => `\`@${name}\` has bounds that cannot be: ${problem}`,
    help: () => "write the smaller bound first, both of them values of the type",
  }),
  "annotation/pattern": error<{ pattern: string; problem: string }>({
    message: ({ pattern, problem }) => `\`${pattern}\` is not a regular expression: ${problem}`,
    expected: "a regular expression of JavaScript with the flag `u`, in which a backslash is written twice",
    help: () => "close every bracket, and write `\\\\` before a bracket that is meant as a character",
  }),
  "annotation/wire": error<{ name: string; problem: string }>({
    message: ({ name, problem }) => `\`${name}\` cannot be a name on the wire: ${problem}`,
    help: () => "write the name as the other side has it, such as `\"user_id\"`",
  }),
  "annotation/example": error<{ type: string; problem: string; help: string | undefined }>({
    message: ({ type, problem }) => `the example does not fit \`${type}\`: ${problem}`,
    help: ({ help }) => help,
  }),
  "annotation/status": error<{ status: string }>({
    message: ({ status }) => `${status} is not the HTTP status of an error`,
    expected: "a status from 400 to 599",
    help: () => "write one of an error, such as `404` where nothing is found; what succeeds is answered with 200",
  }),

  // ---- default ----------------------------------------------------------------------------------------------------

  "default/mismatch": error<{ type: string; problem: string; help: string | undefined }>({
    message: ({ type, problem }) => `the default does not fit \`${type}\`: ${problem}`,
    help: ({ help }) => help ?? "write a value of the type, or remove the default",
  }),
  "default/missing": error<{ name: string; type: string; reason: string; hasLiterals: boolean }>({
    message: ({ name, type, reason }) => `the state field \`${name}\` needs a default: \`${type}\` ${reason}`,
    expected: "a value that a process which never ran can start with",
    help: ({ type, hasLiterals }) =>
      `${hasLiterals ? "write `= …` after it, or " : ""}make it \`option<${type}>\``,
  }),
  "default/path": error<{ name: string }>({
    message: ({ name }) => `the path always gives \`${name}\` a value, so a default is never used`,
    help: () => "remove the default",
  }),

  // ---- process ----------------------------------------------------------------------------------------------------

  "process/duplicate-member": error<{ member: string }>({
    message: ({ member }) => `a process has at most one \`${member}\``,
    help: () => "merge them, or remove one",
  }),
  "process/no-handler": error<{ name: string }>({
    message: ({ name }) => `the process \`${name}\` has no handler, so nothing can reach it`,
    help: () => "write one, such as `local  ping() -> string`",
  }),
  "process/period": error<{ count: string; unit: string; problem: string; better: string | undefined }>({
    message: ({ count, unit, problem }) => `\`${count} ${unit}\` is no period: ${problem}`,
    expected: "a whole number from 1, and at most 366 days",
    help: ({ better }) => (better === undefined ? undefined : `write \`${better}\``),
  }),
  "process/unit": error<{ unit: string; units: string; suggestion: string | undefined }>({
    message: ({ unit }) => `no unit is named \`${unit}\``,
    help: ({ suggestion, units }) => didYouMean(suggestion) ?? `the units are ${units}`,
  }),
  "process/ui-folder": error<{ folder: string }>({
    message: ({ folder }) => `\`"${folder}"\` is not a folder of its own beside the schema`,
    help: () => 'keep the files in one, such as `"./ui"`',
  }),
  "process/asset": error<{ member: "icon" | "widget"; path: string; problem: string }>({
    message: ({ path, problem }) => `\`"${path}"\` ${problem}`,
    help: ({ member }) =>
      member === "icon"
        ? 'name an image in the schema\'s folder, such as `"./assets/icon.svg"`'
        : 'name an HTML file in the schema\'s folder, such as `"./assets/widget.html"`',
  }),
  "process/option-conflict": error<{ option: string }>({
    message: ({ option }) =>
      `\`${option}\` contradicts \`secureSubdomain true\`: under the secure subdomain everything is authenticated, and open to every address`,
    help: () => "remove one of the two options",
  }),
  "process/option-value": error<{ name: string; better: string | undefined }>({
    message: ({ name }) => `\`${name}\` is either true or false`,
    help: ({ name, better }) =>
      better === undefined ? `write \`${name} true\` or \`${name} false\`` : `write \`${name} ${better}\``,
  }),

  "process/log-level": error<{ name: string; better: string | undefined }>({
    message: ({ name }) => `\`${name}\` of a log is a level`,
    expected: "`error`, `warn`, `info`, `debug` or `none`",
    help: ({ name, better }) => (better === undefined ? undefined : `write \`${name} ${better}\``),
  }),

  // ---- handler ----------------------------------------------------------------------------------------------------

  "handler/direction": error<{ what: "socket" | "client"; word: string; suggestion: string | undefined }>({
    message: ({ what, word }) => `a ${what} has no \`${word}\``,
    expected: "`receives` before the type of what the process gets, `sends` before the type of what it sends",
    help: ({ suggestion }) => didYouMean(suggestion),
  }),
  "handler/duplicate-kind": error<{ kind: string }>({
    message: ({ kind }) => `\`${kind}\` is written twice for one handler`,
    help: ({ kind }) => (kind === "http" ? "give a second route its own handler" : "remove one of them"),
  }),

  // ---- route: HTTP ------------------------------------------------------------------------------------------------

  "route/unknown-method": error<{ name: string; suggestion: string | undefined }>({
    message: ({ name }) => `\`${name}\` is not an HTTP method`,
    expected: "`GET`, `POST`, `PUT`, `DELETE`, `PATCH`, `HEAD` or `OPTIONS`",
    help: ({ suggestion }) => didYouMean(suggestion) ?? "write one of them, or leave it out for all",
  }),
  "route/path": error<{ path: string; problem: string; help: string }>({
    message: ({ path, problem }) => `\`${path}\` is not a path: ${problem}`,
    help: ({ help }) => help,
  }),
  "route/no-endpoint": error<{ process: string; kind: string; scope: string }>({
    message: ({ process, kind }) => `\`${process}\` has no \`${kind}\` endpoint, so no request reaches this handler`,
    help: ({ kind, scope }) => `write \`endpoint ${kind} "${scope}"\` in the process`,
  }),
  "route/outside-endpoints": error<{ path: string; kind: string; endpoints: string; better: string; scope: string }>({
    message: ({ path, kind, endpoints }) => `no \`${kind}\` endpoint covers \`${path}\`; there is ${endpoints}`,
    expected: "a path that is an endpoint's or below it",
    help: ({ better, kind, scope }) => `write \`"${better}"\`, or add \`endpoint ${kind} "${scope}"\``,
  }),
  "route/duplicate-endpoint": error<{ path: string; kind: string }>({
    message: ({ path, kind }) => `there are two \`${kind}\` endpoints \`${path}\``,
    help: () => "merge them, or change one path",
  }),
  "route/unused-endpoint": warning<{ path: string; kind: string }>({
    message: ({ path, kind }) => `no ${kind === "ws" ? "socket" : "handler"} is at or below the endpoint \`${path}\``,
    help: ({ path }) => `write a path that begins with \`${path}\`, or remove the endpoint`,
  }),
  "route/duplicate-socket": error<{ path: string }>({
    message: ({ path }) => `two sockets have the path \`${path}\``,
    help: () => "change the path of one",
  }),
  "route/ambiguous-endpoint": error<{ name: string; stricter: string; weaker: string; catchAll: boolean }>({
    message: ({ name, stricter, weaker }) =>
      `\`${name}\` has no path, so requests to \`${weaker}\` reach it as well as those to \`${stricter}\`, ` +
      "which is stricter",
    expected: "a path, or endpoints with the same settings",
    help: ({ name, stricter, catchAll }) =>
      catchAll
        ? "give the endpoints the same settings"
        : `write a path such as \`"${stricter === "/" ? "" : stricter}/${name}"\``,
  }),
  "route/overlap": error<{ route: string }>({
    message: ({ route }) => `two handlers answer ${route}`,
    expected: "one handler for each method and path shape",
    help: () => "change the method or the path of one",
  }),
  "route/ui": error<{ path: string }>({
    message: ({ path }) => `the \`ui\` of the process already answers GET ${path}`,
    help: () => "change the path",
  }),
  "route/template-name": error<{ name: string }>({
    message: ({ name }) => `the path has two parts called \`{${name}}\``,
    help: () => "rename one of them, and the parameter that takes it",
  }),
  "route/untaken": error<{ name: string; source: string | undefined; suggestion: string | undefined }>({
    message: ({ name }) => `no parameter takes \`{${name}}\` of the path`,
    help: ({ name, source, suggestion }) => {
      if (source !== undefined) return `write \`from path\` for \`from ${source}\``;
      return suggestion === undefined ? `add a parameter such as \`${name}: string\`` : didYouMean(`{${suggestion}}`);
    },
  }),
  "route/not-in-path": error<{ name: string }>({
    message: ({ name }) => `the path has no part \`{${name}}\` that the parameter could come from`,
    help: ({ name }) => `write \`{${name}}\` in the path, or \`from query\``,
  }),
  "route/no-path": error<{ name: string; source: string }>({
    message: ({ name, source }) => `\`${name}\` cannot come from the ${source}: the handler has no path`,
    help: () => "give the handler a path, or take the parameter from the body",
  }),
  "route/header-name": error<{ name: string; better: string | undefined }>({
    message: ({ name }) => `\`${name}\` is not the name of an HTTP header`,
    expected: "letters, digits and `-`",
    help: ({ better }) => (better === undefined ? undefined : `write \`"${better}"\``),
  }),
  "route/source-key": error<{ place: string; key: string }>({
    message: ({ place }) => `\`from ${place}\` takes no name: the ${place} has the parameter's`,
    help: ({ place, key }) =>
      place === "query" ? `write \`@wire("${key}")\` behind the type` : "write the parameter's name in the path",
  }),
  "route/no-http": error<{ name: string; source: string }>({
    message: ({ name, source }) => `\`${name}\` cannot come from the ${source}: the handler takes no HTTP requests`,
    help: ({ source }) => `remove \`from ${source}\`: processes send all parameters in the body`,
  }),
  "route/path-type": error<{ name: string; type: string }>({
    message: ({ name, type }) => `\`${type}\` cannot be read from one part of a path, where \`${name}\` comes from`,
    expected: "`bool`, a number, `char`, `string`, `NodeId`, `ProcessId`, `Address` or an enum",
    help: () => "take a string and read it in the handler, or use the body",
  }),
  "route/query-type": error<{ name: string; type: string }>({
    message: ({ name, type }) => `\`${type}\` cannot be read from the text of a query, where \`${name}\` comes from`,
    expected:
      "`bool`, a number, `char`, `string`, `NodeId`, `ProcessId`, `Address`, an enum, or an option, list or set of these",
    help: () => "take the parameter from the body, with a method such as `POST`",
  }),
  "route/header-type": error<{ name: string; type: string }>({
    message: ({ name, type }) => `\`${type}\` cannot be read from the text of a header, where \`${name}\` comes from`,
    expected: "`bool`, a number, `char`, `string`, `NodeId`, `ProcessId`, `Address`, an enum, or an option of these",
    help: () => "take a string and read it in the handler",
  }),
  "route/body": error<{ name: string; method: string; hasPath: boolean }>({
    message: ({ name, method }) => `\`${name}\` comes from the body, and a ${method} request has none`,
    help: ({ hasPath }) =>
      hasPath
        ? "write `from query`, or a method such as `POST`"
        : "give the handler a path, or a method such as `POST`",
  }),

  // ---- wit: interfaces of other processes ------------------------------------------------------------------------------

  "wit/syntax": error<{ expected: string; found: string }>({
    message: ({ expected, found }) => `expected ${expected}, found ${found}`,
    help: () => "this is no WIT that a component could be made with",
  }),
  "wit/no-handlers": error<object>({
    message: () => "no interface here describes what a process answers",
    expected: "records such as `get-total-signature-local`, as kit and hproc write them, or a variant `request`",
  }),
  "wit/not-carried": warning<{ what: string; name: string; reason: string }>({
    message: ({ what, name, reason }) => `the ${what} \`${name}\` is left out: ${reason}`,
  }),
  "wit/map": warning<{ type: string }>({
    message: ({ type }) => `\`${type}\` is read as a map`,
    help: () => "if the process has a list of pairs there, say so in the imported schema, or in a mark above the line",
  }),
  "wit/renamed": warning<{ from: string; to: string }>({
    message: ({ from, to }) => `\`${from}\` is called \`${to}\` in the schema: the name is taken`,
  }),
  "wit/signature": warning<{ name: string; reason: string }>({
    message: ({ name, reason }) => `\`${name}\` is not as kit writes signatures: ${reason}`,
  }),
  "wit/mark": warning<{ mark: string; reason: string }>({
    message: ({ mark, reason }) => `the mark \`${mark}\` does not count: ${reason}`,
    help: () => "remove the line, or compile the schema that it comes from again",
  }),

  // ---- config: hproc.config.json and metadata.json beside the schema -------------------------------------------------

  "config/syntax": error<{ problem: string }>({
    message: ({ problem }) => problem,
  }),
  "config/duplicate": error<{ name: string }>({
    message: ({ name }) => `\`${name}\` stands here twice`,
    help: () => "remove one of them",
  }),
  "config/unknown-member": error<{ name: string; of: string; known: readonly string[] }>({
    message: ({ name, of }) => `${of === "" ? "the file" : `\`${of}\``} takes no \`${name}\``,
    help: ({ known }) => (known.length === 1 ? didYouMean(known[0]) : `it takes ${known.map((each) => `\`${each}\``).join(", ")}`),
  }),
  "config/missing-member": error<{ name: string; of: string }>({
    message: ({ name, of }) => `${of === "" ? "the file" : `\`${of}\``} has no \`${name}\``,
    help: ({ name }) => `add \`"${name}"\``,
  }),
  "config/value": error<{ path: string; found: string; expected: string }>({
    message: ({ path, found }) => `${/^$|^a name in/.test(path) ? path || "the file" : `\`${path}\``} cannot be \`${found.replaceAll("`", "'")}\``,
    help: ({ expected }) => `write ${expected}`,
  }),
  "config/unknown-process": error<{ name: string; known: readonly string[]; suggestion: string | undefined }>({
    message: ({ name }) => `the schema has no process \`${name}\``,
    help: ({ known, suggestion }) =>
      didYouMean(suggestion) ?? (known.length === 0 ? undefined : `it has ${known.map((each) => `\`${each}\``).join(", ")}`),
  }),
  "config/other-package": error<{ member: string; its: string; ours: string }>({
    message: ({ member, its, ours }) => `\`${member}\` is \`${its}\` here, and \`${ours}\` in the schema`,
    help: ({ ours }) => `write \`"${ours}"\`, or change the \`package\` line of the schema`,
  }),
  "config/newer-version": warning<{ newest: string; version: string }>({
    message: ({ newest, version }) => `\`${newest}\` is newer than \`${version}\`, which the schema says`,
    help: ({ newest }) => `raise the version in the \`package\` line; kit would install the package as \`${newest}\``,
  }),

  // ---- project: what stands beside the schema -------------------------------------------------------------------------

  "project/missing-handlers": error<{ process: string; file: string; constant: string; generated: string }>({
    message: ({ process, file }) => `${process} has no handlers; they belong into \`${file}\`, beside the schema`,
    help: ({ constant, generated }) =>
      `start with \`import { ${constant} } from "${generated}";\` and \`export default ${constant}.process({ … });\``,
  }),
  "project/missing-asset": error<{ member: "icon" | "widget"; path: string }>({
    message: ({ path }) => `there is no file \`${path}\` beside the schema`,
    help: ({ member }) => `create it, or remove the \`${member}\` line`,
  }),
  "project/missing-ui": error<{ folder: string }>({
    message: ({ folder }) => `there is no folder \`${folder}\` beside the schema`,
    help: () => "create it with an `index.html`, or remove the `ui` line",
  }),
  // The words of these two are the bundler's and the engine's, brought into ours where they are made.
  "project/build": error<{ message: string; help: string | undefined }>({
    message: ({ message }) => message,
    help: ({ help }) => help,
  }),
  "project/build-warning": warning<{ message: string; help: string | undefined }>({
    message: ({ message }) => message,
    help: ({ help }) => help,
  }),
};

/** The entry of each code. */
export const catalogue: { readonly [C in Code]: Entry<ArgumentsOf<C>> } = entries;

function error<Arguments>(entry: Omit<Entry<Arguments>, "severity">): Entry<Arguments> {
  return { severity: "error", ...entry };
}

function warning<Arguments>(entry: Omit<Entry<Arguments>, "severity">): Entry<Arguments> {
  return { severity: "warning", ...entry };
}
