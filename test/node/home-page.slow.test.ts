/** The home page of a node in a browser, as its user has it: login, apps, widgets, favorites, and apps at their own `/`. */

import type { Browser, Page } from "playwright-core";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { findChromium, launchChromium } from "../support/chromium.js";
import { closeTestNodes, createTestNode, type TestNode, testProcess } from "../support/test-node.js";

const test = suite("the home page");

const icon = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'%3E%3Crect width='1' height='1' fill='red'/%3E%3C/svg%3E";
const hostile = `<img src=x onerror="document.title='taken'">`;

/** Shows itself, and serves its own `/`, and a number for its widget. */
const app = (entry: object): string => `export function init() {
  bind("/", true);
  bind("/api/number", true);
  standard.sendRequest(local("homepage", "homepage", "sys"), request(${JSON.stringify(JSON.stringify({ Add: entry }))}), undefined, undefined);
  for (;;) {
    const [, message] = standard.receive();
    if (message.tag !== "request") continue;
    const { Http: http } = JSON.parse(text(message.val.body));
    const headers = { "content-type": "text/html" };
    respond(JSON.stringify({ status: 200, headers }), { mime: undefined, bytes: bytes(http.bound_path.endsWith("number") ? "42" : "<title>own page</title>") });
  }
}`;

const widget = `<p id="n">…</p><script>fetch("/widget:test:test.os/api/number").then((r) => r.text()).then((t) => { document.getElementById("n").textContent = "the number is " + t; });</script>`;
const rights = { request_capabilities: ["homepage:homepage:sys", "http-server:distro:sys"] };

const chromiumPath = findChromium();
if (chromiumPath === undefined) {
  console.log("skipped: no Chromium to look at the home page with (CHROMIUM_PATH, or chromium on PATH)");
  test.skip("in Chromium");
} else {
  let browser: Browser;
  let node: TestNode;
  let page: Page;
  const problems: string[] = [];

  test.before(async () => {
    browser = await launchChromium(chromiumPath);
    node = await createTestNode();
    page = await browser.newPage({ viewport: { width: 900, height: 700 } });
    page.on("pageerror", (error) => problems.push(String(error)));
    await page.goto(node.node.url);
  });
  test.after(async () => {
    await browser.close();
    await closeTestNodes();
  });

  test("asks for the login of the node, and says when nothing is there", async () => {
    await page.getByLabel("Development node: any password works").fill("x");
    await page.getByRole("button", { name: "Log in" }).click();
    await page.getByRole("heading", { name: "test.os" }).waitFor();
    await page.getByText("No app has told of itself yet.").waitFor();
  });

  test("shows apps as they come, with icon, name and link; text of theirs is only text", async () => {
    await node.install(app({ label: "Todo", icon, path: "/", widget: null }), rights, "todo");
    await node.install(app({ label: hostile, icon: null, path: "/", widget: null }), rights, "hostile");
    const todo = page.getByRole("link", { name: "Todo" });
    await todo.waitFor();
    assert.is(await todo.getAttribute("href"), "/todo:test:test.os/");
    assert.is(await todo.locator("img").getAttribute("src"), icon);
    assert.ok(await todo.locator("img").evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth > 0));
    await page.getByText(hostile).waitFor();
    assert.is(await page.title(), "test.os");
    assert.is(await page.getByText("No app has told of itself yet.").isVisible(), false);
  });

  test("a widget runs in its frame, and asks its app as who is logged in", async () => {
    await node.install(app({ label: "Numbers", icon: null, path: null, widget }), rights, "widget");
    await page.frameLocator('iframe[title="Numbers"]').getByText("the number is 42").waitFor();
    // Only an app with an icon or a page of its own has a place among the apps.
    assert.is(await page.getByLabel("Apps").getByText("Numbers").count(), 0);
  });

  test("favorites come first, and the widget is not loaded again for it", async () => {
    const labels = () => page.locator("#apps .label").allTextContents();
    assert.equal(await labels(), ["Todo", hostile]);
    await page.frameLocator("iframe").locator("#n").evaluate((element) => (element.textContent = "touched"));
    await page.getByRole("button", { name: `Favorite: ${hostile}` }).click();
    await page.getByRole("button", { name: `Favorite: ${hostile}`, pressed: true }).waitFor();
    assert.equal(await labels(), [hostile, "Todo"]);
    assert.is(await page.frameLocator("iframe").locator("#n").textContent(), "touched");
  });

  test("an app keeps its own `/`, and one that is removed goes", async () => {
    await page.getByRole("link", { name: "Todo" }).click();
    await page.waitForURL("**/todo:test:test.os/");
    assert.is(await page.title(), "own page");
    await page.goBack();
    await page.getByRole("link", { name: "Todo" }).waitFor();
    await node.node.remove(testProcess("todo"));
    await page.getByRole("link", { name: "Todo" }).waitFor({ state: "detached" });
    assert.equal(problems, []);
  });

  test("says so when the node has gone", async () => {
    await node.node.stop();
    await page.getByText("The node does not answer.").waitFor();
  });
}

test.run();
