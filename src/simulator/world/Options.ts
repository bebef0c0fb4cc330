import { Duration } from "effect"

/** How a simulator behaves from the start. The control API can change some of it later. */
export interface SimulatorOptions {
  /** TCP port on 127.0.0.1; 0 takes a free one. Default 0. */
  readonly port?: number
  /** The QR code is scanned at the first poll and confirmed at the next. Default true. */
  readonly autoScan?: boolean
  /** How long `login` and `synccheck` hold an answer when nothing happens. Default 25 s, as the real one. */
  readonly pollHold?: Duration.DurationInput
  /** The host that `redirect_uri` names, or "own" for the simulator's own origin. Default `wx2.qq.com`. */
  readonly sessionHost?: string
  /**
   * Whether the owner can write to themselves. Accounts whose `UserName` is `@` and 64 hex digits get Ret 1204 for
   * it, those with 32 do not: this chooses which the owner is. Default true.
   */
  readonly selfChat?: boolean
  /** Every text that the client sends comes back in `webwxsync`, with the same `MsgId`. Default false. */
  readonly echoSends?: boolean
  /** A repeated `ClientMsgId` is delivered again, not dropped. Default false. */
  readonly acceptRepeats?: boolean
  /** Contacts in one page of `webwxgetcontact`. Default 500. */
  readonly contactsPerPage?: number
  /** With a seed all ids (uuid, keys, MsgIds, UserNames) are the same at each run. */
  readonly seed?: string
}

/** Options with every default filled in. */
export interface FullOptions {
  readonly port: number
  readonly autoScan: boolean
  readonly pollHold: Duration.Duration
  readonly sessionHost: string
  readonly selfChat: boolean
  readonly echoSends: boolean
  readonly acceptRepeats: boolean
  readonly contactsPerPage: number
}

/** Fills in the defaults. */
export const withDefaults = (options: SimulatorOptions): FullOptions => ({
  port: options.port ?? 0,
  autoScan: options.autoScan ?? true,
  pollHold: Duration.decode(options.pollHold ?? "25 seconds"),
  sessionHost: options.sessionHost ?? "wx2.qq.com",
  selfChat: options.selfChat ?? true,
  echoSends: options.echoSends ?? false,
  acceptRepeats: options.acceptRepeats ?? false,
  contactsPerPage: options.contactsPerPage ?? 500
})
