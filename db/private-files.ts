import type { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'

type Begun = ReturnType<NodeFS['init']>
type Options = Parameters<NodeFS['init']>[1]

/** What we use of the file system inside PGlite. */
interface Inside {
  readonly FS: { chmod: (path: unknown, mode: number, ...more: unknown[]) => void }
}

const OTHERS = 0o077

/**
 * The files of an embedded database in a folder, for their owner alone as those of any PostgreSQL. PGlite gives each new file the mode that its
 * C code named, mostly 0666, whatever the process's umask says.
 */
export class PrivateFiles extends NodeFS {
  override async init(client: PGlite, options: Options): Begun {
    const { emscriptenOpts } = await super.init(client, options)
    const keepPrivate = (module: object): void => {
      const { FS } = module as Inside
      const chmod = FS.chmod.bind(FS)
      FS.chmod = (path, mode, ...more) => chmod(path, mode & ~OTHERS, ...more)
    }
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), keepPrivate] } }
  }
}
