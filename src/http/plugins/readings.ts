import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { CentreId, ProviderId } from '../../domain/ids.ts'
import type { NumberReading, Readings } from '../../domain/number-reading.ts'
import type { Phone } from '../../domain/phone.ts'
import type { Deps } from '../../usecases/deps.ts'
import { openReadings } from '../../usecases/number-readings.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The record of who reads personal numbers. */
    readonly readings: Readings
  }
}

/** Who reads: an API key, or somebody without one. */
interface Reader {
  readonly id: string | null
  readonly name: string
}

/** The operation of a request; of a page its path, with the names of its parameters. */
function operationOf({ routeOptions }: FastifyRequest): string {
  const { operationId } = (routeOptions.schema ?? {}) as { operationId?: string }
  return operationId ?? routeOptions.url ?? ''
}

/** That the personal numbers of somebody are shown to whoever asks. */
export const readingOf = (
  request: FastifyRequest,
  centreId: CentreId,
  providerId: ProviderId,
  reader: Reader = request.principal
): NumberReading => ({ centreId, readerId: reader.id, reader: reader.name, providerId, operation: operationOf(request) })

/**
 * Records that these numbers of somebody are shown, if one of them is personal. Called wherever the API shows numbers of people, with exactly
 * those that the reader gets to see.
 */
export function noteNumbers(
  request: FastifyRequest,
  centreId: CentreId,
  providerId: ProviderId,
  phones: readonly Pick<Phone, 'kind'>[],
  reader: Reader = request.principal
): void {
  if (!phones.some(({ kind }) => kind === 'personal')) return
  request.readings.note(readingOf(request, centreId, providerId, reader))
}

/** Records the numbers of several people, as `noteNumbers` does. */
export function noteAllNumbers(
  request: FastifyRequest,
  centreId: CentreId,
  people: readonly { readonly id: ProviderId; readonly phones: readonly Pick<Phone, 'kind'>[] }[],
  reader?: Reader
): void {
  for (const { id, phones } of people) noteNumbers(request, centreId, id, phones, reader)
}

/**
 * Gives every request the record of readings: that of the server, which writes it by itself, or one of its own that is written before each
 * answer leaves. An answer never fails because its record could not be written.
 */
export const readings = fp(
  async (app: FastifyInstance, deps: Deps) => {
    const record = deps.readings ?? openReadings(deps)
    app.decorateRequest('readings', { getter: () => record })
    if (deps.readings !== undefined) return
    app.addHook('onSend', async (request) => {
      if (record.waiting === 0) return
      await record.flush().catch((error: unknown) => {
        if (!app.outages.notice(error)) request.log.error({ err: error }, 'readings of numbers could not be written')
      })
    })
  },
  { name: 'readings', dependencies: ['access', 'outages'] }
)
