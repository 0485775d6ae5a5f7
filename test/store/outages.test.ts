import t from 'tap'
import { DutyError } from '../../src/domain/errors.ts'
import { findOutage, reasonOf, refusal, unavailable } from '../../src/store/constraints.ts'

const coded = (code: string, message = 'said by the server'): Error => Object.assign(new Error(message), { code })
const wrapped = (cause: Error): Error => new Error('Failed query: select 1', { cause })

const cases = [
  ['refused', coded('ECONNREFUSED'), true],
  ['cut off', coded('ECONNRESET'), true],
  ['no way there', coded('EHOSTUNREACH'), true],
  ['the name is not known now', coded('EAI_AGAIN'), true],
  ['lost in mid-statement', coded('08006'), true],
  ['stopped by its operator', coded('57P01'), true],
  ['too many connections', coded('53300'), true],
  ['no room on the disk', coded('53100'), true],
  ['too long idle in a transaction', coded('25P03'), true],
  ['a standby that only reads', coded('25006'), true],
  ['a password that was changed', coded('28P01'), true],
  ['a user who is no more', coded('28000'), true],
  ['a database that was dropped', coded('3D000'), true],
  ['a schema that was dropped', coded('3F000'), true],
  ['a table that was dropped', coded('42P01'), true],
  ['a right that was taken', coded('42501'), true],
  ['ended by the driver', new Error('Connection terminated unexpectedly'), true],
  ['silent', new Error('Connection terminated: the server is silent'), true],
  ['no place in the pool', new Error('timeout exceeded when trying to connect'), true],
  ['used after its end', new Error('Client has encountered a connection error and is not queryable'), true],
  ['used after its close', new Error('Client was closed and is not queryable'), true],
  ['the pool is closed', new Error('Cannot use a pool after calling end on the pool'), true],
  ['a syntax error', coded('42601'), false],
  ['a unique key', Object.assign(coded('23505'), { constraint: 'posts_code_taken' }), false],
  ['transactions that collide', coded('40001'), false],
  ['a file that is missing', coded('ENOENT'), false],
  ['a defect of ours', new TypeError('x is not a function'), false]
] as const

/** As the job queue tells of an error of the driver: copied into an object of its own. */
const copied = (error: Error): object => ({ ...error, message: error.message, stack: error.stack, queue: 'mail' })

for (const [title, error, isOutage] of cases) {
  t.test(`${title}: ${isOutage ? 'an outage' : 'something else'}`, async (t) => {
    for (const thrown of [error, wrapped(error), copied(error)]) {
      t.equal(findOutage(thrown)?.code, isOutage ? 'DATABASE_UNAVAILABLE' : undefined)
      if (isOutage) t.equal(refusal(thrown)?.code, 'DATABASE_UNAVAILABLE')
      else t.not(refusal(thrown)?.code, 'DATABASE_UNAVAILABLE')
    }
  })
}

for (const [title, code] of [
  ['a lock that another holds for too long', '55P03'],
  ['too long under way', '57014']
] as const) {
  t.test(`${title}: the database is there, and busy`, async (t) => {
    for (const thrown of [coded(code), wrapped(coded(code))]) {
      t.equal(findOutage(thrown)?.code, 'DATABASE_BUSY')
      t.equal(refusal(thrown)?.code, 'DATABASE_BUSY')
      t.equal(reasonOf(thrown), code)
    }
    t.equal(findOutage(new DutyError('DATABASE_BUSY'))?.code, 'DATABASE_BUSY')
  })
}

t.test('the reason of an outage is the code or the words of the driver, never the statement', async (t) => {
  const failed = new Error('Failed query: select $1 params: 0912000001', { cause: coded('ECONNREFUSED', 'connect 127.0.0.1') })
  t.equal(reasonOf(failed), 'ECONNREFUSED')
  t.equal(reasonOf(new Error('Failed query', { cause: new Error('Connection terminated') })), 'Connection terminated')
  t.equal(reasonOf('text'), 'text')
})

t.equal(findOutage(undefined), undefined)
t.equal(findOutage('text'), undefined)

t.test('what was refused for an outage is one, copied by the job queue as well, whatever it was for', async (t) => {
  for (const why of [new Error('its folder is gone'), coded('XX001')]) {
    const told = unavailable(why)
    for (const thrown of [told, wrapped(told), copied(told)]) {
      t.equal(findOutage(thrown)?.code, 'DATABASE_UNAVAILABLE')
      t.equal(reasonOf(thrown), reasonOf(why))
    }
  }
})
