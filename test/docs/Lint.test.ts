import { spawnSync } from "node:child_process"
import { FileSystem, Path } from "@effect/platform"
import { NodeContext } from "@effect/platform-node"
import { expect, it } from "@effect/vitest"
import { Effect, Schema } from "effect"

const Report = Schema.parseJson(
  Schema.Struct({
    diagnostics: Schema.Array(
      Schema.Struct({ code: Schema.String, filename: Schema.String, message: Schema.String })
    )
  })
)

/** What the linter says of these files, laid out below its configuration as the project's are. */
const reports = (files: Readonly<Record<string, string>>) =>
  Effect.gen(function* () {
    const disk = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const root = yield* disk.makeTempDirectoryScoped()
    for (const name of [".oxlintrc.json", "package.json", "lint"]) {
      yield* disk.copy(name, path.join(root, name))
    }
    for (const [name, text] of Object.entries(files)) {
      yield* disk.makeDirectory(path.join(root, path.dirname(name)), { recursive: true })
      yield* disk.writeFileString(path.join(root, name), text)
    }
    const oxlint = path.resolve("node_modules/.bin/oxlint")
    const { stdout } = spawnSync(oxlint, ["--format", "json", "src"], { cwd: root, encoding: "utf8" })
    const { diagnostics } = yield* Schema.decode(Report)(stdout)
    return diagnostics.map(({ code, filename, message }) => `${filename} ${code} ${message}`).toSorted()
  }).pipe(Effect.scoped, Effect.provide(NodeContext.layer))

/** A file that is all right, and gives others something to import. */
const good = "export const one = 1\n"
/** So many lines that are all right. */
const lines = (many: number) => Array.from({ length: many }, (_, index) => `export const a${index} = 1\n`)
const importing = (...paths: ReadonlyArray<string>) =>
  paths
    .map((path, index) => `import { one as a${index} } from "${path}"\nexport const b${index} = a${index}\n`)
    .join("")

/** Texts with a fault each, and the rule that finds it. */
const faults: Readonly<Record<string, readonly [text: string, rule: string]>> = {
  NewDate: ["export const a = new Date()\n", "house(no-now)"],
  DateText: ["export const a = () => Date()\n", "house(no-now)"],
  Timers: ['import { setTimeout as a } from "node:timers/promises"\nexport const b = a\n', "house(no-now)"],
  DateNow: ["export const a = Date.now()\n", "eslint(no-restricted-properties)"],
  DateNowTaken: ["export const { now } = Date\n", "eslint(no-restricted-properties)"],
  Random: ["export const a = Math.random()\n", "eslint(no-restricted-properties)"],
  HighResolution: ["export const a = process.hrtime()\n", "eslint(no-restricted-properties)"],
  GlobalTimeout: ["globalThis.setTimeout(() => {}, 1)\n", "eslint(no-restricted-properties)"],
  Timeout: ["setTimeout(() => {}, 1)\n", "eslint(no-restricted-globals)"],
  Interval: ["setInterval(() => {}, 1)\n", "eslint(no-restricted-globals)"],
  Immediate: ["setImmediate(() => {})\n", "eslint(no-restricted-globals)"],
  Performance: ["export const a = performance.now()\n", "eslint(no-restricted-globals)"],
  LongFile: [lines(251).join(""), "eslint(max-lines)"],
  LongFunction: [`export const a = () => {\n${"  a()\n".repeat(59)}}\n`, "eslint(max-lines-per-function)"]
}

it.effect("the time of the machine, its chance, and what is too long are found", () =>
  Effect.gen(function* () {
    const files = Object.entries(faults).map(([name, [text]]) => [`src/demo/${name}.ts`, text] as const)
    const found = yield* reports(Object.fromEntries(files))
    expect(found.map((line) => line.split(" ").slice(0, 2))).toEqual(
      Object.entries(faults)
        .map(([name, [, rule]]) => [`src/demo/${name}.ts`, rule])
        .toSorted()
    )
  })
)

it.effect("a time that is given, and a file of 250 lines, are all right", () =>
  Effect.gen(function* () {
    const files = {
      "src/demo/Time.ts": "export const a = new Date(0)\n",
      "src/demo/Long.ts": lines(250).join(""),
      "src/layers/journal/sql/LetTimersRun.ts": "setImmediate(() => {})\n"
    }
    expect(yield* reports(files)).toEqual([])
  })
)

it.effect("program uses no layer of the room layers, by whatever way it gets at it", () =>
  Effect.gen(function* () {
    const files = {
      "src/layers/Thing.ts":
        "export const layer = 1\nexport const Thing = { layer, layerMemory: 1, Default: 1, layers: 1 }\n",
      "src/program/Own.ts": "export const Own = { layer: 1 }\n",
      "src/program/A.ts": 'import { Thing } from "../layers/Thing.ts"\nexport const a = Thing.layer\n',
      "src/program/B.ts":
        'import * as Thing from "../layers/Thing.ts"\nexport const b = Thing.Thing.layerMemory\n',
      "src/program/C.ts": 'import { Thing } from "../layers/Thing.ts"\nexport const { Default: c } = Thing\n',
      "src/program/D.ts": 'import { layer as d } from "../layers/Thing.ts"\nexport const e = d\n',
      "src/program/E.ts":
        'import { Thing } from "../layers/Thing.ts"\nimport { Own } from "./Own.ts"\nexport const f = [Thing.layers, Own.layer]\n',
      "src/main.ts": 'import { Thing } from "./layers/Thing.ts"\nexport const g = Thing.layer\n'
    }
    const found = yield* reports(files)
    expect(found).toEqual(
      [
        ["A", "layer"],
        ["B", "layerMemory"],
        ["C", "Default"],
        ["D", "layer"]
      ].map(
        ([file, name]) =>
          `src/program/${file}.ts house(no-layers-in-program) program uses tags of layers; main provides \`${name}\``
      )
    )
  })
)

it.effect("folders side by side, and files, do not import each other in a circle, types included", () =>
  Effect.gen(function* () {
    const files = {
      "src/demo/a/One.ts": importing("../b/Two.ts"),
      "src/demo/b/Two.ts": good + importing("../c/Three.ts", "../d/Four.ts"),
      "src/demo/c/Three.ts": `${good}import type { Other } from "../a/Other.ts"\nexport type Three = Other\n`,
      "src/demo/a/Other.ts": `${good}export type Other = 1\n`,
      "src/demo/d/Four.ts": good,
      "src/demo/Start.ts": importing("./a/Other.ts", "./d/Four.ts")
    }
    expect(yield* reports(files)).toEqual([
      "src/demo/a/One.ts house(no-circle-between-folders) imports go in a circle in src/demo: a -> b -> c -> a",
      "src/demo/b/Two.ts house(no-circle-between-folders) imports go in a circle in src/demo: b -> c -> a -> b",
      "src/demo/c/Three.ts house(no-circle-between-folders) imports go in a circle in src/demo: c -> a -> b -> c"
    ])
  })
)

it.effect("a folder of program, layers and simulator holds 12 files at most", () =>
  Effect.gen(function* () {
    const folder = (path: string, many: number) =>
      Object.fromEntries(Array.from({ length: many }, (_, index) => [`${path}/File${index}.ts`, good]))
    const files = {
      ...folder("src/program/a", 13),
      ...folder("src/layers/b", 12),
      ...folder("src/layers/b/c", 1),
      ...folder("src/simulator/d", 14),
      ...folder("src/http/e", 13)
    }
    expect(yield* reports(files)).toEqual([
      "src/program/a/File0.ts house(max-files-in-folder) a holds 13 files, of at most 12",
      "src/simulator/d/File0.ts house(max-files-in-folder) d holds 14 files, of at most 12"
    ])
  })
)

it.effect("rooms import only those below them, and main alone imports commands", () =>
  Effect.gen(function* () {
    const room = (name: string, text: string) => [`src/${name}/File.ts`, text] as const
    const all = ["domain", "http", "layers", "program", "simulator", "demo", "commands"]
    const others = (name: string) =>
      all.filter((other) => other !== name).map((other) => `../${other}/Good.ts`)
    const files = Object.fromEntries([
      ...all.map((name) => [`src/${name}/Good.ts`, good] as const),
      ...all.map((name) => room(name, importing(...others(name)))),
      ["src/main.ts", importing("./commands/Good.ts", "./program/Good.ts")],
      ["src/robot.ts", importing("./commands/Good.ts", "./program/Good.ts")],
      ["src/Else.ts", importing("./commands/Good.ts", "./program/Good.ts")]
    ])
    const found = (yield* reports(files)).filter((line) => line.includes("no-restricted-imports"))
    const forbidden = (name: string) =>
      others(name).filter((path) =>
        found.some((line) => line.startsWith(`src/${name}/File.ts `) && line.includes(`'${path}'`))
      )
    expect(
      Object.fromEntries(all.map((name) => [name, forbidden(name).map((path) => path.split("/")[1])]))
    ).toEqual({
      domain: ["http", "layers", "program", "simulator", "demo", "commands"],
      http: ["layers", "program", "simulator", "demo", "commands"],
      layers: ["program", "simulator", "demo", "commands"],
      program: ["simulator", "demo", "commands"],
      simulator: ["http", "layers", "program", "demo", "commands"],
      demo: ["commands"],
      commands: []
    })
    expect(found.filter((line) => /^src\/\w+\.ts/.test(line))).toEqual([
      expect.stringContaining("src/Else.ts eslint(no-restricted-imports) './commands/Good.ts'")
    ])
  })
)
