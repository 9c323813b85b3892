/** Registers the subject's cases for one way of running it. */

import { suite } from "uvu";
import type { CaseHost } from "./case-host.js";
import { subjectCases } from "./subject/cases.js";
import { defectCases } from "./subject/defects.js";
import { httpCases } from "./subject/http.js";
import { mistakeCases } from "./subject/mistakes.js";
import { serviceCases } from "./subject/services.js";

export function runCases(name: string, createHost: () => Promise<CaseHost>, cleanUp: () => Promise<void>): void {
  let host: CaseHost | undefined;
  const cases = suite(name);
  cases.before(async () => {
    host = await createHost();
  });
  cases.after(async () => {
    await host?.stop();
    await cleanUp();
  });
  for (const { name: caseName, run } of [...subjectCases, ...httpCases, ...serviceCases, ...defectCases, ...mistakeCases]) {
    cases(caseName, async () => {
      if (!host) throw new Error("the host did not start");
      await run(host);
    });
  }
  cases.run();
}
