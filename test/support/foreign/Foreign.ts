import { NodeContext } from "@effect/platform-node"
import { Data, Deferred, Effect, Schema } from "effect"
import { spawn, spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { connect, createServer, type Server } from "node:net"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import * as Front from "../../../src/simulator/https/Front.ts"
import { passOn } from "../../../src/simulator/https/PassOn.ts"
import { start } from "../../../src/simulator/Simulator.ts"
import { directory } from "../end-to-end/program.ts"

const clients = fileURLToPath(new URL("../../foreign/clients", import.meta.url))

/** Root makes name spaces as it likes; anybody else as the root of one of users, where the machine allows these. */
const ways = [["-nm"], ["-rnm"]]

/** What is against a network and an `/etc/hosts` of one's own; undefined when nothing is. */
const against = (way: ReadonlyArray<string>) => {
  const script = "ip link set lo up && mount --bind /etc/hosts /etc/hosts"
  const { error, status, stderr } = spawnSync("unshare", [...way, "sh", "-c", script], { encoding: "utf8" })
  if (error !== undefined) return "util-linux (unshare) is not installed"
  return status === 0 ? undefined : stderr.trim()
}

const way = ways.find((way) => against(way) === undefined)

/** Why the clients cannot be run here; undefined where they can. */
export const cannotRun = !existsSync(`${clients}/node_modules/.package-lock.json`)
  ? "they are not installed: npm ci --ignore-scripts --prefix test/foreign/clients"
  : way === undefined
    ? `there is no name space for them: ${ways.map(against).join(", ")}`
    : undefined

const Line = Schema.parseJson(
  Schema.Union(
    Schema.Struct({ event: Schema.String, value: Schema.Unknown }),
    Schema.Struct({ order: Schema.Int, error: Schema.String }),
    Schema.Struct({ order: Schema.Int, value: Schema.Unknown })
  )
)

/** Bytes, as they go to a client and come from it. */
export const bytes = (value: Uint8Array) => ({ base64: Buffer.from(value).toString("base64") })

/** What a client says against a step, or that it does not tell what it should. */
export class ClientError extends Data.TaggedError("ClientError")<{ readonly message: string }> {}

interface Told {
  readonly event: string
  readonly value: unknown
}

/** A socket that is a file, which another name space of the network can reach, before a port of this one. */
const socketFor = (path: string, port: number) =>
  Effect.acquireRelease(
    Effect.async<Server>((resume) => {
      const server = createServer({ allowHalfOpen: true }, (outer) =>
        passOn(outer, connect({ port, host: "127.0.0.1", allowHalfOpen: true }))
      )
      server.listen(path, () => resume(Effect.succeed(server)))
    }),
    (server) => Effect.sync(() => server.close())
  ).pipe(Effect.as(path))

/**
 * One of the clients in test/foreign/clients as a process, whose real host names all lead to a simulator of its own, and
 * that reaches nothing else.
 */
export const run = (client: "wechat4u" | "puppet") =>
  Effect.gen(function* () {
    const simulator = yield* start()
    const front = yield* Front.start(simulator.origin, 0)
    const home = yield* directory
    const { port } = new URL(simulator.origin)
    const tls = yield* socketFor(`${home}/tls`, front.port)
    const plain = yield* socketFor(`${home}/plain`, Number(port))
    const child = yield* Effect.acquireRelease(
      Effect.sync(() =>
        spawn(
          "unshare",
          [
            ...(way ?? []),
            "sh",
            "-c",
            'ip link set lo up && mount --bind "$1" /etc/hosts && shift && exec "$@"',
            "sh",
            front.hosts,
            process.execPath,
            `${clients}/driver.mjs`,
            client,
            `443=${tls}`,
            `${port}=${plain}`
          ],
          {
            cwd: home,
            env: { PATH: process.env["PATH"], HOME: home, NODE_EXTRA_CA_CERTS: front.ca },
            stdio: ["pipe", "pipe", "pipe"]
          }
        )
      ),
      (child) => Effect.sync(() => child.kill("SIGKILL"))
    )
    let written = ""
    child.stderr.setEncoding("utf8").on("data", (text: string) => (written += text))

    const answers = new Map<number, Deferred.Deferred<unknown, ClientError>>()
    const told: Array<Told> = []
    const waiting = new Set<() => void>()
    createInterface({ input: child.stdout }).on("line", (text) => {
      const line = Schema.decodeSync(Line)(text)
      if ("event" in line) {
        told.push(line)
        waiting.forEach((look) => look())
        return
      }
      const answer = answers.get(line.order)
      if (answer === undefined) return
      Deferred.unsafeDone(
        answer,
        "error" in line ? new ClientError({ message: line.error }) : Effect.succeed(line.value)
      )
    })

    /** Waits for the first thing not yet heard that it tells by itself and that is so. */
    const hears = (event: string, isSo: (value: unknown) => boolean = () => true) =>
      Effect.async<unknown>((resume) => {
        const look = () => {
          const index = told.findIndex((one) => one.event === event && isSo(one.value))
          if (index < 0) return
          waiting.delete(look)
          resume(Effect.succeed(told.splice(index, 1)[0]?.value))
        }
        waiting.add(look)
        look()
        return Effect.sync(() => waiting.delete(look))
      }).pipe(
        Effect.timeoutFail({
          duration: "40 seconds",
          onTimeout: () =>
            new ClientError({
              message: `no such ${event}, but ${told.map((one) => one.event).join(", ")}\n${written}`
            })
        })
      )

    /** Has it do a step; gives what came of it, or its error. */
    const does = (step: string, ...values: ReadonlyArray<unknown>) =>
      Effect.gen(function* () {
        const answer = yield* Deferred.make<unknown, ClientError>()
        const order = answers.size
        answers.set(order, answer)
        child.stdin.write(`${JSON.stringify({ order, step, values })}\n`)
        return yield* Effect.timeoutFail(Deferred.await(answer), {
          duration: "40 seconds",
          onTimeout: () => new ClientError({ message: `${step}: no answer\n${written}` })
        })
      })

    yield* hears("ready")
    /** What it told until now is not waited for any more. */
    const forget = Effect.sync(() => void told.splice(0))
    return { ...simulator, does, hears, forget }
  }).pipe(Effect.provide(NodeContext.layer))
