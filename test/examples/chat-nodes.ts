/** `examples/chat` on two nodes that reach each other, each of which can be stopped and started again. */

import { join } from "node:path";
import { createNode, type Installation, type LocalNode, Network } from "../../runtime/node/index.js";
import { createProject, type Project } from "../support/project.js";
import { type Form, prepareInstallations } from "../support/run-project.js";

export interface ChatNodes {
  readonly alice: ChatNode;
  readonly bob: ChatNode;
  stop(): Promise<void>;
}

export async function startChatNodes(form: Form): Promise<ChatNodes> {
  const project = await createProject("examples/chat");
  const installations = await prepareInstallations(project, form);
  const network = new Network();
  const alice = new ChatNode("alice.os", { project, installations, network });
  const bob = new ChatNode("bob.os", { project, installations, network });
  await Promise.all([alice.start(), bob.start()]);
  return {
    alice,
    bob,
    async stop() {
      await Promise.all([alice.stop(), bob.stop()]);
      await project.remove();
    },
  };
}

interface Surroundings {
  readonly project: Project;
  readonly installations: readonly Installation[];
  readonly network: Network;
}

export class ChatNode {
  readonly name: string;
  readonly #surroundings: Surroundings;
  #node: LocalNode | undefined;
  /** Any free one at the first start, and the same one from then on. */
  #port = 0;

  constructor(name: string, surroundings: Surroundings) {
    this.name = name;
    this.#surroundings = surroundings;
  }

  async start(): Promise<void> {
    const { project, installations, network } = this.#surroundings;
    const home = join(project.folder, ".hproc/nodes", this.name);
    this.#node = await createNode({ name: this.name, home, port: this.#port, network, print: () => {} });
    this.#port = Number(new URL(this.#node.url).port);
    await this.#node.install(installations);
  }

  async stop(): Promise<void> {
    await this.#node?.stop();
  }

  /** Where the page is, and below it everything else. */
  get url(): string {
    return `http://localhost:${this.#port}/chat:chat:template.os`;
  }
}
