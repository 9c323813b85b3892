/** What the rules say, by area. */

import { testNotation } from "../support/notation.js";

testNotation("check/package.txt");
testNotation("check/files.txt");
testNotation("check/names.txt");
testNotation("check/types.txt");
testNotation("check/values.txt");
testNotation("check/processes.txt");
testNotation("check/routes.txt");
testNotation("check/wit.txt");
