// What a program may do within the 512 KiB of stack that Hyperdrive's wasmtime gives it, and with hostile text.

import * as standard from "hyperware:process/standard@1.0.0";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const kept = [];

/** How deep it went, or how it failed: an exception is an answer, a trap would end the process. */
const attempts = {
  recursion: () => depthOf((deeper) => deeper()),
  callbacks: () => depthOf((deeper) => [0].forEach(deeper)),
  generators() {
    const generate = function* (deeper) {
      yield deeper();
    };
    return depthOf((deeper) => [...generate(deeper)]);
  },
  async awaits() {
    const down = async (depth) => (depth === 0 ? "reached" : down(depth - 1));
    return down(2000);
  },
  parse: () => typeof JSON.parse("[".repeat(100_000) + "]".repeat(100_000)),
  parseWide: () => JSON.parse(`[${"[],".repeat(1_000_000)}[]]`).length,
  stringify() {
    let value = [];
    for (let depth = 0; depth < 100; depth++) value = [value];
    return JSON.stringify(value).length;
  },
  stringifyTooDeep() {
    let value = [];
    for (let depth = 0; depth < 100_000; depth++) value = [value];
    return attempt(() => JSON.stringify(value));
  },
  regularExpression: () => /^(?:a|b)*$/.test("ab".repeat(100_000)),
  memory() {
    for (let count = 0; count < 1_000_000; count++) kept.push({ count, text: `text ${count}` });
    return kept.length;
  },
  bytes: () => new Uint8Array(256 * 2 ** 20).length,
  clock: () => Date.now() > 1.7e12 && performance.now() > 0,
  random: () => Math.random() < 1 && crypto.getRandomValues(new Uint8Array(16)).length,
  stderr: () => console.error("seen only where a process ends"),
};

function depthOf(step) {
  let depth = 0;
  const deeper = () => {
    depth++;
    step(deeper);
  };
  const outcome = attempt(deeper);
  return depth > 2000 ? `over 2000 levels, then ${outcome}` : `${depth} levels, then ${outcome}`;
}

function attempt(action) {
  try {
    return action();
  } catch (error) {
    return String(error);
  }
}

function respond(value) {
  const body = encoder.encode(JSON.stringify(value ?? null));
  standard.sendResponse({ inherit: false, body, metadata: undefined, capabilities: [] }, undefined);
}

export async function init() {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    const [, message] = standard.receive();
    const name = decoder.decode(message.val.body);
    Promise.resolve().then(attempts[name]).then(respond, (error) => respond(String(error)));
  }
}
