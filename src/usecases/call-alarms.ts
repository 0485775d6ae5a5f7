import type { Call } from '../domain/call.ts'
import type { Clock } from '../domain/call-clock.ts'
import { type NamedCall, overdueLetter, unansweredLetter, wrongNumberLetter } from '../domain/call-wording.ts'
import type { Centre } from '../domain/centre.ts'
import { type Phone, phonesFor } from '../domain/phone.ts'
import { listCalls, loadFiles, type StoredCall, UNENDED } from '../store/calls.ts'
import { takeReminders } from '../store/deadlines.ts'
import { findOne, type Page } from '../store/noun.ts'
import { lockProvider, savePhones } from '../store/numbers.ts'
import { postNoun } from '../store/posts.ts'
import { clocksNow, type ListedCall } from './call-scene.ts'
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

async function overdueIn(deps: Deps, { file, clocks }: ListedCall): Promise<Overdue[]> {
  const late = clocks.filter(({ state }) => state === 'overdue')
  if (late.length === 0) return []
  const call = await named(deps, file.call)
  return late.map((clock) => ({ call, clock, subject: `call/${call.id}/${clock.rule}/${clock.startedAt}` }))
}

/** Calls that are read at once. */
const AT_ONCE = 200

/** The time limits that have passed of all calls of the centre that are not over, the newest first. */
async function overdueOf(deps: Deps, centre: Centre): Promise<Overdue[]> {
  const overdue: Overdue[] = []
  for (let after: string | null | undefined; after !== null; ) {
    const page: Page<StoredCall> = await listCalls(deps.db, centre.id, { statuses: UNENDED, limit: AT_ONCE, after })
    const files = await loadFiles(deps.db, centre.id, page.items)
    for (const listed of await clocksNow(deps, centre, files)) overdue.push(...(await overdueIn(deps, listed)))
    after = page.next
  }
  return overdue
}

/**
 * Tells the centre, once each, in one letter, of the time limits of its calls that have passed; returns how many it told of. Of two that
 * run at once only one tells.
 */
export const alarmOverdue = (deps: Deps, centre: Centre): Promise<number> =>
  transact(deps, async (deps) => {
    const overdue = await overdueOf(deps, centre)
    const subjects = new Set(overdue.map(({ subject }) => subject))
    const taken = await takeReminders(deps.db, centre.id, [...subjects], deps.now())
    const told = overdue.filter(({ subject }) => taken.has(subject))
    if (told.length > 0) await mailCentre(deps, centre, overdueLetter(centre.name, told, centre.zone))
    return told.length
  })
