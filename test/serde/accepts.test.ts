/** The emitted codecs accept what serde_json accepts and make the same of it, but for the differences that are stated. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { root } from "../support/project.js";
import { candidates } from "./candidates.js";
import { differences, type Difference } from "./differences.js";
import { candidateBytes, readCases, readVerdicts } from "./fixtures.js";
import { readBytes } from "./read-json.js";
import { sinkTypes } from "./sink.js";

const test = suite("what serde_json accepts");

const verdicts = readVerdicts();
const seen = new Set<Difference>();

for (const type of sinkTypes) {
  test(type, () => {
    for (const verdict of verdicts) {
      const theirs = verdict.accepted[type];
      const bytes = candidateBytes(verdict);
      const ours = readBytes(type, bytes);
      if (theirs === ours) continue;
      const text = "text" in verdict ? verdict.text : Buffer.from(bytes).toString("latin1");
      const difference = differences.find(({ explains }) => explains({ type, text, theirs, ours }));
      if (difference) seen.add(difference);
      else assert.is(ours ?? "(refused)", theirs ?? "(refused)", `${type} from ${JSON.stringify(text)}`);
    }
  });
}

test("each stated difference is one", () => {
  assert.equal(differences.filter((each) => !seen.has(each)).map(({ reason }) => reason), []);
});

test("docs/wire.md has each difference, and the numbers of what is compared", () => {
  const document = readFileSync(join(root, "docs/wire.md"), "utf8").replaceAll("\n", " ");
  const counts = `of ${verdicts.length} messages our decoders accept what it accepts, each as each of ${sinkTypes.length} types`;
  assert.ok(document.includes(counts), counts);
  for (const { reason } of differences) {
    const [kind = "", text = ""] = reason.split(/: (.*)/);
    assert.ok(document.includes(`| ${kind} | ${text} |`), reason);
  }
});

test("the verdicts are about the candidates", () => {
  const judged = verdicts.map(({ accepted: _, ...candidate }) => candidate);
  assert.equal(judged, candidates(readCases()));
});

test("each type has been asked enough that fits and that does not", () => {
  for (const type of sinkTypes) {
    const acceptedCount = verdicts.filter(({ accepted }) => accepted[type] !== undefined).length;
    assert.ok(acceptedCount >= 2 && verdicts.length - acceptedCount > 300, `${type}: ${acceptedCount} of ${verdicts.length}`);
  }
});

test.run();
