import { type Config, ConfigError } from '../config.ts'
import { errorText } from '../logged-error.ts'

/** A start that cannot be: one sentence, Vietnamese and English, for the person who can mend it. */
export class Refusal extends Error {
  constructor(vietnamese: string, english: string, cause?: unknown) {
    super(`${vietnamese} / ${english}.`, { cause })
  }
}

interface Known {
  readonly vietnamese: string
  readonly english: string
}

/** Where the database is, without its password. */
interface Place {
  readonly host: string
  readonly name: string
  readonly user: string
}

function placeOf(url: string): Place {
  const { hostname, port, pathname, username } = new URL(url)
  return {
    host: `${hostname}:${port || '5432'}`,
    name: decodeURIComponent(pathname.slice(1)) || decodeURIComponent(username),
    user: decodeURIComponent(username)
  }
}

const unreachable = ({ host }: Place): Known => ({
  vietnamese: `Không kết nối được máy chủ cơ sở dữ liệu ${host}`,
  english: `The database server ${host} is out of reach`
})
const unknownHost = ({ host }: Place): Known => ({
  vietnamese: `Không tìm thấy máy chủ cơ sở dữ liệu ${host}`,
  english: `The host of DATABASE_URL, ${host}, is not known`
})
const notLetIn = ({ host, user }: Place): Known => ({
  vietnamese: `Máy chủ ${host} không cho người dùng "${user}" đăng nhập (sai mật khẩu hoặc không có quyền)`,
  english: `The server ${host} does not let the user "${user}" of DATABASE_URL in (wrong password, or no right to connect)`
})
const noDatabase = ({ host, name }: Place): Known => ({
  vietnamese: `Máy chủ ${host} không có cơ sở dữ liệu "${name}"`,
  english: `The server ${host} has no database "${name}"`
})
const noRight = ({ name, user }: Place): Known => ({
  vietnamese: `Người dùng "${user}" thiếu quyền trên cơ sở dữ liệu "${name}"`,
  english: `The user "${user}" lacks a right on the database "${name}" (README, "Rights on PostgreSQL")`
})
const noExtension = ({ host }: Place): Known => ({
  vietnamese: `Máy chủ ${host} chưa cài phần mở rộng btree_gist`,
  english: `The server ${host} does not have the extension btree_gist installed (Debian: postgresql-contrib)`
})
const readsOnly = ({ host, name }: Place): Known => ({
  vietnamese: `Cơ sở dữ liệu "${name}" trên ${host} chỉ cho đọc`,
  english: `The database "${name}" on ${host} only reads (a standby, perhaps)`
})
const otherwise = ({ host, name }: Place): Known => ({
  vietnamese: `Cơ sở dữ liệu "${name}" trên ${host} từ chối`,
  english: `The database "${name}" on ${host} refuses`
})

/** What node's codes and SQLSTATE mean at a start. The first that matches counts. */
const REASONS: readonly (readonly [code: RegExp, known: (place: Place) => Known])[] = [
  [/^(ENOTFOUND|EAI_AGAIN)$/, unknownHost],
  [/^(ECONN|EHOST|ENET|ETIMEDOUT|EPIPE|08|57P0|53)/, unreachable],
  [/^28/, notLetIn],
  [/^3D000$/, noDatabase],
  [/^42501$/, noRight],
  [/^(58P01|0A000)$/, noExtension],
  [/^25006$/, readsOnly],
  [/^[\dA-Z]{5}$|^(SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|CERT_|ERR_TLS)/, otherwise]
]

interface Coded extends Error {
  readonly code?: unknown
}

/** An error and all its causes, an aggregate's first error among them, the deepest last. */
function causesOf(error: unknown): Coded[] {
  const chain: Coded[] = []
  let at = error
  while (at instanceof Error) {
    chain.push(at)
    at = at instanceof AggregateError ? at.errors[0] : at.cause
  }
  return chain
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '')

/** One sentence for what a person can mend; undefined for what only a developer can. Never repeats a statement, its parameters or a password. */
export function sentenceFor(error: unknown, databaseUrl: string | undefined): string | undefined {
  if (error instanceof Refusal || error instanceof ConfigError) return error.message
  const cause = causesOf(error).at(-1)
  if (cause === undefined || databaseUrl === undefined) return undefined
  const code = String(cause.code ?? '')
  const place = placeOf(databaseUrl)
  const known =
    REASONS.find(([pattern]) => pattern.test(code))?.[1] ?? (/timeout|terminated/i.test(cause.message) ? unreachable : undefined)
  if (known === undefined) return undefined
  const { vietnamese, english } = known(place)
  return new Refusal(vietnamese, `${english}: ${oneLine(cause.message) || code}`).message
}

/** What is written when a start fails: the sentence, or the whole error. */
export const complaintOf = (error: unknown, config: Config | undefined): string =>
  sentenceFor(error, config?.databaseUrl) ?? errorText(error)
