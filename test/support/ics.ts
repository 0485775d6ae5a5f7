import ICAL from 'ical.js'

/** An event of a calendar as an independent parser reads it. */
export interface IcsEvent {
  readonly uid: string
  readonly sequence: number
  readonly status: string
  readonly stamp: string
  /** Milliseconds since 1970. */
  readonly start: number
  readonly end: number
  readonly summary: string
  readonly description: string
  readonly location: string | null
}

/** Reads a calendar with ical.js; the clock comes from its own VTIMEZONE, never from the machine. */
export function readIcs(bytes: Uint8Array | string): { readonly name: string; readonly events: readonly IcsEvent[] } {
  const text = typeof bytes === 'string' ? bytes : new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[])
  const zones = calendar.getAllSubcomponents('vtimezone').map((zone) => new ICAL.Timezone(zone))
  const events = calendar.getAllSubcomponents('vevent').map((component): IcsEvent => {
    const event = new ICAL.Event(component)
    const at = (name: 'dtstart' | 'dtend'): number => {
      const property = component.getFirstProperty(name)
      const time = property?.getFirstValue() as InstanceType<typeof ICAL.Time>
      const zone = zones.find(({ tzid }) => tzid === property?.getFirstParameter('tzid'))
      if (zone !== undefined) time.zone = zone
      else if (!time.zone?.tzid.startsWith('UTC')) throw new Error(`${name} names a zone that the calendar does not tell`)
      return time.toUnixTime() * 1000
    }
    return {
      uid: event.uid,
      sequence: event.sequence,
      status: String(component.getFirstPropertyValue('status')),
      stamp: String(component.getFirstPropertyValue('dtstamp')),
      start: at('dtstart'),
      end: at('dtend'),
      summary: event.summary,
      description: event.description,
      location: event.location
    }
  })
  return { name: String(calendar.getFirstPropertyValue('x-wr-calname')), events }
}
