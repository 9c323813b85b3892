/** Schemas that have between them every construct of the language, each with and without what can be left out. */

/** Texts by path, the schema first. */
export const everyConstruct: Readonly<Record<string, string>> = {
  "all.hproc": `/// Everything.
package all:template.os@1.2.3-rc.1

use { Owner, Error as OwnerError } from "./owner.hproc"

/// A record
/// of two lines.
record Task @example({ id: 1, title: "a", done: true, state: Open, tags: ["x"] }) @deprecated("use Job") {
  /// Its number.
  id: u64 @range(1, 18446744073709551615) @example(7)
  title: string @length(1, 200) @pattern("^[^<]*$") @wire("name") = "new"
  done: bool = false
  state: State = Open
  tags: list<string> @items(0, 5) = ["a", "b"]
  secret: option<string> @secret @deprecated @example(none)
  owner: option<Owner>
  outcome: option<Outcome> @example(Bad("x")) @example(Fine)
  weight: f64 @range(-0.5, 100) = 1.5
  half: f32 = -2
}

/// An enum.
enum State @example(Done) @deprecated {
  Open
  /// Over.
  Done @wire("finished") @deprecated("use Open")
}

record Plain { initial: char = "x" }

/// A variant.
variant Outcome @deprecated @example(Bad("no")) {
  Fine
  /// Went wrong.
  Bad(string) @status(404) @deprecated
  Other(Plain) @wire("else")
}

variant Simple { One }

enum Few { A }

/// An alias.
type Title = string @length(1, 20) @example("t") @deprecated @secret

type Numbers = tuple<u8, u16, u32, s8, s16, s32, s64, int, f32, f64>

/// The process.
process All {
  name "Everything"
  icon "./assets/icon.svg"
  widget "./assets/widget.html"
  ui "./ui" { authenticated true }
  world "all-template-dot-os-v0"
  engine quickjs
  save every 5 minutes
  timeout 20 seconds
  log { terminal error, file warn, requests none }
  needs vfs, kv, sqlite, fetch

  /// What it keeps.
  state {
    /// Kept.
    tasks: map<u64, Task>
    old: set<string> @deprecated
    count: u64 = 1
    point: Plain = { initial: "y" }
  }

  endpoint http "/api" { authenticated false, localOnly true }
  endpoint http "/safe" { secureSubdomain true }
  endpoint ws "/ws" { authenticated false }
  endpoint ws "/own" { secureSubdomain true }
  endpoint ws "/tunnel" { extension true }

  /// Another one.
  uses peer:peer:other.os as peer from "./peer.hproc"

  /// At the start.
  init

  /// Now and then.
  every 10 minutes  sweep
  every 1 day  clean @deprecated("nothing to clean")

  /// Live.
  ws "/ws/live"  live(receives Outcome, sends Task)
  ws "/own"  raw() @deprecated
  ws "/tunnel"  tunnel(sends json)

  /// Prices.
  ws client  feed(receives Task, sends Outcome)
  ws client  wire() @deprecated("use feed")

  /// Gets.
  http GET, HEAD "/api/tasks/{id}"  getTask(
    /// Which.
    id: u64 @deprecated,
    filter: option<State> @example(Open) from query,
    agent: string = "none" from header "User-Agent",
  ) -> result<Task, OwnerError>
  http POST "/api/tasks", local  addTask(task: Task, token: string @secret) @wire("Add") @deprecated("use getTask")
  http PUT, DELETE, PATCH, OPTIONS "/safe/all"  all(simple: Simple, few: Few, numbers: Numbers, title: Title)
  remote  where(address: Address, process: ProcessId, node: NodeId, blob: Blob) -> bytes
}

process Other {
  engine starlingmonkey
  endpoint http "/"
  uses peer:peer:other.os as peer from "./peer.hproc"
  init
  http  rest() -> HttpResponse
}
`,
  "owner.hproc": `/// From elsewhere.
record Owner { name: string }

variant Error { Gone }
`,
  "peer.hproc": `package peer:other.os@1.0.0

process Peer {
  endpoint http "/"
  local, http GET "/x"  call(text: string) -> u8
  local, remote  ask() -> string
  http "/y"  notCallable()
}
`,
};

/** Each of the policies that the one above does not have. */
export const otherSavePolicies: readonly string[] = [
  "save never",
  "save every message",
  "save every 5 messages",
  "save on change",
].map((line) => `package plain:template.os@1.0.0\n\nprocess Plain {\n  ${line}\n  local  ping() -> string\n}\n`);
