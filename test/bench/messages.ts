/** The messages of `work/`, which every bench of messages sends, and how their answers are told from failures. */

export interface WorkMessage {
  readonly name: string;
  readonly body: Uint8Array;
  readonly isAnswer: (text: string) => boolean;
}

const encoder = new TextEncoder();

export const smallMessage = message("small message", '{"Add":1}', isNumber);
/** The process asks another one, and answers when that has. */
export const relayMessage = message("relay", '{"Relay":1}', isNumber);
export const awaitsMessage = message("100 awaits", '{"Awaits":100}', isNumber);
export const echo2KB = echo("2 KB echo", 2_000);
export const echo100KB = echo("100 KB echo", 100_000);

/** What the peer says, whatever it is asked. */
export const peerAnswer = encoder.encode("1");

function message(name: string, text: string, isAnswer: WorkMessage["isAnswer"]): WorkMessage {
  return { name, body: encoder.encode(text), isAnswer };
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text);
}

/** Records of everything that messages usually are made of, just as many as make `bytes` bytes. */
function echo(name: string, bytes: number): WorkMessage {
  const entries: string[] = [];
  for (let length = 2; ; ) {
    const id = entries.length;
    const entry = JSON.stringify({ id, title: `Entry ${id} – ünïcode`, tags: ["red", `tag ${id % 7}`], score: id + 0.5, done: id % 2 === 0 });
    length += encoder.encode(entry).length + 1;
    if (length > bytes) break;
    entries.push(entry);
  }
  const answer = `[${entries.join(",")}]`;
  return message(name, `{"Echo":${answer}}`, (text) => text === answer);
}
