import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { Command, CommandExecutor, FileSystem, Path } from "@effect/platform"
import { NodeFileSystem } from "@effect/platform-node"
import { SystemError } from "@effect/platform/Error"
import { describe, expect, it } from "@effect/vitest"
import { Console, Effect, Exit, Layer } from "effect"
import { type Because, Unsuccessful } from "../../../src/program/Unsuccessful.ts"
import { install } from "../../../src/program/service/Install.ts"
import { ChildFailed, type Machine } from "../../../src/program/service/Machine.ts"
import { logs } from "../../../src/program/service/Logs.ts"
import { uninstall } from "../../../src/program/service/Uninstall.ts"
import { temporaryDirectory } from "../../support/layers/files.ts"

/** A machine in a directory, with a program to install; what is called there ends with these exit codes, else 0. */
const prepared = (exitCodes: Readonly<Record<string, number>> = {}) =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const root = yield* temporaryDirectory
    const source = `${root}/srv/clone`
    const write = (path: string, text: string) =>
      Effect.zipRight(
        fs.makeDirectory(path.replace(/\/[^/]+$/, ""), { recursive: true }),
        fs.writeFileString(path, text)
      )
    for (const directory of ["run/systemd/system", "etc/systemd/system", "usr/local/bin", "opt"]) {
      yield* fs.makeDirectory(`${root}/${directory}`, { recursive: true })
    }
    yield* write(`${source}/dist/main.js`, "the program")
    yield* write(`${source}/dist/robot.cjs`, "the rest of it")
    for (const name of ["weixin-robot.service", "weixin-robot", "environment"]) {
      yield* fs.makeDirectory(`${source}/deploy`, { recursive: true })
      yield* fs.copy(
        fileURLToPath(new URL(`../../../deploy/${name}`, import.meta.url)),
        `${source}/deploy/${name}`
      )
    }
    const packages = {
      "srv/clone/node_modules/koffi": {
        optionalDependencies: { "@koromix/ours": "1", "@koromix/theirs": "1" }
      },
      "srv/clone/node_modules/@koromix/ours": {},
      // of a program that others have as a dependency, the packages lie further up
      "srv/node_modules/@neon-rs/load": { dependencies: { libsql: "1" } },
      "srv/node_modules/libsql": { dependencies: { "@neon-rs/load": "1" } },
      "srv/node_modules/unneeded": {}
    }
    for (const [path, manifest] of Object.entries(packages)) {
      yield* write(`${root}/${path}/package.json`, JSON.stringify(manifest))
    }

    const called: Array<string> = []
    const executor = CommandExecutor.CommandExecutor.of({
      ...CommandExecutor.makeExecutor(() =>
        Effect.fail(
          new SystemError({ reason: "NotFound", module: "Command", method: "spawn", pathOrDescriptor: "" })
        )
      ),
      exitCode: (command) =>
        Effect.sync(() => {
          const line = Command.flatten(command)
            .map(({ args, command }) => [command, ...args].join(" "))
            .join()
          called.push(line)
          return CommandExecutor.ExitCode(exitCodes[line] ?? 0)
        })
    })
    const said: Array<string> = []
    const say = (...texts: ReadonlyArray<unknown>) => void said.push(...texts.map(String))
    const machine: Machine = { root, uid: 0, node: "/usr/local/bin/node", source }
    return {
      called,
      fs,
      machine,
      said: () => said.join("\n"),
      at: (path: string) => `${root}${path}`,
      write,
      run: <A, E, R>(self: Effect.Effect<A, E, R>) =>
        Console.consoleWith((console) =>
          Effect.withConsole(Effect.provideService(self, CommandExecutor.CommandExecutor, executor), {
            ...console,
            log: (...texts) => Effect.sync(() => say(...texts)),
            error: (...texts) => Effect.sync(() => say(...texts))
          })
        )
    }
  })

const Files = Layer.merge(NodeFileSystem.layer, Path.layer)

const endsWith = (because: Because) => Exit.fail(new Unsuccessful({ because }))

/** Files as a umask of 077 makes them. */
const withCarefulUmask = <A, E, R>(self: Effect.Effect<A, E, R | FileSystem.FileSystem>) =>
  Effect.updateService(self, FileSystem.FileSystem, (fs) =>
    FileSystem.make({
      ...fs,
      makeDirectory: (path, options) => fs.makeDirectory(path, { ...options, mode: 0o700 }),
      writeFile: (path, data, options) => fs.writeFile(path, data, { ...options, mode: 0o600 })
    })
  )

describe("service install", () => {
  it.scoped(
    "says all it will do, then does it: program with its packages, unit, command, settings, start",
    () =>
      Effect.gen(function* () {
        const { at, called, fs, machine, run, said } = yield* prepared()
        yield* run(install(machine))
        expect(yield* fs.readFileString(at("/opt/weixin-robot/dist/main.js"))).toBe("the program")
        expect(yield* fs.readFileString(at("/opt/weixin-robot/dist/robot.cjs"))).toBe("the rest of it")
        const packages = yield* fs.readDirectory(at("/opt/weixin-robot/node_modules"), { recursive: true })
        expect(packages.filter((path) => path.endsWith("package.json")).toSorted()).toEqual([
          "@koromix/ours/package.json",
          "@neon-rs/load/package.json",
          "koffi/package.json",
          "libsql/package.json"
        ])
        expect(yield* fs.readFileString(at("/etc/systemd/system/weixin-robot.service"))).toContain(
          "ExecStart=/usr/local/bin/node --"
        )
        expect((yield* fs.stat(at("/usr/local/bin/weixin-robot"))).mode & 0o777).toBe(0o755)
        expect((yield* fs.stat(at("/etc/weixin-robot/environment"))).mode & 0o777).toBe(0o600)
        const calls = [
          "systemctl daemon-reload",
          "systemctl enable weixin-robot",
          "systemctl restart weixin-robot"
        ]
        expect(called).toEqual(calls)
        for (const call of calls) expect(said()).toContain(call)
        for (const path of [
          "/opt/weixin-robot",
          "/usr/local/bin/weixin-robot",
          "/etc/weixin-robot/environment"
        ]) {
          expect(said()).toContain(at(path))
        }
      }).pipe(Effect.provide(Files))
  )

  it.scoped.each([
    ["/opt/node 22 $& %h;x/bin/node", `"/opt/node 22 $& %%h;x/bin/node"`],
    ["/opt/节点/node", `"/opt/节点/node"`],
    ["/usr/bin/node", "/usr/bin/node"]
  ] as const)("names Node.js by its path, whatever is in it: %s", ([node, inUnit]) =>
    Effect.gen(function* () {
      const { at, fs, machine, run } = yield* prepared()
      yield* run(install({ ...machine, node }))
      const unit = yield* fs.readFileString(at("/etc/systemd/system/weixin-robot.service"))
      expect(unit).toContain(`\nExecStart=${inUnit} --max-old-space-size=`)
      const command = yield* fs.readFileString(at("/usr/local/bin/weixin-robot"))
      const [line = ""] = /^node=.*$/m.exec(command) ?? []
      expect(execFileSync("sh", ["-c", `${line}; printf %s "$node"`], { encoding: "utf8" })).toBe(node)
    }).pipe(Effect.provide(Files))
  )

  it.scoped.each(["/opt/it's/node", '/opt/"new"/node', "/opt/a\\b/node", "/opt/a\nb/node"])(
    "changes nothing where systemd does not run Node.js for its path: %j",
    (node) =>
      Effect.gen(function* () {
        const { called, machine, run, said } = yield* prepared()
        expect(yield* Effect.exit(run(install({ ...machine, node })))).toEqual(endsWith("settings"))
        expect(said()).toContain(JSON.stringify(node))
        expect(called).toEqual([])
      }).pipe(Effect.provide(Files))
  )

  it.scoped("takes the old program away and leaves settings and another program's command alone", () =>
    Effect.gen(function* () {
      const { at, fs, machine, run, write } = yield* prepared()
      yield* write(at("/opt/weixin-robot/dist/old.js"), "old")
      yield* write(at("/etc/weixin-robot/environment"), "ROBOT_ALLOW=Li Lei\n")
      yield* write(at("/usr/local/bin/weixin-robot"), "of npm")
      yield* run(install(machine))
      yield* run(install(machine))
      expect(yield* fs.exists(at("/opt/weixin-robot/dist/old.js"))).toBe(false)
      expect(yield* fs.readFileString(at("/etc/weixin-robot/environment"))).toBe("ROBOT_ALLOW=Li Lei\n")
      expect(yield* fs.readFileString(at("/usr/local/bin/weixin-robot"))).toBe("of npm")
      yield* run(uninstall(machine))
      expect(yield* fs.readFileString(at("/usr/local/bin/weixin-robot"))).toBe("of npm")
    }).pipe(Effect.provide(Files))
  )

  it.scoped("lets the user of the service read and run all of it, whatever the modes were", () =>
    Effect.gen(function* () {
      const { at, fs, machine, run } = yield* withCarefulUmask(prepared())
      yield* fs.chmod(`${machine.source}/node_modules/koffi/package.json`, 0o700)
      yield* fs.chmod(`${machine.source}/dist/main.js`, 0o666)
      yield* fs.symlink(at("/secret"), `${machine.source}/node_modules/koffi/link`)
      yield* fs.writeFileString(at("/secret"), "of somebody else", { mode: 0o600 })
      yield* withCarefulUmask(run(install(machine)))
      const program = at("/opt/weixin-robot")
      const mode = (path: string) => Effect.map(fs.stat(path), ({ mode }) => (mode & 0o777).toString(8))
      const names = yield* fs.readDirectory(program, { recursive: true })
      const modes = yield* Effect.forEach(["", ...names], (name) =>
        Effect.map(mode(`${program}/${name}`), (mode) => [name, mode] as const)
      )
      expect(Object.fromEntries(modes)).toMatchObject({
        "": "755",
        dist: "755",
        "dist/main.js": "644",
        deploy: "755",
        "deploy/environment": "644",
        "node_modules/@neon-rs/load": "755",
        "node_modules/@neon-rs/load/package.json": "644",
        "node_modules/koffi/package.json": "755",
        // what a link leads to is none of its business
        "node_modules/koffi/link": "600"
      })
      expect(yield* mode(at("/etc/systemd/system/weixin-robot.service"))).toBe("644")
      expect(yield* mode(at("/usr/local/bin/weixin-robot"))).toBe("755")
      expect(yield* mode(at("/etc/weixin-robot/environment"))).toBe("600")
    }).pipe(Effect.provide(Files))
  )

  it.scoped("keeps the old program where the new one cannot take its place", () =>
    Effect.gen(function* () {
      const { at, called, fs, machine, run, said, write } = yield* prepared()
      const program = at("/opt/weixin-robot")
      yield* write(`${program}/dist/main.js`, "the old program")
      const stuck = FileSystem.make({
        ...fs,
        rename: (from, to) =>
          from === `${program}.new`
            ? Effect.fail(
                new SystemError({
                  reason: "Busy",
                  module: "FileSystem",
                  method: "rename",
                  pathOrDescriptor: to
                })
              )
            : fs.rename(from, to)
      })
      const stopped = yield* Effect.exit(
        Effect.provideService(run(install(machine)), FileSystem.FileSystem, stuck)
      )
      expect(stopped).toEqual(endsWith("failed"))
      expect(said()).toContain("could not copy the program")
      expect(called).toEqual([])
      expect(yield* fs.readFileString(`${program}/dist/main.js`)).toBe("the old program")
      yield* run(install(machine))
      expect(yield* fs.readFileString(`${program}/dist/main.js`)).toBe("the program")
      expect(yield* fs.readDirectory(at("/opt"))).toEqual(["weixin-robot"])
    }).pipe(Effect.provide(Files))
  )

  it.scoped("from the installed program keeps that", () =>
    Effect.gen(function* () {
      const { at, fs, machine, run } = yield* prepared()
      yield* run(install(machine))
      yield* run(install({ ...machine, source: at("/opt/weixin-robot") }))
      expect(yield* fs.readFileString(at("/opt/weixin-robot/dist/main.js"))).toBe("the program")
    }).pipe(Effect.provide(Files))
  )

  it.scoped("stops at the first step that fails, and says which", () =>
    Effect.gen(function* () {
      const { called, machine, run, said } = yield* prepared({ "systemctl daemon-reload": 4 })
      expect(yield* Effect.exit(run(install(machine)))).toEqual(endsWith("failed"))
      expect(called).toEqual(["systemctl daemon-reload"])
      expect(said()).toContain("systemctl daemon-reload ended with 4")
    }).pipe(Effect.provide(Files))
  )

  it.scoped("tells where to look when the service does not start", () =>
    Effect.gen(function* () {
      const { machine, run, said } = yield* prepared({ "systemctl restart weixin-robot": 1 })
      expect(yield* Effect.exit(run(install(machine)))).toEqual(endsWith("failed"))
      expect(said()).toContain("weixin-robot check")
    }).pipe(Effect.provide(Files))
  )

  it.scoped.each(["/home/me/.nvm/node", "/root/node/bin/node", "/tmp/node"])(
    "refuses a Node.js that the service would not see: %s",
    (node) =>
      Effect.gen(function* () {
        const { called, machine, run, said } = yield* prepared()
        expect(yield* Effect.exit(run(install({ ...machine, node })))).toEqual(endsWith("settings"))
        expect(said()).toContain("ProtectHome")
        expect(called).toEqual([])
      }).pipe(Effect.provide(Files))
  )

  it.scoped("asks for the packages where they are not installed", () =>
    Effect.gen(function* () {
      const { at, called, fs, machine, run, said } = yield* prepared()
      yield* fs.remove(at("/srv/node_modules/libsql"), { recursive: true })
      expect(yield* Effect.exit(run(install(machine)))).toEqual(endsWith("failed"))
      expect(said()).toContain("libsql")
      expect(called).toEqual([])
    }).pipe(Effect.provide(Files))
  )
})

describe("service uninstall", () => {
  it.scoped("takes away what install brought; names what is the owner's and leaves it", () =>
    Effect.gen(function* () {
      const { at, called, fs, machine, run, said, write } = yield* prepared()
      yield* run(install(machine))
      const [state, key] = [
        at("/var/lib/private/weixin-robot"),
        at("/etc/credstore/weixin-robot.tuling_api_key")
      ]
      yield* write(`${state}/robot.db`, "messages")
      yield* write(key, "a key")
      yield* write(at("/etc/credstore/another"), "of another service")
      // as systemd does
      yield* fs.symlink("private/weixin-robot", at("/var/lib/weixin-robot"))
      // of an install that was cut off
      yield* write(at("/opt/weixin-robot.new/dist/main.js"), "a part")
      yield* write(at("/opt/weixin-robot.old/dist/main.js"), "the old program")
      called.length = 0
      yield* run(uninstall(machine))
      expect(called[0]).toBe("systemctl disable --now weixin-robot")
      expect(called).toContain("systemctl daemon-reload")
      for (const path of [
        "/opt/weixin-robot",
        "/etc/systemd/system/weixin-robot.service",
        "/usr/local/bin/weixin-robot"
      ]) {
        expect(yield* fs.exists(at(path))).toBe(false)
      }
      expect(yield* fs.readDirectory(at("/opt"))).toEqual([])
      expect((yield* fs.readDirectory(at("/var/lib"))).toSorted()).toEqual(["private"])
      for (const path of [state, key, at("/etc/weixin-robot/environment")]) {
        expect(yield* fs.exists(path)).toBe(true)
        expect(said()).toContain(`  ${path}`)
      }
      expect(said()).not.toContain("credstore/another")
    }).pipe(Effect.provide(Files))
  )

  it.scoped("has nothing to do where nothing is installed", () =>
    Effect.gen(function* () {
      const { called, machine, run, said } = yield* prepared()
      yield* run(uninstall(machine))
      expect(called).toEqual([])
      expect(said()).toContain("Nothing is installed")
    }).pipe(Effect.provide(Files))
  )
})

describe("both", () => {
  it.scoped.each([
    ["install", install],
    ["uninstall", uninstall]
  ] as const)("%s is for root, under systemd", ([, command]) =>
    Effect.gen(function* () {
      const { at, called, fs, machine, run, said } = yield* prepared()
      expect(yield* Effect.exit(run(command({ ...machine, uid: 1000 })))).toEqual(endsWith("no-permission"))
      expect(said()).toContain("sudo")
      yield* fs.remove(at("/run/systemd"), { recursive: true })
      expect(yield* Effect.exit(run(command(machine)))).toEqual(endsWith("failed"))
      expect(said()).toContain("systemd does not run here")
      expect(called).toEqual([])
    }).pipe(Effect.provide(Files))
  )
})

describe("service logs", () => {
  it.scoped("asks the journal, and ends as it does", () =>
    Effect.gen(function* () {
      const line = "journalctl --unit weixin-robot --lines 7 --follow"
      const { called, run } = yield* prepared({ [line]: 1 })
      expect(yield* Effect.exit(run(logs({ follow: true, lines: 7 })))).toEqual(
        Exit.fail(new ChildFailed({ exitCode: 1 }))
      )
      yield* run(logs({ follow: false, lines: 100 }))
      expect(called).toEqual([line, "journalctl --unit weixin-robot --lines 100"])
    }).pipe(Effect.provide(Files))
  )
})
