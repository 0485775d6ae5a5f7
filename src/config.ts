import ipaddr from 'ipaddr.js'

/** Levels of pino, Fastify's logger. */
const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** Everything the environment can set, checked. */
export interface Config {
  readonly port: number
  readonly host: string
  /** Address of a PostgreSQL server; undefined = the embedded one, in `dataDir`. */
  readonly databaseUrl: string | undefined
  readonly dataDir: string
  readonly seed: 'demo' | 'none'
  readonly adminKey: string | undefined
  readonly logLevel: string
  /** Where people and programs reach it, without a slash at the end: what links begin with. */
  readonly publicUrl: string
  /** How letters leave; undefined = they wait. */
  readonly mail: { readonly url: string; readonly from: string } | undefined
  /** Whether webhooks may go to private addresses and over plain http. */
  readonly allowPrivateWebhooks: boolean
  /** 32 bytes that protect personal data of callers; undefined: the embedded database has a key of its own, a server keeps no such data. */
  readonly callerKey: Buffer | undefined
  /** Requests a minute: of each key, and of each address without one; 0 = no limit. */
  readonly limits: { readonly key: number; readonly address: number }
  /** Connections that are open at once: in all, and of one address; 0 = no limit. */
  readonly connections: { readonly all: number; readonly address: number }
  /** Addresses and networks of proxies before it, whose word on who asks is taken; empty = nobody's. */
  readonly proxies: readonly string[]
}

/** A value of the environment that cannot be used: one sentence, Vietnamese and English, for the person who set it. */
export class ConfigError extends Error {
  constructor(vietnamese: string, english: string) {
    super(`${vietnamese} / ${english}.`)
  }
}

/** Long enough that nobody guesses it. */
const LEAST_KEY = 16

type Environment = Readonly<Record<string, string | undefined>>

function portOf(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new ConfigError(`PORT phải là số từ 0 đến 65535, không phải "${text}"`, `PORT must be a number from 0 to 65535, not "${text}"`)
  return port
}

function databaseOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text))
    throw new ConfigError(
      'DATABASE_URL phải là địa chỉ dạng postgres://user:password@host:5432/name',
      'DATABASE_URL must be an address like postgres://user:password@host:5432/name'
    )
  return text
}

function oneOf<Word extends string>(name: string, words: readonly Word[], text: string): Word {
  const word = words.find((each) => each === text)
  if (word === undefined) {
    const allowed = words.join(', ')
    throw new ConfigError(`${name} phải là một trong: ${allowed}, không phải "${text}"`, `${name} must be one of ${allowed}, not "${text}"`)
  }
  return word
}

function keyOf(text: string | undefined): string | undefined {
  if (text !== undefined && (text.length < LEAST_KEY || /\s/.test(text))) {
    throw new ConfigError(
      `ADMIN_KEY phải có ít nhất ${LEAST_KEY} ký tự và không có khoảng trắng`,
      `ADMIN_KEY must have at least ${LEAST_KEY} characters and no spaces`
    )
  }
  return text
}

function publicUrlOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '')
    throw new ConfigError(
      'PUBLIC_URL phải là địa chỉ dạng https://lichtruc.example.vn',
      'PUBLIC_URL must be an address like https://lichtruc.example.vn'
    )
  return url.href.replace(/\/+$/, '')
}

/** Both or neither: a letter without a sender is refused everywhere. */
function mailOf(url: string | undefined, from: string | undefined): Config['mail'] {
  if (url === undefined && from === undefined) return undefined
  if (url === undefined || !/^smtps?:\/\//.test(url) || !URL.canParse(url))
    throw new ConfigError(
      'SMTP_URL phải là địa chỉ dạng smtps://user:password@host:465',
      'SMTP_URL must be an address like smtps://user:password@host:465'
    )
  if (from === undefined || !/^[^\r\n]*[^\s@]+@[^\s@]+$/.test(from))
    throw new ConfigError(
      'MAIL_FROM phải là địa chỉ dạng lichtruc@example.vn hoặc Tên <lichtruc@example.vn>',
      'MAIL_FROM must be an address like lichtruc@example.vn, or Tên <lichtruc@example.vn>'
    )
  return { url, from }
}

const CALLER_KEY_BYTES = 32

function callerKeyOf(text: string | undefined): Buffer | undefined {
  if (text === undefined) return undefined
  const key = Buffer.from(text, 'base64')
  if (!/^[A-Za-z\d+/]+=?$/.test(text) || key.length !== CALLER_KEY_BYTES)
    throw new ConfigError(
      `CALLER_KEY phải là ${CALLER_KEY_BYTES} byte ngẫu nhiên viết theo base64, như lệnh "openssl rand -base64 32" in ra`,
      `CALLER_KEY must be ${CALLER_KEY_BYTES} random bytes in base64, as "openssl rand -base64 32" prints them`
    )
  return key
}

/** What a limit counts, in both languages. */
const REQUESTS = ['số yêu cầu mỗi phút', 'a number of requests a minute'] as const
const CONNECTIONS = ['số kết nối cùng lúc', 'a number of connections at once'] as const

function limitOf([vietnamese, english]: readonly [string, string], name: string, text: string | undefined, standard: number): number {
  if (text === undefined) return standard
  if (!/^\d{1,9}$/.test(text)) {
    throw new ConfigError(
      `${name} phải là ${vietnamese} (0 = không giới hạn), không phải "${text}"`,
      `${name} must be ${english} (0 = no limit), not "${text}"`
    )
  }
  return Number(text)
}

function proxiesOf(text: string | undefined): readonly string[] {
  const proxies = (text ?? '').split(/[\s,]+/).filter((each) => each !== '')
  const wrong = proxies.find((each) => !(ipaddr.isValid(each) || ipaddr.isValidCIDR(each)))
  if (wrong !== undefined) {
    throw new ConfigError(
      `TRUST_PROXY phải là các địa chỉ hoặc dải mạng như 127.0.0.1 hay 10.0.0.0/8, không phải "${wrong}"`,
      `TRUST_PROXY must be addresses or networks like 127.0.0.1 or 10.0.0.0/8, not "${wrong}"`
    )
  }
  return proxies
}

/** Reads the configuration; an empty value counts as absent. Throws ConfigError with one sentence for the first value that is wrong. */
export function readConfig(environment: Environment = process.env): Config {
  const value = (name: string): string | undefined => environment[name]?.trim() || undefined
  const databaseUrl = databaseOf(value('DATABASE_URL'))
  const port = portOf(value('PORT') ?? '3000')
  const host = value('HOST') ?? '127.0.0.1'
  return Object.freeze({
    port,
    host,
    databaseUrl,
    dataDir: value('DATA_DIR') ?? './.data',
    seed: oneOf('SEED', ['demo', 'none'], value('SEED') ?? (databaseUrl === undefined ? 'demo' : 'none')),
    adminKey: keyOf(value('ADMIN_KEY')),
    logLevel: oneOf('LOG_LEVEL', LEVELS, value('LOG_LEVEL') ?? 'info'),
    publicUrl: publicUrlOf(value('PUBLIC_URL') ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`),
    mail: mailOf(value('SMTP_URL'), value('MAIL_FROM')),
    allowPrivateWebhooks: oneOf('ALLOW_PRIVATE_WEBHOOKS', ['true', 'false'], value('ALLOW_PRIVATE_WEBHOOKS') ?? 'false') === 'true',
    callerKey: callerKeyOf(value('CALLER_KEY')),
    limits: {
      key: limitOf(REQUESTS, 'RATE_LIMIT', value('RATE_LIMIT'), 6000),
      address: limitOf(REQUESTS, 'RATE_LIMIT_PUBLIC', value('RATE_LIMIT_PUBLIC'), 600)
    },
    connections: {
      all: limitOf(CONNECTIONS, 'MAX_CONNECTIONS', value('MAX_CONNECTIONS'), 5000),
      address: limitOf(CONNECTIONS, 'MAX_CONNECTIONS_PER_ADDRESS', value('MAX_CONNECTIONS_PER_ADDRESS'), 500)
    },
    proxies: proxiesOf(value('TRUST_PROXY'))
  })
}
