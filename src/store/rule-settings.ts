import { eq } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { ruleSettings } from '../../db/schema/rosters.ts'
import { DutyError } from '../domain/errors.ts'
import type { CentreId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { RuleChoice } from '../domain/rules/settings.ts'

/** What a centre has set of one rule, as stored. */
export interface RuleSetting extends RuleChoice {
  readonly version: number
}

export async function listRuleSettings(db: Db, centreId: CentreId): Promise<RuleSetting[]> {
  const rows = await db.select().from(ruleSettings).where(eq(ruleSettings.centreId, centreId)).orderBy(ruleSettings.ruleId)
  return rows.map(({ ruleId, version, enabled, level, weight, params }) => ({ ruleId, version, enabled, level, weight, params }))
}

/** Writes a setting over the version before it; throws STALE_VERSION when somebody else wrote that version first. */
export async function saveRuleSetting(db: Db, centreId: CentreId, setting: RuleSetting, now: Instant): Promise<void> {
  const row = { ...setting, centreId, updatedAt: now }
  const expected = setting.version - 1
  const written = await db
    .insert(ruleSettings)
    .values(row)
    .onConflictDoUpdate({
      target: [ruleSettings.centreId, ruleSettings.ruleId],
      set: row,
      setWhere: eq(ruleSettings.version, expected)
    })
    .returning({ version: ruleSettings.version })
  if (written.length === 0) throw new DutyError('STALE_VERSION', { noun: 'rule', expected })
}
