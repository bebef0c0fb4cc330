import { type Redacted } from "effect"
import { type Credentials } from "../../../src/domain/Session.ts"
import { type EndpointError } from "../../../src/http/Errors.ts"
import * as FakeCall from "./FakeCall.ts"
import { refused } from "./wire.ts"

/** The question to the phone whether the log-in may go on, in the hands of a test: refused unless told otherwise. */
export const fakePushLogin = FakeCall.make<[Credentials], Redacted.Redacted, EndpointError>(() => refused(1))
