// wechaty-puppet-wechat4u, as wechaty itself uses it.
import { FileBox } from "file-box"
import { PuppetWechat4u } from "wechaty-puppet-wechat4u"

const told = [
  "scan",
  "login",
  "logout",
  "message",
  "friendship",
  "room-invite",
  "room-join",
  "room-leave",
  "room-topic",
  "error",
  "ready"
]

export const steps = (tell) => {
  const puppet = new PuppetWechat4u()
  for (const name of told) puppet.on(name, (value) => tell(name, value))
  return {
    start: () => puppet.start(),
    call: (method, ...values) => puppet[method](...values),
    /** The bytes that belong to a message, or the face of a contact. */
    file: async (method, ...values) => {
      const box = await puppet[method](...values)
      return { name: box.name, data: await box.toBuffer() }
    },
    sendFile: (to, name, bytes) => puppet.messageSendFile(to, FileBox.fromBuffer(bytes, name))
  }
}
