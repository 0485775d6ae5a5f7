import { chmodSync, ftruncateSync, lstatSync, mkdirSync, openSync, readdirSync, readFileSync, realpathSync, writeSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
// @ts-expect-error it comes without types
import extensions from 'fs-native-extensions'
import { Refusal } from './refusal.ts'

const { tryLock } = extensions as { readonly tryLock: (fd: number, options: { readonly shared: boolean }) => boolean }

/** The folder of the service: its database or not, what look-ups remember, readings that wait. */
export interface DataFolder {
  readonly path: string
  /** false: it lies on a disk, or belongs to somebody, that lets this process read at most. */
  readonly writable: boolean
}

/** What the service keeps there. Nothing else is touched. */
const OURS = /^(lock|caller\.key|compiled|lookup.*|pglite|readings.*)$/
/** What others put into an empty folder: a file system of its own, a folder of a shell. */
const NOBODYS = /^(lost\+found|\..*)$/
const FOLDER = 0o700
const FILE = 0o600
const PERMISSIONS = 0o777
const CANNOT_WRITE = new Set(['EACCES', 'EPERM', 'EROFS'])

const codeOf = (error: unknown): string => String((error as { code?: unknown }).code)

/**
 * Opens the folder for this process, made where it is not there: for it alone, or shared with others that do not keep their database in it.
 * The lock is the kernel's and goes with the process, however it ends. Everything of ours in it is from now on its owner's alone.
 * Throws Refusal: another process has it, or it holds what is not ours.
 */
export function openDataFolder(path: string, { alone }: { readonly alone: boolean }): DataFolder {
  const lock = openLock(path)
  if (lock === undefined) return { path, writable: false }
  if (!tryLock(lock, { shared: !alone })) throw inUse(path)
  ftruncateSync(lock)
  writeSync(lock, `${JSON.stringify({ pid: process.pid, host: hostname(), since: new Date().toISOString() })}\n`)
  tighten(path)
  return { path, writable: true }
}

/** The open file whose lock is the folder's; undefined when nothing can be written there. */
function openLock(path: string): number | undefined {
  try {
    mkdirSync(path, { recursive: true, mode: FOLDER })
    refuseForeign(path)
    return openSync(join(path, 'lock'), 'a+', FILE)
  } catch (error) {
    if (CANNOT_WRITE.has(codeOf(error))) return undefined
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

/** Who has the folder, as far as they have written it down by now. */
function holderOf(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(join(path, 'lock'), 'utf8')) as Holder
  } catch {
    return undefined
  }
}

function inUse(path: string): Refusal {
  const holder = holderOf(path)
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

/** The folder and everything of ours below it: for its owner alone. */
function tighten(path: string): void {
  close(realpathSync(path), FOLDER)
  for (const name of readdirSync(path)) if (OURS.test(name)) tightenAll(join(path, name))
}

function tightenAll(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found === undefined || found.isSymbolicLink()) return
  close(path, found.isDirectory() ? FOLDER : FILE, found.mode)
  if (found.isDirectory()) for (const name of readdirSync(path)) tightenAll(join(path, name))
}

/** Another process that shares the folder may have removed the file meanwhile. */
function close(path: string, wanted: number, mode?: number): void {
  if (mode !== undefined && (mode & PERMISSIONS) === wanted) return
  try {
    chmodSync(path, wanted)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw new Refusal(
      `${path} thuộc về người dùng khác, không đóng lại được`,
      `${path} belongs to another user and cannot be shut to others: make it the service's own (chown -R)`,
      error
    )
  }
}
