import { readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { type Client, measuringLag, memoryOf, running, start, stop, withDirectory } from "./Client.ts"
import { converse } from "./Conversation.ts"
import { measuredOf, type Run } from "./Figures.ts"
import { withLightServer } from "./LightServer.ts"
import { burst, busyGroup, closedLoop, everyGroup, oneByOne, steady } from "./Loads.ts"
import { type Size } from "./Size.ts"
import { type Certificate } from "./Tls.ts"

/* What is measured of one client, each scene with a server and a data directory of its own. */

/** A run and what went wrong in it. */
export interface Outcome {
  readonly run: Run
  readonly faults?: ReadonlyArray<string>
  /** What the figures do not tell by themselves. */
  readonly notes?: ReadonlyArray<string>
}

export type Scene = (client: Client, size: Size, tls?: Certificate) => Promise<Outcome>

export const starts: Scene = ({ isRobot, ...client }, size, tls) =>
  withLightServer({ friends: size.friends, tls }, (server) =>
    withDirectory(async (directory) => {
      const fresh: Array<number> = []
      const stored: Array<number> = []
      for (let n = 0; n < size.starts; n++) {
        await rm(join(directory, "data"), { recursive: true, force: true })
        for (const all of isRobot ? [fresh, stored] : [fresh]) {
          const started = await start({ isRobot, ...client }, { server, directory, tls })
          all.push(started.millis)
          await sleep(300)
          await stop(started)
        }
      }
      return {
        run: {
          start: measuredOf(fresh),
          // the limit client stores none: it starts the same way each time
          startStored: measuredOf(isRobot ? stored : fresh)
        }
      }
    })
  )

export const idle: Scene = (client, size, tls) =>
  withLightServer({ friends: size.friends, tls }, (server) =>
    withDirectory((directory) =>
      running(client, { server, directory, tls }, async (started) => {
        await sleep(size.settlingMillis)
        const memory = { value: await memoryOf(started) }
        const conversation = converse(server)
        const millis = await oneByOne(conversation, size.replies)
        return { run: { idle: measuredOf(millis), memory }, faults: conversation.faults() }
      })
    )
  )

/** Seconds until the last reply; the 99th percentile is that of the single replies. */
export const bursts: Scene = (client, { burst: messages, friends, settlingMillis }) =>
  withLightServer({ friends, chatbotMillis: 300 }, (server) =>
    withDirectory((directory) =>
      running(client, { server, directory }, async () => {
        await sleep(settlingMillis)
        const conversation = converse(server)
        const measured = async (chats: number) => {
          const { millis, seconds } = await burst(conversation, { messages, chats })
          return { value: seconds, p99: (measuredOf(millis).p99 ?? Number.NaN) / 1_000 }
        }
        const burstWide = await measured(messages)
        const burstDeep = await measured(messages / 10)
        return { run: { burstWide, burstDeep }, faults: conversation.faults() }
      })
    )
  )

export const loop: Scene = (client, { friends, long, loop, warmUp }, tls) =>
  withLightServer({ friends, tls }, (server) =>
    withDirectory((directory) =>
      running(client, { server, directory, tls }, async (started) => {
        const conversation = converse(server)
        await closedLoop(conversation, started, warmUp)
        const warm = conversation.answered()
        const { cpuMillis, millis, perSecond, serverBusy } = await closedLoop(conversation, started, loop)
        const answers = conversation.answered() - warm
        const memory = { value: await memoryOf(started) }
        if (long !== undefined && tls === undefined) {
          const messages = long.messages - conversation.answered()
          await closedLoop(conversation, started, { ...long, messages })
        }
        return {
          run: {
            loop: { value: perSecond },
            loopCpu: { value: cpuMillis },
            loopReply: measuredOf(millis),
            memoryUsed: memory,
            memoryLong: long === undefined ? undefined : { value: await memoryOf(started) }
          },
          faults: conversation.faults(),
          notes: [
            `closed loop: ${answers} messages after ${warm} to warm up; the server took ${Math.round(100 * serverBusy)} % of a core`
          ]
        }
      })
    )
  )

export const group: Scene = (client, { friends, settlingMillis, skipped }) =>
  withLightServer({ friends, groups: 1, members: 300 }, (server) =>
    withDirectory((directory) =>
      running(client, { server, directory }, async (started) => {
        await sleep(settlingMillis)
        const { cpuMillis, perSecond } = await busyGroup(server, started, skipped)
        return { run: { skipped: { value: perSecond }, skippedCpu: { value: cpuMillis } } }
      })
    )
  )

export const lag: Scene = (client, { friends, settlingMillis, steady: load }) =>
  withLightServer({ friends }, (server) =>
    withDirectory(async (directory) => {
      const file = join(directory, "lag")
      const answered = await running(
        client,
        { server, directory },
        async (started) => {
          await sleep(settlingMillis)
          started.process.kill("SIGUSR2")
          return await steady(converse(server), load)
        },
        measuringLag(file)
      )
      const [value = Number.NaN, p99 = Number.NaN] = (await readFile(file, "utf8")).split(" ").map(Number)
      return { run: { steady: { value: answered }, lag: { value, p99 } } }
    })
  )

/** Of the robot alone: the limit client knows nobody. */
export const manyContacts: Scene = (client, { groups, settlingMillis }) =>
  withLightServer({ friends: 10_000, groups, members: 300 }, (server) =>
    withDirectory((directory) =>
      running(client, { server, directory }, async (started) => {
        await sleep(settlingMillis)
        await everyGroup(server, groups)
        await sleep(settlingMillis)
        return { run: { memoryGroups: { value: await memoryOf(started) } } }
      })
    )
  )
