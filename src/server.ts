import { enableCompileCache } from 'node:module'
import { join, resolve } from 'node:path'
import { endOnDefects } from './closing.ts'
import { type Config, readConfig } from './config.ts'
import { openDataFolder } from './start/data-folder.ts'
import { takePort } from './start/port.ts'
import { complaintOf } from './start/refusal.ts'

/** What this process makes is its owner's alone, whoever makes it: the embedded database does not ask. */
const OWNER_ONLY = 0o077

/** First what another process may hold, the folder and the port; then everything else. */
async function start(config: Config): Promise<void> {
  const data = openDataFolder(config.dataDir, { alone: config.databaseUrl === undefined })
  const port = await takePort(config)
  // what was compiled once need not be again: a third of the work of a start
  if (data.readOnly === undefined) enableCompileCache(resolve(join(config.dataDir, 'compiled')))
  await import('./start/quick-imports.ts')
  const { serve } = await import('./start/serve.ts')
  await serve(config, data, port)
}

let config: Config | undefined
try {
  endOnDefects()
  process.umask(OWNER_ONLY)
  config = readConfig()
  await start(config)
} catch (error) {
  process.stderr.write(`${complaintOf(error, config)}\n`)
  process.exit(1)
}
