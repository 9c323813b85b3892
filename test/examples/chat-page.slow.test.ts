/** The page of `examples/chat` in two browsers, one for each of two nodes, as their people use it. */

import type { Browser, Page } from "playwright-core";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { findChromium, launchChromium } from "../support/chromium.js";
import type { Form } from "../support/run-project.js";
import { type ChatNode, type ChatNodes, startChatNodes } from "./chat-nodes.js";

const chromiumPath = findChromium();
if (chromiumPath === undefined) {
  console.log("skipped: no Chromium to look at the page of examples/chat with (CHROMIUM_PATH, or chromium on PATH)");
}

for (const form of ["direct", "component quickjs"] as const) testPages(form);

function testPages(form: Form): void {
  const test = suite(`the page of chat, ${form}`);
  if (chromiumPath === undefined) {
    test.skip(`in Chromium`);
    return test.run();
  }
  let nodes: ChatNodes;
  let browser: Browser;
  let alice: Person;
  let bob: Person;
  test.before(async () => {
    [nodes, browser] = await Promise.all([startChatNodes(form), launchChromium(chromiumPath)]);
    alice = await logIn(browser, nodes.alice, { width: 1100, height: 720 });
    bob = await logIn(browser, nodes.bob, { width: 390, height: 780 });
  });
  test.after(async () => {
    await browser.close();
    await nodes.stop();
  });

  test("what one writes, both see, and the text of others is only text", async () => {
    await alice.page.getByLabel("Talk to a node").fill("bob.os");
    await alice.page.keyboard.press("Enter");
    await alice.write("Hello Bob");
    await alice.sees("Hello Bob", "✓✓ delivered");
    const unread = bob.page.getByLabel("1 unread");
    await unread.waitFor();
    await bob.page.getByRole("link", { name: "alice.os" }).click();
    await bob.sees("Hello Bob");
    assert.is(await unread.count(), 0);

    const hostile = `<img src=x onerror="document.title='taken'"><b>&amp;</b>`;
    await bob.write(hostile);
    await bob.sees(hostile, "✓✓ delivered");
    await alice.sees(hostile);
    assert.is(await alice.page.title(), "bob.os – alice.os");
  });

  test("a history outlives a reload", async () => {
    const before = await alice.read();
    assert.is(before.length, 2);
    await alice.page.reload();
    await alice.sees("Hello Bob", "✓✓ delivered");
    assert.equal(await alice.read(), before);
  });

  test("a telephone shows the list or a conversation, and nothing beside the screen", async () => {
    const widths = () => bob.page.evaluate("[document.documentElement.scrollWidth, innerWidth]");
    assert.equal(await widths(), [390, 390]);
    await bob.page.getByRole("link", { name: "All conversations" }).click();
    await bob.page.getByRole("heading", { name: "Chat" }).waitFor();
    assert.is(await bob.page.locator("#messages").isVisible(), false);
    assert.equal(await widths(), [390, 390]);
    await bob.page.goBack();
    await bob.sees("Hello Bob");
    assert.is(await bob.page.getByRole("heading", { name: "Chat" }).isVisible(), false);
  });

  test("a node that is off: both see it, nothing is lost, and each message is there once when it is on again", async () => {
    await nodes.bob.stop();
    await alice.write("Are you there?");
    await alice.sees("Are you there?", "bob.os is offline, trying again");
    await bob.page.getByText("No connection to bob.os. Trying again…").waitFor();
    await bob.write("Written meanwhile");
    await bob.sees("Written meanwhile", "sending…");

    await nodes.bob.start();
    await alice.sees("Are you there?", "✓✓ delivered");
    await bob.sees("Are you there?");
    await bob.sees("Written meanwhile", "✓✓ delivered");
    await alice.sees("Written meanwhile");
    assert.is(await bob.page.getByRole("status").textContent(), "");
    for (const person of [alice, bob]) assert.is(new Set(await person.read()).size, 4);
    assert.equal([(await alice.read()).length, (await bob.read()).length], [4, 4]);
  });

  test("a conversation that is deleted is gone, here only", async () => {
    alice.page.once("dialog", (dialog) => void dialog.accept());
    await alice.page.getByRole("button", { name: "Delete" }).click();
    await alice.page.getByText("Choose a conversation").waitFor();
    // What the node answers.
    await alice.page.locator("#conversations li").waitFor({ state: "detached" });
    assert.is((await bob.read()).length, 4);
  });

  test("no page had an error", () => {
    assert.equal([...alice.errors, ...bob.errors], []);
  });

  test.run();
}

interface Person {
  readonly page: Page;
  /** What the page has thrown. */
  readonly errors: readonly string[];
  write(text: string): Promise<void>;
  /** Waits for a message of the open conversation, and for how far it has come. */
  sees(text: string, delivery?: string): Promise<void>;
  /** All messages of the open conversation. */
  read(): Promise<string[]>;
}

async function logIn(browser: Browser, node: ChatNode, viewport: { width: number; height: number }): Promise<Person> {
  const page = await (await browser.newContext({ viewport })).newPage();
  const errors: string[] = [];
  // Machines that test have more to do.
  page.setDefaultTimeout(60_000);
  page.on("pageerror", (error) => errors.push(`${node.name}: ${error.message}`));
  await page.goto(node.url);
  await page.getByRole("heading", { name: node.name }).waitFor();
  await page.getByLabel("any password works").fill("secret");
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText(node.name, { exact: true }).waitFor();
  const messages = page.getByRole("log").getByRole("listitem");
  return {
    page,
    errors,
    async write(text) {
      await page.getByLabel("Message", { exact: true }).fill(text);
      await page.keyboard.press("Enter");
    },
    async sees(text, delivery) {
      const message = messages.filter({ hasText: text });
      await (delivery === undefined ? message : message.filter({ hasText: delivery })).waitFor();
    },
    read: () => page.locator("#messages p").allTextContents(),
  };
}
