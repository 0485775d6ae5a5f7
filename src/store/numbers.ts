import { and, eq } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { numberConfirmations, numberCorrections } from '../../db/schema/lookup.ts'
import { providers } from '../../db/schema/providers.ts'
import { DutyError } from '../domain/errors.ts'
import type { CentreId, ProviderId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { NumberConfirmation } from '../domain/number-confirmation.ts'
import type { NumberCorrection } from '../domain/number-correction.ts'
import type { Phone } from '../domain/phone.ts'
import type { Provider } from '../domain/provider.ts'
import { type NewestQuery, newestFirst, pageOfRows } from './newest-first.ts'
import { findOne, getOne, type Page } from './noun.ts'
import { providerNoun } from './providers.ts'

const mine = (centreId: CentreId, id: ProviderId) => and(eq(providers.centreId, centreId), eq(providers.id, id))

/**
 * The provider with that id or code, with other writers of it waiting until the transaction ends; undefined when there is none. Whoever
 * only refers to them does not wait.
 */
export async function lockProvider(db: Db, centreId: CentreId, ref: string): Promise<Provider | undefined> {
  const found = await findOne(db, providerNoun, centreId, ref)
  if (found === undefined) return undefined
  await db.select({ id: providers.id }).from(providers).where(mine(centreId, found.id)).for('no key update')
  // read again: whoever held the lock before may have changed it
  return getOne(db, providerNoun, centreId, found.id)
}

/** Writes the numbers of a provider and nothing else of them; the version goes up by one. Throws STALE_VERSION. */
export async function savePhones(db: Db, provider: Provider, phones: readonly Phone[], now: Instant): Promise<Provider> {
  const version = provider.version + 1
  const written = await db
    .update(providers)
    .set({ phones, version, updatedAt: now })
    .where(and(mine(provider.centreId, provider.id), eq(providers.version, provider.version)))
    .returning({ id: providers.id })
  if (written.length === 0) throw new DutyError('STALE_VERSION', { noun: 'provider', expected: provider.version })
  return { ...provider, phones, version }
}

export async function insertCorrection(db: Db, correction: NumberCorrection): Promise<void> {
  await db.insert(numberCorrections).values(correction)
}

/** What was replaced of a person's numbers, newest first. */
export async function listCorrectionsOf(
  db: Db,
  centreId: CentreId,
  providerId: ProviderId,
  query: NewestQuery
): Promise<Page<NumberCorrection>> {
  const page = newestFirst(numberCorrections.id, query)
  const rows = await db
    .select()
    .from(numberCorrections)
    .where(and(eq(numberCorrections.centreId, centreId), eq(numberCorrections.providerId, providerId), page.where))
    .orderBy(page.orderBy)
    .limit(page.limit)
  return pageOfRows(rows, query)
}

export async function insertNumberConfirmations(db: Db, rows: readonly NumberConfirmation[]): Promise<void> {
  if (rows.length > 0) await db.insert(numberConfirmations).values([...rows])
}

/** When which of a person's numbers was answered or confirmed, newest first. */
export async function listNumberConfirmationsOf(
  db: Db,
  centreId: CentreId,
  providerId: ProviderId,
  query: NewestQuery
): Promise<Page<NumberConfirmation>> {
  const page = newestFirst(numberConfirmations.id, query)
  const rows = await db
    .select()
    .from(numberConfirmations)
    .where(and(eq(numberConfirmations.centreId, centreId), eq(numberConfirmations.providerId, providerId), page.where))
    .orderBy(page.orderBy)
    .limit(page.limit)
  return pageOfRows(rows, query)
}
