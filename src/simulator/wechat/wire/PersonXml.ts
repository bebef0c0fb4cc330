import { xmlText } from "./Content.ts"
import { digits } from "./StableId.ts"
import type { Person } from "../../world/People.ts"

/* Contents that show somebody: attributes only, and the same of all that nobody filled in. */

/** `Content` of a card: the person shown. */
export const cardXml = ({ nickName, verifyFlag }: Person, id: string): string =>
  `<?xml version="1.0"?>\n<msg bigheadimgurl="" smallheadimgurl="" username="${xmlText(id)}" ` +
  `nickname="${xmlText(nickName)}"  shortpy="" alias="" imagestatus="3" scene="17" province="" city="" sign="" ` +
  `sex="0" certflag="${verifyFlag}" certinfo="" brandIconUrl="" brandHomeUrl="" brandSubscriptConfigUrl="" ` +
  `brandFlags="0" regionCode="" />\n`

/** The ticket by which the request of somebody is accepted. */
export const requestTicket = ({ name }: Person): string => `v2_${digits(`ticket/${name}`, 64)}@stranger`

/** How the one who asks found the owner: by their account's name. */
export const SCENE = 30

/** `Content` of a friend request: the one who asks. */
export const friendRequestXml = (asker: Person, id: string, greeting: string): string =>
  `<msg fromusername="${xmlText(id)}" encryptusername="v1_${digits(`stranger/${asker.name}`, 64)}@stranger" ` +
  `fromnickname="${xmlText(asker.nickName)}" content="${xmlText(greeting)}" shortpy="" imagestatus="3" ` +
  `scene="${SCENE}" country="CN" province="" city="" sign="" percard="1" sex="0" alias="" weibo="" ` +
  `weibonickname="" albumflag="0" albumstyle="0" albumbgimgid="" snsflag="1" snsbgimgid="" snsbgobjectid="0" ` +
  `mhash="" mfullhash="" bigheadimgurl="" smallheadimgurl="" ticket="${requestTicket(asker)}" opcode="2" ` +
  `googlecontact="" qrticket="" chatroomusername="" sourceusername="" sourcenickname="">` +
  `<brandlist count="0" ver="600000000"></brandlist></msg>`
