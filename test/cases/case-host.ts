/** A way to run the subject: what a case may do to it, the same on every host. */

export interface HttpCall {
  /** Whose path it is; the subject's by default. */
  readonly process?: "subject" | "peer";
  readonly method?: string;
  /** Behind the process's prefix: `/api/items?limit=3`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface HttpResult {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How a process message ended. */
export type CallResult =
  | { readonly tag: "response"; readonly body: string; readonly metadata: string | undefined }
  | { readonly tag: "timeout" };

export interface ProcessCall {
  /** The node that the caller says it is on; the own node by default. */
  readonly from?: string;
  readonly body: string | Uint8Array;
  /** Nothing is expected when this is false. */
  readonly expects?: boolean;
}

/** One end of a WebSocket: that of a client, or of a server that the subject has connected to. */
export interface CaseSocket {
  /** Nothing when the connection has gone. */
  send(message: string | Uint8Array): void;
  /** What comes next: `text …`, `binary 1,2,3` or `close`. */
  next(): Promise<string>;
  close(): void;
}

/** A server that the subject can connect to. */
export interface CaseServer {
  readonly url: string;
  /** The next connection. */
  accept(): Promise<CaseSocket>;
}

/** What a server gets, and what it answers. */
export type HttpAnswerer = (request: {
  readonly method: string;
  readonly contentType: string | undefined;
  readonly body: string;
}) => { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string };

export interface CaseHost {
  http(call: HttpCall): Promise<HttpResult>;
  /** Opens a WebSocket behind the process's prefix. Rejects when there is none. */
  connect(path: string): Promise<CaseSocket>;
  /** A message to the subject by a process `asker:test:test.os`. */
  call(call: ProcessCall): Promise<CallResult>;
  /** Stands in for a process that is not installed: `reply` gets the body of each request and gives that of its answer. */
  answerAs(process: string, reply: (body: string) => string | Uint8Array): void;
  serve(): Promise<CaseServer>;
  /** A server that the subject can ask over HTTP; its URL. */
  serveHttp(answer: HttpAnswerer): Promise<string>;
  /** Ends the subject without warning and starts it again with what it has stored. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}
