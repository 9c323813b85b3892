/** UTF-8 without the engine's classes, against Node's own, on random texts and bytes. */

import { suite } from "uvu";
import * as assert from "uvu/assert";

// What QuickJS has and Node 20 lacks; before the module that uses it.
Object.defineProperties(Uint8Array, {
  fromBase64: { value: (text: string) => Uint8Array.from(Buffer.from(text, "base64")), configurable: true },
});
Object.defineProperties(Uint8Array.prototype, {
  toBase64: {
    value(this: Uint8Array) {
      return Buffer.from(this.buffer, this.byteOffset, this.byteLength).toString("base64");
    },
    configurable: true,
  },
});
const { TextEncoder: OwnEncoder } = await import("../../../runtime/guest/quickjs/globals/text-encoder.js");
const { TextDecoder: OwnDecoder } = await import("../../../runtime/guest/quickjs/globals/text-decoder.js");

const test = suite("text in QuickJS");

/** Whole numbers below `limit`, always the same ones. */
function createRandom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % limit;
  };
}

const random = createRandom(7);
const units = [() => random(0x80), () => random(0x100), () => random(0x800), () => random(0x1_0000), () => 0xd7f0 + random(0x820)];
const likely = [0xe0, 0x80, 0xa0, 0xed, 0x9f, 0xbf, 0xf0, 0x90, 0xf4, 0x8f, 0xc2, 0x41, 0xef, 0xbb, 0xbf];
const bytes = [
  () => random(0x80),
  () => random(0x100),
  () => likely[random(likely.length)] ?? 0,
  () => (random(2) === 0 ? 0x41 : random(0x100)),
  () => 0xc0 + random(0x40),
];

const roundCount = 20_000;
const randomLength = (round: number): number => random(round % 50 === 0 ? 400 : 20);

test("texts are encoded as Node does it", () => {
  const [own, node] = [new OwnEncoder(), new TextEncoder()];
  for (let round = 0; round < roundCount; round++) {
    const unit = units[round % units.length] ?? (() => 0);
    const text = String.fromCharCode(...Array.from({ length: randomLength(round) }, unit));
    assert.equal([...own.encode(text)], [...node.encode(text)], JSON.stringify(text));
    const [ownBytes, nodeBytes] = [new Uint8Array(7), new Uint8Array(7)];
    assert.equal(own.encodeInto(text, ownBytes), node.encodeInto(text, nodeBytes), JSON.stringify(text));
    assert.equal(ownBytes, nodeBytes);
  }
});

/** What a decoder gives, or that it throws. */
function decode(decoder: { decode(bytes: Uint8Array, options?: { stream?: boolean }): string }, parts: readonly Uint8Array[]): readonly string[] {
  return parts.map((part, index) => {
    try {
      return decoder.decode(part, { stream: index < parts.length - 1 });
    } catch (error) {
      return (error as Error).name;
    }
  });
}

for (const options of [{}, { fatal: true }, { ignoreBOM: true }]) {
  test(`bytes are decoded as Node does it: ${JSON.stringify(options)}`, () => {
    for (let round = 0; round < roundCount; round++) {
      const byte = bytes[round % bytes.length] ?? (() => 0);
      const all = Uint8Array.from({ length: randomLength(round) + 3 }, byte).subarray(random(4));
      const place = random(all.length + 1);
      const hex = Buffer.from(all).toString("hex");
      for (const parts of [[all], [all.subarray(0, place), all.subarray(place)]]) {
        assert.equal(decode(new OwnDecoder("utf-8", options), parts), decode(new TextDecoder("utf-8", options), parts), `${hex} at ${place}`);
      }
    }
  });
}

test("views and buffers are bytes, other things are not", () => {
  const decoder = new OwnDecoder();
  assert.is(decoder.decode(new Uint8Array([0x61, 0x62]).buffer), "ab");
  assert.is(decoder.decode(new DataView(new Uint8Array([0x61, 0x62]).buffer, 1)), "b");
  assert.is(decoder.decode(), "");
  assert.throws(() => decoder.decode("ab"), (error: unknown) => error instanceof TypeError);
});

test("another encoding is refused by its name", () => {
  assert.throws(() => new OwnDecoder("utf-16le"), (error: unknown) => error instanceof RangeError && error.message === "TextDecoder knows utf-8 alone here, not utf-16le");
  assert.is(new OwnDecoder(" UTF8 ").encoding, "utf-8");
});

test.run();
