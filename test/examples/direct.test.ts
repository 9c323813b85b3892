import { runExamples } from "./run-examples.js";

runExamples("direct");
