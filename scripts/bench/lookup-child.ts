import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { openInstance } from './lookup-instance.ts'
import type { Question } from './lookup-load.ts'
import { bareRoute, sqlRoute } from './lookup-rivals.ts'

/** A process of its own that answers questions, so that nothing else shares its event loop. Told by its arguments what it is. */

/** What a process has used so far; bytes after a collection, microseconds of processor. */
export interface Used {
  readonly heap: number
  readonly cpu: number
}

const [kind = '', place = '', extra = ''] = process.argv.slice(2)

const questions = (): readonly Question[] => JSON.parse(readFileSync(extra, 'utf8')) as Question[]

function open(): FastifyInstance | Promise<FastifyInstance> {
  if (kind === 'service') return openInstance(place, extra)
  return kind === 'sql' ? sqlRoute(place, questions()) : bareRoute(place)
}

function used(): Used {
  const { user, system } = process.cpuUsage()
  return { heap: process.memoryUsage().heapUsed, cpu: user + system }
}

const app = await open()
await app.listen({ port: 0, host: '127.0.0.1' })
const { port } = app.server.address() as AddressInfo
process.on('message', (asked: 'used' | 'collect' | 'close') => {
  if (asked === 'close') return void app.close().then(() => process.disconnect())
  if (asked === 'collect') global.gc?.()
  process.send?.(used())
})
// whoever started it is gone
process.on('disconnect', () => process.exit())
process.send?.(port)
