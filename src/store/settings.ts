import { and, eq } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { centreSettings, pictures, signers } from '../../db/schema/settings.ts'
import { DutyError } from '../domain/errors.ts'
import type { CentreId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { type CentreSettings, DEFAULT_SETTINGS, type Settings } from '../domain/settings.ts'
import type { Signer } from '../domain/signer.ts'
import { searchText } from '../domain/text.ts'
import type { Noun } from './noun.ts'

export const signerNoun: Noun<Signer> = {
  name: 'signer',
  table: signers,
  centreId: signers.centreId,
  code: signers.code,
  search: signers.search,
  sortBy: signers.code,
  children: [],
  toRow: ({ id: _, version: __, ...row }) => row,
  searchOf: (signer) => searchText([signer.code, signer.fullName, signer.title]),
  toDomain: (row) => {
    const { search: _, createdAt: __, updatedAt: ___, ...signer } = row as typeof signers.$inferSelect
    return signer
  }
}

const NOTHING_SET: CentreSettings = { version: 0, settings: DEFAULT_SETTINGS, logo: null }

const wholeSettings = (settings: Partial<Settings>): Settings => ({
  ...DEFAULT_SETTINGS,
  ...settings,
  sending: { ...DEFAULT_SETTINGS.sending, ...settings.sending }
})

/** What the centre has set of its house rules, the defaults for the rest. */
export async function findSettings(db: Db, centreId: CentreId): Promise<CentreSettings> {
  const [row] = await db.select().from(centreSettings).where(eq(centreSettings.centreId, centreId))
  if (row === undefined) return NOTHING_SET
  const { settings, version, logo } = row
  return { version, settings: wholeSettings(settings), logo }
}

/** The house rules of every centre, by its id; one that is not there has set nothing. */
export async function listSettings(db: Db): Promise<ReadonlyMap<CentreId, Settings>> {
  const rows = await db.select().from(centreSettings)
  return new Map(rows.map((row) => [row.centreId, wholeSettings(row.settings)]))
}

/** Writes the house rules that still have the version that was read; throws STALE_VERSION when somebody was faster. */
export async function saveSettings(
  db: Db,
  centreId: CentreId,
  { version, settings, logo }: CentreSettings,
  now: Instant
): Promise<CentreSettings> {
  const values = { settings, logo, version: version + 1, updatedAt: now }
  const written =
    version === 0
      ? await db
          .insert(centreSettings)
          .values({ centreId, ...values })
          .onConflictDoNothing()
          .returning({ version: centreSettings.version })
      : await db
          .update(centreSettings)
          .set(values)
          .where(and(eq(centreSettings.centreId, centreId), eq(centreSettings.version, version)))
          .returning({ version: centreSettings.version })
  if (written.length === 0) throw new DutyError('STALE_VERSION', { noun: 'settings', expected: version })
  return findSettings(db, centreId)
}

/** Keeps a picture (base64) for ever under its SHA-256. */
export async function savePicture(db: Db, centreId: CentreId, hash: string, data: string): Promise<void> {
  await db.insert(pictures).values({ centreId, hash, data }).onConflictDoNothing()
}

/** The picture with that SHA-256, base64; undefined when there is none. */
export async function findPicture(db: Db, centreId: CentreId, hash: string): Promise<string | undefined> {
  const [row] = await db
    .select()
    .from(pictures)
    .where(and(eq(pictures.centreId, centreId), eq(pictures.hash, hash)))
  return row?.data
}
