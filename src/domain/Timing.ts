import { Context, Duration } from "effect"

const defaults = {
  /** The answer of an ordinary call, body included. */
  call: Duration.seconds(15),
  /** One page of the address book: big books are slow. */
  contacts: Duration.seconds(180),
  /** synccheck and the log-in poll, which the server holds for about 25 s. */
  longPoll: Duration.seconds(35),
  /** Watchdog: an attempt of the sync loop is given up after this, wherever it hangs. */
  stalled: Duration.seconds(60),
  /**
   * How long a connection is kept for the next call. Servers close one that is idle without a word, the quickest after
   * 5 s: a request must not be on its way meanwhile.
   */
  idleConnection: Duration.seconds(4),
  /** How long `check` waits for an answer of an origin. */
  reach: Duration.seconds(5),
  /** How long a command waits for the answer of the running robot, which may itself wait for the address book. */
  robotAnswer: Duration.seconds(20),
  /** The log-out call, whose answer is not needed. */
  logout: Duration.seconds(5),
  /** Between two polls of the log-in when the server does not hold them. */
  loginPollGap: Duration.seconds(1),
  /** About how long WeChat takes a log-in code for good, from when it was made. */
  loginCode: Duration.minutes(5),
  /** How long a scanned code is polled on although the server says it expired: the phone may ask twice. */
  confirmationPatience: Duration.seconds(60),
  /** Between two QR codes, once several in a row were scanned by nobody. */
  seldomCode: Duration.minutes(5),
  /** Between two log-ins by a button on the phone: else two robots would take the session from each other all the time. */
  reloginGap: Duration.minutes(10),
  /** First pause after a failure; doubled each time, jittered, up to `backoffLimit`. */
  backoff: Duration.millis(500),
  backoffLimit: Duration.seconds(30),
  /** To WeChat, at most, of those that bring no messages and send none: keeps a fault of ours from flooding WeChat. */
  requestsPerSecond: 20,
  /** A long poll that is answered sooner than this was not held by the server. */
  heldPoll: Duration.seconds(1),
  /** First pause when poll after poll is answered at once with nothing; doubled each time up to `backoffLimit`. */
  fruitless: Duration.seconds(1),
  /** How long unknown senders are gathered, to be asked for in one call. */
  contactGathering: Duration.millis(100),
  /** How long a message waits for its sender to become known. */
  contactPatience: Duration.seconds(3),
  /** How long a reply from before a new log-in waits for its chat to be known again. */
  chatPatience: Duration.minutes(3),
  /** A sender of whom WeChat told nothing is not asked for again within this. */
  contactAgain: Duration.minutes(10),
  /** Like `contactAgain`, after a call that failed. */
  contactRetry: Duration.minutes(1),
  /** A chatbot whose failure is `transient` is asked once more after this. */
  chatbotRetry: Duration.seconds(1),
  /** How long a chatbot is not asked after five failures in a row. */
  chatbotRest: Duration.minutes(1),
  /** How long a stop waits for a running send to end, so that its result is known, and for the journal. */
  farewell: Duration.seconds(3),
  /** How long another program may hold the journal before the robot gives up. */
  journalPatience: Duration.seconds(30),
  /** How often the journal looks for messages that are too old to be kept. */
  retention: Duration.hours(1),
  /** Pause between the batches in which it removes them, so that others can write. */
  retentionStep: Duration.seconds(1),
  /** Pause of all sends when WeChat finds them too frequent. */
  firstSendPause: Duration.minutes(10),
  /** Pause of all sends when it still does after the first pause. The third pause has no end. */
  secondSendPause: Duration.hours(1),
  /** A person is alerted when WeChat has not answered for so long. */
  disconnectedFor: Duration.minutes(5),
  /** How long the same alert is not given again; doubled each time up to `alertGapLimit`. */
  alertGap: Duration.minutes(5),
  alertGapLimit: Duration.hours(1),
  /** After so long without it, an alert is given at once again. */
  alertCalm: Duration.hours(6),
  /** First pause after an alert that did not get through; doubled each time up to `alertRetryLimit`. */
  alertRetry: Duration.minutes(1),
  alertRetryLimit: Duration.hours(1),
  /** How long a client of the robot's API may take for the head of a request. */
  requestHead: Duration.seconds(10),
  /** The same for all of it. */
  wholeRequest: Duration.seconds(20),
  /** A client of the API that takes nothing for so long, or asks for nothing, is cut off. */
  clientIdle: Duration.minutes(1)
}

/** All time-outs, gaps and back-offs in one value, so that a test can shorten them. */
export class Timing extends Context.Reference<Timing>()("domain/Timing", {
  defaultValue: (): typeof defaults => defaults
}) {}
