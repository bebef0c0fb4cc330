import { Context, type Option, type Redacted } from "effect"
import { type AlertForm } from "./AlertForm.ts"

/** Whom to alert, and how. */
export class AlertOptions extends Context.Tag("http/AlertOptions")<
  AlertOptions,
  {
    readonly form: AlertForm
    /** A secret: most services have their key in it. */
    readonly url: Redacted.Redacted<URL>
    /** Signs what is sent, for a service that has that. */
    readonly secret: Option.Option<Redacted.Redacted>
  }
>() {}
