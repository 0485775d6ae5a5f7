import { join } from 'node:path'
import { type Config, ConfigError } from '../config.ts'
import { errorText } from '../logged-error.ts'
import { findDamage } from '../store/constraints.ts'

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
const pooled = ({ host }: Place): Known => ({
  vietnamese: `${host} là bộ gộp kết nối (pgbouncer, …) ở chế độ transaction, không dùng được: hãy kết nối thẳng đến PostgreSQL, hoặc dùng chế độ session`,
  english: `At ${host} there is a pooler (pgbouncer, …) in transaction mode, which does not fit (LISTEN, advisory locks and time limits are a session's): connect to PostgreSQL directly, or through a pool in session mode that ignores the startup parameters it does not know`
})
const crowded = ({ host }: Place): Known => ({
  vietnamese: `Máy chủ ${host} không còn chỗ cho kết nối mới hoặc hết tài nguyên`,
  english: `The server ${host} has no place for more connections, or no room`
})
const damagedThere = ({ host, name }: Place): Known => ({
  vietnamese: `Cơ sở dữ liệu "${name}" trên ${host} bị hỏng: hãy phục hồi từ bản sao lưu`,
  english: `The database "${name}" on ${host} is damaged and wants to be restored from a backup`
})
const otherwise = ({ host, name }: Place): Known => ({
  vietnamese: `Cơ sở dữ liệu "${name}" trên ${host} từ chối`,
  english: `The database "${name}" on ${host} refuses`
})

/** What a pooler says to a setting of a session. */
const POOLER = /unsupported startup parameter/i

/** What node's codes and SQLSTATE mean at a start. The first that matches counts. */
const REASONS: readonly (readonly [code: RegExp, known: (place: Place) => Known])[] = [
  [/^(ENOTFOUND|EAI_AGAIN)$/, unknownHost],
  [/^(ECONN|EHOST|ENET|ETIMEDOUT|EPIPE|08|57P0)/, unreachable],
  [/^53/, crowded],
  [/^28/, notLetIn],
  [/^3D000$/, noDatabase],
  [/^42501$/, noRight],
  [/^(58P01|0A000)$/, noExtension],
  [/^25006$/, readsOnly],
  [/^(XX|58|F0)/, damagedThere],
  [/^[\dA-Z]{5}$|^(SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|CERT_|ERR_TLS)/, otherwise]
]

interface Coded extends Error {
  readonly code?: unknown
  readonly syscall?: unknown
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

export const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '')

/** Codes of node for what cannot be written, whoever tries. */
export const WRITES_NOT = /^(EACCES|EPERM|EROFS|ENOSPC|EDQUOT)$/
/** No room: node's codes, and PostgreSQL's. */
const FULL = /^(ENOSPC|EDQUOT|53100)$/

/** A data folder that cannot be written, and why not. */
export const unwritable = (dataDir: string, code: string): Refusal =>
  FULL.test(code)
    ? new Refusal(
        `Ổ đĩa của thư mục dữ liệu ${dataDir} đã đầy hoặc hết hạn mức (${code}): hãy giải phóng dung lượng; nếu dịch vụ không tự ghi lại được thì khởi động lại`,
        `The disk of the data folder ${dataDir} is full, or its quota used up (${code}): make room and start the service again where it does not go on by itself`
      )
    : new Refusal(
        `Không ghi được vào thư mục dữ liệu ${dataDir} (${code})`,
        `The data folder ${dataDir} cannot be written: give it to the user of the service, or set another DATA_DIR (${code})`
      )

/** An embedded database whose data cannot be believed any more. */
export const damaged = (path: string, reason: string): Refusal =>
  new Refusal(
    `Cơ sở dữ liệu trong ${path} bị hỏng (${reason}): hãy dừng dịch vụ và phục hồi từ bản sao lưu`,
    `The database in ${path} is damaged (${reason}): stop the service and restore it from a backup`
  )

/** An embedded database that came to an end before it was used. */
const stopped = (path: string, reason: string): Refusal =>
  new Refusal(
    `Cơ sở dữ liệu trong ${path} đã dừng (${reason}): hãy khởi động lại dịch vụ`,
    `The database in ${path} has stopped (${reason}): start the service again`
  )

/** An embedded database that came to an end while it was used, and is opened again by itself. */
export const halted = (path: string, reason: string, hasRoom: boolean): Refusal =>
  hasRoom
    ? new Refusal(
        `Cơ sở dữ liệu trong ${path} đã dừng (${reason}) và đang được mở lại`,
        `The database in ${path} has stopped (${reason}) and is being opened again`
      )
    : new Refusal(
        `Cơ sở dữ liệu trong ${path} đã dừng vì ổ đĩa đã đầy: hãy giải phóng dung lượng, cơ sở dữ liệu sẽ tự mở lại`,
        `The database in ${path} has stopped, for its disk is full: make room, and it opens again by itself`
      )

/** It was opened again. */
export const reopenedIn = (path: string): string =>
  `Cơ sở dữ liệu trong ${path} đã được mở lại, ghi được trở lại / The database in ${path} is open again: writes go on.`

/** SQLSTATE: five characters, a digit among them, as in no code of node. */
const SQLSTATE = /^(?=.*\d)[\dA-Z]{5}$/

/** Of these classes the words name files, tables and columns, never what is in them. */
const SPEAKS_OF_ITSELF = /^(42|58|XX|F0)/

/** What an error says of files of ours, or of the embedded database in them; undefined when it speaks of something else. */
export function refusalOfFolder(error: unknown, dataDir: string): Refusal | undefined {
  const cause = causesOf(error).at(-1)
  const code = String(cause?.code ?? '')
  if (FULL.test(code)) return unwritable(dataDir, code)
  const words = oneLine(String(cause?.message ?? error))
  const reason = SQLSTATE.test(code) ? (SPEAKS_OF_ITSELF.test(code) ? `${code}: ${words}` : code) : words
  if (findDamage(error) === 'stopped') return stopped(join(dataDir, 'pglite'), reason)
  return SQLSTATE.test(code) ? damaged(join(dataDir, 'pglite'), reason) : undefined
}

/** Where data is, as the configuration says. */
type Whereabouts = Pick<Config, 'databaseUrl' | 'dataDir'>

/** The sentence of what refuses, or of files that cannot be written; undefined for anything else, the database among it. */
export function sentenceOfFiles(error: unknown, dataDir: string): string | undefined {
  const causes = causesOf(error)
  const told = causes.find((each) => each instanceof Refusal || each instanceof ConfigError)
  if (told !== undefined) return told.message
  const { code, syscall } = causes.at(-1) ?? {}
  return WRITES_NOT.test(String(code)) && syscall !== 'connect' ? unwritable(dataDir, String(code)).message : undefined
}

/** One sentence for what a person can mend; undefined for what only a developer can. Never repeats a statement, its parameters or a password. */
export function sentenceFor(error: unknown, where: Whereabouts | undefined): string | undefined {
  if (error instanceof Refusal || error instanceof ConfigError) return error.message
  if (where === undefined) return undefined
  const { databaseUrl, dataDir } = where
  const ofFiles = sentenceOfFiles(error, dataDir)
  if (ofFiles !== undefined) return ofFiles
  return databaseUrl === undefined ? refusalOfFolder(error, dataDir)?.message : sentenceOfServer(error, databaseUrl)
}

function sentenceOfServer(error: unknown, databaseUrl: string): string | undefined {
  const cause = causesOf(error).at(-1)
  if (cause === undefined) return undefined
  const code = String(cause.code ?? '')
  const place = placeOf(databaseUrl)
  const known =
    (POOLER.test(cause.message) ? pooled : undefined) ??
    REASONS.find(([pattern]) => pattern.test(code))?.[1] ??
    (/timeout|terminated/i.test(cause.message) ? unreachable : undefined)
  if (known === undefined) return undefined
  const { vietnamese, english } = known(place)
  return new Refusal(vietnamese, `${english}: ${oneLine(cause.message) || code}`).message
}

/** What is written when a start fails: the sentence, or the whole error. */
export const complaintOf = (error: unknown, where: Whereabouts | undefined): string => sentenceFor(error, where) ?? errorText(error)

/** The same of a service that goes on without its database. */
export const goingOnAfter = (error: unknown, where: Whereabouts): string =>
  `${complaintOf(error, where)} Tra cứu vẫn được trả lời theo dữ liệu đã lưu; chưa ghi được / Look-ups are answered from what was kept; nothing can be written.`
