import type { Step } from './examples.ts'
import { ifMatch } from './examples-catalogue.ts'

/** A red square of 16 by 16 pixels. */
const RED_SQUARE = 'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR42mPYLC1NEmIY1TCqYfhqAAB3++kB8WUIZQAAAABJRU5ErkJggg=='

/** The centre sets its house rules, tries a logo out, and asks until when December is to be sent. */
export const settingsStory: readonly Step[] = [
  { operationId: 'getSettings', method: 'GET', url: '/v1/settings?centre=lang-son' },
  {
    operationId: 'updateSettings',
    method: 'PATCH',
    url: '/v1/settings?centre=lang-son',
    headers: ifMatch(0),
    body: {
      sending: { court: { kind: 'day_of_previous_month', day: 20 } },
      remindDays: 3,
      email: 'tgpl.langson@example.vn'
    }
  },
  { operationId: 'setLogo', method: 'PUT', url: '/v1/settings/logo?centre=lang-son', headers: ifMatch(1), body: { data: RED_SQUARE } },
  { operationId: 'deleteLogo', method: 'DELETE', url: '/v1/settings/logo?centre=lang-son', headers: ifMatch(2), status: 200 },
  { operationId: 'listDeadlines', method: 'GET', url: '/v1/deadlines?centre=lang-son&from=2026-12&to=2027-01' }
]
