/** What a rule is: one property of a schema, reported wherever it does not hold. */

import type { Report } from "../../diagnostics/report.js";
import type { Bindings } from "../bindings.js";

export type Rule = (bindings: Bindings, report: Report) => void;
