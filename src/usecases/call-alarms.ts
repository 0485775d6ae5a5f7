import type { Call } from '../domain/call.ts'
import type { Clock } from '../domain/call-clock.ts'
import { type NamedCall, overdueLetter, unansweredLetter, wrongNumberLetter } from '../domain/call-wording.ts'
import type { Centre } from '../domain/centre.ts'
import { type Phone, phonesFor } from '../domain/phone.ts'
import { type CallFile, listUnended, loadFiles, type StoredCall } from '../store/calls.ts'
import { takeReminders } from '../store/deadlines.ts'
import { findOne } from '../store/noun.ts'
import { lockProvider, savePhones } from '../store/numbers.ts'
import { postNoun } from '../store/posts.ts'
import { clocksNow } from './call-scene.ts'
import { type Deps, transact } from './deps.ts'
import { mailCentre } from './mail-centre.ts'

async function named(deps: Deps, { id, centreId, postId, reportedAt }: Call): Promise<NamedCall> {
  const post = await findOne(deps.db, postNoun, centreId, postId)
  return { id, post: post?.name ?? postId, reportedAt }
}

/** Tells the planner, in the caller's transaction, that nobody took a call. */
export const alarmUnanswered = async (deps: Deps, centre: Centre, call: StoredCall): Promise<void> =>
  mailCentre(deps, centre, unansweredLetter(centre.name, await named(deps, call), centre.zone))

/**
 * Takes a number of somebody for unverified, in the caller's transaction, and tells the planner: the number that was dialled, else the
 * first that there is. The attempt is the record of why.
 */
export async function doubtNumber(deps: Deps, centre: Centre, call: StoredCall, providerId: string, dialled: string | null): Promise<void> {
  const provider = await lockProvider(deps.db, centre.id, providerId)
  if (provider === undefined) return
  const doubted = dialled ?? phonesFor(provider.phones, 'agency')[0]?.e164
  const phones = provider.phones.map((phone): Phone => (phone.e164 === doubted ? { ...phone, verifiedOn: null } : phone))
  if (phones.some(({ verifiedOn }, index) => verifiedOn !== provider.phones[index]?.verifiedOn))
    await savePhones(deps.db, provider, phones, deps.now())
  const number = provider.phones.find(({ e164 }) => e164 === doubted)?.national ?? doubted ?? ''
  const wrong = { person: provider.fullName, number }
  await mailCentre(deps, centre, wrongNumberLetter(centre.name, await named(deps, call), wrong, centre.zone))
}

interface Overdue {
  readonly call: NamedCall
  readonly clock: Clock
  readonly subject: string
}

async function overdueIn(deps: Deps, centre: Centre, file: CallFile): Promise<Overdue[]> {
  const late = (await clocksNow(deps, centre, file)).filter(({ state }) => state === 'overdue')
  if (late.length === 0) return []
  const call = await named(deps, file.call)
  return late.map((clock) => ({ call, clock, subject: `call/${call.id}/${clock.rule}/${clock.startedAt}` }))
}

/**
 * Tells the centre, once each, in one letter, of the time limits of its calls that have passed; returns how many it told of. Of two that
 * run at once only one tells.
 */
export const alarmOverdue = (deps: Deps, centre: Centre): Promise<number> =>
  transact(deps, async (deps) => {
    const files = await loadFiles(deps.db, centre.id, await listUnended(deps.db, centre.id))
    const overdue: Overdue[] = []
    for (const file of files) overdue.push(...(await overdueIn(deps, centre, file)))
    const subjects = new Set(overdue.map(({ subject }) => subject))
    const taken = await takeReminders(deps.db, centre.id, [...subjects], deps.now())
    const told = overdue.filter(({ subject }) => taken.has(subject))
    if (told.length > 0) await mailCentre(deps, centre, overdueLetter(centre.name, told, centre.zone))
    return told.length
  })
