/**
 * Runs the program in `directory` by what V8 made of it at the build, if this Node.js, under these flags, has made it of
 * this very program: then it starts in two thirds of the time. Else it is compiled anew, as ever. It imports only when it
 * is called: before that, Node.js may be too old.
 */
export const runCompiled = async (directory: URL): Promise<void> => {
  const { createHash } = await import("node:crypto")
  const { readFileSync, renameSync, writeFileSync } = await import("node:fs")
  const { createRequire } = await import("node:module")
  const { fileURLToPath } = await import("node:url")
  const { cachedDataVersionTag } = await import("node:v8")
  const { Script } = await import("node:vm")
  const at = (name: string) => fileURLToPath(new URL(name, directory))
  const file = at("robot.cjs")
  // V8 itself takes what another build of it made, and may crash by that
  const compiled = at(`robot-${process.version}-${process.arch}-${cachedDataVersionTag()}.v8`)
  const isBuild = process.env["WEIXIN_ROBOT_COMPILES"] === "true"

  const source = readFileSync(file)
  // and it takes what was made of any other source that is as long
  const digest = createHash("sha256").update(source).digest()
  const keptCode = () => {
    try {
      const kept = readFileSync(compiled)
      return kept.subarray(0, digest.length).equals(digest) ? kept.subarray(digest.length) : undefined
    } catch {
      return undefined
    }
  }
  const cachedData = isBuild ? undefined : keptCode()

  const script = new Script(
    // as Node.js wraps a module of CommonJS, on one line: line numbers stay
    `(function (exports, require, module, __filename, __dirname) { ${source.toString("utf8")}\n})`,
    {
      filename: file,
      ...(cachedData === undefined ? {} : { cachedData })
    }
  )
  if (isBuild) {
    // by then it holds the functions that every start needs
    process.on("exit", () => {
      writeFileSync(`${compiled}.new`, Buffer.concat([digest, script.createCachedData()]))
      renameSync(`${compiled}.new`, compiled)
    })
  }
  const module = { exports: {} }
  script.runInThisContext()(module.exports, createRequire(file), module, file, fileURLToPath(directory))
}
