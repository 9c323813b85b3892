import { engineNames } from "../../compiler/model/engine.js";
import { runChat } from "./run-chat.js";
import { runExamples } from "./run-examples.js";

for (const engine of engineNames) {
  runExamples(`component ${engine}`);
  runChat(`component ${engine}`);
}
