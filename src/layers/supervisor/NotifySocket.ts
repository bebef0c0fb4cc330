import { Effect, type Scope } from "effect"
import { SupervisorUnreachable } from "./Supervisor.ts"

/** Sends one datagram to the supervisor, without waiting for it. Fails with the number of the system's error. */
export type Notify = (text: string) => Effect.Effect<void, NotSent>

/** The datagram did not go out; `errno` is the system's, such as 11 (EAGAIN) where the receiver is busy. */
export interface NotSent {
  readonly errno: number
}

// constants of Linux, where alone systemd is
const AF_UNIX = 1
const SOCK_DGRAM = 2
const SOCK_CLOEXEC = 0o2000000
const MSG_DONTWAIT = 0x40
const MSG_NOSIGNAL = 0x4000
/** Bytes of a path in `sockaddr_un`. */
const PATH_AT_MOST = 107

/**
 * Opens the socket at the address of NOTIFY_SOCKET: a path, or `@name` for an abstract one. Node itself has no unix
 * datagram sockets, so libc is called; the library for that is loaded here, under a supervisor only.
 */
export const openNotifySocket = (
  address: string
): Effect.Effect<Notify, SupervisorUnreachable, Scope.Scope> =>
  Effect.gen(function* () {
    const to = yield* socketAddress(address)
    const { close, errno, sendto, socket } = yield* libc
    const fd = yield* Effect.acquireRelease(
      Effect.suspend(() => {
        const fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)
        return fd < 0 ? unreachable(`no socket can be made (errno ${errno()})`) : Effect.succeed(fd)
      }),
      (fd) => Effect.sync(() => close(fd))
    )
    return (text) =>
      Effect.suspend(() => {
        const message = Buffer.from(text)
        const sent = sendto(fd, message, message.length, MSG_DONTWAIT | MSG_NOSIGNAL, to, to.length)
        return sent < 0 ? Effect.fail({ errno: errno() }) : Effect.void
      })
  })

const unreachable = (problem: string) => Effect.fail(new SupervisorUnreachable({ problem }))

/** `sockaddr_un`: the family in the machine's byte order, then the path; an abstract name begins with a zero byte. */
const socketAddress = (address: string) => {
  const path = Buffer.from(address.replace(/^@/, "\0"))
  return /^[@/]/.test(address) && path.length <= PATH_AT_MOST
    ? Effect.succeed(Buffer.concat([new Uint8Array(Uint16Array.of(AF_UNIX).buffer), path]))
    : unreachable("its address is neither a path of at most 107 bytes nor an abstract name")
}

/** The calls of the C library that are made here. */
interface Libc {
  readonly socket: (domain: number, type: number, protocol: number) => number
  readonly sendto: (
    fd: number,
    message: Uint8Array,
    length: number,
    flags: number,
    to: Uint8Array,
    toLength: number
  ) => number
  readonly close: (fd: number) => number
  readonly errno: () => number
}

const libc = Effect.tryPromise({
  try: async (): Promise<Libc> => {
    const { default: koffi } = await import("koffi")
    const process = koffi.load(null)
    return {
      socket: process.func("int socket(int, int, int)"),
      // ssize_t is not among the library's types
      sendto: process.func("int64_t sendto(int, const void *, size_t, int, const void *, uint32_t)"),
      close: process.func("int close(int)"),
      errno: () => koffi.errno()
    }
  },
  catch: (error) =>
    new SupervisorUnreachable({
      problem: `koffi, which calls the system for it, cannot be used: ${error instanceof Error ? error.message : String(error)}`
    })
})
