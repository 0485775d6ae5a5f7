import { sql } from 'drizzle-orm'
import t from 'tap'
import { buildApp } from '../src/app.ts'
import type { Problem } from '../src/http/problem.ts'
import { errorText, loggedError } from '../src/logged-error.ts'
import { ADMIN_KEY } from './support/database.ts'
import { aCentre } from './support/people.ts'
import { scene } from './support/scene.ts'

const NAME = 'Nguyễn Thị Bí Mật'
const NUMBER = '0987 654 321'
const KEPT_NUMBER = '987654321'
const ADDRESS = 'https://receiver.example.vn/bi-mat'

const PROVIDER = {
  code: 'mat',
  fullName: NAME,
  role: 'legal_aid_officer',
  joinedOn: '2019-01-01',
  phones: [{ number: NUMBER, kind: 'personal' }]
}

scene('when the database refuses unexpectedly, the log says where and nothing of the data', async (t, s) => {
  await aCentre(s)
  const { db } = s.deps
  // each refuses in a way of its own: with the whole row in the detail, with the value in the sentence, with the row in a sentence of ours
  await db.execute(sql`alter table providers add constraint never_a_provider check (length(full_name) = 0) not valid`)
  await db.execute(sql`
    create function never() returns trigger language plpgsql as
    $$ begin raise exception 'never %', to_jsonb(new)::text using detail = to_jsonb(new)::text, hint = to_jsonb(new)::text; end $$`)
  await db.execute(sql`create trigger never before insert on webhooks for each row execute function never()`)
  await db.execute(sql`alter table branches alter column name type integer using 1`)
  const lines: string[] = []
  const app = await buildApp({ ...s.deps }, { logger: { level: 'debug', stream: { write: (line: string) => void lines.push(line) } } })
  t.teardown(() => app.close())
  const cases = [
    ['/v1/providers', PROVIDER, 'never_a_provider'],
    ['/v1/webhooks', { code: 'mot', url: ADDRESS }, 'P0001'],
    ['/v1/branches', { code: 'mot', name: NAME }, '22P02']
  ] as const
  for (const [url, payload, said] of cases) {
    lines.length = 0
    const headers = { authorization: `Bearer ${ADMIN_KEY}`, 'x-request-id': 'traced', host: 'x' }
    const reply = await db.transaction(() => app.inject({ method: 'POST', url, headers, payload }))
    t.equal((reply.json() as Problem).code, 'INTERNAL', url)
    const log = lines.join('')
    t.match(log, /"reqId":"traced"/, `${url}: found by the id that the answer names`)
    t.match(log, said, `${url}: what the database said, as a code`)
    t.match(log, /insert into/, `${url}: the query`)
    t.match(log, /\bat .*store\//, `${url}: where in the service`)
    for (const secret of [NAME, NUMBER, KEPT_NUMBER, ADDRESS, 'whsec_', ADMIN_KEY])
      t.notMatch(log, secret, `${url}: ${secret} is not in the log`)
  }
})

/** An error as the drivers throw it. */
const refused = (message: string, of: object): Error => Object.assign(new Error(message), { severity: 'ERROR', ...of })

t.test('of an error of the database its code, names and query are told', async (t) => {
  const cause = refused(`duplicate key value: "${NAME}"`, {
    code: '23505',
    detail: `Key (full_name)=(${NAME}) already exists.`,
    constraint: 'providers_code_taken',
    table: 'providers',
    params: [NAME]
  })
  const error = Object.assign(new Error(`Failed query: insert into providers values ($1)\nparams: ${NAME}\nand ${NUMBER}`, { cause }), {
    query: 'insert into providers values ($1)',
    params: [NAME, NUMBER]
  })
  const logged = loggedError(new Error('a job failed', { cause: error }))
  t.match(logged, {
    message: 'a job failed',
    cause: {
      message: 'a query failed',
      query: 'insert into providers values ($1)',
      cause: { message: 'the database refused with SQLSTATE 23505', code: '23505', constraint: 'providers_code_taken', table: 'providers' }
    }
  })
  for (const text of [JSON.stringify(logged), errorText(error), errorText(new Error('x', { cause: error }))]) {
    t.notMatch(text, NAME)
    t.notMatch(text, NUMBER)
    t.match(text, 'SQLSTATE 23505')
  }
})

t.test('what the database says of itself is told as it is', async (t) => {
  for (const [code, message] of [
    ['42P01', 'relation "x" does not exist'],
    ['28P01', 'password authentication failed for user "lichtruc"'],
    ['57P01', 'terminating connection due to administrator command'],
    ['53300', 'too many connections']
  ] as const)
    t.equal(loggedError(refused(message, { code })).message, message)
})

t.test('other errors are told whole, without what a query left in their text', async (t) => {
  const error = new TypeError('x is not a function')
  t.match(loggedError(error), { type: 'TypeError', message: 'x is not a function', stack: /^\s+at / })
  const passedOn = new Error(`Error: Failed query: select $1\nparams: ${NAME},\n${NUMBER}\n    at somewhere (file.ts:1:1)`)
  t.equal(loggedError(passedOn).message, 'Error: Failed query: select $1\n    at somewhere (file.ts:1:1)')
  t.equal(loggedError(`Failed query: x\nparams: ${NAME}`).message, 'Failed query: x')
  t.equal(loggedError(undefined).message, 'undefined')
  const circle = new Error('round')
  circle.cause = circle
  t.ok(JSON.stringify(loggedError(circle)).length < 20_000, 'causes that go round end')
})

t.test('an error that the job queue copied into an object of its own is told as an error', async (t) => {
  const thrown = refused('relation "x" does not exist', { code: '42P01' })
  const copy = { ...thrown, message: thrown.message, stack: thrown.stack, queue: 'mail' }
  t.match(loggedError(copy), { message: 'relation "x" does not exist', code: '42P01', stack: /logged-error\.test/ })
  t.notMatch(errorText(copy), '[object Object]')
  t.match(loggedError({ ...refused(NAME, { code: '23505' }), message: NAME }), { message: /SQLSTATE 23505/ }, 'with nothing of the data')
})
