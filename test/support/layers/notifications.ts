import { Effect } from "effect"
import koffi from "koffi"

const libc = koffi.load(null)
const socket = libc.func("int socket(int, int, int)")
const bind = libc.func("int bind(int, const void *, uint32_t)")
const recv = libc.func("int64_t recv(int, void *, size_t, int)")
const close = libc.func("int close(int)")

const AF_UNIX = 1
const SOCK_DGRAM = 2
const MSG_DONTWAIT = 0x40

/** Listens as systemd does, at a path or an abstract `@name`. What was sent is there as soon as the sender goes on. */
export const receiver = (address: string) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const fd: number = socket(AF_UNIX, SOCK_DGRAM, 0)
      const path = Buffer.from(address.replace(/^@/, "\0"))
      const at = Buffer.concat([new Uint8Array(Uint16Array.of(AF_UNIX).buffer), path])
      if (bind(fd, at, at.length) !== 0) throw new Error(`cannot bind: errno ${koffi.errno()}`)
      return fd
    }),
    (fd) => Effect.sync(() => close(fd))
  ).pipe(
    Effect.map((fd) => ({
      /** The next text that was sent; undefined where there is none. */
      next: Effect.sync(() => {
        const buffer = Buffer.alloc(4_096)
        const length: number = recv(fd, buffer, buffer.length, MSG_DONTWAIT)
        return length < 0 ? undefined : buffer.toString("utf8", 0, length)
      })
    }))
  )
