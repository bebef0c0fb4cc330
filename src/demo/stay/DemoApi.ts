import { HttpApi, HttpApiEndpoint, HttpApiGroup } from "@effect/platform"
import { BadInput, NothingThere, UnknownName } from "../../simulator/control/ControlApi.ts"
import {
  DayInput,
  DemoView,
  LoginInput,
  MessageId,
  ModelInput,
  NetworkInput,
  PhoneInput,
  SayInput
} from "./DemoView.ts"

/** What people do on the demo's chat page. */
export class DemoApi extends HttpApi.make("demo").add(
  HttpApiGroup.make("demo", { topLevel: true })
    .add(HttpApiEndpoint.get("view", "/view").addSuccess(DemoView))
    .add(
      HttpApiEndpoint.post("say", "/messages")
        .setPayload(SayInput)
        .addSuccess(MessageId)
        .addError(BadInput)
        .addError(UnknownName)
    )
    .add(HttpApiEndpoint.post("takeBack", "/take-back").setPayload(MessageId).addError(NothingThere))
    .add(HttpApiEndpoint.post("phone", "/phone").setPayload(PhoneInput).addError(UnknownName))
    .add(HttpApiEndpoint.post("network", "/network").setPayload(NetworkInput))
    .add(HttpApiEndpoint.post("day", "/day").setPayload(DayInput))
    .add(HttpApiEndpoint.post("model", "/model").setPayload(ModelInput))
    .add(HttpApiEndpoint.post("login", "/log-in").setPayload(LoginInput).addError(NothingThere))
    .prefix("/demo")
) {}
