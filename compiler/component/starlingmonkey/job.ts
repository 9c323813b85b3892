/** What hproc and the process that runs componentize-js say to each other. */

export interface Job {
  /** An empty folder of the job's own. */
  readonly folder: string;
  readonly source: string;
  readonly wit: string;
  readonly world: string;
}

export type JobResult =
  | { readonly kind: "component"; readonly bytes: Uint8Array }
  /** The module is at fault, or componentize-js thinks so. */
  | { readonly kind: "refused"; readonly log: string }
  /** componentize-js is not what hproc expects. */
  | { readonly kind: "broken"; readonly message: string };
