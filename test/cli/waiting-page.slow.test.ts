/** What a person sees in a browser who looks at a node of `hproc dev` before the project is right. */

import { suite } from "uvu";
import { findChromium, launchChromium } from "../support/chromium.js";
import { handlers, project } from "./counter-project.js";
import { withDev } from "./run-dev.js";

const test = suite("the page of a node that waits");

const chromiumPath = findChromium();
if (chromiumPath === undefined) {
  console.log("skipped: no Chromium to look at the page of a node that waits (CHROMIUM_PATH, or chromium on PATH)");
  test.skip("in Chromium");
} else {
  test("it shows the errors of each save, and gives way to the process", async () => {
    const files = { ...project, "counter.ts": `${handlers}\nconst = "<b>";\n` };
    const browser = await launchChromium(chromiumPath);
    try {
      await withDev(files, ["--watch"], async ({ started, save }) => {
        const page = await browser.newPage();
        await page.goto(`${/the node is at (\S+)/.exec(started)?.[1]}/counter:counter:template.os/api/total`);
        await page.getByRole("heading", { name: "nothing runs yet: the project has errors" }).waitFor();
        await page.getByText('12 | const = "<b>";').waitFor();
        await save("counter.ts", `${handlers}\nlet = 2;\n`);
        await page.getByText("12 | let = 2;").waitFor();
        await save("counter.ts", handlers);
        await page.getByText(/^0$/).waitFor();
      });
    } finally {
      await browser.close();
    }
  });
}

test.run();
