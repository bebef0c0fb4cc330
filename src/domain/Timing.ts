import { Context, Duration } from "effect"

const defaults = {
  /** The answer of an ordinary call, body included. */
  call: Duration.seconds(15),
  /** One page of the address book: big books are slow. */
  contacts: Duration.seconds(180),
  /** synccheck and the log-in poll, which the server holds for about 25 s. */
  longPoll: Duration.seconds(35),
  /** An attempt of the sync loop that has no end by then is given up, whatever it hangs in: a watch dog. */
  stalled: Duration.seconds(60),
  /** Whether anything answers at an origin, for `check`. */
  reach: Duration.seconds(5),
  /** A farewell nobody waits for. */
  logout: Duration.seconds(5),
  /** Between two polls of the log-in when the server does not hold them. */
  loginPollGap: Duration.seconds(1),
  /** How long a scanned code is polled on although the server says it expired: the phone may ask twice. */
  confirmationPatience: Duration.seconds(60),
  /** After so many codes that nobody scanned, a new one comes only after this. */
  seldomCode: Duration.minutes(5),
  /** The phone is not asked again within this: two robots would take the session from each other all the time. */
  reloginGap: Duration.minutes(10),
  /** First pause after a failure; doubled each time, jittered, up to `backoffLimit`. */
  backoff: Duration.millis(500),
  backoffLimit: Duration.seconds(30),
  /** A ceiling for WeChat, whatever goes wrong: far above what a robot needs, and far below a flood. */
  requestsPerSecond: 20,
  /** A poll that is answered sooner than this was not held: the server does not do its part of the waiting. */
  heldPoll: Duration.seconds(1),
  /** First pause after polls that brought nothing, at once and again and again; doubled each time up to `backoffLimit`. */
  fruitless: Duration.seconds(1),
  /** How long unknown senders are gathered into one question. */
  contactGathering: Duration.millis(100),
  /** How long a message waits for its sender to become known. */
  contactPatience: Duration.seconds(3),
  /** How long a reply from before a new log-in waits for its chat to be known again. */
  chatPatience: Duration.minutes(3),
  /** A stranger whom WeChat does not tell is not asked for again within this. */
  contactAgain: Duration.minutes(10),
  /** The same after a question that failed. */
  contactRetry: Duration.minutes(1),
  /** A chatbot that failed for the moment is asked once more after this. */
  chatbotRetry: Duration.seconds(1),
  /** How long a chatbot rests that failed five times in a row. */
  chatbotRest: Duration.minutes(1),
  /** How long a stop waits for a send that is under way, to learn what became of it, and for the journal. */
  farewell: Duration.seconds(3),
  /** How long another program may hold the journal before the robot gives up. */
  journalPatience: Duration.seconds(30),
  /** How often the journal looks for messages that are too old to be kept. */
  retention: Duration.hours(1),
  /** Between the steps in which it removes them, so that others can write. */
  retentionStep: Duration.seconds(1),
  /** All sends pause for so long when WeChat finds them too frequent. */
  firstSendPause: Duration.minutes(10),
  /** The same when it still does after the first pause; from the next time on there is no end. */
  secondSendPause: Duration.hours(1)
}

/** All time-outs, gaps and back-offs in one value, so that a test can shorten them. */
export class Timing extends Context.Reference<Timing>()("domain/Timing", {
  defaultValue: (): typeof defaults => defaults
}) {}
