/** How host calls fail: with a value that the guest can catch, or with the end of the process. */

/** The `err` of a WIT result. componentize-js and jco both carry it as `payload` of something thrown. */
export class HostError<Payload> extends Error {
  override readonly name = "HostError";
  readonly payload: Payload;

  constructor(message: string, payload: Payload) {
    super(message);
    this.payload = payload;
  }
}

/** A host call that ends the process. A component cannot catch it. */
export class Trap extends Error {
  override readonly name = "Trap";
}
