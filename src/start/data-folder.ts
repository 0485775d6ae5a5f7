import {
  accessSync,
  chmodSync,
  constants,
  type Dirent,
  existsSync,
  fstatSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
  writeSync
} from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
// @ts-expect-error it comes without types
import extensions from 'fs-native-extensions'
import { ALWAYS_OURS, type EnsureOurs, UNFINISHED } from '../jobs/own-files.ts'
import { Refusal, unwritable, WRITES_NOT } from './refusal.ts'

const { tryLock } = extensions as { readonly tryLock: (fd: number, options: { readonly shared: boolean }) => boolean }

/** The folder of the service: its database or not, what look-ups remember, readings that wait. */
export interface DataFolder {
  readonly path: string
  readonly ensureOurs: EnsureOurs
  /** Why nothing can be written there: it lies on a disk, or belongs to somebody, that lets this process read at most. */
  readonly readOnly: Refusal | undefined
  /** Without an embedded database, what says that there was one, or another's data: names of files that were there before this process. */
  readonly traces: readonly string[]
  /** Locks the embedded database as well, now that it is there: it must stay the one that it is from now on. Throws Refusal: another process has it. */
  readonly holdDatabase: () => void
}

/** The embedded database in a data folder. */
export const databaseIn = (dataDir: string): string => join(dataDir, 'pglite')
/** PostgreSQL writes this file first of all, and never again. */
const markOf = (dataDir: string): string => join(databaseIn(dataDir), 'PG_VERSION')
/** Whether there is an embedded database in the data folder, whole or not. */
export const hasDatabase = (dataDir: string): boolean => existsSync(markOf(dataDir))

/** There while a first start has made no database yet: what a start leaves that ended before is no trace of one. */
const firstStartOf = (dataDir: string): string => join(dataDir, 'first-start')

/** What the service keeps there. Nothing else is touched. */
const OURS = /^(lock|first-start|caller\.key.*|compiled|lookup.*|pglite|readings.*)$/
/** What others put into an empty folder: a file system of its own, a folder of a shell. */
const NOBODYS = /^(lost\+found|\..*)$/
const FOLDER = 0o700
const FILE = 0o600
const PERMISSIONS = 0o777

const codeOf = (error: unknown): string => String((error as { code?: unknown }).code)

/**
 * Opens the folder for this process, made where it is not there: for it alone, or shared with others that do not keep their database in it.
 * The locks, of the folder and of the database in it, are the kernel's and go with the process, however it ends. Everything of ours in it is
 * from now on its owner's alone. Throws Refusal: another process has it, or it holds what is not ours.
 */
export function openDataFolder(path: string, { alone }: { readonly alone: boolean }): DataFolder {
  const opened = openLock(path)
  if (opened instanceof Refusal) return { path, readOnly: opened, traces: [], ensureOurs: ALWAYS_OURS, holdDatabase: () => undefined }
  const held: Held[] = []
  const hold = (file: string, open: number, shared: boolean): void => {
    if (!tryLock(open, { shared })) throw inUse(path)
    const { dev, ino } = fstatSync(open)
    held.push({ file, open, dev, ino })
  }
  const holdDatabase = (): void => {
    const mark = markOf(path)
    if (!alone) return
    if (!held.some(({ file }) => file === mark)) hold(mark, openOwn(mark), false)
    rmSync(firstStartOf(path), { force: true })
  }
  hold(join(path, 'lock'), opened, !alone)
  // whoever removed the lock of a process that runs has not removed this one
  if (hasDatabase(path)) holdDatabase()
  const traces = hasDatabase(path) || existsSync(firstStartOf(path)) ? [] : tracesIn(path)
  const isFirst = alone && !hasDatabase(path) && traces.length === 0
  const readOnly = signIn(path, opened, isFirst)
  if (readOnly === undefined) tighten(path, alone)
  return {
    path,
    readOnly,
    traces,
    holdDatabase,
    ensureOurs: () => {
      for (const each of held) ensureThere(path, each)
    }
  }
}

/** What a service leaves beside its database, and does not before it has one; a lock is there from the first moment. */
const tracesIn = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((each) => /^(caller\.key|readings.*)$/.test(each.name) || (each.name === 'lookup' && isFilled(join(path, each.name), each)))
    .map(({ name }) => name)

const isFilled = (path: string, entry: Dirent): boolean => entry.isDirectory() && readdirSync(path).length > 0

function openOwn(file: string): number {
  try {
    return openSync(file, 'r+')
  } catch (error) {
    throw SHUT_OUT.test(codeOf(error)) ? notOurs(file, error) : error
  }
}

/** A file that is locked, and so keeps its number for as long as it is open. */
interface Held {
  readonly file: string
  readonly open: number
  readonly dev: number
  readonly ino: number
}

/** Throws Refusal unless the file at the path is the one that is locked, rather than none, or a copy. */
function ensureThere(path: string, { file, dev, ino }: Held): void {
  let found: Stats | undefined
  try {
    found = statSync(file, { throwIfNoEntry: false })
  } catch (error) {
    // what cannot be looked at (a folder in between is a file now, or shut) is not ours to write to
    if (SHUT_OUT.test(codeOf(error))) throw shutOut(path, error)
  }
  if (found?.ino !== ino || found.dev !== dev) throw lost(path, file)
}

/** Writes down who has the folder, over who had it: that takes no room. What keeps it from that, where nothing can be written. */
function signIn(path: string, lock: number, isFirst: boolean): Refusal | undefined {
  const who = `${JSON.stringify({ pid: process.pid, host: hostname(), since: new Date().toISOString() })}\n`
  try {
    ftruncateSync(lock, writeSync(lock, who, 0))
    if (isFirst) writeFileSync(firstStartOf(path), '', { mode: FILE })
    return undefined
  } catch (error) {
    if (WRITES_NOT.test(codeOf(error))) return unwritable(path, codeOf(error))
    throw error
  }
}

/** The open file whose lock is the folder's; what keeps it from being opened where nothing can be written. */
function openLock(path: string): number | Refusal {
  try {
    mkdirSync(path, { recursive: true, mode: FOLDER })
    refuseForeign(path)
    return openSync(join(path, 'lock'), constants.O_RDWR | constants.O_CREAT, FILE)
  } catch (error) {
    if (WRITES_NOT.test(codeOf(error))) return unwritable(path, codeOf(error))
    if (codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOTDIR')
      throw new Refusal(`DATA_DIR (${path}) không phải là thư mục`, `DATA_DIR (${path}) is no folder`)
    throw error
  }
}

/** A folder full of something else was named by mistake: what is in it would be shut to everybody else. */
function refuseForeign(path: string): void {
  const names = readdirSync(path).filter((name) => !NOBODYS.test(name))
  if (names.length === 0 || names.some((name) => OURS.test(name))) return
  throw new Refusal(
    `DATA_DIR (${path}) chứa dữ liệu khác: hãy chọn một thư mục riêng`,
    `DATA_DIR (${path}) holds something else: name a folder of its own`
  )
}

interface Holder {
  readonly pid: number
  readonly host: string
  readonly since: string
}

/** What the lock says of who has it; undefined while it says nothing, or speaks of a process of this machine that is gone. */
function holderOf(path: string): Holder | undefined {
  try {
    const holder = JSON.parse(readFileSync(join(path, 'lock'), 'utf8')) as Holder
    return holder.host === hostname() && !runs(holder.pid) ? undefined : holder
  } catch {
    return undefined
  }
}

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

/** A process that has just taken the folder has yet to write down that it did. */
const SIGNING_IN = { tries: 30, every: 10 }

function waitForHolder(path: string): Holder | undefined {
  const clock = new Int32Array(new SharedArrayBuffer(4))
  let holder = holderOf(path)
  for (let tries = 1; holder === undefined && tries < SIGNING_IN.tries; tries += 1) {
    Atomics.wait(clock, 0, 0, SIGNING_IN.every)
    holder = holderOf(path)
  }
  return holder
}

function inUse(path: string): Refusal {
  const holder = waitForHolder(path)
  const [vietnamese, english] = holder
    ? [
        `tiến trình ${holder.pid} (máy ${holder.host}, từ ${holder.since})`,
        `process ${holder.pid} (on ${holder.host}, since ${holder.since})`
      ]
    : ['một tiến trình khác', 'another process']
  return new Refusal(
    `Thư mục dữ liệu ${path} đang được ${vietnamese} sử dụng`,
    `The data folder ${path} is in use by ${english}: stop it first, or set another DATA_DIR`
  )
}

const lost = (path: string, file: string): Refusal =>
  new Refusal(
    `Thư mục dữ liệu ${path} không còn là thư mục mà tiến trình này đã mở (${file} đã bị xóa, di chuyển hoặc thay thế): đừng dừng dịch vụ, dữ liệu tra cứu có thể chỉ còn trong tiến trình này; hãy đưa thư mục trở lại (từ bản sao lưu) trước, rồi mới khởi động lại`,
    `The data folder ${path} is no longer the one that this process opened (${file} was deleted, moved or replaced): do not stop this process, which may have the last copy of what look-ups answer from; put the folder back first (from a backup), then start the service again`
  )

const shutOut = (path: string, error: unknown): Refusal =>
  new Refusal(
    `Thư mục dữ liệu ${path} không còn cho người dùng của dịch vụ truy cập (${codeOf(error)}): đừng dừng dịch vụ; hãy trả quyền sở hữu thư mục (chown -R) trước, rồi khởi động lại`,
    `The data folder ${path} lets the user of the service in no more (${codeOf(error)}): do not stop this process; give the folder back to that user first (chown -R), then start the service again`,
    error
  )

/** What another process that shares the folder has not finished for so long, it never will; milliseconds. */
const GIVEN_UP = 3_600_000

/** The folder and everything of ours below it: for its owner alone, and without what processes that were killed had begun to write. */
function tighten(path: string, alone: boolean): void {
  close(realpathSync(path), FOLDER)
  const before = Date.now() - (alone ? 0 : GIVEN_UP)
  for (const name of readdirSync(path)) if (OURS.test(name)) tightenAll(join(path, name), before)
}

function tightenAll(path: string, before: number): void {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found === undefined || found.isSymbolicLink()) return
  if (UNFINISHED.test(path) && found.isFile() && found.mtimeMs <= before) {
    rmSync(path, { force: true })
    return
  }
  close(path, found.isDirectory() ? FOLDER : FILE, found.mode)
  if (found.isDirectory()) for (const name of readdirSync(path)) tightenAll(join(path, name), before)
}

/** Shuts it to others; whoever's it is, this process must be let in. Another process that shares the folder may have removed it meanwhile. */
function close(path: string, wanted: number, mode?: number): void {
  try {
    if (mode === undefined || (mode & PERMISSIONS) !== wanted) chmodSync(path, wanted)
    accessSync(path, wanted === FOLDER ? constants.R_OK | constants.W_OK | constants.X_OK : constants.R_OK | constants.W_OK)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw notOurs(path, error)
  }
}

/** What node says where another user's file is in the way. */
const SHUT_OUT = /^(EACCES|EPERM)$/

const notOurs = (path: string, error: unknown): Refusal =>
  new Refusal(
    `${path} thuộc về người dùng khác: hãy trả quyền sở hữu cho người dùng của dịch vụ (chown -R)`,
    `${path} belongs to another user, and cannot be read and written, or shut to others: make it the service's own (chown -R)`,
    error
  )
