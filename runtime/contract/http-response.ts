/** `HttpResponse`: what a handler returns that writes status, headers and body of its HTTP answer itself. */

export interface HttpResponse {
  /** 100 to 999. */
  readonly status: number;
  /** By name, with one value each: http-server keeps no more. None when left out. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Text is sent as UTF-8. Empty when left out. */
  readonly body?: Uint8Array | string | undefined;
}
