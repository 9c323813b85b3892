/** `Blob`: bytes with an optional media type, as they travel beside a message. */

export interface Blob {
  readonly mime?: string | undefined;
  readonly bytes: Uint8Array;
}
