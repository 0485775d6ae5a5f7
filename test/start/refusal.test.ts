import { DrizzleQueryError } from 'drizzle-orm'
import t from 'tap'
import { readConfig } from '../../src/config.ts'
import { complaintOf, Refusal, sentenceFor } from '../../src/start/refusal.ts'

const URL = 'postgres://clerk:a-secret@db.example.vn/roster'

/** As it comes: what the driver threw, wrapped by drizzle with the statement and what it was given. */
const refused = (code: string, message: string): Error =>
  new DrizzleQueryError('create extension btree_gist', ['Nguyễn Văn A'], Object.assign(new Error(message), { code }))

const cases = [
  ['28P01', 'password authentication failed for user "clerk"', /does not let the user "clerk" of DATABASE_URL in/],
  ['28000', 'no pg_hba.conf entry for host', /does not let the user "clerk"/],
  ['3D000', 'database "roster" does not exist', /has no database "roster"/],
  ['42501', 'permission denied to create extension "btree_gist"', /lacks a right on the database "roster".*btree_gist/],
  ['58P01', 'could not open extension control file', /does not have the extension btree_gist installed/],
  ['0A000', 'extension "btree_gist" is not available', /does not have the extension btree_gist installed/],
  ['25006', 'cannot execute CREATE TABLE in a read-only transaction', /only reads/],
  ['53300', 'sorry, too many clients already', /is out of reach: sorry, too many clients already/],
  ['57P03', 'the database system is starting up', /is out of reach/],
  ['ENOTFOUND', 'getaddrinfo ENOTFOUND db.example.vn', /is not known/],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in certificate chain', /refuses: self-signed certificate/],
  ['42P07', 'relation "centres" already exists', /refuses: relation "centres" already exists/]
] as const

for (const [code, message, sentence] of cases) {
  t.test(`${code}: one sentence, with its reason and nothing of what was asked`, async (t) => {
    const said = sentenceFor(refused(code, message), URL) ?? ''
    t.match(said, sentence)
    t.match(said, /^[^\n]+ \/ [^\n]+\.$/)
    t.notMatch(said, /Failed query|create extension b|Nguyễn|a-secret/)
  })
}

t.test('both addresses of a host that refuse are one refusal', async (t) => {
  const each = Object.assign(new Error('connect ECONNREFUSED ::1:5432'), { code: 'ECONNREFUSED' })
  t.match(
    sentenceFor(new AggregateError([each, each]), URL),
    /The database server db\.example\.vn:5432 is out of reach: connect ECONNREFUSED/
  )
  t.match(sentenceFor(new Error('timeout exceeded when trying to connect'), URL), /out of reach/)
})

t.test('only what a person can mend is a sentence', async (t) => {
  const defect = new TypeError('x is not a function')
  t.equal(sentenceFor(defect, URL), undefined)
  t.equal(sentenceFor(refused('42501', 'no'), undefined), undefined, 'the embedded database refuses nobody')
  t.equal(complaintOf(defect, undefined), defect.stack)
  t.equal(complaintOf(new Refusal('một', 'one'), undefined), 'một / one.')
  t.throws(() => readConfig({ PORT: 'x' }), { message: /^PORT/ })
})
