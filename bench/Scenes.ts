import { bursts, group, idle, lag, loop, manyContacts, type Scene, starts } from "./BasicScenes.ts"
import { type Client } from "./Client.ts"
import { type Size } from "./Size.ts"
import { type Certificate } from "./Tls.ts"
import { overTls, withApi, withModel } from "./Variants.ts"

/** The scenes of one run of a client. */
export const scenesFor = (
  { isRobot }: Client,
  { groups, model, streams }: Size,
  tls: Certificate | undefined
) => {
  const scenes: Array<readonly [name: string, scene: Scene]> = [
    ["starts", starts],
    ["idle", idle],
    ["bursts", bursts],
    ["closed loop", loop],
    ["busy group", group],
    ["lag", lag]
  ]
  if (isRobot && groups > 0) scenes.push(["contacts", manyContacts])
  if (isRobot && streams > 0) scenes.push(["API", withApi])
  if (isRobot && model) scenes.push(["model", withModel])
  if (tls !== undefined) scenes.push(["TLS", (client, size) => overTls(client, size, tls)])
  return scenes
}
