// Makes dist/bin from dist/compiler/cli/main.js: the same program in a few files. Node takes a third of a millisecond to
// find, read and link each module, and `hproc check` has 150 of them: 190 ms become 140. Makes dist/direct for the same
// reason: what processes without a component import of hproc, which each loads in a thread of its own. Then puts the
// library behind `URL` into the file that programs in QuickJS get.

import { readdir, readFile, rm } from "node:fs/promises";
import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const dist = fileURLToPath(new URL("../../dist/", import.meta.url));

/** Modules that find files beside themselves find them where they are without the bundle. */
const places = {
  name: "places",
  setup({ onLoad }) {
    onLoad({ filter: /\.js$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      if (!text.includes("import.meta.url")) return undefined;
      const place = JSON.stringify(`../${relative(dist, path).split(sep).join("/")}`);
      return { contents: text.replaceAll("import.meta.url", `new URL(${place}, import.meta.url).href`), loader: "js" };
    });
  },
};

// Names of chunks have hashes: those of an earlier build would stay.
await rm(`${dist}bin`, { recursive: true, force: true });
await build({
  entryPoints: [`${dist}compiler/cli/main.js`],
  outdir: `${dist}bin`,
  bundle: true,
  // Commands are loaded when they are called, as without the bundle.
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  packages: "external",
  logLevel: "warning",
  plugins: [places],
});

/** The thread of a process has loaded these before, and connected them with its host. */
const host = {
  name: "host",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/direct-standard\.js$/ }, () => ({ path: "../runtime/node/direct-standard.js", external: true }));
  },
};

await rm(`${dist}direct`, { recursive: true, force: true });
await build({
  entryPoints: {
    contract: `${dist}runtime/contract/index.js`,
    guest: `${dist}runtime/guest/index.js`,
    boot: `${dist}runtime/node/direct-boot.js`,
  },
  outdir: `${dist}direct`,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  logLevel: "warning",
  plugins: [host],
});

/** The library looks for their prototype by an async generator, which is an ordinary function in a program for QuickJS. */
const withoutAsyncIterators = {
  name: "without async iterators",
  setup({ onLoad }) {
    onLoad({ filter: /whatwg-url[\\/]lib[\\/]utils\.js$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const contents = text.replace("Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype)", "{}");
      if (contents === text) throw new Error(`${path} is not as expected`);
      return { contents, loader: "js" };
    });
  },
};

// Beside url.js as `url.bundle.js`: programs are built where hproc's own dependencies are not to be found, and must not name folders of this machine.
const globals = `${dist}runtime/guest/quickjs/globals/`;
const libraries = ["whatwg-url", "webidl-conversions", "punycode"];
const licenses = await Promise.all(libraries.map(readLicense));
await build({
  entryPoints: [`${globals}url.js`],
  outfile: `${globals}url.bundle.js`,
  bundle: true,
  format: "esm",
  platform: "neutral",
  mainFields: ["module", "main"],
  target: "es2024",
  external: ["../install.js"],
  alias: { tr46: `${globals}idna.js` },
  plugins: [withoutAsyncIterators],
  minify: true,
  banner: { js: `/*! Contains ${libraries.join(", ")}.\n\n${licenses.join("\n\n")}\n*/` },
  logLevel: "warning",
});

async function readLicense(name) {
  const folder = new URL(`../../node_modules/${name}/`, import.meta.url);
  const file = (await readdir(folder)).find((each) => /^licen[sc]e/i.test(each));
  return readFile(new URL(file, folder), "utf8");
}
