import { HttpApi, HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "@effect/platform"
import { Schema } from "effect"
import packageJson from "../../../../package.json" with { type: "json" }
import { BadInput, NoToken, NothingThere, NotNow, TooMany, Unreadable } from "./Errors.ts"
import { Alerts, Chatbots, Counts } from "./Figures.ts"
import {
  ChatInput,
  CountsQuestion,
  MessagesQuestion,
  MuteInput,
  OtherSettings,
  PauseInput,
  ResumeInput,
  Token
} from "./Questions.ts"
import {
  Chats,
  Diagnostics,
  Health,
  MessageDetail,
  MessagePage,
  QrCode,
  SettingsView,
  Status
} from "./Views.ts"

const text = (contentType: string) => HttpApiSchema.Text({ contentType })

/** For everybody: no text, no name and no code is in it. */
const open = HttpApiGroup.make("open", { topLevel: true })
  .add(
    HttpApiEndpoint.get("health", "/health")
      .addSuccess(Health)
      .addError(Health.annotations(HttpApiSchema.annotations({ status: 503 })))
  )
  .add(HttpApiEndpoint.get("metrics", "/metrics").addSuccess(text("text/plain")))
  .add(HttpApiEndpoint.post("login", "/api/login").setPayload(Token).addError(NoToken).addError(TooMany))

/** What the robot did, and does. */
const reading = HttpApiGroup.make("reading", { topLevel: true })
  .add(HttpApiEndpoint.get("status", "/api/status").addSuccess(Status))
  .add(
    HttpApiEndpoint.get("messages", "/api/messages")
      .setUrlParams(MessagesQuestion)
      .addSuccess(MessagePage)
      .addError(Unreadable)
  )
  .add(
    HttpApiEndpoint.get("message", "/api/messages/:id")
      .setPath(Schema.Struct({ id: Schema.NonEmptyString }))
      .setUrlParams(OtherSettings)
      .addSuccess(MessageDetail)
      .addError(BadInput)
      .addError(NothingThere)
      .addError(Unreadable)
  )
  .add(HttpApiEndpoint.get("events", "/api/events").addSuccess(text("text/event-stream")).addError(TooMany))
  .add(
    HttpApiEndpoint.get("counts", "/api/counts")
      .setUrlParams(CountsQuestion)
      .addSuccess(Counts)
      .addError(Unreadable)
  )
  .add(HttpApiEndpoint.get("alerts", "/api/alerts").addSuccess(Alerts))
  .add(HttpApiEndpoint.get("chatbots", "/api/chatbots").addSuccess(Chatbots))
  .add(HttpApiEndpoint.get("chats", "/api/chats").addSuccess(Chats))
  .add(HttpApiEndpoint.get("settings", "/api/settings").addSuccess(SettingsView))
  .add(HttpApiEndpoint.get("diagnostics", "/api/diagnostics").addSuccess(Diagnostics).addError(Unreadable))

/** The log-in. */
const session = HttpApiGroup.make("session", { topLevel: true })
  .add(HttpApiEndpoint.get("qr", "/api/qr").addSuccess(QrCode).addError(NothingThere))
  .add(HttpApiEndpoint.post("newQr", "/api/qr").addSuccess(HttpApiSchema.Accepted).addError(NotNow))
  .add(HttpApiEndpoint.post("logout", "/api/logout").addSuccess(HttpApiSchema.Accepted).addError(NotNow))

/** The owner's switches. Each is on disk when it is answered. */
const switches = HttpApiGroup.make("switches", { topLevel: true })
  .add(HttpApiEndpoint.post("pause", "/api/pause").setPayload(PauseInput).addError(BadInput))
  .add(HttpApiEndpoint.post("resume", "/api/resume").setPayload(ResumeInput))
  .add(
    HttpApiEndpoint.post("mute", "/api/mute")
      .setPayload(MuteInput)
      .addError(BadInput)
      .addError(NothingThere)
      .addError(NotNow)
  )
  .add(
    HttpApiEndpoint.post("unmute", "/api/unmute")
      .setPayload(ChatInput)
      .addError(BadInput)
      .addError(NothingThere)
      .addError(NotNow)
  )

/** As OpenAPI tells of it. */
const token = { token: [] }
const tokenScheme = {
  token: { type: "http", scheme: "bearer", description: "The token of http.json in the data directory." }
}

/**
 * The robot's API on the loopback. All but the first group wants the token, as a bearer or as the cookie that `login`
 * gives for it; the gate before it sees to that.
 */
export class RobotApi extends HttpApi.make("robot")
  .add(open)
  .add(reading.annotateEndpoints(OpenApi.Override, { security: [token] }))
  .add(session.annotateEndpoints(OpenApi.Override, { security: [token] }))
  .add(switches.annotateEndpoints(OpenApi.Override, { security: [token] }))
  .annotate(OpenApi.Title, packageJson.name)
  .annotate(OpenApi.Version, packageJson.version)
  .annotate(OpenApi.Transform, (spec) => ({
    ...spec,
    components: { ...spec["components"], securitySchemes: tokenScheme }
  })) {}
