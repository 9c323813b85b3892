/**
 * All rules. The order is that of a reader: the package, what things are called, types, what is said about values,
 * processes, and at last requests. It decides only which of several findings at one place comes first.
 */

import { checkAmbiguousEndpoints } from "./ambiguous-endpoints.js";
import { checkAnnotations } from "./annotations.js";
import { checkConstraints } from "./constraints.js";
import { checkDefaults } from "./defaults.js";
import { checkDuplicateMembers } from "./duplicate-members.js";
import { checkDuplicateNames } from "./duplicate-names.js";
import { checkEmptyTypes } from "./empty-types.js";
import { checkEndpoints } from "./endpoints.js";
import { checkEngine } from "./engine.js";
import { checkHandlerKinds } from "./handler-kinds.js";
import { checkHandlerPaths } from "./handler-paths.js";
import { checkKeys } from "./keys.js";
import { checkKitNames } from "./kit-names.js";
import { checkNameCollisions } from "./name-collisions.js";
import { checkNameStyle } from "./name-style.js";
import { checkNeeds } from "./needs.js";
import { checkNumbers } from "./numbers.js";
import { checkOptions } from "./options.js";
import { checkPackageLine } from "./package-line.js";
import { checkParameterSources } from "./parameter-sources.js";
import { checkPathParameters } from "./path-parameters.js";
import { checkPayloads } from "./payloads.js";
import { checkPeriods } from "./periods.js";
import { checkProcessMembers } from "./process-members.js";
import { checkReservedNames } from "./reserved-names.js";
import { checkRouteOverlap } from "./route-overlap.js";
import type { Rule } from "./rule.js";
import { checkSockets } from "./sockets.js";
import { checkStateDefaults } from "./state-defaults.js";
import { checkTypeCycles } from "./type-cycles.js";
import { checkTypePositions } from "./type-positions.js";
import { checkTypeSize } from "./type-size.js";
import { checkUnusedTypes } from "./unused-types.js";
import { checkWitNames } from "./wit-names.js";

export const rules: readonly Rule[] = [
  checkPackageLine,

  checkDuplicateNames,
  checkNameStyle,
  checkWitNames,
  checkReservedNames,
  checkNameCollisions,
  checkKitNames,

  checkEmptyTypes,
  checkPayloads,
  checkTypeCycles,
  checkTypeSize,
  checkTypePositions,
  checkKeys,
  checkUnusedTypes,

  checkNumbers,
  checkAnnotations,
  checkConstraints,
  checkDefaults,
  checkStateDefaults,

  checkDuplicateMembers,
  checkProcessMembers,
  checkPeriods,
  checkOptions,
  checkNeeds,
  checkEngine,
  checkEndpoints,

  checkSockets,
  checkHandlerKinds,
  checkHandlerPaths,
  checkPathParameters,
  checkParameterSources,
  checkRouteOverlap,
  checkAmbiguousEndpoints,
];
