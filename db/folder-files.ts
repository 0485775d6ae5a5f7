import { closeSync, existsSync, fstatSync, fsyncSync } from 'node:fs'
import { lstat, open, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { endOnPanic } from './panic.ts'

type Begun = ReturnType<NodeFS['init']>
type Options = Parameters<NodeFS['init']>[1]

/** An open file inside PGlite, by its number outside. */
interface OpenFile {
  readonly nfd: number
}

/** What we use of the file system inside PGlite. */
interface Inside {
  readonly FS: {
    chmod: (path: unknown, mode: number, ...more: unknown[]) => void
    readonly streams: readonly (Partial<OpenFile> | null | undefined)[]
  }
  readonly NODEFS: {
    readonly stream_ops: { fsync?: (file: OpenFile) => number }
    /** Says an error of node as PostgreSQL knows it. */
    readonly tryFSOperation: (work: () => void) => void
  }
}

const OTHERS = 0o077

/** Windows opens no folder, and writes the names in it by itself. */
const SETTLES_FOLDERS = process.platform !== 'win32'

/** Files put on the disk at once: what node does beside its thread. */
const AT_ONCE = 4

/** Since when a file is known to have been written last by nobody who may write again within one tick of its clock; milliseconds. */
const LONG_AGO = 1_000

/**
 * The files of an embedded database in a folder. They are for their owner alone as those of any PostgreSQL: PGlite gives each new file the mode
 * that its C code named, mostly 0666, whatever the process's umask says. And they are on the disk when PostgreSQL wants them there: PGlite by
 * itself only says that they are.
 */
export class FolderFiles extends NodeFS {
  /** What was settled, by its number, and when it was last written before that. */
  readonly #settled = new Map<bigint, bigint>()
  #inside: Inside | undefined
  readonly #stopped = Promise.withResolvers<unknown>()

  /** Resolves with why once the PostgreSQL that works on them has come to an end, rather than being closed: it does nothing more. */
  readonly stopped = this.#stopped.promise

  /** Whether PostgreSQL, which writes this file first of all, has yet to make its database here. */
  get isNew(): boolean {
    return !existsSync(join(this.rootDir, 'PG_VERSION'))
  }

  /** Whether whoever had it open was killed: PostgreSQL removes this file last of all. */
  get wasLeftOpen(): boolean {
    return existsSync(join(this.rootDir, 'postmaster.pid'))
  }

  override async init(client: PGlite, options: Options): Begun {
    const { emscriptenOpts } = await super.init(client, options)
    const amend = (module: object): void => {
      this.#inside = module as Inside
      const { FS, NODEFS } = this.#inside
      endOnPanic(module, this.#stopped.resolve)
      const chmod = FS.chmod.bind(FS)
      FS.chmod = (path, mode, ...more) => chmod(path, mode & ~OTHERS, ...more)
      NODEFS.stream_ops.fsync = ({ nfd }) => {
        NODEFS.tryFSOperation(() => {
          if (!this.#isSettled(nfd)) this.sync(nfd)
        })
        return 0
      }
    }
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), amend] } }
  }

  #isSettled(file: number): boolean {
    if (this.#settled.size === 0) return false
    const { ino, ctimeNs } = fstatSync(file, { bigint: true })
    return this.#settled.get(ino) === ctimeNs
  }

  /** Returns once an open file is on the disk. */
  protected sync(file: number): void {
    fsyncSync(file)
  }

  /**
   * Puts everything in the folder on the disk, without keeping this thread: a new database comes as a copy of one in memory, of which PostgreSQL
   * knows nothing; and of one that was left open it does this itself, file by file, before all else, but what is settled it passes over.
   */
  async settle(): Promise<void> {
    const found = await readdir(this.rootDir, { recursive: true, withFileTypes: true })
    const wanted = SETTLES_FOLDERS ? found : found.filter((each) => each.isFile())
    const paths = wanted.map(({ parentPath, name }) => join(parentPath, name))
    const above = SETTLES_FOLDERS ? [this.rootDir, dirname(this.rootDir)] : []
    const rest = [...paths, ...above].values()
    const work = async (): Promise<void> => {
      for (const path of rest) await this.settleOne(path)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
  }

  protected async settleOne(path: string): Promise<void> {
    const file = await open(path, (await lstat(path)).isDirectory() ? 'r' : 'r+')
    try {
      const { ino, ctimeNs, ctimeMs } = await file.stat({ bigint: true })
      await file.sync()
      if (Date.now() - Number(ctimeMs) > LONG_AGO) this.#settled.set(ino, ctimeNs)
    } finally {
      await file.close()
    }
  }

  /** Closes what a PostgreSQL that came to an end, or did not open, has left open. */
  abandon(): void {
    const open = new Set(this.#inside?.FS.streams.flatMap((file) => file?.nfd ?? []))
    for (const file of open) closeSync(file)
    this.#inside = undefined
  }

  /** It is open: from now on whatever PostgreSQL wants on the disk is put there. */
  forget(): void {
    this.#settled.clear()
  }
}
