/** Without a component. */

import { testIdle } from "./idle.js";

testIdle("direct");
