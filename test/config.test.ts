import t from 'tap'
import { readConfig } from '../src/config.ts'

t.test('links begin where it listens, unless it is told otherwise', async (t) => {
  t.equal(readConfig({}).publicUrl, 'http://127.0.0.1:3000')
  t.equal(readConfig({ HOST: '::1', PORT: '8080' }).publicUrl, 'http://[::1]:8080')
  t.equal(readConfig({ PUBLIC_URL: 'https://lichtruc.example.vn/' }).publicUrl, 'https://lichtruc.example.vn')
  t.equal(readConfig({ PUBLIC_URL: 'https://example.vn/lich-truc/' }).publicUrl, 'https://example.vn/lich-truc')
})

t.test('letters need a server and a sender; without both they wait', async (t) => {
  t.equal(readConfig({}).mail, undefined)
  const SMTP_URL = 'smtps://a:b@mail.example.vn:465'
  t.same(readConfig({ SMTP_URL, MAIL_FROM: 'lichtruc@example.vn' }).mail, { url: SMTP_URL, from: 'lichtruc@example.vn' })
  t.equal(readConfig({ SMTP_URL, MAIL_FROM: 'Trung tâm <lichtruc@example.vn>' }).mail?.from, 'Trung tâm <lichtruc@example.vn>')
})

t.test('webhooks go to private addresses only when that is said', async (t) => {
  t.equal(readConfig({}).allowPrivateWebhooks, false)
  t.equal(readConfig({ ALLOW_PRIVATE_WEBHOOKS: 'true' }).allowPrivateWebhooks, true)
})

t.test('who may ask how often, and whose word on who asks is taken', async (t) => {
  t.same(readConfig({}).limits, { key: 6000, address: 600 })
  t.same(readConfig({ RATE_LIMIT: '0', RATE_LIMIT_PUBLIC: '60' }).limits, { key: 0, address: 60 })
  t.same(readConfig({}).connections, { all: 5000, address: 500 })
  t.same(readConfig({ MAX_CONNECTIONS: '0', MAX_CONNECTIONS_PER_ADDRESS: '20' }).connections, { all: 0, address: 20 })
  t.same(readConfig({}).proxies, [])
  t.same(readConfig({ TRUST_PROXY: '127.0.0.1, 10.0.0.0/8 ::1' }).proxies, ['127.0.0.1', '10.0.0.0/8', '::1'])
})

const wrong = [
  [{ PUBLIC_URL: 'lichtruc.example.vn' }, 'PUBLIC_URL'],
  [{ PUBLIC_URL: 'ftp://example.vn' }, 'PUBLIC_URL'],
  [{ PUBLIC_URL: 'https://example.vn/?x=1' }, 'PUBLIC_URL'],
  [{ SMTP_URL: 'mail.example.vn', MAIL_FROM: 'a@example.vn' }, 'SMTP_URL'],
  [{ MAIL_FROM: 'a@example.vn' }, 'SMTP_URL'],
  [{ SMTP_URL: 'smtp://mail.example.vn' }, 'MAIL_FROM'],
  [{ SMTP_URL: 'smtp://mail.example.vn', MAIL_FROM: 'nobody' }, 'MAIL_FROM'],
  [{ ALLOW_PRIVATE_WEBHOOKS: 'yes' }, 'ALLOW_PRIVATE_WEBHOOKS'],
  [{ RATE_LIMIT: '-1' }, 'RATE_LIMIT'],
  [{ RATE_LIMIT_PUBLIC: '1e3' }, 'RATE_LIMIT_PUBLIC'],
  [{ TRUST_PROXY: 'nginx' }, 'TRUST_PROXY'],
  [{ MAX_CONNECTIONS: 'many' }, 'MAX_CONNECTIONS'],
  [{ MAX_CONNECTIONS_PER_ADDRESS: '-1' }, 'MAX_CONNECTIONS_PER_ADDRESS'],
  [{ PORT: '70000' }, 'PORT'],
  [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
  [{ SEED: 'all' }, 'SEED'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
  [{ CALLER_KEY: 'short' }, 'CALLER_KEY']
] as const
for (const [environment, name] of wrong) {
  t.test(`refused: ${JSON.stringify(environment)}`, async (t) => {
    t.throws(() => readConfig(environment), { message: new RegExp(`^${name} phải là [^/]*.* / ${name} must be .*[^.]\\.$`) })
  })
}

t.test('a key that is too short is refused in both languages', async (t) => {
  t.throws(() => readConfig({ ADMIN_KEY: 'abc' }), {
    message: 'ADMIN_KEY phải có ít nhất 16 ký tự và không có khoảng trắng / ADMIN_KEY must have at least 16 characters and no spaces.'
  })
})
