import { DrizzleQueryError } from 'drizzle-orm'
import t from 'tap'
import { readConfig } from '../../src/config.ts'
import { complaintOf, Refusal, sentenceFor, sentenceOfFiles } from '../../src/start/refusal.ts'
import { unavailable } from '../../src/store/constraints.ts'

const URL = 'postgres://clerk:a-secret@db.example.vn/roster'
const SERVER = { databaseUrl: URL, dataDir: '/var/lib/lichtruc' }
const EMBEDDED = { databaseUrl: undefined, dataDir: '/var/lib/lichtruc' }

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
  ['53300', 'sorry, too many clients already', /has no place for more connections, or no room: sorry, too many clients already/],
  ['08P01', 'unsupported startup parameter: statement_timeout', /pooler .* in transaction mode, which does not fit .*directly/],
  ['57P03', 'the database system is starting up', /is out of reach/],
  ['ENOTFOUND', 'getaddrinfo ENOTFOUND db.example.vn', /is not known/],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in certificate chain', /refuses: self-signed certificate/],
  ['XX001', 'invalid page in block 0', /is damaged and wants to be restored/],
  ['58030', 'could not read file', /is damaged and wants to be restored/],
  ['42P07', 'relation "centres" already exists', /refuses: relation "centres" already exists/]
] as const

for (const [code, message, sentence] of cases) {
  t.test(`${code}: one sentence, with its reason and nothing of what was asked`, async (t) => {
    const said = sentenceFor(refused(code, message), SERVER) ?? ''
    t.match(said, sentence)
    t.match(said, /^[^\n]+ \/ [^\n]+\.$/)
    t.notMatch(said, /Failed query|create extension b|Nguyễn|a-secret/)
  })
}

const embedded = [
  [
    'XX001',
    'invalid page in block 3 of relation "base/5/16424"',
    /pglite is damaged \(XX001: invalid page in block 3 .*restore it from a backup/
  ],
  ['42P01', 'relation "centres" does not exist', /is damaged \(42P01: relation "centres" does not exist\)/],
  ['22P02', 'invalid input syntax for type uuid: "Nguyễn Văn A"', /is damaged \(22P02\)/],
  ['24000', 'cannot drop active portal ""', /has stopped \(24000\): start the service again/],
  ['53100', 'could not extend file: No space left on device', /The disk of the data folder \S+ is full, .*make room/],
  ['ENOSPC', 'ENOSPC: no space left on device, write', /The disk of the data folder \S+ is full/],
  ['EDQUOT', 'EDQUOT: disk quota exceeded, open', /quota used up \(EDQUOT\)/],
  ['EROFS', 'EROFS: read-only file system, open', /cannot be written: .*\(EROFS\)/]
] as const

for (const [code, message, sentence] of embedded) {
  t.test(`${code} of an embedded database: one sentence as well`, async (t) => {
    const said = sentenceFor(refused(code, message), EMBEDDED) ?? ''
    t.match(said, sentence)
    t.match(said, /^[^\n]+ \/ [^\n]+\.$/)
    t.notMatch(said, /Failed query|create extension b|Nguyễn/)
  })
}

t.test('both addresses of a host that refuse are one refusal', async (t) => {
  const each = Object.assign(new Error('connect ECONNREFUSED ::1:5432'), { code: 'ECONNREFUSED' })
  t.match(
    sentenceFor(new AggregateError([each, each]), SERVER),
    /The database server db\.example\.vn:5432 is out of reach: connect ECONNREFUSED/
  )
  t.match(sentenceFor(new Error('timeout exceeded when trying to connect'), SERVER), /out of reach/)
})

t.test('only what a person can mend is a sentence', async (t) => {
  const defect = new TypeError('x is not a function')
  t.equal(sentenceFor(defect, SERVER), undefined)
  t.equal(sentenceFor(defect, EMBEDDED), undefined)
  t.equal(complaintOf(defect, undefined), defect.stack)
  t.equal(complaintOf(new Refusal('một', 'one'), undefined), 'một / one.')
  t.equal(complaintOf(unavailable(new Refusal('một', 'one')), SERVER), 'một / one.', 'whatever was refused for it')
  t.throws(() => readConfig({ PORT: 'x' }), { message: /^PORT/ })
})

t.test('of work beside the requests only what refuses, and files that cannot be written, are a sentence', async (t) => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' })
  t.match(sentenceOfFiles(full, '/data'), /^[^\n]*The disk of the data folder \/data is full[^\n]*$/)
  t.equal(sentenceOfFiles(unavailable(new Refusal('một', 'one')), '/data'), 'một / one.')
  t.equal(sentenceOfFiles(refused('23505', 'duplicate key'), '/data'), undefined, 'a defect is no damage')
  t.equal(sentenceOfFiles(Object.assign(new Error('connect EACCES'), { code: 'EACCES', syscall: 'connect' }), '/data'), undefined)
})
