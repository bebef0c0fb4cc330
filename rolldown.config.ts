import { defineConfig, type InputOptions, type OutputOptions, type RolldownOptions } from "rolldown"

/** For all that is run by a Node.js that is new enough. */
const input = {
  platform: "node",
  // native code, loaded from node_modules
  external: ["libsql", "koffi"],
  // a module of which only types are wanted is not needed at all
  transform: { typescript: { onlyRemoveTypeImports: false } },
  // the compiler is stricter: it wants them marked
  checks: { configurationFieldConflict: false }
} satisfies InputOptions

/**
 * CommonJS, since V8's compiled form of a module cannot be kept. Without comments, and in ASCII, since V8 takes two bytes
 * for each character of a file that has others. Names and lines stay, for whoever reads the trace of an error.
 */
const output = {
  format: "cjs",
  sourcemap: true,
  strict: true,
  comments: false,
  minify: {
    compress: { keepNames: { function: true, class: true } },
    mangle: false,
    codegen: { removeWhitespace: false, asciiOnly: true }
  },
  // in a script that is compiled by itself, import() is experimental
  dynamicImportInCjs: false
} satisfies OutputOptions

const forBrowsers = {
  platform: "browser",
  tsconfig: "src/page/tsconfig.json",
  transform: { typescript: { onlyRemoveTypeImports: false } },
  checks: { configurationFieldConflict: false },
  output: { dir: "dist/page", format: "esm", codeSplitting: false, minify: true, comments: false }
} satisfies RolldownOptions

export default defineConfig([
  /** What is run: it looks at Node.js first. */
  {
    input: "src/start.ts",
    platform: "node",
    output: { file: "dist/main.js", format: "esm", codeSplitting: false, banner: "#!/usr/bin/env node" }
  },
  /** The robot, with its page beside it: it starts in a fifth of the time and half the memory of separate modules. */
  {
    input: { robot: "src/robot.ts" },
    ...input,
    output: { ...output, dir: "dist", entryFileNames: "[name].cjs", chunkFileNames: "robot-[name].cjs" }
  },
  /** The command line, each command loaded when it is asked for. */
  {
    input: { commands: "src/main.ts" },
    ...input,
    output: { ...output, dir: "dist", entryFileNames: "[name].cjs", chunkFileNames: "commands-[name].cjs" }
  },
  /** The page, for browsers. */
  {
    input: { page: "src/page/main.tsx" },
    ...forBrowsers,
    output: { ...forBrowsers.output, codeSplitting: true, chunkFileNames: "page-[name].js" }
  },
  /** The same with the chats of the demo beside it. */
  { input: { demo: "src/page/demo.tsx" }, ...forBrowsers }
])
