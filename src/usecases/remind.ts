import type { Centre } from '../domain/centre.ts'
import { addMonths, monthOf } from '../domain/day.ts'
import { reminderSubject } from '../domain/deadline.ts'
import { type Reminded, wordReminder } from '../domain/deadline-wording.ts'
import { dayAt } from '../domain/instant.ts'
import { listCentres } from '../store/centres.ts'
import { takeReminders } from '../store/deadlines.ts'
import { alarmOverdue } from './call-alarms.ts'
import { deadlinesOf } from './deadlines.ts'
import { type Deps, transact } from './deps.ts'
import { eraseDue } from './erase-calls.ts'
import { mailCentre } from './mail-centre.ts'
import { remindNumbers } from './number-upkeep.ts'
import { remindAcknowledgements } from './remind-acknowledgements.ts'

/** As far ahead as a last day with the longest notice (30 working days before a day up to 30 working days before a month) can lie. */
const AHEAD = 4

/**
 * Tells the centre, once each, of last sending days that come near, are today or are over, in one letter; answers with those it told of.
 * Of two that run at once only one tells. A day that moved since is told of again.
 */
export const remindDeadlines = (deps: Deps, centre: Centre): Promise<readonly Reminded[]> =>
  transact(deps, async (deps) => {
    const from = monthOf(dayAt(deps.now(), centre.zone))
    const deadlines = await deadlinesOf(deps, centre, { from, to: addMonths(from, AHEAD) })
    const due = deadlines.flatMap(({ month, sector, lastDay, reminder }) =>
      reminder === null ? [] : [{ month, sector, lastDay, reminder, subject: reminderSubject({ month, sector, lastDay }, reminder) }]
    )
    const subjects = due.map(({ subject }) => subject)
    const taken = await takeReminders(deps.db, centre.id, subjects, deps.now())
    const told = due.filter(({ subject }) => taken.has(subject))
    if (told.length > 0) await mailCentre(deps, centre, wordReminder(centre.name, told))
    return told
  })

/** Reminds every centre of what is due, each in a transaction of its own; what fails of one keeps no other from it, and is thrown at the end. */
export async function remindAll(deps: Deps): Promise<void> {
  const failures: unknown[] = []
  for (const centre of await listCentres(deps.db)) {
    for (const remind of [remindDeadlines, remindAcknowledgements, remindNumbers, alarmOverdue, eraseDue]) {
      await remind(deps, centre).catch((error: unknown) => failures.push(error))
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'some reminders failed')
}
