/**
 * Runs the program in `directory` by what V8 made of it when it was built: it starts in two thirds of the time. A
 * version of Node.js that cannot use that compiles it anew, as where it is missing. It imports only when it is called: before, Node.js may be too old for that.
 */
export const runCompiled = async (directory: URL): Promise<void> => {
  const { existsSync, readFileSync, writeFileSync } = await import("node:fs")
  const { createRequire } = await import("node:module")
  const { fileURLToPath } = await import("node:url")
  const { constants, Script } = await import("node:vm")
  const at = (name: string) => fileURLToPath(new URL(name, directory))
  const [file, compiled] = [at("robot.cjs"), at("robot.cjs.v8")]
  const isBuilt = process.env["WEIXIN_ROBOT_COMPILES"] === "true"

  const script = new Script(
    // as Node wraps a module of CommonJS, on one line: line numbers stay
    `(function (exports, require, module, __filename, __dirname) { ${readFileSync(file, "utf8")}\n})`,
    {
      filename: file,
      ...(isBuilt || !existsSync(compiled) ? {} : { cachedData: readFileSync(compiled) }),
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER
    }
  )
  // by then it holds the functions that every start needs
  if (isBuilt) process.on("exit", () => writeFileSync(compiled, script.createCachedData()))
  const module = { exports: {} }
  script.runInThisContext()(module.exports, createRequire(file), module, file, fileURLToPath(directory))
}
