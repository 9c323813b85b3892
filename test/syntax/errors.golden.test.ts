/** What is said about texts that cannot be read, and about constructs that do not exist yet. */

import { testNotation } from "../support/notation.js";

testNotation("syntax/errors.txt");
testNotation("syntax/unsupported.txt");
