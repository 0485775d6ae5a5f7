import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import { Refusal } from './refusal.ts'

/** A port that is this process's already, before there is anything to answer with. */
export interface TakenPort {
  /** The app answers there from now on, those who came too early first. Where it does: `http://127.0.0.1:3000`. */
  readonly serveBy: (app: FastifyInstance) => Promise<string>
}

/** How many the system lets wait to be taken, if it may: whoever finds no place here tries again after a second, then three, then seven. */
const BACKLOG = 4096

const REASONS: Readonly<Record<string, (host: string, port: number) => Refusal>> = {
  EADDRINUSE: (host, port) =>
    new Refusal(
      `Cổng ${port} tại ${host} đã có chương trình khác dùng`,
      `Port ${port} of ${host} is in use by another program (EADDRINUSE): stop it, or set another PORT`
    ),
  EACCES: (host, port) =>
    new Refusal(`Không có quyền mở cổng ${port} tại ${host}`, `This user may not open port ${port} of ${host}: set a PORT above 1023`),
  EADDRNOTAVAIL: (host) => new Refusal(`${host} không phải địa chỉ của máy này`, `HOST ${host} is no address of this machine`),
  ENOTFOUND: (host) => new Refusal(`Không tìm thấy địa chỉ ${host}`, `HOST ${host} is not known`)
}

/** Takes the port; whoever connects waits. Throws Refusal where it cannot be had. */
export async function takePort({ port, host }: Pick<Config, 'port' | 'host'>): Promise<TakenPort> {
  const early: Socket[] = []
  const holder = createServer({ pauseOnConnect: true }, (socket) => early.push(socket))
  await once(holder.listen({ port, host, backlog: BACKLOG }), 'listening').catch((error: { code?: string }) => {
    throw REASONS[error.code ?? '']?.(host, port) ?? error
  })
  return {
    serveBy: async (app) => {
      // the listening socket itself changes hands (`server.listen(handle)`): it is never let go
      const { _handle } = holder as unknown as { readonly _handle: { readonly listen: (backlog: number) => number } }
      const address = await app.listen({ port, host, ...{ handle: _handle } })
      // with a handle Node asks for 511 places, whatever it is told
      _handle.listen(BACKLOG)
      for (const socket of early) {
        app.server.emit('connection', socket)
        socket.resume()
      }
      return address
    }
  }
}
