import { readPicture } from '../documents/picture.ts'
import { AGENCY_SECTORS, type AgencySector } from '../domain/agency.ts'
import type { Centre } from '../domain/centre.ts'
import { DutyError, type FieldErrors, fieldErrors } from '../domain/errors.ts'
import { optionalText, requiredText } from '../domain/fields.ts'
import {
  type CentreSettings,
  LOGO_LIMITS,
  PROGRAMME_DAYS,
  SETTINGS_RANGES,
  type SendingRule,
  type Settings,
  type WorkingHours
} from '../domain/settings.ts'
import { findSettings, savePicture, saveSettings } from '../store/settings.ts'
import { type Deps, transact } from './deps.ts'
import { sha256 } from './sha256.ts'

/** A sending rule as somebody enters it: the number that its kind needs. */
export interface SendingRuleInput {
  readonly kind: SendingRule['kind']
  readonly days?: number
  readonly day?: number
}

/** Some of the settings; of `sending` some of the kinds of agency. Lists are replaced whole. */
export type SettingsChange = Partial<Omit<Settings, 'sending'>> & {
  readonly sending?: Partial<Readonly<Record<AgencySector, SendingRuleInput>>>
}

/** The number that the kind needs; the other one is an unknown field. */
function numberOf(errors: FieldErrors, at: string, input: SendingRuleInput, wanted: 'days' | 'day'): number {
  const other = wanted === 'days' ? 'day' : 'days'
  if (input[other] !== undefined) errors.add(`${at}/${other}`, 'UNKNOWN_FIELD')
  const number = input[wanted]
  if (number === undefined) errors.add(`${at}/${wanted}`, 'MISSING_FIELD')
  return number ?? 0
}

/** A rule for one kind of agency; all but courts must get the roster five working days before (5789/CTPH-BTP-BCA). */
function sendingRule(errors: FieldErrors, sector: AgencySector, input: SendingRuleInput): SendingRule {
  const at = `/sending/${sector}`
  if (input.kind === 'day_of_previous_month') {
    if (sector !== 'court') errors.add(`${at}/kind`, 'BAD_VALUE', { allowed: 'working_days_before' })
    return { kind: input.kind, day: numberOf(errors, at, input, 'day') }
  }
  const days = numberOf(errors, at, input, 'days')
  const [, most] = SETTINGS_RANGES.days
  if (sector !== 'court' && input.days !== undefined && days < PROGRAMME_DAYS) {
    errors.add(`${at}/days`, 'BAD_VALUE', { allowed: `${PROGRAMME_DAYS}–${most}` })
  }
  return { kind: input.kind, days }
}

function sendingRules(errors: FieldErrors, current: Settings['sending'], change: NonNullable<SettingsChange['sending']>) {
  const rules = AGENCY_SECTORS.map((sector) => {
    const input = change[sector]
    return [sector, input === undefined ? current[sector] : sendingRule(errors, sector, input)] as const
  })
  return Object.fromEntries(rules) as Settings['sending']
}

/** Stretches of a day, each after the one before it. `HH:mm` sorts as it reads. */
function workingHours(errors: FieldErrors, hours: readonly WorkingHours[]): readonly WorkingHours[] {
  for (const [index, { from, to }] of hours.entries()) {
    const before = hours[index - 1]
    if (to <= from) errors.add(`/workingHours/${index}/to`, 'BAD_PERIOD', { from, to })
    else if (before !== undefined && from < before.to)
      errors.add(`/workingHours/${index}/from`, 'BAD_PERIOD', { from: before.to, to: from })
  }
  return hours
}

function copyTo(errors: FieldErrors, lines: readonly string[]): readonly string[] {
  const clean = lines.map((line, index) => requiredText(errors, `/copyTo/${index}`, line))
  for (const [index, line] of clean.entries()) {
    if (line !== '' && clean.indexOf(line) < index) errors.add(`/copyTo/${index}`, 'DUPLICATE_ITEM', { value: line })
  }
  return clean
}

/** The settings with the change, texts cleaned; what it does not name stays. */
function changed(errors: FieldErrors, settings: Settings, { sending, ...change }: SettingsChange): Settings {
  return {
    ...settings,
    ...change,
    ...(sending !== undefined && { sending: sendingRules(errors, settings.sending, sending) }),
    ...(change.workingHours !== undefined && { workingHours: workingHours(errors, change.workingHours) }),
    ...(change.archiveUnit !== undefined && { archiveUnit: requiredText(errors, '/archiveUnit', change.archiveUnit) }),
    ...(change.copyTo !== undefined && { copyTo: copyTo(errors, change.copyTo) }),
    ...(change.email !== undefined && { email: optionalText(change.email) })
  }
}

/** Replaces the settings that have the expected version by what the work makes of them. */
const replaced = (
  deps: Deps,
  centre: Centre,
  expected: number,
  work: (current: CentreSettings, deps: Deps) => Promise<CentreSettings> | CentreSettings
): Promise<CentreSettings> =>
  transact(deps, async (deps) => {
    const current = await findSettings(deps.db, centre.id)
    if (current.version !== expected) throw new DutyError('STALE_VERSION', { noun: 'settings', expected })
    return saveSettings(deps.db, centre.id, await work(current, deps), deps.now())
  })

/** Changes some of the house rules; throws BAD_FIELD with every fault, STALE_VERSION. What is published keeps what it was made by. */
export const changeSettings = (deps: Deps, centre: Centre, expected: number, change: SettingsChange): Promise<CentreSettings> =>
  replaced(deps, centre, expected, (current) => {
    const errors = fieldErrors()
    const settings = changed(errors, current.settings, change)
    errors.throwIfAny()
    return { ...current, settings }
  })

const BASE64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/

/** The bytes of a logo; throws BAD_PICTURE for what is no PNG or JPEG of at most 64 KiB and 2,000 by 2,000 pixels. */
function logoBytes(data: string): Buffer {
  const refused = () =>
    new DutyError('BAD_PICTURE', { kilobytes: LOGO_LIMITS.bytes / 1024, pixels: LOGO_LIMITS.pixels }, [
      { pointer: '/data', code: 'BAD_PICTURE', params: { kilobytes: LOGO_LIMITS.bytes / 1024, pixels: LOGO_LIMITS.pixels } }
    ])
  if (!BASE64.test(data)) throw refused()
  const bytes = Buffer.from(data, 'base64')
  if (bytes.length > LOGO_LIMITS.bytes) throw refused()
  const picture = readPicture(bytes)
  if (picture === undefined || Math.max(picture.width, picture.height) > LOGO_LIMITS.pixels) throw refused()
  return bytes
}

/** Sets the logo on the documents issued from now on. The picture (base64) is kept for ever: what was issued with it shows it. */
export const setLogo = (deps: Deps, centre: Centre, expected: number, data: string): Promise<CentreSettings> =>
  replaced(deps, centre, expected, async (current, { db }) => {
    const bytes = logoBytes(data)
    const logo = sha256(bytes)
    await savePicture(db, centre.id, logo, bytes.toString('base64'))
    return { ...current, logo }
  })

/** Takes the logo off the documents issued from now on. */
export const removeLogo = (deps: Deps, centre: Centre, expected: number): Promise<CentreSettings> =>
  replaced(deps, centre, expected, (current) => ({ ...current, logo: null }))
