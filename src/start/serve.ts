import { flushCompileCache } from 'node:module'
import { closeOnSignals } from '../closing.ts'
import type { Config } from '../config.ts'
import { comeUp } from './come-up.ts'
import type { DataFolder } from './data-folder.ts'
import type { TakenPort } from './port.ts'
import { openSite } from './site.ts'

/**
 * Serves at the port: at once what an earlier process left to answer look-ups from, everything as soon as the database is there. Throws when
 * there is neither.
 */
export async function serve(config: Config, data: DataFolder, port: TakenPort): Promise<void> {
  const site = await openSite(config, data)
  const { app, deps, remembered } = site
  const listen = async (): Promise<string> => {
    closeOnSignals(app)
    return port.serveBy(app)
  }
  deps.memory.follow()
  if (remembered === undefined) await comeUp(site, listen)
  else {
    const address = await listen()
    process.stdout.write(`Đã trả lời tra cứu, từ dữ liệu đã lưu / look-ups are answered, from what was kept: ${address}/\n`)
    await comeUp(site, async () => address)
  }
  // a process that is killed leaves the next one what it compiled all the same
  flushCompileCache()
}
