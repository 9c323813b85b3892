/** Programs that show what the standard globals do: the test runs them in Node, too, and compares. */

type Probe = () => unknown;

const nameOf = (action: () => unknown): unknown => {
  try {
    return action();
  } catch (error) {
    return error instanceof Error ? `throws ${error.name}` : "throws";
  }
};

const addresses = [
  "http://user:pass@EXAMPLE.com:80/a/./b/../c?x=1&y#z", "https://example.com:443", "https://example.com:8443/ü?ä#ö", "//other.example/p", "../up?q", "?only", "#only", "",
  "http://[::1]:3000/", "http://192.168.0.1.:1/", "http://0x7f.1/", "file:///C:/x/../y", "mailto:a@b.c", "data:text/plain,hi", "javascript:1", "http://a b/", "http://", "http://exa%20mple/",
  "http://bücher.example/", "http://xn--bcher-kva.example/", "http://ＡＢＣ.example/", "http://faß.de/", "HTTP:\\\\back\\slash", "http://example.com/%zz%41", "  http://trim.me/  ", "http://e.x/?a=b c&d='e'", "ws://x:80", "nonsense",
];

function describeUrl(text: string): unknown {
  return nameOf(() => {
    const { href, origin, protocol, username, password, host, hostname, port, pathname, search, hash, searchParams } = new URL(text, "http://base.example/dir/file?q#h");
    return [href, origin, protocol, username, password, host, hostname, port, pathname, search, hash, [...searchParams]];
  });
}

function changeUrl(): unknown {
  const url = new URL("http://a.example/p?x=1");
  url.searchParams.append("ü", "ä &+=");
  url.searchParams.delete("x");
  url.hash = "h h";
  url.port = "8080";
  url.hostname = "b.example";
  url.protocol = "https";
  url.pathname = "/q?r";
  return [url.href, String(url), JSON.stringify(url), URL.canParse("x:"), URL.canParse("x"), [...url.searchParams.keys()]];
}

function describeClone(): unknown {
  const shared = { deep: [1, { two: 2n }] };
  const circular: Record<string, unknown> = { shared, again: shared };
  circular["self"] = circular;
  const clone = structuredClone(circular) as typeof circular;
  const view = new Uint16Array([1, 2, 3]).subarray(1);
  const twins = structuredClone([view, view.buffer] as const);
  const error = structuredClone(new RangeError("message", { cause: "cause" }));
  class Own { #hidden = 1; shown = 2; get all() { return this.#hidden + this.shown; } }
  return [
    clone["self"] === clone, clone["shared"] === clone["again"], clone["shared"] !== shared, JSON.stringify(structuredClone(shared.deep[0])),
    [...structuredClone(new Map<unknown, unknown>([[1, new Set([2])]]))].length, structuredClone(new Date(5)).getTime(), String(structuredClone(/a/giu)),
    twins[0].buffer === twins[1], [...twins[0]], error instanceof RangeError, error.message, error.cause, Object.keys(error),
    Object.keys(structuredClone(new Own())), Object.getPrototypeOf(structuredClone(new Own())) === Object.prototype,
    structuredClone(Object("boxed")).valueOf(), Object.keys(structuredClone([1, , 3])), JSON.stringify(structuredClone(JSON.parse('{"__proto__":1}'))),
    nameOf(() => structuredClone(() => 1)), nameOf(() => structuredClone(Symbol("s"))), nameOf(() => structuredClone(new WeakMap())), nameOf(() => structuredClone({ deep: [Promise.resolve()] })),
    nameOf(() => (structuredClone as (...values: unknown[]) => unknown)()),
    nameOf(() => { const buffer = new ArrayBuffer(4); const moved = structuredClone(buffer, { transfer: [buffer] }); return [buffer.byteLength, moved.byteLength]; }),
  ];
}

function describeEvents(): unknown {
  const log: unknown[] = [];
  const target = new EventTarget();
  const listener = (event: Event): void => void log.push(["listener", event.type, event.target === target]);
  target.addEventListener("a", listener);
  target.addEventListener("a", listener);
  target.addEventListener("a", { handleEvent: (event: Event) => void (event.preventDefault(), log.push("object")) } as never);
  target.addEventListener("a", () => target.removeEventListener("a", listener));
  (target.addEventListener as (...values: unknown[]) => void).call(target, "a", () => log.push("once"), { once: true });
  const dispatch = (type: string): void => void log.push(target.dispatchEvent(new Event(type, { cancelable: true })));
  dispatch("a");
  dispatch("a");
  dispatch("b");
  log.push(nameOf(() => new (Event as unknown as new () => Event)()));
  return log;
}

function describeAbort(): unknown {
  const log: unknown[] = [];
  const controller = new AbortController();
  const { signal } = controller;
  signal.addEventListener("abort", (event) => log.push([event.type, event.target === signal, signal.aborted]));
  (signal as unknown as { onabort: unknown }).onabort = () => log.push("onabort");
  const any = (AbortSignal as unknown as { any(signals: readonly AbortSignal[]): AbortSignal }).any([signal, new AbortController().signal]);
  any.addEventListener("abort", () => log.push("any"));
  log.push(signal.aborted, signal.reason, nameOf(() => signal.throwIfAborted()));
  controller.abort();
  controller.abort("again");
  log.push(any.aborted, (any.reason as Error).name, nameOf(() => signal.throwIfAborted()), nameOf(() => new (AbortSignal as unknown as new () => AbortSignal)()));
  const own = new AbortController();
  own.abort("mine");
  log.push(own.signal.reason, Object.prototype.toString.call(signal));
  return log;
}

export const probes: Readonly<Record<string, Probe>> = {
  ...Object.fromEntries(addresses.map((address) => [`URL ${address}`, () => describeUrl(address)])),
  "a URL that is changed": changeUrl,
  "URLSearchParams": () => {
    const values = new URLSearchParams([["b", "1"], ["a", "2"], ["b", "3"]]);
    values.append("ü &", "+=");
    values.sort();
    return [String(values), values.getAll("b"), values.get("no"), values.has("a"), [...new URLSearchParams("?x=%F6+y&&z")], String(new URLSearchParams({ k: "v" })), values.size];
  },
  "structuredClone": describeClone,
  "EventTarget": describeEvents,
  "AbortController": describeAbort,
  "atob and btoa": () => [
    ...["", "a", "ab", "é", "\u0100", "\u0000\u00ff"].map((text) => nameOf(() => btoa(text))),
    ...["", "YQ==", "YQ", " Y Q = = ", "Y", "Y!", "YQ=", "6Q=="].map((text) => nameOf(() => atob(text))),
  ],
  "TextEncoder and TextDecoder": () => [
    [...new TextEncoder().encode("aé漢😀\ud800")], new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x61, 0xff, 0xe6, 0xbc])),
    nameOf(() => new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array([0xff]))), new TextDecoder("utf8").encoding, nameOf(() => new TextDecoder("klingon")),
  ],
  "crypto": () => [
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID()), crypto.randomUUID() === crypto.randomUUID(),
    crypto.getRandomValues(new Uint32Array(4)).some((word) => word !== 0), nameOf(() => crypto.getRandomValues(new Float64Array(1) as never)), nameOf(() => crypto.getRandomValues(new Uint8Array(65_537))),
  ],
  "which globals there are": () =>
    ["AbortController", "AbortSignal", "Event", "EventTarget", "Promise", "TextDecoder", "TextEncoder", "URL", "URLSearchParams", "atob", "btoa", "clearInterval", "clearTimeout", "console", "crypto", "performance", "queueMicrotask", "setInterval", "setTimeout", "structuredClone"].map(
      (name) => [name, typeof (globalThis as unknown as Record<string, unknown>)[name], Object.keys(globalThis).includes(name) && name === "Promise"],
    ),
  "Math.random": () => Array.from({ length: 1000 }, () => Math.random()).every((value, index, all) => value >= 0 && value < 1 && all.indexOf(value) === index),
};
