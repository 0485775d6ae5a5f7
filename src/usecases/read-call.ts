import type { CallContact, CallStatus } from '../domain/call.ts'
import type { Centre } from '../domain/centre.ts'
import { DutyError } from '../domain/errors.ts'
import { dayAt } from '../domain/instant.ts'
import { type RefusalLetter, refusalLetter } from '../domain/refusal-letter.ts'
import type { Language } from '../domain/wording.ts'
import { findContact, insertReading } from '../store/call-contacts.ts'
import { listCalls, loadFiles, type StoredCall, UNENDED } from '../store/calls.ts'
import { writeCursor } from '../store/cursor.ts'
import { findOne, type Page } from '../store/noun.ts'
import { providerNoun } from '../store/providers.ts'
import type { CallDuty } from './call-duty.ts'
import { clocksNow, type ListedCall, sceneOf } from './call-scene.ts'
import { findVault } from './caller-vault.ts'
import { type Deps, transact } from './deps.ts'
import { fileOf, getOwnCall } from './own-call.ts'
import type { Reporter } from './read-report.ts'

export interface CallsAsked {
  readonly status?: CallStatus | undefined
  /** Only calls of which a clock is overdue now. */
  readonly overdue?: boolean | undefined
  readonly limit: number
  readonly after?: string | undefined
}

const isOverdue = ({ clocks }: ListedCall): boolean => clocks.some(({ state }) => state === 'overdue')

const listed = async (deps: Deps, centre: Centre, list: readonly StoredCall[]): Promise<ListedCall[]> =>
  clocksNow(deps, centre, await loadFiles(deps.db, centre.id, list))

/** Calls that one page of overdue ones looks through: their clocks are set anew each time, and nobody else has the place meanwhile. */
export const MOST_LOOKED_THROUGH = 200

/**
 * The calls that the reporter may see, newest first. Whether a clock is overdue no database knows: a page of overdue calls looks through so
 * many that are not over and no more, so that it may hold fewer than asked for, or none, and yet others follow.
 */
export async function readCalls(deps: Deps, centre: Centre, asked: CallsAsked, { agencyId }: Reporter): Promise<Page<ListedCall>> {
  const { status, overdue, limit, after } = asked
  const statuses = status === undefined ? undefined : [status]
  const query = { agencyId: agencyId ?? undefined, after }
  if (!overdue) {
    const page = await listCalls(deps.db, centre.id, { ...query, statuses, limit })
    return { items: await listed(deps, centre, page.items), next: page.next }
  }
  const unended = UNENDED.filter((each) => status === undefined || each === status)
  const page = await listCalls(deps.db, centre.id, { ...query, statuses: unended, limit: MOST_LOOKED_THROUGH })
  const found = (await listed(deps, centre, page.items)).filter(isOverdue)
  const last = found[limit - 1]
  return { items: found.slice(0, limit), next: found.length > limit && last ? writeCursor(['', last.file.call.id]) : page.next }
}

/** How a caller is reached. */
export interface ReadContact {
  readonly call: StoredCall
  readonly contact: CallContact
}

/**
 * How the person of a call, or a relative, is reached; that it was read, and by whom, is on record before anybody sees it. Throws
 * NOT_FOUND when nothing is kept, or no longer, and CALLER_DATA_UNREADABLE.
 */
export const readContact = (deps: Deps, centre: Centre, id: string, reporter: Reporter): Promise<ReadContact> =>
  transact(deps, async (deps) => {
    const call = await getOwnCall(deps, centre, id, reporter)
    const contact = await openContact(deps, centre, call, reporter)
    if (contact === null) throw new DutyError('NOT_FOUND', { noun: 'contact', ref: id })
    return { call, contact }
  })

async function openContact(
  deps: Deps,
  centre: Centre,
  call: StoredCall,
  { id: readerId, name: reader }: Reporter
): Promise<CallContact | null> {
  const sealed = await findContact(deps.db, centre.id, call.id)
  const vault = sealed && (await findVault(deps, centre.id))
  if (sealed === undefined || vault === undefined) return null
  const contact = vault.openContact(call.id, sealed)
  await insertReading(deps.db, centre.id, call.id, deps.newId(), { readerId, reader, at: deps.now() })
  return contact
}

/**
 * The written reason why somebody does not take the call, as the law owes it to the client (Luật TGPL 2017 Điều 25(3)); of any other client
 * it says nothing. Throws NOT_FOUND when nothing keeps that person from it.
 */
export const readRefusal = (
  deps: Deps,
  centre: Centre,
  { id, provider: ref }: { readonly id: string; readonly provider: string },
  duty: Pick<CallDuty, 'post' | 'onDuty'>,
  reporter: Reporter,
  language: Language
): Promise<RefusalLetter> =>
  transact(deps, async (deps) => {
    const call = await getOwnCall(deps, centre, id, reporter)
    const { chain, people, stepOf } = await sceneOf(deps, centre, await fileOf(deps, call), duty)
    const provider = await findOne(deps.db, providerNoun, centre.id, ref)
    const step = provider && stepOf(provider.id)
    if (provider === undefined || step?.state !== 'excluded' || step.conflict === null)
      throw new DutyError('NOT_FOUND', { noun: 'refusal', ref })
    const nextId = call.providerId ?? chain.next?.providerId ?? null
    const contact = await openContact(deps, centre, call, reporter)
    const facts = {
      centre,
      call,
      addressee: contact?.fullName ?? null,
      conflict: step.conflict,
      provider,
      next: (nextId && people.get(nextId)) || null,
      day: dayAt(deps.now(), centre.zone)
    }
    return refusalLetter(facts, language)
  })
