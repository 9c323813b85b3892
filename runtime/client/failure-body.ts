/** The form in which a process tells of an error, over HTTP and WebSockets: `{"error": {"code", "message", …}}`. */

import { isJsonObject, type Problem } from "../contract/index.js";

export interface FailureBody {
  /** `request/does-not-fit`. */
  readonly code: string;
  readonly message: string;
  readonly problems: readonly Problem[];
  /** Of a line in the log of the process. */
  readonly id: string | undefined;
}

/** Undefined when the parsed JSON is something else. */
export function readFailure(value: unknown): FailureBody | undefined {
  if (!isJsonObject(value) || Object.keys(value).length !== 1 || !isJsonObject(value["error"])) return undefined;
  const { code, message, problems, id } = value["error"];
  if (typeof code !== "string" || !/^[a-z-]+\/[a-z-]+$/.test(code) || typeof message !== "string") return undefined;
  return {
    code,
    message,
    problems: Array.isArray(problems) ? problems.filter(isProblem) : [],
    id: typeof id === "string" ? id : undefined,
  };
}

function isProblem(value: unknown): value is Problem {
  return isJsonObject(value) && ["path", "expected", "found"].every((key) => typeof value[key] === "string");
}
