/**
 * `homepage:homepage:sys`: the page at `/` of the node, with the apps that have told of themselves (hyperdrive
 * `packages/homepage/homepage/src/lib.rs`). Like there, what it cannot read is dropped without an answer.
 */

import { formatProcessId } from "../../../contract/address.js";
import type { ProcessId } from "../../../contract/address.js";
import type { Capability } from "../../../contract/standard.js";
import { capabilityKey } from "../../capabilities.js";
import { decodeJson, encodeJson, isRecord } from "../../json-body.js";
import type { Kernel } from "../../kernel.js";
import type { KernelMessage } from "../../kernel-message.js";
import { homepageProcess, httpServerProcess } from "../../system-processes.js";
import type { StateStore } from "../state.js";
import { Apps } from "./apps.js";
import { parseFavorite, parseHomePageRequest, parseOrder } from "./messages.js";
import { homePage } from "./page.js";

export interface HomePageService {
  /** Takes a process off the page that has been taken off the node. */
  forget(process: ProcessId): void;
}

/** The version of Hyperdrive whose behaviour the node has. */
const version = "1.9.2";
const emptyBody = new Uint8Array(0);

/** Binds its paths, so the http-server has to be there. */
export function addHomePageService(kernel: Kernel, store: StateStore): HomePageService {
  const apps = new Apps(store);
  const port = kernel.addModule(homepageProcess, handle);
  const httpServer = { node: kernel.node, process: httpServerProcess };

  bindContent("/", "text/html; charset=utf-8", homePage(kernel.node), { authenticated: true });
  bindContent("/our", "text/html", kernel.node);
  bindContent("/our.js", "application/javascript", `window.our = {}; window.our.node = '${kernel.node}';`);
  bindContent("/amionline", "text/html", "yes");
  bindContent("/hyperware.css", "text/css", "");
  bindContent("/manifest.json", "application/json", manifest(kernel.node));
  for (const path of ["/version", "/apps", "/favorite", "/order"]) bind(path, { authenticated: true, cache: false });

  function bind(path: string, { authenticated, cache }: { authenticated: boolean; cache: boolean }, blob?: { mime: string; bytes: Uint8Array }): void {
    port.request(httpServer, encodeJson({ Bind: { path, authenticated, local_only: false, cache } }), { blob });
  }

  function bindContent(path: string, mime: string, text: string, { authenticated } = { authenticated: false }): void {
    bind(path, { authenticated, cache: true }, { mime, bytes: new TextEncoder().encode(text) });
  }

  function handle(message: KernelMessage): void {
    if (message.message.tag !== "request" || message.source.node !== kernel.node) return;
    if (formatProcessId(message.source.process) === formatProcessId(httpServerProcess)) return answerHttp(message);
    const { process } = message.source;
    const request = parseHomePageRequest(message.message.val.body);
    switch (request?.kind) {
      case "add":
        apps.add(process, request.entry);
        return port.print(2, `homepage: ${formatProcessId(process)} shows itself as ${JSON.stringify(request.entry.label)}`);
      case "remove":
        return apps.remove(formatProcessId(process));
      case "remove-other":
        if (isAllowed("RemoveOther", message.message.val.capabilities, process)) apps.remove(request.id);
        return;
      case "set-stylesheet":
        if (isAllowed("SetStylesheet", message.message.val.capabilities, process)) bindContent("/hyperware.css", "text/css", request.css);
        return;
      case "get-apps":
        return port.respond(message, encodeJson({ GetApps: apps.list() }));
      case "get-push-subscription":
        return port.respond(message, encodeJson({ PushSubscription: null }));
      case undefined:
        return;
    }
  }

  /** The capability has to be attached to the message; that of the sender's alone is not enough. */
  function isAllowed(action: string, attached: readonly Capability[], process: ProcessId): boolean {
    const issuer = { node: kernel.node, process: homepageProcess };
    const needed = capabilityKey({ issuer, params: JSON.stringify(action) });
    if (attached.some((each) => capabilityKey(each) === needed)) return true;
    port.print(1, `homepage: ${action} of ${formatProcessId(process)} is ignored: it lacks the capability`);
    return false;
  }

  function answerHttp(message: KernelMessage): void {
    const body = message.message.tag === "request" ? decodeJson(message.message.val.body) : undefined;
    const http = isRecord(body) ? body["Http"] : undefined;
    if (!isRecord(http)) return;
    const { status, json, text } = respond(http, message.blob?.bytes ?? emptyBody);
    const headers = json === undefined ? {} : { "content-type": "application/json" };
    const bytes = json === undefined ? new TextEncoder().encode(text ?? "") : encodeJson(json);
    port.respond(message, encodeJson({ status, headers }), { blob: { mime: undefined, bytes } });
  }

  function respond({ bound_path: path, method }: Readonly<Record<string, unknown>>, body: Uint8Array): Answer {
    switch (path) {
      case "/apps":
        return { status: 200, json: apps.list() };
      case "/version": {
        // Programs take it for the sign that a node has booted.
        const all = apps.list();
        const isPopulated = all.length >= 4 && all.filter(({ widget }) => widget !== null).length >= 3;
        return isPopulated ? { status: 200, text: version } : { status: 425 };
      }
      case "/favorite": {
        if (method !== "POST") return { status: 405 };
        const favorite = parseFavorite(body);
        if (!favorite) return { status: 400 };
        apps.setFavorite(...favorite);
        return { status: 200 };
      }
      case "/order": {
        if (method !== "POST") return { status: 405 };
        const order = parseOrder(body);
        if (!order) return { status: 400 };
        apps.setOrder(order);
        return { status: 200 };
      }
      default:
        return { status: 404 };
    }
  }

  return { forget: (process) => apps.remove(formatProcessId(process)) };
}

interface Answer {
  readonly status: number;
  readonly json?: unknown;
  readonly text?: string;
}

/** For browsers that put a page on a home screen. */
function manifest(node: string): string {
  return JSON.stringify({ name: node, short_name: node, start_url: "/", display: "standalone" });
}
