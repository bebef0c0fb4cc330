import { HttpApi, HttpApiEndpoint, HttpApiGroup, HttpApiSchema } from "@effect/platform"
import { Schema } from "effect"
import * as Input from "./ControlInput.ts"
import { AccountView, FaultView, GroupView, PersonView, StateView } from "./ControlView.ts"
import { Asked, Fetched, Prompted, Requested, Sent, TakenBack, Uploaded } from "../world/Records.ts"
import { SocialCall } from "../world/social/Social.ts"

/** Nobody, or no account, has this name; `known` are the names there are. */
export class UnknownName extends Schema.TaggedError<UnknownName>()(
  "UnknownName",
  { name: Schema.String, known: Schema.Array(Schema.String) },
  HttpApiSchema.annotations({ status: 404 })
) {}

/** Fields that do not go together; `accepted` says what does. */
export class BadInput extends Schema.TaggedError<BadInput>()(
  "BadInput",
  { accepted: Schema.String },
  HttpApiSchema.annotations({ status: 400 })
) {}

/** There is nothing to act on: no QR code is open, or nobody is logged in. */
export class NothingThere extends Schema.TaggedError<NothingThere>()(
  "NothingThere",
  { missing: Schema.String },
  HttpApiSchema.annotations({ status: 409 })
) {}

/** Answer of `POST /control/messages`, one for each message. */
const Delivered = Schema.Struct({ MsgId: Schema.String })

/** The control API, by which a test or a person plays everybody but the client. */
export class ControlApi extends HttpApi.make("control").add(
  HttpApiGroup.make("control", { topLevel: true })
    .add(
      HttpApiEndpoint.post("addAccount", "/accounts")
        .setPayload(Input.AccountInput)
        .addSuccess(AccountView)
        .addError(BadInput)
    )
    .add(HttpApiEndpoint.get("accounts", "/accounts").addSuccess(Schema.Array(AccountView)))
    .add(HttpApiEndpoint.get("state", "/state").setUrlParams(Input.Poll).addSuccess(StateView))
    .add(HttpApiEndpoint.get("sent", "/sent").setUrlParams(Input.Poll).addSuccess(Schema.Array(Sent)))
    .add(HttpApiEndpoint.get("asked", "/asked").setUrlParams(Input.Poll).addSuccess(Schema.Array(Asked)))
    .add(
      HttpApiEndpoint.get("prompted", "/prompted").setUrlParams(Input.Poll).addSuccess(Schema.Array(Prompted))
    )
    .add(
      HttpApiEndpoint.get("fetched", "/fetched").setUrlParams(Input.Poll).addSuccess(Schema.Array(Fetched))
    )
    .add(
      HttpApiEndpoint.get("requests", "/requests")
        .setUrlParams(Input.Poll)
        .addSuccess(Schema.Array(Requested))
    )
    .add(
      HttpApiEndpoint.post("person", "/people")
        .setPayload(Input.PersonInput)
        .addSuccess(PersonView)
        .addError(BadInput)
    )
    .add(
      HttpApiEndpoint.post("group", "/groups")
        .setPayload(Input.GroupInput)
        .addSuccess(GroupView)
        .addError(BadInput)
        .addError(UnknownName)
    )
    .add(
      HttpApiEndpoint.post("messages", "/messages")
        .setPayload(Schema.Union(Input.MessageInput, Schema.Array(Input.MessageInput)))
        .addSuccess(Schema.Union(Delivered, Schema.Array(Delivered)))
        .addError(BadInput)
        .addError(UnknownName)
    )
    .add(
      HttpApiEndpoint.get("social", "/social").setUrlParams(Input.Poll).addSuccess(Schema.Array(SocialCall))
    )
    .add(
      HttpApiEndpoint.post("answers", "/answers")
        .setPayload(Input.AnswerInput)
        .addError(NothingThere)
        .addError(UnknownName)
    )
    .add(HttpApiEndpoint.post("phone", "/phone").setPayload(Input.PhoneInput).addError(UnknownName))
    .add(HttpApiEndpoint.post("login", "/login").setPayload(Input.LoginInput).addError(NothingThere))
    .add(HttpApiEndpoint.post("session", "/session").setPayload(Input.SessionInput).addError(NothingThere))
    .add(HttpApiEndpoint.post("clock", "/clock").setPayload(Input.ClockInput))
    .add(HttpApiEndpoint.post("sending", "/sending").setPayload(Input.SendingInput))
    .add(HttpApiEndpoint.post("tuling", "/tuling").setPayload(Input.TulingInput))
    .add(HttpApiEndpoint.post("openai", "/openai").setPayload(Input.OpenaiInput))
    .add(
      HttpApiEndpoint.post("faults", "/faults")
        .setPayload(Schema.Union(Input.FaultInput, Schema.Array(Input.FaultInput)))
        .addSuccess(Schema.Union(FaultView, Schema.Array(FaultView)))
    )
    .add(
      HttpApiEndpoint.get("uploads", "/uploads").setUrlParams(Input.Poll).addSuccess(Schema.Array(Uploaded))
    )
    .add(
      HttpApiEndpoint.get("takenBack", "/taken-back")
        .setUrlParams(Input.Poll)
        .addSuccess(Schema.Array(TakenBack))
    )
    .add(
      HttpApiEndpoint.get("media", "/media")
        .setUrlParams(Input.MediaQuery)
        .addSuccess(HttpApiSchema.Uint8Array())
        .addError(NothingThere)
    )
    .add(HttpApiEndpoint.post("links", "/links").setPayload(Input.LinksInput))
    .add(HttpApiEndpoint.post("clearFaults", "/faults/clear").setPayload(Input.ClearInput))
    .prefix("/control")
) {}
