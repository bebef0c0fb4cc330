import { Context, type Effect, type Redacted } from "effect"

/** How a person gets to see the QR code of a log-in. The address in it is a credential: it is drawn, never logged. */
export class LoginDisplay extends Context.Tag("layers/LoginDisplay")<
  LoginDisplay,
  {
    /** Shows the code of a log-in address, such as `https://login.weixin.qq.com/l/{uuid}`, in place of the last one. */
    readonly show: (address: Redacted.Redacted) => Effect.Effect<void>
    /** Takes the code away: after the log-in, and when it is given up. */
    readonly clear: Effect.Effect<void>
  }
>() {}
