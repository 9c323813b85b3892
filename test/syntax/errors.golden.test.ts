/** What is said about texts that cannot be read. */

import { testNotation } from "../support/notation.js";

testNotation("syntax/errors.txt");
