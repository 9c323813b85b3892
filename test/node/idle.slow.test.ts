/** As a component: made with an engine, transpiled by jco. */

import { testIdle } from "./idle.js";

testIdle("component");
