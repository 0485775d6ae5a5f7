/** What a key may be allowed to do. `public` is not a scope of keys: such operations need none. */
export const SCOPES = [
  'catalogue:read',
  'catalogue:write',
  'centres:write',
  'calendar:write',
  'rosters:read',
  'rosters:write',
  'rosters:approve',
  'rosters:publish',
  'covers:write',
  'swaps:write',
  'feeds:write',
  'webhooks:write',
  'publications:acknowledge',
  'numbers:agency',
  'numbers:internal',
  'audit:read',
  'calls:read',
  'calls:write',
  'keys:write'
] as const
export type Scope = (typeof SCOPES)[number]

/**
 * What an operation takes of the service, by which requests have their places (plugins/admission.ts). `memory`: answered out of memory, so
 * that it waits for nobody. `database`: reads or writes, and no more. `render`: papers, drawn in a thread. Of those that calculate in threads:
 * `question` reads, `act` writes what was calculated, `trial` tries out a whole month, for up to a minute or so, while somebody waits.
 */
export const KINDS = ['memory', 'database', 'render', 'question', 'act', 'trial'] as const
export type Kind = (typeof KINDS)[number]

/**
 * Who may what, and what it takes, in one place: the scope that each operation asks for, and its kind. A route whose operationId is not here
 * does not start the service (deny by default), and a line here without a route fails a test.
 */
export const OPERATIONS = {
  getHealth: ['public', 'memory'],
  getReadiness: ['public', 'memory'],
  getMetrics: ['public', 'memory'],

  listCentres: ['public', 'database'],
  getCentre: ['public', 'database'],
  createCentre: ['centres:write', 'database'],
  updateCentre: ['centres:write', 'database'],
  deleteCentre: ['centres:write', 'database'],
  listBranches: ['catalogue:read', 'database'],
  getBranch: ['catalogue:read', 'database'],
  createBranch: ['catalogue:write', 'database'],
  updateBranch: ['catalogue:write', 'database'],
  deleteBranch: ['catalogue:write', 'database'],
  listSigners: ['catalogue:read', 'database'],
  getSigner: ['catalogue:read', 'database'],
  createSigner: ['catalogue:write', 'database'],
  updateSigner: ['catalogue:write', 'database'],
  deleteSigner: ['catalogue:write', 'database'],
  listAgencyKinds: ['public', 'database'],
  saveAgencyKind: ['centres:write', 'database'],
  listAgencies: ['public', 'database'],
  getAgency: ['public', 'database'],
  createAgency: ['catalogue:write', 'database'],
  updateAgency: ['catalogue:write', 'database'],
  deleteAgency: ['catalogue:write', 'database'],
  listProviders: ['catalogue:read', 'database'],
  getProvider: ['catalogue:read', 'database'],
  createProvider: ['catalogue:write', 'database'],
  updateProvider: ['catalogue:write', 'database'],
  deleteProvider: ['catalogue:write', 'database'],
  listNumbers: ['numbers:internal', 'database'],
  confirmNumbers: ['catalogue:write', 'database'],
  listNumberConfirmations: ['numbers:internal', 'database'],
  replaceNumber: ['catalogue:write', 'database'],
  listNumberReplacements: ['numbers:internal', 'database'],
  listNumberReadings: ['audit:read', 'database'],
  listAbsences: ['catalogue:read', 'database'],
  getAbsence: ['catalogue:read', 'database'],
  createAbsence: ['catalogue:write', 'database'],
  updateAbsence: ['catalogue:write', 'database'],
  deleteAbsence: ['catalogue:write', 'database'],
  listEngagements: ['catalogue:read', 'database'],
  getEngagement: ['catalogue:read', 'database'],
  createEngagement: ['catalogue:write', 'database'],
  updateEngagement: ['catalogue:write', 'database'],
  deleteEngagement: ['catalogue:write', 'database'],
  listPairs: ['catalogue:read', 'database'],
  getPair: ['catalogue:read', 'database'],
  createPair: ['catalogue:write', 'database'],
  updatePair: ['catalogue:write', 'database'],
  deletePair: ['catalogue:write', 'database'],
  listPreferences: ['catalogue:read', 'database'],
  getPreference: ['catalogue:read', 'database'],
  createPreference: ['catalogue:write', 'database'],
  updatePreference: ['catalogue:write', 'database'],
  deletePreference: ['catalogue:write', 'database'],
  listPosts: ['public', 'database'],
  getPost: ['public', 'database'],
  createPost: ['catalogue:write', 'database'],
  updatePost: ['catalogue:write', 'database'],
  deletePost: ['catalogue:write', 'database'],
  previewRotation: ['catalogue:read', 'question'],

  listCalendarDays: ['public', 'database'],
  listNotices: ['public', 'database'],
  getNotice: ['public', 'database'],
  createNotice: ['calendar:write', 'database'],
  previewNotice: ['calendar:write', 'database'],
  updateNotice: ['calendar:write', 'database'],
  deleteNotice: ['calendar:write', 'database'],

  listRules: ['rosters:read', 'database'],
  getRule: ['rosters:read', 'database'],
  updateRule: ['rosters:write', 'database'],

  listRosters: ['rosters:read', 'database'],
  getRoster: ['rosters:read', 'database'],
  createRoster: ['rosters:write', 'database'],
  deleteRoster: ['rosters:write', 'database'],
  planRoster: ['rosters:write', 'database'],
  previewPlan: ['rosters:write', 'trial'],
  getPlanReport: ['rosters:read', 'database'],
  getPlanCertificate: ['rosters:read', 'database'],
  listSlots: ['rosters:read', 'database'],
  editSeat: ['rosters:write', 'database'],
  listViolations: ['rosters:read', 'question'],
  listCandidates: ['rosters:read', 'question'],
  explainRoster: ['rosters:read', 'question'],
  explainUnfilled: ['rosters:read', 'question'],
  previewReplan: ['rosters:write', 'trial'],
  replanRoster: ['rosters:write', 'trial'],
  compareWhatIf: ['rosters:write', 'trial'],
  getFairness: ['rosters:read', 'database'],
  getLedger: ['rosters:read', 'database'],
  getBurdenWeights: ['rosters:read', 'database'],
  updateBurdenWeights: ['rosters:write', 'database'],
  submitRoster: ['rosters:write', 'act'],
  returnRoster: ['rosters:approve', 'database'],
  approveRoster: ['rosters:approve', 'act'],
  recallRoster: ['rosters:approve', 'database'],
  listRosterSteps: ['rosters:read', 'database'],
  publishRoster: ['rosters:publish', 'act'],
  createAmendment: ['rosters:write', 'act'],
  previewAmendment: ['rosters:write', 'question'],
  listAmendments: ['rosters:read', 'database'],
  getAmendment: ['rosters:read', 'question'],
  approveAmendment: ['rosters:approve', 'act'],
  returnAmendment: ['rosters:approve', 'database'],
  withdrawAmendment: ['rosters:write', 'database'],
  createCover: ['covers:write', 'act'],
  previewCover: ['covers:write', 'question'],
  listCovers: ['rosters:read', 'database'],
  getCover: ['rosters:read', 'database'],
  createSwap: ['swaps:write', 'act'],
  previewSwap: ['swaps:write', 'question'],
  listSwaps: ['rosters:read', 'database'],
  getSwap: ['rosters:read', 'question'],
  acceptSwap: ['swaps:write', 'act'],
  declineSwap: ['swaps:write', 'database'],
  withdrawSwap: ['swaps:write', 'database'],
  approveSwap: ['rosters:write', 'act'],
  refuseSwap: ['rosters:write', 'database'],
  listAffectedByAbsence: ['rosters:read', 'question'],
  listAffectedByEngagement: ['rosters:read', 'question'],
  getDifferences: ['public', 'database'],
  getDifferencesPage: ['public', 'database'],
  listPublications: ['public', 'database'],
  getPublication: ['public', 'database'],
  getDocument: ['public', 'render'],
  listFeeds: ['feeds:write', 'database'],
  createFeed: ['feeds:write', 'database'],
  revokeFeed: ['feeds:write', 'database'],
  getFeedCalendar: ['public', 'render'],

  listJobs: ['rosters:read', 'database'],
  getJob: ['rosters:read', 'database'],
  streamJob: ['rosters:read', 'database'],
  stopJob: ['rosters:write', 'database'],
  cancelJob: ['rosters:write', 'database'],

  getSettings: ['rosters:read', 'database'],
  updateSettings: ['centres:write', 'database'],
  setLogo: ['centres:write', 'database'],
  deleteLogo: ['centres:write', 'database'],
  listDeadlines: ['rosters:read', 'database'],

  getOnDuty: ['public', 'memory'],
  getOnDutyText: ['public', 'memory'],
  getDutyCards: ['public', 'memory'],
  getPostQrCode: ['public', 'database'],
  getDirectory: ['public', 'database'],
  getDirectoryDocument: ['public', 'render'],

  listWebhooks: ['webhooks:write', 'database'],
  getWebhook: ['webhooks:write', 'database'],
  createWebhook: ['webhooks:write', 'database'],
  updateWebhook: ['webhooks:write', 'database'],
  deleteWebhook: ['webhooks:write', 'database'],
  rotateWebhookSecret: ['webhooks:write', 'database'],
  listDeliveries: ['rosters:read', 'database'],
  listDeliveriesOfPublication: ['rosters:read', 'database'],
  resendDelivery: ['rosters:publish', 'database'],
  listAcknowledgements: ['rosters:read', 'database'],
  acknowledgePublication: ['publications:acknowledge', 'database'],
  listConfirmations: ['rosters:read', 'database'],
  confirmDuties: ['rosters:write', 'database'],

  createCall: ['calls:write', 'database'],
  listCalls: ['calls:read', 'database'],
  getCall: ['calls:read', 'database'],
  updateCall: ['calls:write', 'database'],
  getCallContact: ['calls:read', 'database'],
  recordAttempt: ['calls:write', 'database'],
  recordCallEvent: ['calls:write', 'database'],
  excludeFromCall: ['calls:write', 'database'],
  getRefusal: ['calls:read', 'database'],
  closeCall: ['calls:write', 'database'],
  eraseCall: ['calls:write', 'database'],
  checkConflicts: ['calls:read', 'database'],
  listEntitlements: ['public', 'database'],
  saveEntitlement: ['centres:write', 'database'],

  listApiKeys: ['keys:write', 'database'],
  createApiKey: ['keys:write', 'database'],
  revokeApiKey: ['keys:write', 'database']
} as const satisfies Record<string, readonly [Scope | 'public', Kind]>

export type OperationId = keyof typeof OPERATIONS

/** What the operation asks for; undefined for one that is not in the table. */
export const scopeOf = (id: string | undefined): Scope | 'public' | undefined => OPERATIONS[id as OperationId]?.[0]
export const kindOf = (id: string | undefined): Kind | undefined => OPERATIONS[id as OperationId]?.[1]

/** Writes what belongs to no centre: for keys of no centre and no agency. */
const NATIONAL: ReadonlySet<OperationId> = new Set([
  'createCentre',
  'deleteCentre',
  'saveAgencyKind',
  'createNotice',
  'updateNotice',
  'deleteNotice',
  'saveEntitlement'
])

/** What agencies are there to do, each for itself; everything else that asks for a scope is the centre's own business. */
const OF_AGENCIES_TOO: ReadonlySet<OperationId> = new Set([
  'listBranches',
  'getBranch',
  'listSigners',
  'getSigner',
  'listProviders',
  'getProvider',
  'listFeeds',
  'createFeed',
  'revokeFeed',
  'listDeliveries',
  'listDeliveriesOfPublication',
  'listAcknowledgements',
  'acknowledgePublication',
  'createCall',
  'listCalls',
  'getCall',
  'updateCall',
  'getCallContact',
  'recordAttempt',
  'recordCallEvent',
  'excludeFromCall',
  'getRefusal',
  'closeCall',
  'eraseCall',
  'checkConflicts',
  'listApiKeys',
  'createApiKey',
  'revokeApiKey'
])

/**
 * Whose keys an operation takes, beside its scope. `national`: those of no centre and no agency. `centre`: those of the centre (and of no
 * centre), never an agency's. `agency`: an agency's as well.
 */
export const KEY_HOLDERS = ['national', 'centre', 'agency'] as const
export type KeyHolder = (typeof KEY_HOLDERS)[number]

export function holderOf(id: OperationId): KeyHolder {
  if (NATIONAL.has(id)) return 'national'
  return OF_AGENCIES_TOO.has(id) || scopeOf(id) === 'public' ? 'agency' : 'centre'
}
