import { idle, loop, type Scene, starts } from "./BasicScenes.ts"
import { robotWithApi, robotWithModel, running, withDirectory } from "./Client.ts"
import { converse } from "./Conversation.ts"
import { withLightServer } from "./LightServer.ts"
import { closedLoop, readStreams } from "./Loads.ts"

/* Some of the scenes once more, with something that is off or another in all others. */

export const overTls: Scene = async (client, size, tls) => {
  const { run: starting } = await starts(client, size, tls)
  const { faults: idleFaults = [], run: idling } = await idle(client, size, tls)
  const { faults: loopFaults = [], notes = [], run: looping } = await loop(client, size, tls)
  const renamed = {
    tlsStart: starting.start,
    tlsStartStored: starting.startStored,
    tlsIdle: idling.idle,
    tlsLoop: looping.loop,
    tlsLoopCpu: looping.loopCpu
  }
  return { run: renamed, faults: [...idleFaults, ...loopFaults], notes: notes.map((note) => `TLS, ${note}`) }
}

/** Without and with, of one process: between two the disk may differ more than the streams do. */
const loopsWithStreams: Scene = (client, { friends, loop, streams, warmUp }) =>
  withLightServer({ friends }, (server) =>
    withDirectory((directory) =>
      running(client, { server, directory }, async (started) => {
        const conversation = converse(server)
        await closedLoop(conversation, started, warmUp)
        const without = await closedLoop(conversation, started, loop)
        const streamFaults = await readStreams(directory, streams)
        const read = await closedLoop(conversation, started, loop)
        return {
          run: {
            apiLoop: { value: without.perSecond },
            apiLoopCpu: { value: without.cpuMillis },
            apiStreams: { value: read.perSecond },
            apiStreamsCpu: { value: read.cpuMillis }
          },
          faults: [...conversation.faults(), ...streamFaults()]
        }
      })
    )
  )

/** Of the robot alone: the limit client has no API. */
export const withApi: Scene = async (_client, size) => {
  const { run: starting } = await starts(robotWithApi, size)
  const { run: idling } = await idle(robotWithApi, { ...size, replies: 0 })
  const { faults = [], run: looping } = await loopsWithStreams(robotWithApi, size)
  const renamed = {
    apiStart: starting.start,
    apiStartStored: starting.startStored,
    apiMemory: idling.memory
  }
  return { run: { ...renamed, ...looping }, faults }
}

/**
 * One after the other, each with a robot of its own: minutes later the machine may have another speed. Once it is warm,
 * the robot has answered ten messages of each friend: so many turns the model is told with a question.
 */
export const withModel: Scene = async (client, all) => {
  const size = { ...all, long: undefined }
  const tuling = await loop(client, size)
  const model = await loop(robotWithModel, size)
  return {
    run: {
      tulingLoop: tuling.run.loop,
      tulingLoopCpu: tuling.run.loopCpu,
      modelLoop: model.run.loop,
      modelLoopCpu: model.run.loopCpu
    },
    faults: [...(tuling.faults ?? []), ...(model.faults ?? [])]
  }
}
