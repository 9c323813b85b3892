/** The files that every new project has beside those of its template. */

import type { Template } from "./templates.js";

export interface ProjectSettings {
  /** Of the package: `my-list`. */
  readonly name: string;
  readonly template: Template;
  /** Its file: `todo.hproc`. */
  readonly schema: string;
  /** Of the process that has the page, or the only one: `todo:my-list:alice.os`. */
  readonly processId: string;
  readonly hproc: Installation;
}

/** What a project depends on, from the description of the hproc that makes it. */
export interface Installation {
  readonly version: string;
  /** The range of Node's versions. */
  readonly node: string;
  /** The version of `@types/node`, which the types of tests need. */
  readonly nodeTypes: string;
}

/** Texts by path. */
export function projectFiles(settings: ProjectSettings): Readonly<Record<string, string>> {
  return {
    ".gitignore": ["node_modules/", ".hproc/", "api/", "generated/", "pkg/", "target/", ""].join("\n"),
    ".prettierrc": toJson({ plugins: ["hproc/prettier"] }),
    ".vscode/extensions.json": toJson({ recommendations: ["esbenp.prettier-vscode"] }),
    ".vscode/settings.json": toJson({ "prettier.documentSelectors": ["**/*.hproc"] }),
    "README.md": readme(settings),
    "package.json": toJson({
      name: settings.name,
      version: "0.1.0",
      private: true,
      type: "module",
      engines: { node: settings.hproc.node },
      scripts: {
        dev: "hproc dev",
        test: "hproc test",
        build: "hproc build",
        check: "hproc check && hproc fmt --check",
      },
      devDependencies: { "@types/node": settings.hproc.nodeTypes, hproc: settings.hproc.version },
    }),
    // Two programs, since a process has other globals than its tests, which Node runs.
    "tsconfig.json": toJson({
      files: [],
      references: [{ path: "./tsconfig.process.json" }, { path: "./tsconfig.test.json" }],
    }),
    "tsconfig.process.json": toJson({
      compilerOptions: { ...compilerOptions, types: [] },
      include: [".hproc/globals.d.ts", "**/*.ts"],
      exclude: ["**/*.test.ts", "generated/*.client.ts", "node_modules", "pkg"],
    }),
    "tsconfig.test.json": toJson({
      compilerOptions: { ...compilerOptions, types: ["node"] },
      include: [".hproc/globals.d.ts", "**/*.test.ts"],
      exclude: ["node_modules", "pkg"],
    }),
  };
}

/** Those of `hproc dev` and `hproc build`, so that an editor says the same. */
const compilerOptions = {
  target: "es2023",
  lib: ["es2023"],
  module: "esnext",
  moduleResolution: "bundler",
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  forceConsistentCasingInFileNames: true,
};

function readme({ name, template, schema, processId }: ProjectSettings): string {
  const stem = schema.replace(/\.hproc$/, "");
  return `# ${name}

A process for Hyperware, made by hproc: ${template.summary}.

    npm install
    npm run dev

runs it on a local node at <http://localhost:8080/${processId}>, unless the port is taken: the output has the URL.

${template.tryIt(`http://localhost:8080/${processId}`)}

| command | does |
| --- | --- |
| \`npm run dev\` | runs the process on a local node |
| \`npm test\` | runs \`${stem}.test.ts\` |
| \`npm run check\` | reports every mistake in the schema |
| \`npm run build\` | makes the component and the package for nodes |

\`${schema}\` is the schema: types, state, endpoints, handlers. \`${stem}.ts\` has the handlers. \`generated/\` and \`api/\`
follow from the schema; \`npm run dev\` brings them up to date.
`;
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
