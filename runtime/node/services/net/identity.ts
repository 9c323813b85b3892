/** The key by which a node signs: Ed25519, kept in its home. */

import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";
import { readFile } from "node:fs/promises";
import { writeFileAtomically } from "../../write-file.js";

export interface NetIdentity {
  /** `0x` and the public key in hexadecimal digits, as nodes know each other by it. */
  readonly networkingKey: string;
  sign(bytes: Uint8Array): Uint8Array;
}

/** The one that is there, or a new one. */
export async function loadIdentity(path: string): Promise<NetIdentity> {
  const stored = await readFile(path).catch(() => undefined);
  const kept = stored && readKey(stored);
  if (kept) return createIdentity(kept);
  const { privateKey } = generateKeyPairSync("ed25519");
  await writeFileAtomically(path, privateKey.export({ type: "pkcs8", format: "der" }), 0o600);
  return createIdentity(privateKey);
}

export function createIdentity(privateKey: KeyObject): NetIdentity {
  const publicKey = createPublicKey(privateKey).export({ type: "spki", format: "der" });
  return {
    networkingKey: `0x${publicKey.subarray(spkiHead.length).toString("hex")}`,
    sign: (bytes) => sign(null, bytes, privateKey),
  };
}

/** Whether the key, as in `networkingKey`, has signed the bytes. */
export function isSignedBy(networkingKey: string, bytes: Uint8Array, signature: Uint8Array): boolean {
  const der = Buffer.concat([spkiHead, Buffer.from(networkingKey.slice(2), "hex")]);
  return verify(null, bytes, createPublicKey({ key: der, type: "spki", format: "der" }), signature);
}

/** What stands before the 32 bytes of a key of Ed25519 (RFC 8410, 4). */
const spkiHead = Buffer.from("302a300506032b6570032100", "hex");

function readKey(der: Buffer): KeyObject | undefined {
  try {
    const key = createPrivateKey({ key: der, type: "pkcs8", format: "der" });
    return key.asymmetricKeyType === "ed25519" ? key : undefined;
  } catch {
    return undefined;
  }
}
