/**
 * Runs a file of the program, and those it loads, by what V8 made of them at the build, if this Node.js, under these
 * flags, has made it of these very files: then it starts in two thirds of the time. Else they are compiled anew, as ever.
 * It imports only when it is called: before that, Node.js may be too old.
 */
export const runCompiled = async (directory: URL, first: string): Promise<void> => {
  const { createRequire } = await import("node:module")
  const { fileURLToPath } = await import("node:url")
  const { setFlagsFromString } = await import("node:v8")
  const compile = await compiler()
  // else V8 lets the heap grow to several times what is in use before it looks what may go
  setFlagsFromString("--heap-growing-percent=80")

  const at = (name: string) => fileURLToPath(new URL(name, directory))
  const requireElse = createRequire(at(first))
  const loaded = new Map<string, { readonly exports: unknown }>()
  const run = (name: string): unknown => {
    const file = at(name)
    const module = { exports: {} }
    loaded.set(name, module)
    compile(file)(module.exports, requireHere, module, file, fileURLToPath(directory))
    return module.exports
  }
  const requireHere = (id: string): unknown => {
    if (!id.startsWith("./")) return requireElse(id)
    const name = id.slice("./".length)
    return loaded.get(name)?.exports ?? run(name)
  }
  run(first)
}

/** Makes the function that Node.js makes of a module of CommonJS. At the build it keeps what V8 makes of it, too. */
const compiler = async () => {
  const { createHash } = await import("node:crypto")
  const { readFileSync, renameSync, writeFileSync } = await import("node:fs")
  const { cachedDataVersionTag } = await import("node:v8")
  const { Script } = await import("node:vm")
  const isBuild = process.env["WEIXIN_ROBOT_COMPILES"] === "true"
  // V8 itself takes what another build of it made, and may crash by that
  const suffix = `-${process.version}-${process.arch}-${cachedDataVersionTag()}.v8`

  const made = new Map<string, () => Buffer>()
  // by then they hold the functions that were needed, and those that they held before
  process.on("exit", () =>
    made.forEach((code, compiled) => {
      writeFileSync(`${compiled}.new`, code())
      renameSync(`${compiled}.new`, compiled)
    })
  )

  return (file: string) => {
    const compiled = file.replace(/\.cjs$/, suffix)
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
    const cachedData = keptCode()
    const script = new Script(
      // on one line: line numbers stay. The build makes it ASCII
      `(function (exports, require, module, __filename, __dirname) { ${source.toString("latin1")}\n})`,
      { filename: file, ...(cachedData === undefined ? {} : { cachedData }) }
    )
    if (isBuild) made.set(compiled, () => Buffer.concat([digest, script.createCachedData()]))
    return script.runInThisContext()
  }
}
