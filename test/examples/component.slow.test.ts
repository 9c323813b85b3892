import { runChat } from "./run-chat.js";
import { runExamples } from "./run-examples.js";

runExamples("component");
runChat("component");
