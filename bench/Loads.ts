import { once } from "node:events"
import { readFile } from "node:fs/promises"
import { get, type IncomingMessage } from "node:http"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { cpuOf, type Running } from "./Client.ts"
import { type Conversation } from "./Conversation.ts"
import { type LightServer } from "./LightServer.ts"
import { groupName, inGroup } from "./Names.ts"
import { type Loop } from "./Size.ts"

/* What the friends of an account do to its client, and how long that takes. */

const secondsSince = (began: number) => (performance.now() - began) / 1_000

/** One text after the other, with a rest between. */
export const oneByOne = async ({ ask, settled, takeMillis }: Conversation, messages: number) => {
  for (let n = 0; n < messages; n++) {
    ask(n)
    if (!(await settled(30))) break
    await sleep(20)
  }
  return takeMillis()
}

/** All at once, over so many chats. */
export const burst = async (
  { ask, settled, takeMillis }: Conversation,
  { chats, messages }: { readonly chats: number; readonly messages: number }
) => {
  const began = performance.now()
  for (let n = 0; n < messages; n++) ask(n % chats)
  await settled(180)
  return { seconds: secondsSince(began), millis: takeMillis() }
}

/** So many friends, each of whom writes again when the reply is there; the CPU a message is that of the client. */
export const closedLoop = async (
  { answered, ask, onReply, settled, takeMillis }: Conversation,
  client: Running,
  { friends, messages, seconds }: Loop
) => {
  const before = answered()
  takeMillis()
  const cpuBefore = await cpuOf(client)
  const ownBefore = process.cpuUsage()
  const began = performance.now()
  const ended = new Promise<void>((resolve) =>
    onReply((friend) => {
      const isOver = answered() - before > messages - friends || secondsSince(began) > seconds
      if (isOver) resolve()
      else ask(friend)
    })
  )
  for (let n = 0; n < friends; n++) ask(n)
  // a client that is stuck gives no reply that could end it
  await Promise.race([ended, sleep(seconds * 1_000 + 5_000)])
  await settled(60)
  const took = secondsSince(began)
  const answers = answered() - before
  const own = process.cpuUsage(ownBefore)
  const cpu = (await cpuOf(client)) - cpuBefore
  return {
    perSecond: answers / took,
    cpuMillis: cpu / answers,
    millis: takeMillis(),
    /** Of one core. At 1 the figures are those of the server. */
    serverBusy: (own.user + own.system) / 1e6 / took
  }
}

/** So many texts a second for some seconds, whether they are answered or not. */
export const steady = async (
  { answered, ask }: Conversation,
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number }
) => {
  const began = performance.now()
  for (let n = 0; n < perSecond * seconds;) {
    for (const due = secondsSince(began) * perSecond; n < due; n++) ask(n % 100)
    await sleep(1)
  }
  return answered() / secondsSince(began)
}

/** Texts in a group that nobody answers; one that names the owner comes last, and its reply tells the end. */
export const busyGroup = async ({ events, write }: LightServer, client: Running, texts: number) => {
  const cpuBefore = await cpuOf(client)
  const began = performance.now()
  const replied = once(events, "sent", { signal: AbortSignal.timeout(180_000) })
  for (let n = 0; n < texts; n++) write(groupName(0), inGroup(0, n % 300, `text ${n} for everybody`))
  write(groupName(0), inGroup(0, 0, "@Me\u2005are you there?"))
  await replied
  const seconds = secondsSince(began)
  return { perSecond: texts / seconds, cpuMillis: ((await cpuOf(client)) - cpuBefore) / texts }
}

/** A text in each group, so that its members are asked for. */
export const everyGroup = async ({ events, write }: LightServer, groups: number) => {
  let looked = 0
  const all = new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${looked} of ${groups} groups asked for`)), 120_000)
    events.on("looked", (names) => {
      looked += names
      if (looked < groups) return
      clearTimeout(late)
      resolve()
    })
  })
  for (let n = 0; n < groups; n++) write(groupName(n), inGroup(n, 0, "hello"))
  await all
}

/** So many who read what happens from the API of a robot. Tells what went wrong with them until then. */
export const readStreams = async (directory: string, streams: number) => {
  const { address, token } = JSON.parse(await readFile(join(directory, "data", "http.json"), "utf8"))
  const url = `${address}api/events`
  const options = { agent: false, headers: { authorization: `Bearer ${token}` } }
  let told = 0
  const readers = Array.from({ length: streams }, async () => {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get(url, options, resolve).on("error", reject)
    })
    // the robot ends them when it stops
    response.on("error", () => {})
    response.once("data", () => response.once("data", () => told++)).resume()
    return response
  })
  const open = await Promise.all(readers)
  return () => {
    const read = open.filter(({ readableEnded, statusCode }) => statusCode === 200 && !readableEnded).length
    return read === streams && told === streams
      ? []
      : [`of ${streams} event streams ${read} were open and ${told} told something`]
  }
}
