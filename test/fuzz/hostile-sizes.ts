/**
 * Texts of sizes and depths that nobody writes, each a trap for something that takes quadratic time or too much stack.
 * `npm run fuzz` measures them; a test only looks whether they are survived.
 */

/** Makes a text of some 100 kB for `k` of 1000, and of any other size in proportion. */
export type SizedText = readonly [name: string, makeText: (k: number) => string];

function schema(text: string): string {
  return `package a:b.os@0.1.0\n${text}`;
}

function many(count: number, line: (index: number) => string, separator = "\n"): string {
  return Array.from({ length: count }, (_, index) => line(index)).join(separator);
}

/** `a`, `b` … `z`, `ba` …: of letters only, since WIT has no digits everywhere. */
function camel(index: number): string {
  const last = String.fromCharCode("a".charCodeAt(0) + (index % 26));
  return index < 26 ? last : camel(Math.floor(index / 26)) + last;
}

/** `A`, `B` …. */
function pascal(index: number): string {
  const word = camel(index);
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

export const hostileSizes: readonly SizedText[] = [
  ["nothing", () => ""],
  ["opening comments", (k) => "/*".repeat(50 * k)],
  ["opening strings", (k) => '"'.repeat(100 * k)],
  ["opening parentheses of a handler", (k) => `process P { local f(${"(".repeat(100 * k)}`],
  ["a kind, then words", (k) => `process P {\n  http\n${many(20 * k, () => "foo")}\n}`],
  [
    "records that double",
    () =>
      schema(`${many(40, (i) => `record A${i} { a: A${i + 1}, b: A${i + 1} }`)}
      record A40 { a: u8 }
      process P { state { a: A0 }\n local f() }`),
  ],
  ["one word", (k) => "a".repeat(100 * k)],
  ["one word of capitals as type name", (k) => schema(`record ${"A".repeat(100 * k)} { a: u8 }`)],
  ["one word as unknown type", (k) => schema(`record A { a: ${"b".repeat(100 * k)} }`)],
  ["one number", (k) => schema(`record A { a: u64 = ${"9".repeat(100 * k)} }`)],
  [
    "one number as range",
    (k) => schema(`record A { a: f64 @range(0, ${"9".repeat(100 * k)}) }\nprocess P { local f(a: A) }`),
  ],
  ["one string", (k) => schema(`record A { a: string = "${"x".repeat(100 * k)}" }\nprocess P { local f(a: A) }`)],
  [
    "one string of escapes",
    (k) => schema(`record A { a: string = "${"\\u{41}".repeat(16 * k)}" }\nprocess P { local f(a: A) }`),
  ],
  ["one bad string", (k) => schema(`record A { a: string = "${"\\q".repeat(50 * k)}" }`)],
  ["unterminated strings", (k) => many(20 * k, () => '"abc')],
  ["one comment", (k) => schema(`/*${"x".repeat(100 * k)}*/ record A { a: u8 }\nprocess P { local f(a: A) }`)],
  ["many comments", (k) => schema(`record A { a: u8 ${"/* x */ ".repeat(12 * k)} }\nprocess P { local f(a: A) }`)],
  ["line comments", (k) => schema(`record A { a: u8 ${"// x\n".repeat(20 * k)} }\nprocess P { local f(a: A) }`)],
  ["docs", (k) => schema(`${"/// x\n".repeat(16 * k)}record A { a: u8 }\nprocess P { local f(a: A) }`)],
  ["docs alone", (k) => schema(`${"/// x\n".repeat(16 * k)}`)],
  ["opening braces", (k) => "{".repeat(100 * k)],
  ["brackets mixed", (k) => "{([<".repeat(25 * k)],
  ["closing", (k) => "}".repeat(100 * k)],
  ["deep type", (k) => schema(`type A = ${"list<".repeat(15 * k)}u8${">".repeat(15 * k)}`)],
  ["stray", (k) => "§ ".repeat(50 * k)],
  ["stray in record", (k) => schema(`record A {\n${"§\n".repeat(50 * k)}}`)],
  ["declarations", (k) => schema(many(4 * k, (i) => `record ${pascal(i)} { a: u8 }`))],
  ["aliases", (k) => schema(many(6 * k, (i) => `type ${pascal(i)}=u8`))],
  [
    "used declarations",
    (k) =>
      schema(
        many(3 * k, (i) => `record ${pascal(i)} { a: u8 }`) +
          `\nprocess P { local f(a: tuple<${many(900, pascal, ",")}>) }`,
      ),
  ],
  ["processes", (k) => schema(many(3 * k, (i) => `process ${pascal(i)} { local f() }`))],
  [
    "processes that use each other",
    (k) =>
      schema(
        many(1.5 * k, (i) => `process ${pascal(i)}x { local f()\n uses ${camel((i * 7) % (1.5 * k))}x:a:b.os as x }`),
      ),
  ],
  [
    "one used by all",
    (k) =>
      schema(
        `process Hub { local f() }\n` +
          many(1.7 * k, (i) => `process ${pascal(i)}x { local f()\n uses hub:a:b.os as x }`),
      ),
  ],
  [
    "types x processes",
    (k) =>
      schema(
        many(1.5 * k, (i) => `type ${pascal(i)} = u8`) +
          "\n" +
          many(1.5 * k, (i) => `process ${pascal(i)}x { local f(a: ${pascal(i)}) }`),
      ),
  ],
  ["unknown types", (k) => schema(`record A {\n${many(7 * k, (i) => `${camel(i)}: ${pascal(i)}q`)}\n}`)],
  ["unknown types one line", (k) => schema(`record A { ${many(7 * k, (i) => `${camel(i)}: ${pascal(i)}q`, ", ")} }`)],
  [
    "unknown near known",
    (k) =>
      schema(
        many(1000, (i) => `type Abcdefghijkl${pascal(i)} = u8`) +
          `\nrecord A {\n${many(2.5 * k, (i) => `${camel(i)}: Abcdefghijkm${pascal(i)}`)}\n}`,
      ),
  ],
  [
    "unknown processes",
    (k) =>
      schema(
        many(1000, (i) => `process ${pascal(i)}x { local f() }`) +
          `\nprocess P { local f()\n${many(2 * k, (i) => `uses ${camel(i)}y:a:b.os as ${camel(i)}q`)}\n}`,
      ),
  ],
  ["duplicate fields", (k) => schema(`record A {\n${many(14 * k, () => `a: u8`)}\n}`)],
  ["duplicate records", (k) => schema(many(5 * k, () => `record A { a: u8 }`))],
  ["duplicate handlers", (k) => schema(`process P {\n${many(10 * k, () => `local f()`)}\n}`)],
  ["duplicate members", (k) => schema(`process P {\n${many(10 * k, () => `name "a"`)}\n}`)],
  [
    "duplicate options",
    (k) => schema(`process P {\n endpoint http "/" { ${many(6 * k, () => `localOnly true`, ",")} } }`),
  ],
  [
    "duplicate annotations",
    (k) => schema(`record A { a: u8 ${many(6 * k, () => `@range(0, 1)`, " ")} }\nprocess P { local f(a: A) }`),
  ],
  ["endpoints", (k) => schema(`process P {\n${many(5 * k, (i) => `endpoint http "/${camel(i)}"`)}\nlocal f()\n}`)],
  [
    "routes",
    (k) =>
      schema(`process P {\nendpoint http "/"\n${many(2.5 * k, (i) => `http GET "/${camel(i)}" ${camel(i)}q()`)}\n}`),
  ],
  [
    "routes of endpoints",
    (k) =>
      schema(
        `process P {\n${many(2 * k, (i) => `endpoint http "/${camel(i)}"\nhttp GET "/${camel(i)}" ${camel(i)}q()`)}\n}`,
      ),
  ],
  [
    "routes outside",
    (k) =>
      schema(
        `process P {\n${many(2 * k, (i) => `endpoint http "/${camel(i)}"\nhttp GET "/0${camel(i)}" ${camel(i)}q()`)}\n}`,
      ),
  ],
  [
    "same routes",
    (k) => schema(`process P {\nendpoint http "/"\n${many(3 * k, (i) => `http GET "/a" ${camel(i)}q()`)}\n}`),
  ],
  [
    "no path, many endpoints",
    (k) =>
      schema(
        `process P {\n${many(2 * k, (i) => `endpoint http "/${camel(i)}" {authenticated ${i % 2 === 0}}\nhttp POST ${camel(i)}q()`)}\n}`,
      ),
  ],
  ["one deep path", (k) => schema(`process P {\nendpoint http "/"\nhttp GET "${"/a".repeat(50 * k)}" f() }`)],
  [
    "templates untaken",
    (k) =>
      schema(
        `process P {\nendpoint http "/"\nhttp GET "${many(5 * k, (i) => `/{${camel(i)}}`, "")}" f(${many(5 * k, (i) => `${camel(i)}q: u8`, ",")}) }`,
      ),
  ],
  [
    "templates taken",
    (k) =>
      schema(
        `process P {\nendpoint http "/"\nhttp GET "${many(5 * k, (i) => `/{${camel(i)}q}`, "")}" f(${many(5 * k, (i) => `${camel(i)}q: u8`, ",")}) }`,
      ),
  ],
  ["parameters", (k) => schema(`process P {\nlocal f(${many(10 * k, (i) => `${camel(i)}q: u8`, ",")}) }`)],
  ["methods", (k) => schema(`process P {\nendpoint http "/"\nhttp ${many(20 * k, () => `GET`, ",")} "/" f() }`)],
  ["kinds", (k) => schema(`process P {\n ${many(15 * k, () => `local`, ",")} f() }`)],
  [
    "alias chain",
    (k) =>
      schema(
        many(5 * k, (i) => `type ${pascal(i)}=${pascal(i + 1)}`) +
          `\ntype ${pascal(5 * k)}=u8\nprocess Pp { local f(a: A = 3) }`,
      ),
  ],
  [
    "record chain",
    (k) =>
      schema(
        many(4 * k, (i) => `record ${pascal(i)} {a: ${pascal(i + 1)}}`) +
          `\ntype ${pascal(4 * k)}=u8\nprocess Pp { local f(a: A) }`,
      ),
  ],
  ["cycle", (k) => schema(many(4 * k, (i) => `record ${pascal(i)} {a: ${pascal((i + 1) % (4 * k))}}`))],
  [
    "cycles back",
    (k) =>
      schema(
        many(3 * k, (i) => `record ${pascal(i)} {a: ${pascal((i + 1) % (3 * k))}, b: ${pascal(Math.max(0, i - 1))}}`),
      ),
  ],
  [
    "cycles half",
    (k) => schema(many(3 * k, (i) => `record ${pascal(i)} {a: ${pascal((i + 1) % (3 * k))}, b: ${pascal(i >> 1)}}`)),
  ],
  ["self cycles", (k) => schema(many(4 * k, (i) => `record ${pascal(i)} {a: ${pascal(i)}}`))],
  [
    "record of many",
    (k) =>
      schema(
        many(3 * k, (i) => `type ${pascal(i)}=u8`) +
          `\nrecord Rr { ${many(3 * k, (i) => `${camel(i)}q: ${pascal(i)}`, ",")} }\nprocess Pp { local f(a: Rr) }`,
      ),
  ],
  ["types that double", () => schema(many(40, (i) => `type A${i} = tuple<A${i + 1}, A${i + 1}>`) + "\ntype A40 = u8")],
  ["state fields", (k) => schema(`process P { state {\n${many(10 * k, (i) => `${camel(i)}: u8`)}\n}\nlocal f() }`)],
  ["enum with many cases", (k) => schema(`enum E {\n${many(15 * k, (i) => pascal(i))}\n}`)],
  [
    "defaults of enum",
    () =>
      schema(
        `enum E { ${many(900, (i) => pascal(i), ",")} }\nrecord A {${many(900, (i) => `${camel(i)}q: E = ${pascal(899)}`, ",")} }\nprocess P { local f(a: A) }`,
      ),
  ],
  [
    "deep literals",
    (k) => schema(`record A { a: list<u8> = ${"[".repeat(60)}${many(20 * k, () => "1", ",")}${"]".repeat(60)} }`),
  ],
  ["broken members", (k) => schema(`process P {\n${many(20 * k, () => "foo")}\n}`)],
  ["broken members open", (k) => schema(`process P {\n${many(20 * k, () => "foo")}\n`)],
  ["broken handlers", (k) => schema(`process P {\n${many(8 * k, () => "local f(a u8)")}\n}`)],
  ["broken declarations", (k) => many(10 * k, () => "record A {")],
  ["broken on one line", (k) => many(10 * k, () => "record A {", " ")],
  ["words", (k) => many(30 * k, () => "foo")],
  ["words one line", (k) => many(30 * k, () => "foo", " ")],
  ["new lines", (k) => "\n".repeat(100 * k)],
  ["CR", (k) => "record A {\r a: u9\r}\r".repeat(5 * k)],
  ["bad escapes", (k) => schema(`record A {\n${many(6 * k, (i) => `${camel(i)}: string = "\\q"`)}\n}`)],
  [
    "interfaces of many types",
    (k) =>
      schema(
        many(3 * k, (i) => `record ${pascal(i)} {a: u8}`) +
          `\nprocess Pp {\n${many(Math.ceil((3 * k) / 500), (j) => `local f${pascal(j)}(a: tuple<${many(500, (i) => pascal(Math.min(3 * k - 1, j * 500 + i)), ",")}>)`)} }`,
      ),
  ],
];
