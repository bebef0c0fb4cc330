// wechat4u, as its own run-core.js uses it.
import Wechat from "wechat4u"

const told = ["uuid", "user-avatar", "login", "logout", "message", "contacts-updated"]

export const steps = (tell) => {
  let bot
  const begin = (data) => {
    bot = new Wechat(data)
    for (const name of told) bot.on(name, (value) => tell(name, value))
    bot.on("error", (error) => tell("error", error.tips ?? error.message))
  }
  return {
    start: () => {
      begin()
      bot.start()
    },
    /** A new one goes on with the keys of the old one, which stops without a word. */
    resume: () => {
      const data = JSON.parse(JSON.stringify(bot.botData))
      bot.removeAllListeners()
      bot.state = bot.CONF.STATE.init
      begin(data)
      bot.restart()
    },
    contact: (userName) => {
      const contact = bot.contacts[userName]
      return contact && { ...contact, shown: contact.getDisplayName() }
    },
    report: () => bot.statReport().then(({ data }) => data),
    call: (method, ...values) => bot[method](...values)
  }
}
